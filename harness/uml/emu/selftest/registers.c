// SPDX-License-Identifier: GPL-2.0-only
/* Plain registers: they hold what is written to them, and have no say in a DMA. */
#include "harness/uml/emu/selftest/selftest.h"

EMU_SELFTEST(registers, "iommu-conform,registers")
{
	EXPECT_REG(0xf00, 0);
	st_write(0xf00, 0x12345678);
	EXPECT_REG(0xf00, 0x12345678);
	EXPECT_REG(0xf04, 0);
	EXPECT_REACHES(WRITE, st_page(3), st_page(3));
}
