// SPDX-License-Identifier: GPL-2.0-only
/* The masters of DMA behind the emulated IOMMUs, and the platform of the agent. */
#include <linux/moduleparam.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/pm_runtime.h>

#include "harness/kernel/agent.h"
#include "harness/kernel/platform.h"
#include "harness/uml/emu/board.h"

struct board_master board_masters[BOARD_MASTERS];

/* ---- masters: nodes v0, v1 … */

static struct board_master *master_of(struct device_node *np)
{
	unsigned int v;

	return sscanf(np->name, "v%u", &v) == 1 && v < BOARD_MASTERS ? &board_masters[v] : NULL;
}

static void master_gone(void *data)
{
	struct board_master *master = data;

	pm_runtime_put_sync(master->dev);
	pm_runtime_disable(master->dev);
	master->dev = NULL;
}

static int master_probe(struct platform_device *pdev)
{
	struct board_master *master = master_of(pdev->dev.of_node);
	struct of_phandle_args iommu = {};

	if (!master)
		return -EINVAL;
	of_parse_phandle_with_args(pdev->dev.of_node, "iommus", "#iommu-cells", 0, &iommu);
	master->mmu = emu_find(iommu.np);
	master->stream = iommu.args_count ? iommu.args[0] : 0;
	of_node_put(iommu.np);
	/* A device that performs DMA is not asleep: most drivers touch their registers only then. */
	pm_runtime_enable(&pdev->dev);
	pm_runtime_get_sync(&pdev->dev);
	master->dev = &pdev->dev;
	return devm_add_action_or_reset(&pdev->dev, master_gone, master);
}

static const struct of_device_id master_ids[] = { { .compatible = "iommu-conform,master" }, {} };

static struct platform_driver master_driver = {
	.probe = master_probe,
	.driver_managed_dma = true,
	.driver = { .name = "conform-master", .of_match_table = master_ids },
};
builtin_platform_driver(master_driver);

/* What is below such a node comes when drivers have probed the IOMMUs. */
static int late_probe(struct platform_device *pdev)
{
	return of_platform_populate(pdev->dev.of_node, NULL, NULL, &pdev->dev);
}

static const struct of_device_id late_ids[] = { { .compatible = "iommu-conform,late" }, {} };

static struct platform_driver late_driver = {
	.probe = late_probe,
	.driver = { .name = "conform-late", .of_match_table = late_ids },
};
builtin_platform_driver(late_driver);

int platform_reprobe(int v)
{
	struct device_node *np = of_node_get(board_masters[v].dev->of_node);
	struct platform_device *pdev;

	if (!np)
		return -EOPNOTSUPP;
	of_platform_device_destroy(board_masters[v].dev, NULL);
	pdev = of_platform_device_create(np, NULL, NULL);
	of_node_put(np);
	return pdev && board_masters[v].dev && board_masters[v].dev->iommu_group ? 0 : -ENODEV;
}

/* ---- watches: DMAs that are tried after every register write */

static struct {
	struct dma dma[TARGET_WATCHES];
	unsigned int n;
	struct answer *a;
} watch;

static void note(unsigned int i, const struct dma *d)
{
	struct answer *a = watch.a;
	unsigned int k;

	for (k = 0; k < a->nduring; k++)
		if (a->during[k].watch == i && a->during[k].result == d->result && a->during[k].paddr == d->paddr)
			return;
	if (k == ARRAY_SIZE(a->during))
		return;
	a->during[k].watch = i;
	a->during[k].result = d->result;
	a->during[k].paddr = d->paddr;
	a->nduring++;
}

static void try_watches(void)
{
	struct board_master *master;
	unsigned int i;

	for (i = 0; i < watch.n; i++) {
		master = &board_masters[watch.dma[i].dev];
		if (!master->mmu)
			continue;
		emu_dma(master->mmu, master->stream, &watch.dma[i], true);
		note(i, &watch.dma[i]);
	}
}

void platform_watch(const struct dma *d, unsigned int n, struct answer *a)
{
	memcpy(watch.dma, d, n * sizeof(*d));
	watch.n = n;
	watch.a = a;
	emu_written = n ? try_watches : NULL;
}

void platform_unwatch(void)
{
	emu_written = NULL;
}

/* ---- the rest of the platform */

static uint32_t events;

void board_event(uint32_t event)
{
	events |= event;
}

uint32_t platform_events(void)
{
	uint32_t seen = events;

	events = 0;
	return seen;
}

struct device *platform_device(int v)
{
	return v >= 0 && v < BOARD_MASTERS ? board_masters[v].dev : NULL;
}

void platform_limits(int v, struct domain_facts *facts)
{
	const struct emu_mmu *m = board_masters[v].mmu;

	facts->paddr_last = m ? m->hw->paddr_last : board_masters[v].paddr_last;
	if (m && m->hw->word32)
		facts->last = min(facts->last, (uint64_t)U32_MAX);
}

void platform_dma(struct dma *d)
{
	struct board_master *master = &board_masters[d->dev];

	if (master->mmu && master->dev)
		emu_dma(master->mmu, master->stream, d, false);
	else
		d->result = DMA_UNSEEN;
}

/* What was mapped last: some drivers leave it in a table that the next domain gets too. */
static u64 mapped[64];
static unsigned int nr_mapped;

void platform_mapped(uint64_t iova, uint64_t size)
{
	mapped[nr_mapped++ % ARRAY_SIZE(mapped)] = iova;
	if (size)
		mapped[nr_mapped++ % ARRAY_SIZE(mapped)] = iova + size - 1;
}

static bool still_mapped(const struct board_master *master)
{
	unsigned int i, n = min(nr_mapped, (unsigned int)ARRAY_SIZE(mapped));

	if (emu_route(master->mmu, master->stream, 0) != EMU_TRANSLATE)
		return false;
	for (i = 0; i < n; i++) {
		struct dma d = { .iova = mapped[i] };

		emu_dma(master->mmu, master->stream, &d, true);
		if (d.result == DMA_REACHED)
			return true;
	}
	return false;
}

static bool has_pasid(const struct board_master *master)
{
	u32 pasid;

	for (pasid = 1; pasid < master->mmu->hw->pasids; pasid++)
		if (emu_route(master->mmu, master->stream, pasid) != EMU_STOP)
			return true;
	return false;
}

static void drop_all(struct emu_mmu *m)
{
	emu_tlb_drop_all(m);
}

void platform_reset(void)
{
	emu_each(drop_all);
}

static void note_start(void)
{
	struct board_master *master;

	for (master = board_masters; master < board_masters + BOARD_MASTERS && master->mmu; master++)
		master->start = emu_route(master->mmu, master->stream, 0);
}

static bool no_tlb_filled;

static void check_tlb(struct emu_mmu *m)
{
	no_tlb_filled &= emu_tlb_empty(m);
}

bool platform_clean(void)
{
	struct board_master *master;

	for (master = board_masters; master < board_masters + BOARD_MASTERS && master->mmu; master++)
		if (emu_route(master->mmu, master->stream, 0) != master->start || still_mapped(master) ||
		    has_pasid(master))
			return false;
	no_tlb_filled = true;
	emu_each(check_tlb);
	return no_tlb_filled && emu_memory_clean();
}

/* What the kernel was built from, said by the launcher. */
static char *conform_source = "";
core_param(conform_source, conform_source, charp, 0);

/* A DMA verdict counts only where the engine itself is known to work: memory is reached, where it was asked. */
static bool calibrated(void)
{
	u64 at = emu_free_ram.paddr + emu_free_ram.size / 2;

	return emu_free_ram.size && emu_touch(at, false) && emu_touch(at + 8, true) && emu_touch(at, true) &&
	       emu_memory_clean();
}

/* What is the matter where the driver did not take the first master, and what the kernel says of it. */
static void say_why_untranslated(char *text, size_t size)
{
	struct device_node *np = of_parse_phandle(board_masters[0].dev->of_node, "iommus", 0);
	struct platform_device *iommu = of_find_device_by_node(np);
	bool bound = iommu && iommu->dev.driver;

	strscpy(text, bound ? "it drives its IOMMU, but did not take the device behind it" :
		"it did not probe its IOMMU", size);
	klog_quote(dev_name(bound || !iommu ? board_masters[0].dev : &iommu->dev), text, size);
	if (iommu)
		put_device(&iommu->dev);
	of_node_put(np);
}

/* What is assumed of a driver for 32 bits is no assumption where the kernel has them. */
static const char *assumed_here(const struct emu_hw *hw)
{
	const char *rest = strstarts(hw->assumed, "64-bit build") ? strstr(hw->assumed, "; ") : NULL;

	return !IS_ENABLED(CONFIG_64BIT) && rest ? rest + 2 : hw->assumed;
}

void platform_describe(struct description *d)
{
	const struct emu_hw *hw = board_masters[0].mmu ? board_masters[0].mmu->hw : NULL;
	char config[sizeof(d->config)];
	const char *model = "";
	unsigned int i;

	strscpy(d->target, "uml", sizeof(d->target));
	strscpy(d->evidence, "real", sizeof(d->evidence));
	of_property_read_string(of_root, "model", &model);
	strscpy(d->driver, model, sizeof(d->driver));
	strscpy(config, d->config, sizeof(config));
	snprintf(d->config, sizeof(d->config), "%s %s", conform_source, config);
	d->ram[0].size = emu_ram_size();
	d->free_ram = emu_free_ram;
	note_start();
	if (!hw) {
		strscpy(d->remarks, "no hardware is behind this driver: what a DMA would meet is not seen",
			sizeof(d->remarks));
		return;
	}
	if (!board_masters[0].dev->iommu_group) {
		say_why_untranslated(d->remarks, sizeof(d->remarks));
		return;
	}
	snprintf(d->remarks, sizeof(d->remarks), "%s%s%s", assumed_here(hw),
		 platform_can(ENV_CLOCK_FAILURE) ? "; a register whose clock fails takes no write" : "",
		 platform_can(ENV_UNPOWERED) ? "; without power registers and TLB stay as they are" : "");
	for (i = 0; i < ARRAY_SIZE(hw->has) && hw->has[i]; i++)
		target_list_add(d->has, sizeof(d->has), hw->has[i]);
	if (calibrated()) {
		target_list_add(d->can, sizeof(d->can), "dma");
		target_list_add(d->can, sizeof(d->can), "during");
		if (hw->pasids)
			target_list_add(d->can, sizeof(d->can), "dma_pasid");
	}
	if (hw->pages || IS_ENABLED(CONFIG_KASAN_GENERIC))
		target_list_add(d->can, sizeof(d->can), "freed-walk");
	if (hw->fault)
		target_list_add(d->can, sizeof(d->can), "fault-record");
}
