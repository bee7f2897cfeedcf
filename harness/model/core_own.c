// SPDX-License-Identifier: GPL-2.0-only
/* Who may use the DMA of a group: iommu_device_claim_dma_owner(), iommu_device_use_default_domain(). See core.h. */
#include <errno.h>

#include "harness/model/core.h"

/* iommu_device_claim_dma_owner() */
int core_claim(struct model *m, struct device *dev, const void *owner)
{
	struct group *g = dev->group;
	int ret;

	if (!owner) {
		model_warn(m, "%s: claimed by nobody", dev->desc->name);
		return -EINVAL;
	}
	if (!g)
		return -ENODEV;
	if (g->owners && g->owner != owner)
		return -EPERM;
	if (!g->owners) {
		if (g->domain != g->standard || model_pasids_in_use(g))
			return -EBUSY;
		if (!g->blocking)
			g->blocking = core_alloc_own(m, dev, TYPE_BLOCKED);
		if (!g->blocking)
			return -ENOMEM;
		ret = m->core.may_change(g);
		if (!ret)
			ret = m->core.set_domain(m, g, g->blocking);
		if (ret)
			return ret;
		g->owner = owner;
	}
	g->owners++;
	return 0;
}

void core_release(struct model *m, struct device *dev)
{
	struct group *g = dev->group;

	if (!g || !g->owner) {
		model_warn(m, "%s: released without an owner", dev->desc->name);
		return;
	}
	if (--g->owners)
		return;
	g->owner = NULL;
	if (m->core.set_domain(m, g, g->standard))
		model_warn(m, "%s: cannot go back to its default domain", dev->desc->name);
}

/* iommu_device_use_default_domain(): a driver that uses the DMA API binds. */
int core_use_default_domain(struct model *m, struct device *dev)
{
	struct group *g = dev->group;

	if (!g)
		return 0;
	if (g->owners && (g->domain != g->standard || g->owner || model_pasids_in_use(g)))
		return -EBUSY;
	g->owners++;
	return 0;
}
