// SPDX-License-Identifier: GPL-2.0-only
/* The M4U of MT2701, without its driver and without the SMI that lets masters through to it. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	PT_BASE = 0x000, INT_CONTROL = 0x220, FAULT_ST = 0x224, FAULT_VA = 0x228,
	INVALIDATE = 0x5c0, INVLD_START = 0x5c4, INVLD_END = 0x5c8, INV_SEL = 0x5d8, CPE_DONE = 0x60c,
};

enum { INV_RANGE = BIT(0), ALL_INVLD = BIT(1), INT_CLEAR = BIT(12), VALID = BIT(1) };

static void __init faults(void)
{
	EXPECT_FAULT(READ, 0x2000);
	EXPECT_IRQS(0);
	st_write(INT_CONTROL, 1);
	EXPECT_FAULT(READ, 0x2000);
	EXPECT_REG(FAULT_ST, 1);
	EXPECT_REG(FAULT_VA, 0x2000);
	EXPECT_IRQS(BIT(0));
	st_write(INT_CONTROL, 1 | INT_CLEAR);
	EXPECT_REG(FAULT_ST, 0);
}

static void __init invalidation(void)
{
	st_word(st_table(0), st_page(4) | VALID);
	/* What was invalid is cached. */
	st_word(st_table(0) + 2 * 4, st_page(5) | VALID);
	st_write(INVLD_START, 0x0);
	st_write(INVLD_END, 0x1000);
	st_write(INVALIDATE, INV_RANGE);
	EXPECT_REACHES(READ, 0x0, st_page(0));
	st_write(INV_SEL, 3);
	EXPECT_REG(CPE_DONE, 0);
	st_write(INVALIDATE, INV_RANGE);
	EXPECT_REG(CPE_DONE, 1);
	EXPECT_REACHES(READ, 0x0, st_page(4));
	EXPECT_FAULT(READ, 0x2000);
	st_write(INVALIDATE, ALL_INVLD);
	EXPECT_REACHES(READ, 0x2000, st_page(5));
}

EMU_SELFTEST(mt2701, "mediatek,mt2701-m4u")
{
	EXPECT_REACHES(READ, 0x0, 0x0);
	st_let_through();
	st_word(st_table(0), st_page(0) | VALID);
	st_word(st_table(0) + 4, st_page(1) | VALID);
	st_write(PT_BASE, st_table(0));
	EXPECT_REACHES(WRITE, 0x123, st_page(0) + 0x123);
	EXPECT_REACHES(READ, 0x1ffc, st_page(1) + 0xffc);
	faults();
	invalidation();
}
