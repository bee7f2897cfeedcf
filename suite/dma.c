// SPDX-License-Identifier: GPL-2.0-only
/*
 * dma.c - what devices reach, after the step under test only: a DMA fills caches, and the next step may be about them.
 * First what the outcomes ask for, then a random part of the frame: every device at every address worth a look.
 */
#include <string.h>

#include "suite/run.h"

#define FRAME_DMAS	48	/* most DMAs of the frame */

struct dma dma_at(const struct spot *spot)
{
	return (struct dma){
		.dev = spot->dev, .pasid = spot->pasid, .write = spot->write, .iova = spot->address
	};
}

static struct spot spot_of(const struct dma *d)
{
	return (struct spot){ .dev = d->dev, .pasid = d->pasid, .write = d->write, .address = d->iova };
}

struct value dma_value(const struct dma *d)
{
	switch (d->result) {
	case DMA_NOTHING:
		return v_none();
	case DMA_REACHED:
		return v_number((number)d->paddr);
	default:
		return v_unknown();
	}
}

uint32_t dma_events(const struct dma *d)
{
	const uint64_t page = 1 << 12;	/* some hardware records no more than the page */
	uint32_t events = d->fault ? DMA_FAULT : 0;

	if (d->report.made && d->report.iova / page != d->iova / page)
		events |= DMA_ELSEWHERE;
	else if (d->report.made)
		events |= DMA_REPORT | (d->report.write == d->write ? DMA_DIRECTION : 0);
	return events;
}

static const char *say_dma(struct run *run, const struct dma *d)
{
	return d->result == DMA_NOTHING ? "nothing" : d->result == DMA_UNSEEN ? "unseen" :
		say(run, "0x%llx%s", (unsigned long long)d->paddr, d->fault ? " fault" : "");
}

static const struct dma *find(const struct run *run, const struct spot *spot)
{
	for (unsigned int i = 0; i < run->ndid; i++) {
		const struct dma *d = &run->did[i];

		if (d->dev == spot->dev && d->pasid == spot->pasid && d->write == spot->write &&
		    d->iova == spot->address)
			return d;
	}
	return NULL;
}

enum answer_kind dma_do(struct run *run)
{
	struct target *t = run->s->target;
	enum answer_kind kind = run->ndid ? t->drv->dma(t, run->did, run->ndid) : ANSWER_DONE;

	for (unsigned int i = 0; i < run->ndid; i++)
		if (run->s->blind >> run->did[i].dev & 1)
			run->did[i].result = DMA_UNSEEN;
	return kind;
}

static void try_spot(struct run *run, const struct spot *spot)
{
	if (run->ndid < RUN_DMAS && !find(run, spot))
		run->did[run->ndid++] = dma_at(spot);
}

struct value dma_expected(struct run *run, const struct world *w, const struct spot *spot)
{
	struct value arg[4] = { v_device(spot->dev), v_name(spot->write ? run->write_name : run->read_name),
				v_number((number)spot->address) };

	if (spot->pasid && !name_of_pasid(run, spot->pasid, spot->dev, &arg[3]))
		return v_unknown();
	return oracle_expects(run->r, w, spot->pasid ? run->dma_pasid : run->dma, arg, &run->arena);
}

static bool inside(const struct seg *seg, uint64_t paddr)
{
	return paddr >= seg->paddr && paddr - seg->paddr < seg->size;
}

static bool is_ram(const struct run *run, uint64_t paddr)
{
	const struct description *d = &run->s->desc;

	for (unsigned int i = 0; i < sizeof(d->ram) / sizeof(d->ram[0]); i++)
		if (inside(&d->ram[i], paddr))
			return true;
	return false;
}

/* Only what is ours may be written to; only memory may be read. */
static bool is_ours(const struct run *run, uint64_t paddr, bool write)
{
	return write ? inside(&run->s->desc.free_ram, paddr) : is_ram(run, paddr);
}

static bool bears(const struct run *run, struct value v, bool write)
{
	return v.kind == V_NONE || (v.kind == V_NUMBER && is_ours(run, (uint64_t)v.u.num, write));
}

/*
 * May the frame try this DMA? Only where the spec says what comes of it, and where no harm is done even if the device
 * is not translated at all: the check must not be the provocation.
 */
static bool harmless(struct run *run, const struct possible *p, const struct spot *spot)
{
	struct value v = dma_expected(run, &p->future->world, spot);
	unsigned int i;

	if (spot->write && is_ram(run, spot->address) && !is_ours(run, spot->address, true))
		return false;
	if (v.kind != V_SET || v.complement)
		return bears(run, v, spot->write);
	for (i = 0; i < v.u.set.n && bears(run, v.u.set.v[i], spot->write); i++)
		;
	return i == v.u.set.n;
}

static bool reachable(const struct run *run, uint64_t address)
{
	for (int dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++)
		if (points_inside(run, dom, address))
			return true;
	return is_ram(run, address);
}

/* Where an outcome names the address, it is tried; where it says `any`, only what does no harm. */
static void try_asked(struct run *run, const struct possible *p, const struct demand *d)
{
	struct spot spot[RUN_SPOTS];
	unsigned int i, n;

	if (d->kind != DEMAND_PROBE || run->op[d->op].probe != PROBE_DMA)
		return;
	n = spots_of(run, d, spot, RUN_SPOTS);
	for (i = 0; i < n; i++)
		if (d->args[2].kind != V_EVERY || (reachable(run, spot[i].address) && harmless(run, p, &spot[i])))
			try_spot(run, &spot[i]);
}

static void try_harmless(struct run *run, const struct possible *p, const struct spot *spot)
{
	if (!(run->s->blind >> spot->dev & 1) && reachable(run, spot->address) && !find(run, spot) &&
	    harmless(run, p, spot))
		try_spot(run, spot);
}

/* A device, and the first or the second of its PASIDs, or none, as @random says. */
static struct spot random_spot(const struct run *run, uint64_t random)
{
	int dev = (int)(random % run->s->desc.ndevs);
	bool any = run->dma_pasid >= 0 && run->op[run->dma_pasid].can && run->s->desc.dev[dev].max_pasids > 2;

	return (struct spot){ .dev = dev, .write = random >> 8 & 1, .pasid = any ? (random >> 9 & 3) % 3 : 0,
			      .address = run->point[(random >> 16) % run->npoints] };
}

/* Every device at a page of memory, which tells identity, blocked and translated apart; then places at random. */
static void try_frame(struct run *run, const struct possible *p)
{
	unsigned int i, ndevs = run->s->desc.ndevs, most = run->ndid + FRAME_DMAS;

	for (i = 0; i < 2 * ndevs; i++)
		try_harmless(run, p, &(struct spot){ .dev = (int)i / 2, .write = i % 2,
						     .address = points_memory(run) });
	for (i = 0; i < 2 * FRAME_DMAS && run->npoints && run->ndid < most; i++) {
		const struct spot spot = random_spot(run, run_random(run));

		try_harmless(run, p, &spot);
	}
}

enum answer_kind dma_look(struct run *run)
{
	struct possible *first;
	unsigned int i, k;

	run->ndid = 0;
	for (i = 0; i < run->npossible; i++)
		for (k = 0; k < run->possible[i].nasked && !run->possible[i].out; k++)
			try_asked(run, &run->possible[i], &run->possible[i].asked[k].demand);
	if (!run->points_known)
		points_make(run);
	if (possible_left(run, &first) && run->s->desc.ndevs)
		try_frame(run, first);
	return dma_do(run);
}

/* Comparing */

/* Where there is no memory nothing can be reached, whatever the translation says. */
static struct value with_holes(struct run *run, struct value allowed)
{
	struct value both[2] = { allowed, v_none() };
	bool hole = allowed.kind == V_NUMBER && !is_ram(run, (uint64_t)allowed.u.num);

	for (unsigned int i = 0; allowed.kind == V_SET && i < allowed.u.set.n; i++)
		hole |= allowed.u.set.v[i].kind == V_NUMBER && !is_ram(run, (uint64_t)allowed.u.set.v[i].u.num);
	return hole && !(allowed.kind == V_SET && allowed.complement) ? v_set(&run->arena, 2, both) : allowed;
}

const char *say_try(struct run *run, const struct dma *d, struct value allowed)
{
	char buf[128];

	dma_print(d, buf, sizeof(buf));
	return say(run, "%.*s reaches %s", (int)(strstr(buf, " -> ") - buf), buf, say_value(run, allowed));
}

static const char *line_of(struct run *run, const struct asked *a, const struct dma *d, number offset)
{
	return say(run, "%s%s", a->never ? "never " : "", say_try(run, d, a->never ? a->demand.value :
								   allowed_at(run, a->demand.value, offset)));
}

/* What a world expects anyway, no `never` forbids: the device may pass by on another way. */
static bool excused(struct run *run, const struct possible *p, const struct asked *a, const struct spot *spot,
		    const struct dma *d)
{
	return a->never && v_true(agrees(dma_value(d), dma_expected(run, &p->future->world, spot)));
}

static struct value wrong(struct run *run, const struct asked *a, const struct dma *d, number offset)
{
	if (a->never)
		return contradicts(run, a, dma_value(d), offset);
	return v_not(agrees(dma_value(d), with_holes(run, allowed_at(run, a->demand.value, offset))));
}

static void check_asked(struct run *run, struct possible *p, const struct asked *a)
{
	struct spot spot[RUN_SPOTS];
	unsigned int i, n = spots_of(run, &a->demand, spot, RUN_SPOTS);

	for (i = 0; i < n && !p->out; i++) {
		const struct dma *d = find(run, &spot[i]);

		if (!d || !differs(run, v_not(wrong(run, a, d, spot[i].offset))) ||
		    excused(run, p, a, &spot[i], d))
			continue;
		note_dma(run, d);
		contradict(p, "wrong DMA", blame_line(a), line_of(run, a, d, spot[i].offset), say_dma(run, d));
	}
}

void dma_check(struct run *run, struct possible *p, const struct dma *d)
{
	struct spot spot = spot_of(d);
	struct value allowed = with_holes(run, dma_expected(run, &p->future->world, &spot));

	if (!differs(run, agrees(dma_value(d), allowed)))
		return;
	note_dma(run, d);
	contradict(p, "wrong DMA", blame_dma(run, p, d), say_try(run, d, allowed), say_dma(run, d));
}

void dma_compare(struct run *run, struct possible *p)
{
	unsigned int i;

	for (i = 0; i < p->nasked && !p->out; i++)
		if (p->asked[i].demand.kind == DEMAND_PROBE && run->op[p->asked[i].demand.op].probe == PROBE_DMA)
			check_asked(run, p, &p->asked[i]);
	for (i = 0; i < run->ndid && !p->out; i++)
		dma_check(run, p, &run->did[i]);
}

/* Is one of the DMAs that @d asks for of the kind that @is tells? */
static bool any_tried(struct run *run, const struct demand *d, bool (*is)(const struct dma *))
{
	struct spot spot[RUN_SPOTS];
	unsigned int i, n;

	if (d->kind != DEMAND_PROBE || run->op[d->op].probe != PROBE_DMA)
		return false;
	n = spots_of(run, d, spot, RUN_SPOTS);
	for (i = 0; i < n; i++) {
		const struct dma *tried = find(run, &spot[i]);

		if (tried && is(tried))
			return true;
	}
	return false;
}

static bool is_seen(const struct dma *d)
{
	return d->result != DMA_UNSEEN;
}

static bool is_told(const struct dma *d)
{
	return d->result != DMA_UNSEEN && !d->assumed;
}

bool dma_seen(struct run *run, const struct demand *d)
{
	return any_tried(run, d, is_seen);
}

bool dma_told(struct run *run, const struct demand *d)
{
	return any_tried(run, d, is_told);
}
