// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group RESV. */
#include "harness/model/mutants/mutant.h"

static void dma_default(struct shape *s)
{
	s->standard = TYPE_DMA;
}

static void map_no_direct(struct model *m, struct device *dev, struct domain *d)
{
}

MUTANT(direct_region_is_not_mapped) = { .shape = dma_default, .core.map_direct = map_no_direct };

static int set_device_domain_unchecked(struct model *m, struct device *dev, struct domain *d)
{
	return d->owner->ops.attach(m, d, dev);
}

MUTANT(direct_device_is_blocked) = { .core.set_device_domain = set_device_domain_unchecked };

/* The check is made where a domain is replaced, and not where it is claimed. */
static int claim_of_any(struct model *m, struct device *dev, const void *owner)
{
	int ret = core_claim(m, dev, owner);
	struct group *g = dev->group;

	if (ret != -EINVAL || !owner)
		return ret;
	g->owner = owner;
	g->owners++;
	g->domain = g->blocking;
	return g->blocking->owner->ops.attach(m, g->blocking, dev);
}

MUTANT(direct_device_is_claimed) = { .core.claim = claim_of_any };

static int claim_without_regions(struct model *m, struct device *dev, const void *owner)
{
	return device_region(dev->desc, REGION_DIRECT_RELAXABLE) ? -EINVAL : core_claim(m, dev, owner);
}

MUTANT(relaxable_region_forbids_a_claim) = { .core.claim = claim_without_regions };

static unsigned int window_beside_doorbell(struct device *dev)
{
	return reference_msi_windows(dev) + !!device_region(dev->desc, REGION_MSI);
}

MUTANT(window_beside_the_doorbells) = { .ops.msi_windows = window_beside_doorbell };

static unsigned int two_windows(struct device *dev)
{
	return 2 * reference_msi_windows(dev);
}

MUTANT(two_windows_for_doorbells) = { .ops.msi_windows = two_windows };

static void remove_to_blocked(struct model *m, struct device *dev)
{
	dev->drv->ops.attach(m, &dev->drv->blocked, dev);
	core_forget(dev);
}

MUTANT(removed_device_is_blocked) = { .core.remove = remove_to_blocked };

/* As drivers/iommu/iommu.c has it. */
static void map_direct_inwards(struct model *m, struct device *dev, struct domain *d)
{
	const struct region *r = device_region(dev->desc, REGION_DIRECT);
	uint64_t first, end;

	if (!r)
		return;
	first = (r->first + PHYS_PAGE - 1) & ~(PHYS_PAGE - 1ull);
	end = (r->first + r->size + PHYS_PAGE - 1) & ~(PHYS_PAGE - 1ull);
	m->core.map(m, d, first, first, end - first, PROT_READ_ | PROT_WRITE_, GFP_CLASS_KERNEL);
}

MUTANT(direct_region_begins_late) = { .shape = dma_default, .core.map_direct = map_direct_inwards };
