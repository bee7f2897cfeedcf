// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IOMMU of Unisoc SoCs, version EX: one table of page numbers for a window of I/O addresses. Registers, and that
 * what is not mapped goes to a default page: drivers/iommu/sprd-iommu.c; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum { CFG = 0x00, UPDATE = 0x04, FIRST_VPN = 0x08, VPN_RANGE = 0x0c, FIRST_PPN = 0x10 };

enum { EN = BIT(0) };

static void sprd_write(struct emu_mmu *m, u32 off, u32 value)
{
	emu_set(m, off, value);
	if (off == UPDATE || (off == CFG && !(value & EN)))
		emu_tlb_drop_all(m);
}

static enum emu_route sprd_route(struct emu_mmu *m)
{
	return emu_reg(m, CFG) & EN ? EMU_TRANSLATE : EMU_PASS;
}

static enum emu_entry sprd_page(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = (u64)entry * SZ_4K;
	leaf->read = leaf->write = true;
	return entry ? EMU_LEAF : EMU_HOLE;
}

static void sprd_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	static const struct emu_words words = { { { 12, BIT(20), sprd_page } } };
	u64 first = (u64)emu_reg(m, FIRST_VPN) * SZ_4K, size = ((u64)emu_reg(m, VPN_RANGE) + 1) * SZ_4K;

	if (iova - first < size)
		emu_walk_words(m, &words, (u64)emu_reg(m, FIRST_PPN) * SZ_4K, iova - first, leaf);
	else
		*leaf = (struct emu_leaf) { .hole = true };
	leaf->iova += first;
}

EMU_HARDWARE(sprd) = {
	.compatible = "sprd,iommu-v1",
	.paddr_last = GENMASK_ULL(31, 0),
	.assumed = "EN clear means bypass, and empties the TLB; an entry of 0 and what is outside of the window go to "
		   "the default page, which is counted as nowhere; no entry denies anything",
	.write = sprd_write, .route = sprd_route, .walk = sprd_walk,
};
