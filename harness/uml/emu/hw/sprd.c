// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IOMMU of Unisoc SoCs, versions EX and VAU: one table of page numbers for a window of I/O addresses. Registers,
 * and that what is not mapped goes to a default page: drivers/iommu/sprd-iommu.c; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

/* Where the registers are, which differs between versions. */
struct version {
	u32 number, cfg, update, first_vpn, vpn_range, first_ppn;
};

static const struct version ex = {
	.cfg = 0x00, .update = 0x04, .first_vpn = 0x08, .vpn_range = 0x0c, .first_ppn = 0x10,
};
static const struct version vau = {
	.number = 1, .cfg = 0x04, .update = 0x08, .first_ppn = 0x10, .first_vpn = 0x1c, .vpn_range = 0x20,
};

enum { VERSION = 0x00 };	/* bits 15:8; of EX the configuration is there */
enum { EN = BIT(0) };

static const struct version *version(struct emu_mmu *m)
{
	return m->hw->variant;
}

static void sprd_reset(struct emu_mmu *m)
{
	emu_set(m, VERSION, version(m)->number << 8);
}

static void sprd_write(struct emu_mmu *m, u32 off, u32 value)
{
	const struct version *v = version(m);

	if (off != VERSION || v->cfg == VERSION)
		emu_set(m, off, value);
	if (off == v->update || (off == v->cfg && !(value & EN)))
		emu_tlb_drop_all(m);
}

static enum emu_route sprd_route(struct emu_mmu *m)
{
	return emu_reg(m, version(m)->cfg) & EN ? EMU_TRANSLATE : EMU_PASS;
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
	const struct version *v = version(m);
	u64 first = (u64)emu_reg(m, v->first_vpn) * SZ_4K, size = ((u64)emu_reg(m, v->vpn_range) + 1) * SZ_4K;

	if (iova - first < size)
		emu_walk_words(m, &words, (u64)emu_reg(m, v->first_ppn) * SZ_4K, iova - first, leaf);
	else
		*leaf = (struct emu_leaf) { .hole = true };
	leaf->iova += first;
}

#define SPRD \
	.paddr_last = GENMASK_ULL(31, 0), \
	.assumed = "EN clear means bypass, and empties the TLB; an entry of 0 and what is outside of the window go " \
		   "to the default page, which is counted as nowhere; no entry denies anything", \
	.reset = sprd_reset, .write = sprd_write, .route = sprd_route, .walk = sprd_walk

/* Both are "sprd,iommu-v1" to the driver, which asks the hardware for its version. */
EMU_HARDWARE(sprd) = { .compatible = "iommu-conform,sprd-ex", .variant = &ex, SPRD };
EMU_HARDWARE(sprd_vau) = { .compatible = "iommu-conform,sprd-vau", .variant = &vau, SPRD };
