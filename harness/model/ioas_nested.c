// SPDX-License-Identifier: GPL-2.0-only
/* Tables of guests on top of a HWPT, and virtual IOMMUs: drivers/iommu/iommufd/viommu.c. See ioas.h. */
#include <errno.h>

#include "harness/model/core.h"
#include "harness/model/ioas.h"
#include "harness/model/pgtable.h"

#define INVALIDATIONS	3	/* in a list */

bool ioas_nests(const struct model *m, const struct domain *d)
{
	unsigned int i;

	for (i = 0; i < MODEL_POOL; i++)
		if (m->pool[i].live && m->pool[i].parent == d)
			return true;
	for (i = 0; i < m->ndevs; i++)
		if (m->dev[i].viommu == d)
			return true;
	return false;
}

/* A structure for the driver: what is wrong with it? */
static int check_frame(enum target_how how)
{
	switch (how) {
	case HOW_SHORT: case HOW_LONG:
		return -EINVAL;
	case HOW_BAD_POINTER:
		return -EFAULT;
	default:
		return 0;
	}
}

/* May @dev have something on @parent? */
static int check_parent(const struct domain *parent, const struct device *dev)
{
	if (!dev->group || !dev->group->owner)
		return -ENOENT;
	return parent->nester && parent->owner == dev->drv ? 0 : -EINVAL;
}

static struct domain *stand_on(struct model *m, struct domain *parent, enum domain_type type)
{
	struct domain *d = model_alloc_domain(m);

	if (!d)
		return NULL;
	d->owner = parent->owner;
	d->ioas = parent->ioas;
	d->parent = parent;
	d->facts.type = type;
	return d;
}

int ioas_alloc_nested(struct model *m, struct domain *parent, struct device *dev, enum target_how how,
		      struct domain **out)
{
	int ret = how == HOW_UNKNOWN_FLAG ? -EOPNOTSUPP : check_parent(parent, dev), domid;
	struct domain *d;

	if (!ret)
		ret = how == HOW_NO_SUCH_NUMBER ? -EOPNOTSUPP : check_frame(how);
	if (ret)
		return ret;
	d = stand_on(m, parent, TYPE_NESTED);
	if (!d)
		return -ENOMEM;
	domid = model_alloc_domid(m);
	d->root = domid < 0 ? 0 : phys_alloc_table(&m->phys, GFP_CLASS_KERNEL);
	if (!d->root) {
		if (domid >= 0)
			model_free_domid(m, (uint32_t)domid);
		d->live = false;
		return domid < 0 ? domid : -ENOMEM;
	}
	d->domid = (uint32_t)domid;
	*out = d;
	return 0;
}

int ioas_guest_map(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	const uint64_t page = ioas_page(m);
	struct pgt_leaves left = { iova, iova, page, size / page, PTE_READ | PTE_WRITE };

	return (iova | size) % page ? -EINVAL : pgt_map(&m->phys, d->root, &left, GFP_CLASS_KERNEL, &d->unlinked);
}

int ioas_guest_unmap(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	pgt_unmap(&m->phys, d->root, iova, iova + size - 1, &d->unlinked);
	return 0;
}

int ioas_invalidate(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	if (d->facts.type != TYPE_NESTED)
		return -EINVAL;
	d->owner->ops.flush(m, d, iova, iova + size - 1, true);
	return 0;
}

int ioas_invalidate_list(struct model *m, struct domain *d, uint64_t iova, enum target_how how, unsigned int *done)
{
	const unsigned int n = how == HOW_NO_ROOM ? 0 : INVALIDATIONS;
	int ret = how == HOW_NO_SUCH_NUMBER ? -EINVAL : check_frame(how);

	for (*done = 0; !ret && *done < n; ++*done) {
		if (how == (*done ? HOW_SECOND_BAD : HOW_FIRST_BAD))
			return -EINVAL;
		ret = m->user.invalidate(m, d, iova + *done * ioas_page(m), ioas_page(m));
	}
	return ret;
}

int ioas_alloc_viommu(struct model *m, struct domain *parent, struct device *dev, struct domain **out)
{
	int ret = check_parent(parent, dev);

	if (ret)
		return ret;
	*out = stand_on(m, parent, TYPE_VIOMMU);
	if (!*out)
		return -ENOMEM;
	(*out)->domid = (uint32_t)m->hw.instance[dev->index];	/* no domain: the IOMMU that it is a part of */
	return 0;
}

int ioas_alloc_vdevice(struct model *m, struct device *dev, uint32_t number, struct domain *viommu)
{
	unsigned int i;

	if (!dev->group || !dev->group->owner)
		return -ENOENT;
	if ((uint32_t)m->hw.instance[dev->index] != viommu->domid)
		return -EINVAL;
	for (i = 0; i < m->ndevs; i++)
		if (m->dev[i].viommu == viommu && m->dev[i].number == number)
			return -EEXIST;
	if (dev->viommu)
		return -EEXIST;
	dev->viommu = viommu;
	dev->number = number;
	return 0;
}
