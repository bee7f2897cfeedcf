// SPDX-License-Identifier: GPL-2.0-only
/* A reset of a device: pci_dev_reset_iommu_prepare(), pci_dev_reset_iommu_done(). See core.h. */
#include <errno.h>

#include "harness/model/core.h"

int core_may_change(const struct group *g)
{
	return g->recovering ? -EBUSY : 0;
}

static void set_pasids(struct model *m, struct device *dev, bool blocked)
{
	struct domain *stop = &dev->drv->blocked, *d;
	uint32_t pasid;

	for (pasid = 1; pasid < dev->desc->max_pasids; pasid++) {
		d = dev->group->pasid[pasid];
		if (d)
			dev->drv->ops.set_dev_pasid(m, blocked ? stop : d, dev, pasid, blocked ? d : NULL);
	}
}

int core_reset_prepare(struct model *m, struct device *dev)
{
	struct group *g = dev->group;
	int ret;

	if (!g)
		return 0;
	if (dev->reset_depth++)
		return 0;
	if (!g->blocking)
		g->blocking = core_alloc_own(m, dev, TYPE_BLOCKED);
	ret = g->blocking ? g->blocking->owner->ops.attach(m, g->blocking, dev) : -ENOMEM;
	if (ret) {
		dev->reset_depth--;
		return ret;
	}
	set_pasids(m, dev, true);
	g->recovering++;
	return 0;
}

void core_reset_done(struct model *m, struct device *dev)
{
	struct group *g = dev->group;

	if (!g)
		return;
	if (!dev->reset_depth) {
		model_warn(m, "%s: the end of a reset that was not begun", dev->desc->name);
		return;
	}
	if (--dev->reset_depth)
		return;
	if (g->domain->owner->ops.attach(m, g->domain, dev))
		model_warn(m, "%s: cannot go back after its reset", dev->desc->name);
	set_pasids(m, dev, false);
	g->recovering--;
}
