/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * viommu.h - what a virtio IOMMU is told of: endpoints, their domains, the mappings of those. Known from the
 * specification, "Virtual I/O Device (VIRTIO)", version 1.2, "IOMMU Device".
 */
#ifndef UML_VIOMMU_H
#define UML_VIOMMU_H

#include <linux/bits.h>

#include "harness/uml/emu/emu.h"

#define VIOMMU_INPUT_LAST	GENMASK_ULL(47, 0)
#define VIOMMU_ENDPOINTS	8
#define VIOMMU_DOMAINS		64
#define VIOMMU_MAPPINGS		512

enum { VIOMMU_READ = BIT(0), VIOMMU_WRITE = BIT(1), VIOMMU_MMIO = BIT(2) };

struct viommu_mapping {
	bool used;
	u64 first, last, paddr;
	u32 domain, flags;
};

struct viommu {
	struct { bool attached; u32 domain; } endpoint[VIOMMU_ENDPOINTS];
	bool bypass[VIOMMU_DOMAINS];
	struct viommu_mapping mapping[VIOMMU_MAPPINGS];
};

/* Do what the request at @at asks for; returns its status. */
u32 viommu_request(struct emu_mmu *m, struct viommu *v, u64 at);
/* The mapping of the domain that holds @iova; NULL if there is none. */
const struct viommu_mapping *viommu_find(struct viommu *v, u32 domain, u64 iova);

#endif
