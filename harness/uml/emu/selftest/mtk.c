// SPDX-License-Identifier: GPL-2.0-only
/* The M4Us of MediaTek SoCs, without their driver and without the larbs that let masters through to them. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	PT_BASE = 0x00, INVALIDATE = 0x20, INVLD_START = 0x24, INVLD_END = 0x28, INT_CONTROL0 = 0x120,
	INT_MAIN_CONTROL = 0x124, CPE_DONE = 0x12c, FAULT_ST1 = 0x134, FAULT_VA = 0x13c,
};

enum { INV_RANGE = BIT(0), ALL_INVLD = BIT(1), INT_CLEAR = BIT(12), FAULT_WRITE = BIT(1) };
enum { TABLE = 1, SECTION = 2, LARGE = 1, SMALL = 2, BIT_32 = BIT(9), BIT_33 = BIT(4) };

#define SUPERSECTION	(BIT(18) | SECTION)

/* The first level is 16 KiB. */
static void __init tables(u64 first, u64 second)
{
	unsigned int i;

	st_word(first + 1 * 4, second | TABLE);
	st_word(first + 2 * 4, st_page(0) | SECTION);
	for (i = 16; i < 32; i++)
		st_word(first + i * 4, st_page(0) | SUPERSECTION);
	st_word(second, st_page(1) | SMALL);
	st_word(second + 1 * 4, st_page(2) | BIT_32 | BIT_33 | SMALL);
	for (i = 16; i < 32; i++)
		st_word(second + i * 4, st_page(16) | LARGE);
	st_write(PT_BASE, first);
}

static void __init translation(void)
{
	EXPECT_REACHES(WRITE, 0x100123, st_page(1) + 0x123);
	EXPECT_REACHES(READ, 0x101000, 0x300000000 | st_page(2));
	EXPECT_REACHES(WRITE, 0x11f123, st_page(16) + 0xf123);
	EXPECT_REACHES(WRITE, 0x2ff123, st_page(0) + 0xff123);
	EXPECT_REACHES(WRITE, 0x1f45678, st_page(0) + 0xf45678);
	EXPECT_FAULT(WRITE, 0x300000);
	EXPECT_IRQS(0);
	st_write(INT_MAIN_CONTROL, 1);
	EXPECT_FAULT(WRITE, 0x102000);
	EXPECT_REG(FAULT_ST1, 1);
	EXPECT_REG(FAULT_VA, 0x102000 | FAULT_WRITE);
	EXPECT_IRQS(BIT(0));
	st_write(INT_CONTROL0, INT_CLEAR);
	EXPECT_REG(FAULT_ST1, 0);
}

static void __init invalidation(u64 second, u32 select)
{
	st_word(second, st_page(8) | SMALL);
	/* What was invalid is cached. */
	st_word(second + 2 * 4, st_page(9) | SMALL);
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	EXPECT_FAULT(READ, 0x102000);
	st_write(INVLD_START, 0x100000);
	st_write(INVLD_END, 0x101000);
	st_write(INVALIDATE, INV_RANGE);
	EXPECT_REG(CPE_DONE, 0);
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	st_write(select, 3);
	st_write(INVALIDATE, INV_RANGE);
	EXPECT_REG(CPE_DONE, 1);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	EXPECT_FAULT(READ, 0x102000);
	st_write(INVALIDATE, ALL_INVLD);
	EXPECT_REACHES(READ, 0x102000, st_page(9));
}

static void __init m4u(u32 select)
{
	EXPECT_REACHES(READ, 0x100000, 0x100000);
	st_let_through();
	tables(st_table(0), st_table(4));
	translation();
	invalidation(st_table(4), select);
}

EMU_SELFTEST(mt8173, "mediatek,mt8173-m4u")
{
	m4u(0x38);
}

EMU_SELFTEST(mt8192, "mediatek,mt8192-m4u")
{
	m4u(0x2c);
	EXPECT_FAULT(READ, 0x100100000);
}
