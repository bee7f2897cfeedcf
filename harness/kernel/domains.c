// SPDX-License-Identifier: GPL-2.0-only
/* Domain handles: the constants that every device has, and the slots of the suite. */
#include "harness/kernel/compat.h"
#include "harness/kernel/agent.h"
#include "harness/kernel/platform.h"

static struct slot {
	struct iommu_domain *domain;
	struct iommu_iotlb_gather gather;
} slots[TARGET_DOMAINS];

static struct start {
	struct iommu_domain *domain;	/* the default domain */
	struct iommu_domain *blocking;	/* what a claim attached, where the driver has no blocked domain */
	int claims;
	int drivers;			/* that use the DMA API */
	struct iommu_attach_handle handle[2];
	bool second_handle;
	bool blocked;			/* a replace asked for the blocked domain */
} starts[TARGET_DEVICES];

static struct pasid_use {
	struct iommu_domain *domain;	/* NULL: not in use */
	int v;				/* any device of the group */
	u32 pasid;
	struct iommu_attach_handle handle[2];
	bool second_handle;
} pasid_uses[16];

static int ndevs;
static bool freed_in_use;

void domains_probed(int v)
{
	starts[v].domain = iommu_get_domain_for_dev(platform_device(v));
	starts[v].blocking = NULL;
	starts[v].claims = 0;
	starts[v].drivers = 0;
	reset_forget(v);
}

void domains_start(void)
{
	for (ndevs = 0; platform_device(ndevs); ndevs++)
		domains_probed(ndevs);
}

/* What v@v is attached to; NULL if it is not even there any more. */
static struct iommu_domain *attached(int v)
{
	struct device *dev = platform_device(v);

	return dev ? iommu_get_domain_for_dev(dev) : NULL;
}

static struct iommu_domain *static_domain(int dom, int v)
{
	struct device *dev = platform_device(v);
	const struct iommu_ops *ops;

	if (!dev || !dev->iommu || !dev->iommu->iommu_dev)
		return NULL;
	ops = dev->iommu->iommu_dev->ops;
	return dom == DOM_BLOCKED ? compat_static_domain(ops, blocked) : compat_static_domain(ops, identity);
}

bool domains_has(int dom, int v)
{
	return static_domain(dom, v);
}

/* The empty paging domain that blocks where the driver has no blocked domain: the core attaches it to claimed devices. */
static struct iommu_domain *fallback(int v)
{
	struct device *dev = platform_device(v);

	return dev && dev->iommu_group && iommu_group_dma_owner_claimed(dev->iommu_group) ? starts[v].blocking : NULL;
}

struct iommu_domain *domains_get(int dom, int v)
{
	switch (dom) {
	case DOM_DEFAULT:
		return starts[v].domain;
	case DOM_BLOCKED:
		return static_domain(dom, v) ?: fallback(v);
	case DOM_IDENTITY:
		return static_domain(dom, v);
	default:
		return slots[dom].domain;
	}
}

void domains_put(int dom, struct iommu_domain *domain)
{
	int v;

	for (v = 0; !domain && v < ndevs; v++)
		freed_in_use |= attached(v) == slots[dom].domain;
	for (v = 0; !domain && v < ARRAY_SIZE(pasid_uses); v++)
		freed_in_use |= pasid_uses[v].domain && pasid_uses[v].domain == slots[dom].domain;
	slots[dom].domain = domain;
	if (domain)
		fault_handle(domain);
	iommu_iotlb_gather_init(&slots[dom].gather);
}

struct iommu_iotlb_gather *domains_gather(int dom)
{
	return &slots[dom].gather;
}

/* Where the driver's default domain is its blocked one, what was asked for tells them apart. */
static bool is_asked_to_block(int v)
{
	struct iommu_group *group = platform_device(v)->iommu_group;
	bool asked = false;
	int w;

	for (w = 0; w < ndevs; w++)
		if (platform_device(w) && platform_device(w)->iommu_group == group)
			asked |= starts[w].blocked || starts[w].claims > 0;
	return asked && starts[v].domain == static_domain(DOM_BLOCKED, v);
}

int domains_current(int v)
{
	struct iommu_domain *domain = attached(v);
	int dom;

	for (dom = 0; domain && dom < TARGET_DOMAINS; dom++)
		if (domains_get(dom, v) == domain)
			return dom == DOM_DEFAULT && is_asked_to_block(v) ? DOM_BLOCKED : dom;
	return DOM_NONE;
}

void domains_moved(int v, int dom)
{
	struct iommu_group *group = platform_device(v)->iommu_group;
	int w;

	for (w = 0; w < ndevs; w++)
		if (platform_device(w) && platform_device(w)->iommu_group == group)
			starts[w].blocked = dom == DOM_BLOCKED;
}

static enum domain_type type_of(int dom, const struct iommu_domain *domain)
{
	switch (domain->type) {
	case IOMMU_DOMAIN_BLOCKED:
		return TYPE_BLOCKED;
	case IOMMU_DOMAIN_IDENTITY:
		return TYPE_IDENTITY;
	case IOMMU_DOMAIN_UNMANAGED:
		/* An empty paging domain serves where the driver has no blocked one; Arm's DMA API has its own. */
		return dom == DOM_BLOCKED ? TYPE_BLOCKED : dom == DOM_DEFAULT ? TYPE_DMA : TYPE_PAGING;
	case IOMMU_DOMAIN_DMA:
		return TYPE_DMA;
	case IOMMU_DOMAIN_DMA_FQ:
		return TYPE_DMA_FQ;
	case IOMMU_DOMAIN_NESTED:
		return TYPE_NESTED;
	case IOMMU_DOMAIN_SVA:
		return TYPE_SVA;
	default:
		return TYPE_ABSENT;
	}
}

void domains_facts(int dom, struct domain_facts *facts)
{
	struct iommu_domain *domain = domains_get(dom, 0);

	memset(facts, 0, sizeof(*facts));
	if (!domain)
		return;
	facts->type = type_of(dom, domain);
	facts->first = domain->geometry.aperture_start;
	facts->last = domain->geometry.aperture_end;
	facts->force_aperture = domain->geometry.force_aperture;
	facts->pgsize_bitmap = domain->pgsize_bitmap;
	platform_limits(0, facts);
}

void domains_claimed(int v, int by)
{
	struct iommu_group *group = platform_device(v)->iommu_group;
	bool first = by > 0 && !starts[v].blocking;
	int w;

	for (w = 0; first && w < ndevs; w++)
		if (platform_device(w) && platform_device(w)->iommu_group == group)
			starts[w].blocking = attached(w);
	/* A release without claim is a bug that the suite makes; it leaves nothing to be undone. */
	if (by > 0 || starts[v].claims)
		starts[v].claims += by;
}

void domains_bound(int v)
{
	starts[v].drivers++;
}

struct iommu_attach_handle *domains_handle(int v)
{
	starts[v].second_handle = !starts[v].second_handle;
	return &starts[v].handle[starts[v].second_handle];
}

static bool same_group(int v, int w)
{
	struct device *a = platform_device(v), *b = platform_device(w);

	return a && b && a->iommu_group == b->iommu_group;
}

struct pasid_use *domains_pasid(int v, u32 pasid, bool create)
{
	struct pasid_use *use, *unused = NULL;

	for (use = pasid_uses; use < pasid_uses + ARRAY_SIZE(pasid_uses); use++) {
		if (!use->domain)
			unused = use;
		else if (use->pasid == pasid && same_group(use->v, v))
			return use;
	}
	if (!create || !unused)
		return NULL;
	unused->v = v;
	unused->pasid = pasid;
	return unused;
}

struct iommu_domain *domains_pasid_domain(const struct pasid_use *use)
{
	return use->domain;
}

struct iommu_attach_handle *domains_pasid_handle(struct pasid_use *use, bool next)
{
	return &use->handle[use->second_handle ^ next];
}

void domains_pasid_moved(struct pasid_use *use, struct iommu_domain *domain, bool next)
{
	use->domain = domain;
	use->second_handle ^= next;
}

static void detach_pasids(void)
{
	struct pasid_use *use;

	for (use = pasid_uses; use < pasid_uses + ARRAY_SIZE(pasid_uses); use++) {
		if (use->domain && platform_device(use->v))
			iommu_detach_device_pasid(use->domain, platform_device(use->v), use->pasid);
		use->domain = NULL;
	}
}

static bool is_any_pasid_in_use(void)
{
	struct pasid_use *use;

	for (use = pasid_uses; use < pasid_uses + ARRAY_SIZE(pasid_uses); use++)
		if (use->domain)
			return true;
	return false;
}

static void detach(int v)
{
	struct device *dev = platform_device(v);

	if (dev && dev->iommu_group)
		iommu_detach_group_handle(attached(v), dev->iommu_group);
}

static void release(int v)
{
	struct device *dev = platform_device(v);

	for (; dev && starts[v].claims > 0; starts[v].claims--)
		iommu_device_release_dma_owner(dev);
	starts[v].claims = 0;
	for (; COMPAT_BIND && dev && starts[v].drivers; starts[v].drivers--)
		iommu_device_unuse_default_domain(dev);
	starts[v].drivers = 0;
}

void domains_reset(void)
{
	int v, dom;

	if (freed_in_use)
		return;
	reset_end_all();
	detach_pasids();
	for (v = 0; v < ndevs; v++) {
		detach(v);
		starts[v].blocked = false;
	}
	for (v = 0; v < ndevs; v++)
		release(v);
	for (dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++) {
		if (slots[dom].domain)
			iommu_domain_free(slots[dom].domain);
		slots[dom].domain = NULL;
	}
}

static bool is_at_start(int v)
{
	struct device *dev = platform_device(v);

	return dev && attached(v) == starts[v].domain && !starts[v].claims && !starts[v].drivers &&
	       (!dev->iommu_group || !iommu_group_dma_owner_claimed(dev->iommu_group));
}

bool domains_clean(void)
{
	int v, dom;

	for (dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++)
		if (slots[dom].domain)
			return false;
	for (v = 0; v < ndevs; v++)
		if (!is_at_start(v))
			return false;
	return !freed_in_use && !is_any_pasid_in_use() && !reset_is_any();
}
