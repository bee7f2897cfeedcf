// SPDX-License-Identifier: GPL-2.0-only
/* Attach, detach, replace: drivers/iommu/iommu.c, from __iommu_attach_group() on. See core.h. */
#include <errno.h>

#include "harness/model/core.h"

int core_compatible(struct model *m, struct group *g, struct domain *d)
{
	return d->owner == g->dev[0]->drv ? 0 : -EINVAL;
}

int core_may_attach(struct model *m, struct group *g, struct domain *d)
{
	if (g->domain != g->standard && g->domain != g->blocking)
		return -EBUSY;
	return m->core.compatible(m, g, d);
}

int core_set_device_domain(struct model *m, struct device *dev, struct domain *d)
{
	bool deferred = dev->deferred;
	int ret;

	if (device_region(dev->desc, REGION_DIRECT) && (d->facts.type == TYPE_BLOCKED || d == dev->group->blocking)) {
		model_log(m, "%s: firmware has requested a 1:1 mapping, it cannot be blocked", dev->desc->name);
		return -EINVAL;
	}
	if (deferred && d == dev->group->standard)
		return 0;	/* not before the first use of the DMA API */
	dev->deferred = false;
	ret = d->owner->ops.attach(m, d, dev);
	if (ret)
		dev->deferred = deferred;
	return ret;
}

int core_set_domain(struct model *m, struct group *g, struct domain *d)
{
	unsigned int i;
	int ret = 0;

	if (g->domain == d)
		return 0;
	for (i = 0; i < g->ndevs && !ret; i++)
		if (!g->dev[i]->reset_depth)	/* else it follows when its reset is done */
			ret = m->core.set_device_domain(m, g->dev[i], d);
	if (!ret) {
		g->domain = d;
		return 0;
	}
	/* The one that failed did not move; those before it go back to where they were. */
	for (i--; i-- > 0;)
		if (m->core.set_device_domain(m, g->dev[i], g->domain))
			model_warn(m, "%s: cannot go back", g->dev[i]->desc->name);
	return ret;
}

struct domain *core_own_domain(struct model *m, struct group *g)
{
	return g->owner ? g->blocking : g->standard;
}

/* What may be refused, other than the way back to a domain of the core. */
static int change_domain(struct model *m, struct group *g, struct domain *d)
{
	int ret = g->domain == d ? 0 : m->core.may_change(g);

	return ret ? ret : m->core.set_domain(m, g, d);
}

int core_attach_group(struct model *m, struct device *dev, struct domain *d)
{
	int ret;

	if (!dev->group)
		return -ENODEV;
	ret = m->core.may_attach(m, dev->group, d);
	return ret ? ret : change_domain(m, dev->group, d);
}

int core_attach_device(struct model *m, struct device *dev, struct domain *d)
{
	if (!dev->group)
		return -ENODEV;
	return dev->group->ndevs != 1 ? -EINVAL : m->core.attach_group(m, dev, d);
}

/* __iommu_group_set_core_domain(), or what it was while drivers had a .detach_dev. */
void core_detach_group(struct model *m, struct device *dev)
{
	struct group *g = dev->group;
	unsigned int i;

	if (!g)
		return;
	if (!g->dev[0]->drv->ops.detach) {
		if (m->core.set_domain(m, g, m->core.own_domain(m, g)))
			model_warn(m, "%s: cannot be detached", dev->desc->name);
		return;
	}
	for (i = 0; i < g->ndevs; i++)
		g->dev[i]->drv->ops.detach(m, g->dev[i]);
	g->domain = m->core.own_domain(m, g);
}

void core_detach_device(struct model *m, struct device *dev, struct domain *d)
{
	if (!dev->group)
		return;
	if (dev->group->domain != d || dev->group->ndevs != 1)
		model_warn(m, "%s: detached from a domain that it is not on", dev->desc->name);
	else
		m->core.detach_group(m, dev);
}

int core_replace(struct model *m, struct device *dev, struct domain *d)
{
	int ret;

	if (!dev->group)
		return -ENODEV;
	ret = m->core.compatible(m, dev->group, d);
	return ret ? ret : change_domain(m, dev->group, d);
}
