// SPDX-License-Identifier: GPL-2.0-only
/* DMA by a device's engine. What it reached is told by memory: by what was fetched, or by what has changed. */
#include <errno.h>
#include <stdio.h>

#include "harness/iommufd/iofd.h"

#define MARK	0x3a000000u	/* no canary begins like this */

static uint64_t offset_mask(const struct iofd_device *v)
{
	return (v->engine->width ? v->engine->width : sizeof(uint32_t)) - 1;
}

/*
 * Words that the device may read and write now, none of which is at @asked: what it fetched, where nobody is told, it
 * stores there. False if there are none.
 */
static bool find_scratch(struct iofd *t, const struct iofd_device *v, uint64_t asked, uint64_t *iova)
{
	const struct iofd_handle *h = v->on == DOM_NONE ? NULL : iofd_space(t, v->on);
	const struct iofd_area *at = h ? iofd_area_at(h, asked) : NULL;
	uint64_t avoid = at ? at->paddr + (asked - at->iova) : 0;
	unsigned int i;

	for (i = 0; h && i < h->nareas; i++) {
		const struct iofd_area *area = &h->area[i];

		if (area->size < 64 || !(area->prot & PROT_READ_) || !(area->prot & PROT_WRITE_))
			continue;
		*iova = area->iova + (avoid - area->paddr < 16 ? 32 : 0);
		return true;
	}
	return false;
}

/* Fetch something known, then what is asked for, and have it stored: what was stored tells. */
static int fetch_blind(struct iofd *t, struct iofd_device *v, uint64_t iova, uint32_t *word)
{
	uint64_t scratch, at, first = 0;
	uint32_t known = 0, fetched = 1;

	if (!find_scratch(t, v, iova, &scratch) || v->engine->move(v, false, scratch, &known) ||
	    v->engine->move(v, false, iova, word) || v->engine->move(v, true, scratch + 8, &fetched))
		return -ENODEV;
	if (!memory_find_change(&at, word))
		return -ENODEV;		/* nothing came: then nobody knows what there was to come */
	known = memory_find(*word, &first) ? *word : 0;
	/* The word that was known before: the fetch had no effect. */
	return known && first + 8 == at ? -EIO : 0;
}

static void fetch(struct iofd *t, struct iofd_device *v, struct dma *d)
{
	uint32_t word = MARK;
	uint64_t iova = d->iova & ~offset_mask(v);
	int ret = v->engine->blind ? fetch_blind(t, v, iova, &word) : v->engine->move(v, false, iova, &word);

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
	uint32_t word = v->engine->blind ? 0 : MARK;
	int ret = v->engine->move(v, true, d->iova & ~offset_mask(v), &word);
	uint64_t more;

	d->paddr = 0;
	if (memory_find_change(&d->paddr, &word)) {
		d->result = DMA_REACHED;
		while (memory_find_change(&more, &word))
			;
	} else {
		d->result = ret == -ENODEV ? DMA_UNSEEN : DMA_NOTHING;
	}
}

/* Does the emulator ignore upper bits of an address? In a guest our kernel side was told. */
static bool has_aliases(void)
{
	static char told;
	FILE *f = told ? NULL : fopen("/sys/module/iommu_conform/parameters/aliases", "r");

	if (!told)
		told = f && fgetc(f) == 'Y' ? 'Y' : 'N';
	if (f)
		fclose(f);
	return told == 'Y';
}

/* Did it arrive where it would without its upper bits? Then that tells nothing of the driver. */
static bool is_alias(struct iofd *t, const struct iofd_device *v, const struct dma *d)
{
	const struct iofd_handle *h = v->on == DOM_NONE ? NULL : iofd_space(t, v->on);
	const struct iofd_area *area;
	uint64_t low;
	int bits;

	if (!has_aliases() || !h || iofd_area_at(h, d->iova))
		return false;
	for (bits = 20; bits < 64; bits++) {
		low = d->iova & ((1ull << bits) - 1);
		area = iofd_area_at(h, low);
		if (area && area->paddr + (low - area->iova) == d->paddr)
			return true;
	}
	return false;
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
			fetch(t, v, d);
		d->paddr += d->result == DMA_REACHED ? d->iova & offset_mask(v) : 0;
		if (d->result == DMA_REACHED && is_alias(t, v, d))
			d->result = DMA_UNSEEN;
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
