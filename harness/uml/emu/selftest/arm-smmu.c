// SPDX-License-Identifier: GPL-2.0-only
/* Arm's SMMUs, without their driver: long descriptors of stage 1 (MMU-500) and of stage 2 (MMU-400); Qualcomm's kin. */
#include "harness/uml/emu/selftest/lpae.h"

enum {
	CR0 = 0x0, TLBIVMID = 0x64, TLBGSYNC = 0x70, SMR0 = 0x800, S2CR0 = 0xc00, CBAR0 = 0x1000, CBA2R0 = 0x1800,
	BANK0 = 0x8000, BANK1 = 0x9000,
};
enum {
	SCTLR = 0x0, TCR2 = 0x10, TTBR0 = 0x20, TCR = 0x30, FSR = 0x58, FAR = 0x60, TLBIVA = 0x600, TLBIASID = 0x610,
	TLBIVAL = 0x620, TLBSYNC = 0x7f0,
};

enum { CLIENTPD = BIT(0), USFCFG = BIT(10), CFIE = BIT(6) };
enum { TF = BIT(1), PF = BIT(3) };

#define SMR_VALID	BIT(31)
#define STREAM		0x405u
#define ASID		3ull

static void __init streams(u32 bank)
{
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_write(CR0, 0);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_write(CR0, USFCFG);
	EXPECT_STOPPED(READ, st_page(0));
	st_stream(STREAM);
	st_write(S2CR0 + 3 * 4, 2 << 16);
	st_write(SMR0 + 3 * 4, SMR_VALID | 0xf << 16 | (STREAM & ~0xfu));
	EXPECT_STOPPED(READ, st_page(0));
	st_write(S2CR0 + 3 * 4, 1 << 16);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_write(S2CR0 + 3 * 4, bank);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_stream(STREAM + 16);
	EXPECT_STOPPED(READ, st_page(0));
	st_stream(STREAM);
}

static void __init translation(u32 bank)
{
	lpae_expect_pages();
	EXPECT_REG(bank + FSR, 0);
	EXPECT_FAULT(WRITE, 0x1000);
	EXPECT_REG(bank + FSR, PF);
	EXPECT_REG(bank + FAR, 0x1000);
	st_write(bank + FSR, PF);
	EXPECT_FAULT(READ, 0x2000);
	EXPECT_REG(bank + FSR, TF);
	st_write(bank + FSR, TF);
	lpae_expect_holes();
	st_write(bank + FSR, ~0u);
}

static void __init stage1_invalidation(void)
{
	st_dword(st_table(2), st_page(8) | USER | AF | PAGE);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_writeq(BANK0 + TLBIVAL, (ASID + 1) << 48);
	st_writeq(BANK0 + TLBIVAL, ASID << 48 | 1);
	st_write(BANK0 + TLBSYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_writeq(BANK0 + TLBIVAL, ASID << 48);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(BANK0 + TLBSYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(8));
	/* The walk cache keeps the way to a table: only an invalidation that is not of the last level ends that. */
	st_dword(st_table(1), st_table(3) | TABLE);
	st_dword(st_table(3), st_page(9) | USER | AF | PAGE);
	st_writeq(BANK0 + TLBIVAL, ASID << 48);
	st_write(BANK0 + TLBSYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(8));
	st_writeq(BANK0 + TLBIVA, ASID << 48);
	st_write(BANK0 + TLBSYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(9));
	st_dword(st_table(0), 0);
	st_write(BANK0 + TLBIASID, ASID);
	st_write(BANK0 + TLBSYNC, 0);
	EXPECT_FAULT(READ, 0);
	EXPECT_IRQS(BIT(1));
}

EMU_SELFTEST(mmu500, "arm,mmu-500")
{
	streams(0);
	st_write(CBAR0, 1 << 16);
	st_write(CBA2R0, 1);
	st_writeq(BANK0 + TTBR0, ASID << 48 | st_table(0));
	st_write(BANK0 + TCR, 64 - 39);
	st_write(BANK0 + TCR2, 2);
	st_write(BANK0 + SCTLR, 1);
	lpae_tables(USER, USER | READ_ONLY);
	st_dword(st_table(2) + 5 * 8, st_page(5) | AF | PAGE);
	translation(BANK0);
	EXPECT_FAULT(READ, 0x5000);
	EXPECT_FAULT(READ, BIT_ULL(39));
	EXPECT_IRQS(0);
	st_write(BANK0 + SCTLR, 1 | CFIE);
	stage1_invalidation();
}

EMU_SELFTEST(mmu400, "arm,mmu-400")
{
	streams(1);
	st_write(CBAR0 + 4, 9);
	st_writeq(BANK1 + TTBR0, st_table(0));
	st_write(BANK1 + TCR, 1 << 6);
	st_write(BANK1 + SCTLR, 1);
	lpae_tables(S2_READ | S2_WRITE, S2_READ);
	translation(BANK1);
	st_dword(st_table(2), st_page(8) | S2_WRITE | AF | PAGE);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(TLBIVMID, 8);
	st_write(TLBGSYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(TLBIVMID, 9);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(TLBGSYNC, 0);
	EXPECT_REACHES(WRITE, 0, st_page(8));
	EXPECT_FAULT(READ, 0);
}

/* The long format of 32 bits; the stream is the bank. */
EMU_SELFTEST(qcom_iommu, "qcom,msm-iommu-v1")
{
	const u32 bank = 2 * 0x1000;

	st_stream(2);
	EXPECT_REACHES(READ, st_page(0), st_page(0));
	st_writeq(bank + TTBR0, ASID << 48 | st_table(0));
	st_write(bank + SCTLR, 1);
	lpae_tables(USER, USER | READ_ONLY);
	translation(bank);
	st_dword(st_table(2), st_page(8) | USER | AF | PAGE);
	st_write(bank + TLBIVAL, ASID + 1);
	st_write(bank + TLBSYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(bank + TLBIVAL, ASID);
	EXPECT_REACHES(READ, 0, st_page(0));
	st_write(bank + TLBSYNC, 0);
	EXPECT_REACHES(READ, 0, st_page(8));
	st_dword(st_table(2), 0);
	st_write(bank + TLBIASID, ASID);
	st_write(bank + TLBSYNC, 0);
	st_write(bank + SCTLR, 1 | CFIE);
	EXPECT_IRQS(0);
	EXPECT_FAULT(READ, 0);
	EXPECT_IRQS(BIT(1));
	st_stream(1);
	EXPECT_REACHES(READ, 0, 0);
}
