// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare.c - the same driver on several kernels, see compare.h.
 */
#define _GNU_SOURCE
#include "reports/compare.h"

#include <stdlib.h>
#include <string.h>

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

const char *keeping_name(enum keeping k)
{
	static const char *const names[] = {
		[KEEPING_UNTOLD] = "?", [KEEPING_KEPT] = "kept", [KEEPING_SUBSTITUTED] = "substitute",
		[KEEPING_BROKEN] = "broken", [KEEPING_CRASHED] = "crash",
	};

	return names[k];
}

const char *course_name(enum course c)
{
	static const char *const names[] = {
#define X(id, text) [COURSE_##id] = text,
		COURSES(X)
#undef X
	};

	return names[c];
}

static enum keeping keeping(const struct matrix_cell *cell)
{
	const unsigned int *n = cell->counts.n;

	if (n[VERDICT_CRASH])
		return KEEPING_CRASHED;
	if (n[VERDICT_FAIL] || n[VERDICT_XFAIL])
		return KEEPING_BROKEN;
	if (n[VERDICT_DEGRADED])
		return KEEPING_SUBSTITUTED;
	/* What went wrong on our side may have been the case that tells. */
	if (n[VERDICT_ERROR] || n[VERDICT_UNSTABLE])
		return KEEPING_UNTOLD;
	return n[VERDICT_PASS] || n[VERDICT_XPASS] ? KEEPING_KEPT : KEEPING_UNTOLD;
}

/* The last change, if there is one, between two kernels that can tell. */
static void find_course(struct compare_rule *r, unsigned int n)
{
	unsigned int known = n;

	r->course = COURSE_UNTOLD;
	for (unsigned int i = 0; i < n; i++) {
		enum keeping now = r->keeping[i];

		if (now == KEEPING_UNTOLD)
			continue;
		if (known == n) {
			r->course = now > KEEPING_KEPT ? COURSE_ALWAYS_BROKEN : COURSE_ALWAYS_KEPT;
		} else if (now != r->keeping[known]) {
			r->course = now > r->keeping[known] ? COURSE_BROKEN_SINCE : COURSE_KEPT_SINCE;
			r->since = i;
			r->before = known;
		}
		known = i;
	}
}

/* A model is of no kernel. */
static bool same_driver(const struct matrix_row *a, const struct matrix_row *b)
{
	return !*a->kernel == !*b->kernel && !strcmp(a->target, b->target) && !strcmp(a->driver, b->driver) &&
	       !strcmp(a->evidence, b->evidence);
}

static int compare_kernel(const void *pa, const void *pb)
{
	const struct matrix_row *a = *(const struct matrix_row *const *)pa;
	const struct matrix_row *b = *(const struct matrix_row *const *)pb;

	return strverscmp(a->kernel, b->kernel) ?: strcmp(a->config, b->config);
}

static void compare_driver(struct compare_driver *d, const struct matrix *m, const struct matrix_row *first)
{
	d->rows = must(calloc(m->nrows, sizeof(*d->rows)));
	for (const struct matrix_row *row = first; row < m->rows + m->nrows; row++)
		if (same_driver(first, row))
			d->rows[d->nrows++] = row;
	qsort(d->rows, d->nrows, sizeof(*d->rows), compare_kernel);
	d->rules = must(calloc(m->nrules + 1, sizeof(*d->rules)));
	for (unsigned int i = 0; i < m->nrules; i++) {
		struct compare_rule *r = &d->rules[i];

		r->rule = &m->rules[i];
		r->keeping = must(calloc(d->nrows, sizeof(*r->keeping)));
		for (unsigned int k = 0; k < d->nrows; k++)
			r->keeping[k] = keeping(&d->rows[k]->rules[i]);
		find_course(r, d->nrows);
		d->counts[r->course]++;
	}
}

static bool is_first(const struct matrix *m, unsigned int row)
{
	unsigned int i = 0;

	while (!same_driver(&m->rows[i], &m->rows[row]))
		i++;
	return i == row;
}

static void free_driver(struct compare_driver *d, unsigned int nrules)
{
	for (unsigned int i = 0; i < nrules; i++)
		free(d->rules[i].keeping);
	free(d->rules);
	free(d->rows);
}

void compare_build(struct compare *c, const struct matrix *m)
{
	*c = (struct compare){ .m = m, .drivers = must(calloc(m->nrows + 1, sizeof(*c->drivers))) };
	for (unsigned int i = 0; i < m->nrows; i++) {
		struct compare_driver d = { 0 };

		if (!is_first(m, i))
			continue;
		compare_driver(&d, m, &m->rows[i]);
		if (d.nrows > 1 && *m->rows[i].kernel) {
			c->drivers[c->ndrivers++] = d;
			continue;
		}
		c->alone++;
		free_driver(&d, m->nrules);
	}
}

void compare_free(struct compare *c)
{
	for (unsigned int i = 0; i < c->ndrivers; i++)
		free_driver(&c->drivers[i], c->m->nrules);
	free(c->drivers);
	*c = (struct compare){ 0 };
}
