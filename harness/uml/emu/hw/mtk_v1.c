// SPDX-License-Identifier: GPL-2.0-only
/*
 * The M4U of MediaTek SoCs, generation 1 (MT2701): one table of 2^20 entries. A port goes through it once the always-on
 * registers of the SMI say so. Registers: drivers/iommu/mtk_iommu_v1.c and drivers/memory/mtk-smi.c, their definitions
 * and what the drivers do with them; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/of.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	PT_BASE = 0x000, INT_CONTROL = 0x220, FAULT_ST = 0x224, FAULT_VA = 0x228, INVLD_PA = 0x22c, INT_ID = 0x388,
	INVALIDATE = 0x5c0, INVLD_START = 0x5c4, INVLD_END = 0x5c8, INV_SEL = 0x5d8, CPE_DONE = 0x60c,
};

enum { SECUR_CON = 0x5c0 };				/* of the SMI, 4 bits a port */
enum { INV_RANGE = BIT(0), ALL_INVLD = BIT(1) };	/* INVALIDATE */
enum { INVLD_EN0 = BIT(0) };				/* INV_SEL: the first of two TLBs, that of our ports */
enum { TRANSLATION_FAULT = BIT(0), INT_CLEAR = BIT(12) };	/* INT_CONTROL, FAULT_ST */
enum { VALID = BIT(1) };				/* of an entry */

static void v1_reset(struct emu_mmu *m)
{
	emu_regs_clear(m);
	emu_tlb_drop_all(m);
}

static void invalidate(struct emu_mmu *m, u32 command)
{
	u64 start = emu_reg(m, INVLD_START), end = emu_reg(m, INVLD_END);

	if (!(emu_reg(m, INV_SEL) & INVLD_EN0) || emu_stuck(m))
		return;
	if (command & ALL_INVLD)
		emu_tlb_drop_all(m);
	else if ((command & INV_RANGE) && end >= start)
		emu_tlb_drop(m, start, end - start + SZ_4K);
	/* The driver waits for a range only. */
	if (command & INV_RANGE)
		emu_set(m, CPE_DONE, 1);
}

static void v1_write(struct emu_mmu *m, u32 off, u32 value)
{
	switch (off) {
	case INVALIDATE:
		invalidate(m, value);
		break;
	case INT_CONTROL:
		if (value & INT_CLEAR)
			emu_set(m, FAULT_ST, 0);
		emu_set(m, off, value & ~INT_CLEAR);
		break;
	case FAULT_ST:
	case FAULT_VA:
	case INVLD_PA:
	case INT_ID:
		break;
	default:
		emu_set(m, off, value);
	}
}

/* The registers of the SMI that the first larb names. */
static struct emu_mmu *smi_of(struct emu_mmu *m)
{
	struct device_node *larb = of_parse_phandle(m->np, "mediatek,larbs", 0);
	struct device_node *np = of_parse_phandle(larb, "mediatek,smi", 0);
	struct emu_mmu *smi = emu_find(np);

	of_node_put(np);
	of_node_put(larb);
	return smi;
}

static enum emu_route v1_route(struct emu_mmu *m)
{
	struct emu_mmu *smi = smi_of(m);

	return smi && emu_reg(smi, SECUR_CON + m->stream / 8 * 4) & BIT(m->stream % 8 * 4 + 3) ?
	       EMU_TRANSLATE : EMU_PASS;
}

static enum emu_entry v1_page(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = entry;
	leaf->read = leaf->write = true;
	return entry & VALID ? EMU_LEAF : EMU_HOLE;
}

static void v1_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	static const struct emu_words words = { { { 12, BIT(20), v1_page } } };

	emu_walk_words(m, &words, emu_reg(m, PT_BASE), iova, leaf);
}

static void v1_fault(struct emu_mmu *m, u64 iova, bool write)
{
	if (emu_reg(m, FAULT_ST) || !(emu_reg(m, INT_CONTROL) & TRANSLATION_FAULT))
		return;
	emu_set(m, FAULT_ST, TRANSLATION_FAULT);
	emu_set(m, FAULT_VA, iova);
	emu_irq(m, 0);
}

EMU_HARDWARE(mt2701) = {
	.compatible = "mediatek,mt2701-m4u",
	.paddr_last = GENMASK_ULL(31, 0),
	.word32 = true,
	.sticks = true,
	.assumed = "64-bit build of a 32-bit driver; a port that the SMI does not enable bypasses; a DMA that is not "
		   "translated goes to the protect page and is told once until it is cleared; the TLB caches invalid "
		   "entries too (the driver invalidates what it maps), and loses entries by INVALIDATE only; the "
		   "devices are not on the mapping of Arm's DMA API, as after arm_iommu_detach_device()",
	.reset = v1_reset, .write = v1_write, .route = v1_route, .walk = v1_walk, .fill = emu_tlb_fill,
	.fault = v1_fault,
};
