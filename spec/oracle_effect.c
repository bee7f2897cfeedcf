// SPDX-License-Identifier: GPL-2.0-only
/* oracle_effect.c - what the chosen outcomes of a step do to the world. */
#include <string.h>

#include "spec/oracle_inner.h"

/* @per_group: for all devices of the group that the first argument is in. */
static void assign_as(const struct rules *r, struct world *w, struct arena *a, int var, unsigned int nargs,
		      const struct value *args, struct value v, bool per_group)
{
	int group = r->known.group;
	struct value mine, copy[SPEC_ARGS];

	if (!per_group || group < 0 || args[0].kind != V_DEVICE) {
		world_set(w, var, nargs, args, v);
		return;
	}
	mine = world_get(w, a, group, 1, args);
	memcpy(copy, args, nargs * sizeof(*args));
	for (int i = 0; i < WORLD_DEVICES; i++) {
		copy[0] = v_device(i);
		if (i == args[0].u.id || v_true(v_eq(world_get(w, a, group, 1, copy), mine)))
			world_set(w, var, nargs, copy, v);
	}
}

static void assign(const struct rules *r, struct world *w, struct arena *a, const struct demand *d, struct value v)
{
	assign_as(r, w, a, d->var, d->nargs, d->args, v, r->var[d->var].per_group);
}

/* Vars that follow one that was assigned: hw follows cur. */
static void follow(const struct rules *r, struct world *w, struct arena *a, const struct demand *d, struct value v)
{
	for (unsigned int i = 0; i < r->nvars; i++)
		if (r->var[i].follows == d->var)
			assign_as(r, w, a, i, d->nargs, d->args, v, r->var[d->var].per_group);
}

static bool was_set(const struct world *w, int var, int index)
{
	unsigned int cell = w->offset[var] + index;

	return cell < w->offset[var + 1] && w->notes->did[cell] & NOTE_SET;
}

/* Does some cell depend on what the step did, since it is kept with one that the step assigned? */
static void note_kept(const struct world *w)
{
	for (unsigned int i = 0; i < w->nvars; i++)
		for (unsigned int k = 0; w->var[i].with >= 0 && k < w->offset[i + 1] - w->offset[i]; k++)
			if (was_set(w, w->var[i].with, k))
				world_note_read(w, i, w->offset[i] + k);
}

/* The step changed neither what the interval is of nor what that is kept with, and before the step all was well. */
static bool untouched(const struct world *w, const struct span *s)
{
	return w->notes && !was_set(w, s->var, s->index) && !was_set(w, w->var[s->var].with, s->index);
}

/* Vars kept `with` another fall back to their start where that one is none. */
static void fall_back(const struct rules *r, struct world *w, struct arena *a)
{
	unsigned int i, k;

	if (w->notes)
		note_kept(w);
	for (i = 0; i < w->nspans; i++) {
		const struct span s = w->span[i];
		int with = r->var[s.var].with;
		struct value args[2], range = v_range(v_number(s.first), v_number(s.last - s.first + 1)), v;
		number at = s.first;

		if (with < 0 || untouched(w, &s))
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

/* Apply an effect; @turn picks among `in { … }`, of which there were *@worlds ways before. */
static void effect(const struct rules *r, struct world *w, const struct demand *d, unsigned int turn,
		   unsigned int *worlds, struct arena *a)
{
	struct value v = d->value;

	if (d->membership && v.kind == V_SET && v.u.set.n) {
		unsigned int choices = v.u.set.n;

		v = v_element(v, turn / *worlds % choices);
		*worlds *= choices;
	}
	assign(r, w, a, d, v);
	follow(r, w, a, d, v);
}

/* The effects of one outcome: of vars that follow another one, or of those that follow none. */
static void apply(const struct rules *r, const struct world *old, struct world *w, const struct chosen *ch,
		  unsigned int turn, bool followers, struct arena *a)
{
	const struct part *part = ch->match->part;
	struct ctx c = oracle_ctx(r, w, old, ch->match, a);
	struct demand d[ORACLE_DEMANDS];
	unsigned int worlds = 1;

	for (unsigned int k = ch->outcome->first; k < ch->outcome->first + ch->outcome->n; k++) {
		const struct phrase *p = &part->phrase[k];
		unsigned int n;

		if (p->asks != PHRASE_EFFECT || (r->var[p->var].follows >= 0) != followers)
			continue;
		n = oracle_collect(&c, part, k, 1, d, ORACLE_DEMANDS);
		for (unsigned int i = 0; i < n; i++)
			effect(r, w, &d[i], turn, &worlds, a);
	}
}

/* What an outcome says itself about a var that follows another one stands above what that one copied: it comes last. */
void oracle_effects(const struct rules *r, const struct world *old, struct future *f, const unsigned int *turn,
		    struct arena *a)
{
	for (unsigned int i = 0; i < f->nchosen; i++)
		if (f->chosen[i].outcome)
			apply(r, old, &f->world, &f->chosen[i], turn[i], false, a);
	for (unsigned int i = 0; i < f->nchosen; i++)
		if (f->chosen[i].outcome)
			apply(r, old, &f->world, &f->chosen[i], turn[i], true, a);
	fall_back(r, &f->world, a);
}

void oracle_bookkeeping(const struct rules *r, const struct world *old, struct world *w, const struct act *act,
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
			assign(r, w, a, &d[k], d[k].value);
			follow(r, w, a, &d[k], d[k].value);
		}
	}
}

void oracle_sets(const struct rules *r, struct world *w, const struct act *act, struct arena *a)
{
	oracle_bookkeeping(r, w, w, act, a);
}

unsigned int oracle_branches(const struct rules *r, const struct world *w, const struct match *m,
			     const struct outcome *o, struct arena *a)
{
	struct demand d[ORACLE_DEMANDS];
	unsigned int worlds = 1;

	for (unsigned int k = o->first; k < o->first + o->n; k++) {
		struct ctx c;
		unsigned int n;

		if (!m->part->phrase[k].branches)
			continue;
		c = oracle_ctx(r, w, w, m, a);
		n = oracle_collect(&c, m->part, k, 1, d, ORACLE_DEMANDS);
		for (unsigned int i = 0; i < n; i++)
			if (d[i].membership && d[i].value.kind == V_SET && d[i].value.u.set.n)
				worlds *= d[i].value.u.set.n;
	}
	return worlds;
}
