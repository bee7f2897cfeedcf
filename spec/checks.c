// SPDX-License-Identifier: GPL-2.0-only
/*
 * checks.c - run the checks of checks.def, each after its prerequisites.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "spec/checks.h"
#include "spec/explore.h"

#define READ(name, help)
#define CHECK(name, function, level, after, help) void check_##function(struct checks *c);
#define SEARCH CHECK
#include "spec/checks.def"
#undef READ
#undef CHECK
#undef SEARCH

/* What the planner takes for granted. */
#define WHOLE	"syntax duplicate-id unknown-name unknown-form sort-mismatch circular " \
		"missing-clause unbound-letter effect-on-fact "

const struct check check_table[] = {
#define READ(name, help) { name, NULL, SEV_ERROR, "", help, false },
#define CHECK(name, function, level, after, help) { name, check_##function, SEV_##level, after, help, false },
#define SEARCH(name, function, level, after, help) { name, check_##function, SEV_##level, WHOLE after, help, true },
#include "spec/checks.def"
#undef READ
#undef CHECK
#undef SEARCH
};
const unsigned int nr_checks = sizeof(check_table) / sizeof(*check_table);

static int find(const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < nr_checks; i++)
		if (strlen(check_table[i].name) == len && !strncmp(check_table[i].name, name, len))
			return i;
	return -1;
}

static enum severity level(const void *data, const char *name)
{
	const struct checks *c = data;
	int i = find(name, strlen(name));

	return i < 0 ? SEV_ERROR : c->level[i];
}

int checks_init(struct checks *c, struct diag *diag)
{
	unsigned int i;

	*c = (struct checks){ .diag = diag };
	c->level = calloc(nr_checks, sizeof(*c->level));
	c->state = calloc(nr_checks, sizeof(*c->state));
	if (!c->level || !c->state)
		return -1;
	for (i = 0; i < nr_checks; i++)
		c->level[i] = check_table[i].severity;
	diag->severity = level;
	diag->severity_data = c;
	return 0;
}

int checks_set(struct checks *c, const char *name, enum severity severity)
{
	int i = find(name, strlen(name));

	if (i < 0)
		return -1;
	if (!check_table[i].run && severity != SEV_ERROR)
		return -2;
	c->level[i] = severity;
	return 0;
}

void check_report(struct checks *c, const struct srcpos *pos, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	diag_report(c->diag, c->current->name, pos, "%s", text);
	c->state[c->current - check_table] = CHECK_FAILED;
	free(text);
}

static bool reported(const struct diag *d, const char *name)
{
	unsigned int i;

	for (i = 0; i < d->nfindings; i++)
		if (!strcmp(d->finding[i].check, name))
			return true;
	return false;
}

static void run(struct checks *c, int i);

/* Have all prerequisites of check @i passed? */
static bool prerequisites(struct checks *c, int i)
{
	const char *name = check_table[i].after;
	bool passed = true;
	size_t len;

	for (; *name; name += len + strspn(name + len, " ")) {
		int other;

		len = strcspn(name, " ");
		other = find(name, len);
		if (other < 0)
			abort();	/* checks.def names a check that there is not */
		run(c, other);
		passed &= c->state[other] == CHECK_PASSED;
	}
	return passed;
}

/* A check that is switched off still runs, silently, where another one needs it. */
static void run(struct checks *c, int i)
{
	const struct check *check = &check_table[i], *outer = c->current;

	if (c->state[i] != CHECK_TODO)
		return;
	c->state[i] = CHECK_LEFT_OUT;
	if (!check->run) {
		c->state[i] = reported(c->diag, check->name) ? CHECK_FAILED : CHECK_PASSED;
	} else if (prerequisites(c, i)) {
		c->state[i] = CHECK_PASSED;
		c->current = check;
		check->run(c);
		c->current = outer;
	}
}

void checks_run(struct checks *c, const struct spec *spec, struct sources *sources)
{
	unsigned int i;

	c->spec = spec;
	c->sources = sources;
	for (i = 0; i < nr_checks; i++)
		if (c->level[i] != SEV_OFF)
			run(c, i);
}

struct explored *checks_explored(struct checks *c)
{
	if (!c->explored)
		c->explored = explore(c->spec);
	return c->explored;
}

void checks_free(struct checks *c)
{
	explored_free(c->explored);
	free(c->level);
	free(c->state);
}

/* For the checks */

uint32_t part_bound(const struct part_ast *part)
{
	uint32_t bound = 0;
	unsigned int i, j;

	for (i = 0; i < part->ngiven; i++)
		bound |= part->given[i]->letters;
	for (i = 0; i < part->nwhens; i++) {
		for (j = 0; j < part->when[i].nargs; j++)
			bound |= part->when[i].arg[j]->letters;
		if (part->when[i].env_arg)
			bound |= part->when[i].env_arg->letters;
	}
	return bound;
}
