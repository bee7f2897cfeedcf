// SPDX-License-Identifier: GPL-2.0-only
/* A translation context bank of Arm's SMMUv2. */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/sizes.h>

#include "harness/uml/emu/smmu_bank.h"
#include "harness/uml/emu/walk_lpae.h"

enum {
	SCTLR = 0x0, RESUME = 0x8, TCR2 = 0x10, TTBR0 = 0x20, TCR = 0x30, FSR = 0x58, FAR = 0x60, FSYNR0 = 0x68,
	TLBIVA = 0x600, TLBIASID = 0x610, TLBIALL = 0x618, TLBIVAL = 0x620, TLBIIPAS2 = 0x630, TLBIIPAS2L = 0x638,
	TLBSYNC = 0x7f0, TLBSTATUS = 0x7f4,
};

enum { SCTLR_M = BIT(0), SCTLR_CFIE = BIT(6), SCTLR_CFCFG = BIT(7) };
enum { TCR_EPD0 = BIT(7), TCR_TG0 = GENMASK(15, 14) };
enum { FSR_TF = BIT(1), FSR_PF = BIT(3), FSR_SS = BIT(30) };
#define FSR_MULTI	BIT(31)
#define FSYNR0_WNR	BIT(4)

#define TAG_VMID	GENMASK(23, 16)
#define TAG_STAGE2	BIT(28)
#define EVERYTHING	0, ~0ull

static u32 reg(struct emu_mmu *m, const struct smmu_bank *b, u32 off)
{
	return emu_reg(m, b->base + off);
}

static u64 reg64(struct emu_mmu *m, const struct smmu_bank *b, u32 off)
{
	return emu_reg64(m, b->base + off);
}

static u32 tag_of(const struct smmu_bank *b, u32 asid)
{
	return b->vmid << 16 | (b->stage2 ? TAG_STAGE2 : asid);
}

void smmu_drop_vmid(struct emu_mmu *m, u32 vmid)
{
	emu_tlb_drop_later(m, vmid << 16, TAG_VMID, EVERYTHING);
}

void smmu_sync(struct emu_mmu *m, u32 status)
{
	emu_set(m, status, emu_stuck(m));
	if (!emu_reg(m, status))
		emu_tlb_sync(m);
}

/* By address: of 64 bits where the tables are those of AArch64, complete when the high word is written. */
static void drop_page(struct emu_mmu *m, const struct smmu_bank *b, u32 off, u32 value)
{
	u32 op = off & ~7u;
	bool last = op == TLBIVAL || op == TLBIIPAS2L;
	u64 by;

	emu_set(m, b->base + off, value);
	if (b->va64 != (off != op))
		return;
	by = b->va64 ? reg64(m, b, op) : value;
	if (op == TLBIIPAS2 || op == TLBIIPAS2L)
		lpae_drop(m, tag_of(b, 0), (by & GENMASK_ULL(35, 0)) << 12, SZ_4K, last);
	else if (b->va64)
		lpae_drop(m, tag_of(b, by >> 48), (by & GENMASK_ULL(43, 0)) << 12, SZ_4K, last);
	else
		lpae_drop(m, tag_of(b, by & 0xff), by & GENMASK(31, 12), SZ_4K, last);
}

void smmu_bank_write(struct emu_mmu *m, const struct smmu_bank *b, u32 off, u32 value)
{
	switch (off) {
	case FSR:
		emu_clear(m, b->base + off, value & ~FSR_SS);
		break;
	case RESUME:
		emu_clear(m, b->base + FSR, FSR_SS);
		break;
	case TLBIVA ... TLBIVA + 4:
	case TLBIVAL ... TLBIIPAS2L + 4:
		drop_page(m, b, off, value);
		break;
	case TLBIASID:
		lpae_drop(m, tag_of(b, value & 0xffff), EVERYTHING, false);
		break;
	case TLBIALL:
		smmu_drop_vmid(m, b->vmid);
		break;
	case TLBSYNC:
		smmu_sync(m, b->base + TLBSTATUS);
		break;
	case TLBSTATUS:
		break;
	default:
		emu_set(m, b->base + off, value);
	}
}

enum emu_route smmu_bank_route(struct emu_mmu *m, const struct smmu_bank *b)
{
	u32 asid = reg(m, b, TTBR0 + 4) >> 16;

	*(struct smmu_bank *)m->state = *b;
	m->tag = tag_of(b, b->va64 ? asid : asid & 0xff);
	return reg(m, b, SCTLR) & SCTLR_M ? EMU_TRANSLATE : EMU_PASS;
}

static struct lpae tables(struct emu_mmu *m, const struct smmu_bank *b)
{
	static const u8 size_bits[8] = { 32, 36, 40, 42, 44, 48, 48, 48 };
	u32 tcr = reg(m, b, TCR), size = b->stage2 ? tcr >> 16 : reg(m, b, TCR2);
	struct lpae t = { .table = reg64(m, b, TTBR0) & GENMASK_ULL(47, 0), .stage2 = b->stage2, .out = 40 };

	if (b->va64) {
		t.bits = 64 - (tcr & 0x3f);
		t.out = size_bits[size & 7];
	} else {
		t.bits = b->stage2 ? 32 - sign_extend32(tcr, 3) : 32 - (tcr & 7);
	}
	t.level = b->stage2 ? 2 - (tcr >> 6 & 3) : 4 - DIV_ROUND_UP(t.bits - 12, 9);
	return t;
}

void smmu_bank_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	const struct smmu_bank *b = m->state;
	struct lpae t = tables(m, b);
	u32 tcr = reg(m, b, TCR);

	*leaf = (struct emu_leaf) { .iova = iova, .hole = true };
	if (t.bits <= 48 && t.level <= 3 && !(b->va64 && tcr & TCR_TG0) && (b->stage2 || !(tcr & TCR_EPD0)))
		lpae_walk(m, &t, iova, leaf);
}

void smmu_bank_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	struct lpae t = tables(m, m->state);

	if (t.bits <= 48 && t.level <= 3)
		lpae_fill(m, &t, leaf);
}

bool smmu_bank_fault(struct emu_mmu *m, u64 iova, bool write)
{
	const struct smmu_bank *b = m->state;
	u32 fsr = reg(m, b, FSR), sctlr = reg(m, b, SCTLR);

	/* What is cached was found: it did not allow the access. */
	if (fsr) {
		fsr |= FSR_MULTI;
	} else {
		fsr = emu_tlb_find(m, iova) ? FSR_PF : FSR_TF;
		emu_set64(m, b->base + FAR, iova);
		emu_set(m, b->base + FSYNR0, write ? FSYNR0_WNR : 0);
	}
	emu_set(m, b->base + FSR, sctlr & SCTLR_CFCFG ? fsr | FSR_SS : fsr);
	return sctlr & SCTLR_CFIE;
}
