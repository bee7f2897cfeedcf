// SPDX-License-Identifier: GPL-2.0-only
/* Detaching switches translation off, and DMA passes. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_ipmmu_vmsa = {
	.name = "ipmmu-vmsa",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "iommu-vmsa - Comment says 'disable mmu translaction' so I'm guessing this is idenity",
	.remarks = THEN_GUESS,
	.ops = { .detach = then_detach_bypass },
};
