// SPDX-License-Identifier: GPL-2.0-only
/* plan_store.c - the worlds that searches came by, as their differences from the start: all set-ups begin alike. */
#include <string.h>

#include "spec/plan_inner.h"

struct stored {
	unsigned int ncells, nspans;
	struct { unsigned int at; struct value v; } *cell;
	struct span *span;
};

void store_world(struct planner *p, const struct world *start, struct world *w, uint64_t hash)
{
	struct stored *s = arena_alloc(&p->lasting, sizeof(*s));
	unsigned int k, room = 0;

	if (!hashes_add(&p->stored, hash, (uintptr_t)s))
		return;
	for (k = 0; k < w->ncells; k++)
		room += memcmp(&w->cell[k], &start->cell[k], sizeof(*w->cell)) != 0;
	s->cell = arena_alloc(&p->lasting, (room + 1) * sizeof(*s->cell));
	for (k = 0; k < w->ncells; k++) {
		if (!memcmp(&w->cell[k], &start->cell[k], sizeof(*w->cell)))
			continue;
		w->cell[k] = v_copy(&p->lasting, w->cell[k]);	/* what a step computed does not last */
		s->cell[s->ncells].at = k;
		s->cell[s->ncells++].v = w->cell[k];
	}
	s->nspans = w->nspans;
	s->span = arena_alloc(&p->lasting, (w->nspans + 1) * sizeof(*s->span));
	if (w->nspans)
		memcpy(s->span, w->span, w->nspans * sizeof(*s->span));
}

void stored_world(const struct planner *p, const struct world *start, uint64_t hash, struct world *to)
{
	const struct stored *s = (const struct stored *)(uintptr_t)*hashes_find(&p->stored, hash);

	world_copy(to, start);
	for (unsigned int i = 0; i < s->ncells; i++)
		to->cell[s->cell[i].at] = s->cell[i].v;
	world_spans(to, s->span, s->nspans);
}
