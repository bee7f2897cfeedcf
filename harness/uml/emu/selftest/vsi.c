// SPDX-License-Identifier: GPL-2.0-only
/* The IOMMU of Verisilicon video decoders, without its driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum { FLUSH = 0x184, PAGE_FAULT_ADDR = 0x380, STATUS = 0x384, CONTROL = 0x388, ARRAY = 0x38c };
enum { FLUSH_TLB = BIT(4), ENABLE = BIT(0), VALID = BIT(0), WRITABLE = BIT(2) };
enum { PAGE_NOT_PRESENT = 2, WRITE_VIOLATION = 3 };

static void __init invalidation(u64 table)
{
	st_word(table, st_page(8) | VALID);
	st_word(table + 3 * 4, st_page(3) | VALID);
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	/* That it was invalid is cached. */
	EXPECT_FAULT(READ, 0x403000);
	st_write(FLUSH, BIT(0));
	EXPECT_REACHES(READ, 0x400000, st_page(0));
	st_write(FLUSH, FLUSH_TLB);
	EXPECT_REACHES(READ, 0x400000, st_page(8));
	EXPECT_REACHES(READ, 0x403000, st_page(3));
}

EMU_SELFTEST(vsi, "verisilicon,iommu-1.2")
{
	const u64 directory = st_table(0), table = st_table(1);

	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_dword(st_table(2), directory);
	st_word(directory + 1 * 4, table | VALID);
	st_word(table, st_page(0) | VALID | WRITABLE);
	st_word(table + 1 * 4, st_page(1) | VALID);
	st_word(table + 2 * 4, st_page(2) | 0xab << 4 | VALID | WRITABLE);
	st_write(ARRAY, st_table(2));
	st_write(CONTROL, ENABLE);
	EXPECT_REACHES(WRITE, 0x400123, st_page(0) + 0x123);
	EXPECT_REACHES(READ, 0x401ffc, st_page(1) + 0xffc);
	EXPECT_REACHES(READ, 0x402000, 0xab00000000 | st_page(2));
	EXPECT_IRQS(0);
	EXPECT_FAULT(WRITE, 0x401000);
	EXPECT_REG(STATUS, WRITE_VIOLATION);
	EXPECT_FAULT(READ, 0x403000);
	EXPECT_REG(STATUS, PAGE_NOT_PRESENT);
	EXPECT_REG(PAGE_FAULT_ADDR, 0x403000);
	EXPECT_IRQS(BIT(0));
	EXPECT_FAULT(READ, 0x800000);
	EXPECT_FAULT(READ, 0x100400000);
	invalidation(table);
	st_write(CONTROL, 0);
	EXPECT_REACHES(READ, 0x400000, 0x400000);
}
