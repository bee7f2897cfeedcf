// SPDX-License-Identifier: GPL-2.0-only
/* The operations of harness/target.h, each as the kernel function that it names. */
#include <linux/dma-map-ops.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/scatterlist.h>

#include "harness/kernel/compat.h"
#include "harness/kernel/agent.h"
#include "harness/kernel/platform.h"

struct call {
	const struct request *rq;
	struct answer *a;
	struct device *dev;		/* operand v */
	struct iommu_group *group;	/* its group */
	struct iommu_domain *domain;	/* operand D */
};

static int owner, somebody_else;	/* who claims: the addresses are the names */

static s64 cannot(struct call *c, const char *why)
{
	c->a->kind = ANSWER_UNSUPPORTED;
	strscpy(c->a->why, why, sizeof(c->a->why));
	return 0;
}

/* ---- domains */

static s64 do_alloc(struct call *c)
{
	struct iommu_domain *domain;

	if (c->domain)
		return cannot(c, "the slot is taken");
	if (c->rq->flags && !COMPAT_ALLOC_FLAGS)
		return cannot(c, "this kernel allocates without flags");
	domain = iommu_paging_domain_alloc_flags(c->dev, c->rq->flags);
	if (!IS_ERR_OR_NULL(domain))
		domains_put(c->rq->dom, domain);
	return domain ? PTR_ERR_OR_ZERO(domain) : -ENOMEM;
}

/* A digest of the domain, and of what the driver has around it; 0 where the kernel does not wipe what it frees. */
static unsigned long look_of(const struct iommu_domain *domain)
{
	const unsigned long *word = (const unsigned long *)domain;
	unsigned long hash = 0;
	int i;

	for (i = 0; want_init_on_free() && i < 64; i++)
		hash = (hash ^ READ_ONCE_NOCHECK(word[i])) * 0x01000193;
	return hash;
}

/*
 * A driver may refuse to free what is in use, and cannot say so. It can be seen where the kernel was told to wipe what is
 * freed, init_on_free=1: a domain of which nothing was freed looks as before.
 */
static s64 do_free(struct call *c)
{
	unsigned long before;

	if (c->rq->dom < DOM_FIRST)
		return cannot(c, "that domain is not the suite's");
	before = look_of(c->domain);
	iommu_domain_free(c->domain);
	if (!want_init_on_free() || look_of(c->domain) != before)
		domains_put(c->rq->dom, NULL);
	return 0;
}

static s64 do_narrow(struct call *c)
{
	unsigned long sizes = c->domain->pgsize_bitmap;

	if (hweight_long(sizes) > 1)
		c->domain->pgsize_bitmap = sizes & ~BIT(__fls(sizes));
	return 0;
}

/* ---- attaching */

static s64 do_attach(struct call *c)
{
	return iommu_attach_group(c->domain, c->group);
}

static s64 do_attach_device(struct call *c)
{
	return iommu_attach_device(c->domain, c->dev);
}

static s64 do_detach(struct call *c)
{
	/* The variant that also forgets the handle that a replace left. */
	iommu_detach_group_handle(iommu_get_domain_for_dev(c->dev), c->group);
	domains_moved(c->rq->dev, DOM_DEFAULT);
	return 0;
}

static s64 do_detach_device(struct call *c)
{
	iommu_detach_device(c->domain, c->dev);
	domains_moved(c->rq->dev, DOM_DEFAULT);
	return 0;
}

static s64 do_replace(struct call *c)
{
	bool claimed = iommu_group_dma_owner_claimed(c->group);
	int ret;

	if (claimed && c->rq->dom == DOM_DEFAULT)
		return cannot(c, "a claimed device does not go back to its default domain");
	ret = iommu_replace_group_handle(c->group, c->domain, domains_handle(c->rq->dev));
	/* On a domain of the core nothing may be left of the handle, or the next claim says EBUSY. */
	if (!ret && c->rq->dom == (claimed ? DOM_BLOCKED : DOM_DEFAULT))
		iommu_detach_group_handle(c->domain, c->group);
	if (!ret)
		domains_moved(c->rq->dev, c->rq->dom);
	return ret;
}

static s64 do_attach_pasid(struct call *c)
{
	struct pasid_use *use = domains_pasid(c->rq->dev, c->rq->pasid, true);
	struct iommu_attach_handle *handle;
	int ret;

	if (!use)
		return cannot(c, "too many PASIDs are in use");
	handle = domains_pasid_handle(use, true);
	ret = iommu_attach_device_pasid(c->domain, c->dev, c->rq->pasid, handle);
	if (!ret)
		domains_pasid_moved(use, c->domain, true);
	return ret;
}

static s64 replace_pasid(struct call *c, bool next)
{
	struct pasid_use *use = domains_pasid(c->rq->dev, c->rq->pasid, true);
	struct iommu_attach_handle *handle;
	int ret;

	if (!use)
		return cannot(c, "too many PASIDs are in use");
	handle = domains_pasid_handle(use, next);
	ret = iommu_replace_device_pasid(c->domain, c->dev, c->rq->pasid, handle);
	if (!ret)
		domains_pasid_moved(use, c->domain, next);
	return ret;
}

static s64 do_replace_pasid(struct call *c)
{
	return replace_pasid(c, true);
}

static s64 do_replace_pasid_reused(struct call *c)
{
	return replace_pasid(c, false);
}

static s64 do_detach_pasid(struct call *c)
{
	struct pasid_use *use = domains_pasid(c->rq->dev, c->rq->pasid, false);

	if (!use)
		return cannot(c, "no such PASID in use");
	iommu_detach_device_pasid(domains_pasid_domain(use), c->dev, c->rq->pasid);
	domains_pasid_moved(use, NULL, false);
	return 0;
}

static s64 claim_by(struct call *c, void *who)
{
	int ret = iommu_device_claim_dma_owner(c->dev, who);

	if (!ret)
		domains_claimed(c->rq->dev, 1);
	return ret;
}

static s64 do_claim(struct call *c)
{
	return claim_by(c, &owner);
}

static s64 do_claim_other(struct call *c)
{
	return claim_by(c, &somebody_else);
}

static s64 do_claim_nobody(struct call *c)
{
	return claim_by(c, NULL);
}

static s64 do_bind(struct call *c)
{
	int ret = iommu_device_use_default_domain(c->dev);

	if (!ret)
		domains_bound(c->rq->dev);
	return ret;
}

static s64 do_release(struct call *c)
{
	iommu_device_release_dma_owner(c->dev);
	domains_claimed(c->rq->dev, -1);
	return 0;
}

static s64 do_reprobe(struct call *c)
{
	int ret = platform_reprobe(c->rq->dev);

	if (ret == -EOPNOTSUPP)
		return cannot(c, "this device cannot be probed again");
	if (!ret)
		domains_probed(c->rq->dev);
	return ret;
}

static s64 do_reset_prepare(struct call *c)
{
	int ret = reset_prepare(c->rq->dev);

	return ret == -EOPNOTSUPP ? cannot(c, "no device whose reset the IOMMU core would hear of") : ret;
}

static s64 do_reset_done(struct call *c)
{
	return reset_done(c->rq->dev) ? cannot(c, "no device whose reset the IOMMU core would hear of") : 0;
}

static s64 do_enforce_coherency(struct call *c)
{
	const struct iommu_domain_ops *ops = c->domain->ops;

	return ops->enforce_cache_coherency && ops->enforce_cache_coherency(c->domain) ? 0 : -EOPNOTSUPP;
}

static s64 do_msi_windows(struct call *c)
{
	struct iommu_resv_region *region;
	unsigned int n = 0;
	LIST_HEAD(list);

	iommu_get_resv_regions(c->dev, &list);
	list_for_each_entry(region, &list, list)
		n += region->type == IOMMU_RESV_SW_MSI;
	iommu_put_resv_regions(c->dev, &list);
	return n;
}

/* ---- mapping */

static s64 do_map(struct call *c)
{
	return iommu_map(c->domain, c->rq->iova, c->rq->paddr, c->rq->size, c->rq->prot, GFP_KERNEL);
}

static s64 do_map_gfp(struct call *c)
{
	static const gfp_t gfps[] = {
		[GFP_CLASS_KERNEL] = GFP_KERNEL, [GFP_CLASS_ATOMIC] = GFP_ATOMIC,
		[GFP_CLASS_DMA32] = GFP_KERNEL | __GFP_DMA32, [GFP_CLASS_HIGHMEM] = GFP_KERNEL | __GFP_HIGHMEM,
		[GFP_CLASS_COMP] = GFP_KERNEL | __GFP_COMP,
	};
	bool atomic = c->rq->gfp == GFP_CLASS_ATOMIC;
	int ret;

	if (!COMPAT_MAP_GFP && !atomic && c->rq->gfp != GFP_CLASS_KERNEL)
		return cannot(c, "iommu_map() of this kernel takes no gfp");
	if (atomic)
		preempt_disable();
	ret = iommu_map(c->domain, c->rq->iova, c->rq->paddr, c->rq->size, c->rq->prot, gfps[c->rq->gfp]);
	if (atomic)
		preempt_enable();
	return ret;
}

static s64 do_map_nosync(struct call *c)
{
	return iommu_map_nosync(c->domain, c->rq->iova, c->rq->paddr, c->rq->size, c->rq->prot, GFP_KERNEL);
}

static s64 do_sync_map(struct call *c)
{
	return iommu_sync_map(c->domain, c->rq->iova, c->rq->size);
}

/* Where the array of pages has holes, what is no memory has none: asking for it would be our own crash. */
static bool has_page(u64 paddr)
{
	return !IS_ENABLED(CONFIG_SPARSEMEM) || IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP) || pfn_valid(PHYS_PFN(paddr));
}

static s64 do_map_sg(struct call *c)
{
	struct scatterlist sgl[TARGET_SEGS];
	unsigned int i;

	if (!c->rq->nsegs)
		return cannot(c, "an empty list");
	sg_init_table(sgl, c->rq->nsegs);
	for (i = 0; i < c->rq->nsegs; i++) {
		const struct seg *seg = &c->rq->seg[i];

		if (seg->size > UINT_MAX)
			return cannot(c, "a segment of 4 GiB or more");
		if (!has_page(seg->paddr))
			return cannot(c, "this kernel has no page for that address");
		if (seg->bus && !IS_ENABLED(CONFIG_NEED_SG_DMA_FLAGS))
			return cannot(c, "this kernel marks no bus addresses");
		sg_set_page(&sgl[i], pfn_to_page(PHYS_PFN(seg->paddr)), seg->size, offset_in_page(seg->paddr));
		if (seg->bus)
			sg_dma_mark_bus_address(&sgl[i]);
	}
	return iommu_map_sg(c->domain, c->rq->iova, sgl, c->rq->nsegs, c->rq->prot, GFP_KERNEL);
}

static s64 do_unmap(struct call *c)
{
	return iommu_unmap(c->domain, c->rq->iova, c->rq->size);
}

static s64 unmap_into_gather(struct call *c, bool queued)
{
	struct iommu_iotlb_gather *gather = domains_gather(c->rq->dom);

	gather->queued = queued;
	return iommu_unmap_fast(c->domain, c->rq->iova, c->rq->size, gather);
}

static s64 do_unmap_fast(struct call *c)
{
	return unmap_into_gather(c, false);
}

static s64 do_unmap_queued(struct call *c)
{
	return unmap_into_gather(c, true);
}

static s64 do_sync(struct call *c)
{
	iommu_iotlb_sync(c->domain, domains_gather(c->rq->dom));
	return 0;
}

static s64 do_flush_all(struct call *c)
{
	iommu_flush_iotlb_all(c->domain);
	return 0;
}

static s64 (*const runs[TARGET_NR_OPS])(struct call *c) = {
	[TARGET_ALLOC] = do_alloc, [TARGET_FREE] = do_free, [TARGET_NARROW] = do_narrow,
	[TARGET_ATTACH] = do_attach, [TARGET_ATTACH_DEVICE] = do_attach_device,
	[TARGET_DETACH] = do_detach, [TARGET_DETACH_DEVICE] = do_detach_device,
	[TARGET_REPLACE] = COMPAT_REPLACE ? do_replace : NULL,
	[TARGET_ATTACH_PASID] = COMPAT_PASIDS ? do_attach_pasid : NULL,
	[TARGET_REPLACE_PASID] = COMPAT_REPLACE_PASID ? do_replace_pasid : NULL,
	[TARGET_REPLACE_PASID_REUSED] = COMPAT_REPLACE_PASID ? do_replace_pasid_reused : NULL,
	[TARGET_DETACH_PASID] = COMPAT_PASIDS ? do_detach_pasid : NULL,
	[TARGET_MAP] = do_map, [TARGET_MAP_GFP] = do_map_gfp, [TARGET_MAP_SG] = do_map_sg,
	[TARGET_MAP_NOSYNC] = COMPAT_MAP_NOSYNC ? do_map_nosync : NULL,
	[TARGET_SYNC_MAP] = COMPAT_MAP_NOSYNC ? do_sync_map : NULL,
	[TARGET_UNMAP] = do_unmap, [TARGET_UNMAP_FAST] = do_unmap_fast, [TARGET_UNMAP_QUEUED] = do_unmap_queued,
	[TARGET_SYNC] = do_sync, [TARGET_FLUSH_ALL] = do_flush_all,
	[TARGET_CLAIM] = do_claim, [TARGET_CLAIM_OTHER] = do_claim_other, [TARGET_CLAIM_NOBODY] = do_claim_nobody,
	[TARGET_BIND] = COMPAT_BIND ? do_bind : NULL, [TARGET_RELEASE] = do_release, [TARGET_REPROBE] = do_reprobe,
	[TARGET_RESET_PREPARE] = COMPAT_RESET ? do_reset_prepare : NULL,
	[TARGET_RESET_DONE] = COMPAT_RESET ? do_reset_done : NULL,
	[TARGET_ENFORCE_COHERENCY] = do_enforce_coherency, [TARGET_MSI_WINDOWS] = do_msi_windows,
};

/* ---- a driver that refuses: the operations of the domain, for the time of one call */

static struct {
	struct iommu_domain *domain;
	const struct iommu_domain_ops *at;	/* the driver's */
	struct iommu_domain_ops real, other;	/* what they are, and what stands in for them */
	struct device *refused;
	uint32_t hits;
} wrap;

/*
 * A driver may know its domains by their operations, and a copy of these would be a stranger to it. So they are changed
 * where they are, unless they cannot be written to; in User-Mode Linux no driver is so particular.
 */
static bool in_place;

static bool find_place(void)
{
	struct device *dev = platform_device(0);
	struct iommu_domain *domain = dev ? iommu_get_domain_for_dev(dev) : NULL;

	if (IS_ENABLED(CONFIG_UML) || !domain || !domain->ops)
		return false;
	wrap.real = *domain->ops;
	return !compat_overwrite(domain->ops, &wrap.real, sizeof(wrap.real));
}

static bool can_wrap(void)
{
	return in_place || IS_ENABLED(CONFIG_UML);
}

static void put_ops(const struct iommu_domain_ops *ops)
{
	if (in_place)
		compat_overwrite(wrap.at, ops, sizeof(*ops));
	else
		wrap.domain->ops = ops == &wrap.real ? wrap.at : ops;
}

static bool is_refused(struct iommu_domain *domain, struct device *dev)
{
	bool refused = dev == wrap.refused && domain == wrap.domain;

	wrap.hits += refused;
	return refused;
}

static int refuse_attach(COMPAT_ATTACH_PARAMS)
{
	return is_refused(domain, dev) ? -EINVAL : wrap.real.attach_dev(COMPAT_ATTACH_ARGS);
}

static int refuse_pasid(struct iommu_domain *domain, struct device *dev, u32 pasid, struct iommu_domain *old)
{
	return is_refused(domain, dev) ? -EINVAL : compat_real_set_pasid(&wrap.real)(domain, dev, pasid, old);
}

static int refuse_sync(struct iommu_domain *domain, unsigned long iova, size_t size)
{
	wrap.hits++;
	return -EIO;
}

static void wrap_begin(struct call *c)
{
	wrap.domain = c->domain;
	wrap.at = c->domain->ops;
	wrap.real = wrap.other = *wrap.at;
	wrap.hits = 0;
	if (c->rq->env.kind == ENV_ATTACH_FAILURE) {
		wrap.refused = platform_device(c->rq->env.dev);
		wrap.other.attach_dev = refuse_attach;
		if (compat_real_set_pasid(&wrap.real))
			compat_set_set_pasid(&wrap.other, refuse_pasid);
	} else {
		compat_set_sync_map(&wrap.other, refuse_sync);
	}
	put_ops(&wrap.other);
}

static uint32_t wrap_end(void)
{
	put_ops(&wrap.real);
	return wrap.hits;
}

static s64 run_wrapped(struct call *c)
{
	s64 value;

	if (!c->domain)
		return cannot(c, "no domain whose driver could fail");
	if (!can_wrap())
		return cannot(c, "the operations of this driver cannot be written to");
	wrap_begin(c);
	value = runs[c->rq->op](c);
	c->a->injected = wrap_end();
	return value;
}

static s64 run_exhausted(struct call *c)
{
	s64 value;

	if (!c->dev)
		return cannot(c, "no device whose driver could run out of anything");
	c->a->injected = exhaust_begin(c->rq->dev);
	value = runs[c->rq->op](c);
	exhaust_end();
	return value;
}

static s64 run_under(struct call *c)
{
	const struct env *env = &c->rq->env;
	s64 value;

	switch (env->kind) {
	case ENV_NONE:
		return runs[c->rq->op](c);
	case ENV_ALLOC_FAILURE:
		inject_begin(env);
		value = runs[c->rq->op](c);
		c->a->injected = inject_end();
		return value;
	case ENV_SYNC_FAILURE:
	case ENV_ATTACH_FAILURE:
		return run_wrapped(c);
	case ENV_EXHAUSTED:
		return run_exhausted(c);
	default:
		platform_trouble(env->kind);
		value = runs[c->rq->op](c);
		c->a->injected = platform_relieve();
		return value;
	}
}

/* ---- the way in */

static bool can_inject;

void ops_describe(struct description *d)
{
	static const struct { enum env_kind kind; const char *name; } troubles[] = {
		{ ENV_CLOCK_FAILURE, "clock-failure" }, { ENV_HARDWARE_STUCK, "hardware-stuck" },
		{ ENV_UNPOWERED, "unpowered" },
	};
	unsigned int op, i;

	for (op = 0; op < TARGET_NR_OPS; op++)
		if (runs[op])
			target_list_add(d->can, sizeof(d->can), target_ops[op].name);
	can_inject = inject_start();
	if (can_inject)
		target_list_add(d->can, sizeof(d->can), "alloc-failure");
	in_place = find_place();
	if (COMPAT_SYNC_FAILURE && can_wrap())
		target_list_add(d->can, sizeof(d->can), "sync-failure");
	if (can_wrap())
		target_list_add(d->can, sizeof(d->can), "attach-failure");
	target_list_add(d->can, sizeof(d->can), "exhausted");
	for (i = 0; i < ARRAY_SIZE(troubles); i++)
		if (platform_can(troubles[i].kind))
			target_list_add(d->can, sizeof(d->can), troubles[i].name);
}

#define MOST_ENTRIES	(1u << 18)

/* Would it take longer to write all its entries, of the largest page that its addresses allow, than anybody waits? */
static bool is_endless(const struct call *c)
{
	u64 at = c->rq->iova | c->rq->paddr, size = c->rq->size, last = c->rq->iova + size - 1;
	u64 pages = c->domain->pgsize_bitmap & (at ? at ^ (at - 1) : U64_MAX);

	return pages && c->rq->iova >= c->domain->geometry.aperture_start && last >= c->rq->iova &&
	       last <= c->domain->geometry.aperture_end && size >> __fls(pages) > MOST_ENTRIES;
}

/* Is some of the range never to be mapped for @dev? */
static bool is_reserved_for(struct device *dev, const struct request *rq)
{
	struct iommu_resv_region *region;
	bool reserved = false;
	LIST_HEAD(list);

	iommu_get_resv_regions(dev, &list);
	list_for_each_entry(region, &list, list)
		reserved |= region->type == IOMMU_RESV_RESERVED && region->start <= rq->iova + rq->size - 1 &&
			    rq->iova <= region->start + region->length - 1;
	iommu_put_resv_regions(dev, &list);
	return reserved;
}

/* Does a device on the domain keep its callers out of the range? */
static bool is_reserved(const struct request *rq)
{
	int v;

	for (v = 0; v < TARGET_DEVICES; v++)
		if (platform_device(v) && domains_current(v) == rq->dom && is_reserved_for(platform_device(v), rq))
			return true;
	return false;
}

static bool fits(const struct request *rq)
{
	unsigned int i;

	for (i = 0; i < rq->nsegs; i++)
		if (!agent_can_say(rq->seg[i].paddr) || !agent_can_say(rq->seg[i].size))
			return false;
	return agent_can_say(rq->iova) && agent_can_say(rq->paddr) && agent_can_say(rq->size);
}

/* Find what the operands name. Returns why it cannot be found, or NULL. */
static const char *resolve(struct call *c)
{
	const char *operands = target_ops[c->rq->op].operands;

	if (!runs[c->rq->op])
		return "this kernel side has no such operation";
	if (c->rq->env.kind == ENV_ALLOC_FAILURE && !can_inject)
		return "this kernel is built without fault injection";
	if (!fits(c->rq))
		return AGENT_CANNOT_SAY;
	if (strchr(operands, 'v')) {
		c->dev = platform_device(c->rq->dev);
		c->group = c->dev ? c->dev->iommu_group : NULL;
		if (!c->group)
			return "no such device behind an IOMMU";
	}
	if (strchr(operands, 'D')) {
		c->domain = domains_get(c->rq->dom, c->rq->dev);
		if (!c->domain && c->rq->op != TARGET_ALLOC)
			return "no such domain";
	}
	if (strchr(operands, 'P') && is_endless(c))
		return "more entries than there is time to write";
	if (platform_stops() && strchr(operands, 'R') && is_reserved(c->rq))
		return "addresses that the device reserves";
	return NULL;
}

void ops_run(const struct request *rq, struct answer *a)
{
	struct call c = { .rq = rq, .a = a };
	const char *why = resolve(&c);

	if (why) {
		cannot(&c, why);
		return;
	}
	platform_watch(rq->watch, rq->nwatch, a);
	a->value = run_under(&c);
	platform_unwatch();
	if (strchr(target_ops[rq->op].operands, 'p'))
		platform_mapped(rq->iova, rq->size);
}
