/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tegra-mc.h - stands in for the driver of Tegra's memory controller, which is for Tegra only: a wrapper says what the
 * controller is and how the driver of the IOMMU in it is started.
 */
#ifndef WRAP_TEGRA_MC_H
#define WRAP_TEGRA_MC_H

static const struct tegra_mc_soc mc_soc;
static const struct of_device_id mc_ids[];
static int mc_start(struct device *dev, struct tegra_mc *mc);

static int mc_probe(struct platform_device *pdev)
{
	struct tegra_mc *mc = devm_kzalloc(&pdev->dev, sizeof(*mc), GFP_KERNEL);

	if (!mc)
		return -ENOMEM;
	mc->dev = &pdev->dev;
	mc->soc = &mc_soc;
	mc->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(mc->regs))
		return PTR_ERR(mc->regs);
	platform_set_drvdata(pdev, mc);
	return mc_start(&pdev->dev, mc);
}

static struct platform_driver mc_driver = {
	.probe = mc_probe,
	.driver = { .name = "conform-" KBUILD_MODNAME, .of_match_table = mc_ids },
};

/* As early as the real one: before the driver of any client. */
static int __init mc_init(void)
{
	return platform_driver_register(&mc_driver);
}
arch_initcall(mc_init);

#endif
