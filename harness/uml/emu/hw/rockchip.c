// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IOMMU of Rockchip SoCs: a directory of 1024 entries, tables of 1024 entries, pages of 4 KiB. Version 2 differs in
 * its entries only, which hold 40 bits of an address. Registers, commands and table formats:
 * drivers/iommu/rockchip-iommu.c, its comments and definitions; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	DTE_ADDR = 0x00, STATUS = 0x04, COMMAND = 0x08, PAGE_FAULT_ADDR = 0x0c, ZAP_ONE_LINE = 0x10,
	INT_RAWSTAT = 0x14, INT_CLEAR = 0x18, INT_MASK = 0x1c, INT_STATUS = 0x20, AUTO_GATING = 0x24,
};

enum {
	PAGING_ENABLED = BIT(0), PAGE_FAULT_ACTIVE = BIT(1), STALL_ACTIVE = BIT(2), IDLE = BIT(3),
	REPLAY_BUFFER_EMPTY = BIT(4), PAGE_FAULT_IS_WRITE = BIT(5),
};

enum {
	ENABLE_PAGING, DISABLE_PAGING, ENABLE_STALL, DISABLE_STALL, ZAP_CACHE, PAGE_FAULT_DONE, FORCE_RESET,
};

enum { IRQ_PAGE_FAULT = BIT(0) };

enum { VALID = BIT(0), READABLE = BIT(1), WRITABLE = BIT(2) };

#define LINE		16u		/* entries of a cache line of 64 bytes */
#define TABLE_SIZE	SZ_4M		/* what one directory entry maps */

static const struct emu_hw rockchip_v2_hw;

static void rk_reset(struct emu_mmu *m)
{
	emu_set(m, STATUS, IDLE | REPLAY_BUFFER_EMPTY);
}

static void rk_command(struct emu_mmu *m, u32 command)
{
	static const struct { u32 set, clear; } effect[] = {
		[ENABLE_PAGING] = { .set = PAGING_ENABLED }, [DISABLE_PAGING] = { .clear = PAGING_ENABLED },
		[ENABLE_STALL] = { .set = STALL_ACTIVE }, [DISABLE_STALL] = { .clear = STALL_ACTIVE },
		[PAGE_FAULT_DONE] = { .clear = PAGE_FAULT_ACTIVE },
	};
	u32 status = emu_reg(m, STATUS);

	if (emu_stuck(m))
		return;
	if (command == ZAP_CACHE)
		emu_tlb_drop_all(m);
	else if (command == FORCE_RESET)
		emu_reset(m);
	else if (command < FORCE_RESET && (command != ENABLE_STALL || status & PAGING_ENABLED))
		emu_set(m, STATUS, (status | effect[command].set) & ~effect[command].clear);
}

/* The lines of the cache that hold the two entries for @iova: a line of directory entries, a line of table entries. */
static void rk_zap_line(struct emu_mmu *m, u32 iova)
{
	struct emu_leaf *leaf;
	u64 line;

	emu_for_each_leaf(leaf, m) {
		line = leaf->size * LINE;
		if (leaf->size && leaf->iova / line == iova / line)
			leaf->size = 0;
	}
}

static u32 rk_read(struct emu_mmu *m, u32 off)
{
	return off == INT_STATUS ? emu_reg(m, INT_RAWSTAT) & emu_reg(m, INT_MASK) : emu_reg(m, off);
}

static void rk_write(struct emu_mmu *m, u32 off, u32 value)
{
	switch (off) {
	case DTE_ADDR:
		emu_set(m, off, value & (m->hw == &rockchip_v2_hw ? GENMASK(31, 4) : GENMASK(31, 12)));
		break;
	case COMMAND:
		rk_command(m, value);
		break;
	case ZAP_ONE_LINE:
		rk_zap_line(m, value);
		break;
	case INT_CLEAR:
		emu_clear(m, INT_RAWSTAT, value);
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

	if (status & (STALL_ACTIVE | PAGE_FAULT_ACTIVE))
		return EMU_STOP;
	return status & PAGING_ENABLED ? EMU_TRANSLATE : EMU_PASS;
}

static u64 address_in(struct emu_mmu *m, u32 entry)
{
	u64 low = entry & GENMASK(31, 12), bits32_35 = entry >> 8 & 15, bits36_39 = entry >> 4 & 15;

	return m->hw == &rockchip_v2_hw ? bits36_39 << 36 | bits32_35 << 32 | low : low;
}

static enum emu_entry rk_directory(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = address_in(m, entry);
	return entry & VALID ? EMU_TABLE : EMU_HOLE;
}

static enum emu_entry rk_page(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = address_in(m, entry);
	leaf->read = entry & READABLE;
	leaf->write = entry & WRITABLE;
	return entry & VALID ? EMU_LEAF : EMU_HOLE;
}

static void rk_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	static const struct emu_words words = { { { 22, 1024, rk_directory }, { 12, 1024, rk_page } } };

	emu_walk_words(m, &words, address_in(m, emu_reg(m, DTE_ADDR)), iova, leaf);
}

/* A walk that succeeds reads whole cache lines of both tables, and so caches what its neighbours are, holes too. */
static void rk_fill(struct emu_mmu *m, const struct emu_leaf *found)
{
	if (found->hole)
		return;
	emu_tlb_fill_line(m, found->iova, SZ_4K, LINE);
	emu_tlb_fill_line(m, found->iova, TABLE_SIZE, LINE);
}

/* Nothing is translated any more until software says that the fault is dealt with. */
static void rk_fault(struct emu_mmu *m, u64 iova, bool write)
{
	u32 status = emu_reg(m, STATUS) & ~PAGE_FAULT_IS_WRITE;

	if (!(emu_reg(m, INT_MASK) & IRQ_PAGE_FAULT))
		return;
	emu_set(m, STATUS, status | PAGE_FAULT_ACTIVE | (write ? PAGE_FAULT_IS_WRITE : 0));
	emu_set(m, PAGE_FAULT_ADDR, iova);
	emu_set(m, INT_RAWSTAT, emu_reg(m, INT_RAWSTAT) | IRQ_PAGE_FAULT);
	emu_irq(m, 0);
}

#define ROCKCHIP \
	.pages = true, .sticks = true, .has = { "write-only" }, \
	.assumed = "paging off means bypass; the TLB caches lines of 16 entries of both tables, never after a fault, " \
		   "and loses them by ZAP_ONE_LINE, ZAP_CACHE and FORCE_RESET only; a fault that raises no " \
		   "interrupt blocks nothing", \
	.reset = rk_reset, .read = rk_read, .write = rk_write, .route = rk_route, .walk = rk_walk, \
	.fill = rk_fill, .fault = rk_fault

EMU_HARDWARE(rockchip) = { .compatible = "rockchip,iommu", .paddr_last = GENMASK_ULL(31, 0), ROCKCHIP };
EMU_HARDWARE(rockchip_v2) = { .compatible = "rockchip,rk3568-iommu", .paddr_last = GENMASK_ULL(39, 0), ROCKCHIP };
