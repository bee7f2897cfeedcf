// SPDX-License-Identifier: GPL-2.0-only
/* liar.c - an IOMMU that fits on a page, and its lies: see liar.h. */
#include <errno.h>
#include <string.h>

#include "suite/tests/liar.h"

#define PAGE		0x1000ull
#define FIRST		0x100000ull
#define LAST		0xffffffffull
#define RAM		0x40000000ull
#define RAM_SIZE	0x10000000ull

static struct liar *liar_of(struct target *t)
{
	return (struct liar *)t;
}

static int describe(struct target *t, struct description *d)
{
	*d = liar_of(t)->desc;
	return 0;
}

static int reset(struct target *t)
{
	struct liar *l = liar_of(t);

	if (l->resets && !--l->resets)
		return -EIO;
	l->nmaps = 0;
	l->stale.size = 0;
	memset(l->there, 0, sizeof(l->there));
	memset(l->current, 0, sizeof(l->current));
	memset(l->hw, 0, sizeof(l->hw));
	l->pgsizes = PAGE | 0x200000;
	l->objects = 3;
	l->spoilt = false;
	return 0;
}

static uint64_t digest(struct target *t)
{
	(void)t;
	return 1;	/* never clean: each case starts with a reset */
}

static void add(struct liar *l, const struct request *rq, uint64_t iova, uint64_t paddr)
{
	if (l->nmaps == sizeof(l->map) / sizeof(l->map[0]))
		return;
	l->map[l->nmaps].dom = rq->dom;
	l->map[l->nmaps].iova = iova;
	l->map[l->nmaps].size = rq->size;
	l->map[l->nmaps].paddr = paddr;
	l->map[l->nmaps++].prot = rq->prot;
}

static bool lookup(const struct liar *l, int dom, uint64_t iova, uint64_t *paddr, uint32_t *prot)
{
	for (unsigned int i = 0; i < l->nmaps; i++) {
		if (l->map[i].dom != dom || iova < l->map[i].iova || iova - l->map[i].iova >= l->map[i].size)
			continue;
		*paddr = l->map[i].paddr + iova - l->map[i].iova;
		*prot = l->map[i].prot;
		return true;
	}
	return false;
}

static int64_t do_alloc(struct liar *l, const struct request *rq, struct answer *a)
{
	if (rq->env.kind == ENV_ALLOC_FAILURE && rq->env.n <= l->allocations) {
		a->injected = 1;
		l->objects += l->lie == LIE_LEAK || (l->lie == LIE_LEAK_SECOND && rq->env.n == 2);
		return -ENOMEM;
	}
	l->there[rq->dom] = true;
	l->objects += 2;
	return 0;
}

static void move(struct liar *l, int dev, int dom)
{
	for (unsigned int i = 0; i < l->desc.ndevs; i++)
		if (l->desc.dev[i].group == l->desc.dev[dev].group)
			l->current[i] = l->hw[i] = dom;
}

static int64_t do_attach(struct liar *l, const struct request *rq, struct answer *a)
{
	if (rq->env.kind == ENV_ATTACH_FAILURE) {
		a->injected = 1;
		if (l->lie == LIE_CLOSED)
			l->hw[rq->dev] = DOM_BLOCKED;
		return -EIO;
	}
	if (l->desc.dev[rq->dev].driver && l->lie != LIE_FITS)
		return -EINVAL;
	for (unsigned int i = 0; i < rq->nwatch; i++) {
		a->during[i].watch = i;
		a->during[i].result = DMA_REACHED;
		a->during[i].paddr = l->lie == LIE_DURING ? 0 : rq->watch[i].iova;
		a->nduring = i + 1;
	}
	if (l->lie == LIE_FACTS)
		l->pgsizes = PAGE;
	if (l->lie == LIE_CURRENT && !rq->dev)
		return 0;
	move(l, rq->dev, l->lie == LIE_BLOCKED && !rq->dev ? DOM_BLOCKED : rq->dom);
	l->objects += l->lie == LIE_LEAK_ATTACH;
	if (l->lie == LIE_OTHER_DEVICE)
		l->current[1] = rq->dom;
	return 0;
}

static void add_elsewhere(struct liar *l, const struct request *rq)
{
	struct request other = *rq;

	other.dom++;
	add(l, &other, rq->iova, rq->paddr);
}

static int64_t do_map(struct liar *l, const struct request *rq, struct answer *a)
{
	if (l->lie == LIE_SLEEP)
		a->events |= EVENT_SLEPT;
	if (l->lie == LIE_MEMORY) {
		a->events |= EVENT_MEMORY;
		snprintf(a->log, sizeof(a->log), "=====\nBUG: KASAN: slab-use-after-free in map\nand more");
	}
	if (l->spoilt)
		return -EIO;
	if (l->lie == LIE_MID && rq->iova > LAST / 2)
		return -EBUSY;
	if (rq->iova < FIRST || rq->iova > LAST || rq->size > LAST - rq->iova + 1) {
		l->spoilt = l->lie == LIE_NO_MORE || l->lie == LIE_DIES;
		if (l->lie == LIE_OUTSIDE)
			return 0;
		snprintf(a->log, sizeof(a->log), "WARN: outside\nand more");
		a->events |= l->lie == LIE_NO_WARN ? 0 : EVENT_WARN;
		if (l->lie == LIE_HALF)
			add(l, rq, FIRST, rq->paddr);
		return -ERANGE;
	}
	for (unsigned int i = 0; i < l->nmaps && l->lie == LIE_SAME_PAGE; i++)
		l->map[i].paddr = rq->paddr;
	add(l, rq, rq->iova, rq->paddr);
	if (l->lie == LIE_NEIGHBOUR)
		add(l, rq, rq->iova - rq->size, rq->paddr);
	if (l->lie == LIE_OTHER_DOMAIN)
		add_elsewhere(l, rq);
	if (l->lie == LIE_ALIAS)
		add(l, rq, FIRST, rq->paddr);
	return 0;
}

static int64_t do_map_sg(struct liar *l, const struct request *rq, struct answer *a)
{
	struct request one = *rq;
	uint64_t done = 0;

	for (unsigned int i = 0; i < rq->nsegs; i++) {
		if (rq->seg[i].bus && l->lie != LIE_BUS)
			continue;
		one.iova = rq->iova + done;
		one.size = rq->seg[i].size;
		one.paddr = rq->seg[i].paddr;
		if (do_map(l, &one, a))
			return -EIO;
		done += one.size;
	}
	return (int64_t)done;
}

static int64_t do_unmap(struct liar *l, const struct request *rq)
{
	unsigned int i;

	for (i = 0; i < l->nmaps; i++) {
		if (l->map[i].dom != rq->dom || l->map[i].iova != rq->iova)
			continue;
		l->stale.iova = rq->iova;
		l->stale.size = rq->size;
		l->stale.paddr = l->map[i].paddr;
		l->map[i] = l->map[--l->nmaps];
		return (int64_t)rq->size;
	}
	return 0;
}

static int64_t do_detach(struct liar *l, const struct request *rq)
{
	move(l, rq->dev, DOM_DEFAULT);
	if (l->lie == LIE_BACK_BLOCKED)
		l->hw[rq->dev] = DOM_BLOCKED;
	return 0;
}

static int64_t execute(struct liar *l, const struct request *rq, struct answer *a)
{
	switch (rq->op) {
	case TARGET_ALLOC:
		return do_alloc(l, rq, a);
	case TARGET_ATTACH:
		return do_attach(l, rq, a);
	case TARGET_DETACH:
		return do_detach(l, rq);
	case TARGET_MAP:
		return do_map(l, rq, a);
	case TARGET_MAP_GFP:
		return rq->gfp > GFP_CLASS_ATOMIC ? -EINVAL : do_map(l, rq, a);
	case TARGET_MAP_SG:
		return do_map_sg(l, rq, a);
	case TARGET_FREE:
		l->there[rq->dom] = l->lie == LIE_NOT_FREED;
		return 0;
	case TARGET_NARROW:
		l->pgsizes = PAGE;
		return 0;
	case TARGET_UNMAP:
		return do_unmap(l, rq);
	case TARGET_OBJECTS:
		return (int64_t)l->objects;
	default:
		return 0;
	}
}

static bool attached(const struct liar *l, int dom)
{
	for (unsigned int i = 0; i < l->desc.ndevs; i++)
		if (l->current[i] == dom)
			return true;
	return false;
}

static void submit(struct target *t, const struct request *rq, struct answer *a)
{
	struct liar *l = liar_of(t);
	bool now = rq->op == l->lying;

	memset(a, 0, sizeof(*a));
	a->assumed = l->lie == LIE_ASSUMED || l->lie == LIE_ASSUMED_DMA;
	if (now)
		a->kind = l->kind;
	if ((l->lie == LIE_DIES || l->lie == LIE_DMA_DIES) && l->spoilt)
		a->kind = ANSWER_CRASHED;
	if (l->lie == LIE_LONELY && rq->op == TARGET_MAP && !attached(l, rq->dom))
		a->kind = ANSWER_CRASHED;
	if (a->kind != ANSWER_DONE)
		snprintf(a->why, sizeof(a->why), "as told");
	if (now && l->lie == LIE_ERRNO)
		a->value = -EBUSY;
	if (a->kind != ANSWER_DONE || (now && l->lie != HONEST))
		return;
	a->value = execute(l, rq, a);
}

static enum answer_kind observe(struct target *t, struct sample *s)
{
	struct liar *l = liar_of(t);
	uint32_t prot;
	unsigned int i;

	if (l->blind_after && !--l->blind_after)
		return ANSWER_CRASHED;
	s->events = l->lie == LIE_LOCK ? EVENT_LOCK : 0;
	memset(s->facts, 0, sizeof(s->facts));
	s->facts[DOM_DEFAULT].type = TYPE_IDENTITY;
	for (i = DOM_FIRST; i < TARGET_DOMAINS; i++)
		if (l->there[i] && s->want >> i & 1)
			s->facts[i] = (struct domain_facts){
				.type = l->lie == LIE_TYPE ? TYPE_DMA : TYPE_PAGING,
				.first = FIRST, .last = LAST, .force_aperture = true, .paddr_last = UINT64_MAX,
				.pgsize_bitmap = l->lie == LIE_NO_PGSIZES ? 0 : l->pgsizes,
			};
	memcpy(s->current, l->current, sizeof(s->current));
	for (i = 0; i < s->n && (l->lie == LIE_TIMID || l->lie == LIE_LONELY); i++)
		if (!attached(l, s->at[i].dom))
			return ANSWER_CRASHED;
	for (i = 0; i < s->n; i++)
		if (!lookup(l, s->at[i].dom, s->at[i].iova, &s->at[i].paddr, &prot))
			s->at[i].paddr = 0;
		else if (l->lie == LIE_PHYS || (l->lie == LIE_ONE_PHYS && s->n == 1))
			s->at[i].paddr += PAGE;
	return ANSWER_DONE;
}

static void one_dma(struct liar *l, struct dma *d)
{
	uint32_t need = d->write ? PROT_WRITE_ : PROT_READ_, prot = need;
	int dom = l->hw[d->dev];

	d->result = DMA_NOTHING;
	d->paddr = d->iova;
	d->fault = false;
	if (l->lie == LIE_UNSEEN)
		d->result = DMA_UNSEEN;
	else if (dom == DOM_DEFAULT)
		d->result = d->iova >= RAM && d->iova - RAM < RAM_SIZE ? DMA_REACHED : DMA_NOTHING;
	else if (dom >= DOM_FIRST && lookup(l, dom, d->iova, &d->paddr, &prot) &&
		 (prot & need || l->lie == LIE_READ_ONLY))
		d->result = DMA_REACHED;
	else if (l->lie == LIE_STALE && d->iova - l->stale.iova < l->stale.size) {
		d->result = DMA_REACHED;
		d->paddr = l->stale.paddr + d->iova - l->stale.iova;
	}
	if (d->result == DMA_REACHED && l->lie == LIE_DMA)
		d->paddr += PAGE;
	if (d->result == DMA_NOTHING && l->lie == LIE_HOLE)
		d->result = DMA_REACHED;
	if (d->dev == 1 && l->lie == LIE_V1_REACHES_NOTHING)
		d->result = DMA_NOTHING;
	d->fault = d->result == DMA_NOTHING;
	d->report = (struct fault_report){
		.made = d->fault && l->lie != LIE_NO_REPORT,
		.write = d->write && l->lie != LIE_REPORT_READ,
		.iova = d->iova + (l->lie == LIE_REPORT_NEXT ? PAGE : 0),
	};
	if (l->lie == LIE_REPORT_PAGE)
		d->report.iova -= d->report.iova % PAGE;
	d->assumed = l->lie == LIE_ASSUMED_DMA;
}

static enum answer_kind dma(struct target *t, struct dma *d, unsigned int n)
{
	if (liar_of(t)->lie == LIE_DMA_DIES) {
		liar_of(t)->spoilt = true;
		return ANSWER_CRASHED;
	}
	while (n--)
		one_dma(liar_of(t), d++);
	return ANSWER_DONE;
}

static const struct target_driver liar_driver = {
	.name = "liar",
	.describe = describe,
	.reset = reset,
	.submit = submit,
	.observe = observe,
	.dma = dma,
	.digest = digest,
};

void liar_init(struct liar *l)
{
	static const char *const can[] = {
		"alloc", "free", "narrow", "attach", "detach", "claim", "map", "map_gfp", "map_sg", "unmap", "sync",
		"objects", "dma", "current", "iova_to_phys",
		"alloc-failure", "attach-failure", "during", "slept", "warn", "fault-record"
	};
	struct description *d = &l->desc;
	unsigned int i;

	*l = (struct liar){ .target = { &liar_driver }, .lying = TARGET_NR_OPS, .allocations = 2 };
	*d = (struct description){ .target = "liar", .kernel = "6.12", .ndevs = 3, .ram = { { RAM, RAM_SIZE, false } },
				   .free_ram = { RAM + 0x1000000, 0x2000000, false } };
	for (i = 0; i < d->ndevs; i++)
		d->dev[i] = (struct device_desc){ .instance = (int)i, .group = (int)i, .driver = i == 2,
						  .translated = true };
	for (i = 0; i < sizeof(can) / sizeof(can[0]); i++)
		target_list_add(d->can, sizeof(d->can), can[i]);
	reset(&l->target);
}

void liar_cannot(struct liar *l, const char *name)
{
	char old[sizeof(l->desc.can)];
	const char *at = old;

	memcpy(old, l->desc.can, sizeof(old));
	memset(l->desc.can, 0, sizeof(l->desc.can));
	for (; *at; at += strlen(at) + 1)
		if (strcmp(at, name))
			target_list_add(l->desc.can, sizeof(l->desc.can), at);
}
