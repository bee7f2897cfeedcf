// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_aim.c - what a search is after: the conjuncts of its goal, which of them miss in a state, which moves may make
 * one true as far as the words of the rules tell, and how many moves are needed at least, if nothing is in their way.
 */
#include <string.h>

#include "spec/diag.h"
#include "spec/plan_inner.h"

/* ---- the goal ---- */

/* An extra phrase with a letter that nothing binds says nothing here. */
void search_aim(struct search *s)
{
	const struct part *part = s->c->part;

	s->goal = arena_alloc(&s->p->bound, (part->ngiven + s->c->nextra + 1) * sizeof(*s->goal));
	s->ngoal = 0;
	s->goal_reads = 0;
	for (unsigned int i = 0; i < part->ngiven + s->c->nextra; i++) {
		unsigned int n = i < part->ngiven ? i : s->c->extra[i - part->ngiven];
		const struct phrase *p = &part->phrase[n];

		if (i >= part->ngiven && p->letters & ~s->b.bound)
			continue;
		s->goal[s->ngoal++] = (struct conjunct){ n, p->vars, hash_phrase(p, s->b.letter) };
		s->goal_reads |= p->vars;
	}
}

uint64_t search_misses(const struct search *s, const struct state *state, uint64_t before, uint64_t changed,
		       unsigned int *n)
{
	uint64_t missing = 0;

	*n = 0;
	for (unsigned int i = 0; i < s->ngoal; i++) {
		const struct conjunct *goal = &s->goal[i];
		bool holds = i < 64 && !(before >> i & 1);

		if (i >= 64 || changed == ALL_CHANGED || goal->vars & changed)
			holds = state_holds(s->p, state, s->c->part, goal, s->b.letter);
		*n += !holds;
		missing |= i < 64 ? (uint64_t)!holds << i : 0;
	}
	return missing;
}

unsigned int search_missing(struct search *s, const struct state *state)
{
	unsigned int n;

	search_misses(s, state, 0, ALL_CHANGED, &n);
	return n;
}

/* ---- what operations assign ---- */

static struct thing thing_of(const struct expr *e)
{
	switch (e->kind) {
	case X_LETTER:
		return (struct thing){ THING_LETTER, e->index };
	case X_NAME:
		return (struct thing){ THING_NAME, e->name };
	case X_DOMAIN:
		return (struct thing){ THING_DOMAIN, e->num };
	case X_NONE:
		return (struct thing){ THING_NONE, 0 };
	default:
		return (struct thing){ THING_ANY, 0 };
	}
}

/* The same of an operation: @slot has the operand that each letter is; -1: none. */
static struct thing thing_of_step(const struct expr *e, const int *slot)
{
	struct thing t = thing_of(e);

	if (t.kind != THING_LETTER)
		return t;
	return slot[t.n] < 0 ? (struct thing){ THING_ANY, 0 } : (struct thing){ THING_OPERAND, slot[t.n] };
}

static bool same_thing(struct thing a, struct thing b)
{
	return a.kind == b.kind && a.n == b.n;
}

static bool same_assigns(const struct assigns *a, const struct assigns *b)
{
	for (unsigned int i = 0; i < VAR_ARGS; i++)
		if (!same_thing(a->arg[i], b->arg[i]))
			return false;
	return a->var == b->var && same_thing(a->value, b->value);
}

static void add_assigns(struct planner *p, struct template *t, const struct expr *effect, const int *slot)
{
	const struct expr *var = effect->args[0];
	struct assigns a = { .var = var->index };

	for (unsigned int i = 0; i < var->nargs && i < VAR_ARGS; i++)
		a.arg[i] = thing_of_step(var->args[i], slot);
	if (!effect->membership)
		a.value = thing_of_step(effect->args[1], slot);
	for (unsigned int i = 0; i < t->nassigns; i++)
		if (same_assigns(&t->assigns[i], &a))
			return;
	*arena_append(p->l->arena, t->assigns, t->nassigns) = a;
}

static void assigned_by_part(struct planner *p, struct template *t, const struct part *part, const struct step *when)
{
	int slot[SPEC_LETTERS];

	memset(slot, -1, sizeof(slot));
	for (unsigned int i = 0; i < p->r->op[t->op].nslots; i++)
		if (when->arg[i].letter >= 0)
			slot[when->arg[i].letter] = i;
	for (unsigned int i = 0; i < part->nphrases; i++)
		if (part->phrase[i].asks == PHRASE_EFFECT)
			add_assigns(p, t, part->phrase[i].expr, slot);
}

void template_assigns(struct planner *p, struct template *t)
{
	const struct op_info *op = &p->r->op[t->op];
	int slot[SPEC_LETTERS];

	memset(slot, -1, sizeof(slot));
	for (unsigned int i = 0; i < op->nslots; i++)
		if (op->formal[i] >= 0)
			slot[op->formal[i]] = i;
	for (unsigned int i = 0; i < op->nsets; i++)
		add_assigns(p, t, p->l->spec->op[t->op].sets[i], slot);
	for (unsigned int i = 0; i < op->nspoken; i++) {
		const struct part *part = &p->r->rule[op->spoken[i].rule]->part[op->spoken[i].part];

		assigned_by_part(p, t, part, &part->when[op->spoken[i].when]);
	}
}

/* ---- what conjuncts want ---- */

/* Letters of these sorts are no operands of moves: only their values could be compared. */
static struct thing wanted_thing(const struct planner *p, const struct expr *e)
{
	struct thing t = thing_of(e);
	enum sort_kind kind = t.kind == THING_LETTER ? letter_kind(p->r, t.n) : SORT_DOMAIN;

	if (kind == SORT_NAME || kind == SORT_ADDRESS || kind == SORT_COUNT)
		t.kind = THING_ANY;
	return t;
}

/* The same of a move, where the operands are known. */
static struct thing moved_thing(const struct move *m, struct thing t)
{
	if (t.kind != THING_OPERAND)
		return t;
	if (m->letter[t.n] >= 0)
		return (struct thing){ THING_LETTER, m->letter[t.n] };
	if (m->t->constant[t.n].kind == V_NAME)
		return (struct thing){ THING_NAME, m->t->constant[t.n].u.name };
	return (struct thing){ THING_DOMAIN, m->t->constant[t.n].u.id };
}

static bool may_be(struct thing a, struct thing b)
{
	return a.kind == THING_ANY || b.kind == THING_ANY || same_thing(a, b);
}

/* Is what is assigned as the conjunct @e wants it? */
static bool value_fits(const struct planner *p, const struct expr *e, struct thing value)
{
	const struct expr *want = e->args[1];

	if (e->kind == X_EQ)
		return may_be(value, wanted_thing(p, want));
	if (e->kind == X_NE)
		return value.kind == THING_ANY || !same_thing(value, wanted_thing(p, want));
	if (want->kind != X_SET)
		return true;
	for (unsigned int i = 0; i < want->nargs; i++)
		if (may_be(value, wanted_thing(p, want->args[i])))
			return true;
	return false;
}

/* Is it a plain word about one var? */
static bool is_plain(const struct expr *e)
{
	return (e->kind == X_EQ || e->kind == X_NE || e->kind == X_IN) && e->args[0]->kind == X_VAR;
}

static bool assigns_it(const struct planner *p, const struct move *m, const struct assigns *a, const struct expr *e)
{
	const struct expr *var = e->args[0];
	const struct var_desc *d = &p->r->var[var->index];

	if (a->var != var->index && a->var != d->follows && a->var != d->with)
		return false;
	for (unsigned int i = 0; i < var->nargs && i < VAR_ARGS; i++)
		if (!may_be(moved_thing(m, a->arg[i]), wanted_thing(p, var->args[i])))
			return false;
	return a->var == d->with || value_fits(p, e, moved_thing(m, a->value));
}

static bool may_make_true(const struct planner *p, const struct move *m, const struct conjunct *goal,
			  const struct expr *e)
{
	if (!(m->t->sets & goal->vars))
		return false;
	if (!is_plain(e))
		return true;
	for (unsigned int i = 0; i < m->t->nassigns; i++)
		if (assigns_it(p, m, &m->t->assigns[i], e))
			return true;
	return false;
}

static void add_makes(struct search *s, uint64_t makes)
{
	for (unsigned int i = 0; i < s->nmakes; i++)
		if (s->makes[i] == makes)
			return;
	s->makes[s->nmakes++] = makes;
}

void search_makes(struct search *s)
{
	s->nmakes = 0;
	for (unsigned int m = 0; m < s->nmoves; m++) {
		struct move *move = &s->move[m];

		move->makes = 0;
		for (unsigned int i = 0; i < s->ngoal && i < 64; i++)
			if (may_make_true(s->p, move, &s->goal[i], s->c->part->phrase[s->goal[i].phrase].expr))
				move->makes |= (uint64_t)1 << i;
		if (move->makes)
			add_makes(s, move->makes);
	}
}

/* The one that makes most of it true first, and so on. What no move makes true needs one each. */
unsigned int moves_needed(const struct search *s, uint64_t misses)
{
	unsigned int n;

	for (n = 0; misses; n++) {
		uint64_t best = misses & -misses;
		int most = 1;

		for (unsigned int i = 0; i < s->nmakes; i++) {
			uint64_t makes = s->makes[i] & misses;

			if (makes & (makes - 1) && __builtin_popcountll(makes) > most) {
				best = makes;
				most = __builtin_popcountll(makes);
			}
		}
		misses &= ~best;
	}
	return n;
}
