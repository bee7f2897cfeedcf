// SPDX-License-Identifier: GPL-2.0-only
/* plan_hash.c - worlds by their hash, and sets of hashes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spec/plan_inner.h"

uint64_t hash_mix(uint64_t h, uint64_t x)
{
	h ^= x + 0x9e3779b97f4a7c15 + (h << 6) + (h >> 2);
	return h * 0xff51afd7ed558ccd;
}

static uint64_t hash_number(uint64_t h, number n)
{
	return hash_mix(hash_mix(h, (uint64_t)n), (uint64_t)(n >> 64));
}

uint64_t hash_value(uint64_t h, struct value v)
{
	unsigned int i;

	h = hash_mix(h, v.kind);
	switch (v.kind) {
	case V_NUMBER:
	case V_BOOL:
		return hash_number(h, v.u.num);
	case V_RANGE:
		return hash_number(hash_number(h, v.u.range.first), v.u.range.size);
	case V_NAME:
	case V_DEVICE:
	case V_DOMAIN:
		return hash_mix(h, v.u.id);
	case V_SET:
		for (i = 0; i < v.u.set.n; i++)
			h = hash_value(h, v.u.set.v[i]);
		return hash_mix(h, v.complement);
	case V_PIECES:
		for (i = 0; i < v.u.pieces.n; i++) {
			const struct piece *p = &v.u.pieces.p[i];

			h = hash_value(hash_number(hash_mix(h, p->rises), p->size), p->v);
		}
		return h;
	default:
		return h;
	}
}

uint64_t hash_act(const struct rules *r, const struct act *act)
{
	uint64_t h = hash_mix(0, act->op);

	for (unsigned int i = 0; i < r->op[act->op].nslots; i++)
		h = hash_value(h, act->arg[i]);
	return h;
}

static uint64_t hash_cells(const struct world *w, unsigned int var)
{
	uint64_t h = var + 1;

	for (unsigned int k = w->offset[var]; k < w->offset[var + 1]; k++)
		h = hash_value(h, w->cell[k]);
	return h;
}

bool same_cells(const struct world *a, const struct world *b, unsigned int var)
{
	unsigned int first = a->offset[var], n = a->offset[var + 1] - first;

	return !memcmp(a->cell + first, b->cell + first, n * sizeof(*a->cell));
}

/* The spans of a var are added up, for they have no order. */
uint64_t hash_world(const struct world *w, const struct world *parent, const struct var_hashes *known,
		    struct var_hashes *out)
{
	uint64_t h = 1;
	unsigned int i;

	for (i = 0; i < w->nvars; i++) {
		out->cells[i] = parent && same_cells(w, parent, i) ? known->cells[i] : hash_cells(w, i);
		out->all[i] = out->cells[i];
	}
	for (i = 0; i < w->nspans; i++) {
		const struct span *s = &w->span[i];

		out->all[s->var] += hash_value(hash_number(hash_number(hash_mix(s->index, s->rises), s->first),
							   s->last), s->v);
	}
	for (i = 0; i < w->nvars; i++)
		h = hash_mix(h, out->all[i]);
	return h;
}

static unsigned int place(const struct hashes *h, uint64_t key)
{
	unsigned int i = (key ^ key >> 32) & (h->room - 1);

	while (h->slot[i].key && h->slot[i].key != key)
		i = (i + 1) & (h->room - 1);
	return i;
}

static void grow(struct hashes *h)
{
	struct hashes more = { .room = h->room ? 2 * h->room : 1024 };

	more.slot = calloc(more.room, sizeof(*more.slot));
	if (!more.slot) {
		fputs("iommu-conform: out of memory\n", stderr);
		exit(2);
	}
	for (unsigned int i = 0; i < h->room; i++)
		if (h->slot[i].key)
			hashes_add(&more, h->slot[i].key, h->slot[i].value);
	free(h->slot);
	*h = more;
}

uint64_t *hashes_find(const struct hashes *h, uint64_t key)
{
	unsigned int i;

	key = key ? key : 1;	/* 0 marks an empty slot */
	if (!h->n)
		return NULL;
	i = place(h, key);
	return h->slot[i].key ? &h->slot[i].value : NULL;
}

bool hashes_add(struct hashes *h, uint64_t key, uint64_t value)
{
	unsigned int i;

	key = key ? key : 1;
	if (2 * h->n >= h->room)
		grow(h);
	i = place(h, key);
	if (h->slot[i].key)
		return false;
	h->slot[i].key = key;
	h->slot[i].value = value;
	h->n++;
	return true;
}

void hashes_clear(struct hashes *h)
{
	if (h->n)
		memset(h->slot, 0, h->room * sizeof(*h->slot));
	h->n = 0;
}

void hashes_free(struct hashes *h)
{
	free(h->slot);
	*h = (struct hashes){ 0 };
}
