// SPDX-License-Identifier: GPL-2.0-only
/* The System MMUs of Exynos SoCs, versions 3.3, 5 and 7, without their driver. */
#include "harness/uml/emu/selftest/selftest.h"

enum { CTRL = 0x00, CFG = 0x04, STATUS = 0x08, VERSION = 0x34 };
enum { ENABLE = BIT(0), BLOCK = BIT(1), INT_ENABLE = BIT(2), EAP = BIT(2), FLPD_CACHE = BIT(20) };
enum { CAPA0 = 0x870, CAPA1_EXISTS = BIT(11), CAPA1 = 0x874, HAS_VCR = BIT(14), CTRL_VM = 0x8000 };
enum { TABLE = 1, SECTION = 2, LARGE = 1, SMALL = 2 };

/* What differs: where registers are, what an entry looks like. */
static struct {
	u32 flush_all, flush_entry, int_status, int_clear, page_fault, access_fault;
	unsigned int shift;	/* of addresses in entries */
	u32 full_section, full_page, read_only_page;
} v __initdata;

static u32 __init entry(u64 paddr, u32 rest)
{
	return (u32)(paddr >> v.shift) | rest;
}

/* The first level is 16 KiB. */
static void __init tables(u64 first, u64 second)
{
	unsigned int i;

	st_word(first + 1 * 4, entry(second, TABLE));
	st_word(first + 2 * 4, entry(st_page(0), v.full_section | SECTION));
	st_word(second, entry(st_page(1), v.full_page | SMALL));
	st_word(second + 1 * 4, entry(st_page(2), v.read_only_page | SMALL));
	for (i = 16; i < 32; i++)
		st_word(second + i * 4, entry(st_page(16), v.full_page | LARGE));
}

static void __init translation(void)
{
	EXPECT_REACHES(READ, 0x100123, st_page(1) + 0x123);
	EXPECT_REACHES(WRITE, 0x100ffc, st_page(1) + 0xffc);
	EXPECT_REACHES(READ, 0x101000, st_page(2));
	EXPECT_REACHES(WRITE, 0x11f123, st_page(16) + 0xf123);
	EXPECT_REACHES(WRITE, 0x2ff123, st_page(0) + 0xff123);
}

/* The hardware waits until the fault is handled. */
static void __init expect_fault(int access, u64 iova, u32 status)
{
	EXPECT_FAULT(access, iova);
	EXPECT_REG(v.int_status, status);
	EXPECT_IRQS(BIT(0));
	EXPECT_STOPPED(READ, 0x100000);
	st_write(v.int_clear, status);
	EXPECT_REG(v.int_status, 0);
	st_write(CTRL, ENABLE | INT_ENABLE);
}

static void __init invalidation(u64 first, u64 second)
{
	st_word(second, entry(st_page(8), v.full_page | SMALL));
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	st_write(v.flush_entry, 0x101000 | 1);
	EXPECT_REACHES(READ, 0x100000, st_page(1));
	st_write(v.flush_entry, 0x100000 | 1);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	/* The FLPD cache keeps the way to a table. */
	st_word(first + 1 * 4, 0);
	EXPECT_REACHES(READ, 0x101000, st_page(2));
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	st_write(v.flush_all, 1);
	expect_fault(READ, 0x100000, v.page_fault);
}

static void __init sysmmu(void)
{
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	tables(st_table(0), st_table(4));
	st_write(CFG, EAP | FLPD_CACHE);
	st_write(CTRL, ENABLE | BLOCK);
	EXPECT_REG(STATUS, 1);
	EXPECT_STOPPED(READ, 0x100000);
	st_write(CTRL, ENABLE | INT_ENABLE);
	EXPECT_REG(STATUS, 0);
	translation();
	expect_fault(WRITE, 0x101000, v.access_fault);
	expect_fault(READ, 0x102000, v.page_fault);
	expect_fault(READ, 0x300000, v.page_fault);
	expect_fault(READ, 0x100100000, v.page_fault);
	invalidation(st_table(0), st_table(4));
	st_write(CTRL, 0);
	EXPECT_REACHES(READ, 0x100000, 0x100000);
}

EMU_SELFTEST(exynos_v3, "iommu-conform,exynos-v3")
{
	v.flush_all = 0x0c;
	v.flush_entry = 0x10;
	v.int_status = 0x18;
	v.int_clear = 0x1c;
	v.page_fault = BIT(0);
	v.access_fault = BIT(7);
	v.shift = 0;
	v.full_section = v.full_page = 0;
	v.read_only_page = BIT(9);
	EXPECT_BITS(VERSION, GENMASK(31, 28), 3 << 28);
	st_write(0x14, st_table(0));
	sysmmu();
}

/* From version 5 on. */
static void __init wide(u32 pt_base)
{
	v.shift = 4;
	v.full_section = 3 << 4;
	v.full_page = 3 << 2;
	v.read_only_page = 1 << 2;
	v.int_status = 0x60;
	v.int_clear = 0x64;
	v.page_fault = BIT(1);
	st_write(pt_base, st_table(0) / SZ_4K);
	sysmmu();
}

static void __init flush_range(u32 range, u32 first, u32 last)
{
	st_word(st_table(0) + 4, entry(st_table(4), TABLE));
	st_write(CTRL, ENABLE);
	EXPECT_REACHES(READ, 0x100000, st_page(8));
	st_word(st_table(4), entry(st_page(9), v.full_page | SMALL));
	st_write(first, 0xff000);
	st_write(last, 0x100000);
	st_write(range, 1);
	EXPECT_REACHES(READ, 0x100000, st_page(9));
}

EMU_SELFTEST(exynos_v5, "iommu-conform,exynos-v5")
{
	v.flush_all = 0x10;
	v.flush_entry = 0x14;
	v.access_fault = BIT(19);
	EXPECT_BITS(VERSION, GENMASK(31, 28), 5 << 28);
	wide(0x0c);
	flush_range(0x18, 0x20, 0x24);
}

EMU_SELFTEST(exynos_v7, "iommu-conform,exynos-v7")
{
	v.flush_all = 0x8010;
	v.flush_entry = 0x8014;
	v.access_fault = BIT(2);
	EXPECT_BITS(VERSION, GENMASK(31, 28), 7 << 28);
	EXPECT_BITS(CAPA0, CAPA1_EXISTS, CAPA1_EXISTS);
	EXPECT_BITS(CAPA1, HAS_VCR, HAS_VCR);
	/* The virtual machine is not enabled. */
	st_write(CTRL, ENABLE);
	EXPECT_REACHES(READ, 0x100000, 0x100000);
	st_write(CTRL, 0);
	st_write(CTRL_VM, ENABLE);
	wide(0x800c);
	flush_range(0x8018, 0x8020, 0x8024);
	/* Where the fault was, and what. */
	st_write(CTRL, ENABLE | INT_ENABLE);
	EXPECT_FAULT(WRITE, 0x700000);
	EXPECT_REG(0x1000, 0x700000);
	EXPECT_REG(0x1004, BIT(20));
}
