// SPDX-License-Identifier: GPL-2.0-only
/* The RISC-V IOMMU, without its driver: directory, queues and Sv39 tables by hand. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	CAPABILITIES = 0x00, DDTP = 0x10, CQB = 0x18, CQH = 0x20, CQT = 0x24, FQB = 0x28, FQH = 0x30, FQT = 0x34,
	CQCSR = 0x48, FQCSR = 0x4c, IPSR = 0x54, ICVEC = 0x2f8,
};

enum { DDT_ROOT, DDT_MIDDLE, DDT_LEAF, COMMANDS, FAULTS, TOP, MIDDLE, LEAF };	/* tables */
enum { ENABLE = BIT(0), IRQ = BIT(1), CMD_ILL = BIT(10), ON = BIT(16) };
enum { V = BIT(0), R = BIT(1), W = BIT(2), X = BIT(3), U = BIT(4), A = BIT(6), D = BIT(7), RW = V | R | W | U | A | D };
enum { READ_FAULT = 13, WRITE_FAULT = 15, DDT_INVALID = 258, DDT_MISCONFIGURED = 259 };

#define DEVICE		0x12345u
#define PSCID		7u
#define N		BIT_ULL(63)
#define SV39		(8ull << 60)
#define PPN(paddr)	((paddr) >> 12 << 10)
#define CONTEXT		(st_table(DDT_LEAF) + DEVICE % 128 * 32)

static u32 sent;

static void __init send(u64 low, u64 high)
{
	st_dword(st_table(COMMANDS) + sent * 16, low);
	st_dword(st_table(COMMANDS) + sent * 16 + 8, high);
	sent++;
	st_write(CQT, sent);
}

static void __init fence(void)
{
	send(2, 0);
	EXPECT_REG(CQH, sent);
}

static void __init set_up(void)
{
	sent = 0;
	st_writeq(CQB, PPN(st_table(COMMANDS)) | 6);	/* 128 commands */
	st_writeq(FQB, PPN(st_table(FAULTS)) | 1);	/* 4 faults */
	st_writeq(ICVEC, 1 << 4);
	st_write(CQCSR, ENABLE | IRQ);
	st_write(FQCSR, ENABLE | IRQ);
	EXPECT_BITS(CQCSR, ON, ON);
	EXPECT_STOPPED(READ, 0x1000);
	st_writeq(DDTP, 1);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_writeq(DDTP, PPN(st_table(DDT_ROOT)) | 4);
	st_stream(DEVICE);
}

static void __init expect_record(u32 *seen, u32 cause, u32 iova, u32 ttyp)
{
	u64 record = st_table(FAULTS) + *seen % 4 * 32;

	EXPECT_REG(FQT, (*seen + 1) % 4);
	EXPECT_WORD(record, cause);
	EXPECT_WORD(record + 4, DEVICE << 8 | ttyp << 2);
	EXPECT_WORD(record + 16, iova);
	EXPECT_IRQS(BIT(1));
	st_write(IPSR, BIT(1));
	*seen += 1;
	st_write(FQH, *seen % 4);
}

static void __init directory(u32 *seen)
{
	EXPECT_FAULT(READ, 0x1000);
	expect_record(seen, DDT_INVALID, 0x1000, 2);
	st_dword(st_table(DDT_ROOT) + (DEVICE >> 16) * 8, PPN(st_table(DDT_MIDDLE)) | V);
	st_dword(st_table(DDT_MIDDLE) + (DEVICE >> 7) % 512 * 8, PPN(st_table(DDT_LEAF)) | V);
	EXPECT_FAULT(WRITE, 0x1000);
	expect_record(seen, DDT_INVALID, 0x1000, 3);
	st_dword(CONTEXT, V);
	EXPECT_PEEK(READ, 0x1000, 0x1000);
	st_dword(CONTEXT + 16, PSCID << 12);
	st_dword(CONTEXT + 24, 1ull << 60);
	EXPECT_FAULT(READ, 0x1000);
	expect_record(seen, DDT_MISCONFIGURED, 0x1000, 2);
	st_dword(CONTEXT + 24, SV39 | st_table(TOP) >> 12);
}

static void __init tables(void)
{
	unsigned int i;

	st_dword(st_table(TOP), PPN(st_table(MIDDLE)) | V);
	st_dword(st_table(TOP) + 1 * 8, PPN(SZ_1G) | RW);
	st_dword(st_table(TOP) + 511 * 8, PPN(st_table(MIDDLE)) | V);
	st_dword(st_table(MIDDLE), PPN(st_table(LEAF)) | V);
	st_dword(st_table(MIDDLE) + 1 * 8, PPN(st_page(512)) | RW);
	st_dword(st_table(MIDDLE) + 2 * 8, PPN(st_page(1)) | RW);	/* misaligned */
	st_dword(st_table(LEAF), PPN(st_page(0)) | RW);
	st_dword(st_table(LEAF) + 1 * 8, PPN(st_page(1)) | V | R | U | A);
	st_dword(st_table(LEAF) + 2 * 8, PPN(st_page(2)) | (RW & ~D));
	st_dword(st_table(LEAF) + 3 * 8, PPN(st_page(3)) | (RW & ~A));
	st_dword(st_table(LEAF) + 4 * 8, PPN(st_page(4)) | (RW & ~U));
	st_dword(st_table(LEAF) + 5 * 8, PPN(st_page(5)) | (RW & ~R));
	st_dword(st_table(LEAF) + 6 * 8, PPN(st_page(6)) | V | X | U | A);
	for (i = 16; i < 32; i++)
		st_dword(st_table(LEAF) + i * 8, N | PPN(st_page(16) + SZ_32K) | RW);
}

static void __init translation(void)
{
	EXPECT_REACHES(READ, 0x123, st_page(0) + 0x123);
	EXPECT_REACHES(WRITE, 0xffc, st_page(0) + 0xffc);
	EXPECT_REACHES(READ, 0x1000, st_page(1));
	EXPECT_REACHES(READ, 0x2000, st_page(2));
	EXPECT_REACHES(READ, 0x1f123, st_page(16) + 0xf123);
	EXPECT_REACHES(WRITE, 0x3fffff, st_page(512) + 0x1fffff);
	EXPECT_REACHES(READ, 0x7fffffff, 0x7fffffff);
	EXPECT_REACHES(READ, 0xffffffffc0000000, st_page(0));
	EXPECT_IRQS(0);
}

static void __init faults(u32 *seen)
{
	static const u64 holes[] = { 0x3000, 0x4000, 0x5000, 0x6000, 0x7000, 0x400000, 0x600000, 0x80000000, BIT_ULL(39) };
	unsigned int i;

	EXPECT_FAULT(WRITE, 0x1000);
	expect_record(seen, WRITE_FAULT, 0x1000, 3);
	EXPECT_FAULT(WRITE, 0x2000);
	expect_record(seen, WRITE_FAULT, 0x2000, 3);
	for (i = 0; i < ARRAY_SIZE(holes); i++) {
		EXPECT_FAULT(READ, holes[i]);
		expect_record(seen, READ_FAULT, holes[i], 2);
	}
}

/* Four records do not fit where one place stays empty. */
static void __init overflow(u32 *seen)
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		EXPECT_FAULT(READ, 0x3000);
	EXPECT_BITS(FQCSR, BIT(9), BIT(9));
	EXPECT_REG(FQT, (*seen + 3) % 4);
	EXPECT_IRQS(BIT(1));
	st_write(FQH, (*seen + 3) % 4);
	st_write(FQCSR, ENABLE | IRQ | BIT(9));
	st_write(IPSR, BIT(1));
	*seen += 3;
	EXPECT_FAULT(READ, 0x3000);
	expect_record(seen, READ_FAULT, 0x3000, 2);
}

static void __init invalidation(void)
{
	const u64 address = BIT_ULL(10), space = BIT_ULL(32);

	st_dword(st_table(LEAF), PPN(st_page(8)) | RW);
	EXPECT_REACHES(READ, 0, st_page(0));
	send(1 | space | (PSCID + 1) << 12, 0);
	send(1 | space | PSCID << 12 | address, PPN(0x1000ull));
	fence();
	EXPECT_REACHES(READ, 0, st_page(0));
	send(1 | space | PSCID << 12 | address, 0);
	/* It is not said to be complete before the fence. */
	EXPECT_REACHES(READ, 0, st_page(0));
	fence();
	EXPECT_REACHES(READ, 0, st_page(8));
	st_dword(st_table(LEAF), 0);
	send(1 | space | PSCID << 12, 0);
	fence();
	EXPECT_PEEK_FAULT(READ, 0);
	/* The context is cached until the directory is invalidated. */
	st_dword(CONTEXT, 0);
	EXPECT_REACHES(READ, 0x1000, st_page(1));
	send(3 | BIT_ULL(33) | (u64)(DEVICE + 1) << 40, 0);
	fence();
	EXPECT_REACHES(READ, 0x1000, st_page(1));
	send(3 | BIT_ULL(33) | (u64)DEVICE << 40, 0);
	fence();
	EXPECT_PEEK_FAULT(READ, 0x1000);
}

static void __init illegal(void)
{
	send(0x7f, 0);
	EXPECT_BITS(CQCSR, CMD_ILL, CMD_ILL);
	EXPECT_REG(CQH, sent - 1);
	EXPECT_IRQS(BIT(0));
}

EMU_SELFTEST(riscv, "riscv,iommu")
{
	u32 seen = 0;

	EXPECT_BITS(CAPABILITIES, BIT(9) | 0xff, BIT(9) | 0x10);
	set_up();
	directory(&seen);
	tables();
	translation();
	faults(&seen);
	overflow(&seen);
	invalidation();
	illegal();
}
