/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smmu_bank.h - a translation context bank of Arm's SMMUv2: one translation regime, 4 KiB of registers.
 * Known from the Arm SMMU architecture specification (IHI 0062), and named as in drivers/iommu/arm/arm-smmu/arm-smmu.h.
 * An invalidation is complete only at the TLBSYNC after it.
 */
#ifndef UML_SMMU_BANK_H
#define UML_SMMU_BANK_H

#include "harness/uml/emu/emu.h"

#define SMMU_BANK_SIZE	0x1000

/* Where a bank is, and what is said of it elsewhere. */
struct smmu_bank {
	u32 base;		/* of its registers */
	bool stage2;
	bool va64;		/* its tables are those of AArch64 */
	u32 vmid;
};

void smmu_bank_write(struct emu_mmu *m, const struct smmu_bank *b, u32 off, u32 value);

/* What becomes of a DMA that @b serves: m->state, sizeof(*b) bytes, holds it for the rest of the way. */
enum emu_route smmu_bank_route(struct emu_mmu *m, const struct smmu_bank *b);
void smmu_bank_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf);
void smmu_bank_fill(struct emu_mmu *m, const struct emu_leaf *leaf);
/* Note the fault. Returns true if an interrupt is to be raised. */
bool smmu_bank_fault(struct emu_mmu *m, u64 iova, bool write);

/* What was invalidated is gone now, and the register @status says so. */
void smmu_sync(struct emu_mmu *m, u32 status);
/* Invalidate all that a VMID has, of both stages. */
void smmu_drop_vmid(struct emu_mmu *m, u32 vmid);

#endif
