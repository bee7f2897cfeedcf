// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_state.c - the worlds that searches come by: of each var what it holds, shared by all worlds that have it.
 */
#include <string.h>

#include "spec/diag.h"
#include "spec/plan_inner.h"

/* ---- what vars hold ---- */

static unsigned int cells_of(const struct planner *p, unsigned int var)
{
	return p->r->offset[var + 1] - p->r->offset[var];
}

const struct content *content_of(struct planner *p, const struct world *w, unsigned int var, unsigned int index)
{
	struct content *c = arena_alloc(&p->lasting, sizeof(*c));
	unsigned int cell = w->offset[var] + index, n = 0, i;
	uint64_t spans = 0;

	c->v = v_copy(&p->lasting, w->cell[cell]);
	for (i = 0; i < w->nspans; i++)
		n += w->span[i].var == (int)var && w->span[i].index == (int)index;
	c->span = n ? arena_alloc(&p->lasting, n * sizeof(*c->span)) : NULL;
	for (i = 0; c->nspans < n; i++) {
		if (w->span[i].var != (int)var || w->span[i].index != (int)index)
			continue;
		c->span[c->nspans++] = w->span[i];
		spans += hash_span(&w->span[i]);	/* they have no order */
	}
	c->hash = hash_mix(hash_value(cell + 1, c->v), spans);
	return c;
}

static const struct held *known_held(const struct planner *p, uint64_t hash)
{
	const uint64_t *known = hashes_find(&p->held, hash);

	return known ? (const struct held *)(uintptr_t)*known : NULL;
}

static struct held *new_held(struct planner *p, unsigned int var)
{
	struct held *h;

	return arena_alloc(&p->lasting, sizeof(*h) + cells_of(p, var) * sizeof(*h->cell));
}

/* What @var holds in @w. */
static const struct held *held_by(struct planner *p, const struct world *w, unsigned int var)
{
	struct held *h = new_held(p, var);

	for (unsigned int i = 0; i < cells_of(p, var); i++) {
		h->cell[i].is = content_of(p, w, var, i);
		h->cell[i].hash = h->cell[i].is->hash;
		h->hash += h->cell[i].hash;
	}
	if (hashes_add(&p->held, h->hash, (uintptr_t)h))
		return h;
	return known_held(p, h->hash);
}

/* What @var holds when cell @index, and only that, holds something else than in @was. */
static const struct held *held_with(struct planner *p, unsigned int var, const struct held *was, unsigned int index,
				    const struct content *to)
{
	uint64_t hash = was->hash - was->cell[index].hash + to->hash;
	const struct held *known = known_held(p, hash);
	struct held *h;

	if (known)
		return known;
	h = new_held(p, var);
	memcpy(h->cell, was->cell, cells_of(p, var) * sizeof(*h->cell));
	h->cell[index].is = to;
	h->cell[index].hash = to->hash;
	h->hash = hash;
	hashes_add(&p->held, hash, (uintptr_t)h);
	return h;
}

struct state *state_new(struct planner *p)
{
	struct state *s;

	return arena_alloc(p->l->arena, sizeof(*s) + (p->r->nvars + 1) * sizeof(*s->var));
}

void state_copy(const struct planner *p, struct state *to, const struct state *from)
{
	memcpy(to, from, sizeof(*to) + p->r->nvars * sizeof(*to->var));
}

static void hold(const struct planner *p, struct state *s, unsigned int var, const struct held *h)
{
	uint64_t change = h->hash - (s->var[var] ? s->var[var]->hash : 0);

	s->hash += change;
	s->facts += p->r->var[var].fact ? change : 0;
	s->var[var] = h;
}

void state_of(struct planner *p, const struct world *world, struct state *state)
{
	for (unsigned int var = 0; var < p->r->nvars; var++)
		hold(p, state, var, held_by(p, world, var));
}

/* ---- the world of a state ---- */

static void load_spans(struct planner *p)
{
	struct world *w = &p->world;

	w->nspans = 0;
	for (unsigned int var = 0; var < p->r->nvars; var++)
		for (unsigned int i = 0; p->r->var[var].by_address && i < cells_of(p, var); i++)
			world_add_spans(w, p->loaded->var[var]->cell[i].is->span,
					p->loaded->var[var]->cell[i].is->nspans);
}

const struct world *state_world(struct planner *p, const struct state *state)
{
	struct world *w = &p->world;
	bool spans = false;

	if (p->loaded->hash == state->hash)
		return w;
	for (unsigned int var = 0; var < p->r->nvars; var++) {
		const struct held *was = p->loaded->var[var], *is = state->var[var];

		for (unsigned int i = 0; was != is && i < cells_of(p, var); i++)
			if (!was || was->cell[i].is != is->cell[i].is)
				w->cell[w->offset[var] + i] = is->cell[i].is->v;
		spans |= was != is && p->r->var[var].by_address;
	}
	state_copy(p, p->loaded, state);
	if (spans)
		load_spans(p);
	return w;
}

/* ---- steps ---- */

uint64_t state_hash_after(const struct state *state, const struct effect *e)
{
	uint64_t hash = state->hash;

	for (unsigned int i = 0; i < e->n; i++)
		hash += e->set[i].to->hash - state->var[e->set[i].var]->cell[e->set[i].index].hash;
	return hash;
}

void state_change(struct planner *p, struct state *state, const struct effect *e)
{
	for (unsigned int i = 0; i < e->n; i++) {
		unsigned int var = e->set[i].var;

		hold(p, state, var, held_with(p, var, state->var[var], e->set[i].index, e->set[i].to));
	}
}
