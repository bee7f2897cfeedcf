// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IOMMU of Qualcomm MSM8x60 and APQ8064: context banks with short-descriptor tables; the machine id (MID) of a
 * master selects its bank. Registers: drivers/iommu/msm_iommu_hw-8xxx.h and what msm_iommu.c does with them; no manual
 * was consulted.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum { M2VCBR_N = 0xff000, CBACR_N = 0xff800, GLOBAL_TLBIALL = 0xfff00 };
/* Of a context bank, which are 4 KiB apart. */
enum {
	SCTLR = 0x00, CONTEXTIDR = 0x08, TTBR0 = 0x10, PAR = 0x1c, FSR = 0x20, FSRRESTORE = 0x24, FAR = 0x28,
	CTX_TLBIALL = 0x800, TLBIASID = 0x804, TLBIVA = 0x808, TLBIVAA = 0x80c, V2PPR = 0x810, V2PUW = 0x81c,
};
enum { SCTLR_M = BIT(0), SCTLR_CFEIE = BIT(1), SCTLR_AFE = BIT(2) };
enum { PAR_FAULT = BIT(0), PAR_SUPERSECTION = BIT(1) };
enum { FSR_TF = BIT(1), FSR_APF = BIT(3) };

#define BANK_SIZE	0x1000u
#define ASID(reg)	((reg) & 0xff)

static u32 bank_reg(struct emu_mmu *m, u32 bank, u32 off)
{
	return emu_reg(m, bank * BANK_SIZE + off);
}

static void walk_bank(struct emu_mmu *m, u32 bank, u64 iova, struct emu_leaf *leaf)
{
	const struct emu_v7s format = {
		.table = bank_reg(m, bank, TTBR0) & 0xffffc000, .iova_bits = 32,
		.permissions = bank_reg(m, bank, SCTLR) & SCTLR_AFE,
	};

	*leaf = (struct emu_leaf) { .hole = true };
	if (format.table)
		emu_walk_v7s(m, &format, iova, leaf);
}

/* A translation for software: into the PAR goes the page, or what is wrong with it. */
static u32 translated(struct emu_mmu *m, u32 bank, u32 iova)
{
	struct emu_leaf leaf;

	walk_bank(m, bank, iova, &leaf);
	if (leaf.hole || !leaf.read)
		return PAR_FAULT;
	if (leaf.size == SZ_16M)
		return (leaf.paddr & 0xff000000) | PAR_SUPERSECTION;
	return (leaf.paddr + (iova - leaf.iova)) & 0xfffff000;
}

static void bank_write(struct emu_mmu *m, u32 bank, u32 off, u32 value)
{
	u32 at = bank * BANK_SIZE;

	switch (off) {
	case FSR:
		emu_clear(m, at + FSR, value);
		break;
	case FSRRESTORE:
		emu_set(m, at + FSR, value);
		break;
	case CTX_TLBIALL:
		emu_tlb_drop_tag(m, bank);
		break;
	case TLBIASID:
		if (ASID(value) == ASID(bank_reg(m, bank, CONTEXTIDR)))
			emu_tlb_drop_tag(m, bank);
		break;
	case TLBIVA:
		if (ASID(value) != ASID(bank_reg(m, bank, CONTEXTIDR)))
			break;
		fallthrough;
	case TLBIVAA:
		emu_tlb_drop_tagged(m, bank, value & 0xfffff000, SZ_4K);
		break;
	case V2PPR ... V2PUW:
		emu_set(m, at + PAR, translated(m, bank, value & 0xfffff000));
		break;
	default:
		emu_set(m, at + off, value);
	}
}

static void msm_write(struct emu_mmu *m, u32 off, u32 value)
{
	if (off < M2VCBR_N)
		bank_write(m, off / BANK_SIZE, off % BANK_SIZE, value);
	else if (off == GLOBAL_TLBIALL)
		emu_tlb_drop_all(m);
	else
		emu_set(m, off, value);
}

static enum emu_route msm_route(struct emu_mmu *m)
{
	m->tag = emu_reg(m, M2VCBR_N + m->stream * 4) >> 8 & 0xff;
	return bank_reg(m, m->tag, SCTLR) & SCTLR_M ? EMU_TRANSLATE : EMU_PASS;
}

static void msm_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	walk_bank(m, m->tag, iova, leaf);
}

static void msm_fault(struct emu_mmu *m, u64 iova, bool write)
{
	u32 at = m->tag * BANK_SIZE;

	if (emu_reg(m, at + FSR))
		return;
	emu_set(m, at + FSR, emu_tlb_find(m, iova) ? FSR_APF : FSR_TF);
	emu_set(m, at + FAR, iova);
	if (emu_reg(m, at + SCTLR) & SCTLR_CFEIE)
		emu_irq(m, 0);
}

EMU_HARDWARE(msm) = {
	.compatible = "qcom,apq8064-iommu",
	.paddr_last = 0xffffffff,
	.regs = 0x100000,
	.has = { "large-pages" },
	.assumed = "64-bit build of a 32-bit driver; a bank whose MMU is off bypasses; the TLB caches invalid entries "
		   "too (the driver invalidates what it maps), under the number of the bank, until a TLBI register; "
		   "V2P registers look at tables only; a stalled access ends when its fault is cleared",
	.write = msm_write, .route = msm_route, .walk = msm_walk, .fill = emu_tlb_fill,
	.fault = msm_fault,
};
