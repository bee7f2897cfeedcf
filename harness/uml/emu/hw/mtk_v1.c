// SPDX-License-Identifier: GPL-2.0-only
/*
 * The M4U of MediaTek SoCs, generation 1 (MT2701): one table of 2^20 entries. A port goes through it once the always-on
 * registers of the SMI say so. Registers: drivers/iommu/mtk_iommu_v1.c and drivers/memory/mtk-smi.c, their definitions
 * and what the drivers do with them; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/of.h>

#include "harness/uml/emu/m4u.h"

enum { PT_BASE = 0x000 };
enum { SECUR_CON = 0x5c0 };	/* of the SMI, 4 bits a port */
enum { VALID = BIT(1) };	/* of an entry */

static const struct m4u mt2701 = {
	.invalidate = 0x5c0, .first = 0x5c4, .last = 0x5c8, .select = 0x5d8, .done = 0x60c,
	.int_control = 0x220, .int_enable = 0x220,
	.fault = 0x224, .fault_va = 0x228, .fault_pa = 0x22c, .fault_id = 0x388,
};

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

/* Of whose DMA it was nothing is told. */
static void v1_fault(struct emu_mmu *m, u64 iova, bool write)
{
	m4u_fault(m, iova, 0);
}

EMU_HARDWARE(mt2701) = {
	.compatible = "mediatek,mt2701-m4u",
	.variant = &mt2701,
	.paddr_last = GENMASK_ULL(31, 0),
	.word32 = true,
	.sticks = true,
	.assumed = "64-bit build of a 32-bit driver; a port that the SMI does not enable bypasses; a DMA that is not "
		   "translated goes to the protect page and is told once until it is cleared; the TLB caches invalid "
		   "entries too (the driver invalidates what it maps), and loses entries by INVALIDATE only; the "
		   "devices are not on the mapping of Arm's DMA API, as after arm_iommu_detach_device()",
	.write = m4u_write, .route = v1_route, .walk = v1_walk, .fill = emu_tlb_fill, .fault = v1_fault,
};
