// SPDX-License-Identifier: GPL-2.0-only
/* plan_hash.c - hashes of what a world is made of; maps and sets of hashes. */
#include "spec/plan_inner.h"

#define FIRST_ROOM	64

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

uint64_t hash_span(const struct span *s)
{
	return hash_value(hash_number(hash_number(hash_mix(s->index, s->rises), s->first), s->last), s->v);
}

uint64_t hash_phrase(const struct phrase *phrase, const struct value *letter)
{
	uint64_t h = phrase->shared ? phrase->shared : (uintptr_t)phrase->expr;

	for (uint32_t left = phrase->letters; left; left &= left - 1)
		h = hash_value(h, letter[__builtin_ctz(left)]);
	return h;
}

/* Where @key is, or is to be. */
static struct slot *place(const struct hashes *h, uint64_t key)
{
	unsigned int i = (key ^ key >> 32) & (h->room - 1);

	while (h->slot[i].key && h->slot[i].key != key)
		i = (i + 1) & (h->room - 1);
	return &h->slot[i];
}

static void grow(struct hashes *h)
{
	struct hashes more = { .n = h->n, .room = h->room ? 2 * h->room : FIRST_ROOM, .arena = h->arena };

	more.slot = arena_alloc(h->arena, more.room * sizeof(*more.slot));
	for (unsigned int i = 0; i < h->room; i++)
		if (h->slot[i].key)
			*place(&more, h->slot[i].key) = h->slot[i];
	*h = more;
}

uint64_t *hashes_find(const struct hashes *h, uint64_t key)
{
	struct slot *s;

	if (!h->n)
		return NULL;
	s = place(h, key ? key : 1);	/* 0 marks an empty slot */
	return s->key ? &s->value : NULL;
}

bool hashes_add(struct hashes *h, uint64_t key, uint64_t value)
{
	struct slot *s;

	if (4 * h->n >= 3 * h->room)
		grow(h);
	s = place(h, key ? key : 1);
	if (s->key)
		return false;
	*s = (struct slot){ key ? key : 1, value };
	h->n++;
	return true;
}

/* Where @key is marked, or is to be: what earlier searches left there is as good as nothing. */
static struct slot *mark_place(const struct marks *m, uint64_t key)
{
	unsigned int i = (key ^ key >> 32) & (m->room - 1);

	while (m->slot[i].value == m->search && m->slot[i].key != key)
		i = (i + 1) & (m->room - 1);
	return &m->slot[i];
}

static void more_marks(struct marks *m)
{
	struct marks more = { .n = m->n, .room = m->room ? 2 * m->room : 1024, .search = m->search,
			      .arena = m->arena };

	more.slot = arena_alloc(m->arena, more.room * sizeof(*more.slot));
	for (unsigned int i = 0; i < m->room; i++)
		if (m->slot[i].value == m->search)
			*mark_place(&more, m->slot[i].key) = m->slot[i];
	*m = more;
}

void marks_begin(struct marks *m)
{
	m->search++;
	m->n = 0;
}

bool marks_add(struct marks *m, uint64_t key)
{
	struct slot *s;

	if (2 * m->n >= m->room)
		more_marks(m);
	s = mark_place(m, key);
	if (s->value == m->search)
		return false;
	*s = (struct slot){ key, m->search };
	m->n++;
	return true;
}
