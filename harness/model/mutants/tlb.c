// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group TLB. */
#include "harness/model/mutants/mutant.h"

#define SCRATCH	0x7f000000ull

static int64_t unmap_unsynced(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	struct gather gather = { 0 };

	return core_unmap_loop(m, d, iova, size, &gather);
}

MUTANT(unmap_without_flush) = { .core.unmap = unmap_unsynced };

/* A removed page is replaced by a scratch page, as a GART does. */
static uint64_t unmap_to_scratch(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				 struct gather *gather)
{
	uint64_t done = reference_unmap_pages(m, d, iova, pgsize, pgcount, gather), at;

	for (at = 0; at < done && pgsize == PHYS_PAGE; at += PHYS_PAGE) {
		struct pgt_leaves page = { iova + at, SCRATCH, PHYS_PAGE, 1, PTE_READ | PTE_WRITE };

		pgt_map(&m->phys, d->root, &page, GFP_CLASS_ATOMIC, &gather->unlinked);
	}
	return done;
}

static uint64_t answer_without_scratch(struct model *m, struct domain *d, uint64_t iova)
{
	uint64_t paddr = reference_iova_to_phys(m, d, iova);

	return paddr - paddr % PHYS_PAGE == SCRATCH ? 0 : paddr;
}

static int map_over_scratch(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			    uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	struct table_list unlinked = { 0 };
	uint64_t at, size;

	for (at = 0; at < pgsize * pgcount && pgsize == PHYS_PAGE; at += PHYS_PAGE)
		if ((pgt_lookup(&m->phys, d->root, iova + at, &size) & PTE_ADDR) == SCRATCH)
			pgt_unmap(&m->phys, d->root, iova + at, iova + at, &unlinked);
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(unmapped_page_is_a_scratch_page) = {
	.ops = { .unmap_pages = unmap_to_scratch, .map_pages = map_over_scratch,
		 .iova_to_phys = answer_without_scratch }
};

static void gather_last(struct gather *gather, uint64_t iova, uint64_t size)
{
	gather->any = false;
	core_gather_add(gather, iova, size);
}

MUTANT(gather_keeps_the_last_range) = { .core.gather_add = gather_last };

static void flush_none(struct model *m, struct domain *d)
{
	phys_free_list(&m->phys, &d->unlinked);
}

MUTANT(flush_all_does_nothing) = { .ops.flush_iotlb_all = flush_none };

static void flush_gathered(struct model *m, struct domain *d)
{
	reference_iotlb_sync(m, d, &d->gather);
	phys_free_list(&m->phys, &d->unlinked);
}

MUTANT(flush_all_forgets_queued_ranges) = { .ops.flush_iotlb_all = flush_gathered };

static int sync_map_nothing(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	return reference_iotlb_sync_map(m, d, iova, 0);
}

MUTANT(not_present_stays_cached) = { .ops.iotlb_sync_map = sync_map_nothing };

static void flush_one_instance(struct model *m, struct domain *d, uint64_t first, uint64_t last, bool tables)
{
	int instance = d->users[0] ? 0 : d->users[1] ? 1 : 2;

	hw_invalidate(&m->hw, instance, d->domid, first, last, tables);
}

MUTANT(flush_reaches_one_instance) = { .ops.flush = flush_one_instance };

static void flush_leaves(struct model *m, struct domain *d, uint64_t first, uint64_t last, bool tables)
{
	reference_flush(m, d, first, last, false);
}

MUTANT(walk_cache_is_not_flushed) = { .ops.flush = flush_leaves };

/* All domains share one tag, as in an IOMMU that has none. */
static int alloc_untagged(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	int ret = reference_alloc(m, dev, flags, d);

	model_free_domid(m, d->domid);
	d->domid = 31;
	return ret;
}

static void leave_unflushed(struct model *m, struct domain *d, struct device *dev)
{
	d->users[m->hw.instance[dev->index]]--;
}

MUTANT(old_domain_stays_cached) = { .ops = { .alloc = alloc_untagged, .leave = leave_unflushed } };
