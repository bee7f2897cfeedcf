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

/* What stands under @hash. */
static void *known(const struct hashes *h, uint64_t hash)
{
	const uint64_t *at = hashes_find(h, hash);

	return at ? (void *)(uintptr_t)*at : NULL;
}

static uint64_t hash_content(const struct world *w, unsigned int var, unsigned int index, unsigned int *nspans)
{
	uint64_t spans = 0;

	*nspans = 0;
	for (unsigned int i = 0; w->var[var].by_address && i < w->nspans; i++) {
		if (w->span[i].var != (int)var || w->span[i].index != (int)index)
			continue;
		spans += hash_span(&w->span[i]);	/* they have no order */
		++*nspans;
	}
	return hash_mix(hash_value(w->offset[var] + index + 1, w->cell[w->offset[var] + index]), spans);
}

struct content *content_of(struct planner *p, const struct world *w, unsigned int var, unsigned int index)
{
	unsigned int n, i;
	uint64_t hash = hash_content(w, var, index, &n);
	struct content *c = known(&p->contents, hash);

	if (c)
		return c;
	c = arena_alloc(&p->lasting, sizeof(*c));
	c->hash = hash;
	c->v = v_copy(&p->lasting, w->cell[w->offset[var] + index]);
	c->span = n ? arena_alloc(&p->lasting, n * sizeof(*c->span)) : NULL;
	for (i = 0; c->nspans < n; i++)
		if (w->span[i].var == (int)var && w->span[i].index == (int)index)
			c->span[c->nspans++] = w->span[i];
	hashes_add(&p->contents, hash, (uintptr_t)c);
	return c;
}

static struct held *new_held(struct planner *p, unsigned int var)
{
	struct held *h;

	return arena_alloc(&p->lasting, sizeof(*h) + cells_of(p, var) * sizeof(*h->cell));
}

/* What @var holds in @w. */
static struct held *held_by(struct planner *p, const struct world *w, unsigned int var)
{
	struct held *h = new_held(p, var);

	for (unsigned int i = 0; i < cells_of(p, var); i++) {
		h->cell[i].is = content_of(p, w, var, i);
		h->cell[i].hash = h->cell[i].is->hash;
		h->hash += h->cell[i].hash;
	}
	if (hashes_add(&p->held, h->hash, (uintptr_t)h))
		return h;
	return known(&p->held, h->hash);
}

/* What @var holds when cell @index, and only that, holds something else than in @was. */
static struct held *held_with(struct planner *p, unsigned int var, const struct held *was, unsigned int index,
			      struct content *to)
{
	uint64_t hash = was->hash - was->cell[index].hash + to->hash;
	struct held *h = known(&p->held, hash);

	if (h)
		return h;
	h = new_held(p, var);
	memcpy(h->cell, was->cell, cells_of(p, var) * sizeof(*h->cell));
	h->cell[index].is = to;
	h->cell[index].hash = to->hash;
	h->hash = hash;
	hashes_add(&p->held, hash, (uintptr_t)h);
	return h;
}

static struct state *new_state(struct planner *p)
{
	struct state *s = arena_alloc(&p->lasting, sizeof(*s) + p->r->nvars * sizeof(*s->var));

	s->answers.arena = &p->lasting;
	return s;
}

static void hold(struct state *s, unsigned int var, struct held *h)
{
	s->hash += h->hash - (s->var[var] ? s->var[var]->hash : 0);
	s->var[var] = h;
}

struct state *state_of(struct planner *p, const struct world *world)
{
	struct state *s = new_state(p);

	for (unsigned int var = 0; var < p->r->nvars; var++)
		hold(s, var, held_by(p, world, var));
	if (hashes_add(&p->states, s->hash, (uintptr_t)s))
		return s;
	return known(&p->states, s->hash);
}

static uint64_t hash_with(const struct state *state, const struct effect *e)
{
	uint64_t hash = state->hash;

	for (unsigned int i = 0; i < e->n; i++)
		hash += e->set[i].to->hash - state->var[e->set[i].var]->cell[e->set[i].index].hash;
	return hash;
}

struct state *state_with(struct planner *p, const struct state *state, const struct effect *e)
{
	struct state *s = known(&p->states, hash_with(state, e));

	if (s)
		return s;
	s = new_state(p);
	s->hash = state->hash;
	memcpy(s->var, state->var, p->r->nvars * sizeof(*s->var));
	for (unsigned int i = 0; i < e->n; i++) {
		unsigned int var = e->set[i].var;

		hold(s, var, held_with(p, var, s->var[var], e->set[i].index, e->set[i].to));
	}
	hashes_add(&p->states, s->hash, (uintptr_t)s);
	return s;
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

	if (p->loaded == state)
		return w;
	for (unsigned int var = 0; var < p->r->nvars; var++) {
		const struct held *was = p->loaded ? p->loaded->var[var] : NULL, *is = state->var[var];

		for (unsigned int i = 0; was != is && i < cells_of(p, var); i++)
			if (!was || was->cell[i].is != is->cell[i].is)
				w->cell[w->offset[var] + i] = is->cell[i].is->v;
		spans |= was != is && p->r->var[var].by_address;
	}
	p->loaded = state;
	if (spans)
		load_spans(p);
	return w;
}
