// SPDX-License-Identifier: GPL-2.0-only
/* The IPMMU of Renesas R-Car Gen3, without its driver: a main instance, and a micro-TLB of its own. */
#include "harness/uml/emu/selftest/lpae.h"

enum { IMUCTR3 = 0x330, CONTEXT1 = 0x40 };
enum {
	IMCTR = CONTEXT1 + 0x00, IMTTBCR = CONTEXT1 + 0x08, IMTTLBR0 = CONTEXT1 + 0x10, IMSTR = CONTEXT1 + 0x20,
	IMELAR = CONTEXT1 + 0x30,
};
enum { MMUEN = BIT(0), FLUSH = BIT(1), INTEN = BIT(2), TF = BIT(0), PF = BIT(1) };

static void __init faults(void)
{
	EXPECT_IRQS(0);
	EXPECT_FAULT(WRITE, 0x1000);
	EXPECT_REG(IMSTR, PF);
	EXPECT_REG(IMELAR, 0x1000);
	EXPECT_IRQS(BIT(0));
	st_write(IMSTR, 0);
	EXPECT_FAULT(READ, 0x2000);
	EXPECT_REG(IMSTR, TF);
	st_write(IMSTR, 0);
	lpae_expect_holes();
	EXPECT_FAULT(READ, 0x100000000);
}

static void __init invalidation(void)
{
	st_dword(st_table(2), st_page(8) | USER | AF | PAGE);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(0x80, MMUEN | FLUSH);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(IMCTR, MMUEN | INTEN | FLUSH);
	EXPECT_REG(IMCTR, MMUEN | INTEN);
	EXPECT_REACHES(READ, 0, st_page(8));
}

EMU_SELFTEST(ipmmu_vmsa, "renesas,ipmmu-r8a7795")
{
	st_stream(3);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_write(IMUCTR3, 1 << 4 | MMUEN);
	EXPECT_STOPPED(READ, st_page(0));
	st_write(IMTTLBR0, st_table(0));
	st_write(IMTTBCR, 2 << 6);
	st_write(IMCTR, MMUEN | INTEN);
	lpae_tables(USER, USER | READ_ONLY);
	lpae_expect_pages();
	faults();
	invalidation();
	st_write(IMUCTR3, 0);
	EXPECT_REACHES(READ, 0, 0);
}
