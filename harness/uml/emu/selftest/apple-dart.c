// SPDX-License-Identifier: GPL-2.0-only
/* Apple's DART, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	PARAMS1 = 0x00, STREAM_COMMAND = 0x20, STREAM_SELECT = 0x34, ERROR = 0x40, ERROR_ADDR = 0x50,
	STREAMS_ENABLE = 0xfc, TCR = 0x100, TTBR = 0x200,
};

enum { INVALIDATE = BIT(20), TRANSLATE = BIT(7), BYPASS = BIT(8) | BIT(12) };
enum { VALID = BIT(0), NO_WRITE = BIT(7), NO_READ = BIT(8), SP_DIS = BIT(1) };

#define ERROR_FLAG	BIT(31)
#define TTBR_VALID	BIT(31)

static void __init tables(void)
{
	const u64 table = st_table(2);

	st_dword(st_table(0) + 1 * 8, table | VALID);
	st_dword(st_table(1) + 511 * 8, table | VALID);
	st_dword(table + 0 * 8, st_page(0) | SP_DIS | VALID);
	st_dword(table + 1 * 8, st_page(1) | SP_DIS | VALID | NO_WRITE);
	st_dword(table + 2 * 8, st_page(2) | SP_DIS | VALID | NO_READ);
	st_dword(table + 3 * 8, st_page(3) | SP_DIS);
	st_dword(table + 511 * 8, st_page(4) | SP_DIS | VALID);
	/* Stream 5: the first GiB and the last. */
	st_write(TTBR + 5 * 16, st_table(0) >> 12 | TTBR_VALID);
	st_write(TTBR + 5 * 16 + 12, st_table(1) >> 12 | TTBR_VALID);
}

static void __init permissions(void)
{
	EXPECT_REACHES(READ, 0x200123, st_page(0) + 0x123);
	EXPECT_REACHES(WRITE, 0x200ffc, st_page(0) + 0xffc);
	EXPECT_REACHES(READ, 0x201000, st_page(1));
	EXPECT_REACHES(WRITE, 0x202000, st_page(2));
	EXPECT_REACHES(READ, 0xffffffff, st_page(4) + 0xfff);
	EXPECT_IRQS(0);
}

static void __init expect_error(u32 iova, u32 code)
{
	EXPECT_REG(ERROR_ADDR, iova);
	EXPECT_REG(ERROR, ERROR_FLAG | 5 << 24 | code);
	EXPECT_IRQS(BIT(0));
	st_write(ERROR, ERROR_FLAG | 5 << 24 | code);
	EXPECT_REG(ERROR, 0);
}

static void __init faults(void)
{
	EXPECT_FAULT(WRITE, 0x201000);
	expect_error(0x201000, BIT(3));
	EXPECT_FAULT(READ, 0x202000);
	expect_error(0x202000, BIT(4));
	EXPECT_FAULT(READ, 0x203000);
	expect_error(0x203000, BIT(2));
	EXPECT_FAULT(READ, 0x400000);
	expect_error(0x400000, BIT(1));
	EXPECT_PEEK_FAULT(READ, 0x203000);
	EXPECT_IRQS(0);
	EXPECT_FAULT(READ, 0x40000000);
	/* The first one stays. */
	EXPECT_FAULT(READ, 0x203000);
	expect_error(0x40000000, BIT(0));
	EXPECT_FAULT(READ, 0x100200000);
}

static void __init invalidation(void)
{
	st_dword(st_table(2), st_page(8) | SP_DIS | VALID);
	EXPECT_REACHES(READ, 0x200000, st_page(0));
	st_write(STREAM_SELECT, 0xffff & ~BIT(5));
	st_write(STREAM_COMMAND, INVALIDATE);
	EXPECT_REACHES(READ, 0x200000, st_page(0));
	st_write(STREAM_SELECT, BIT(5));
	EXPECT_REACHES(READ, 0x200000, st_page(0));
	st_write(STREAM_COMMAND, INVALIDATE);
	EXPECT_PEEK(READ, 0x200000, st_page(8));
	st_dword(st_table(2), 0);
	EXPECT_FAULT(READ, 0x200000);
	/* A fault is not cached. */
	st_dword(st_table(2), st_page(9) | SP_DIS | VALID);
	EXPECT_REACHES(READ, 0x200000, st_page(9));
}

EMU_SELFTEST(apple_dart, "apple,t8103-dart")
{
	EXPECT_BITS(PARAMS1, 15 << 24, 12 << 24);
	st_stream(5);
	st_write(TCR + 5 * 4, TRANSLATE);
	EXPECT_STOPPED(READ, 0x200000);
	st_write(STREAMS_ENABLE, ~0u);
	tables();
	permissions();
	faults();
	invalidation();
	st_stream(4);
	EXPECT_STOPPED(READ, 0x200000);
	st_write(TCR + 4 * 4, BYPASS);
	EXPECT_REACHES(READ, 0x200000, 0x200000);
}
