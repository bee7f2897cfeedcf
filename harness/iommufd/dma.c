// SPDX-License-Identifier: GPL-2.0-only
/* DMA by a device's engine. What it reached is told by memory: by what was fetched, or by where a mark lies now. */
#include <errno.h>

#include "harness/iommufd/iofd.h"

#define MARK	0x3a000000u	/* no canary begins like this */

static unsigned int marks;

static void fetch(struct iofd_device *v, struct dma *d)
{
	uint32_t word = MARK;
	int ret = v->engine->move(v, false, d->iova & ~3ull, &word);

	d->paddr = 0;
	if (ret == -EIO)
		d->result = DMA_NOTHING;
	else if (!ret && memory_find(word, &d->paddr))
		d->result = DMA_REACHED;
	else	/* zeros and ones are what many machines answer in place of memory */
		d->result = !ret && (word == MARK || !word || word == UINT32_MAX) ? DMA_NOTHING : DMA_UNSEEN;
}

static void store(struct iofd_device *v, struct dma *d)
{
	uint32_t mark = MARK + (++marks & 0xffffff);
	int ret = v->engine->move(v, true, d->iova & ~3ull, &mark);

	d->paddr = 0;
	if (memory_find_mark(mark, &d->paddr))
		d->result = DMA_REACHED;
	else
		d->result = ret == -ENODEV ? DMA_UNSEEN : DMA_NOTHING;
}

enum answer_kind dma_perform(struct iofd *t, struct dma *d, unsigned int n)
{
	struct iofd_device *v;

	for (; n--; d++) {
		if (d->dev < 0 || (unsigned int)d->dev >= t->ndevs)
			return ANSWER_UNSUPPORTED;
		v = &t->dev[d->dev];
		d->fault = false;
		d->report = (struct fault_report){ 0 };
		if (!v->engine)
			d->result = DMA_UNSEEN;
		else if (d->write)
			store(v, d);
		else
			fetch(v, d);
		d->paddr += d->result == DMA_REACHED ? d->iova & 3 : 0;
	}
	return ANSWER_DONE;
}

int dma_write_page(struct iofd *t, int dom, uint64_t iova)
{
	unsigned int i;

	for (i = 0; i < t->ndevs; i++) {
		struct dma d = { .dev = (int)i, .write = true, .iova = iova };

		if (t->dev[i].on != dom || !t->dev[i].engine)
			continue;
		dma_perform(t, &d, 1);
		return d.result == DMA_REACHED ? 0 : -EIO;
	}
	return -ENODEV;
}
