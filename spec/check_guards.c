// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_guards.c - do the `if`s of a part's outcomes exclude each other, and leave no hole? Decided from their text: a
 * test is taken as "this subject has one of these values", and every combination of values is tried. What two subjects
 * have to do with each other is not known here; so an overlap is reported only where one guard is about nothing that
 * the other is not about, too, and a hole is a warning.
 */
#define _GNU_SOURCE
#include <string.h>

#include "spec/checks.h"

#define SUBJECTS 6
#define VALUES 8	/* most values of a subject that guards name */
#define GUARDS 16

/* What tests are about. Value 0 of a plain test is that it holds; the last value is "anything else". */
struct subject {
	struct expr expr, *arg[2];
	const struct expr *value[VALUES];
	unsigned int nvalues;
	unsigned int possible;		/* values that `given` leaves, as bits */
};

struct guard {			/* what it allows of each subject, as bits; all of them where it says nothing */
	const struct outcome_ast *out;
	unsigned int allowed[SUBJECTS];
	unsigned int about;		/* subjects, as bits */
};

struct guards {
	struct subject subject[SUBJECTS];
	unsigned int nsubjects;
	struct guard guard[GUARDS];
	unsigned int nguards;
	bool overflow;			/* more than is tried here */
};

static int find_subject(struct guards *g, const struct expr *e, bool add)
{
	struct subject *s;
	unsigned int i;

	for (i = 0; i < g->nsubjects; i++)
		if (expr_same(&g->subject[i].expr, e))
			return i;
	if (!add)
		return -1;
	if (i == SUBJECTS) {
		g->overflow = true;
		return -1;
	}
	s = &g->subject[g->nsubjects++];
	*s = (struct subject){ .expr = *e };
	if (e->kind == X_LT) {	/* its arguments may be those of a caller */
		memcpy(s->arg, e->args, sizeof(s->arg));
		s->expr.args = s->arg;
	}
	return i;
}

static unsigned int value_bit(struct guards *g, struct subject *s, const struct expr *value)
{
	unsigned int i;

	for (i = 0; i < s->nvalues; i++)
		if (expr_same(s->value[i], value))
			return 1u << i;
	if (i == VALUES - 1) {
		g->overflow = true;
		return 0;
	}
	s->value[s->nvalues++] = value;
	return 1u << i;
}

/*
 * Take test @e apart: returns its subject, -1 if that is none of those known and @add is false; the values that it
 * names in *@bits, and in *@negated whether it is about all the others.
 */
static int literal(struct guards *g, const struct expr *e, bool add, unsigned int *bits, bool *negated)
{
	struct expr *swapped[2], less;
	unsigned int i;
	int subject;

	*negated = false;
	*bits = 0;
	if (e->kind == X_NOT) {
		subject = literal(g, e->args[0], add, bits, negated);
		*negated = !*negated;
		return subject;
	}
	if (e->kind == X_EQ || e->kind == X_NE || (e->kind == X_IN && e->args[1]->kind == X_SET)) {
		subject = find_subject(g, e->args[0], add);
		*negated = e->kind == X_NE;
		if (subject >= 0 && e->kind != X_IN)
			*bits = value_bit(g, &g->subject[subject], e->args[1]);
		for (i = 0; subject >= 0 && e->kind == X_IN && i < e->args[1]->nargs; i++)
			*bits |= value_bit(g, &g->subject[subject], e->args[1]->args[i]);
		return subject;
	}
	g->overflow |= e->kind == X_INCLUDES;	/* it ties two subjects together */
	if (e->kind == X_LE) {	/* a <= b is not b < a */
		swapped[0] = e->args[1];
		swapped[1] = e->args[0];
		less = *e;
		less.kind = X_LT;
		less.args = swapped;
		*negated = true;
		e = &less;
	}
	subject = find_subject(g, e, add);
	if (subject >= 0)
		*bits = value_bit(g, &g->subject[subject], &g->subject[subject].expr);
	return subject;
}

/* All values of a subject, "anything else" included unless the named ones are all there are. */
static unsigned int all_values(const struct spec *s, const struct subject *subject)
{
	int sort = subject->expr.sort;
	bool all = sort >= 0 && s->sort[sort].kind == SORT_NAME && subject->nvalues == s->sort[sort].nconstants;

	return (1u << (subject->nvalues + !all)) - 1;
}

static void narrow(const struct spec *s, struct guards *g, const struct expr *e, bool add, struct guard *guard)
{
	unsigned int bits, i, *allowed;
	bool negated;
	int subject;

	if (e->kind == X_AND) {
		for (i = 0; i < e->nargs; i++)
			narrow(s, g, e->args[i], add, guard);
		return;
	}
	subject = literal(g, e, add, &bits, &negated);
	if (subject < 0)
		return;
	allowed = guard ? &guard->allowed[subject] : &g->subject[subject].possible;
	*allowed &= negated ? ~bits : bits;
	if (guard)
		guard->about |= 1u << subject;
}

/*
 * Twice over the same tests: the first time subjects and values are only collected, because the bits of "anything else"
 * depend on how many there are.
 */
static void collect(struct checks *c, const struct part_ast *part, struct guards *g)
{
	unsigned int i, j, pass;

	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < g->nsubjects; i++)
			g->subject[i].possible = all_values(c->spec, &g->subject[i]);
		for (g->nguards = i = 0; i < part->noutcomes && g->nguards < GUARDS; i++) {
			struct guard *guard = &g->guard[g->nguards++];

			*guard = (struct guard){ .out = &part->outcome[i] };
			for (j = 0; j < SUBJECTS; j++)
				guard->allowed[j] = ~0u;
			if (part->outcome[i].guard)
				narrow(c->spec, g, part->outcome[i].guard, true, guard);
		}
		for (i = 0; i < part->ngiven; i++)
			narrow(c->spec, g, part->given[i], false, NULL);
	}
	g->overflow |= part->noutcomes > GUARDS;
}

/* Call @try for each combination of possible values, one bit for each subject. */
static void combine(struct guards *g, unsigned int subject, unsigned int *value,
		    void (*try)(struct guards *g, const unsigned int *value, void *data), void *data)
{
	unsigned int bit;

	if (subject == g->nsubjects) {
		try(g, value, data);
		return;
	}
	for (bit = 1; bit <= g->subject[subject].possible; bit <<= 1) {
		value[subject] = bit;
		if (g->subject[subject].possible & bit)
			combine(g, subject + 1, value, try, data);
	}
}

static bool holds(const struct guards *g, const struct guard *guard, const unsigned int *value)
{
	unsigned int i;

	for (i = 0; i < g->nsubjects; i++)
		if (!(guard->allowed[i] & value[i]))
			return false;
	return true;
}

/* Could kernels exist to which both apply? */
static bool same_time(const struct outcome_ast *a, const struct outcome_ast *b)
{
	return !(a->until && b->since && strverscmp(a->until, b->since) <= 0) &&
	       !(b->until && a->since && strverscmp(b->until, a->since) <= 0);
}

struct overlap { bool found[GUARDS][GUARDS]; };

static void try_overlap(struct guards *g, const unsigned int *value, void *data)
{
	struct overlap *o = data;
	unsigned int i, j;

	for (i = 0; i < g->nguards; i++)
		for (j = 0; j < i; j++) {
			const struct guard *a = &g->guard[i], *b = &g->guard[j];
			bool nested = !(a->about & ~b->about) || !(b->about & ~a->about);

			o->found[i][j] |= a->out->class == OUT_THEN && b->out->class == OUT_THEN && nested &&
					  same_time(a->out, b->out) && holds(g, a, value) && holds(g, b, value);
		}
}

void check_guards_overlap(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	unsigned int value[SUBJECTS], i, j;

	for_each_part(c, rule, part) {
		struct guards g = { .nsubjects = 0 };
		struct overlap o = { 0 };

		collect(c, part, &g);
		if (!g.overflow)
			combine(&g, 0, value, try_overlap, &o);
		for (i = 0; i < g.nguards; i++)
			for (j = 0; j < i; j++) {
				if (!o.found[i][j])
					continue;
				check_report(c, &g.guard[i].out->pos, "this `then` and that of line %d hold together",
					     g.guard[j].out->pos.line);
				diag_hint(c->diag, "another allowed outcome is an `or`; two cases have an `if` each");
			}
	}
}

static void try_gap(struct guards *g, const unsigned int *value, void *data)
{
	bool *gap = data;
	unsigned int i;

	for (i = 0; i < g->nguards && !holds(g, &g->guard[i], value); i++)
		;
	*gap |= i == g->nguards;
}

void check_guards_gap(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	unsigned int value[SUBJECTS];

	for_each_part(c, rule, part) {
		struct guards g = { .nsubjects = 0 };
		bool gap = false;

		collect(c, part, &g);
		if (!part->noutcomes || g.overflow)
			continue;
		combine(&g, 0, value, try_gap, &gap);
		if (!gap)
			continue;
		check_report(c, &part->outcome[0].pos, "where none of these `if`s holds, %s allows nothing", rule->id);
		diag_hint(c->diag, "narrow `given`, or say what happens there");
	}
}
