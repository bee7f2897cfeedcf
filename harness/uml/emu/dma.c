// SPDX-License-Identifier: GPL-2.0-only
/* One DMA: what the registers say, what the TLB holds, what the tables say, and what memory says to that. */
#include "harness/uml/emu/emu.h"

static bool translate(struct emu_mmu *m, const struct dma *d, bool peek, u64 *paddr)
{
	const struct emu_leaf *cached = emu_tlb_find(m, d->iova);
	struct emu_leaf leaf = {};

	if (cached) {
		leaf = *cached;
	} else {
		m->hw->walk(m, d->iova, &leaf);
		if (!peek && m->hw->fill)
			m->hw->fill(m, &leaf);
		else if (!peek && !leaf.hole)
			emu_tlb_fill(m, &leaf);
	}
	*paddr = leaf.paddr + (d->iova - leaf.iova);
	return !leaf.hole && (d->write ? leaf.write : leaf.read);
}

static enum emu_route route_of(struct emu_mmu *m, u32 stream, u32 pasid, bool peek)
{
	if (pasid && pasid >= m->hw->pasids)
		return EMU_STOP;
	m->stream = stream;
	m->pasid = pasid;
	m->tag = 0;
	m->peek = peek;
	return m->hw->route(m);
}

enum emu_route emu_route(struct emu_mmu *m, u32 stream, u32 pasid)
{
	return route_of(m, stream, pasid, true);
}

void emu_dma(struct emu_mmu *m, u32 stream, struct dma *d, bool peek)
{
	enum emu_route route = route_of(m, stream, d->pasid, peek);

	d->result = DMA_NOTHING;
	d->fault = false;
	d->paddr = d->iova;
	if (route == EMU_STOP)
		return;
	if (route == EMU_TRANSLATE && !translate(m, d, peek, &d->paddr)) {
		d->paddr = 0;
		d->fault = m->hw->fault;
		if (!peek && m->hw->fault) {
			m->hw->fault(m, d->iova, d->write);
			emu_irq_wait(m);
		}
		return;
	}
	/* What lies at a page that lost its canary is not what was put there: nobody can tell what was reached. */
	d->result = peek || emu_touch(d->paddr, d->write) ? DMA_REACHED : DMA_UNSEEN;
}
