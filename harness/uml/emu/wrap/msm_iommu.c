// SPDX-License-Identifier: GPL-2.0-only
/* drivers/iommu/msm_iommu.c: its Kconfig says ARM, its code asks for nothing of it. */
#include <linux/types.h>
#include <asm/barrier.h>

#define __iomb() mb()

#include <msm_iommu.c>
