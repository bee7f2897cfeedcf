// SPDX-License-Identifier: GPL-2.0-only
/* How the hardware reads its tables. */
#include <linux/io.h>
#include <linux/mm.h>

#include "harness/uml/emu/emu.h"
#include "harness/uml/emu/board.h"

u32 emu_word(struct emu_mmu *m, u64 paddr)
{
	struct page *page;

	if (paddr >= emu_ram_size())
		return 0;
	page = pfn_to_page(PHYS_PFN(paddr));
	if (m->hw->pages && !page_ref_count(page) && !PageSlab(page) && !PageReserved(page))
		board_event(EVENT_FREED_WALK);
	return *(u32 *)phys_to_virt(round_down(paddr, sizeof(u32)));
}
