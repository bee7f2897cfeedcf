// SPDX-License-Identifier: GPL-2.0-only
/* The IOMMU of Unisoc SoCs, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum { CFG = 0x00, UPDATE = 0x04, FIRST_VPN = 0x08, VPN_RANGE = 0x0c, FIRST_PPN = 0x10 };

EMU_SELFTEST(sprd, "sprd,iommu-v1")
{
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_word(st_table(0), st_page(0) / SZ_4K);
	st_word(st_table(0) + 2 * 4, st_page(2) / SZ_4K);
	st_word(st_table(0) + 3 * 4, st_page(3) / SZ_4K);
	st_write(FIRST_VPN, 0x100);
	st_write(VPN_RANGE, 2);
	st_write(FIRST_PPN, st_table(0) / SZ_4K);
	EXPECT_REACHES(READ, 0x100000, 0x100000);
	st_write(CFG, 1);
	EXPECT_REACHES(READ, 0x100123, st_page(0) + 0x123);
	EXPECT_REACHES(WRITE, 0x102ffc, st_page(2) + 0xffc);
	EXPECT_FAULT(READ, 0x101000);
	EXPECT_FAULT(READ, 0xff000);
	EXPECT_FAULT(READ, 0x103000);
	st_word(st_table(0), st_page(8) / SZ_4K);
	EXPECT_REACHES(READ, 0x100000, st_page(0));
	st_write(UPDATE, ~0u);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	st_word(st_table(0), 0);
	st_write(CFG, 0);
	EXPECT_REACHES(READ, 0x100000, 0x100000);
	st_write(CFG, 1);
	EXPECT_FAULT(READ, 0x100000);
}
