// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IOMMU of Allwinner H6 SoCs: a directory of 4096 entries, tables of 256 entries, pages of 4 KiB that name one of
 * 16 sets of rights; six masters. Besides its TLBs it has a cache of directory entries ("PTW cache"). Registers, table
 * format and rights: drivers/iommu/sun50i-iommu.c, its comments and definitions; the H6 user manual was not consulted.
 * What is cached, prefetched pages and invalid entries too, is concluded from what the driver invalidates after a map.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	RESET = 0x10, ENABLE = 0x20, BYPASS = 0x30, TTB = 0x50, TLB_PREFETCH = 0x70, TLB_FLUSH = 0x80,
	TLB_IVLD_ADDR = 0x90, TLB_IVLD_ADDR_MASK = 0x94, TLB_IVLD_ENABLE = 0x98, PC_IVLD_ADDR = 0xa0,
	PC_IVLD_ENABLE = 0xa8, DM_AUT_CTRL = 0xb0, INT_ENABLE = 0x100, INT_CLR = 0x104, INT_STA = 0x108,
	INT_ERR_ADDR = 0x110, INT_ERR_ADDR_L1 = 0x130, INT_ERR_ADDR_L2 = 0x134, INT_ERR_DATA = 0x150, L1PG_INT = 0x180,
	L2PG_INT = 0x184,
};

enum { FLUSH_TLB = BIT(16), FLUSH_PTW_CACHE = BIT(17) };	/* of TLB_FLUSH */
enum { INVALID_L1PG = BIT(16), INVALID_L2PG = BIT(17) };	/* of INT_STA; below them a bit a master */

/* What the cache files a directory entry under; pages are under 0. */
enum { PTW = 1 };

static void flush(struct emu_mmu *m, u32 what)
{
	if (what & FLUSH_TLB)
		emu_tlb_drop_tag(m, 0);
	if (what & FLUSH_PTW_CACHE)
		emu_tlb_drop_tag(m, PTW);
}

/* Commands are done at once. Resets of masters (RESET) have nothing under way that they could end. */
static void sun50i_write(struct emu_mmu *m, u32 off, u32 value)
{
	u32 mask = emu_reg(m, TLB_IVLD_ADDR_MASK);
	bool command = off == TLB_FLUSH || off == TLB_IVLD_ENABLE || off == PC_IVLD_ENABLE;
	bool stuck = command && emu_stuck(m);

	if (command)
		emu_set(m, off, stuck ? value : 0);	/* what is under way */
	if (stuck)
		return;
	switch (off) {
	case TLB_FLUSH:
		flush(m, value);
		break;
	case TLB_IVLD_ENABLE:
		emu_tlb_drop_tagged(m, 0, emu_reg(m, TLB_IVLD_ADDR) & mask, (u64)(u32)~mask + 1);
		break;
	case PC_IVLD_ENABLE:
		emu_tlb_drop_tagged(m, PTW, emu_reg(m, PC_IVLD_ADDR), 1);
		break;
	case INT_CLR:
		emu_clear(m, INT_STA, value);
		break;
	case INT_STA:
		break;
	default:
		emu_set(m, off, value);
	}
}

static enum emu_route sun50i_route(struct emu_mmu *m)
{
	return !(emu_reg(m, ENABLE) & 1) || emu_reg(m, BYPASS) & BIT(m->stream) ? EMU_PASS : EMU_TRANSLATE;
}

static enum emu_entry directory_entry(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = round_down(entry, SZ_1K);
	return (entry & 3) == 1 ? EMU_TABLE : EMU_HOLE;
}

/* Each set of rights has two bits a master in DM_AUT_CTRL that deny it reads and writes. */
static enum emu_entry page_entry(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	u32 set = entry >> 4 & 15, denied = emu_reg(m, DM_AUT_CTRL + set / 2 * 4) >> (set % 2 * 16 + m->stream * 2);

	leaf->paddr = entry;
	leaf->read = !(denied & BIT(0));
	leaf->write = !(denied & BIT(1));
	return entry & BIT(1) ? EMU_LEAF : EMU_HOLE;
}

static const struct emu_words words = {
	{ { 20, 4096, directory_entry }, { 12, 256, page_entry } }, .cached_as = PTW,
};

static void sun50i_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	emu_walk_words(m, &words, emu_reg(m, TTB), iova, leaf);
}

static void cache(struct emu_mmu *m, u64 iova)
{
	emu_cache_first(m, &words, emu_reg(m, TTB), iova);
	emu_tlb_fill_line(m, iova, SZ_4K, 1);
}

/* Behind a page that is found the next one is prefetched. */
static void sun50i_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	if (!leaf->size)
		return;
	cache(m, leaf->iova);
	if (!leaf->hole && emu_reg(m, TLB_PREFETCH) & BIT(m->stream))
		cache(m, leaf->iova + SZ_4K);
}

static void sun50i_fault(struct emu_mmu *m, u64 iova, bool write)
{
	u32 master = BIT(m->stream), why = master;
	struct emu_leaf leaf;

	sun50i_walk(m, iova, &leaf);
	if (!leaf.hole) {
		emu_set(m, INT_ERR_ADDR + m->stream * 4, iova);
		emu_set(m, INT_ERR_DATA + m->stream * 4, leaf.raw);
	} else if (leaf.size == SZ_4K) {
		why = INVALID_L2PG;
		emu_set(m, INT_ERR_ADDR_L2, iova);
		emu_set(m, L2PG_INT, master);
	} else {
		why = INVALID_L1PG;
		emu_set(m, INT_ERR_ADDR_L1, iova);
		emu_set(m, L1PG_INT, master);
	}
	emu_irq_status(m, INT_STA, INT_ENABLE, why);
}

EMU_HARDWARE(sun50i) = {
	.compatible = "allwinner,sun50i-h6-iommu",
	.paddr_last = GENMASK_ULL(31, 0),
	.has = { "write-only" },
	.assumed = "ENABLE clear means bypass; the TLB and the PTW cache hold invalid entries too, and the page behind "
		   "one that was found; they lose them by TLB_FLUSH, TLB_IVLD and PC_IVLD only; the reset line does "
		   "nothing",
	.write = sun50i_write, .route = sun50i_route, .walk = sun50i_walk, .fill = sun50i_fill,
	.fault = sun50i_fault, .sticks = true,
};
