// SPDX-License-Identifier: GPL-2.0-only
/* The hardware of the model, see hw.h. */
#include <string.h>

#include "harness/model/hw.h"
#include "harness/model/pgtable.h"	/* the format only */

#define DMA_TOKEN	0x00d4a00000000000ull	/* what a device writes: no canary */

void hw_reset(struct hw *hw, struct phys *phys, const int *instance, unsigned int ndevs)
{
	unsigned int i;

	hw->phys = phys;
	hw->written = NULL;
	memset(hw->dte, 0, sizeof(hw->dte));
	memset(hw->pasid, 0, sizeof(hw->pasid));
	for (i = 0; i < HW_INSTANCES; i++)
		hw->leaves[i][HW_READS].n = hw->leaves[i][HW_WRITES].n = hw->tables[i].n = 0;
	for (i = 0; i < TARGET_DEVICES; i++)
		hw->instance[i] = i < ndevs ? instance[i] : -1;
}

static void tell(struct hw *hw)
{
	if (hw->written)
		hw->written(hw->written_data);
}

void hw_write_dte(struct hw *hw, int dev, enum hw_stream stream, const struct dte *dte)
{
	hw->dte[dev][stream] = *dte;
	tell(hw);
}

void hw_write_pasid(struct hw *hw, int dev, uint32_t pasid, const struct dte *dte)
{
	hw->pasid[dev][pasid] = *dte;
	tell(hw);
}

static void tlb_drop(struct tlb *tlb, uint32_t domid, uint64_t first, uint64_t last)
{
	unsigned int i, kept = 0;

	for (i = 0; i < tlb->n && i < HW_TLB; i++) {
		const struct tlb_entry *e = &tlb->entry[i];

		if (e->domid != domid || e->first > last || e->first + e->size - 1 < first)
			tlb->entry[kept++] = *e;
	}
	tlb->n = kept;
}

void hw_invalidate(struct hw *hw, int instance, uint32_t domid, uint64_t first, uint64_t last, bool tables)
{
	tlb_drop(&hw->leaves[instance][HW_READS], domid, first, last);
	tlb_drop(&hw->leaves[instance][HW_WRITES], domid, first, last);
	if (tables)
		tlb_drop(&hw->tables[instance], domid, first, last);
	tell(hw);
}

static void tlb_fill(struct tlb *tlb, uint32_t domid, int level, uint64_t iova, uint64_t size, uint64_t pte)
{
	tlb->entry[tlb->n++ % HW_TLB] = (struct tlb_entry){ domid, level, iova & ~(size - 1), size, pte };
}

/* The newest entry for @iova, or NULL; of tables, the one nearest to the leaf. */
static const struct tlb_entry *tlb_find(const struct tlb *tlb, uint32_t domid, uint64_t iova)
{
	const struct tlb_entry *e, *best = NULL;
	unsigned int i;

	for (i = 0; i < tlb->n && i < HW_TLB; i++) {
		e = &tlb->entry[i];
		if (e->domid == domid && iova - e->first < e->size && (!best || e->level <= best->level))
			best = e;
	}
	return best;
}

/* Walk the tables for @iova, from as near to the leaf as the walk cache knows. Returns the leaf, or 0. */
static uint64_t walk(struct hw *hw, int instance, const struct dte *dte, uint64_t iova, bool probe, int *level)
{
	struct tlb *tables = &hw->tables[instance];
	const struct tlb_entry *known = tlb_find(tables, dte->domid, iova);
	uint64_t table = known ? known->pte & PTE_ADDR : dte->root, pte;

	for (*level = known ? known->level : PGT_TOP; ; --*level) {
		if (!phys_read(hw->phys, pgt_entry(table, *level, iova), &pte) || !(pte & PTE_PRESENT))
			return 0;
		if (!*level || pte & PTE_LEAF)
			return pte;
		table = pte & PTE_ADDR;
		if (!probe)
			tlb_fill(tables, dte->domid, *level - 1, iova, 1ull << pgt_shift(*level), pte);
	}
}

static uint64_t cached_walk(struct hw *hw, int instance, const struct dte *dte, bool write, uint64_t iova, bool probe,
			    int *level)
{
	struct tlb *leaves = &hw->leaves[instance][write ? HW_WRITES : HW_READS];
	const struct tlb_entry *e = tlb_find(leaves, dte->domid, iova);
	uint64_t pte;

	if (e) {
		*level = e->level;
		return e->pte;
	}
	pte = walk(hw, instance, dte, iova, probe, level);
	if (!probe)
		tlb_fill(leaves, dte->domid, *level, iova, 1ull << pgt_shift(*level), pte);
	return pte;
}

bool hw_caches(const struct hw *hw, uint32_t domid, uint64_t first, uint64_t last)
{
	const struct tlb *tlb;
	unsigned int i;

	for (tlb = hw->leaves[0]; tlb < hw->leaves[0] + HW_INSTANCES * HW_STREAMS; tlb++)
		for (i = 0; i < tlb->n && i < HW_TLB; i++) {
			const struct tlb_entry *e = &tlb->entry[i];

			if (e->domid == domid && e->first <= last && first <= e->first + e->size - 1)
				return true;
		}
	return false;
}

static enum hw_result one_stage(struct hw *hw, int instance, const struct dte *dte, bool write, uint64_t iova,
				bool probe, uint64_t *paddr)
{
	uint64_t pte, offset;
	int level;

	*paddr = iova;
	if (iova > dte->last)
		return dte->pass_above ? HW_REACHED : HW_FAULT;
	pte = cached_walk(hw, instance, dte, write, iova, probe, &level);
	if (!(pte & (write ? PTE_WRITE : PTE_READ)))
		return HW_FAULT;
	offset = (1ull << pgt_shift(level)) - 1;
	*paddr = (pte & PTE_ADDR & ~offset) | (iova & offset);
	return HW_REACHED;
}

/* Each stage has its caches; what the first puts out is an address for the second. */
static enum hw_result translate(struct hw *hw, int instance, const struct dte *dte, bool write, uint64_t iova,
				bool probe, uint64_t *paddr)
{
	const struct dte second = { .domid = dte->stage2_domid, .root = dte->stage2, .last = UINT64_MAX };
	enum hw_result res = one_stage(hw, instance, dte, write, iova, probe, paddr);

	if (res != HW_REACHED || !dte->stage2)
		return res;
	return one_stage(hw, instance, &second, write, *paddr, probe, paddr);
}

static const struct dte *dte_of(const struct hw *hw, const struct dma *dma)
{
	static const struct dte none = { .mode = DTE_BYPASS, .last = UINT64_MAX };

	if (hw->instance[dma->dev] < 0)
		return &none;
	if (dma->pasid)		/* nobody writes the entry of 0: it stands for all that there are not */
		return &hw->pasid[dma->dev][dma->pasid < HW_PASIDS ? dma->pasid : 0];
	return &hw->dte[dma->dev][dma->write ? HW_WRITES : HW_READS];
}

enum hw_result hw_translate(struct hw *hw, const struct dma *dma, bool probe, uint64_t *paddr)
{
	const struct dte *dte = dte_of(hw, dma);
	enum hw_result res = HW_FAULT;
	uint64_t iova = dma->iova;

	switch (dte->mode) {
	case DTE_UNKNOWN:
		return HW_UNKNOWN;
	case DTE_BYPASS:
		*paddr = iova;
		res = iova <= dte->last ? HW_REACHED : HW_FAULT;
		break;
	case DTE_TRANSLATE:
		res = translate(hw, hw->instance[dma->dev], dte, dma->write, iova, probe, paddr);
		break;
	case DTE_ABORT:
		break;
	}
	if (res == HW_FAULT && dte->dummy) {
		*paddr = dte->dummy + iova % PHYS_PAGE;
		res = HW_REACHED;
	}
	return res == HW_REACHED && *paddr >= PHYS_END ? HW_NO_MEMORY : res;
}

/* The access is made; find out in memory where it went. */
static void access_memory(struct phys *p, struct dma *dma, uint64_t paddr)
{
	uint64_t word = 0, byte = paddr % 8, where;
	bool seen;

	if (dma->write) {
		while (phys_heal(p, &where))
			;
		phys_write(p, paddr - byte, DMA_TOKEN);
		seen = phys_heal(p, &where);
	} else {
		phys_read(p, paddr - byte, &word);
		seen = phys_canary_decode(word, &where);
	}
	dma->result = seen ? DMA_REACHED : DMA_UNSEEN;
	dma->paddr = seen ? where + byte : 0;
}

bool hw_dma(struct hw *hw, struct dma *dma, bool probe)
{
	uint64_t paddr = 0;
	enum hw_result res = hw_translate(hw, dma, probe, &paddr);

	dma->result = DMA_NOTHING;
	dma->paddr = 0;
	dma->fault = res == HW_FAULT;
	if (res == HW_UNKNOWN)
		return false;
	if (res == HW_REACHED && probe) {
		dma->result = DMA_REACHED;
		dma->paddr = paddr;
	} else if (res == HW_REACHED) {
		access_memory(hw->phys, dma, paddr);
	}
	return true;
}
