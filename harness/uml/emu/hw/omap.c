// SPDX-License-Identifier: GPL-2.0-only
/*
 * The MMU of TI OMAP subsystems: a first level of 4096 entries (sections of 1 MiB, supersections of 16 MiB), tables of
 * 256 entries (pages of 4 KiB and 64 KiB), and a TLB of 32 entries that software can read and load through a window.
 * Registers and table format: drivers/iommu/omap-iommu.h and omap-iopgtable.h; what they do is read off the driver's
 * use of them, no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	REVISION = 0x00, IRQSTATUS = 0x18, IRQENABLE = 0x1c, CNTL = 0x44, FAULT_AD = 0x48, TTB = 0x4c, LOCK = 0x50,
	LD_TLB = 0x54, CAM = 0x58, RAM = 0x5c, GFLUSH = 0x60, FLUSH_ENTRY = 0x64, READ_CAM = 0x68, READ_RAM = 0x6c,
};

enum { MMU_EN = BIT(1), TWL_EN = BIT(2) };
enum { CAM_VALID = BIT(2) };
enum { TRANSLATIONFAULT = BIT(1) };	/* an entry of the tables that is not valid */

#define TLB_SIZE	32
#define LOCK_BASE(lock)	((lock) >> 10 & 31)
#define LOCK_VICT(lock)	((lock) >> 4 & 31)

static const u32 cam_sizes[4] = { SZ_1M, SZ_64K, SZ_4K, SZ_16M };

static void omap_reset(struct emu_mmu *m)
{
	emu_set(m, REVISION, 0x20);
}

static unsigned int victim(struct emu_mmu *m)
{
	return LOCK_VICT(emu_reg(m, LOCK));
}

static struct emu_leaf cam_leaf(u32 cam, u32 ram)
{
	u32 size = cam_sizes[cam & 3];

	return (struct emu_leaf) {
		.iova = round_down(cam, size), .size = size, .paddr = round_down(ram, size),
		.read = true, .write = true,
	};
}

static u32 omap_read(struct emu_mmu *m, u32 off)
{
	const struct emu_leaf *leaf = &m->tlb.leaf[victim(m)];
	u32 size;

	switch (off) {
	case READ_CAM:
		for (size = 0; leaf->size && cam_sizes[size] != leaf->size; size++)
			;
		return leaf->size ? (u32)leaf->iova | CAM_VALID | size : 0;
	case READ_RAM:
		return leaf->size ? leaf->paddr : 0;
	default:
		return emu_reg(m, off);
	}
}

static void omap_write(struct emu_mmu *m, u32 off, u32 value)
{
	struct emu_leaf named = cam_leaf(emu_reg(m, CAM), emu_reg(m, RAM));

	switch (off) {
	case IRQSTATUS:
		emu_clear(m, off, value);
		break;
	case LD_TLB:
		if ((value & 1) && (emu_reg(m, CAM) & CAM_VALID))
			emu_tlb_put(m, victim(m), &named);
		break;
	case GFLUSH:
		if (value & 1)
			emu_tlb_drop_all(m);
		break;
	case FLUSH_ENTRY:
		if (value & 1)
			emu_tlb_drop(m, named.iova, named.size);
		break;
	case READ_CAM:
	case READ_RAM:
	case REVISION:
		break;
	default:
		emu_set(m, off, value);
	}
}

static enum emu_route omap_route(struct emu_mmu *m)
{
	return emu_reg(m, CNTL) & MMU_EN ? EMU_TRANSLATE : EMU_PASS;
}

static enum emu_entry omap_first(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = (entry & 3) == 1 ? round_down(entry, SZ_1K) : entry;
	leaf->read = leaf->write = true;
	if (entry & BIT(18) && (entry & 3) == 2)
		leaf->size = SZ_16M;
	return emu_short_first(entry);
}

static enum emu_entry omap_second(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = entry;
	leaf->read = leaf->write = true;
	return emu_short_second(entry, leaf);
}

static void omap_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	static const struct emu_words words = { { { 20, 4096, omap_first }, { 12, 256, omap_second } } };

	if (emu_reg(m, CNTL) & TWL_EN)
		emu_walk_words(m, &words, emu_reg(m, TTB), iova, leaf);
	else
		*leaf = (struct emu_leaf) { .hole = true };
}

/* A walk replaces the victim, which then is the next entry that is not locked. */
static void omap_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	u32 lock = emu_reg(m, LOCK), next = LOCK_VICT(lock) + 1;

	if (leaf->hole)
		return;
	emu_tlb_put(m, victim(m), leaf);
	if (next == TLB_SIZE)
		next = LOCK_BASE(lock);
	emu_set(m, LOCK, LOCK_BASE(lock) << 10 | next << 4);
}

static void omap_fault(struct emu_mmu *m, u64 iova, bool write)
{
	emu_set(m, FAULT_AD, iova);
	emu_irq_status(m, IRQSTATUS, IRQENABLE, TRANSLATIONFAULT);
}

EMU_HARDWARE(omap) = {
	.compatible = "ti,omap4-iommu",
	.paddr_last = 0xffffffff,
	.tlb_size = TLB_SIZE,
	.has = { "large-pages" },
	.assumed = "64-bit build of a 32-bit driver; MMU_EN clear means bypass; disabling the MMU keeps its TLB, which "
		   "only FLUSH_ENTRY and GFLUSH empty; a fault is never cached, and the access is not tried again",
	.reset = omap_reset, .read = omap_read, .write = omap_write, .route = omap_route, .walk = omap_walk,
	.fill = omap_fill, .fault = omap_fault,
};
