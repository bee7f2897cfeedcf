// SPDX-License-Identifier: GPL-2.0-only
/* eval.c - the interpreter of expressions, see eval.h. emit.c prints the same calls as C: keep them in step. */
#include <string.h>

#include "spec/eval.h"

struct interp {
	struct ctx *c;
	const struct spec *spec;
};

static struct value ev(struct interp *x, const struct expr *e);

static struct value ev_args(struct interp *x, const struct expr *e, struct value *args)
{
	unsigned int i;

	for (i = 0; i < e->nargs && i < SPEC_ARGS; i++)
		args[i] = ev(x, e->args[i]);
	return v_none();
}

/* Evaluate @body with the letters @params standing for the arguments of @e. */
static struct value with_params(struct interp *x, const struct expr *e, const int *params, unsigned int n,
				struct value (*body)(struct interp *x, const struct expr *e))
{
	struct value args[SPEC_ARGS], saved[SPEC_ARGS], v;
	unsigned int i;

	ev_args(x, e, args);
	for (i = 0; i < n; i++) {
		saved[i] = x->c->letter[params[i]];
		x->c->letter[params[i]] = args[i];
	}
	v = body(x, e);
	for (i = n; i-- > 0; )
		x->c->letter[params[i]] = saved[i];
	return v;
}

static struct value first_clause(struct interp *x, const struct guarded *g, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		struct value holds = g[i].guard ? ev(x, g[i].guard) : v_bool(true);

		if (v_true(holds))
			return ev(x, g[i].value);
		if (holds.kind == V_UNKNOWN)
			return v_unknown();
	}
	return v_none();
}

static struct value define_body(struct interp *x, const struct expr *e)
{
	const struct define *d = &x->spec->define[e->index];

	return first_clause(x, d->value, d->nclauses);
}

static struct value word_body(struct interp *x, const struct expr *e)
{
	return ev(x, x->spec->word[e->index].means);
}

static struct value builtin(struct interp *x, const struct expr *e)
{
	struct value a[SPEC_ARGS] = { v_none() };

	ev_args(x, e, a);
	switch (e->index) {
	case B_FIRST:
		return v_first(a[0]);
	case B_LAST:
		return v_last(a[0]);
	case B_SIZE:
		return v_size(a[0]);
	case B_MIN:
		return v_min(a[0]);
	case B_MAX:
		return v_max(a[0]);
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

static struct value logic(struct interp *x, const struct expr *e, bool all)
{
	struct value v = v_bool(all);

	for (unsigned int i = 0; i < e->nargs; i++) {
		v = all ? v_and(v, ev(x, e->args[i])) : v_or(v, ev(x, e->args[i]));
		if (v.kind == V_BOOL && v.u.num != all)
			break;
	}
	return v;
}

static struct value for_some(struct interp *x, const struct expr *e)
{
	struct value saved = x->c->letter[e->index], some = v_bool(false), v;
	unsigned int i;

	for (i = 0; rule_object(x->c, e->index, i, &v) && !v_true(some); i++) {
		if (v.kind == V_NONE)
			continue;
		x->c->letter[e->index] = v;
		some = v_or(some, ev(x, e->args[0]));
	}
	x->c->letter[e->index] = saved;
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

static struct value relation(struct interp *x, const struct expr *e)
{
	struct value a = ev(x, e->args[0]), b = ev(x, e->args[1]);

	switch (e->kind) {
	case X_EQ:
		return v_eq(a, b);
	case X_NE:
		return v_ne(a, b);
	case X_LT:
		return v_lt(a, b);
	case X_LE:
		return v_le(a, b);
	case X_IN:
		return v_in(a, b);
	case X_WITHIN:
		return v_within(a, b);
	case X_MEETS:
		return v_meets(a, b);
	default:
		return rule_includes(x->c, a, b);
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
	case X_TRUE:
		return v_bool(true);
	case X_LETTER:
		return x->c->letter[e->index];
	case X_VAR:
		ev_args(x, e, args);
		return world_get(x->c->now, x->c->arena, e->index, e->nargs, args);
	case X_LET:
		return ev(x, x->spec->let[e->index].value);
	case X_DEFINE:
		return with_params(x, e, x->spec->define[e->index].params, e->nargs, define_body);
	case X_WORD:
		return with_params(x, e, x->spec->word[e->index].params, e->nargs, word_body);
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
	case X_NOT:
		return v_not(ev(x, e->args[0]));
	case X_AND:
		return logic(x, e, true);
	case X_OR:
		return logic(x, e, false);
	case X_SOME:
		return for_some(x, e);
	case X_EQ: case X_NE: case X_LT: case X_LE: case X_IN: case X_WITHIN: case X_MEETS: case X_INCLUDES:
		return relation(x, e);
	default:
		return demanded(x, e);
	}
}

struct value eval_expr(struct ctx *c, const struct spec *spec, const struct expr *e)
{
	struct interp x = { .c = c, .spec = spec };

	return ev(&x, e);
}
