// SPDX-License-Identifier: GPL-2.0-only
/*
 * calibrate.c - prove that a DMA can be judged on this target: what is mapped is reached, what is not is not. Without
 * that "no effect" could mean that nobody was looking.
 */
#include <stdarg.h>

#include "suite/run.h"

struct calibration {
	struct target *t;
	const struct description *desc;
	uint64_t iova, paddr, page;
	bool refused;
	bool attach_first;	/* a map before the attach does not do, one behind it does */
	bool low;		/* the middle of the aperture that the driver tells of does not do */
	char *why;
	size_t len;
};

__attribute__((format(printf, 2, 3)))
static bool fail(struct calibration *c, const char *fmt, ...)
{
	int n = snprintf(c->why, c->len, "calibration of DMA on %s: ", c->desc->target);
	va_list ap;

	va_start(ap, fmt);
	if (n > 0 && (size_t)n < c->len)
		vsnprintf(c->why + n, c->len - (size_t)n, fmt, ap);
	va_end(ap);
	return false;
}

static bool submit(struct calibration *c, const struct request *rq)
{
	static struct answer a;
	char request[256], answer[256];

	c->t->drv->submit(c->t, rq, &a);
	if (a.kind == ANSWER_DONE && !a.value)
		return true;
	c->refused = true;
	request_print(rq, request, sizeof(request));
	answer_print(rq, &a, answer, sizeof(answer));
	return fail(c, "%s answers %s", request, answer);
}

/* Where no memory is: there a device that is not translated would read what is nobody's. */
static uint64_t behind_memory(const struct description *d)
{
	uint64_t end = 0;

	for (unsigned int i = 0; i < sizeof(d->ram) / sizeof(d->ram[0]); i++)
		if (d->ram[i].size && d->ram[i].paddr + d->ram[i].size > end)
			end = d->ram[i].paddr + d->ram[i].size;
	return end + 0x100000;
}

/* A page in the middle of the aperture, or low in it, and one of memory that is ours. */
static bool choose(struct calibration *c)
{
	static struct sample s;
	const struct domain_facts *f = &s.facts[DOM_FIRST];

	s.want = 1u << DOM_FIRST;
	s.n = 0;
	if (c->t->drv->observe(c->t, &s) != ANSWER_DONE || (f->type != TYPE_PAGING && f->type != TYPE_IOAS) ||
	    !f->pgsize_bitmap)
		return fail(c, "the domain tells no geometry");
	c->page = f->pgsize_bitmap & -f->pgsize_bitmap;
	c->iova = (c->low ? f->first + behind_memory(c->desc) : f->first / 2 + f->last / 2) / c->page * c->page;
	c->paddr = (c->desc->free_ram.paddr + c->page - 1) / c->page * c->page;
	return true;
}

static bool see(struct calibration *c, int dev, bool write)
{
	struct dma d[2] = {
		{ .dev = dev, .write = write, .iova = c->iova + 8 },
		{ .dev = dev, .write = write, .iova = c->iova + c->page + 8 },
	};
	const char *access = write ? "write" : "read";

	if (c->t->drv->dma(c->t, d, 2) != ANSWER_DONE)
		return fail(c, "v%d: no answer to a %s", dev, access);
	if (d[0].result != DMA_REACHED || d[0].paddr != c->paddr + 8)
		return fail(c, "v%d: a %s of a mapped page does not reach it", dev, access);
	if (d[1].result != DMA_NOTHING)
		return fail(c, "v%d: a %s of an unmapped page is not without effect", dev, access);
	return true;
}

/* Through an address space of /dev/iommu, where a driver makes of a domain without a device nothing that can be used. */
static bool try_space(struct calibration *c, int dev)
{
	struct request space = { .op = TARGET_IOAS_ALLOC, .dom = DOM_FIRST };
	struct request attach = { .op = TARGET_VFIO_ATTACH, .dom = DOM_FIRST, .dev = dev };
	struct request map = { .op = TARGET_IOAS_MAP, .dom = DOM_FIRST, .prot = PROT_READ_ | PROT_WRITE_ };

	if (c->t->drv->reset(c->t))
		return fail(c, "the target cannot be reset");
	if (!submit(c, &space) || !submit(c, &attach) || !choose(c))
		return false;
	map.iova = c->iova;
	map.paddr = c->paddr;
	map.size = c->page;
	return submit(c, &map) && see(c, dev, false) && see(c, dev, true);
}

/* By a map before the attach or behind it: a driver that fails in one order does not say that nobody is looking. */
static bool try_device(struct calibration *c, int dev, bool map_first)
{
	struct request alloc = { .op = TARGET_ALLOC, .dom = DOM_FIRST, .dev = dev };
	struct request attach = { .op = TARGET_ATTACH, .dom = DOM_FIRST, .dev = dev };
	struct request map = { .op = TARGET_MAP, .dom = DOM_FIRST, .prot = PROT_READ_ | PROT_WRITE_ };

	if (c->t->drv->reset(c->t))
		return fail(c, "the target cannot be reset");
	if (!submit(c, &alloc) || !choose(c))
		return false;
	map.iova = c->iova;
	map.paddr = c->paddr;
	map.size = c->page;
	if (!submit(c, map_first ? &map : &attach) || !submit(c, map_first ? &attach : &map))
		return false;
	return see(c, dev, false) && see(c, dev, true);
}

static bool try_orders(struct calibration *c, int dev)
{
	c->refused = false;
	if (target_list_has(c->desc->can, "ioas_alloc") && !target_list_has(c->desc->can, "claim"))
		return try_space(c, dev);
	if (!c->attach_first && try_device(c, dev, true))
		return true;
	if (!try_device(c, dev, false))
		return false;
	c->attach_first |= c->refused;
	return true;
}

static bool calibrate(struct calibration *c, int dev)
{
	if (try_orders(c, dev))
		return true;
	if (!c->refused || c->low)
		return false;
	c->low = true;
	return try_orders(c, dev);
}

static bool ordinary(const struct device_desc *d)
{
	return d->translated && !d->driver && !device_region(d, REGION_DIRECT);
}

bool session_calibrate(struct session *s, char *why, size_t len)
{
	char last[256];
	struct calibration c = { .t = s->target, .desc = &s->desc, .why = last, .len = sizeof(last) };
	unsigned int dev, tried = 0, passed = 0;

	snprintf(why, len, "%s", "");
	s->dma = false;
	s->blind = 0;
	for (dev = 0; dev < s->desc.ndevs && target_list_has(s->desc.can, "dma"); dev++) {
		if (!ordinary(&s->desc.dev[dev]))
			continue;
		tried++;
		if (calibrate(&c, (int)dev)) {
			passed++;
			continue;
		}
		s->blind |= 1u << dev;
		snprintf(why, len, "%s", last);
	}
	c.why = why;
	c.len = len;
	if (!target_list_has(s->desc.can, "dma"))
		return fail(&c, "the target shows none");
	if (!tried)
		return fail(&c, "no ordinary device is behind an IOMMU");
	if (s->target->drv->reset(s->target))
		return fail(&c, "the target cannot be reset");
	s->dma = passed > 0;
	s->attach_first = c.attach_first;
	return s->dma;
}
