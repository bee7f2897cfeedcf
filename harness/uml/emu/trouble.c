// SPDX-License-Identifier: GPL-2.0-only
/* What goes wrong on demand: clocks that fail, hardware that completes no command, masters without power. */
#include <linux/clk-provider.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/pm_runtime.h>

#include "harness/kernel/platform.h"
#include "harness/uml/emu/board.h"

static enum env_kind now;
static u32 hits;

/* ---- clocks: one for all, which every user enables and disables */

static int clock_enable(struct clk_hw *hw)
{
	if (now != ENV_CLOCK_FAILURE)
		return 0;
	hits++;
	return -EIO;
}

static unsigned long clock_rate(struct clk_hw *hw, unsigned long parent)
{
	return 100000000;
}

static const struct clk_ops clock_ops = { .enable = clock_enable, .recalc_rate = clock_rate };
static struct clk_hw clock = { .init = &(struct clk_init_data){ .name = "conform", .ops = &clock_ops } };

static int __init clock_init(void)
{
	struct device_node *np = of_find_compatible_node(NULL, NULL, "iommu-conform,clk");
	int ret = np ? clk_hw_register(NULL, &clock) : -ENODEV;

	return ret ?: of_clk_add_hw_provider(np, of_clk_hw_simple_get, &clock);
}
postcore_initcall(clock_init);

bool emu_unclocked(struct emu_mmu *m)
{
	return now == ENV_CLOCK_FAILURE && hits && m->np && of_property_present(m->np, "clocks");
}

/* ---- commands */

bool emu_stuck(struct emu_mmu *m)
{
	hits += now == ENV_HARDWARE_STUCK;
	return now == ENV_HARDWARE_STUCK;
}

/* ---- power */

static struct device *device_of(struct emu_mmu *m)
{
	struct platform_device *pdev = of_find_device_by_node(m->np);

	return pdev ? &pdev->dev : NULL;
}

/* At once, where the driver would wait a while. */
static void suspend(struct emu_mmu *m)
{
	struct device *dev = device_of(m);

	if (!dev)
		return;
	pm_runtime_suspend(dev);
	hits += pm_runtime_suspended(dev);
	put_device(dev);
}

static void each_master(int (*fn)(struct device *dev))
{
	struct board_master *master;

	for (master = board_masters; master < board_masters + BOARD_MASTERS; master++)
		if (master->dev)
			fn(master->dev);
}

static int put_sync(struct device *dev)
{
	return pm_runtime_put_sync(dev);
}

static int get_sync(struct device *dev)
{
	return pm_runtime_get_sync(dev);
}

/* ---- the platform's side */

void platform_trouble(enum env_kind kind)
{
	hits = 0;
	now = kind;
	if (kind != ENV_UNPOWERED)
		return;
	each_master(put_sync);
	emu_each(suspend);
}

uint32_t platform_relieve(void)
{
	if (now == ENV_UNPOWERED)
		each_master(get_sync);
	now = ENV_NONE;
	return hits;
}

static bool can_sleep(void)
{
	platform_trouble(ENV_UNPOWERED);
	return platform_relieve();
}

bool platform_stops(void)
{
	return false;
}

bool platform_can(enum env_kind kind)
{
	const struct emu_mmu *m = board_masters[0].mmu;

	if (!m)
		return false;
	switch (kind) {
	case ENV_CLOCK_FAILURE:
		return of_property_present(m->np, "clocks");
	case ENV_HARDWARE_STUCK:
		return m->hw->sticks;
	case ENV_UNPOWERED:
		return can_sleep();
	default:
		return false;
	}
}
