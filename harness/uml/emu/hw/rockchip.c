// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IOMMU of Rockchip SoCs, version 1: a directory of 1024 entries, tables of 1024 entries, pages of 4 KiB.
 * Registers, commands and table format: drivers/iommu/rockchip-iommu.c, its comments and definitions; no manual was
 * consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	DTE_ADDR = 0x00, STATUS = 0x04, COMMAND = 0x08, PAGE_FAULT_ADDR = 0x0c, ZAP_ONE_LINE = 0x10,
	INT_RAWSTAT = 0x14, INT_CLEAR = 0x18, INT_MASK = 0x1c, INT_STATUS = 0x20, AUTO_GATING = 0x24,
};

enum { PAGING_ENABLED = BIT(0), STALL_ACTIVE = BIT(2), IDLE = BIT(3), REPLAY_BUFFER_EMPTY = BIT(4) };

enum {
	ENABLE_PAGING, DISABLE_PAGING, ENABLE_STALL, DISABLE_STALL, ZAP_CACHE, PAGE_FAULT_DONE, FORCE_RESET,
};

enum { VALID = BIT(0), READABLE = BIT(1), WRITABLE = BIT(2) };

#define LINE		16u		/* entries of a cache line of 64 bytes */
#define TABLE_SIZE	SZ_4M		/* what one directory entry maps */
#define BASE_OF(entry)	((entry) & 0xfffff000u)

static void rk_reset(struct emu_mmu *m)
{
	emu_regs_clear(m);
	emu_set(m, STATUS, IDLE | REPLAY_BUFFER_EMPTY);
	emu_tlb_drop_all(m);
}

static void rk_command(struct emu_mmu *m, u32 command)
{
	u32 status = emu_reg(m, STATUS);

	switch (command) {
	case ENABLE_PAGING:
		emu_set(m, STATUS, status | PAGING_ENABLED);
		break;
	case DISABLE_PAGING:
		emu_set(m, STATUS, status & ~PAGING_ENABLED);
		break;
	case ENABLE_STALL:
		if (status & PAGING_ENABLED)
			emu_set(m, STATUS, status | STALL_ACTIVE);
		break;
	case DISABLE_STALL:
		emu_set(m, STATUS, status & ~STALL_ACTIVE);
		break;
	case ZAP_CACHE:
		emu_tlb_drop_all(m);
		break;
	case FORCE_RESET:
		rk_reset(m);
		break;
	}
}

/* The lines of the cache that hold the two entries for @iova: a line of directory entries, a line of table entries. */
static void rk_zap_line(struct emu_mmu *m, u32 iova)
{
	struct emu_leaf *leaf;
	u64 line;

	for (leaf = m->tlb.leaf; leaf < m->tlb.leaf + m->tlb.size; leaf++) {
		line = leaf->size * LINE;
		if (leaf->size && leaf->iova / line == iova / line)
			leaf->size = 0;
	}
}

static void rk_write(struct emu_mmu *m, u32 off, u32 value)
{
	switch (off) {
	case DTE_ADDR:
		emu_set(m, off, BASE_OF(value));
		break;
	case COMMAND:
		rk_command(m, value);
		break;
	case ZAP_ONE_LINE:
		rk_zap_line(m, value);
		break;
	case INT_CLEAR:
		emu_set(m, INT_RAWSTAT, emu_reg(m, INT_RAWSTAT) & ~value);
		break;
	case INT_MASK:
	case AUTO_GATING:
		emu_set(m, off, value);
		break;
	}
}

static enum emu_route rk_route(struct emu_mmu *m)
{
	u32 status = emu_reg(m, STATUS);

	if (status & STALL_ACTIVE)
		return EMU_STOP;
	return status & PAGING_ENABLED ? EMU_TRANSLATE : EMU_PASS;
}

static u32 directory_entry(struct emu_mmu *m, u32 iova)
{
	return emu_word(m, emu_reg(m, DTE_ADDR) + iova / TABLE_SIZE * 4);
}

static struct emu_leaf page_leaf(struct emu_mmu *m, u32 dte, u64 iova)
{
	u32 pte = emu_word(m, BASE_OF(dte) + iova / SZ_4K % 1024 * 4);

	return (struct emu_leaf) {
		.iova = round_down(iova, SZ_4K), .size = SZ_4K, .paddr = BASE_OF(pte), .hole = !(pte & VALID),
		.read = pte & READABLE, .write = pte & WRITABLE, .raw = pte,
	};
}

static void rk_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	u32 dte = iova >> 32 ? 0 : directory_entry(m, iova);

	if (dte & VALID)
		*leaf = page_leaf(m, dte, iova);
	else
		*leaf = (struct emu_leaf) { .hole = true };
}

/* A walk that succeeds reads whole cache lines of both tables, and so caches what its neighbours are, holes too. */
static void rk_fill(struct emu_mmu *m, const struct emu_leaf *found)
{
	u64 line = round_down(found->iova, LINE * SZ_4K), lines = round_down(found->iova, (u64)LINE * TABLE_SIZE);
	struct emu_leaf leaf;
	u64 iova;

	if (found->hole)
		return;
	for (iova = line; iova < line + LINE * SZ_4K; iova += SZ_4K) {
		leaf = page_leaf(m, directory_entry(m, found->iova), iova);
		if (!emu_tlb_find(m, iova))
			emu_tlb_fill(m, &leaf);
	}
	leaf = (struct emu_leaf) { .size = TABLE_SIZE, .hole = true };
	for (leaf.iova = lines; leaf.iova < lines + (u64)LINE * TABLE_SIZE; leaf.iova += TABLE_SIZE)
		if (!(directory_entry(m, leaf.iova) & VALID) && !emu_tlb_find(m, leaf.iova))
			emu_tlb_fill(m, &leaf);
}

EMU_HARDWARE(rockchip) = {
	.compatible = "rockchip,iommu",
	.paddr_last = 0xffffffff,
	.pages = true,
	.has = { "write-only" },
	.assumed = "paging off means bypass; the TLB caches lines of 16 entries of both tables, never after a fault, "
		   "and loses them by ZAP_ONE_LINE, ZAP_CACHE and FORCE_RESET only",
	.reset = rk_reset, .write = rk_write, .route = rk_route, .walk = rk_walk, .fill = rk_fill,
};
