// SPDX-License-Identifier: GPL-2.0-only
/* The IOMMU of Unisoc SoCs, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

/* Where the registers are. */
struct layout {
	u32 cfg, update, first_vpn, vpn_range, first_ppn;
};

static void __init sprd(const struct layout *r)
{
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_word(st_table(0), st_page(0) / SZ_4K);
	st_word(st_table(0) + 2 * 4, st_page(2) / SZ_4K);
	st_word(st_table(0) + 3 * 4, st_page(3) / SZ_4K);
	st_write(r->first_vpn, 0x100);
	st_write(r->vpn_range, 2);
	st_write(r->first_ppn, st_table(0) / SZ_4K);
	EXPECT_REACHES(READ, 0x100000, 0x100000);
	st_write(r->cfg, 1);
	EXPECT_REACHES(READ, 0x100123, st_page(0) + 0x123);
	EXPECT_REACHES(WRITE, 0x102ffc, st_page(2) + 0xffc);
	EXPECT_FAULT(READ, 0x101000);
	EXPECT_FAULT(READ, 0xff000);
	EXPECT_FAULT(READ, 0x103000);
	st_word(st_table(0), st_page(8) / SZ_4K);
	EXPECT_REACHES(READ, 0x100000, st_page(0));
	st_write(r->update, ~0u);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	st_word(st_table(0), 0);
	st_write(r->cfg, 0);
	EXPECT_REACHES(READ, 0x100000, 0x100000);
	st_write(r->cfg, 1);
	EXPECT_FAULT(READ, 0x100000);
}

EMU_SELFTEST(sprd_ex, "iommu-conform,sprd-ex")
{
	static const struct layout ex = {
		.cfg = 0x00, .update = 0x04, .first_vpn = 0x08, .vpn_range = 0x0c, .first_ppn = 0x10,
	};

	EXPECT_BITS(0, GENMASK(15, 8), 0);
	sprd(&ex);
}

EMU_SELFTEST(sprd_vau, "iommu-conform,sprd-vau")
{
	static const struct layout vau = {
		.cfg = 0x04, .update = 0x08, .first_vpn = 0x1c, .vpn_range = 0x20, .first_ppn = 0x10,
	};

	st_write(0, ~0u);
	EXPECT_BITS(0, GENMASK(15, 8), 1 << 8);
	sprd(&vau);
}
