// SPDX-License-Identifier: GPL-2.0-only
/* All that can stand behind --target model: */
#include <stddef.h>
#include <string.h>

#include "harness/model/driver.h"

#define PROFILES(X) \
	X(amd) X(apple_dart) X(arm_smmu) X(arm_smmu_v3) X(exynos) X(fsl_pamu) X(intel) X(ipmmu_vmsa) X(msm) X(mtk) \
	X(mtk_v1) X(omap) X(qcom) X(rockchip) X(s390) X(sprd) X(sun50i) X(tegra_gart) X(tegra_smmu) X(virtio_iommu)

#define X(name) extern const struct model_driver profile_##name;
PROFILES(X)
#undef X

static const struct model_driver *const drivers[] = {
	&reference,
#define X(name) &profile_##name,
	PROFILES(X)
#undef X
};
#define NDRIVERS (sizeof(drivers) / sizeof(drivers[0]))

const char *model_driver_name(unsigned int n)
{
	return n < NDRIVERS ? drivers[n]->name : NULL;
}

const struct model_driver *model_driver_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < NDRIVERS; i++)
		if (!strcmp(drivers[i]->name, name))
			return drivers[i];
	return NULL;
}
