// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arm's SMMU, architecture version 2 (and 1 for mmu-400): stream mapping registers choose a context bank for a master's
 * stream ID, the bank translates (smmu_bank.c, walk_lpae.c). Known from the architecture specification (IHI 0062);
 * register names are those of drivers/iommu/arm/arm-smmu/arm-smmu.h. Eight stream mapping registers, eight banks.
 */
#include <linux/bits.h>

#include "harness/uml/emu/smmu_bank.h"

enum {
	CR0 = 0x0, ID0 = 0x20, ID1 = 0x24, ID2 = 0x28, ID7 = 0x3c, GFSR = 0x48, TLBIVMID = 0x64, TLBIALLNSNH = 0x68,
	TLBIALLH = 0x6c, TLBGSYNC = 0x70, TLBGSTATUS = 0x74, SMR0 = 0x800, S2CR0 = 0xc00, CBAR0 = 0x1000,
	CBFRSYNRA0 = 0x1400, CBA2R0 = 0x1800, BANK0 = 0x8000,
};

enum { CLIENTPD = BIT(0), USFCFG = BIT(10) };
enum { TYPE_TRANSLATE, TYPE_BYPASS, TYPE_FAULT };

#define GROUPS		8
#define BANKS		8
#define SMR_VALID	BIT(31)
#define STREAM_BITS	0x7fff
#define ID0_S1TS	BIT(30)
#define ID0_S2TS	BIT(29)
#define ID0_COMMON	(BIT(27) | BIT(26) | BIT(14) | 15 << 9 | GROUPS)	/* SMS, ATOSNS, CTTW, NUMSIDB, NUMSMRG */

static struct smmu_bank bank_of(struct emu_mmu *m, u32 n)
{
	u32 cbar = emu_reg(m, CBAR0 + n * 4);

	return (struct smmu_bank) {
		.base = BANK0 + n * SMMU_BANK_SIZE, .stage2 = !(cbar >> 16 & 3), .vmid = cbar & 0xff,
		.va64 = emu_reg(m, CBA2R0 + n * 4) & 1,
	};
}

static void reset(struct emu_mmu *m, u32 id0, u32 id1, u32 id2)
{
	emu_set(m, CR0, CLIENTPD);
	emu_set(m, ID0, id0 | ID0_COMMON);
	emu_set(m, ID1, id1 | 2 << 28 | BANKS);
	emu_set(m, ID2, id2);
}

static void smmu_write(struct emu_mmu *m, u32 off, u32 value)
{
	struct smmu_bank b;

	if (off >= BANK0) {
		b = bank_of(m, (off - BANK0) / SMMU_BANK_SIZE);
		smmu_bank_write(m, &b, off % SMMU_BANK_SIZE, value);
		return;
	}
	switch (off) {
	case ID0 ... ID7:
	case TLBGSTATUS:
	case TLBIALLH:
		break;
	case GFSR:
		emu_clear(m, off, value);
		break;
	case TLBIVMID:
		smmu_drop_vmid(m, value & 0xff);
		break;
	case TLBIALLNSNH:
		emu_tlb_drop_later(m, 0, 0, 0, ~0ull);
		break;
	case TLBGSYNC:
		smmu_sync(m, TLBGSTATUS);
		break;
	case SMR0 ... SMR0 + GROUPS * 4 - 1:
		emu_set(m, off, value & (SMR_VALID | STREAM_BITS << 16 | STREAM_BITS));
		break;
	default:
		emu_set(m, off, value);
	}
}

/* The stream mapping register that matches the master; GROUPS if none does. */
static u32 group_of(struct emu_mmu *m)
{
	u32 n, smr;

	for (n = 0; n < GROUPS; n++) {
		smr = emu_reg(m, SMR0 + n * 4);
		if (smr & SMR_VALID && !((m->stream ^ smr) & ~(smr >> 16) & STREAM_BITS))
			break;
	}
	return n;
}

static enum emu_route smmu_route(struct emu_mmu *m)
{
	u32 cr0 = emu_reg(m, CR0), group = group_of(m), s2cr, type;
	struct smmu_bank b;

	if (cr0 & CLIENTPD)
		return EMU_PASS;
	if (group == GROUPS)
		return cr0 & USFCFG ? EMU_STOP : EMU_PASS;
	s2cr = emu_reg(m, S2CR0 + group * 4);
	type = s2cr >> 16 & 3;
	if (type != TYPE_TRANSLATE)
		return type == TYPE_BYPASS ? EMU_PASS : EMU_STOP;
	b = bank_of(m, s2cr % BANKS);
	return smmu_bank_route(m, &b);
}

static void smmu_fault(struct emu_mmu *m, u64 iova, bool write)
{
	const struct smmu_bank *b = m->state;
	u32 n = (b->base - BANK0) / SMMU_BANK_SIZE;

	emu_set(m, CBFRSYNRA0 + n * 4, m->stream);
	/* Version 2 has an interrupt a bank, version 1 says in CBAR.IRPTNDX which. */
	if (smmu_bank_fault(m, iova, write))
		emu_irq(m, 1 + (emu_reg(m, ID7) ? n : emu_reg(m, CBAR0 + n * 4) >> 24));
}

static void mmu500_reset(struct emu_mmu *m)
{
	reset(m, ID0_S1TS | ID0_S2TS, 0, BIT(12) | 5 << 8 | 5 << 4 | 5);
	emu_set(m, ID7, 0x21);
}

static void mmu400_reset(struct emu_mmu *m)
{
	reset(m, ID0_S2TS, BANKS << 16, 2 << 4 | 2);
}

#define ARM_SMMU \
	.regs = 0x10000, .state = sizeof(struct smmu_bank), .tlb_size = 256, .pages = true, .sticks = true, \
	.assumed = "an invalidation is complete only at the sync after it; walks cache tables too, faults never; " \
		   "masters are unprivileged", \
	.write = smmu_write, .route = smmu_route, .walk = smmu_bank_walk, .fill = smmu_bank_fill, .fault = smmu_fault

EMU_HARDWARE(mmu500) = {
	.compatible = "arm,mmu-500", .paddr_last = (1ull << 48) - 1, .reset = mmu500_reset, ARM_SMMU
};

EMU_HARDWARE(mmu400) = {
	.compatible = "arm,mmu-400", .paddr_last = (1ull << 40) - 1, .has = { "write-only" }, .reset = mmu400_reset,
	ARM_SMMU
};
