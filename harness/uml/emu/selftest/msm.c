// SPDX-License-Identifier: GPL-2.0-only
/* The IOMMU of Qualcomm MSM8x60, without its driver: short descriptors, by a MID's bank. */
#include "harness/uml/emu/selftest/selftest.h"

enum { M2VCBR_N = 0xff000, GLOBAL_TLBIALL = 0xfff00, BANK = 0x1000 };	/* bank 1 */
enum {
	SCTLR = BANK, CONTEXTIDR = BANK + 0x08, TTBR0 = BANK + 0x10, PAR = BANK + 0x1c, FSR = BANK + 0x20, FAR = BANK + 0x28,
	CTX_TLBIALL = BANK + 0x800, TLBIASID = BANK + 0x804, TLBIVA = BANK + 0x808, V2PPR = BANK + 0x810,
};

enum { TABLE = 1, SECTION = 2, LARGE = 1, SMALL = 2 };
enum { SECTION_AF = BIT(10), AF = BIT(4), READ_ONLY = BIT(9) };

#define SUPERSECTION	(BIT(18) | SECTION)
#define ASID		5

/* The first level is 16 KiB. */
static void __init tables(u64 first, u64 second)
{
	unsigned int i;

	st_word(first + 1 * 4, second | TABLE);
	st_word(first + 2 * 4, st_page(0) | SECTION_AF | SECTION);
	for (i = 16; i < 32; i++)
		st_word(first + i * 4, st_page(0) | SECTION_AF | SUPERSECTION);
	st_word(second, st_page(1) | AF | SMALL);
	st_word(second + 1 * 4, st_page(2) | AF | READ_ONLY | SMALL);
	st_word(second + 2 * 4, st_page(3) | SMALL);
	for (i = 16; i < 32; i++)
		st_word(second + i * 4, st_page(16) | AF | LARGE);
	st_write(TTBR0, first);
}

static void __init translation(void)
{
	EXPECT_REACHES(READ, 0x100123, st_page(1) + 0x123);
	EXPECT_REACHES(WRITE, 0x100ffc, st_page(1) + 0xffc);
	EXPECT_REACHES(READ, 0x101000, st_page(2));
	EXPECT_REACHES(WRITE, 0x11f123, st_page(16) + 0xf123);
	EXPECT_REACHES(WRITE, 0x2ff123, st_page(0) + 0xff123);
	EXPECT_REACHES(WRITE, 0x1f45678, st_page(0) + 0xf45678);
	EXPECT_FAULT(WRITE, 0x101000);
	EXPECT_REG(FSR, BIT(3));
	EXPECT_REG(FAR, 0x101000);
	EXPECT_IRQS(0);
	st_write(FSR, BIT(3));
	st_write(SCTLR, BIT(0) | BIT(1) | BIT(2));
	EXPECT_FAULT(READ, 0x102000);
	EXPECT_IRQS(BIT(0));
	st_write(FSR, ~0u);
	EXPECT_FAULT(READ, 0x300000);
	EXPECT_FAULT(READ, 0x100100000);
	st_write(V2PPR, 0x100000);
	EXPECT_REG(PAR, st_page(1));
	st_write(V2PPR, 0x300000);
	EXPECT_BITS(PAR, 1, 1);
}

static void __init invalidation(u64 second)
{
	st_word(second, st_page(8) | AF | SMALL);
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	st_write(TLBIVA, 0x100000 | (ASID + 1));
	st_write(TLBIVA, 0x101000 | ASID);
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	st_write(TLBIVA, 0x100000 | ASID);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	/* What was invalid is cached. */
	st_word(second + 3 * 4, st_page(9) | AF | SMALL);
	EXPECT_REACHES(READ, 0x103000, st_page(9));
	st_word(second + 3 * 4, 0);
	st_write(TLBIASID, ASID + 1);
	EXPECT_REACHES(READ, 0x103000, st_page(9));
	st_write(TLBIASID, ASID);
	EXPECT_FAULT(READ, 0x103000);
	st_word(second + 3 * 4, st_page(9) | AF | SMALL);
	EXPECT_FAULT(READ, 0x103000);
	st_write(CTX_TLBIALL, 0);
	EXPECT_REACHES(READ, 0x103000, st_page(9));
	st_word(second + 3 * 4, 0);
	st_write(GLOBAL_TLBIALL, 0);
	EXPECT_FAULT(READ, 0x103000);
}

EMU_SELFTEST(msm, "qcom,apq8064-iommu")
{
	st_stream(2);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_write(M2VCBR_N + 2 * 4, 1 << 8);
	tables(st_table(0), st_table(4));
	st_write(CONTEXTIDR, ASID);
	st_write(SCTLR, BIT(0) | BIT(2));
	translation();
	invalidation(st_table(4));
	st_stream(1);
	EXPECT_REACHES(READ, 0x100000, 0x100000);
}
