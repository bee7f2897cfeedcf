// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arm's SMMU, architecture version 3: registers; smmu_v3_config.c has the streams, smmu_v3_queues.c the queues, and
 * walk_lpae.c the tables. Known from the architecture specification (IHI 0070). Without ATS, PRI, stalls, nested
 * translation and dirty state; substreams in linear tables only.
 */
#include "harness/uml/emu/smmu_v3.h"

#define IDR0_S2P	BIT(0)
#define IDR0_S1P	BIT(1)
/* AArch64 tables, coherent, ASIDs and VMIDs of 16 bits, no stalls, little-endian, stream tables of two levels */
#define IDR0_COMMON	(2 << 2 | BIT(4) | BIT(12) | BIT(18) | 1 << 24 | 2 << 21 | 1 << 27)
/* 256 commands, 128 events, substream IDs of 4 bits, stream IDs of 16 */
#define IDR1_SIZES	(8 << 21 | 7 << 16 | 4 << 6 | 16)
#define IDR3_RIL	BIT(10)
#define IDR5_GRAN4K	BIT(4)
#define GBPA_ABORT	BIT(20)
#define GBPA_UPDATE	BIT(31)

static void reset(struct emu_mmu *m, u32 idr0, u32 idr3, u32 oas)
{
	emu_set(m, IDR0, idr0 | IDR0_COMMON);
	emu_set(m, IDR1, IDR1_SIZES);
	emu_set(m, IDR3, idr3);
	emu_set(m, IDR5, IDR5_GRAN4K | oas);
}

static void v3_write(struct emu_mmu *m, u32 off, u32 value)
{
	switch (off) {
	case IDR0 ... AIDR:
	case CR0ACK:
	case IRQ_CTRLACK:
	case GERROR:
		return;
	case GBPA:
		emu_set(m, off, value & ~GBPA_UPDATE);
		return;
	}
	emu_set(m, off, value);
	if (off == CR0)
		emu_set(m, CR0ACK, value);
	else if (off == IRQ_CTRL)
		emu_set(m, IRQ_CTRLACK, value);
	else if (off == CMDQ_PROD)
		smmu_v3_commands(m);
}

static enum emu_route v3_route(struct emu_mmu *m)
{
	struct v3_config c;

	if (!(emu_reg(m, CR0) & SMMUEN))
		return emu_reg(m, GBPA) & GBPA_ABORT ? EMU_STOP : EMU_PASS;
	c = smmu_v3_config(m);
	m->tag = c.tag;
	if (c.event && !m->peek)
		smmu_v3_event(m, c.event, 0, false, false);
	return c.route;
}

/* The configuration again that v3_route() has used. */
static struct lpae tables(struct emu_mmu *m)
{
	struct v3_config c = smmu_v3_config(m);

	m->tag = c.tag;
	return c.tables;
}

static void v3_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	struct lpae t = tables(m);

	lpae_walk(m, &t, iova, leaf);
}

static void v3_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	struct lpae t = tables(m);

	lpae_fill(m, &t, leaf);
}

/* What is cached was found: it did not allow the access. */
static void v3_fault(struct emu_mmu *m, u64 iova, bool write)
{
	struct lpae t = tables(m);

	smmu_v3_event(m, emu_tlb_find(m, iova) ? F_PERMISSION : F_TRANSLATION, iova, write, t.stage2);
}

static void v3_reset(struct emu_mmu *m)
{
	reset(m, IDR0_S1P | IDR0_S2P, IDR3_RIL, 5);
}

static void v3_stage2_reset(struct emu_mmu *m)
{
	reset(m, IDR0_S2P, 0, 2);
}

#define ASSUMED "an invalidation is complete only at the CMD_SYNC after it; valid stream configurations and tables are " \
		"cached, faults never; masters are unprivileged"

EMU_HARDWARE(arm_smmu_v3) = {
	.compatible = "arm,smmu-v3", .regs = 0x20000, .pasids = V3_PASIDS,
	.state = V3_STREAMS * V3_PASIDS * sizeof(struct v3_config),
	.paddr_last = (1ull << 48) - 1, .tlb_size = 256, .pages = true, .sticks = true, .assumed = ASSUMED,
	.reset = v3_reset, .write = v3_write, .route = v3_route, .walk = v3_walk, .fill = v3_fill, .fault = v3_fault,
};

/* Its nodes name it before "arm,smmu-v3", which the driver looks for. Defined last: an instance is the last one's. */
EMU_HARDWARE(arm_smmu_v3_s2) = {
	.compatible = "iommu-conform,smmu-v3-s2", .regs = 0x20000, .pasids = V3_PASIDS,
	.state = V3_STREAMS * V3_PASIDS * sizeof(struct v3_config),
	.paddr_last = (1ull << 40) - 1, .tlb_size = 256, .pages = true, .sticks = true,
	.has = { "write-only" }, .assumed = ASSUMED,
	.reset = v3_stage2_reset, .write = v3_write, .route = v3_route, .walk = v3_walk, .fill = v3_fill,
	.fault = v3_fault,
};
