// SPDX-License-Identifier: GPL-2.0-only
/* A driver without a number or context for one more domain: all that it has is taken, and given back. */
#include <linux/err.h>

#include "harness/kernel/compat.h"
#include "harness/kernel/agent.h"
#include "harness/kernel/platform.h"

#define MOST	256	/* who has more of them has enough */

static struct iommu_domain *taken[MOST];
static unsigned int n;

static bool says_nothing_left(int err)
{
	return err == -ENOSPC || err == -ENOMEM || err == -EBUSY;
}

/* Another device of the instance, which can go on a domain while v@v stays where it is; NULL if there is none. */
static struct device *neighbour(int v)
{
	struct device *dev = platform_device(v), *other;
	int w;

	for (w = 0; (other = platform_device(w)); w++)
		if (other->iommu_group && other->iommu_group != dev->iommu_group &&
		    other->iommu->iommu_dev == dev->iommu->iommu_dev && domains_current(w) == DOM_DEFAULT)
			return other;
	return NULL;
}

/* One more domain, and a device on it for a moment: some drivers number a domain only when it is first used. */
static int take_one(struct device *dev, struct device *other)
{
	struct iommu_domain *domain = iommu_paging_domain_alloc_flags(other ?: dev, 0);
	int ret;

	if (IS_ERR_OR_NULL(domain))
		return domain ? PTR_ERR(domain) : -ENOMEM;
	taken[n++] = domain;
	if (!other)
		return 0;
	ret = iommu_attach_group(domain, other->iommu_group);
	if (!ret)
		iommu_detach_group(domain, other->iommu_group);
	return ret;
}

bool exhaust_begin(int v)
{
	struct device *dev = platform_device(v), *other = neighbour(v);
	int ret = 0;

	for (n = 0; n < MOST && !ret;)
		ret = take_one(dev, other);
	return says_nothing_left(ret);
}

void exhaust_end(void)
{
	while (n)
		iommu_domain_free(taken[--n]);
}
