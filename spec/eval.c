// SPDX-License-Identifier: GPL-2.0-only
/* eval.c - the interpreter of expressions, see eval.h. emit.c prints the same calls as C: keep them in step. */
#include <string.h>

#include "spec/eval.h"

struct interp {
	struct ctx *c;
	const struct spec *spec;
};

enum truth { NO, YES, NOBODY_KNOWS };

static struct value ev(struct interp *x, const struct expr *e);
static enum truth holds(struct interp *x, const struct expr *e);

static struct value of_truth(enum truth t)
{
	return t == NOBODY_KNOWS ? v_unknown() : v_bool(t == YES);
}

static enum truth truth_of(struct value v)
{
	return v.kind != V_BOOL ? NOBODY_KNOWS : v.u.num ? YES : NO;
}

/* Where the value of @e stands already, or else @room with it: values are large, and most are only looked at. */
static const struct value *look_at(struct interp *x, const struct expr *e, struct value *room)
{
	if (e->kind == X_LETTER)
		return &x->c->letter[e->index];
	if (e->kind == X_NAME) {
		*room = v_name(e->name);
		return room;
	}
	if (e->kind == X_VAR && e->nargs == 1) {
		const struct value *arg = look_at(x, e->args[0], room), *cell = world_cell(x->c->now, e->index, arg);

		if (cell)
			return cell;
		*room = world_get(x->c->now, x->c->arena, e->index, 1, arg);
		return room;
	}
	*room = ev(x, e);
	return room;
}

static void ev_args(struct interp *x, const struct expr *e, struct value *args)
{
	unsigned int i;

	for (i = 0; i < e->nargs && i < SPEC_ARGS; i++)
		args[i] = ev(x, e->args[i]);
}

/* Let the letters @params stand for the arguments of @e, and for what they stood for again. */
static void enter(struct interp *x, const struct expr *e, const int *params, struct value *outer)
{
	struct value args[SPEC_ARGS];
	unsigned int i;

	ev_args(x, e, args);
	for (i = 0; i < e->nargs; i++) {
		outer[i] = x->c->letter[params[i]];
		x->c->letter[params[i]] = args[i];
	}
}

static void leave(struct interp *x, const struct expr *e, const int *params, const struct value *outer)
{
	for (unsigned int i = e->nargs; i-- > 0; )
		x->c->letter[params[i]] = outer[i];
}

static struct value first_clause(struct interp *x, const struct guarded *g, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		enum truth t = g[i].guard ? holds(x, g[i].guard) : YES;

		if (t == YES)
			return ev(x, g[i].value);
		if (t == NOBODY_KNOWS)
			return v_unknown();
	}
	return v_none();
}

static struct value defined(struct interp *x, const struct expr *e)
{
	const struct define *d = &x->spec->define[e->index];
	struct value outer[SPEC_ARGS], v;

	enter(x, e, d->params, outer);
	v = first_clause(x, d->value, d->nclauses);
	leave(x, e, d->params, outer);
	return v;
}

static enum truth word(struct interp *x, const struct expr *e)
{
	const struct word *w = &x->spec->word[e->index];
	struct value outer[SPEC_ARGS];
	enum truth t;

	enter(x, e, w->params, outer);
	t = holds(x, w->means);
	leave(x, e, w->params, outer);
	return t;
}

static struct value builtin(struct interp *x, const struct expr *e)
{
	struct value a[SPEC_ARGS], room;

	switch (e->index) {
	case B_FIRST:
		return v_first(*look_at(x, e->args[0], &room));
	case B_LAST:
		return v_last(*look_at(x, e->args[0], &room));
	case B_SIZE:
		return v_size(*look_at(x, e->args[0], &room));
	case B_MIN:
		return v_min(*look_at(x, e->args[0], &room));
	case B_MAX:
		return v_max(*look_at(x, e->args[0], &room));
	}
	ev_args(x, e, a);
	switch (e->index) {
	case B_ALIGN:
		return v_align(a[0], a[1]);
	case B_LIST:
		return v_list(x->c->arena, e->nargs, a);
	case B_MEMORY:
		return v_memory(x->c->arena, a[0]);
	case B_PGSIZE:
		return rule_pgsize(x->c, a[0], a[1], a[2]);
	default:
		return v_unknown();
	}
}

static struct value set_of(struct interp *x, const struct expr *e)
{
	struct value *v = arena_alloc(x->c->arena, (e->nargs + 1) * sizeof(*v));

	for (unsigned int i = 0; i < e->nargs; i++)
		v[i] = ev(x, e->args[i]);
	return v_set(x->c->arena, e->nargs, v);
}

/* Of many, one that is not as @all of them must be decides. */
static enum truth logic(struct interp *x, const struct expr *e, enum truth all)
{
	enum truth t = all;

	for (unsigned int i = 0; i < e->nargs; i++) {
		enum truth one = holds(x, e->args[i]);

		if (one == NOBODY_KNOWS)
			t = one;
		else if (one != all)
			return one;
	}
	return t;
}

static enum truth for_some(struct interp *x, const struct expr *e)
{
	struct value outer = x->c->letter[e->index], v;
	enum truth some = NO;

	for (unsigned int i = 0; some != YES && rule_object(x->c, e->index, i, &v); i++) {
		enum truth t;

		if (v.kind == V_NONE)
			continue;
		x->c->letter[e->index] = v;
		t = holds(x, e->args[0]);
		some = t == NO ? some : t;
	}
	x->c->letter[e->index] = outer;
	return some;
}

static struct value in_old(struct interp *x, const struct expr *e)
{
	const struct world *now = x->c->now;
	struct value v;

	x->c->now = x->c->old;
	v = ev(x, e->args[0]);
	x->c->now = now;
	return v;
}

static struct value effect(struct interp *x, const struct expr *e)
{
	struct value args[SPEC_ARGS];

	ev_args(x, e->args[0], args);
	return demand_effect(x->c, e->args[0]->index, e->membership, e->args[0]->nargs, args, ev(x, e->args[1]));
}

/* The last argument is the set of allowed answers; a probe that must be `unchanged` has none: as before the step. */
static struct value probe(struct interp *x, const struct expr *e)
{
	unsigned int slots = x->spec->op[e->index].nslots, i;
	struct value args[SPEC_ARGS + 1];

	for (i = 0; i < e->nargs && i <= SPEC_ARGS; i++)
		args[i] = ev(x, e->args[i]);
	return demand_probe(x->c, e->index, slots, args, e->nargs > slots ? args[slots] : v_unknown());
}

static enum truth relation(struct interp *x, const struct expr *e)
{
	struct value room[2];
	const struct value *a = look_at(x, e->args[0], &room[0]), *b = look_at(x, e->args[1], &room[1]);

	if (e->kind <= X_NE && v_plain(a) && v_plain(b))	/* by far most of them */
		return v_same(a, b) == (e->kind == X_EQ) ? YES : NO;
	switch (e->kind) {
	case X_EQ:
		return truth_of(v_eq(*a, *b));
	case X_NE:
		return truth_of(v_ne(*a, *b));
	case X_LT:
		return truth_of(v_lt(*a, *b));
	case X_LE:
		return truth_of(v_le(*a, *b));
	case X_IN:
		return truth_of(v_in(*a, *b));
	case X_WITHIN:
		return truth_of(v_within(*a, *b));
	case X_MEETS:
		return truth_of(v_meets(*a, *b));
	default:
		return truth_of(rule_includes(x->c, *a, *b));
	}
}

static enum truth negation(enum truth t)
{
	return t == NOBODY_KNOWS ? t : t == YES ? NO : YES;
}

static enum truth holds(struct interp *x, const struct expr *e)
{
	switch (e->kind) {
	case X_TRUE:
		return YES;
	case X_WORD:
		return word(x, e);
	case X_NOT:
		return negation(holds(x, e->args[0]));
	case X_AND:
		return logic(x, e, YES);
	case X_OR:
		return logic(x, e, NO);
	case X_SOME:
		return for_some(x, e);
	case X_EQ: case X_NE: case X_LT: case X_LE: case X_IN: case X_WITHIN: case X_MEETS: case X_INCLUDES:
		return relation(x, e);
	default:
		return truth_of(ev(x, e));
	}
}

static struct value arithmetic(struct interp *x, const struct expr *e)
{
	struct value a = ev(x, e->args[0]), b = ev(x, e->args[1]);

	switch (e->kind) {
	case X_ADD:
		return v_add(x->c->arena, a, b);
	case X_SUB:
		return v_sub(a, b);
	case X_MUL:
		return v_mul(a, b);
	case X_DIV:
		return v_div(a, b);
	case X_MOD:
		return v_mod(a, b);
	case X_RANGE:
		return v_range(a, b);
	default:
		return v_run(x->c->arena, a, b);
	}
}

static struct value demanded(struct interp *x, const struct expr *e)
{
	struct ctx *c = x->c;

	switch (e->kind) {
	case X_SUCCEEDS:
		return demand(c, DEMAND_OK, 0);
	case X_FAILS:
		return demand(c, DEMAND_FAILS, 0);
	case X_ERRNO:
		return demand(c, DEMAND_ERRNO, e->name);
	case X_EVENT:
		return demand(c, DEMAND_EVENT, e->index);
	case X_RETURNS:
		return demand_value(c, DEMAND_RETURNS, ev(x, e->args[0]), e->nargs > 1 ? ev(x, e->args[1]) : v_none());
	case X_UNCHANGED:
		if (!e->nargs)
			return demand(c, DEMAND_UNCHANGED, 0);
		if (e->args[0]->kind == X_PROBE)
			return probe(x, e->args[0]);
		return demand_value(c, DEMAND_SAME, ev(x, e->args[0]), in_old(x, e));
	case X_EFFECT:
		return effect(x, e);
	default:
		return probe(x, e);
	}
}

static struct value ev(struct interp *x, const struct expr *e)
{
	struct value args[SPEC_ARGS];

	switch (e->kind) {
	case X_NUMBER:
		return v_number(e->num);
	case X_NAME:
		return v_name(e->name);
	case X_DOMAIN:
		return v_domain(e->num);
	case X_NONE:
		return v_none();
	case X_EVERY:
		return v_every();
	case X_LETTER:
		return x->c->letter[e->index];
	case X_VAR:
		if (e->nargs == 1)
			return *look_at(x, e, args);
		ev_args(x, e, args);
		return world_get(x->c->now, x->c->arena, e->index, e->nargs, args);
	case X_LET:
		return ev(x, x->spec->let[e->index].value);
	case X_DEFINE:
		return defined(x, e);
	case X_BUILTIN:
		return builtin(x, e);
	case X_ADD: case X_SUB: case X_MUL: case X_DIV: case X_MOD: case X_RANGE: case X_RUN:
		return arithmetic(x, e);
	case X_SET:
		return set_of(x, e);
	case X_COMPLEMENT:
		return v_complement(set_of(x, e));
	case X_EACH:
		return rule_each(x->c, ev(x, e->args[0]));
	case X_OLD:
		return in_old(x, e);
	case X_TRUE: case X_WORD: case X_NOT: case X_AND: case X_OR: case X_SOME:
	case X_EQ: case X_NE: case X_LT: case X_LE: case X_IN: case X_WITHIN: case X_MEETS: case X_INCLUDES:
		return of_truth(holds(x, e));
	default:
		return demanded(x, e);
	}
}

struct value eval_expr(struct ctx *c, const struct spec *spec, const struct expr *e)
{
	struct interp x = { .c = c, .spec = spec };

	return ev(&x, e);
}
