// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group OWN. */
#include "harness/model/mutants/mutant.h"

static int claim_only_counts(struct model *m, struct device *dev, const void *owner)
{
	dev->group->blocking = &dev->drv->blocked;
	dev->group->owner = owner;
	dev->group->owners++;
	return 0;
}

MUTANT(claim_blocks_nothing) = { .core.claim = claim_only_counts };

static int claim_by_anybody(struct model *m, struct device *dev, const void *owner)
{
	return core_claim(m, dev, owner && dev->group && dev->group->owner ? dev->group->owner : owner);
}

MUTANT(second_owner_is_counted) = { .core.claim = claim_by_anybody };

static int claim_beside_drivers(struct model *m, struct device *dev, const void *owner)
{
	if (owner && dev->group && !dev->group->owner)
		dev->group->owners = 0;
	return core_claim(m, dev, owner);
}

MUTANT(claim_ignores_the_drivers) = { .core.claim = claim_beside_drivers };

static int claim_detaches(struct model *m, struct device *dev, const void *owner)
{
	if (owner && dev->group && !dev->group->owners)
		core_detach_group(m, dev);
	return core_claim(m, dev, owner);
}

MUTANT(claim_takes_the_domain_away) = { .core.claim = claim_detaches };

static int bind_whatever(struct model *m, struct device *dev)
{
	return 0;
}

MUTANT(driver_binds_to_a_claimed_device) = { .core.use_default_domain = bind_whatever };

static void release_only_counts(struct model *m, struct device *dev)
{
	dev->group->owner = NULL;
	dev->group->owners--;
}

MUTANT(release_stays_blocked) = { .core.release = release_only_counts };

static void release_all(struct model *m, struct device *dev)
{
	if (dev->group && dev->group->owner)
		dev->group->owners = 1;
	core_release(m, dev);
}

MUTANT(first_release_releases_all) = { .core.release = release_all };

static int claim_by_nobody(struct model *m, struct device *dev, const void *owner)
{
	return core_claim(m, dev, owner ? owner : dev);
}

MUTANT(nobody_is_an_owner) = { .core.claim = claim_by_nobody };

static void release_unchecked(struct model *m, struct device *dev)
{
	struct group *g = dev->group;

	if (g->owners)
		core_release(m, dev);
	else
		core_set_domain(m, g, g->standard);
}

MUTANT(release_without_claim_detaches) = { .core.release = release_unchecked };

/* From one paging domain to another. */
static int set_domain_of_first(struct model *m, struct group *g, struct domain *d)
{
	int ret;

	if (!d->root || !g->domain->root || g->domain == d)
		return core_set_domain(m, g, d);
	ret = core_set_device_domain(m, g->dev[0], d);
	if (!ret)
		g->domain = d;
	return ret;
}

MUTANT(second_of_the_group_stays_behind) = { .core.set_domain = set_domain_of_first };
