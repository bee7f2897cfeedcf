// SPDX-License-Identifier: GPL-2.0-only
/*
 * points.c - addresses that are worth a look after each step: inside the ranges of the case, their neighbours, the
 * edges of the aperture, and addresses that a truncated or wrapped iova would be taken for.
 */
#include "suite/run.h"

#define NR_INSIDE	6	/* points inside a range */
#define NR_ALIASES	6	/* addresses modulo a power of two */

/* splitmix64 */
uint64_t run_random(struct run *run)
{
	uint64_t z = run->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static const struct domain_facts *geometry(const struct run *run)
{
	static const struct domain_facts usual = { .pgsize_bitmap = 0x1000 };

	for (int i = DOM_FIRST; i < TARGET_DOMAINS; i++)
		if (run->live[i] && run->facts[i].pgsize_bitmap)
			return &run->facts[i];
	return &usual;
}

number points_page(const struct run *run)
{
	uint64_t sizes = geometry(run)->pgsize_bitmap;

	return (number)(sizes & -sizes);
}

static number largest_page(const struct run *run)
{
	return (number)1 << (63 - __builtin_clzll(geometry(run)->pgsize_bitmap));
}

bool points_inside(const struct run *run, int dom, number address)
{
	const struct domain_facts *f = &run->facts[dom];

	return run->live[dom] && (number)f->first <= address && address <= (number)f->last;
}

/*
 * The byte at which the page around @at is looked at, within [@first, @last]. At an odd offset: there a page at
 * physical address 0 is something else than a hole, and a driver that forgets the offset is seen.
 */
static number odd_byte(const struct run *run, number at, number first, number last)
{
	number p = points_page(run), byte = at / p * p + (number)run->odd % p;

	if (byte < first)
		return first;
	return byte < last ? byte : last;
}

static unsigned int put(uint64_t *at, unsigned int n, unsigned int max, number address)
{
	if (address < 0 || address > (number)UINT64_MAX)
		return n;
	for (unsigned int i = 0; i < n; i++)
		if (at[i] == (uint64_t)address)
			return n;
	if (n < max)
		at[n++] = (uint64_t)address;
	return n;
}

unsigned int points_of_range(const struct run *run, number first, number size, uint64_t *at, unsigned int max)
{
	number p = points_page(run), last = first + size - 1, pages = size / p;
	number chosen[NR_INSIDE] = { first, last, first + p, first + pages / 2 * p, last - p,
				     first + (pages ? (number)(run->odd >> 16) % pages : 0) * p };
	unsigned int i, n = 0;

	if (size <= 0)
		return put(at, 0, max, first);
	for (i = 0; i < NR_INSIDE; i++)
		if (chosen[i] >= first && chosen[i] <= last)
			n = put(at, n, max, odd_byte(run, chosen[i], first, last));
	return n;
}

static void add(struct run *run, number address)
{
	run->npoints = put(run->point, run->npoints, RUN_POINTS, address);
}

static void add_page(struct run *run, number address)
{
	if (address >= 0)
		add(run, odd_byte(run, address, 0, UINT64_MAX));
}

/* What a table that keeps fewer bits would take the address for. */
static void add_aliases(struct run *run, number address)
{
	number p = points_page(run), two = (number)1 << 63, before = run->npoints;

	for (; two >= p && run->npoints < before + NR_ALIASES; two >>= 1)
		if (address / two % 2)
			add_page(run, address % two);
	for (unsigned int i = 0; i < 2; i++) {
		two = p << run_random(run) % 36;
		add_page(run, address + two);
		add_page(run, address - two);
	}
	add_page(run, address ^ (number)1 << 32);
}

static void add_range(struct run *run, number first, number size)
{
	number p = points_page(run), big = largest_page(run), last = first + (size > 0 ? size : 1) - 1;

	add_page(run, first - p);
	add_page(run, last + p);
	add_page(run, first - big);
	add_page(run, last + big);
	add_aliases(run, first);
}

static void add_inside(struct run *run, number first, number size)
{
	uint64_t at[NR_INSIDE];
	unsigned int i, n = points_of_range(run, first, size, at, NR_INSIDE);

	for (i = 0; i < n; i++)
		add(run, at[i]);
}

/* A byte of each end of a run: where a device that passes a blocked or missing translation would arrive. */
static void add_run(struct run *run, struct value v)
{
	struct value first = v_first(v), last = v_last(v);

	if (first.kind == V_NUMBER && last.kind == V_NUMBER && last.u.num >= first.u.num) {
		add(run, odd_byte(run, first.u.num, first.u.num, last.u.num));
		add(run, odd_byte(run, last.u.num, first.u.num, last.u.num));
	}
}

/* The values of the letters themselves come first: a difference there is the plainest one to report. */
static void add_letters(struct run *run, void (*add_one)(struct run *, number, number), bool runs)
{
	for (unsigned int i = 0; i < run->r->nletters; i++) {
		struct value v = run->b.letter[i];

		if (!(run->b.bound >> i & 1))
			continue;
		if (v.kind == V_RANGE)
			add_one(run, v.u.range.first, v.u.range.size);
		else if (v.kind == V_NUMBER && run->r->sort[run->r->letter[i].sort].kind == SORT_ADDRESS)
			add_one(run, v.u.num, 1);
		else if (v.kind == V_PIECES && runs)
			add_run(run, v);
	}
}

uint64_t points_memory(const struct run *run)
{
	const struct seg *ours = &run->s->desc.free_ram;

	return (uint64_t)odd_byte(run, (number)(ours->paddr + ours->size / 2), (number)ours->paddr,
				  (number)(ours->paddr + ours->size - 1));
}

void points_make(struct run *run)
{
	const struct domain_facts *f = geometry(run);

	run->npoints = 0;
	run->points_known = true;
	add_letters(run, add_inside, false);
	if (run->extra_point)
		add(run, run->extra_point);
	if (f->last) {
		add_page(run, f->first);
		add_page(run, f->last);
	}
	add_letters(run, add_range, true);
}
