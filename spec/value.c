// SPDX-License-Identifier: GPL-2.0-only
/* value.c - the values that the language speaks of, see value.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "spec/value.h"

#define FIRST_BLOCK	(64 * 1024)
#define LARGE_BLOCK	(2 * 1024 * 1024)	/* a large page: one page fault instead of 512 */

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(16) char data[];
};

/* The blocks of an arena that grows become larger. */
static struct arena_block *alloc_block(const struct arena *a, size_t size)
{
	size_t last = a->blocks ? sizeof(*a->blocks) + a->blocks->size : 0;
	size_t room = !last ? FIRST_BLOCK : last < LARGE_BLOCK / 8 ? LARGE_BLOCK / 8 : LARGE_BLOCK;
	struct arena_block *b;

	size += sizeof(*b);
	if (size <= LARGE_BLOCK / 8 && room < LARGE_BLOCK) {
		size = size < room ? room : size;
		b = malloc(size);
	} else {
		size = (size + LARGE_BLOCK - 1) / LARGE_BLOCK * LARGE_BLOCK;
		b = aligned_alloc(LARGE_BLOCK, size);
		if (b)
			madvise(b, size, MADV_HUGEPAGE);	/* where there are none, nothing is lost */
	}
	if (!b) {
		fputs("iommu-conform: out of memory\n", stderr);
		exit(2);
	}
	b->size = size - sizeof(*b);
	return b;
}

/* A block with room for @size bytes: a spare one, or a new one. */
static struct arena_block *new_block(struct arena *a, size_t size)
{
	struct arena_block **at = &a->spare, *b;

	while (*at && (*at)->size < size)
		at = &(*at)->next;
	b = *at;
	if (b)
		*at = b->next;
	else
		b = alloc_block(a, size);
	b->used = 0;
	b->next = a->blocks;
	a->blocks = b;
	return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *b = a->blocks;
	void *p;

	size = (size + 15) & ~(size_t)15;
	if (!b || b->size - b->used < size)
		b = new_block(a, size);
	p = b->data + b->used;
	b->used += size;
	return memset(p, 0, size);
}

void arena_reset(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *b = a->blocks;

		a->blocks = b->next;
		b->next = a->spare;
		a->spare = b;
	}
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	while (a->spare) {
		struct arena_block *b = a->spare;

		a->spare = b->next;
		free(b);
	}
}

/* The number that a value stands for: a range or a run is its first byte. */
static bool number_of(struct value v, number *n)
{
	switch (v.kind) {
	case V_NUMBER:
		*n = v.u.num;
		return true;
	case V_RANGE:
		*n = v.u.range.first;
		return true;
	case V_PIECES:
		return v.u.pieces.n && number_of(v.u.pieces.p[0].v, n);
	default:
		return false;
	}
}

struct value v_range(struct value first, struct value size)
{
	struct value v = { .kind = V_RANGE };

	if (!number_of(first, &v.u.range.first) || !number_of(size, &v.u.range.size))
		return v_unknown();
	return v;
}

struct value v_run(struct arena *a, struct value first, struct value size)
{
	struct piece *p = arena_alloc(a, sizeof(*p));
	number start;

	if (!number_of(size, &p->size) || (first.kind != V_NONE && !number_of(first, &start)))
		return v_unknown();
	p->rises = first.kind != V_NONE;
	p->v = p->rises ? v_number(start) : v_none();
	return (struct value){ .kind = V_PIECES, .u.pieces = { .p = p, .n = 1 } };
}

struct value v_set(struct arena *a, unsigned int n, const struct value *v)
{
	struct value *out;
	unsigned int i, total = 0, room = 0;

	for (i = 0; i < n; i++)
		room += v[i].kind == V_SET && !v[i].complement ? v[i].u.set.n : 1;
	out = arena_alloc(a, (room + 1) * sizeof(*out));
	for (i = 0; i < n; i++) {
		if (v[i].kind == V_UNKNOWN)
			return v_unknown();
		if (v[i].kind == V_SET && !v[i].complement) {
			if (v[i].u.set.n)
				memcpy(out + total, v[i].u.set.v, v[i].u.set.n * sizeof(*out));
			total += v[i].u.set.n;
		} else {
			out[total++] = v[i];
		}
	}
	return (struct value){ .kind = V_SET, .u.set = { .v = out, .n = total } };
}

struct value v_complement(struct value set)
{
	if (set.kind == V_SET)
		set.complement = !set.complement;
	return set;
}

struct value v_copy(struct arena *a, struct value v)
{
	if (v.kind == V_SET) {
		struct value *copy = arena_alloc(a, (v.u.set.n + 1) * sizeof(*copy));

		for (unsigned int i = 0; i < v.u.set.n; i++)
			copy[i] = v_copy(a, v.u.set.v[i]);
		v.u.set.v = copy;
	} else if (v.kind == V_PIECES) {
		struct piece *copy = arena_alloc(a, (v.u.pieces.n + 1) * sizeof(*copy));

		for (unsigned int i = 0; i < v.u.pieces.n; i++) {
			copy[i] = v.u.pieces.p[i];
			copy[i].v = v_copy(a, copy[i].v);
		}
		v.u.pieces.p = copy;
	}
	return v;
}

static bool is_false(struct value v)
{
	return v.kind == V_BOOL && !v.u.num;
}

struct value v_not(struct value a)
{
	return a.kind == V_BOOL ? v_bool(!a.u.num) : v_unknown();
}

struct value v_and(struct value a, struct value b)
{
	if (is_false(a) || is_false(b))
		return v_bool(false);
	return v_true(a) && v_true(b) ? v_bool(true) : v_unknown();
}

struct value v_or(struct value a, struct value b)
{
	if (v_true(a) || v_true(b))
		return v_bool(true);
	return is_false(a) && is_false(b) ? v_bool(false) : v_unknown();
}

/* What stands at one offset, and for how many bytes more. */
struct slice {
	struct value v;
	bool rises;
	number left;
	number shift;		/* into a piece that is a set: its numbers are that much higher here */
};

static number size_of_pieces(struct value v)
{
	number size = 0;
	unsigned int i;

	for (i = 0; i < v.u.pieces.n; i++)
		size += v.u.pieces.p[i].size;
	return size;
}

#define ENDLESS	((number)1 << 100)

/* The one of many ranges side by side that the byte lies in. */
static struct slice tile_at(const struct piece *p, number offset)
{
	number size = p->v.u.range.size, into = offset % size;
	struct slice s = { .v = p->v, .left = size - into };

	s.v.u.range.first += offset - into;
	if (s.left > p->size - offset)
		s.left = p->size - offset;
	return s;
}

static struct slice slice_at(struct value v, number offset)
{
	unsigned int i;

	if (v.kind != V_PIECES)
		return (struct slice){ .v = v, .left = ENDLESS };
	for (i = 0; i < v.u.pieces.n; i++) {
		const struct piece *p = &v.u.pieces.p[i];

		if (offset < p->size) {
			struct slice s = { .v = p->v, .rises = p->rises, .left = p->size - offset };

			if (p->rises && p->v.kind == V_NUMBER)
				s.v.u.num += offset;
			else if (p->rises && p->v.kind == V_RANGE)
				s = tile_at(p, offset);
			else if (p->rises)
				s.shift = offset;
			return s;
		}
		offset -= p->size;
	}
	return (struct slice){ .v = v_none(), .left = ENDLESS };
}

enum relation { REL_EQ, REL_NE, REL_LT, REL_LE };

static bool same_scalar(struct value a, struct value b)
{
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case V_NONE:
		return true;
	case V_BOOL:
	case V_NUMBER:
		return a.u.num == b.u.num;
	case V_NAME:
		return a.u.name == b.u.name;
	case V_DEVICE:
	case V_DOMAIN:
		return a.u.id == b.u.id;
	case V_RANGE:
		return a.u.range.first == b.u.range.first && a.u.range.size == b.u.range.size;
	default:
		return false;
	}
}

/* Two slices over @len bytes, for all of them. */
static struct value relate(struct slice a, struct slice b, number len, enum relation rel)
{
	if (a.v.kind == V_UNKNOWN || b.v.kind == V_UNKNOWN)
		return v_unknown();
	if (a.v.kind == V_EVERY || b.v.kind == V_EVERY)
		return v_bool(rel != REL_NE);
	if (rel == REL_LT || rel == REL_LE) {
		number x, y;

		if (!number_of(a.v, &x) || !number_of(b.v, &y))
			return v_unknown();
		if (a.rises && !b.rises)
			x += len - 1;
		return v_bool(rel == REL_LT ? x < y : x <= y);
	}
	if (a.rises != b.rises && len > 1 && a.v.kind == V_NUMBER && b.v.kind == V_NUMBER) {
		number low = a.rises ? a.v.u.num : b.v.u.num, other = a.rises ? b.v.u.num : a.v.u.num;

		return v_bool(rel == REL_NE && (other < low || other >= low + len));
	}
	return v_bool(same_scalar(a.v, b.v) == (rel == REL_EQ));
}

/* Sets can stand on both sides of a comparison: as they are, as sets of pieces, or as pieces that are sets. */
static bool is_set(struct value v)
{
	return v.kind == V_SET || (v.kind == V_PIECES && v.u.pieces.n && v.u.pieces.p[0].v.kind == V_SET);
}

static struct value set_at(struct value v, number offset, struct slice *s)
{
	*s = slice_at(v, offset);
	return s->v;
}

/* Element @i of the set that stands at @offset. */
static struct slice element_at(struct value v, number offset, unsigned int i)
{
	struct slice s, e;
	struct value set = set_at(v, offset, &s);

	e = slice_at(set.u.set.v[i], v.kind == V_SET ? offset : 0);
	if (v.kind == V_PIECES && s.rises && e.v.kind == V_NUMBER) {
		e.v.u.num += s.shift;
		e.rises = true;
	}
	if (e.left > s.left)
		e.left = s.left;
	return e;
}

static unsigned int elements_at(struct value v, number offset)
{
	struct slice s;
	struct value set = set_at(v, offset, &s);

	return set.kind == V_SET ? set.u.set.n : 0;
}

static struct value contained(struct value a, struct value b, number offset, number len)
{
	struct value all = v_bool(true);
	unsigned int i, k;

	for (i = 0; i < elements_at(a, offset); i++) {
		struct value any = v_bool(false);

		for (k = 0; k < elements_at(b, offset) && !v_true(any); k++)
			any = v_or(any, relate(element_at(a, offset, i), element_at(b, offset, k), len, REL_EQ));
		all = v_and(all, any);
	}
	return all;
}

static void least_left(struct value v, number offset, number *len)
{
	struct slice s;

	set_at(v, offset, &s);
	if (s.left < *len)
		*len = s.left;
	for (unsigned int i = 0; i < elements_at(v, offset); i++) {
		number left = element_at(v, offset, i).left;

		if (left < *len)
			*len = left;
	}
}

/* Are two sets equal, at each byte? A set and something that is none are not. */
static struct value same_sets(struct value a, struct value b)
{
	struct value all = v_bool(is_set(a) && is_set(b));
	number offset = 0, len;

	if (a.kind == V_SET && b.kind == V_SET && a.complement != b.complement)
		return v_bool(false);
	do {
		len = ENDLESS;
		least_left(a, offset, &len);
		least_left(b, offset, &len);
		all = v_and(all, v_and(contained(a, b, offset, len), contained(b, a, offset, len)));
		offset += len;
	} while (len < ENDLESS && !is_false(all) &&
		 (slice_at(a, offset).left < ENDLESS || slice_at(b, offset).left < ENDLESS));
	return all;
}

/* @rel of two values; where one is pieces, of each byte. */
static struct value compare(struct value a, struct value b, enum relation rel)
{
	struct value all = v_bool(true);
	number offset = 0, size;

	if (v_plain(&a) && v_plain(&b) && (rel == REL_EQ || rel == REL_NE))	/* by far most of them */
		return v_bool(v_same(&a, &b) == (rel == REL_EQ));
	if (is_set(a) && is_set(b)) {
		struct value same = same_sets(a, b);

		return rel == REL_NE ? v_not(same) : same;
	}
	if (a.kind != V_PIECES && b.kind != V_PIECES)
		return relate(slice_at(a, 0), slice_at(b, 0), 1, rel);
	if ((rel == REL_LT || rel == REL_LE) && (a.kind == V_NUMBER || b.kind == V_NUMBER)) {
		number x, y;

		if (!number_of(a, &x) || !number_of(b, &y))
			return v_unknown();
		return v_bool(rel == REL_LT ? x < y : x <= y);
	}
	size = size_of_pieces(a.kind == V_PIECES ? a : b);
	if (a.kind == V_PIECES && b.kind == V_PIECES && size != size_of_pieces(b))
		return v_bool(rel == REL_NE);
	while (offset < size && !is_false(all)) {
		struct slice x = slice_at(a, offset), y = slice_at(b, offset);
		number len = x.left < y.left ? x.left : y.left;

		all = v_and(all, relate(x, y, len, rel));
		offset += len;
	}
	return all;
}

struct value v_eq(struct value a, struct value b)
{
	return compare(a, b, REL_EQ);
}

struct value v_ne(struct value a, struct value b)
{
	return compare(a, b, REL_NE);
}

struct value v_lt(struct value a, struct value b)
{
	return compare(a, b, REL_LT);
}

struct value v_le(struct value a, struct value b)
{
	return compare(a, b, REL_LE);
}

/* Is the slice @x of @len bytes, at @offset, an element of the set? @whole: it is all of a plain value. */
static struct value slice_in(struct slice x, number len, number offset, struct value set, bool whole)
{
	struct value any = v_bool(false);
	unsigned int i;

	for (i = 0; i < set.u.set.n && !v_true(any); i++) {
		struct value e = set.u.set.v[i];

		if (e.kind == V_SET)
			any = v_or(any, slice_in(x, len, offset, e, whole));
		else if (whole && x.v.kind == V_NUMBER && (e.kind == V_PIECES || e.kind == V_RANGE))
			any = v_or(any, v_within(x.v, e));	/* an address in one of several runs */
		else
			any = v_or(any, relate(x, slice_at(e, offset), len, REL_EQ));
	}
	return set.complement ? v_not(any) : any;
}

static number shortest_left(struct value set, number offset, number len)
{
	unsigned int i;

	for (i = 0; i < set.u.set.n; i++) {
		struct slice y = slice_at(set.u.set.v[i], offset);

		if (y.left < len)
			len = y.left;
	}
	return len;
}

/* Is a plain value one of a set of plain values? Returns false if it is not so plain. */
static bool plain_in(struct value a, struct value set, bool *in)
{
	*in = set.complement;
	for (unsigned int i = 0; i < set.u.set.n; i++) {
		if (!v_plain(&set.u.set.v[i]))
			return false;
		if (v_same(&a, &set.u.set.v[i]))
			*in = !set.complement;
	}
	return true;
}

struct value v_in(struct value a, struct value set)
{
	struct value all = v_bool(true);
	number offset = 0, size = a.kind == V_PIECES ? size_of_pieces(a) : 1;
	bool in;

	if (set.kind == V_SET && v_plain(&a) && plain_in(a, set, &in))	/* by far most of them */
		return v_bool(in);
	if (a.kind == V_UNKNOWN || set.kind == V_UNKNOWN)
		return v_unknown();
	if (set.kind == V_EVERY)
		return v_bool(true);
	if (set.kind == V_RANGE || set.kind == V_PIECES)
		return v_within(a, set);
	if (set.kind != V_SET)
		return v_eq(a, set);
	while (offset < size && !is_false(all)) {
		struct slice x = slice_at(a, offset);
		number len = shortest_left(set, offset, a.kind == V_PIECES ? x.left : 1);

		all = v_and(all, slice_in(x, len, offset, set, a.kind != V_PIECES));
		offset += len;
	}
	return all;
}

/* Does [first, first + size) lie inside, or share a byte with, the numbers of @b? */
static struct value lies(number first, number size, struct value b, bool meets)
{
	struct value r = v_bool(false);
	unsigned int i;

	if (!size && b.kind != V_UNKNOWN)	/* nothing is inside everything and meets nothing */
		return v_bool(!meets);
	switch (b.kind) {
	case V_RANGE:
		if (meets)
			return v_bool(first < b.u.range.first + b.u.range.size && b.u.range.first < first + size);
		return v_bool(b.u.range.first <= first && first + size <= b.u.range.first + b.u.range.size);
	case V_PIECES:
		for (i = 0; i < b.u.pieces.n; i++) {
			const struct piece *p = &b.u.pieces.p[i];
			struct value one = { .kind = V_RANGE };

			if (p->v.kind == V_RANGE) {
				one = p->v;
				if (p->rises)
					one.u.range.size = p->size;
			} else if (p->v.kind == V_NUMBER) {
				one.u.range.first = p->v.u.num;
				one.u.range.size = p->rises ? p->size : 1;
			} else {
				continue;
			}
			r = v_or(r, lies(first, size, one, meets));
		}
		return r;
	case V_SET:
		for (i = 0; i < b.u.set.n; i++)
			r = v_or(r, lies(first, size, b.u.set.v[i], meets));
		return b.complement ? v_not(r) : r;
	case V_NUMBER:
		return v_bool(meets ? first <= b.u.num && b.u.num < first + size : first == b.u.num && size == 1);
	case V_UNKNOWN:
		return v_unknown();
	default:
		return v_bool(false);
	}
}

static struct value lie(struct value a, struct value b, bool meets)
{
	struct value r = v_bool(!meets);
	unsigned int i;

	switch (a.kind) {
	case V_NUMBER:
		return lies(a.u.num, 1, b, meets);
	case V_RANGE:
		return lies(a.u.range.first, a.u.range.size, b, meets);
	case V_PIECES:
		for (i = 0; i < a.u.pieces.n; i++) {
			const struct piece *p = &a.u.pieces.p[i];
			struct value one;

			if (p->v.kind == V_NUMBER)
				one = lies(p->v.u.num, p->rises ? p->size : 1, b, meets);
			else if (p->v.kind == V_PIECES)
				one = v_unknown();
			else if (p->v.kind == V_RANGE && p->rises)
				one = lies(p->v.u.range.first, p->size, b, meets);
			else
				one = lie(p->v, b, meets);
			r = meets ? v_or(r, one) : v_and(r, one);
		}
		return r;
	case V_UNKNOWN:
		return v_unknown();
	default:
		return v_bool(false);
	}
}

struct value v_within(struct value a, struct value b)
{
	return lie(a, b, false);
}

struct value v_meets(struct value a, struct value b)
{
	return lie(a, b, true);
}

struct value v_add(struct arena *a, struct value x, struct value y)
{
	number m, n;

	if (x.kind == V_SET || y.kind == V_SET)
		return v_set(a, 2, (struct value[]){ x, y });
	return number_of(x, &m) && number_of(y, &n) ? v_number(m + n) : v_unknown();
}

struct value v_sub(struct value x, struct value y)
{
	number m, n;

	return number_of(x, &m) && number_of(y, &n) ? v_number(m - n) : v_unknown();
}

struct value v_mul(struct value x, struct value y)
{
	number m, n, r;

	if (!number_of(x, &m) || !number_of(y, &n) || __builtin_mul_overflow(m, n, &r))
		return v_unknown();
	return v_number(r);
}

struct value v_div(struct value x, struct value y)
{
	number m, n;

	return number_of(x, &m) && number_of(y, &n) && n > 0 ? v_number(m / n) : v_unknown();
}

struct value v_mod(struct value x, struct value y)
{
	number m, n;

	return number_of(x, &m) && number_of(y, &n) && n > 0 ? v_number(m % n) : v_unknown();
}

struct value v_first(struct value v)
{
	number n;

	return number_of(v, &n) ? v_number(n) : v_unknown();
}

struct value v_last(struct value v)
{
	const struct piece *p;

	switch (v.kind) {
	case V_NUMBER:
		return v;
	case V_RANGE:
		return v_number(v.u.range.first + v.u.range.size - 1);
	case V_PIECES:
		if (!v.u.pieces.n)
			return v_unknown();
		p = &v.u.pieces.p[v.u.pieces.n - 1];
		if (p->v.kind != V_NUMBER)
			return v_unknown();
		return v_number(p->v.u.num + (p->rises ? p->size - 1 : 0));
	default:
		return v_unknown();
	}
}

struct value v_size(struct value v)
{
	switch (v.kind) {
	case V_RANGE:
		return v_number(v.u.range.size);
	case V_PIECES:
		return v_number(size_of_pieces(v));
	case V_NUMBER:
		return v_number(1);
	default:
		return v_unknown();
	}
}

static struct value extreme(struct value set, bool least)
{
	number best = 0, n;
	unsigned int i;

	if (set.kind != V_SET || set.complement || !set.u.set.n)
		return set.kind == V_NUMBER ? set : v_unknown();
	for (i = 0; i < set.u.set.n; i++) {
		if (!number_of(set.u.set.v[i], &n))
			return v_unknown();
		if (!i || (least ? n < best : n > best))
			best = n;
	}
	return v_number(best);
}

struct value v_min(struct value set)
{
	return extreme(set, true);
}

struct value v_max(struct value set)
{
	return extreme(set, false);
}

struct value v_align(struct value n, struct value to)
{
	number x, y;

	if (!number_of(n, &x) || !number_of(to, &y) || y <= 0)
		return v_unknown();
	return v_number(x >= 0 ? x / y * y : x);
}

struct value v_element(struct value set, unsigned int i)
{
	if (set.kind != V_SET)
		return i ? v_none() : set;
	return i < set.u.set.n ? set.u.set.v[i] : v_none();
}

struct value v_list(struct arena *a, unsigned int n, const struct value *runs)
{
	unsigned int i, k = 0, total = 0;
	struct piece *p;

	for (i = 0; i < n; i++) {
		if (runs[i].kind != V_PIECES)
			return v_unknown();
		total += runs[i].u.pieces.n;
	}
	p = arena_alloc(a, (total + 1) * sizeof(*p));
	for (i = 0; i < n; k += runs[i++].u.pieces.n)
		memcpy(p + k, runs[i].u.pieces.p, runs[i].u.pieces.n * sizeof(*p));
	return (struct value){ .kind = V_PIECES, .u.pieces = { .p = p, .n = total } };
}

struct value v_memory(struct arena *a, struct value list)
{
	struct piece *p;
	unsigned int i, n = 0;

	if (list.kind != V_PIECES)
		return v_unknown();
	p = arena_alloc(a, (list.u.pieces.n + 1) * sizeof(*p));
	for (i = 0; i < list.u.pieces.n; i++)
		if (list.u.pieces.p[i].v.kind != V_NONE)
			p[n++] = list.u.pieces.p[i];
	return (struct value){ .kind = V_PIECES, .u.pieces = { .p = p, .n = n } };
}

struct value v_at(struct value v, number offset)
{
	return slice_at(v, offset).v;
}

struct value v_bits(struct arena *a, uint64_t bitmap)
{
	struct value v[64];
	unsigned int i, n = 0;

	for (i = 0; i < 64; i++)
		if (bitmap >> i & 1)
			v[n++] = v_number((number)1 << i);
	return v_set(a, n, v);
}

struct printer {		/* where v_print() is */
	char *buf;
	size_t len;
	int at;
	const char *const *names;
};

static void put(struct printer *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	p->at += vsnprintf((size_t)p->at < p->len ? p->buf + p->at : NULL,
			   (size_t)p->at < p->len ? p->len - p->at : 0, fmt, ap);
	va_end(ap);
}

static void put_number(struct printer *p, number n)
{
	if (n < 0) {
		put(p, "-");
		n = -n;
	}
	if (n >> 64)
		put(p, "0x%llx%016llx", (unsigned long long)(n >> 64), (unsigned long long)n);
	else
		put(p, "0x%llx", (unsigned long long)n);
}

static void put_value(struct printer *p, struct value v)
{
	static const char *const handle[] = { "default", "blocked", "identity" };
	unsigned int i;

	switch (v.kind) {
	case V_NONE:
		return put(p, "none");
	case V_UNKNOWN:
		return put(p, "unknown");
	case V_EVERY:
		return put(p, "any");
	case V_BOOL:
		return put(p, v.u.num ? "true" : "false");
	case V_NUMBER:
		return put_number(p, v.u.num);
	case V_NAME:
		if (p->names)
			return put(p, "%s", p->names[v.u.name]);
		return put(p, "name %d", v.u.name);
	case V_DEVICE:
		return put(p, "d%d", v.u.id);
	case V_DOMAIN:
		if (v.u.id >= 0 && v.u.id < 3)
			return put(p, "%s", handle[v.u.id]);
		return put(p, "D%d", v.u.id - 3);
	case V_RANGE:
		put_number(p, v.u.range.first);
		put(p, "+");
		return put_number(p, v.u.range.size);
	case V_PIECES:
		for (i = 0; i < v.u.pieces.n; i++) {
			if (i)
				put(p, ", ");
			put_value(p, v.u.pieces.p[i].v);
			put(p, "+");
			put_number(p, v.u.pieces.p[i].size);
		}
		return;
	case V_SET:
		put(p, v.complement ? "not {" : "{");
		for (i = 0; i < v.u.set.n; i++) {
			put(p, i ? ", " : " ");
			put_value(p, v.u.set.v[i]);
		}
		return put(p, " }");
	}
}

int v_print(struct value v, const char *const *names, char *buf, size_t len)
{
	struct printer p = { .buf = buf, .len = len, .names = names };

	if (len)
		buf[0] = '\0';
	put_value(&p, v);
	return p.at;
}
