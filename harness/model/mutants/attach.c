// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group ATT. */
#include "harness/model/mutants/mutant.h"

static void install_first_requester(struct model *m, struct device *dev, const struct dte *dte)
{
	bool moves = m->hw.dte[dev->index][HW_WRITES].mode == DTE_TRANSLATE && dte->mode == DTE_TRANSLATE;

	hw_write_dte(&m->hw, dev->index, HW_READS, dte);
	if (!moves)
		hw_write_dte(&m->hw, dev->index, HW_WRITES, dte);
}

MUTANT(second_requester_stays_behind) = { .ops.install = install_first_requester };
MUTANT(attach_device_takes_the_whole_group) = { .core.attach_device = core_attach_group };
MUTANT(attach_replaces) = { .core.may_attach = core_compatible };

static int accept_any(struct model *m, struct group *g, struct domain *d)
{
	return 0;
}

static int accept_any_device(struct model *m, struct domain *d, struct device *dev)
{
	return 0;
}

MUTANT(foreign_domain_is_accepted) = { .core.compatible = accept_any, .ops.compatible = accept_any_device };

static int alloc_for_one(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	d->priv = dev->index;
	return reference_alloc(m, dev, flags, d);
}

static int only_that_one(struct model *m, struct domain *d, struct device *dev)
{
	return d->priv == (uint64_t)dev->index ? 0 : -ENODEV;
}

MUTANT(misfit_is_enodev) = { .ops = { .alloc = alloc_for_one, .compatible = only_that_one } };

static int attach_or_open(struct model *m, struct domain *d, struct device *dev)
{
	const struct dte open = reference_static_dte(m, dev, TYPE_IDENTITY);
	int ret = reference_attach(m, d, dev);

	if (ret)
		reference_install(m, dev, &open);
	return ret;
}

MUTANT(failed_attach_passes_through) = { .ops.attach = attach_or_open };

static int set_domain_without_way_back(struct model *m, struct group *g, struct domain *d)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < g->ndevs && g->domain != d && !ret; i++)
		ret = core_set_device_domain(m, g->dev[i], d);
	if (!ret)
		g->domain = d;
	return ret;
}

MUTANT(group_is_left_half_moved) = { .core.set_domain = set_domain_without_way_back };

static void install_via_bypass(struct model *m, struct device *dev, const struct dte *dte)
{
	const struct dte off = reference_static_dte(m, dev, TYPE_IDENTITY);

	reference_install(m, dev, &off);
	reference_install(m, dev, dte);
}

MUTANT(passes_through_while_it_changes) = { .ops.install = install_via_bypass };

static int replace_by_detach(struct model *m, struct device *dev, struct domain *d)
{
	core_detach_group(m, dev);
	return core_replace(m, dev, d);
}

MUTANT(replace_detaches_first) = { .core.replace = replace_by_detach };

static int set_domain_again(struct model *m, struct group *g, struct domain *d)
{
	const struct dte abort = { .mode = DTE_ABORT };
	unsigned int i;

	for (i = 0; i < g->ndevs && g->domain == d && d->root; i++) {
		reference_install(m, g->dev[i], &abort);
		core_set_device_domain(m, g->dev[i], d);
	}
	return core_set_domain(m, g, d);
}

MUTANT(same_domain_interrupts) = { .core.set_domain = set_domain_again };

static int attach_alone(struct model *m, struct domain *d, struct device *dev)
{
	const struct dte abort = { .mode = DTE_ABORT };
	int ret = reference_attach(m, d, dev);
	unsigned int i;

	for (i = 0; i < m->ndevs && d->root && !ret; i++)
		if (m->dev[i].domain == d && m->dev[i].group != dev->group)
			reference_install(m, &m->dev[i], &abort);
	return ret;
}

MUTANT(second_device_takes_the_domain_over) = { .ops.attach = attach_alone };

static void install_on_first_instance(struct model *m, struct device *dev, const struct dte *dte)
{
	unsigned int i;

	for (i = 0; i < m->ndevs && dte->mode == DTE_TRANSLATE; i++)
		if (m->hw.instance[i] >= 0 && m->hw.instance[i] < m->hw.instance[dev->index] &&
		    m->hw.dte[i][HW_READS].mode == DTE_TRANSLATE && m->hw.dte[i][HW_READS].root == dte->root)
			return;
	reference_install(m, dev, dte);
}

MUTANT(second_instance_is_not_programmed) = { .ops.install = install_on_first_instance };

static void leave_empty(struct model *m, struct domain *d, struct device *dev)
{
	struct table_list unlinked = { 0 };

	reference_leave(m, d, dev);
	if (!model_domain_in_use(d))
		pgt_clear(&m->phys, d->root, &unlinked);
	phys_free_list(&m->phys, &unlinked);
}

MUTANT(mappings_go_with_the_last_device) = { .ops.leave = leave_empty };

static void detach_opens(struct model *m, struct device *dev)
{
	const struct dte off = reference_static_dte(m, dev, TYPE_IDENTITY);

	core_detach_group(m, dev);
	reference_install(m, dev, &off);
}

MUTANT(detach_passes_through) = { .core.detach_group = detach_opens };

static void detach_whatever(struct model *m, struct device *dev, struct domain *d)
{
	core_detach_group(m, dev);
}

MUTANT(detach_device_ignores_the_domain) = { .core.detach_device = detach_whatever };

static bool free_in_use(struct model *m, struct domain *d)
{
	reference_free(m, d);
	d->live = false;
	return true;
}

MUTANT(free_pulls_the_tables_away) = { .core.free = free_in_use };

static void free_root_only(struct model *m, struct domain *d)
{
	phys_free_table(&m->phys, d->root);
	model_free_domid(m, d->domid);
}

MUTANT(free_leaks_tables) = { .ops.free = free_root_only };

static int probe_once(struct model *m, struct device *dev, bool deferred)
{
	return dev->domain && !deferred ? -EBUSY : core_probe(m, dev, deferred);
}

MUTANT(second_probe_refused) = { .core.probe = probe_once };

static int probe_at_once(struct model *m, struct device *dev, bool deferred)
{
	return core_probe(m, dev, false);
}

MUTANT(attach_is_not_deferred) = { .core.probe = probe_at_once };

static int dma_api_without_attach(struct model *m, struct device *dev)
{
	return 0;
}

MUTANT(deferred_attach_is_forgotten) = { .core.dma_api = dma_api_without_attach };
