// SPDX-License-Identifier: GPL-2.0-only
/* How the hardware reads its tables. */
#include <linux/io.h>
#include <linux/mm.h>

#include "harness/uml/emu/emu.h"
#include "harness/uml/emu/board.h"

/* Where the kernel sees @paddr, rounded down to @size bytes; NULL where there is no memory. */
static const void *table_entry(struct emu_mmu *m, u64 paddr, size_t size)
{
	struct page *page;

	if (paddr >= emu_ram_size())
		return NULL;
	page = compound_head(pfn_to_page(PHYS_PFN(paddr)));
	if (m->hw->pages && !page_ref_count(page) && !PageSlab(page) && !PageReserved(page))
		board_event(EVENT_FREED_WALK);
	return phys_to_virt(round_down(paddr, size));
}

u32 emu_word(struct emu_mmu *m, u64 paddr)
{
	const u32 *entry = table_entry(m, paddr, sizeof(*entry));

	return entry ? *entry : 0;
}

u64 emu_dword(struct emu_mmu *m, u64 paddr)
{
	const u64 *entry = table_entry(m, paddr, sizeof(*entry));

	return entry ? *entry : 0;
}

void emu_store(u64 paddr, u32 value)
{
	if (paddr < emu_ram_size())
		*(u32 *)phys_to_virt(round_down(paddr, sizeof(value))) = value;
}
