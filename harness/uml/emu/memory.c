// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory that the suite may map, kept from the kernel by emu_ram=SIZE. Every word of it carries a canary that
 * tells where it is, so that a DMA is seen to have reached a page, not only computed to. Pages get their canaries when a
 * DMA first reaches them: most never are.
 */
#include <linux/bitmap.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "harness/uml/emu/emu.h"

#define CANARY	0x636f6e666f726d00ull	/* "conform" */
#define MARK	0x5752495454454e21ull	/* what a device writes */

struct seg emu_free_ram;
static u64 ram_size;
static unsigned long *stamped;		/* pages that carry canaries */

static u64 canary(u64 paddr)
{
	return CANARY ^ paddr;
}

static u64 *word_at(u64 paddr)
{
	return phys_to_virt(round_down(paddr, sizeof(u64)));
}

u64 emu_ram_size(void)
{
	return ram_size;
}

static bool is_free_ram(u64 paddr)
{
	return paddr - emu_free_ram.paddr < emu_free_ram.size;
}

static void stamp(u64 paddr)
{
	u64 at = round_down(paddr, PAGE_SIZE), end = at + PAGE_SIZE;

	if (__test_and_set_bit(PHYS_PFN(at - emu_free_ram.paddr), stamped))
		return;
	for (; at < end; at += sizeof(u64))
		*word_at(at) = canary(at);
}

bool emu_touch(u64 paddr, bool write)
{
	u64 *word = word_at(paddr), expected = canary(round_down(paddr, sizeof(u64)));

	/* Elsewhere is the kernel's own memory: a device that reaches it is told of, its data stays. */
	if (!is_free_ram(paddr))
		return true;
	stamp(paddr);
	if (READ_ONCE(*word) != expected)
		return false;
	if (!write)
		return true;
	WRITE_ONCE(*word, MARK);
	if (READ_ONCE(*word_at(paddr)) != MARK)
		return false;
	WRITE_ONCE(*word, expected);
	return true;
}

bool emu_memory_clean(void)
{
	unsigned long page;
	u64 at, end;

	for_each_set_bit(page, stamped, PHYS_PFN(emu_free_ram.size)) {
		at = emu_free_ram.paddr + PFN_PHYS(page);
		for (end = at + PAGE_SIZE; at < end; at += sizeof(u64))
			if (*word_at(at) != canary(at))
				return false;
	}
	return true;
}

static int __init set_aside(char *size)
{
	ram_size = memblock_end_of_DRAM();
	emu_free_ram.size = memparse(size, NULL);
	emu_free_ram.paddr = memblock_phys_alloc(emu_free_ram.size, SZ_32M);
	return emu_free_ram.paddr ? 0 : -ENOMEM;
}
early_param("emu_ram", set_aside);

static int __init memory_init(void)
{
	stamped = bitmap_zalloc(PHYS_PFN(emu_free_ram.size), GFP_KERNEL);
	return stamped ? 0 : -ENOMEM;
}
core_initcall(memory_init);
