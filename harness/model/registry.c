// SPDX-License-Identifier: GPL-2.0-only
/* All that can stand behind --target model: */
#include <stddef.h>
#include <string.h>

#include "harness/model/broken.h"
#include "harness/model/driver.h"
#include "harness/model/mutants.h"
#include "harness/model/variants.h"

#define PROFILES(X) \
	X(amd) X(apple_dart) X(arm_smmu) X(arm_smmu_v3) X(exynos) X(fsl_pamu) X(intel) X(ipmmu_vmsa) X(msm) X(mtk) \
	X(mtk_v1) X(omap) X(qcom) X(rockchip) X(s390) X(sprd) X(sun50i) X(tegra_gart) X(tegra_smmu) X(virtio_iommu)

#define X(name) extern const struct model_driver profile_##name;
PROFILES(X)
#undef X

static const struct model_driver *const profiles[] = {
	&reference,
#define X(name) &profile_##name,
	PROFILES(X)
#undef X
	NULL
};

const struct model_driver *model_driver_get(unsigned int n, const char **name)
{
	const struct model_driver *const *const lists[] = { profiles, model_variants, model_broken };
	const struct mutant *mutant;
	unsigned int i, k;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (k = 0; lists[i][k]; k++)
			if (!n--) {
				*name = lists[i][k]->name;
				return lists[i][k];
			}
	for (mutant = model_mutants; mutant->name; mutant++)
		if (!n--) {
			*name = mutant->target;
			return mutant->driver;
		}
	*name = NULL;
	return NULL;
}
