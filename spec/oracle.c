// SPDX-License-Identifier: GPL-2.0-only
/* oracle.c - what the rules say about one step, see oracle.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spec/oracle.h"

#define MOST_EDGES	12	/* ends of runs of leaves that a free range letter is tried with */

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

static struct value argument(const struct rules *r, const struct var_desc *d, unsigned int k, unsigned int i, int letter)
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

/* ---- matching ---- */

struct search {			/* for matches of one part with one act */
	const struct rules *r;
	const struct world *w;
	const struct act *act;
	struct arena *arena;
	struct ctx c;
	const struct part *part;
	const struct step *when;
	uint32_t bound;
	struct match *m;
	unsigned int n, max;
};

static enum sort_kind letter_kind(const struct rules *r, int letter)
{
	return r->sort[r->letter[letter].sort].kind;
}

/* Different letters for a device or a domain are different objects. */
static bool distinct(const struct search *s, int letter, struct value v)
{
	enum sort_kind kind = letter_kind(s->r, letter);

	if (kind != SORT_DEVICE && kind != SORT_DOMAIN)
		return true;
	for (unsigned int i = 0; i < s->r->nletters; i++)
		if (i != (unsigned int)letter && s->bound >> i & 1 && letter_kind(s->r, i) == kind &&
		    v_true(v_eq(s->c.letter[i], v)))
			return false;
	return true;
}

static bool bind(struct search *s, int letter, struct value v)
{
	if (s->bound >> letter & 1)
		return v_true(v_eq(s->c.letter[letter], v));
	if (!distinct(s, letter, v))
		return false;
	s->c.letter[letter] = v;
	s->bound |= 1u << letter;
	return true;
}

/* A letter binds, a phrase is compared. Letters first: phrases may read them. */
static bool bind_operands(struct search *s, bool letters)
{
	const struct step *when = s->when;
	unsigned int i;

	for (i = 0; i < s->r->op[when->op].nslots; i++) {
		const struct operand *o = &when->arg[i];

		if (letters != (o->letter >= 0))
			continue;
		if (letters ? !bind(s, o->letter, s->act->arg[i]) :
			      !v_true(v_in(s->act->arg[i], eval_phrase(&s->c, s->part, o->phrase))))
			return false;
	}
	return true;
}

static bool bind_env(struct search *s)
{
	const struct step *when = s->when;

	if (when->env < 0)
		return true;
	if (when->env != s->act->env)
		return false;
	if (when->env_all)
		return s->act->env_arg.kind == V_EVERY;
	if (when->env_arg.letter >= 0)
		return s->act->env_arg.kind != V_EVERY && bind(s, when->env_arg.letter, s->act->env_arg);
	return true;
}

/* Do the phrases of `given` that became readable with the last letter hold? */
static bool given_holds(struct search *s, uint32_t before)
{
	for (unsigned int i = 0; i < s->part->ngiven; i++) {
		uint32_t reads = s->part->phrase[i].letters;

		if (reads & ~s->bound || (before != UINT32_MAX && !(reads & ~before)))
			continue;
		if (!v_true(eval_phrase(&s->c, s->part, i)))
			return false;
	}
	return true;
}

static void found(struct search *s)
{
	struct match *m;

	if (s->n == s->max)
		return;
	m = &s->m[s->n++];
	m->part = s->part;
	m->when = s->when;
	memcpy(m->letter, s->c.letter, sizeof(m->letter));
}

/* Where runs of adjacent leaves may begin and end: ends of mappings, and the leaves at the act's own range. */
static unsigned int leaf_edges(const struct search *s, number *edge)
{
	int phys = rules_var(s->r, "phys"), leaf = rules_var(s->r, "leaf");
	unsigned int i, j, n = 0;

	for (i = 0; i < s->w->nspans && n + 2 <= MOST_EDGES; i++) {
		const struct span *p = &s->w->span[i];
		bool touches = p->var == phys;

		for (j = 0; p->var == leaf && j < s->r->op[s->act->op].nslots; j++) {
			struct value v = s->act->arg[j];

			touches |= v.kind == V_RANGE &&
				(v_true(v_in(v_first(v), v_range(v_number(p->first), v_number(p->last + 1 - p->first)))) ||
				 v_true(v_in(v_last(v), v_range(v_number(p->first), v_number(p->last + 1 - p->first)))));
		}
		if (!touches)
			continue;
		edge[n++] = p->first;
		edge[n++] = p->last + 1;
	}
	return n;
}

static bool enumerate(struct search *s, uint32_t todo);

static bool try_value(struct search *s, uint32_t todo, int letter, struct value v)
{
	uint32_t before = s->bound;

	if (!bind(s, letter, v))
		return true;
	if (given_holds(s, before))
		enumerate(s, todo & ~(1u << letter));
	s->bound = before;
	s->c.letter[letter] = v_none();
	return true;
}

static void try_ranges(struct search *s, uint32_t todo, int letter)
{
	number edge[MOST_EDGES];
	unsigned int i, j, k, n = leaf_edges(s, edge);

	for (i = 0; i < n; i++) {
		for (j = 0; j < n; j++) {
			bool again = edge[j] <= edge[i];

			for (k = 0; k < i && !again; k++)	/* the same edge seen before */
				again = edge[k] == edge[i];
			for (k = 0; k < j && !again; k++)
				again = edge[k] == edge[j];
			if (!again)
				try_value(s, todo, letter, v_range(v_number(edge[i]), v_number(edge[j] - edge[i])));
		}
	}
}

/* Bind the remaining letters with every object there is. */
static bool enumerate(struct search *s, uint32_t todo)
{
	unsigned int i;
	struct value v;
	int letter;

	if (!todo) {
		found(s);
		return true;
	}
	letter = __builtin_ctz(todo);
	switch (letter_kind(s->r, letter)) {
	case SORT_DEVICE:
	case SORT_DOMAIN:
		for (i = 0; rule_object(&s->c, letter, i, &v); i++)
			if (v.kind != V_NONE)
				try_value(s, todo, letter, v);
		return true;
	case SORT_RANGE:
		try_ranges(s, todo, letter);
		return true;
	case SORT_ADDRESS: {
		number edge[MOST_EDGES];
		unsigned int n = leaf_edges(s, edge);

		for (unsigned int k = 0; k < n; k++)
			try_value(s, todo, letter, v_number(edge[k]));
		return true;
	}
	default:	/* a run, a count or a name that only the case's own match chooses */
		return try_value(s, todo, letter, v_unknown());
	}
}

/* Devices and domains first, then ranges, then the rest: the letters' own order is that of their sorts. */
static void match_when(struct search *s, const struct part *part, const struct step *when)
{
	if (when->op != s->act->op)
		return;
	s->part = part;
	s->when = when;
	s->bound = 0;
	memset(s->c.letter, 0, sizeof(s->c.letter));
	if (!bind_operands(s, true) || !bind_env(s) || !bind_operands(s, false))
		return;
	if (given_holds(s, UINT32_MAX))
		enumerate(s, part->letters & ~s->bound);
}

/* The match whose letters a case has chosen: as it stands, if its given holds. */
static void match_own(struct search *s, const struct match *own)
{
	s->part = own->part;
	s->when = own->when;
	s->bound = UINT32_MAX;
	memcpy(s->c.letter, own->letter, sizeof(s->c.letter));
	if (given_holds(s, UINT32_MAX))
		found(s);
}

static bool same_match(const struct match *a, const struct match *b)
{
	if (a->part != b->part)
		return false;
	for (unsigned int i = 0; i < SPEC_LETTERS; i++)
		if (a->part->letters >> i & 1 && !v_true(v_eq(a->letter[i], b->letter[i])))
			return false;
	return true;
}

static unsigned int drop_doubles(struct match *m, unsigned int n)
{
	unsigned int i, j, k = 0;

	for (i = 0; i < n; i++) {
		for (j = 0; j < k && !same_match(&m[j], &m[i]); j++)
			;
		if (j == k)
			m[k++] = m[i];
	}
	return k;
}

/* `unless RULE`: out where that rule speaks of the same step. */
static unsigned int drop_excepted(const struct rules *r, struct match *m, unsigned int n)
{
	bool out[ORACLE_MATCHES] = { false };
	unsigned int i, j, u, k = 0;

	for (i = 0; i < n; i++)
		for (u = 0; u < m[i].part->rule->nunless; u++)
			for (j = 0; j < n; j++)
				out[i] |= m[j].part->rule == r->rule[m[i].part->rule->unless[u]];
	for (i = 0; i < n; i++)
		if (!out[i])
			m[k++] = m[i];
	return k;
}

unsigned int oracle_matches(const struct rules *r, const struct world *w, const struct act *act, int kernel,
			    const struct match *own, struct arena *a, struct match *m, unsigned int max)
{
	struct search s = { .r = r, .w = w, .act = act, .arena = a, .m = m, .max = max < ORACLE_MATCHES ? max : ORACLE_MATCHES,
			    .c = { .rules = r, .now = w, .old = w, .arena = a } };
	unsigned int i, p, k;

	if (own)
		match_own(&s, own);
	for (i = 0; i < r->nrules; i++) {
		const struct rule *rule = r->rule[i];

		if (!in_force(rule->since, rule->until, kernel))
			continue;
		for (p = 0; p < rule->nparts; p++)
			for (k = 0; k < rule->part[p].nwhens; k++)
				match_when(&s, &rule->part[p], &rule->part[p].when[k]);
	}
	return drop_excepted(r, m, drop_doubles(m, s.n));
}

/* ---- results ---- */

/* The number of an errno's name, from the C library's own table; 0 if it has none. */
static int errno_by_name(const char *name)
{
	for (int e = 1; e < 134; e++) {
		const char *n = strerrorname_np(e);

		if (n && !strcmp(n, name))
			return e;
	}
	return 0;
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
		return res->value.kind == V_NUMBER && res->value.u.num == -errno_by_name(r->names[d->name]);
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

static unsigned int collect(struct ctx *c, const struct part *part, unsigned int first, unsigned int n,
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

static struct ctx ctx_of(const struct rules *r, const struct world *now, const struct world *old,
			 const struct match *m, struct arena *a)
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
	struct ctx c = ctx_of(r, w, w, m, a);
	struct demand d[ORACLE_DEMANDS];
	unsigned int i, n;
	bool result = false;

	if (!in_force(o->since, o->until, res->kernel))
		return false;
	if (o->guard >= 0 && !v_true(eval_phrase(&c, m->part, o->guard)))
		return false;
	n = collect(&c, m->part, o->first, o->n, d, ORACLE_DEMANDS);
	for (i = 0; i < n; i++) {
		if (!fits(r, act, res, &d[i]))
			return false;
		result |= is_result(d[i].kind);
	}
	return result || says_yes(&r->op[act->op], res->value);
}

/* All outcomes of a match may be guarded away; then the rule says nothing about this step. */
static bool any_outcome(const struct rules *r, const struct world *w, const struct result *res, const struct match *m,
			struct arena *a)
{
	struct ctx c = ctx_of(r, w, w, m, a);

	for (unsigned int i = 0; i < m->part->noutcomes; i++) {
		const struct outcome *o = &m->part->outcome[i];

		if (in_force(o->since, o->until, res->kernel) &&
		    (o->guard < 0 || v_true(eval_phrase(&c, m->part, o->guard))))
			return true;
	}
	return false;
}

/* ---- effects ---- */

static void assign(const struct rules *r, struct world *w, struct arena *a, int var, unsigned int nargs,
		   const struct value *args, struct value v)
{
	const struct var_desc *d = &r->var[var];
	int group = rules_var(r, "group");
	struct value mine, copy[SPEC_ARGS];

	world_set(w, var, nargs, args, v);
	if (!d->per_group || group < 0 || args[0].kind != V_DEVICE)
		return;
	mine = world_get(w, a, group, 1, args);
	memcpy(copy, args, nargs * sizeof(*args));
	for (int i = 0; i < WORLD_DEVICES; i++) {
		copy[0] = v_device(i);
		if (v_true(v_eq(world_get(w, a, group, 1, copy), mine)))
			world_set(w, var, nargs, copy, v);
	}
}

/* Vars that follow one that was assigned: hw follows cur. */
static void follow(const struct rules *r, struct world *w, struct arena *a, const struct demand *d, struct value v)
{
	for (unsigned int i = 0; i < r->nvars; i++) {
		if (r->var[i].follows != d->var)
			continue;
		if (!r->var[d->var].per_group || d->args[0].kind != V_DEVICE) {
			world_set(w, i, d->nargs, d->args, v);
			continue;
		}
		for (int k = 0; k < WORLD_DEVICES; k++) {	/* all whose value was assigned with the group's */
			struct value dev = v_device(k), g = world_get(w, a, rules_var(r, "group"), 1, &dev);

			if (v_true(v_eq(g, world_get(w, a, rules_var(r, "group"), 1, d->args))))
				world_set(w, i, 1, &dev, v);
		}
	}
}

/* Vars kept `with` another fall back to their start where that one is none. */
static void fall_back(const struct rules *r, struct world *w, struct arena *a)
{
	unsigned int i, k;

	for (i = 0; i < w->nspans; i++) {
		const struct span s = w->span[i];
		int with = r->var[s.var].with;
		struct value args[2], range = v_range(v_number(s.first), v_number(s.last - s.first + 1)), v;
		number at = s.first;

		if (with < 0)
			continue;
		args[0] = v_domain(s.index);
		args[1] = range;
		v = world_get(w, a, with, 2, args);
		if (v.kind != V_PIECES) {
			if (v.kind == V_NONE) {
				world_set(w, s.var, 2, args, w->cell[w->offset[s.var] + s.index]);
				i = -1;		/* the list has changed: look again */
			}
			continue;
		}
		for (k = 0; k < v.u.pieces.n; k++) {
			number size = v.u.pieces.p[k].size;

			if (v.u.pieces.p[k].v.kind == V_NONE) {
				args[1] = v_range(v_number(at), v_number(size));
				world_set(w, s.var, 2, args, w->cell[w->offset[s.var] + s.index]);
				i = -1;
			}
			at += size;
		}
	}
}

/* Apply the effects of one outcome; @turn picks among `in { … }`. Returns how many worlds that makes. */
static unsigned int apply(const struct rules *r, const struct world *old, struct world *w, const struct chosen *ch,
			  unsigned int turn, struct arena *a)
{
	struct ctx c = ctx_of(r, w, old, ch->match, a);
	struct demand d[ORACLE_DEMANDS];
	unsigned int i, k, worlds = 1;

	for (k = 0; k < ch->outcome->n; k++) {
		unsigned int n = collect(&c, ch->match->part, ch->outcome->first + k, 1, d, ORACLE_DEMANDS);

		for (i = 0; i < n; i++) {
			struct value v = d[i].value;

			if (d[i].kind != DEMAND_EFFECT)
				continue;
			if (d[i].membership && v.kind == V_SET && v.u.set.n) {
				unsigned int choices = v.u.set.n;

				v = v_element(v, turn / worlds % choices);
				worlds *= choices;
			}
			assign(r, w, a, d[i].var, d[i].nargs, d[i].args, v);
			follow(r, w, a, &d[i], v);
		}
	}
	return worlds;
}

/* What an outcome says itself about a var that follows another one stands above what it copied. */
static void apply_all(const struct rules *r, const struct world *old, struct future *f, const unsigned int *turn,
		      struct arena *a)
{
	for (unsigned int i = 0; i < f->nchosen; i++)
		if (f->chosen[i].outcome)
			apply(r, old, &f->world, &f->chosen[i], turn[i], a);
	fall_back(r, &f->world, a);
}

static void bookkeeping(const struct rules *r, const struct world *old, struct world *w, const struct act *act,
			struct arena *a)
{
	const struct op_info *op = &r->op[act->op];
	struct ctx c = { .rules = r, .now = old, .old = old, .arena = a };
	struct demand d[4];
	unsigned int i, k;

	for (i = 0; i < op->nslots; i++)
		if (op->formal[i] >= 0)
			c.letter[op->formal[i]] = act->arg[i];
	for (i = 0; i < op->nsets; i++) {
		c.demand = d;
		c.ndemands = 0;
		c.max_demands = 4;
		op->eval(&c, act->op, i);
		for (k = 0; k < c.ndemands; k++) {
			assign(r, w, a, d[k].var, d[k].nargs, d[k].args, d[k].value);
			follow(r, w, a, &d[k], d[k].value);
		}
	}
}

void oracle_sets(const struct rules *r, struct world *w, const struct act *act, struct arena *a)
{
	bookkeeping(r, w, w, act, a);
}

/* ---- a step ---- */

struct fitting {		/* the outcomes of one match that fit the result */
	const struct outcome *outcome[16];
	unsigned int n;
	bool may;
};

static bool fit(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
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
			(op->may[i].error < 0 || res->value.u.num == -errno_by_name(r->names[op->may[i].error]));
	return f->n || f->may || !any_outcome(r, w, res, m, a);
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
		bookkeeping(r, w, &f->world, act, a);
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
	apply_all(r, w, f, turn, a);
}

/* How many worlds the `in { … }` effects of this outcome make. */
static unsigned int branches(const struct rules *r, const struct world *w, const struct match *m,
			     const struct outcome *o, struct arena *a)
{
	struct ctx c = ctx_of(r, w, w, m, a);
	struct demand d[ORACLE_DEMANDS];
	unsigned int i, n = collect(&c, m->part, o->first, o->n, d, ORACLE_DEMANDS), worlds = 1;

	for (i = 0; i < n; i++)
		if (d[i].kind == DEMAND_EFFECT && d[i].membership && d[i].value.kind == V_SET && d[i].value.u.set.n)
			worlds *= d[i].value.u.set.n;
	return worlds;
}

/* The next combination of outcomes and branches; false when all were had. The last match turns fastest. */
static bool next_way(const struct rules *r, const struct world *w, const struct verdict_of_rules *v,
		     const struct fitting *fit, unsigned int *way, unsigned int *turn, struct arena *a)
{
	for (unsigned int i = v->nmatches; i-- > 0; ) {
		if (!fit[i].n)
			continue;
		if (++turn[i] < branches(r, w, &v->match[i], fit[i].outcome[way[i]], a))
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

void oracle_step(const struct rules *r, const struct world *w, const struct act *act, const struct result *res,
		 const struct match *own, struct arena *a, struct verdict_of_rules *v)
{
	struct fitting fitting[ORACLE_MATCHES];
	unsigned int way[ORACLE_MATCHES] = { 0 }, turn[ORACLE_MATCHES] = { 0 }, i;

	v->nfutures = 0;
	v->overflow = false;
	v->broken = NULL;
	v->nmatches = oracle_matches(r, w, act, res->kernel, own, a, v->match, ORACLE_MATCHES);
	for (i = 0; i < v->nmatches; i++) {
		if (!fit(r, w, act, res, &v->match[i], a, &fitting[i]) &&
		    (!v->broken || (v->match[i].part->rule->core && !v->broken->part->rule->core)))
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
	qsort(v->future, v->nfutures, sizeof(*v->future), by_class);
}

void oracle_free(struct verdict_of_rules *v)
{
	for (unsigned int i = 0; i < v->nfutures; i++)
		world_free(&v->future[i].world);
	v->nfutures = 0;
}

/* ---- demands ---- */

unsigned int oracle_demands(const struct rules *r, const struct world *old, const struct future *f,
			    const struct chosen *ch, struct arena *a, struct demand *d, unsigned int max)
{
	struct ctx c = ctx_of(r, &f->world, old, ch->match, a);
	unsigned int i, n, k = 0;

	if (!ch->outcome) {
		if (!ch->may)
			return 0;
		d[0] = (struct demand){ .kind = DEMAND_UNCHANGED };
		return 1;
	}
	n = collect(&c, ch->match->part, ch->outcome->first, ch->outcome->n, d, max);
	for (i = 0; i < n; i++)
		if (!is_result(d[i].kind) && d[i].kind != DEMAND_EFFECT)
			d[k++] = d[i];
	return k;
}

unsigned int oracle_never(const struct rules *r, const struct world *old, const struct match *m, struct arena *a,
			  struct demand *d, unsigned int max)
{
	struct ctx c = ctx_of(r, old, old, m, a);
	unsigned int i, k = 0;

	for (i = 0; i < m->part->nnever && k < max; i++) {
		const struct never *never = &m->part->never[i];

		if (never->guard >= 0 && !v_true(eval_phrase(&c, m->part, never->guard)))
			continue;
		k += collect(&c, m->part, never->phrase, 1, d + k, max - k);
	}
	return k;
}

unsigned int oracle_during(const struct rules *r, const struct world *old, const struct match *m, struct arena *a,
			   struct demand *d, unsigned int max)
{
	struct ctx c = ctx_of(r, old, old, m, a);
	unsigned int i, k = 0;

	for (i = 0; i < m->part->nduring && k < max; i++)
		k += collect(&c, m->part, m->part->during[i], 1, d + k, max - k);
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
