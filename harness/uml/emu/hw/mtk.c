// SPDX-License-Identifier: GPL-2.0-only
/*
 * The M4U of MediaTek SoCs, generation 2: short-descriptor tables without permissions. A port of a local arbiter (larb)
 * goes through it while the larb says so. Registers: drivers/iommu/mtk_iommu.c and drivers/memory/mtk-smi.c, their
 * definitions and what the drivers do with them; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/of.h>

#include "harness/uml/emu/m4u.h"

enum { PT_BASE = 0x00, WR_LEN_CTRL = 0x54 };
enum { LARB_MMU_EN = 0xf00, LARB_NONSEC_CON = 0x380 };	/* a bit a port of MT8173; a register a port later */
enum { FAULT_WRITE = BIT(1) };				/* of fault_va */

#define GENERATION_2 \
	.invalidate = 0x20, .first = 0x24, .last = 0x28, .done = 0x12c, .int_control = 0x120, .int_enable = 0x124, \
	.fault = 0x134, .fault_va = 0x13c, .fault_pa = 0x140, .fault_id = 0x150

static const struct m4u mt8173 = { .select = 0x38, GENERATION_2 };
static const struct m4u mt8192 = { .select = 0x2c, GENERATION_2 };

#define PORT(stream)	((stream) & 31)
#define LARB(stream)	((stream) >> 5)

static void mtk_reset(struct emu_mmu *m)
{
	emu_set(m, WR_LEN_CTRL, BIT(0) | BIT(16));
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
		.table = m4u_address(emu_reg(m, PT_BASE), 0xffffff80), .iova_bits = iova_bits, .high = true,
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

static void mtk_fault(struct emu_mmu *m, u64 iova, bool write)
{
	m4u_fault(m, (iova & 0xfffff000) | (iova >> 32 & 7) << 9 | (write ? FAULT_WRITE : 0),
		  LARB(m->stream) << 7 | PORT(m->stream) << 2);
}

#define MTK \
	.sticks = true, .has = { "large-pages" }, .reset = mtk_reset, .write = m4u_write, .fill = emu_tlb_fill, \
	.fault = mtk_fault

#define ASSUMED \
	"a port that its larb does not enable bypasses; a DMA that is not translated goes to the protect page and " \
	"is told once until it is cleared; the TLB caches invalid entries too (the driver invalidates what it " \
	"maps), and loses entries by INVALIDATE only; WR_LEN_CTRL is not 0 after reset"

EMU_HARDWARE(mt8173) = {
	.compatible = "mediatek,mt8173-m4u", .variant = &mt8173, .paddr_last = GENMASK_ULL(31, 0), .assumed = ASSUMED,
	.route = mt8173_route, .walk = mt8173_walk, MTK
};

EMU_HARDWARE(mt8192) = {
	.compatible = "mediatek,mt8192-m4u", .variant = &mt8192, .paddr_last = GENMASK_ULL(34, 0),
	.assumed = "a port reaches only the 4 GiB that its larb selects; " ASSUMED,
	.route = mt8192_route, .walk = mt8192_walk, MTK
};
