// SPDX-License-Identifier: GPL-2.0-only
/* The IOMMU of Rockchip SoCs, versions 1 and 2, without its driver. */
#include <linux/gfp.h>
#include <linux/mm.h>

#include "harness/uml/emu/selftest/selftest.h"

enum { DTE_ADDR = 0x00, STATUS = 0x04, COMMAND = 0x08, ZAP_ONE_LINE = 0x10 };
enum { ENABLE_PAGING, DISABLE_PAGING, ENABLE_STALL, DISABLE_STALL, ZAP_CACHE, PAGE_FAULT_DONE, FORCE_RESET };
enum { VALID = 1, READABLE = 2, WRITABLE = 4 };

static void __init tables(u64 directory, u64 table)
{
	st_word(directory + 1 * 4, table | VALID);
	st_word(table + 0 * 4, st_page(0) | VALID | READABLE | WRITABLE);
	st_word(table + 1 * 4, st_page(1) | VALID | READABLE);
	st_word(table + 2 * 4, st_page(2) | VALID | WRITABLE);
	st_word(table + 3 * 4, st_page(3) | READABLE | WRITABLE);
	st_word(table + 1023 * 4, st_page(4) | VALID | READABLE | WRITABLE);
	st_write(DTE_ADDR, directory);
}

static void __init permissions(void)
{
	EXPECT_REACHES(READ, 0x400123, st_page(0) + 0x123);
	EXPECT_REACHES(WRITE, 0x400ffc, st_page(0) + 0xffc);
	EXPECT_REACHES(READ, 0x401000, st_page(1));
	EXPECT_FAULT(WRITE, 0x401000);
	EXPECT_REACHES(WRITE, 0x402000, st_page(2));
	EXPECT_FAULT(READ, 0x402000);
	EXPECT_FAULT(READ, 0x403000);
	EXPECT_REACHES(READ, 0x7ff000, st_page(4));
	EXPECT_FAULT(READ, 0x3ff000);
	EXPECT_FAULT(READ, 0x800000);
	EXPECT_FAULT(READ, 0x100400000);
}

static void __init invalidation(u64 table)
{
	st_word(table, st_page(8) | VALID | READABLE);
	st_word(table + 3 * 4, st_page(3) | VALID | READABLE);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	/* A hole of a line that was read is cached with it. */
	EXPECT_FAULT(READ, 0x403000);
	st_write(ZAP_ONE_LINE, 0x410000);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	st_write(ZAP_ONE_LINE, 0x40f000);
	EXPECT_PEEK(READ, 0x400000, st_page(8));
	EXPECT_REACHES(READ, 0x403000, st_page(3));
	st_word(table, 0);
	EXPECT_REACHES(READ, 0x400000, st_page(8));
	st_write(COMMAND, ZAP_CACHE);
	EXPECT_FAULT(READ, 0x400000);
}

static void __init iommu(void)
{
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	tables(st_table(0), st_table(1));
	EXPECT_REACHES(READ, 0x400123, 0x400123);
	st_write(COMMAND, ENABLE_PAGING);
	EXPECT_BITS(STATUS, BIT(0), BIT(0));
	permissions();
	invalidation(st_table(1));
	st_write(COMMAND, ENABLE_STALL);
	EXPECT_STOPPED(READ, 0x7ff000);
	st_write(COMMAND, DISABLE_STALL);
	EXPECT_REACHES(READ, 0x7ff000, st_page(4));
	st_write(COMMAND, DISABLE_PAGING);
	EXPECT_REACHES(READ, 0x7ff000, 0x7ff000);
	st_write(COMMAND, FORCE_RESET);
	EXPECT_REG(DTE_ADDR, 0);
	EXPECT_BITS(STATUS, BIT(0) | BIT(2), 0);
}

/* Its tables are whole pages: freed ones are told from the later ones of a row, which have no count of their own. */
static void __init freed(unsigned int order)
{
	struct page *row = alloc_pages(GFP_KERNEL, order);
	u64 first = row ? page_to_phys(row) : 0, last = first + (PAGE_SIZE << order) - 4;

	if (!row)
		return;
	EXPECT_FREED(first, false);
	EXPECT_FREED(last, false);
	__free_pages(row, order);
	EXPECT_FREED(first, true);
	EXPECT_FREED(last, true);
}

EMU_SELFTEST(rockchip, "rockchip,iommu")
{
	freed(0);
	freed(1);
	freed(5);
	iommu();
	st_word(st_table(1), st_page(0) | 0xba0 | VALID | READABLE);
	st_write(DTE_ADDR, st_table(0));
	st_write(COMMAND, ENABLE_PAGING);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
}

/* Addresses of 40 bits: bits 32 to 35 are in bits 8 to 11 of an entry, bits 36 to 39 in bits 4 to 7. */
EMU_SELFTEST(rockchip_v2, "rockchip,rk3568-iommu")
{
	iommu();
	st_word(st_table(1), st_page(0) | 0xba0 | VALID | READABLE);
	st_write(DTE_ADDR, st_table(0));
	st_write(COMMAND, ENABLE_PAGING);
	EXPECT_REACHES(READ, 0x400000, 0xab00000000 | st_page(0));
}
