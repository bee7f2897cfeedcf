// SPDX-License-Identifier: GPL-2.0-only
/* world.c - the abstract state that the rules speak of, see world.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spec/world.h"

static void *xrealloc(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p) {
		fputs("iommu-conform: out of memory\n", stderr);
		exit(2);
	}
	return p;
}

void world_init(struct world *w, const struct var_desc *var, unsigned int nvars, const unsigned int *offset)
{
	*w = (struct world){ .var = var, .nvars = nvars, .offset = offset, .ncells = offset[nvars] };
	w->cell = xrealloc(NULL, (w->ncells + 1) * sizeof(*w->cell));
	memset(w->cell, 0, (w->ncells + 1) * sizeof(*w->cell));
}

void world_free(struct world *w)
{
	free(w->cell);
	free(w->span);
	*w = (struct world){ 0 };
}

void world_copy(struct world *to, const struct world *from)
{
	if (!to->cell) {
		*to = (struct world){ .var = from->var, .nvars = from->nvars, .offset = from->offset,
				      .ncells = from->ncells };
		to->cell = xrealloc(NULL, (to->ncells + 1) * sizeof(*to->cell));
	}
	to->notes = from->notes;
	memcpy(to->cell, from->cell, from->ncells * sizeof(*to->cell));
	to->nspans = 0;
	world_add_spans(to, from->span, from->nspans);
}

void world_add_spans(struct world *w, const struct span *span, unsigned int n)
{
	if (w->room < w->nspans + n) {
		w->room = w->nspans + n + 16;
		w->span = xrealloc(w->span, w->room * sizeof(*w->span));
	}
	if (n)
		memcpy(w->span + w->nspans, span, n * sizeof(*w->span));
	w->nspans += n;
}

/* Which of the values of argument @k is @v? -1: none of them. */
static int ordinal(const struct var_desc *d, unsigned int k, struct value v)
{
	unsigned int i;

	if (!d->names[k])
		return (v.kind == V_DEVICE || v.kind == V_DOMAIN) && v.u.id >= 0 && (unsigned int)v.u.id < d->dim[k] ?
			v.u.id : -1;
	for (i = 0; i < d->dim[k]; i++)
		if (v.kind == V_NAME && d->names[k][i] == v.u.name)
			return i;
	return -1;
}

/* The index of the cell (or of the interval list) that @args name; -1: none. */
static int index_of(const struct var_desc *d, const struct value *args)
{
	unsigned int k, n = d->nargs - d->by_address;
	int index = 0;

	for (k = 0; k < n; k++) {
		int i = ordinal(d, k, args[k]);

		if (i < 0)
			return -1;
		index = index * d->dim[k] + i;
	}
	return index;
}

/* Values of a plural var at one address: the set of all intervals over it. */
static struct value all_at(const struct world *w, struct arena *a, int var, int index, number at)
{
	struct value v[64];
	unsigned int i, n = 0;

	for (i = 0; i < w->nspans && n < 64; i++) {
		const struct span *s = &w->span[i];

		if (s->var != var || s->index != index || at < s->first || at > s->last)
			continue;
		v[n] = s->v;
		if (s->rises)
			v[n].u.num += at - s->first;
		n++;
	}
	return v_set(a, n, v);
}

static const struct span *span_at(const struct world *w, int var, int index, number at)
{
	unsigned int i;

	for (i = 0; i < w->nspans; i++) {
		const struct span *s = &w->span[i];

		if (s->var == var && s->index == index && s->first <= at && at <= s->last)
			return s;
	}
	return NULL;
}

/* The first address after @at, up to @last + 1, at which something of the var begins or ends. */
static number next_edge(const struct world *w, int var, int index, number at, number last)
{
	number edge = last + 1;
	unsigned int i;

	for (i = 0; i < w->nspans; i++) {
		const struct span *s = &w->span[i];

		if (s->var != var || s->index != index)
			continue;
		if (s->first > at && s->first < edge)
			edge = s->first;
		if (s->last + 1 > at && s->last + 1 < edge)
			edge = s->last + 1;
	}
	return edge;
}

/* The value of an address that no interval covers: the cell of the var holds it. */
static struct value fallback(const struct world *w, int var, int index)
{
	return w->cell[w->offset[var] + index];
}

/* From @at on: the rest of the range that it lies in alone, or all that follow if it is the first byte of one. */
static void tile(struct piece *p, const struct span *s, number at)
{
	number size = s->v.u.range.size, into = (at - s->v.u.range.first) % size;

	p->v.u.range.first = at - into;
	p->rises = !into;
	if (into && p->size > size - into)
		p->size = size - into;
}

static struct piece piece_at(const struct world *w, struct arena *a, int var, int index, number at, number last)
{
	struct piece p = { .size = next_edge(w, var, index, at, last) - at };
	const struct span *s;

	if (w->var[var].plural) {
		p.v = all_at(w, a, var, index, at);
		p.rises = p.v.u.set.n && p.v.u.set.v[0].kind == V_NUMBER;
		return p;
	}
	s = span_at(w, var, index, at);
	if (!s) {
		p.v = fallback(w, var, index);
		return p;
	}
	p.v = s->v;
	p.rises = s->rises;
	if (s->rises && s->v.kind == V_RANGE)
		tile(&p, s, at);
	else if (s->rises)
		p.v.u.num += at - s->first;
	return p;
}

/* A set over a range is that of the first byte of each stretch: as a set of bytes it would be endless. */
static struct value over_range(const struct world *w, struct arena *a, int var, int index, struct value range)
{
	number at = range.u.range.first, last = at + range.u.range.size - 1;
	struct piece whole = piece_at(w, a, var, index, at, last), *p;
	unsigned int n = 0, room = 2;

	if (at <= last && at + whole.size > last && !whole.rises)	/* the same all over, as it is mostly */
		return whole.v;
	p = arena_alloc(a, room * sizeof(*p));
	while (at <= last) {
		if (n == room) {
			struct piece *more = arena_alloc(a, 2 * room * sizeof(*p));

			memcpy(more, p, room * sizeof(*p));
			p = more;
			room *= 2;
		}
		p[n] = piece_at(w, a, var, index, at, last);
		at += p[n++].size;
	}
	return (struct value){ .kind = V_PIECES, .u.pieces = { .p = p, .n = n } };
}

struct value world_get(const struct world *w, struct arena *a, int var, unsigned int nargs, const struct value *args)
{
	const struct value *cell = nargs == 1 ? world_cell(w, var, args) : NULL;
	const struct var_desc *d = &w->var[var];
	unsigned int i;
	int index;

	if (cell)	/* by far the most */
		return *cell;
	for (i = 0; i < nargs; i++)
		if (args[i].kind == V_UNKNOWN || args[i].kind == V_NONE)
			return args[i];
	index = index_of(d, args);
	if (index < 0)
		return v_unknown();
	world_note_read(w, var, w->offset[var] + index);
	if (!d->by_address)
		return w->cell[w->offset[var] + index];
	switch (args[nargs - 1].kind) {
	case V_NUMBER:
		return piece_at(w, a, var, index, args[nargs - 1].u.num, args[nargs - 1].u.num).v;
	case V_RANGE:
		return over_range(w, a, var, index, args[nargs - 1]);
	case V_EVERY:
		return over_range(w, a, var, index, v_range(v_number(0), v_number((number)1 << 64)));
	default:
		return v_unknown();
	}
}

static void add_span(struct world *w, struct span s)
{
	if (w->nspans == w->room) {
		w->room = w->room ? 2 * w->room : 32;
		w->span = xrealloc(w->span, w->room * sizeof(*w->span));
	}
	w->span[w->nspans++] = s;
}

/* Nothing of the var's @index stays in [first, last]. */
static void cut(struct world *w, int var, int index, number first, number last)
{
	unsigned int i, n = w->nspans;

	for (i = 0; i < n; i++) {
		struct span s = w->span[i];

		if (s.var != var || s.index != index || s.last < first || s.first > last)
			continue;
		w->span[i].first = 1;	/* marked empty */
		w->span[i].last = 0;
		if (s.first < first) {
			struct span head = s;

			head.last = first - 1;
			add_span(w, head);
		}
		if (s.last > last) {
			struct span tail = s;

			tail.first = last + 1;
			if (tail.rises && tail.v.kind == V_NUMBER)
				tail.v.u.num += tail.first - s.first;
			add_span(w, tail);
		}
	}
	for (i = 0, n = 0; i < w->nspans; i++)
		if (w->span[i].first <= w->span[i].last)
			w->span[n++] = w->span[i];
	w->nspans = n;
}

static bool is_fallback(const struct world *w, int var, int index, struct value v)
{
	return v_true(v_eq(fallback(w, var, index), v));
}

/* One interval; a set is kept as one interval for each element. */
static void put_span(struct world *w, int var, int index, number first, number last, struct value v, bool rises)
{
	struct span s = { .var = var, .index = index, .first = first, .last = last, .rises = rises, .v = v };
	unsigned int i;

	if (v.kind == V_SET && w->var[var].plural) {
		for (i = 0; i < v.u.set.n; i++)
			put_span(w, var, index, first, last, v.u.set.v[i], v.u.set.v[i].kind == V_NUMBER);
		return;
	}
	if (v.kind == V_PIECES && w->var[var].plural) {		/* an element that is itself a run */
		number at = first;

		for (i = 0; i < v.u.pieces.n && at <= last; i++) {
			const struct piece *p = &v.u.pieces.p[i];

			if (p->v.kind != V_NONE)
				put_span(w, var, index, at, at + p->size - 1 < last ? at + p->size - 1 : last, p->v,
					 p->rises);
			at += p->size;
		}
		return;
	}
	if (!is_fallback(w, var, index, v))
		add_span(w, s);
}

/* What an address had before is kept beside the new value. */
static void note_set(const struct world *w, int var, unsigned int cell)
{
	struct world_notes *notes = w->notes;

	if (!notes)
		return;
	if (w->var[var].by_address)
		world_note_read(w, var, cell);
	if (!(notes->did[cell] & NOTE_SET))
		notes->set[notes->nsets++] = cell;
	notes->did[cell] |= NOTE_SET;
}

static void set_index(struct world *w, int var, int index, struct value where, struct value v)
{
	const struct var_desc *d = &w->var[var];
	number first, last, at;
	unsigned int i;

	note_set(w, var, w->offset[var] + index);
	if (!d->by_address) {
		w->cell[w->offset[var] + index] = v;
		return;
	}
	switch (where.kind) {
	case V_NUMBER:
		first = last = where.u.num;
		break;
	case V_RANGE:
		first = where.u.range.first;
		last = first + where.u.range.size - 1;
		break;
	default:	/* any address */
		first = 0;
		last = ((number)1 << 66) - 1;
		break;
	}
	cut(w, var, index, first, last);
	if (v.kind != V_PIECES) {
		put_span(w, var, index, first, last, v, false);
		return;
	}
	for (i = 0, at = first; i < v.u.pieces.n && at <= last; i++) {
		const struct piece *p = &v.u.pieces.p[i];

		put_span(w, var, index, at, at + p->size - 1 < last ? at + p->size - 1 : last, p->v, p->rises);
		at += p->size;
	}
}

void world_set(struct world *w, int var, unsigned int nargs, const struct value *args, struct value v)
{
	const struct var_desc *d = &w->var[var];
	unsigned int i, j, n0 = d->nargs - d->by_address > 0 ? d->dim[0] : 1,
		n1 = d->nargs - d->by_address > 1 ? d->dim[1] : 1;
	struct value where = nargs && d->by_address ? args[nargs - 1] : v_none();

	for (i = 0; i < n0; i++) {
		if (n0 > 1 && args[0].kind != V_EVERY && ordinal(d, 0, args[0]) != (int)i)
			continue;
		for (j = 0; j < n1; j++) {
			if (n1 > 1 && args[1].kind != V_EVERY && ordinal(d, 1, args[1]) != (int)j)
				continue;
			set_index(w, var, i * n1 + j, where, v);
		}
	}
}
