// SPDX-License-Identifier: GPL-2.0-only
/* How the hardware reads its tables. */
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#include "harness/uml/emu/emu.h"
#include "harness/uml/emu/board.h"

/* Freed pages wait in lists of the CPU until the allocator has them back. */
static bool is_waiting(struct page *page)
{
	struct per_cpu_pages *pcp = this_cpu_ptr(page_zone(page)->per_cpu_pageset);
	struct page *head;
	int i;

	for (i = 0; i < NR_PCP_LISTS; i++)
		list_for_each_entry(head, &pcp->lists[i], pcp_list)
			if (page >= head && page < head + (1 << (i / MIGRATE_PCPTYPES)))
				return true;
	return false;
}

/*
 * Is @entry in memory that nobody owns? Whether an object is freed that is less than a page only KASAN can tell. Pages
 * in a row that are not a compound one have no count, but for the first.
 */
static bool is_freed(struct emu_mmu *m, const void *entry)
{
	struct page *page = compound_head(virt_to_page(entry));

#ifdef CONFIG_KASAN_GENERIC
	if (*(s8 *)kasan_mem_to_shadow(entry) < 0)
		return true;
#endif
	if (!m->hw->pages || page_ref_count(page) || PageSlab(page) || PageReserved(page))
		return false;
	return is_free_buddy_page(page) || is_waiting(page);
}

/* Where the kernel sees @paddr, rounded down to @size bytes; NULL where there is no memory. */
static const void *table_entry(struct emu_mmu *m, u64 paddr, size_t size)
{
	const void *entry;

	if (paddr >= emu_ram_size())
		return NULL;
	entry = phys_to_virt(round_down(paddr, size));
	if (is_freed(m, entry))
		board_event(EVENT_FREED_WALK);
	return entry;
}

/* Whether it may read there is not for KASAN to say: it is hardware. */
__no_sanitize_address u32 emu_word(struct emu_mmu *m, u64 paddr)
{
	const u32 *entry = table_entry(m, paddr, sizeof(*entry));

	return entry ? *entry : 0;
}

__no_sanitize_address u64 emu_dword(struct emu_mmu *m, u64 paddr)
{
	const u64 *entry = table_entry(m, paddr, sizeof(*entry));

	return entry ? *entry : 0;
}

void emu_store(u64 paddr, u32 value)
{
	if (paddr < emu_ram_size())
		*(u32 *)phys_to_virt(round_down(paddr, sizeof(value))) = value;
}
