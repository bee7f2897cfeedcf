// SPDX-License-Identifier: GPL-2.0-only
/*
 * The System MMU of Samsung Exynos SoCs, versions 3.3 (32 bits) and 5 (36 bits of physical address): a first level of
 * 4096 entries (sections of 1 MiB), tables of 256 entries (pages of 4 KiB and 64 KiB). Besides its TLB it has a cache
 * of first-level entries ("FLPD cache"). Registers, table formats, and what the caches want:
 * drivers/iommu/exynos-iommu.c, its definitions and comments; no manual was consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

/* What both have. Where the others are: struct registers. */
enum { CTRL = 0x00, CFG = 0x04, STATUS = 0x08, VERSION = 0x34 };

enum { ENABLE = BIT(0), BLOCK = BIT(1), INT_ENABLE = BIT(2) };	/* of CTRL */
enum { EAP = BIT(2), FLPD_CACHE = BIT(20) };			/* of CFG */
enum { BLOCKED = BIT(0) };					/* of STATUS */

/* What the cache files a first-level entry under; pages are under 0. */
enum { FLPD = 1 };

struct registers {
	u32 pt_base, flush_all, flush_entry, int_status, int_clear;
	u32 fault_addr[2];	/* of a read, of a write */
	u32 page_fault[2];	/* bits of int_status */
	u32 access_fault[2];
	u32 major, minor;
};

static const struct registers v3 = {
	.flush_all = 0x0c, .flush_entry = 0x10, .pt_base = 0x14, .int_status = 0x18, .int_clear = 0x1c,
	.fault_addr = { 0x2c, 0x28 }, .page_fault = { BIT(0), BIT(0) }, .access_fault = { BIT(5), BIT(7) },
	.major = 3, .minor = 3,
};
#define V3_PAGE_FAULT_ADDR 0x24	/* of a page fault, reads and writes alike */

static const struct registers v5 = {
	.pt_base = 0x0c, .flush_all = 0x10, .flush_entry = 0x14, .int_status = 0x60, .int_clear = 0x64,
	.fault_addr = { 0x70, 0x80 }, .page_fault = { BIT(1), BIT(17) }, .access_fault = { BIT(3), BIT(19) },
	.major = 5, .minor = 1,
};
enum { V5_FLUSH_RANGE = 0x18, V5_FLUSH_START = 0x20, V5_FLUSH_END = 0x24 };

static const struct emu_hw exynos_v5_hw;

static bool is_v5(struct emu_mmu *m)
{
	return m->hw == &exynos_v5_hw;
}

static const struct registers *regs(struct emu_mmu *m)
{
	return is_v5(m) ? &v5 : &v3;
}

static void exynos_reset(struct emu_mmu *m)
{
	emu_set(m, VERSION, (regs(m)->major << 7 | regs(m)->minor) << 21);
}

static void exynos_write(struct emu_mmu *m, u32 off, u32 value)
{
	const struct registers *r = regs(m);

	emu_set(m, off, off == STATUS || off == VERSION ? emu_reg(m, off) : value);
	if (off == CTRL)
		emu_set(m, STATUS, (value & (ENABLE | BLOCK)) == (ENABLE | BLOCK) && !emu_stuck(m) ? BLOCKED : 0);
	else if (off == r->int_clear)
		emu_clear(m, r->int_status, value);
	else if (off == r->flush_all && value & 1)
		emu_tlb_drop_all(m);
	else if (off == r->flush_entry && value & 1)
		emu_tlb_drop(m, round_down(value, SZ_4K), SZ_4K);
	else if (is_v5(m) && off == V5_FLUSH_RANGE && value & 1)
		emu_tlb_drop(m, emu_reg(m, V5_FLUSH_START),
			     emu_reg(m, V5_FLUSH_END) - emu_reg(m, V5_FLUSH_START) + SZ_4K);
}

static enum emu_route exynos_route(struct emu_mmu *m)
{
	u32 ctrl = emu_reg(m, CTRL);

	if (!(ctrl & ENABLE))
		return EMU_PASS;
	return ctrl & BLOCK ? EMU_STOP : EMU_TRANSLATE;
}

/* What an entry lets a device do: a read-only bit, or a bit for each. */
static void set_rights(struct emu_mmu *m, struct emu_leaf *leaf, u32 read_only, u32 v5_rights)
{
	bool checked = emu_reg(m, CFG) & EAP;

	leaf->read = !checked || !is_v5(m) || v5_rights & 1;
	leaf->write = !checked || (is_v5(m) ? v5_rights & 2 : !read_only);
}

static u64 address_in(struct emu_mmu *m, u32 entry)
{
	return is_v5(m) ? (u64)entry << 4 : entry;
}

static enum emu_entry exynos_first(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = address_in(m, (entry & 3) == 1 ? round_down(entry, 64) : entry);
	set_rights(m, leaf, entry & BIT(15), entry >> 4 & 3);
	return emu_short_first(entry);
}

static enum emu_entry exynos_second(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = address_in(m, entry);
	set_rights(m, leaf, entry & BIT(9), entry >> 2 & 3);
	return emu_short_second(entry, leaf);
}

static const struct emu_words words = {
	{ { 20, 4096, exynos_first }, { 12, 256, exynos_second } }, .cached_as = FLPD,
};

static u64 first_level(struct emu_mmu *m)
{
	return (u64)emu_reg(m, regs(m)->pt_base) << (is_v5(m) ? 12 : 0);
}

static void exynos_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	emu_walk_words(m, &words, first_level(m), iova, leaf);
}

/* The FLPD cache takes what leads to a table, whatever the table then holds. */
static void exynos_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	if (!leaf->hole)
		emu_tlb_fill(m, leaf);
	if (leaf->size && leaf->size < SZ_1M && emu_reg(m, CFG) & FLPD_CACHE)
		emu_cache_first(m, &words, first_level(m), leaf->iova);
}

/* The hardware blocks until software, having cleared the interrupt, enables it again. */
static void exynos_fault(struct emu_mmu *m, u64 iova, bool write)
{
	const struct registers *r = regs(m);
	struct emu_leaf leaf;

	if (!(emu_reg(m, CTRL) & INT_ENABLE))
		return;
	exynos_walk(m, iova, &leaf);
	if (leaf.hole && !is_v5(m))
		emu_set(m, V3_PAGE_FAULT_ADDR, iova);
	else
		emu_set(m, r->fault_addr[write], iova);
	emu_set(m, r->int_status, leaf.hole ? r->page_fault[write] : r->access_fault[write]);
	emu_set(m, CTRL, emu_reg(m, CTRL) | BLOCK);
	emu_irq(m, 0);
}

#define EXYNOS \
	.sticks = true, .has = { "large-pages" }, .reset = exynos_reset, .write = exynos_write, .route = exynos_route, \
	.walk = exynos_walk, .fill = exynos_fill, .fault = exynos_fault

#define ASSUMED \
	"enable clear means bypass and keeps the caches; any walk puts a first-level entry of a table into the FLPD " \
	"cache; FLUSH_ENTRY empties both caches of what meets its page; "

/* Both are "samsung,exynos-sysmmu" to the driver, which asks the hardware for its version. */
EMU_HARDWARE(exynos_v3) = {
	.compatible = "iommu-conform,exynos-v3",
	.paddr_last = GENMASK_ULL(31, 0),
	.word32 = true,
	.assumed = "64-bit build of a 32-bit driver, its aperture cut at 32 bits; " ASSUMED
		   "that 3.3 caches invalid neighbours is not emulated",
	EXYNOS
};
EMU_HARDWARE(exynos_v5) = {
	.compatible = "iommu-conform,exynos-v5",
	.paddr_last = GENMASK_ULL(35, 0),
	.assumed = ASSUMED "no invalid entry is cached",
	EXYNOS
};
