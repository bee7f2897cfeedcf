// SPDX-License-Identifier: GPL-2.0-only
/* The MMU of TI OMAP subsystems, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	CNTL = 0x44, TTB = 0x4c, LOCK = 0x50, LD_TLB = 0x54, CAM = 0x58, RAM = 0x5c, GFLUSH = 0x60, FLUSH_ENTRY = 0x64,
};

enum { MMU_EN = BIT(1), TWL_EN = BIT(2) };
enum { TABLE = 1, SECTION = 2, LARGE = 1, SMALL = 2 };
enum { CAM_VALID = BIT(2), CAM_4K = 2 };

#define SUPERSECTION	(BIT(18) | SECTION)

/* The first level is 16 KiB. */
static void __init tables(u64 first, u64 second)
{
	unsigned int i;

	st_word(first + 1 * 4, second | TABLE);
	st_word(first + 2 * 4, st_page(0) | SECTION);
	for (i = 16; i < 32; i++)
		st_word(first + i * 4, st_page(0) | SUPERSECTION);
	st_word(second + 0 * 4, st_page(1) | SMALL);
	for (i = 16; i < 32; i++)
		st_word(second + i * 4, st_page(16) | LARGE);
	st_write(TTB, first);
}

static void __init sizes(void)
{
	EXPECT_REACHES(READ, 0x100123, st_page(1) + 0x123);
	EXPECT_REACHES(WRITE, 0x100ffc, st_page(1) + 0xffc);
	EXPECT_FAULT(READ, 0x101000);
	EXPECT_REACHES(WRITE, 0x11f123, st_page(16) + 0xf123);
	EXPECT_FAULT(READ, 0x120000);
	EXPECT_REACHES(READ, 0x2ff123, st_page(0) + 0xff123);
	EXPECT_REACHES(READ, 0x1f45678, st_page(0) + 0xf45678);
	EXPECT_FAULT(READ, 0x2000000);
	EXPECT_FAULT(READ, 0x100100000);
}

static void __init invalidation(u64 second)
{
	st_word(second, st_page(2) | SMALL);
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	st_write(CAM, 0x101000 | CAM_VALID | CAM_4K);
	st_write(FLUSH_ENTRY, 1);
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	st_write(CAM, 0x100000 | CAM_VALID | CAM_4K);
	st_write(FLUSH_ENTRY, 1);
	EXPECT_PEEK(READ, 0x100000, st_page(2));
	EXPECT_REACHES(READ, 0x100000, st_page(2));
	st_word(second, 0);
	EXPECT_REACHES(READ, 0x100000, st_page(2));
	st_write(GFLUSH, 1);
	EXPECT_FAULT(READ, 0x100000);
	/* A fault is not cached. */
	st_word(second, st_page(3) | SMALL);
	EXPECT_REACHES(READ, 0x100000, st_page(3));
}

/* An entry that software loads is used without tables. */
static void __init loading(void)
{
	st_write(CNTL, MMU_EN);
	EXPECT_FAULT(READ, 0x1100000);
	st_write(LOCK, 5 << 4);
	st_write(CAM, 0x700000 | CAM_VALID | CAM_4K);
	st_write(RAM, st_page(7));
	st_write(LD_TLB, 1);
	EXPECT_REACHES(READ, 0x700123, st_page(7) + 0x123);
}

EMU_SELFTEST(omap, "ti,omap4-iommu")
{
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	tables(st_table(0), st_table(4));
	st_write(CNTL, MMU_EN | TWL_EN);
	sizes();
	invalidation(st_table(4));
	st_write(GFLUSH, 1);
	loading();
	st_write(CNTL, 0);
	EXPECT_REACHES(READ, 0x700123, 0x700123);
}
