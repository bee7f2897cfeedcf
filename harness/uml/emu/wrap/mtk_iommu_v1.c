// SPDX-License-Identifier: GPL-2.0-only
/*
 * drivers/iommu/mtk_iommu_v1.c: where its Kconfig says ARM, it hands its devices to the DMA API of that. Nobody takes
 * them here: they stay as after arm_iommu_detach_device(), and the domain that would be the DMA API's is never there.
 */
#ifndef CONFIG_MTK_IOMMU_V1
#include <linux/err.h>
#include <linux/iommu.h>
#include <linux/slab.h>

struct dma_iommu_mapping {
	struct iommu_domain *domain;
};

static struct dma_iommu_mapping *arm_iommu_create_mapping(const void *of, dma_addr_t base, u64 size)
{
	return kzalloc(sizeof(struct dma_iommu_mapping), GFP_KERNEL) ?: ERR_PTR(-ENOMEM);
}

static int arm_iommu_attach_device(struct device *dev, struct dma_iommu_mapping *mapping)
{
	return 0;
}

#include <mtk_iommu_v1.c>
#endif
