// SPDX-License-Identifier: GPL-2.0-only
/*
 * resolve_demand.c - what an outcome asks for (results, effects, probes, events), and the steps of `when`.
 */
#define _GNU_SOURCE
#include <string.h>

#include "spec/resolve.h"

/* Those of the kernel that no C library knows. */
static const char *const kernel_errno[] = { "ENOTSUPP", "EPROBE_DEFER", "ENOPARAM", "ERESTARTSYS" };

static bool is_errno(const char *name)
{
	const char *known;
	unsigned int i;

	if (name[0] != 'E')
		return false;
	for (i = 0; i < sizeof(kernel_errno) / sizeof(*kernel_errno); i++)
		if (!strcmp(name, kernel_errno[i]))
			return true;
	for (i = 1; (known = strerrorname_np(i)) || i < 134; i++)	/* 41 and 58 are holes */
		if (known && !strcmp(name, known))
			return true;
	return false;
}

int errno_index(struct resolver *r, const char *name)
{
	return is_errno(name) ? intern(r, name) : -1;
}

/* A word that is a demand by itself: `ok`, `EINVAL`, `warn`. */
static struct expr *single(struct resolver *r, const struct node *n)
{
	static const struct { const char *name; enum expr_kind kind; } word[] = {
		{ "ok", X_SUCCEEDS }, { "fails", X_FAILS }, { "unchanged", X_UNCHANGED },
	};
	struct expr *e;
	size_t i;
	int event;

	for (i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (node_is(n, word[i].name))
			return expr_new(r, word[i].kind, -1, &n->loc);
	if (n->kind != N_NAME)
		return NULL;
	event = find_event(r->spec, n->text);
	if (event < 0 && !is_errno(n->text))
		return NULL;
	e = expr_new(r, event < 0 ? X_ERRNO : X_EVENT, -1, &n->loc);
	e->index = event;
	if (event < 0)
		e->name = intern(r, n->text);
	return e;
}

struct expr *resolve_effect(struct resolver *r, struct node *test, bool of_fact)
{
	struct expr *left, *e;

	if (test->kind != N_COMPARE || test->op != '=') {
		resolve_error(r, "syntax", &test->loc, "an effect is written: STATE = VALUE");
		return NULL;
	}
	left = resolve_value(r, test->first, WANT_ANY);
	e = resolve_compare(r, test, left);
	if (e && left->kind == X_VAR && (of_fact || !r->spec->var[left->index].fact)) {
		e->kind = X_EFFECT;
		e->index = left->index;
	}
	return e;
}

/* `STATE in { … }` assigns one of the set; of a fact or definition it is only a check. */
static struct expr *member(struct resolver *r, struct items side, unsigned int in)
{
	struct expr *e = resolve_in(r, side, in);

	if (e && e->args[0]->kind == X_VAR && !r->spec->var[e->args[0]->index].fact) {
		e->kind = X_EFFECT;
		e->index = e->args[0]->index;
		e->membership = true;
	}
	return e;
}

int result_sort(const struct spec *s, const struct op *op)
{
	switch (op->returns) {
	case RETURNS_DOMAIN:
		return find_sort(s, "domain");
	case RETURNS_RUN:
		return find_sort(s, "run");
	default:
		return WANT_NUMBER;
	}
}

/* `returns X`, `reaches X`, `returns at-least X at-most Y`; X is a set where several answers are allowed. */
static struct expr *returns(struct resolver *r, struct items side)
{
	struct loc loc = items_loc(side);
	struct expr *e = expr_new(r, X_RETURNS, -1, &loc);
	unsigned int most = items_find(side, "at-most");

	if (!node_is(side.item[1], "at-least"))
		return expr_arg(r, e, resolve_items(r, items_from(side, 1, side.n - 1), WANT_ANY));
	if (most < 3 || most + 1 >= side.n) {
		resolve_error(r, "syntax", &loc, "a bounded result is written: returns at-least X at-most Y");
		return NULL;
	}
	e = expr_arg(r, e, resolve_items(r, items_from(side, 2, most - 2), WANT_ANY));
	return expr_arg(r, e, resolve_items(r, items_from(side, most + 1, side.n - most - 1), WANT_ANY));
}

/* The operands of @op that stand in @slot, appended to @e. */
static struct expr *operands(struct resolver *r, struct expr *e, int op, struct node **slot)
{
	const struct op *o = &r->spec->op[op];
	struct expr *arg;
	unsigned int i;

	for (i = 0; i < o->nslots; i++) {
		arg = resolve_value(r, slot[i], o->slots[i]);
		if (arg && !sort_fits(r->spec, o->slots[i], arg))
			arg = sort_mismatch(r, arg, o->slots[i], o->form.text);
		e = expr_arg(r, e, arg);
	}
	return e;
}

/* `dma v read R reaches { … }`: the last operand is the set of allowed answers. */
static struct expr *probe(struct resolver *r, struct items side, int op, unsigned int verb)
{
	struct loc loc = items_loc(side);
	struct node *slot[SPEC_ARGS];
	struct expr *e = expr_new(r, X_PROBE, -1, &loc), *answer, *set;
	int sort = result_sort(r->spec, &r->spec->op[op]);

	if (!form_match(&r->spec->op[op].form, items_from(side, 0, verb), slot))
		return unknown_form(r, items_from(side, 0, verb));
	e->index = op;
	e->dynamic = true;
	e = operands(r, e, op, slot);
	answer = resolve_items(r, items_from(side, verb + 1, side.n - verb - 1), sort);
	if (!e || !answer)
		return NULL;
	if (!sort_fits(r->spec, sort, answer))
		return sort_mismatch(r, answer, sort, r->spec->op[op].name);
	if (answer->plural || answer->kind == X_EVERY)
		return expr_arg(r, e, answer);
	set = expr_new(r, X_SET, sort, &loc);
	set->plural = true;
	return expr_arg(r, e, expr_arg(r, set, answer));
}

/* `X unchanged`; X is a value, or a probe with its operands and no answer. */
static struct expr *unchanged(struct resolver *r, struct items side)
{
	struct items what = items_from(side, 0, side.n - 1);
	struct node *slot[SPEC_ARGS];
	struct loc loc = items_loc(side);
	struct expr *e = expr_new(r, X_UNCHANGED, -1, &loc), *arg;
	int op = match_op(r, what, slot);

	if (op < 0 || !r->spec->op[op].probe)
		return expr_arg(r, e, resolve_items(r, what, WANT_ANY));
	arg = expr_new(r, X_PROBE, result_sort(r->spec, &r->spec->op[op]), &loc);
	arg->index = op;
	arg->dynamic = true;
	return expr_arg(r, e, operands(r, arg, op, slot));
}

static struct expr *side_demand(struct resolver *r, struct items side, enum place place)
{
	unsigned int verb = 1, in = items_find(side, "in");
	int op = side.item[0]->kind == N_NAME ? find_op(r->spec, side.item[0]->text) : -1;

	if (node_is(side.item[0], "returns") || node_is(side.item[0], "reaches"))
		return returns(r, side);
	if (node_is(side.item[side.n - 1], "unchanged"))
		return unchanged(r, side);
	if (op >= 0 && r->spec->op[op].probe) {
		while (verb < side.n && !node_is(side.item[verb], "reaches") && !node_is(side.item[verb], "returns"))
			verb++;
		if (verb + 1 < side.n)
			return probe(r, side, op, verb);
	}
	if (place == PLACE_OUTCOME && in == 1 && in + 1 < side.n && side.n == 3)
		return member(r, side, in);
	return resolve_items(r, side, WANT_ANY);
}

static struct expr *demand(struct resolver *r, struct node *n, enum place place)
{
	struct expr *e;

	if (n->kind == N_SIDE)
		return side_demand(r, items_of(r, n), place);
	if (n->kind == N_COMPARE && n->op == '=' && place == PLACE_OUTCOME)
		return resolve_effect(r, n, false);
	e = single(r, n);
	return e ? e : resolve_test(r, n);
}

struct expr *resolve_demand(struct resolver *r, struct syntax_phrase *phrase, enum place place)
{
	struct expr *e = demand(r, phrase->test, place);

	if (!e)
		return NULL;
	e->text = phrase->text;
	if (e->kind < X_EQ && e->kind != X_TRUE)
		resolve_error(r, "syntax", &phrase->loc, "this is a value: nothing is asked for");
	else if (place == PLACE_DURING && e->kind != X_PROBE)
		resolve_error(r, "syntax", &phrase->loc, "`during` watches a probe: dma v read A reaches { … }");
	else
		return e;
	return NULL;
}

/* `under alloc-failure(n)` */
static bool under(struct resolver *r, struct node *n, struct when_ast *when)
{
	struct nearest near = { .typed = n->text ? n->text : "" };
	const struct spec_env *env;
	struct node *arg = n->kind == N_CALL ? n->first : NULL;
	unsigned int i;

	when->env = find_env(r->spec, near.typed);
	if (when->env < 0) {
		for (i = 0; i < r->spec->nenvs; i++)
			nearest_offer(&near, r->spec->env[i].name);
		resolve_error(r, "unknown-name", &n->loc, "there is no environment `%s`", near.typed);
		if (near.best)
			diag_hint(r->diag, "did you mean `%s`?", near.best);
		return false;
	}
	env = &r->spec->env[when->env];
	if (!arg != (env->param < 0) || (arg && arg->next)) {
		resolve_error(r, "sort-mismatch", &n->loc, "`%s` takes %s", env->name, env->param < 0 ? "no argument" :
			      sort_phrase(r->spec, env->param));
		return false;
	}
	if (!arg)
		return true;
	if (node_is(arg, "all")) {
		when->env_arg = expr_new(r, X_NAME, env->param, &arg->loc);
		when->env_arg->name = intern(r, "all");
		return true;
	}
	when->env_arg = resolve_value(r, arg, env->param);
	if (when->env_arg && !sort_fits(r->spec, env->param, when->env_arg))
		when->env_arg = sort_mismatch(r, when->env_arg, env->param, env->name);
	return when->env_arg;
}

bool resolve_when(struct resolver *r, struct syntax_phrase *phrase, struct when_ast *when)
{
	struct items side = items_of(r, phrase->test);
	unsigned int at = items_find(side, "under");
	struct node *slot[SPEC_ARGS];
	struct expr *e;

	*when = (struct when_ast){ .env = -1, .pos = phrase->loc.pos };
	if (phrase->guard) {
		resolve_error(r, "syntax", &phrase->guard->loc, "a `when` has no `if`: say it in `given`");
		return false;
	}
	if (phrase->test->kind == N_COMPARE || !at || at + 1 == side.n || at + 2 < side.n) {
		resolve_error(r, "syntax", &phrase->loc, "an operation is expected here");
		return false;
	}
	if (at < side.n && !under(r, side.item[at + 1], when))
		return false;
	side.n = at;
	when->op = match_op(r, side, slot);
	if (when->op < 0)
		return unknown_form(r, side);
	e = operands(r, expr_new(r, X_SET, -1, &phrase->loc), when->op, slot);
	if (!e)
		return false;
	when->arg = e->args;
	when->nargs = e->nargs;
	return true;
}
