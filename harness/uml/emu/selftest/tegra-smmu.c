// SPDX-License-Identifier: GPL-2.0-only
/* The SMMU of Tegra30, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	CONFIG = 0x10, PTB_ASID = 0x1c, PTB_DATA = 0x20, TLB_FLUSH = 0x30, PTC_FLUSH = 0x34, CLIENT_ENABLE = 0x228,
	ASID_2 = 0x244,
};

enum { PTC_ADDRESS = BIT(0), TLB_ALL = 0, TLB_SECTION = 2, TLB_GROUP = 3 };

#define R		BIT(31)
#define W		BIT(30)
#define NEXT		BIT(28)
#define PFN(paddr)	((u32)((paddr) / SZ_4K))
#define ASID		2u
#define ASID_MATCH	(BIT(31) | ASID << 29)

static void __init tables(u64 directory, u64 table)
{
	st_word(directory + 1 * 4, PFN(table) | R | W | NEXT);
	st_word(directory + 2 * 4, PFN(st_page(0)) | R | W);
	st_word(directory + 3 * 4, PFN(table) | R | NEXT);
	st_word(table, PFN(st_page(0)) | R | W);
	st_word(table + 1 * 4, PFN(st_page(1)) | R);
	st_word(table + 2 * 4, PFN(st_page(2)) | W);
	st_word(table + 3 * 4, PFN(st_page(3)));
	st_write(PTB_ASID, ASID);
	st_write(PTB_DATA, PFN(directory) | R | W);
}

static void __init translation(void)
{
	EXPECT_REACHES(WRITE, 0x400123, st_page(0) + 0x123);
	EXPECT_REACHES(READ, 0x401ffc, st_page(1) + 0xffc);
	EXPECT_FAULT(WRITE, 0x401000);
	EXPECT_REACHES(WRITE, 0x402000, st_page(2));
	EXPECT_FAULT(READ, 0x402000);
	EXPECT_FAULT(READ, 0x403000);
	EXPECT_REACHES(WRITE, 0xbff123, st_page(1023) + 0x123);
	/* Rights of all levels are combined. */
	EXPECT_REACHES(READ, 0xc00000, st_page(0));
	EXPECT_FAULT(WRITE, 0xc00000);
	EXPECT_FAULT(READ, 0x1000000);
	EXPECT_FAULT(READ, 0x100400000);
}

static void __init invalidation(u64 table)
{
	st_word(table, PFN(st_page(8)) | R);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	/* Both caches hold the old entry. */
	st_write(TLB_FLUSH, ASID_MATCH | 0x400000 >> 12 | TLB_GROUP);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	st_write(PTC_FLUSH, (u32)table | PTC_ADDRESS);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	st_write(TLB_FLUSH, 1u << 29 | BIT(31) | TLB_ALL);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	st_write(TLB_FLUSH, ASID_MATCH | 0x400000 >> 12 | TLB_GROUP);
	EXPECT_REACHES(READ, 0x400000, st_page(8));
	st_word(table, 0);
	st_write(PTC_FLUSH, 0);
	st_write(TLB_FLUSH, ASID_MATCH | 0x800000 >> 12 | TLB_SECTION);
	EXPECT_REACHES(READ, 0x400000, st_page(8));
	st_write(TLB_FLUSH, ASID_MATCH | 0x400000 >> 12 | TLB_SECTION);
	EXPECT_FAULT(READ, 0x400000);
}

EMU_SELFTEST(tegra_smmu, "nvidia,tegra30-mc")
{
	st_stream(2);
	tables(st_table(0), st_table(1));
	st_write(CONFIG, 1);
	st_write(CLIENT_ENABLE, BIT(2));
	EXPECT_REACHES(READ, 0x400000, 0x400000);
	st_write(ASID_2, BIT(31) | ASID);
	translation();
	invalidation(st_table(1));
	st_write(CLIENT_ENABLE, 0);
	EXPECT_REACHES(READ, 0x400000, 0x400000);
}
