// SPDX-License-Identifier: GPL-2.0-only
/* drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: its Kconfig says ARM64, and its code asks for these few things of it. */
#include <linux/mmu_notifier.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/processor.h>

#define __iomb()			mb()
#define wfe()				cpu_relax()
#define VA_BITS				48
#define ARM64_HAS_VIRT_HOST_EXTN	0
#define cpus_have_cap(capability)	false

#include <arm/arm-smmu-v3/arm-smmu-v3.c>
