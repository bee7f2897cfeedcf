// SPDX-License-Identifier: GPL-2.0-only
/* The IOMMU of Allwinner H6 SoCs, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	ENABLE = 0x20, BYPASS = 0x30, TTB = 0x50, TLB_PREFETCH = 0x70, TLB_FLUSH = 0x80, TLB_IVLD_ADDR = 0x90,
	TLB_IVLD_ADDR_MASK = 0x94, TLB_IVLD_ENABLE = 0x98, PC_IVLD_ADDR = 0xa0, PC_IVLD_ENABLE = 0xa8, DM_AUT_CTRL = 0xb0,
	INT_ENABLE = 0x100, INT_CLR = 0x104, INT_STA = 0x108,
};

enum { FLUSH_TLB = BIT(16), FLUSH_PTW_CACHE = BIT(17), INVALID_L1PG = BIT(16), INVALID_L2PG = BIT(17) };
enum { TABLE = 1, VALID = BIT(1), FULL = 1 << 4, READ_ONLY = 2 << 4, WRITE_ONLY = 3 << 4 };

#define MASTER	2

/* The directory is 16 KiB. Sets of rights: 2 denies this master writes, 3 reads. */
static void __init tables(u64 directory, u64 table)
{
	st_word(directory + 1 * 4, table | TABLE);
	st_word(table, st_page(0) | FULL | VALID);
	st_word(table + 1 * 4, st_page(1) | READ_ONLY | VALID);
	st_word(table + 2 * 4, st_page(2) | WRITE_ONLY | VALID);
	st_word(table + 3 * 4, st_page(3) | FULL);
	st_write(TTB, directory);
	st_write(DM_AUT_CTRL + 4, 2 << (MASTER * 2) | 1 << (16 + MASTER * 2));
}

static void __init rights(void)
{
	EXPECT_REACHES(READ, 0x100123, st_page(0) + 0x123);
	EXPECT_REACHES(WRITE, 0x100ffc, st_page(0) + 0xffc);
	EXPECT_REACHES(READ, 0x101000, st_page(1));
	EXPECT_REACHES(WRITE, 0x102000, st_page(2));
	EXPECT_REG(INT_STA, 0);
	EXPECT_FAULT(WRITE, 0x101000);
	EXPECT_REG(INT_STA, BIT(MASTER));
	st_write(INT_CLR, ~0u);
	EXPECT_IRQS(0);
	st_write(INT_ENABLE, ~0u);
	EXPECT_FAULT(READ, 0x102000);
	EXPECT_IRQS(BIT(0));
	st_write(INT_CLR, ~0u);
	EXPECT_FAULT(READ, 0x103000);
	EXPECT_REG(INT_STA, INVALID_L2PG);
	st_write(INT_CLR, ~0u);
	EXPECT_FAULT(READ, 0x200000);
	EXPECT_REG(INT_STA, INVALID_L1PG);
	EXPECT_FAULT(READ, 0x100100000);
}

static void __init invalidation(u64 directory, u64 table)
{
	st_word(table, st_page(8) | FULL | VALID);
	st_word(table + 3 * 4, st_page(3) | FULL | VALID);
	EXPECT_REACHES(READ, 0x100000, st_page(0));
	EXPECT_FAULT(READ, 0x103000);
	st_write(TLB_IVLD_ADDR, 0x100000);
	st_write(TLB_IVLD_ADDR_MASK, 0xfffff000);
	st_write(TLB_IVLD_ENABLE, 1);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	EXPECT_FAULT(READ, 0x103000);
	st_write(TLB_FLUSH, FLUSH_TLB);
	EXPECT_REACHES(READ, 0x103000, st_page(3));
	/* The directory has a cache of its own. */
	st_word(directory + 1 * 4, 0);
	st_write(TLB_FLUSH, FLUSH_TLB);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	st_write(PC_IVLD_ADDR, 0x100000);
	st_write(PC_IVLD_ENABLE, 1);
	st_write(TLB_FLUSH, FLUSH_TLB);
	EXPECT_FAULT(READ, 0x100000);
	st_word(directory + 1 * 4, table | TABLE);
	st_write(TLB_FLUSH, FLUSH_TLB | FLUSH_PTW_CACHE);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
}

static void __init prefetching(u64 table)
{
	st_write(TLB_FLUSH, FLUSH_TLB);
	st_write(TLB_PREFETCH, BIT(MASTER));
	st_word(table + 4 * 4, 0);
	EXPECT_REACHES(READ, 0x103000, st_page(3));
	st_word(table + 4 * 4, st_page(4) | FULL | VALID);
	EXPECT_FAULT(READ, 0x104000);
}

EMU_SELFTEST(sun50i, "allwinner,sun50i-h6-iommu")
{
	st_stream(MASTER);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	tables(st_table(0), st_table(4));
	st_write(ENABLE, 1);
	rights();
	invalidation(st_table(0), st_table(4));
	prefetching(st_table(4));
	st_write(BYPASS, BIT(MASTER));
	EXPECT_REACHES(READ, 0x100000, 0x100000);
}
