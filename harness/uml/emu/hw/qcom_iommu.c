// SPDX-License-Identifier: GPL-2.0-only
/*
 * Qualcomm's IOMMU of apq8016 and its kin: an SMMUv2 of which firmware keeps the global part and the stream mapping;
 * the kernel has the context banks, one a stream, 4 KiB each (smmu_bank.c, walk_lpae.c). Which bank serves a master:
 * drivers/iommu/arm/arm-smmu/qcom_iommu.c, "asid and ctx bank # are 1:1".
 */
#include "harness/uml/emu/smmu_bank.h"

static struct smmu_bank bank_of(u32 n)
{
	return (struct smmu_bank) { .base = n * SMMU_BANK_SIZE };
}

static void qcom_write(struct emu_mmu *m, u32 off, u32 value)
{
	struct smmu_bank b = bank_of(off / SMMU_BANK_SIZE);

	smmu_bank_write(m, &b, off % SMMU_BANK_SIZE, value);
}

static enum emu_route qcom_route(struct emu_mmu *m)
{
	struct smmu_bank b = bank_of(m->stream);

	return smmu_bank_route(m, &b);
}

static void qcom_fault(struct emu_mmu *m, u64 iova, bool write)
{
	if (smmu_bank_fault(m, iova, write))
		emu_irq(m, m->stream - 1);
}

EMU_HARDWARE(qcom_iommu) = {
	.compatible = "qcom,msm-iommu-v1", .regs = 0x8000, .paddr_last = (1ull << 40) - 1, .tlb_size = 256,
	.state = sizeof(struct smmu_bank), .pages = true, .sticks = true,
	.assumed = "firmware has given each stream its own context bank, and answers every call with success; an "
		   "invalidation is complete only at the sync after it; walks cache tables too, faults never; masters "
		   "are unprivileged",
	.write = qcom_write, .route = qcom_route, .walk = smmu_bank_walk, .fill = smmu_bank_fill,
	.fault = qcom_fault,
};
