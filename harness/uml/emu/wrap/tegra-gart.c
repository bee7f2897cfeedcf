// SPDX-License-Identifier: GPL-2.0-only
/* drivers/iommu/tegra-gart.c is a part of the memory controller's driver. */
#define CONFIG_TEGRA_IOMMU_GART 1

#include <tegra-gart.c>

#include "harness/uml/emu/wrap/tegra-mc.h"

static const struct tegra_mc_soc mc_soc = { .num_address_bits = 32 };

static int mc_start(struct device *dev, struct tegra_mc *mc)
{
	mc->gart = tegra_gart_probe(dev, mc);
	return PTR_ERR_OR_ZERO(mc->gart);
}

static const struct of_device_id mc_ids[] = { { .compatible = "nvidia,tegra20-mc-gart" }, {} };
