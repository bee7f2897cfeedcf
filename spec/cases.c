// SPDX-License-Identifier: GPL-2.0-only
/* cases.c - the directed cases of every rule, see cases.h. */
#include <stdio.h>
#include <string.h>

#include "spec/cases.h"

struct maker {
	struct lowered *l;
	struct planner *p;
	no_plan_fn no_plan;
	void *arg;
	struct rcase *made;	/* of the rule at hand */
	unsigned int nmade, room;
};

static void append(char *name, size_t len, const char *fmt, const char *a, const char *b)
{
	size_t n = strlen(name);

	snprintf(name + n, len - n, fmt, a, b);
}

/* RULE[.part]/key=value/…: crossed classes are always written, swept ones where they are not at their first value. */
static const char *case_name(struct maker *m, const struct part *part, const struct dims *dims,
			     const unsigned int *at)
{
	char name[512] = "", *copy;

	append(name, sizeof(name), "%s%s", part->rule->id, "");
	if (part->name)
		append(name, sizeof(name), ".%s%s", part->name, "");
	for (unsigned int i = 0; i < dims->n; i++) {
		const struct dim *d = &dims->dim[i];

		if (d->noptions > 1 && (d->crossed || at[i]))
			append(name, sizeof(name), "/%s=%s", d->key, d->option[at[i]].label);
	}
	copy = arena_alloc(m->l->arena, strlen(name) + 1);
	return strcpy(copy, name);
}

static struct rcase describe(struct maker *m, const struct part *part, const struct dims *dims,
			     const unsigned int *at)
{
	unsigned int *extra = arena_alloc(m->l->arena, MOST_DIMS * sizeof(*extra));
	unsigned int *choice = arena_alloc(m->l->arena, MOST_DIMS * sizeof(*choice));
	struct rcase c = { .name = case_name(m, part, dims, at), .part = part, .extra = extra, .choice = choice };

	for (unsigned int i = 0; i < dims->n; i++) {
		const struct option *o = dims->dim[i].noptions ? &dims->dim[i].option[at[i]] : NULL;

		if (o && o->extra >= 0)
			extra[c.nextra++] = o->extra;
		if (o && o->choice >= 0)
			choice[c.nchoices++] = o->choice;
		if (o && o->when >= 0)
			c.when = o->when;
	}
	return c;
}

/* Has a later case than @n the same set-up? */
static bool borrowed_before(const struct maker *m, unsigned int n)
{
	for (unsigned int i = n + 1; i < m->nmade; i++)
		if (m->made[i].plan == m->made[n].plan)
			return true;
	return false;
}

/* An earlier case of the part may have been set up the same way: then nothing has to be searched. */
static bool borrow_plan(struct maker *m, struct rcase *c)
{
	for (unsigned int i = m->nmade; i-- > 0; ) {
		const struct rcase *other = &m->made[i];
		struct rcase same = *c;
		unsigned int *extra, k, n = 0;
		struct binding b;
		struct act act;

		if (other->part != c->part || borrowed_before(m, i))
			continue;
		extra = arena_alloc(m->l->arena, (c->nextra + other->nextra) * sizeof(*extra));
		for (k = 0; k < c->nextra; k++)
			extra[n++] = c->extra[k];
		for (k = 0; k < other->nextra; k++)	/* what its set-up wants of the devices */
			if (!strcmp(c->part->phrase[other->extra[k]].text, "the device is ordinary"))
				extra[n++] = other->extra[k];
		same.extra = extra;
		same.nextra = n;
		same.plan = other->plan;
		same.nplans = other->nplans;
		if (plan_replay(m->p, &same, &b, &act)) {
			*c = same;
			return true;
		}
	}
	return false;
}

static void keep(struct maker *m, struct rcase c)
{
	if (m->nmade == m->room) {
		struct rcase *more = arena_alloc(m->l->arena, (2 * m->room + 16) * sizeof(*more));

		if (m->nmade)
			memcpy(more, m->made, m->nmade * sizeof(*more));
		m->made = more;
		m->room = 2 * m->room + 16;
	}
	m->made[m->nmade++] = c;
}

static bool make_case(struct maker *m, const struct part *part, const struct dims *dims, const unsigned int *at,
		      bool last)
{
	struct rcase c = describe(m, part, dims, at);
	const char *why = NULL;
	enum planned planned = borrow_plan(m, &c) ? PLAN_FOUND : plan_case(m->p, &c, &why);

	if (planned == PLAN_FOUND)
		keep(m, c);
	else if (last && m->no_plan)
		m->no_plan(m->arg, &c, planned, why ? why : "its given");
	return planned == PLAN_FOUND;
}

/* Count up the crossed dimensions like an odometer, the last fastest; false when all were had. */
static bool next_cross(const struct dims *dims, unsigned int *at)
{
	for (unsigned int i = dims->n; i-- > 0; ) {
		if (!dims->dim[i].crossed)
			continue;
		if (++at[i] < dims->dim[i].noptions)
			return true;
		at[i] = 0;
	}
	return false;
}

/* A swept value is tried once, beside the first of the crossed ones that it fits. */
static void sweep(struct maker *m, const struct part *part, const struct dims *dims, unsigned int i,
		  unsigned int option)
{
	unsigned int at[MOST_DIMS] = { 0 }, next[MOST_DIMS];
	bool more = true;

	at[i] = option;
	while (more) {
		memcpy(next, at, sizeof(at));
		more = next_cross(dims, next);
		if (make_case(m, part, dims, at, !more))
			return;
		memcpy(at, next, sizeof(at));
	}
}

static void part_cases(struct maker *m, const struct part *part, const struct dims *dims)
{
	unsigned int at[MOST_DIMS] = { 0 };

	do {
		make_case(m, part, dims, at, true);
	} while (next_cross(dims, at));
	for (unsigned int i = 0; i < dims->n; i++)
		for (unsigned int k = 1; !dims->dim[i].crossed && k < dims->dim[i].noptions; k++)
			sweep(m, part, dims, i, k);
}

void make_rule_cases(struct lowered *l, struct planner *p, unsigned int rule, no_plan_fn no_plan, void *arg)
{
	struct maker m = { .l = l, .p = p, .no_plan = no_plan, .arg = arg };

	for (unsigned int i = 0; i < l->rule[rule].nparts; i++)
		part_cases(&m, &l->rule[rule].part[i], &l->dims[rule][i]);
	l->rule[rule].rcase = m.made;
	l->rule[rule].ncases = m.nmade;
}

void make_cases(struct lowered *l, struct planner *p, no_plan_fn no_plan, void *arg)
{
	for (unsigned int i = 0; i < l->rules.nrules; i++)
		make_rule_cases(l, p, i, no_plan, arg);
}
