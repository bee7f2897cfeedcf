// SPDX-License-Identifier: GPL-2.0-only
/*
 * The short-descriptor tables of ARMv7 (ARM DDI 0406, B3.5): a first level of sections (1 MiB), supersections (16 MiB)
 * and tables of 256 pages (4 KiB) and large pages (64 KiB), an entry a MiB. MediaTek's extension, more bits of both
 * addresses: drivers/iommu/io-pgtable-arm-v7s.c, "MediaTek extend".
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum { TABLE = 1, SECTION = 2 };		/* bits 1:0 of a first-level entry */
enum { LARGE_PAGE = 1, SMALL_PAGE = 2 };	/* of a second-level entry; bit 0 of a small page is execute-never */

#define SUPERSECTION		BIT(18)
#define SECTION_AP_SHIFT	10	/* where AP[1:0] are; AP[2] is 5 bits up */
#define PAGE_AP_SHIFT		4
#define AP0_ACCESSED		BIT(0)
#define AP2_READ_ONLY		BIT(5)

static u64 high_bits(const struct emu_v7s *f, u32 entry)
{
	if (!f->high)
		return 0;
	return (entry & BIT(9) ? BIT_ULL(32) : 0) | (entry & BIT(4) ? BIT_ULL(33) : 0) |
	       (entry & BIT(5) ? BIT_ULL(34) : 0);
}

static struct emu_leaf leaf_of(const struct emu_v7s *f, u64 iova, u32 entry, u32 size, unsigned int ap_shift)
{
	u32 ap = f->permissions ? entry >> ap_shift : AP0_ACCESSED;

	return (struct emu_leaf) {
		.iova = round_down(iova, size), .size = size, .raw = entry,
		.paddr = round_down(entry, size) | high_bits(f, entry),
		.read = ap & AP0_ACCESSED, .write = (ap & AP0_ACCESSED) && !(ap & AP2_READ_ONLY),
	};
}

static struct emu_leaf hole_of(u64 iova, u64 size)
{
	return (struct emu_leaf) { .iova = round_down(iova, size), .size = size, .hole = true };
}

static struct emu_leaf page_of(struct emu_mmu *m, const struct emu_v7s *f, u32 table, u64 iova)
{
	u32 entry = emu_word(m, ((table & ~0x3ffu) | high_bits(f, table)) + iova / SZ_4K % 256 * 4);

	if (entry & SMALL_PAGE)
		return leaf_of(f, iova, entry, SZ_4K, PAGE_AP_SHIFT);
	if (entry & LARGE_PAGE)
		return leaf_of(f, iova, entry, SZ_64K, PAGE_AP_SHIFT);
	return hole_of(iova, SZ_4K);
}

void emu_walk_v7s(struct emu_mmu *m, const struct emu_v7s *f, u64 iova, struct emu_leaf *leaf)
{
	u32 entry;

	*leaf = (struct emu_leaf) { .hole = true };
	if (iova >> f->iova_bits)
		return;
	entry = emu_word(m, f->table + iova / SZ_1M * 4);
	if ((entry & 3) == TABLE)
		*leaf = page_of(m, f, entry, iova);
	else if ((entry & 3) == SECTION)
		*leaf = leaf_of(f, iova, entry, entry & SUPERSECTION ? SZ_16M : SZ_1M, SECTION_AP_SHIFT);
	else
		*leaf = hole_of(iova, SZ_1M);
}
