// SPDX-License-Identifier: GPL-2.0-only
/* Domains: iommu_paging_domain_alloc_flags(), iommu_domain_free(). See core.h. */
#include <errno.h>
#include <string.h>

#include "harness/model/core.h"

int core_alloc(struct model *m, struct device *dev, uint32_t flags, struct domain **out)
{
	struct domain *d;
	int ret;

	if (!dev->group)
		return -ENODEV;
	d = model_alloc_domain(m);
	if (!d)
		return -ENOMEM;
	ret = dev->drv->ops.alloc(m, dev, flags, d);
	d->live = !ret;
	*out = d;
	return ret;
}

bool core_free(struct model *m, struct domain *d)
{
	if (model_domain_in_use(d)) {	/* better a leak than a walk through freed memory */
		model_warn(m, "iommu_domain_free: domain %u is attached", d->domid);
		return false;
	}
	d->owner->ops.free(m, d);
	d->live = false;
	return true;
}

struct domain *core_alloc_own(struct model *m, struct device *dev, enum domain_type type)
{
	struct domain *d;

	if (type == TYPE_IDENTITY)
		return &dev->drv->identity;
	if (type == TYPE_BLOCKED && dev->drv->shape.blocked)
		return &dev->drv->blocked;
	if (m->core.alloc(m, dev, 0, &d))
		return NULL;
	if (type == TYPE_DMA)
		d->facts.type = TYPE_DMA;
	return d;
}
