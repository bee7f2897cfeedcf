/* SPDX-License-Identifier: GPL-2.0-only */
/* lpae.h - Arm's long descriptors, built by hand: pages, blocks and holes in the first 2 GiB. */
#ifndef EMU_SELFTEST_LPAE_H
#define EMU_SELFTEST_LPAE_H

#include "harness/uml/emu/selftest/selftest.h"

enum { PAGE = 3, TABLE = 3, BLOCK = 1, AF = BIT(10) };
enum { USER = BIT(6), READ_ONLY = BIT(7), S2_READ = BIT(6), S2_WRITE = BIT(7) };

/*
 * Levels 1 to 3 in tables 0 to 2. At 0: a page with the rights @full; behind it one that is @read_only, one that was
 * not accessed, and one that is no page; at 2 MiB and at 1 GiB a block each.
 */
static inline void __init lpae_tables(u32 full, u32 read_only)
{
	st_dword(st_table(0), st_table(1) | TABLE);
	st_dword(st_table(0) + 1 * 8, SZ_1G | full | AF | BLOCK);
	st_dword(st_table(1), st_table(2) | TABLE);
	st_dword(st_table(1) + 1 * 8, st_page(512) | full | AF | BLOCK);
	st_dword(st_table(2), st_page(0) | full | AF | PAGE);
	st_dword(st_table(2) + 1 * 8, st_page(1) | read_only | AF | PAGE);
	st_dword(st_table(2) + 2 * 8, st_page(2) | full | PAGE);
	st_dword(st_table(2) + 3 * 8, st_page(3) | full | AF | BLOCK);
}

/* What every master then meets. */
static inline void __init lpae_expect_pages(void)
{
	EXPECT_REACHES(READ, 0x123, st_page(0) + 0x123);
	EXPECT_REACHES(WRITE, 0xffc, st_page(0) + 0xffc);
	EXPECT_REACHES(READ, 0x1000, st_page(1));
	EXPECT_REACHES(WRITE, 0x3fffff, st_page(512) + 0x1fffff);
	EXPECT_REACHES(WRITE, 0x7fffffff, 0x7fffffff);
}

static inline void __init lpae_expect_holes(void)
{
	EXPECT_FAULT(READ, 0x2000);
	EXPECT_FAULT(READ, 0x3000);
	EXPECT_FAULT(READ, 0x4000);
	EXPECT_FAULT(READ, 0x400000);
	EXPECT_FAULT(READ, 0x80000000);
}

#endif
