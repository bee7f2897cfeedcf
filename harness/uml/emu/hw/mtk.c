// SPDX-License-Identifier: GPL-2.0-only
/*
 * The M4U of MediaTek SoCs, generation 2: short-descriptor tables without permissions. A port of a local arbiter (larb)
 * goes through it while the larb says so. Registers: drivers/iommu/mtk_iommu.c and drivers/memory/mtk-smi.c, their
 * definitions and what the drivers do with them; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/of.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	PT_BASE = 0x00, INVALIDATE = 0x20, INVLD_START = 0x24, INVLD_END = 0x28, INV_SEL_GEN2 = 0x2c,
	INV_SEL_GEN1 = 0x38, WR_LEN_CTRL = 0x54, INT_CONTROL0 = 0x120, INT_MAIN_CONTROL = 0x124, CPE_DONE = 0x12c,
	FAULT_ST1 = 0x134, MMU0_FAULT_VA = 0x13c, MMU0_INVLD_PA = 0x140, MMU0_INT_ID = 0x150,
};

enum { LARB_MMU_EN = 0xf00, LARB_NONSEC_CON = 0x380 };	/* a bit a port of MT8173; a register a port later */

enum { INV_RANGE = BIT(0), ALL_INVLD = BIT(1) };	/* INVALIDATE */
enum { INVLD_EN0 = BIT(0) };				/* INV_SEL: the first of two TLBs, that of our ports */
enum { INT_CLEAR = BIT(12) };				/* INT_CONTROL0 */
enum { TRANSLATION_FAULT = BIT(0) };			/* FAULT_ST1, INT_MAIN_CONTROL: of the first TLB */
enum { FAULT_WRITE = BIT(1) };				/* FAULT_VA */

#define PORT(stream)	((stream) & 31)
#define LARB(stream)	((stream) >> 5)

/* Addresses of more than 32 bits have the high ones in the lowest bits of a register. */
static u64 address(u32 reg, u32 low_mask)
{
	return (reg & low_mask) | (u64)(reg & 7) << 32;
}

static void m4u_reset(struct emu_mmu *m)
{
	emu_regs_clear(m);
	emu_set(m, WR_LEN_CTRL, BIT(0) | BIT(16));
	emu_tlb_drop_all(m);
}

static void invalidate(struct emu_mmu *m, u32 command, u32 select)
{
	u64 start = address(emu_reg(m, INVLD_START), 0xfffff000), end = address(emu_reg(m, INVLD_END), 0xfffff000);

	if (!(select & INVLD_EN0) || emu_stuck(m))
		return;
	if (command & ALL_INVLD)
		emu_tlb_drop_all(m);
	else if ((command & INV_RANGE) && end >= start)
		emu_tlb_drop(m, start, end - start + SZ_4K);
	if (command & INV_RANGE)
		emu_set(m, CPE_DONE, 1);
}

static void m4u_write(struct emu_mmu *m, u32 off, u32 value, u32 inv_sel)
{
	switch (off) {
	case INVALIDATE:
		invalidate(m, value, emu_reg(m, inv_sel));
		break;
	case INT_CONTROL0:
		if (value & INT_CLEAR)
			emu_set(m, FAULT_ST1, 0);
		emu_set(m, off, value & ~INT_CLEAR);
		break;
	case FAULT_ST1:
	case MMU0_FAULT_VA:
	case MMU0_INVLD_PA:
	case MMU0_INT_ID:
		break;
	default:
		emu_set(m, off, value);
	}
}

static void mt8173_write(struct emu_mmu *m, u32 off, u32 value)
{
	m4u_write(m, off, value, INV_SEL_GEN1);
}

static void mt8192_write(struct emu_mmu *m, u32 off, u32 value)
{
	m4u_write(m, off, value, INV_SEL_GEN2);
}

/* The larb of the master that is served, by its number; the numbers are those of "mediatek,larbs" unless said. */
static u32 larb_reg(struct emu_mmu *m, u32 off)
{
	struct device_node *np;
	struct emu_mmu *larb;
	u32 i, id;

	for (i = 0; (np = of_parse_phandle(m->np, "mediatek,larbs", i)); i++) {
		id = i;
		of_property_read_u32(np, "mediatek,larb-id", &id);
		larb = emu_find(np);
		of_node_put(np);
		if (id == LARB(m->stream))
			return larb ? emu_reg(larb, off) : 0;
	}
	return 0;
}

static enum emu_route mt8173_route(struct emu_mmu *m)
{
	return larb_reg(m, LARB_MMU_EN) & BIT(PORT(m->stream)) ? EMU_TRANSLATE : EMU_PASS;
}

/* The larb also says in which 4 GiB of the 16 GiB of addresses a port is: bits 9:8, and again above. */
static enum emu_route mt8192_route(struct emu_mmu *m)
{
	u32 con = larb_reg(m, LARB_NONSEC_CON + PORT(m->stream) * 4);

	m->tag = con >> 8 & 3;
	return con & 1 ? EMU_TRANSLATE : EMU_PASS;
}

static void walk(struct emu_mmu *m, unsigned int iova_bits, u64 iova, struct emu_leaf *leaf)
{
	const struct emu_v7s format = {
		.table = address(emu_reg(m, PT_BASE), 0xffffff80), .iova_bits = iova_bits, .high = true,
	};

	*leaf = (struct emu_leaf) { .hole = true };
	if (format.table)
		emu_walk_v7s(m, &format, iova, leaf);
}

static void mt8173_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	walk(m, 32, iova, leaf);
}

static void mt8192_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	/* A port emits 32 bits: no other 4 GiB than its own can be asked for. */
	walk(m, iova >> 32 == m->tag ? 34 : 0, iova, leaf);
}

static void m4u_fault(struct emu_mmu *m, u64 iova, bool write)
{
	if (emu_reg(m, FAULT_ST1) || !(emu_reg(m, INT_MAIN_CONTROL) & TRANSLATION_FAULT))
		return;
	emu_set(m, FAULT_ST1, TRANSLATION_FAULT);
	emu_set(m, MMU0_FAULT_VA, (iova & 0xfffff000) | (iova >> 32 & 7) << 9 | (write ? FAULT_WRITE : 0));
	emu_set(m, MMU0_INVLD_PA, 0);
	emu_set(m, MMU0_INT_ID, LARB(m->stream) << 7 | PORT(m->stream) << 2);
	emu_irq(m, 0);
}

#define ASSUMED \
	"a port that its larb does not enable bypasses; a DMA that is not translated goes to the protect page and " \
	"is told once until it is cleared; the TLB caches invalid entries too (the driver invalidates what it " \
	"maps), and loses entries by INVALIDATE only; WR_LEN_CTRL is not 0 after reset"

EMU_HARDWARE(mt8173) = {
	.compatible = "mediatek,mt8173-m4u",
	.paddr_last = 0xffffffff,
	.sticks = true, .has = { "large-pages" },
	.assumed = ASSUMED,
	.reset = m4u_reset, .write = mt8173_write, .route = mt8173_route, .walk = mt8173_walk, .fill = emu_tlb_fill,
	.fault = m4u_fault,
};

EMU_HARDWARE(mt8192) = {
	.compatible = "mediatek,mt8192-m4u",
	.paddr_last = 0x7ffffffff,
	.sticks = true, .has = { "large-pages" },
	.assumed = "a port reaches only the 4 GiB that its larb selects; " ASSUMED,
	.reset = m4u_reset, .write = mt8192_write, .route = mt8192_route, .walk = mt8192_walk, .fill = emu_tlb_fill,
	.fault = m4u_fault,
};
