// SPDX-License-Identifier: GPL-2.0-only
/*
 * difference.c - two sets of records held against each other, see difference.h.
 */
#include "reports/difference.h"

#include <stdlib.h>
#include <string.h>

/* From good to bad; what is no verdict on the driver stands aside. */
enum standing { KEPT, SUBSTITUTED, BROKEN, CRASHED, UNTRIED, UNTOLD };

static enum standing standing(const struct record *r)
{
	static const enum standing of[NR_VERDICTS] = {
		[VERDICT_PASS] = KEPT, [VERDICT_XPASS] = KEPT, [VERDICT_DEGRADED] = SUBSTITUTED,
		[VERDICT_FAIL] = BROKEN, [VERDICT_XFAIL] = BROKEN, [VERDICT_CRASH] = CRASHED,
		[VERDICT_SKIP] = UNTRIED, [VERDICT_UNKNOWN] = UNTRIED, [VERDICT_OBSERVED] = UNTRIED,
		[VERDICT_ERROR] = UNTOLD, [VERDICT_UNSTABLE] = UNTOLD,
	};

	return r ? of[r->verdict] : UNTRIED;
}

/* Another failure was in its way: this one need not be younger. */
static bool was_blocked(const struct record *before)
{
	return before && !strncmp(before->reason, "blocked-by", strlen("blocked-by"));
}

enum change change_between(const struct record *before, const struct record *after)
{
	enum standing a = standing(before), b = standing(after);

	if (a == b)
		return CHANGE_NONE;
	if (b == UNTOLD)
		return CHANGE_UNTOLD;
	if (a == UNTOLD)
		return b == KEPT ? CHANGE_BETTER : CHANGE_UNTOLD;
	if (b == UNTRIED)
		return CHANGE_LOST;
	if (a == UNTRIED)
		return b == KEPT || was_blocked(before) ? CHANGE_NEW : CHANGE_BROKEN;
	return b > a ? CHANGE_WORSE : CHANGE_BETTER;
}

static int compare_case(const void *pa, const void *pb)
{
	const struct record *a = *(const struct record *const *)pa, *b = *(const struct record *const *)pb;

	return strcmp(a->target, b->target) ?: strcmp(a->driver, b->driver) ?: strcmp(a->name, b->name);
}

static int compare_worst(const void *pa, const void *pb)
{
	const struct record *a = *(const struct record *const *)pa, *b = *(const struct record *const *)pb;

	return compare_case(pa, pb) ?: (int)a->verdict - (int)b->verdict;
}

struct cases {
	const struct record **record;
	unsigned int n;
};

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

/* The cases of a set in order, each once, with its worst record. */
static struct cases cases_of(const struct record_set *set)
{
	struct cases c = { 0 };
	unsigned int n = 0, i, k;

	for (i = 0; i < set->nruns; i++)
		n += set->runs[i].nrecords;
	c.record = must(calloc(n + 1, sizeof(*c.record)));
	n = 0;
	for (i = 0; i < set->nruns; i++)
		for (k = 0; k < set->runs[i].nrecords; k++)
			c.record[n++] = &set->runs[i].records[k];
	qsort(c.record, n, sizeof(*c.record), compare_worst);
	for (i = 0; i < n; i++)
		if (!c.n || compare_case(&c.record[c.n - 1], &c.record[i]))
			c.record[c.n++] = c.record[i];
	return c;
}

static void add(struct difference *d, const struct record *before, const struct record *after)
{
	enum change change = change_between(before, after);
	const struct record *told = standing(after) < UNTRIED && standing(after) != KEPT ? after : before;

	if (!told)
		told = after;
	if (change == CHANGE_NONE) {
		d->same += standing(after) != UNTRIED;
		return;
	}
	d->list = must(reallocarray(d->list, d->n + 1, sizeof(*d->list)));
	d->list[d->n++] = (struct changed){ change, before, after, told->accused ?: told->rule };
	d->counts[change]++;
}

static int compare_changed(const void *pa, const void *pb)
{
	const struct changed *a = pa, *b = pb;
	const struct record *x = a->after ?: a->before, *y = b->after ?: b->before;

	if (a->change != b->change)
		return (int)a->change - (int)b->change;
	return strcmp(x->target, y->target) ?: strcmp(x->driver, y->driver) ?: strcmp(a->rule, b->rule) ?:
	       (int)x->nsteps - (int)y->nsteps ?: strcmp(x->name, y->name);
}

static void push(const struct record_absent ***list, unsigned int *n, const struct record_absent *a)
{
	*list = must(reallocarray(*list, *n + 1, sizeof(**list)));
	(*list)[(*n)++] = a;
}

static bool ran(const struct record_set *set, const struct record_absent *a)
{
	for (unsigned int i = 0; i < set->nruns; i++)
		if (!strcmp(set->runs[i].header.target, a->target) && !strcmp(set->runs[i].header.driver, a->driver))
			return true;
	return false;
}

static void add_absent(struct difference *d, const struct record_set *before, const struct record_set *after)
{
	for (unsigned int i = 0; i < before->nabsent; i++)
		push(&d->absent, &d->nabsent, &before->absent[i]);
	for (unsigned int i = 0; i < after->nabsent; i++) {
		const struct record_absent *a = &after->absent[i];

		if (a->prepared && ran(before, a))
			push(&d->stopped, &d->nstopped, a);
		else
			push(&d->absent, &d->nabsent, a);
	}
}

/* Why is told once, not of each case. */
static bool is_of_absent(const struct record_set *set, const struct record *r)
{
	for (unsigned int i = 0; i < set->nabsent; i++)
		if (!strcmp(set->absent[i].target, r->target) && !strcmp(set->absent[i].driver, r->driver))
			return true;
	return false;
}

static const char *why_not_comparable(const struct record_set *before, const struct record_set *after)
{
	const struct record_set *sets[] = { before, after };

	/* Why is told of each driver. */
	if ((!before->nruns || !after->nruns) && (before->nabsent || after->nabsent))
		return NULL;
	for (unsigned int s = 0; s < 2; s++) {
		if (!sets[s]->nruns)
			return s ? "nothing was run after" : "nothing was run before";
		for (unsigned int i = 0; i < sets[s]->nruns; i++) {
			if (strcmp(sets[s]->runs[i].header.spec_hash, before->runs[0].header.spec_hash))
				return "they were judged by different specs";
			if (!sets[s]->runs[i].complete)
				return "a run did not end";
		}
	}
	return NULL;
}

void difference_build(struct difference *d, const struct record_set *before, const struct record_set *after)
{
	struct cases a = cases_of(before), b = cases_of(after);
	unsigned int i = 0, k = 0;

	*d = (struct difference){ .after = after, .caution = why_not_comparable(before, after) };
	while (i < a.n || k < b.n) {
		int order = i == a.n ? 1 : k == b.n ? -1 : compare_case(&a.record[i], &b.record[k]);

		if (order < 0 ? !is_of_absent(after, a.record[i]) : !order || !is_of_absent(before, b.record[k]))
			add(d, order <= 0 ? a.record[i] : NULL, order >= 0 ? b.record[k] : NULL);
		i += order <= 0;
		k += order >= 0;
	}
	if (d->n)
		qsort(d->list, d->n, sizeof(*d->list), compare_changed);
	add_absent(d, before, after);
	free(a.record);
	free(b.record);
}

void difference_free(struct difference *d)
{
	free(d->list);
	free(d->absent);
	free(d->stopped);
	*d = (struct difference){ 0 };
}

enum difference_result difference_result(const struct difference *d)
{
	if (d->counts[CHANGE_WORSE] || d->counts[CHANGE_BROKEN] || d->nstopped)
		return DIFFERENCE_WORSE;
	if (d->counts[CHANGE_UNTOLD] || d->counts[CHANGE_LOST] || d->nabsent || d->caution)
		return DIFFERENCE_UNTOLD;
	return DIFFERENCE_FINE;
}
