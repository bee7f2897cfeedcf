// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group PASID. */
#include <string.h>

#include "harness/model/mutants/mutant.h"

/* Bits of the PASID that the hardware does not have are dropped. */
static int attach_pasid_truncated(struct model *m, struct device *dev, uint32_t pasid, struct domain *d)
{
	return core_attach_pasid(m, dev, pasid % HW_PASIDS ? pasid % HW_PASIDS : 1, d);
}

MUTANT(pasid_is_truncated) = { .core.attach_pasid = attach_pasid_truncated };

static int attach_pasid_again(struct model *m, struct device *dev, uint32_t pasid, struct domain *d)
{
	if (dev->group && pasid < HW_PASIDS && dev->group->pasid[pasid])
		return core_replace_pasid(m, dev, pasid, d, 0);
	return core_attach_pasid(m, dev, pasid, d);
}

MUTANT(pasid_attach_replaces) = { .core.attach_pasid = attach_pasid_again };

/* As before drivers were told the old domain: the PASID is detached first. */
static int set_dev_pasid_via_blocked(struct model *m, struct domain *d, struct device *dev, uint32_t pasid,
				     struct domain *old)
{
	if (old && d->root)
		reference_set_dev_pasid(m, &dev->drv->blocked, dev, pasid, old);
	return reference_set_dev_pasid(m, d, dev, pasid, d->root ? NULL : old);
}

MUTANT(failed_pasid_replace_detaches) = { .ops.set_dev_pasid = set_dev_pasid_via_blocked };

static int set_group_pasid_without_way_back(struct model *m, struct group *g, uint32_t pasid, struct domain *d,
					    struct domain *old)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < g->ndevs && !ret; i++)
		if (g->dev[i]->desc->max_pasids)
			ret = d->owner->ops.set_dev_pasid(m, d, g->dev[i], pasid, old);
	return ret;
}

MUTANT(failed_pasid_stays_on_others) = { .core.set_group_pasid = set_group_pasid_without_way_back };

static int set_dev_pasid_without_flush(struct model *m, struct domain *d, struct device *dev, uint32_t pasid,
				       struct domain *old)
{
	if (d->root)
		return reference_set_dev_pasid(m, d, dev, pasid, old);
	old->users[m->hw.instance[dev->index]]--;
	return 0;
}

MUTANT(detached_pasid_still_translates) = { .ops.set_dev_pasid = set_dev_pasid_without_flush };

static void detach_all_pasids(struct model *m, struct device *dev, uint32_t pasid)
{
	const struct dte none = { .mode = DTE_ABORT };
	uint32_t other;

	core_detach_pasid(m, dev, pasid);
	for (other = 1; other < HW_PASIDS; other++)
		reference_install_pasid(m, dev, other, &none);
}

MUTANT(detach_clears_the_table_of_pasids) = { .core.detach_pasid = detach_all_pasids };

static int attach_pasid_of_able(struct model *m, struct device *dev, uint32_t pasid, struct domain *d)
{
	return dev->group && !dev->desc->max_pasids ? -EINVAL : core_attach_pasid(m, dev, pasid, d);
}

MUTANT(device_without_pasids_is_refused) = { .core.attach_pasid = attach_pasid_of_able };

static int replace_pasid_with_any_handle(struct model *m, struct device *dev, uint32_t pasid, struct domain *d,
					 uint32_t handle)
{
	return core_replace_pasid(m, dev, pasid, d, handle + 1);
}

MUTANT(pasid_handle_is_reused) = { .core.replace_pasid = replace_pasid_with_any_handle };

static int claim_beside_pasids(struct model *m, struct device *dev, const void *owner)
{
	struct domain *kept[HW_PASIDS];
	struct group *g = dev->group;
	int ret;

	if (!g)
		return core_claim(m, dev, owner);
	memcpy(kept, g->pasid, sizeof(kept));
	memset(g->pasid, 0, sizeof(kept));
	ret = core_claim(m, dev, owner);
	memcpy(g->pasid, kept, sizeof(kept));
	return ret;
}

MUTANT(claim_ignores_pasids) = { .core.claim = claim_beside_pasids };
