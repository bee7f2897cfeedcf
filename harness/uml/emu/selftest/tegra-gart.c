// SPDX-License-Identifier: GPL-2.0-only
/* The GART of Tegra20, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum { CONFIG = 0x24, ENTRY_ADDR = 0x28, ENTRY_DATA = 0x2c };

#define FIRST	0x58000000
#define VALID	BIT(31)

static void __init entry(u32 iova, u32 value)
{
	st_write(ENTRY_ADDR, iova);
	st_write(ENTRY_DATA, value);
}

EMU_SELFTEST(tegra_gart, "nvidia,tegra20-mc-gart")
{
	entry(FIRST, VALID | st_page(0));
	EXPECT_FAULT(READ, FIRST);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_write(CONFIG, 1);
	EXPECT_REACHES(WRITE, FIRST + 0x123, st_page(0) + 0x123);
	EXPECT_FAULT(READ, FIRST + 0x1000);
	entry(FIRST + 0x1ff0000, st_page(1));
	EXPECT_FAULT(READ, FIRST + 0x1ff0000);
	entry(FIRST + 0x1ff0000, VALID | st_page(1));
	EXPECT_REG(ENTRY_DATA, VALID | st_page(1));
	EXPECT_REACHES(READ, FIRST + 0x1ff0ffc, st_page(1) + 0xffc);
	EXPECT_REACHES(READ, st_page(2), st_page(2));
	entry(FIRST + 0x2000000, VALID | st_page(1));
	EXPECT_REG(ENTRY_DATA, 0);
	entry(FIRST, 0);
	EXPECT_FAULT(READ, FIRST);
}
