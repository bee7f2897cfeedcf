// SPDX-License-Identifier: GPL-2.0-only
/*
 * drivers/iommu/tegra-smmu.c is a part of the memory controller's driver. The tables are those of
 * drivers/memory/tegra/tegra30.c, of the clients that our masters are.
 */
#define CONFIG_TEGRA_IOMMU_SMMU 1

#include <tegra-smmu.c>
#include <dt-bindings/memory/tegra30-mc.h>

#include "harness/uml/emu/wrap/tegra-mc.h"

static const struct tegra_mc_client mc_clients[] = {
	{ .id = 1, .name = "display0a", .swgroup = TEGRA_SWGROUP_DC, .regs.smmu = { .reg = 0x228, .bit = 1 } },
	{ .id = 2, .name = "display0ab", .swgroup = TEGRA_SWGROUP_DCB, .regs.smmu = { .reg = 0x228, .bit = 2 } },
	{ .id = 9, .name = "eppup", .swgroup = TEGRA_SWGROUP_EPP, .regs.smmu = { .reg = 0x228, .bit = 9 } },
};

static const struct tegra_smmu_swgroup mc_swgroups[] = {
	{ .name = "dc", .swgroup = TEGRA_SWGROUP_DC, .reg = 0x240 },
	{ .name = "dcb", .swgroup = TEGRA_SWGROUP_DCB, .reg = 0x244 },
	{ .name = "epp", .swgroup = TEGRA_SWGROUP_EPP, .reg = 0x248 },
};

static const unsigned int mc_group_drm[] = { TEGRA_SWGROUP_DC, TEGRA_SWGROUP_DCB };

static const struct tegra_smmu_group_soc mc_groups[] = {
	{ .name = "drm", .swgroups = mc_group_drm, .num_swgroups = ARRAY_SIZE(mc_group_drm) },
};

static const struct tegra_smmu_soc mc_smmu = {
	.clients = mc_clients, .num_clients = ARRAY_SIZE(mc_clients),
	.swgroups = mc_swgroups, .num_swgroups = ARRAY_SIZE(mc_swgroups),
	.groups = mc_groups, .num_groups = ARRAY_SIZE(mc_groups),
	.num_tlb_lines = 16, .num_asids = 4,
};

static const struct tegra_mc_soc mc_soc = { .num_address_bits = 32, .atom_size = 16, .smmu = &mc_smmu };

int tegra_ahb_enable_smmu(struct device_node *ahb)
{
	return 0;
}

static int mc_start(struct device *dev, struct tegra_mc *mc)
{
	mc->smmu = tegra_smmu_probe(dev, &mc_smmu, mc);
	return PTR_ERR_OR_ZERO(mc->smmu);
}

static const struct of_device_id mc_ids[] = { { .compatible = "nvidia,tegra30-mc" }, {} };
