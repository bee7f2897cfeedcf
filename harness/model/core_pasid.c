// SPDX-License-Identifier: GPL-2.0-only
/* PASIDs: drivers/iommu/iommu.c, iommu_attach_device_pasid() and its like. See core.h. */
#include <errno.h>

#include "harness/model/core.h"

static void remove_dev_pasid(struct model *m, struct device *dev, uint32_t pasid, struct domain *old)
{
	if (dev->drv->ops.set_dev_pasid(m, &dev->drv->blocked, dev, pasid, old))
		model_warn(m, "%s: PASID %u cannot be blocked", dev->desc->name, pasid);
}

int core_set_group_pasid(struct model *m, struct group *g, uint32_t pasid, struct domain *d, struct domain *old)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < g->ndevs && !ret; i++)
		if (g->dev[i]->desc->max_pasids)
			ret = d->owner->ops.set_dev_pasid(m, d, g->dev[i], pasid, old);
	if (!ret)
		return 0;
	for (i--; i-- > 0;) {
		if (!g->dev[i]->desc->max_pasids)
			continue;
		if (!old || old->owner->ops.set_dev_pasid(m, old, g->dev[i], pasid, d))
			remove_dev_pasid(m, g->dev[i], pasid, d);
	}
	return ret;
}

/* Is @pasid one that every device of @g has that has any? */
static bool has_pasid(const struct group *g, uint32_t pasid)
{
	unsigned int i;

	for (i = 0; i < g->ndevs; i++)
		if (g->dev[i]->desc->max_pasids && pasid >= g->dev[i]->desc->max_pasids)
			return false;
	return pasid && pasid < HW_PASIDS;
}

int core_attach_pasid(struct model *m, struct device *dev, uint32_t pasid, struct domain *d)
{
	struct group *g = dev->group;
	int ret;

	if (!g)
		return -ENODEV;
	if (!d->root || !dev->drv->shape.blocked)
		return -EOPNOTSUPP;
	if (m->core.compatible(m, g, d) || !has_pasid(g, pasid))
		return -EINVAL;
	if (m->core.may_change(g) || g->pasid[pasid])
		return -EBUSY;
	ret = m->core.set_group_pasid(m, g, pasid, d, NULL);
	if (ret)
		return ret;
	g->pasid[pasid] = d;
	g->pasid_handle[pasid]++;
	return 0;
}

int core_replace_pasid(struct model *m, struct device *dev, uint32_t pasid, struct domain *d, uint32_t handle)
{
	struct group *g = dev->group;
	struct domain *old;
	int ret;

	if (!g)
		return -ENODEV;
	if (!d->root)
		return -EOPNOTSUPP;
	if (m->core.compatible(m, g, d) || !pasid || pasid >= HW_PASIDS)
		return -EINVAL;
	ret = m->core.may_change(g);
	if (ret)
		return ret;
	old = g->pasid[pasid];
	if (!old)
		return -EINVAL;
	if (handle == g->pasid_handle[pasid]) {
		model_warn(m, "%s: the handle of PASID %u is in use", dev->desc->name, pasid);
		return -EINVAL;
	}
	if (old != d)
		ret = m->core.set_group_pasid(m, g, pasid, d, old);
	if (ret)
		return ret;
	g->pasid[pasid] = d;
	g->pasid_handle[pasid] = handle;
	return 0;
}

void core_detach_pasid(struct model *m, struct device *dev, uint32_t pasid)
{
	struct group *g = dev->group;
	unsigned int i;

	for (i = 0; i < g->ndevs; i++)
		if (g->dev[i]->desc->max_pasids && !g->dev[i]->reset_depth)
			remove_dev_pasid(m, g->dev[i], pasid, g->pasid[pasid]);
	g->pasid[pasid] = NULL;
}
