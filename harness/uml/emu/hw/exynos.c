// SPDX-License-Identifier: GPL-2.0-only
/*
 * The System MMU of Samsung Exynos SoCs, versions 3.3 (32 bits), 5 (36 bits of physical address) and 7 (with registers
 * for virtual machines, of which the driver uses the first): a first level of 4096 entries (sections of 1 MiB), tables
 * of 256 entries (pages of 4 KiB and 64 KiB). Besides its TLB it has a cache of first-level entries ("FLPD cache").
 * Registers, table formats, and what the caches want: drivers/iommu/exynos-iommu.c, its definitions and comments; no
 * manual was consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/exynos_versions.h"

/* What all have. Where the others are: struct exynos_version. */
enum { CTRL = 0x00, CFG = 0x04, STATUS = 0x08, VERSION = 0x34 };

enum { ENABLE = BIT(0), BLOCK = BIT(1), INT_ENABLE = BIT(2) };	/* of CTRL */
enum { EAP = BIT(2), FLPD_CACHE = BIT(20) };			/* of CFG */
enum { BLOCKED = BIT(0) };					/* of STATUS */

/* What a system MMU for virtual machines has besides. */
enum { CAPA0 = 0x870, CAPA0_CAPA1 = BIT(11), CAPA1 = 0x874, CAPA1_VCR = BIT(14), CTRL_VM = 0x8000 };
enum { FAULT_WRITE = BIT(20) };					/* of fault_info */

/* What the cache files a first-level entry under; pages are under 0. */
enum { FLPD = 1 };

static const struct exynos_version *version(struct emu_mmu *m)
{
	return m->hw->variant;
}

static void exynos_reset(struct emu_mmu *m)
{
	const struct exynos_version *v = version(m);

	emu_set(m, VERSION, (v->major << 7 | v->minor) << 21);
	if (v->vm) {
		emu_set(m, CAPA0, CAPA0_CAPA1);
		emu_set(m, CAPA1, CAPA1_VCR);
	}
}

static void exynos_write(struct emu_mmu *m, u32 off, u32 value)
{
	const struct exynos_version *v = version(m);

	emu_set(m, off, off == STATUS || off == VERSION ? emu_reg(m, off) : value);
	if (off == CTRL)
		emu_set(m, STATUS, (value & (ENABLE | BLOCK)) == (ENABLE | BLOCK) && !emu_stuck(m) ? BLOCKED : 0);
	else if (off == v->int_clear)
		emu_clear(m, v->int_status, value);
	else if (off == v->flush_all && value & 1)
		emu_tlb_drop_all(m);
	else if (off == v->flush_entry && value & 1)
		emu_tlb_drop(m, round_down(value, SZ_4K), SZ_4K);
	else if (v->wide && off == v->flush_range && value & 1)
		emu_tlb_drop(m, emu_reg(m, v->flush_first),
			     emu_reg(m, v->flush_last) - emu_reg(m, v->flush_first) + SZ_4K);
}

static enum emu_route exynos_route(struct emu_mmu *m)
{
	u32 ctrl = emu_reg(m, CTRL);

	if (!(ctrl & ENABLE) || (version(m)->vm && !(emu_reg(m, CTRL_VM) & ENABLE)))
		return EMU_PASS;
	return ctrl & BLOCK ? EMU_STOP : EMU_TRANSLATE;
}

/* What an entry lets a device do: a read-only bit, or a bit for each. */
static void set_rights(struct emu_mmu *m, struct emu_leaf *leaf, u32 read_only, u32 rights)
{
	bool checked = emu_reg(m, CFG) & EAP, wide = version(m)->wide;

	leaf->read = !checked || !wide || rights & 1;
	leaf->write = !checked || (wide ? rights & 2 : !read_only);
}

static u64 address_in(struct emu_mmu *m, u32 entry)
{
	return version(m)->wide ? (u64)entry << 4 : entry;
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
	return (u64)emu_reg(m, version(m)->pt_base) << (version(m)->wide ? 12 : 0);
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
	const struct exynos_version *v = version(m);
	struct emu_leaf leaf;

	if (!(emu_reg(m, CTRL) & INT_ENABLE))
		return;
	exynos_walk(m, iova, &leaf);
	emu_set(m, leaf.hole ? v->page_fault_addr[write] : v->access_fault_addr[write], iova);
	emu_set(m, v->int_status, leaf.hole ? v->page_fault[write] : v->access_fault[write]);
	if (v->vm)
		emu_set(m, v->fault_info, write ? FAULT_WRITE : 0);
	emu_set(m, CTRL, emu_reg(m, CTRL) | BLOCK);
	emu_irq(m, 0);
}

#define EXYNOS \
	.sticks = true, .has = { "large-pages" }, .reset = exynos_reset, .write = exynos_write, .route = exynos_route, \
	.walk = exynos_walk, .fill = exynos_fill, .fault = exynos_fault

#define ASSUMED \
	"enable clear means bypass and keeps the caches; any walk puts a first-level entry of a table into the FLPD " \
	"cache; FLUSH_ENTRY empties both caches of what meets its page; "

/* All are "samsung,exynos-sysmmu" to the driver, which asks the hardware for its version. */
EMU_HARDWARE(exynos_v3) = {
	.compatible = "iommu-conform,exynos-v3", .variant = &exynos_version_3, .paddr_last = GENMASK_ULL(31, 0),
	.word32 = true,
	.assumed = "64-bit build of a 32-bit driver, its aperture cut at 32 bits; " ASSUMED
		   "that 3.3 caches invalid neighbours is not emulated",
	EXYNOS
};
EMU_HARDWARE(exynos_v5) = {
	.compatible = "iommu-conform,exynos-v5", .variant = &exynos_version_5, .paddr_last = GENMASK_ULL(35, 0),
	.assumed = ASSUMED "no invalid entry is cached",
	EXYNOS
};
EMU_HARDWARE(exynos_v7) = {
	.compatible = "iommu-conform,exynos-v7", .variant = &exynos_version_7, .paddr_last = GENMASK_ULL(35, 0),
	.regs = 0x9000,
	.assumed = ASSUMED "no invalid entry is cached; a virtual machine that CTRL_VM does not enable bypasses",
	EXYNOS
};
