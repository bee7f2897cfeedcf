// SPDX-License-Identifier: GPL-2.0-only
/* plan_hash.c - hashes of what a world is made of, and sets of hashes. */
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

uint64_t hash_span(const struct span *s)
{
	return hash_value(hash_number(hash_number(hash_mix(s->index, s->rises), s->first), s->last), s->v);
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

/* The value of @key, which is added where it is not there. */
static uint64_t *add(struct hashes *h, uint64_t key, bool *is_new)
{
	unsigned int i;

	key = key ? key : 1;
	if (2 * h->n >= h->room)
		grow(h);
	i = place(h, key);
	*is_new = !h->slot[i].key;
	h->n += *is_new;
	h->slot[i].key = key;
	return &h->slot[i].value;
}

bool hashes_add(struct hashes *h, uint64_t key, uint64_t value)
{
	bool is_new;
	uint64_t *has = add(h, key, &is_new);

	if (is_new)
		*has = value;
	return is_new;
}

bool hashes_mark(struct hashes *h, uint64_t key, uint64_t search)
{
	bool is_new;
	uint64_t *last = add(h, key, &is_new);

	is_new |= *last != search;
	*last = search;
	return is_new;
}

void hashes_free(struct hashes *h)
{
	free(h->slot);
	*h = (struct hashes){ 0 };
}
