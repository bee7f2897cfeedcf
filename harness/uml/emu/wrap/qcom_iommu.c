// SPDX-License-Identifier: GPL-2.0-only
/* drivers/iommu/arm/arm-smmu/qcom_iommu.c: its Kconfig wants calls into Arm's secure firmware, which here says yes. */
#include <linux/mm.h>

#if __has_include(<linux/firmware/qcom/qcom_scm.h>)
#include <linux/firmware/qcom/qcom_scm.h>
#else
#include <linux/qcom_scm.h>
#endif

int qcom_scm_restore_sec_cfg(u32 device_id, u32 spare)
{
	return 0;
}

int qcom_scm_iommu_secure_ptbl_size(u32 spare, size_t *size)
{
	*size = PAGE_SIZE;
	return 0;
}

int qcom_scm_iommu_secure_ptbl_init(u64 addr, u32 size, u32 spare)
{
	return 0;
}

#include <arm/arm-smmu/qcom_iommu.c>
