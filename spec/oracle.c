// SPDX-License-Identifier: GPL-2.0-only
/* oracle.c - what the rules say about one step, see oracle.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spec/oracle_inner.h"

int kernel_version(const char *text)
{
	unsigned int a = 0, b = 0, c = 0;

	if (!text || sscanf(text, "%u.%u.%u", &a, &b, &c) < 1)
		return INT_MAX;
	return (int)(a << 16 | (b & 255) << 8 | (c > 255 ? 255 : c));
}

bool in_force(const char *since, const char *until, int kernel)
{
	if (kernel == INT_MAX)
		return !until;
	if (since && kernel < kernel_version(since))
		return false;
	return !until || kernel < kernel_version(until);
}

static struct value eval_phrase(struct ctx *c, const struct part *part, unsigned int n)
{
	return part->eval(c, part, n);
}

/* ---- the start ---- */

static struct value argument(const struct rules *r, const struct var_desc *d, unsigned int k, unsigned int i,
			     int letter)
{
	if (d->names[k])
		return v_name(d->names[k][i]);
	if (letter >= 0 && r->sort[r->letter[letter].sort].kind == SORT_DEVICE)
		return v_device(i);
	return v_domain(i);
}

static void start_var(const struct rules *r, struct world *w, struct ctx *c, unsigned int var)
{
	const struct var_desc *d = &r->var[var];
	unsigned int i, j;

	for (i = 0; i < d->dim[0]; i++) {
		for (j = 0; j < d->dim[1]; j++) {
			unsigned int plain = d->nargs - d->by_address;

			if (plain > 0 && r->formal[var][0] >= 0)
				c->letter[r->formal[var][0]] = argument(r, d, 0, i, r->formal[var][0]);
			if (plain > 1 && r->formal[var][1] >= 0)
				c->letter[r->formal[var][1]] = argument(r, d, 1, j, r->formal[var][1]);
			w->cell[w->offset[var] + i * d->dim[1] + j] = r->start(c, var);
		}
	}
}

void oracle_start(const struct rules *r, struct world *w, struct arena *a)
{
	struct ctx c = { .rules = r, .now = w, .old = w, .arena = a };

	for (unsigned int i = 0; i < r->nvars; i++)
		if (!r->var[i].fact)
			start_var(r, w, &c, i);
}

/* ---- results ---- */

/* Is @v the negative errno of that name, as the C library calls it? */
static bool is_errno(struct value v, const char *name)
{
	const char *its = v.kind == V_NUMBER && v.u.num < 0 && v.u.num > -4096 ? strerrorname_np(-v.u.num) : NULL;

	return its && !strcmp(its, name);
}

static bool says_no(const struct op_info *op, struct value v)
{
	if (op->fails == FAILS_ZERO)
		return v.kind == V_NUMBER && v.u.num == 0;
	return op->fails == FAILS_NOTHING || (v.kind == V_NUMBER && v.u.num < 0 && v.u.num >= -4095);
}

static bool says_yes(const struct op_info *op, struct value v)
{
	if (op->fails == FAILS_NOTHING)
		return true;
	if (op->fails == FAILS_ZERO)
		return v.kind == V_NUMBER && v.u.num > 0;
	if (op->returns == RETURNS_ERRNO)
		return v.kind == V_NUMBER && v.u.num == 0;
	return v.kind != V_NUMBER || v.u.num >= 0;
}

/* The environment's own way to fail, if this is it. An errno tied to one counts nowhere else. */
static const struct may *tied(const struct rules *r, const struct act *act, int name)
{
	const struct op_info *op = &r->op[act->op];

	for (unsigned int i = 0; i < op->nmay; i++)
		if (op->may[i].error == name)
			return &op->may[i];
	return NULL;
}

static bool returns(const struct demand *d, struct value v)
{
	if (d->bound.kind != V_NONE)
		return v_true(v_le(d->value, v)) && v_true(v_le(v, d->bound));
	return v_true(v_in(v, d->value));
}

static bool fits(const struct rules *r, const struct act *act, const struct result *res, const struct demand *d)
{
	const struct op_info *op = &r->op[act->op];
	const struct may *may;

	switch (d->kind) {
	case DEMAND_OK:
		return says_yes(op, res->value);
	case DEMAND_FAILS:
		return says_no(op, res->value);
	case DEMAND_ERRNO:
		may = tied(r, act, d->name);
		if (may && !(res->injected && may->env == act->env))
			return false;
		return is_errno(res->value, r->names[d->name]);
	case DEMAND_RETURNS:
		return returns(d, res->value);
	default:
		return true;
	}
}

static bool is_result(enum demand_kind kind)
{
	return kind <= DEMAND_RETURNS;
}

unsigned int oracle_collect(struct ctx *c, const struct part *part, unsigned int first, unsigned int n,
			    struct demand *d, unsigned int max)
{
	c->demand = d;
	c->ndemands = 0;
	c->max_demands = max;
	for (unsigned int i = first; i < first + n; i++) {
		unsigned int before = c->ndemands;
		struct value v = eval_phrase(c, part, i);

		if (c->ndemands == before)	/* a plain truth */
			demand_value(c, DEMAND_CHECK, v, v_none());
	}
	c->demand = NULL;
	return c->ndemands;
}

struct ctx oracle_ctx(const struct rules *r, const struct world *now, const struct world *old, const struct match *m,
		      struct arena *a)
{
	struct ctx c = { .rules = r, .now = now, .old = old, .arena = a };

	memcpy(c.letter, m->letter, sizeof(c.letter));
	return c;
}

/*
 * Does the outcome fit what the target answered? One without a result phrase speaks of success only; a guard that
 * does not hold takes the outcome away.
 */
static bool outcome_fits(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
			 const struct match *m, const struct outcome *o, struct arena *a)
{
	struct ctx c = oracle_ctx(r, w, w, m, a);
	struct demand d[ORACLE_DEMANDS];
	unsigned int i, k, n;
	bool result = false;

	if (!in_force(o->since, o->until, res->kernel))
		return false;
	if (o->guard >= 0 && !v_true(eval_phrase(&c, m->part, o->guard)))
		return false;
	for (k = o->first; k < o->first + o->n; k++) {
		if (m->part->phrase[k].asks != PHRASE_RESULT)
			continue;
		n = oracle_collect(&c, m->part, k, 1, d, ORACLE_DEMANDS);
		for (i = 0; i < n; i++)
			if (!fits(r, act, res, &d[i]))
				return false;
		result = true;
	}
	return result || says_yes(&r->op[act->op], res->value);
}

static bool names_result(const struct part *part, const struct outcome *o)
{
	for (unsigned int i = o->first; i < o->first + o->n; i++)
		if (part->phrase[i].asks == PHRASE_RESULT)
			return true;
	return false;
}

/*
 * Does the rule have a say in what was answered? Not if all its outcomes are guarded away; and if the operation failed,
 * only those that name a result do: the others speak of success.
 */
static bool any_outcome(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
			const struct match *m, struct arena *a)
{
	struct ctx c = oracle_ctx(r, w, w, m, a);
	bool yes = says_yes(&r->op[act->op], res->value);

	for (unsigned int i = 0; i < m->part->noutcomes; i++) {
		const struct outcome *o = &m->part->outcome[i];

		if (in_force(o->since, o->until, res->kernel) && (yes || names_result(m->part, o)) &&
		    (o->guard < 0 || v_true(eval_phrase(&c, m->part, o->guard))))
			return true;
	}
	return false;
}

/* ---- a step ---- */

bool oracle_fit(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		const struct match *m, struct arena *a, struct fitting *f)
{
	const struct op_info *op = &r->op[act->op];
	unsigned int class, i;

	*f = (struct fitting){ 0 };
	for (class = OUT_THEN; class <= OUT_DEGRADED; class++)
		for (i = 0; i < m->part->noutcomes && f->n < 16; i++)
			if (m->part->outcome[i].class == class &&
			    outcome_fits(r, w, act, res, m, &m->part->outcome[i], a))
				f->outcome[f->n++] = &m->part->outcome[i];
	for (i = 0; !f->n && i < op->nmay && res->injected; i++)
		f->may |= op->may[i].env == act->env && says_no(op, res->value) &&
			(op->may[i].error < 0 || is_errno(res->value, r->names[op->may[i].error]));
	return f->n || f->may || !any_outcome(r, w, act, res, m, a);
}

static enum outcome_class worse(enum outcome_class a, enum outcome_class b)
{
	return a > b ? a : b;
}

/* One way through: for each match one of its fitting outcomes. Counting @way up like an odometer gives all. */
static void one_future(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		       const struct fitting *fit, const unsigned int *way, const unsigned int *turn, struct arena *a,
		       struct verdict_of_rules *v)
{
	struct future *f = &v->future[v->nfutures++];

	memset(f, 0, sizeof(*f));
	world_copy(&f->world, w);
	if (says_yes(&r->op[act->op], res->value))
		oracle_bookkeeping(r, w, &f->world, act, a);
	for (unsigned int i = 0; i < v->nmatches; i++) {
		struct chosen *c = &f->chosen[f->nchosen++];

		c->match = &v->match[i];
		c->may = fit[i].may;
		c->outcome = fit[i].n ? fit[i].outcome[way[i]] : NULL;
		if (!c->outcome)
			continue;
		f->worst = worse(f->worst, c->outcome->class);
		if (c->outcome->class == OUT_DEGRADED && !f->degraded)
			f->degraded = c->outcome;
	}
	oracle_effects(r, w, f, turn, a);
}

/* The next combination of outcomes and branches; false when all were had. The last match turns fastest. */
static bool next_way(const struct rules *r, const struct world *w, const struct verdict_of_rules *v,
		     const struct fitting *fit, unsigned int *way, unsigned int *turn, struct arena *a)
{
	for (unsigned int i = v->nmatches; i-- > 0; ) {
		if (!fit[i].n)
			continue;
		if (++turn[i] < oracle_branches(r, w, &v->match[i], fit[i].outcome[way[i]], a))
			return true;
		turn[i] = 0;
		if (++way[i] < fit[i].n)
			return true;
		way[i] = 0;
	}
	return false;
}

static int by_class(const void *a, const void *b)
{
	const struct future *x = a, *y = b;

	return (int)x->worst - (int)y->worst;
}

void oracle_judge(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		  const struct match *own, struct arena *a, struct verdict_of_rules *v)
{
	struct fitting fitting[ORACLE_MATCHES];
	unsigned int way[ORACLE_MATCHES] = { 0 }, turn[ORACLE_MATCHES] = { 0 }, i;

	v->nfutures = 0;
	v->overflow = false;
	v->broken = NULL;
	v->own_broken = false;
	for (i = 0; i < v->nmatches; i++) {
		v->breaks[i] = !oracle_fit(r, w, act, res, &v->match[i], a, &fitting[i]);
		if (!v->breaks[i])
			continue;
		v->own_broken |= own && v->match[i].part == own->part;
		if (!v->broken || (v->match[i].part->rule->core && !v->broken->part->rule->core))
			v->broken = &v->match[i];
	}
	if (v->broken)
		return;
	do {
		if (v->nfutures == ORACLE_WORLDS) {
			v->overflow = true;
			break;
		}
		one_future(r, w, act, res, fitting, way, turn, a, v);
	} while (next_way(r, w, v, fitting, way, turn, a));
	if (v->nfutures > 1)
		qsort(v->future, v->nfutures, sizeof(*v->future), by_class);
}

void oracle_step(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		 const struct match *own, struct arena *a, struct verdict_of_rules *v)
{
	v->nmatches = oracle_matches(r, w, act, res->kernel, own, a, v->match, ORACLE_MATCHES);
	oracle_judge(r, w, act, res, own, a, v);
}

void oracle_free(struct verdict_of_rules *v)
{
	for (unsigned int i = 0; i < v->nfutures; i++)
		world_free(&v->future[i].world);
	v->nfutures = 0;
}

/* ---- demands ---- */

unsigned int oracle_outcome(const struct rules *r, const struct world *old, const struct future *f,
			    const struct chosen *ch, struct arena *a, struct demand *d, unsigned int max)
{
	struct ctx c = oracle_ctx(r, &f->world, old, ch->match, a);

	if (ch->outcome)
		return oracle_collect(&c, ch->match->part, ch->outcome->first, ch->outcome->n, d, max);
	if (!ch->may)
		return 0;
	d[0] = (struct demand){ .kind = DEMAND_UNCHANGED };
	return 1;
}

unsigned int oracle_demands(const struct rules *r, const struct world *old, const struct future *f,
			    const struct chosen *ch, struct arena *a, struct demand *d, unsigned int max)
{
	unsigned int i, k = 0, n = oracle_outcome(r, old, f, ch, a, d, max);

	for (i = 0; i < n; i++)
		if (!is_result(d[i].kind) && d[i].kind != DEMAND_EFFECT)
			d[k++] = d[i];
	return k;
}

unsigned int oracle_never(const struct rules *r, const struct world *old, const struct match *m, struct arena *a,
			  struct demand *d, unsigned int max)
{
	struct ctx c = oracle_ctx(r, old, old, m, a);
	unsigned int i, k = 0;

	for (i = 0; i < m->part->nnever && k < max; i++) {
		const struct never *never = &m->part->never[i];

		if (never->guard >= 0 && !v_true(eval_phrase(&c, m->part, never->guard)))
			continue;
		k += oracle_collect(&c, m->part, never->phrase, 1, d + k, max - k);
	}
	return k;
}

unsigned int oracle_during(const struct rules *r, const struct world *old, const struct match *m, struct arena *a,
			   struct demand *d, unsigned int max)
{
	struct ctx c = oracle_ctx(r, old, old, m, a);
	unsigned int i, k = 0;

	for (i = 0; i < m->part->nduring && k < max; i++)
		k += oracle_collect(&c, m->part, m->part->during[i], 1, d + k, max - k);
	return k;
}

struct value oracle_expects(const struct rules *r, const struct world *w, int op, const struct value *arg,
			    struct arena *a)
{
	const struct op_info *info = &r->op[op];
	struct ctx c = { .rules = r, .now = w, .old = w, .arena = a };
	unsigned int i;

	for (i = 0; i < info->nslots; i++)
		if (info->formal[i] >= 0)
			c.letter[info->formal[i]] = arg[i];
	for (i = 0; i < info->nexpects; i++)
		if (v_true(info->eval(&c, op, info->nsets + 2 * i)))
			return info->eval(&c, op, info->nsets + 2 * i + 1);
	return v_unknown();
}

struct value oracle_phrase(const struct rules *r, const struct world *now, const struct world *old,
			   const struct part *part, unsigned int n, const struct value *letter, unsigned int *each,
			   struct arena *a)
{
	struct ctx c = { .rules = r, .now = now, .old = old, .arena = a, .each = each ? *each : 0 };
	struct value v;

	memcpy(c.letter, letter, sizeof(c.letter));
	v = eval_phrase(&c, part, n);
	if (each)
		*each = c.each_count;
	return v;
}
