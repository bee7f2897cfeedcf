// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_state.c - the worlds that searches come by: of each var what it holds, shared by all worlds that have it. What
 * became of a move is remembered by the vars that decided it: a tree, in which the move leads to the first var that was
 * looked at, what that one holds to the next one, and the last one to what the move sets.
 */
#include <string.h>

#include "spec/diag.h"
#include "spec/plan_inner.h"

/* What a move sets; the tree's last value is its address, and that of a var is odd. */
struct effect {
	unsigned int n;
	struct { unsigned int var; const struct held *held; } set[];
};

static const struct held *held_by(struct planner *p, const struct world *w, unsigned int var)
{
	unsigned int first = w->offset[var], n = w->offset[var + 1] - first, i;
	struct held *h = arena_alloc(&p->lasting, sizeof(*h));
	struct value *cell = arena_alloc(&p->lasting, n * sizeof(*cell));

	h->cell = cell;
	h->hash = var + 1;
	for (i = 0; i < n; i++) {
		cell[i] = v_copy(&p->lasting, w->cell[first + i]);	/* what a step computed does not last */
		h->hash = hash_value(h->hash, cell[i]);
	}
	for (i = 0; i < w->nspans; i++) {
		if (w->span[i].var != (int)var)
			continue;
		*arena_append(&p->lasting, h->span, h->nspans) = w->span[i];
		h->hash += hash_span(&w->span[i]);			/* they have no order */
	}
	return h;
}

const struct held **state_new(struct planner *p)
{
	return arena_alloc(p->l->arena, (p->r->nvars + 1) * sizeof(struct held *));
}

void state_copy(const struct planner *p, const struct held **to, const struct held *const *from)
{
	memcpy(to, from, p->r->nvars * sizeof(*to));
}

void state_of(struct planner *p, const struct world *world, const struct held **state)
{
	for (unsigned int i = 0; i < p->r->nvars; i++)
		state[i] = held_by(p, world, i);
}

uint64_t state_hash(const struct planner *p, const struct held *const *state)
{
	uint64_t h = 1;

	for (unsigned int i = 0; i < p->r->nvars; i++)
		h = hash_mix(h, state[i]->hash);
	return h;
}

static void load_spans(struct planner *p)
{
	struct world *w = &p->world;

	w->nspans = 0;
	for (unsigned int i = 0; i < p->r->nvars; i++)
		if (p->loaded[i]->nspans)
			world_add_spans(w, p->loaded[i]->span, p->loaded[i]->nspans);
}

const struct world *state_world(struct planner *p, const struct held *const *state)
{
	struct world *w = &p->world;
	bool spans = false;

	for (unsigned int i = 0; i < p->r->nvars; i++) {
		const struct held *now = p->loaded[i];

		if (now == state[i])
			continue;
		memcpy(w->cell + w->offset[i], state[i]->cell,
		       (w->offset[i + 1] - w->offset[i]) * sizeof(*w->cell));
		spans |= state[i]->nspans || (now && now->nspans);
		p->loaded[i] = state[i];
	}
	if (spans)
		load_spans(p);
	return w;
}

static void forget_notes(struct world_notes *notes)
{
	while (notes->n)
		notes->did[notes->var[--notes->n]] = 0;
}

/* What the vars that were assigned hold in @w. */
static const struct effect *effect_of(struct planner *p, const struct world *w)
{
	const struct world_notes *notes = &p->notes;
	struct effect *e = arena_alloc(&p->lasting, sizeof(*e) + notes->n * sizeof(*e->set));

	for (unsigned int i = 0; i < notes->n; i++) {
		if (!(notes->did[notes->var[i]] & NOTE_SET))
			continue;
		e->set[e->n].var = notes->var[i];
		e->set[e->n++].held = held_by(p, w, notes->var[i]);
	}
	return e;
}

/* Make the step, and remember what became of it: NULL if it does not succeed. */
static const struct effect *learn(struct planner *p, const struct held *const *state, const struct act *act,
				  uint64_t key)
{
	const struct effect *e = NULL;

	state_world(p, state);
	p->world.notes = &p->notes;
	if (search_apply(p, &p->world, act, &p->after))
		e = effect_of(p, &p->after);
	p->world.notes = NULL;
	for (unsigned int i = 0; i < p->notes.n; i++) {
		unsigned int var = p->notes.var[i];

		hashes_add(&p->moves, key, (uint64_t)var << 1 | 1);
		key = hash_mix(key, state[var]->hash);
	}
	hashes_add(&p->moves, key, (uintptr_t)e);
	forget_notes(&p->notes);
	return e;
}

bool state_step(struct planner *p, const struct act *act, uint64_t hash, const struct held **state)
{
	const struct effect *e;
	uint64_t key = hash, *known;

	while ((known = hashes_find(&p->moves, key)) && *known & 1)
		key = hash_mix(key, state[*known >> 1]->hash);
	e = known ? (const struct effect *)(uintptr_t)*known : learn(p, state, act, hash);
	for (unsigned int i = 0; e && i < e->n; i++)
		state[e->set[i].var] = e->set[i].held;
	return e != NULL;
}
