// SPDX-License-Identifier: GPL-2.0-only
/* A device comes and goes: iommu_probe_device(), iommu_release_device(), the deferred attach of kdump. See core.h. */
#include <string.h>

#include "harness/model/core.h"

static struct group *group_of(struct model *m, const struct device *dev)
{
	return &m->group[dev->desc->group];
}

static void group_add(struct group *g, struct device *dev)
{
	g->dev[g->ndevs++] = dev;
	dev->group = g;
}

static void group_del(struct group *g, struct device *dev)
{
	unsigned int i, kept = 0;

	for (i = 0; i < g->ndevs; i++)
		if (g->dev[i] != dev)
			g->dev[kept++] = g->dev[i];
	g->ndevs = kept;
	dev->group = NULL;
}

/* Whole pages, more than the regions have rather than less. */
void core_map_direct(struct model *m, struct device *dev, struct domain *d)
{
	const struct region *r;
	uint64_t first, end;

	for (r = dev->desc->region; r < dev->desc->region + TARGET_REGIONS; r++) {
		if (r->type != REGION_DIRECT && r->type != REGION_DIRECT_RELAXABLE)
			continue;
		first = r->first & ~(PHYS_PAGE - 1ull);
		end = (r->first + r->size + PHYS_PAGE - 1) & ~(PHYS_PAGE - 1ull);
		m->core.map(m, d, first, first, end - first, PROT_READ_ | PROT_WRITE_, GFP_CLASS_KERNEL);
	}
}

/* The default domain of a new group. Direct regions are in it before any device is on it. */
static struct domain *alloc_standard(struct model *m, struct device *dev)
{
	struct domain *d = core_alloc_own(m, dev, dev->drv->shape.standard);

	if (d && d->facts.type == TYPE_DMA)
		m->core.map_direct(m, dev, d);
	return d;
}

/*
 * Give @dev to its driver. The first device of a group brings the default domain, another one joins what the group is
 * on. Returns 0, or why the device is left without an IOMMU.
 */
int core_probe(struct model *m, struct device *dev, bool deferred)
{
	struct group *g = group_of(m, dev);
	int ret;

	dev->deferred = deferred;
	dev->reset_depth = 0;
	group_add(g, dev);
	if (g->ndevs == 1) {
		if (!g->standard)
			g->standard = alloc_standard(m, dev);
		g->domain = g->standard;
		g->owner = NULL;
		g->owners = 0;
		g->handle = DOM_DEFAULT;
	}
	if (dev->drv->shape.no_standard && !deferred) {
		dev->drv->ops.detach(m, dev);
		return 0;
	}
	ret = m->core.set_device_domain(m, dev, g->domain);
	if (ret) {
		model_warn(m, "%s: its own default domain is refused", dev->desc->name);
		group_del(g, dev);
	}
	return ret;
}

void core_remove(struct model *m, struct device *dev)
{
	struct driver *drv = dev->drv;
	struct group *g = dev->group;
	struct domain *parked = device_region(dev->desc, REGION_DIRECT) ? &drv->identity : &drv->blocked;

	if (g->ndevs == 1 && (g->owners || g->domain != g->standard))
		model_warn(m, "%s: removed while it is in use", dev->desc->name);
	if (drv->shape.blocked)
		drv->ops.attach(m, parked, dev);
	core_forget(dev);
}

void core_forget(struct device *dev)
{
	group_del(dev->group, dev);
}

/* iommu_deferred_attach() */
int core_dma_api(struct model *m, struct device *dev)
{
	int ret;

	if (!dev->deferred)
		return 0;
	dev->deferred = false;
	ret = dev->group->domain->owner->ops.attach(m, dev->group->domain, dev);
	dev->deferred = ret;
	return ret;
}

void core_boot(struct model *m)
{
	unsigned int i;

	for (i = 0; i < m->ndevs; i++)
		if (m->dev[i].drv)
			m->core.probe(m, &m->dev[i], false);
}
