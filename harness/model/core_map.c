// SPDX-License-Identifier: GPL-2.0-only
/* Map, unmap, iova_to_phys: drivers/iommu/iommu.c, from iommu_pgsize() to iommu_map_sg(). See core.h. */
#include <errno.h>
#include <inttypes.h>

#include "harness/model/core.h"

static bool is_paging(const struct domain *d)
{
	return d->facts.type == TYPE_PAGING || d->facts.type == TYPE_DMA;
}

/* All bits up to that of @n, @n != 0: GENMASK(__fls(n), 0). */
static uint64_t mask_to_highest(uint64_t n)
{
	return UINT64_MAX >> __builtin_clzll(n);
}

static uint64_t lowest(uint64_t n)
{
	return n & -n;
}

int core_check_map(struct model *m, const struct domain *d, enum gfp_class gfp)
{
	if (!is_paging(d)) {
		model_warn(m, "iommu_map: not a paging domain");
		return -EINVAL;
	}
	if (!d->facts.pgsize_bitmap) {
		model_warn(m, "iommu_map: domain without page sizes");
		return -EINVAL;
	}
	if (gfp > GFP_CLASS_ATOMIC) {
		model_warn(m, "iommu_map: gfp flags that a page table cannot have");
		return -EINVAL;
	}
	return 0;
}

int core_check_align(struct model *m, const struct domain *d, uint64_t bits)
{
	if (!(bits & (lowest(d->facts.pgsize_bitmap) - 1)))
		return 0;
	model_log(m, "unaligned: min_pagesz 0x%" PRIx64, lowest(d->facts.pgsize_bitmap));
	return -EINVAL;
}

/* iommu_pgsize(): the page size to use next, and for how many pages. */
uint64_t core_pgsize(const struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint64_t *count)
{
	uint64_t merge = iova | paddr, all = d->facts.pgsize_bitmap, sizes, pgsize, next, offset;

	sizes = all & mask_to_highest(size);
	if (merge)
		sizes &= mask_to_highest(lowest(merge));
	pgsize = mask_to_highest(sizes) - mask_to_highest(sizes) / 2;
	next = lowest(all & ~mask_to_highest(pgsize));
	/* Go on to where a bigger page fits, if there is one and the rest is large enough for it. */
	if (next && !((iova ^ paddr) & (next - 1))) {
		offset = next - (merge & (next - 1));
		if (offset + next <= size)
			size = offset;
	}
	*count = size / pgsize;
	return pgsize;
}

int core_map_nosync(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
		    enum gfp_class gfp)
{
	uint64_t done = 0, mapped, pgsize, count;
	int ret = m->core.check_map(m, d, gfp);

	if (!ret)
		ret = m->core.check_align(m, d, iova | paddr | size);
	while (!ret && done < size) {
		pgsize = m->core.pgsize(d, iova + done, paddr + done, size - done, &count);
		ret = d->owner->ops.map_pages(m, d, iova + done, paddr + done, pgsize, count, prot, gfp, &mapped);
		done += mapped;
	}
	if (ret)
		m->core.undo_map(m, d, iova, done);
	return ret;
}

void core_undo_map(struct model *m, struct domain *d, uint64_t iova, uint64_t mapped)
{
	if (mapped)
		m->core.unmap(m, d, iova, mapped);
}

int core_sync_map(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	return is_paging(d) ? d->owner->ops.iotlb_sync_map(m, d, iova, size) : -EINVAL;
}

int core_map(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
	     enum gfp_class gfp)
{
	int ret = m->core.map_nosync(m, d, iova, paddr, size, prot, gfp);

	if (ret)
		return ret;
	ret = m->core.sync_map(m, d, iova, size);
	if (ret)
		m->core.undo_map(m, d, iova, size);
	return ret;
}

int64_t core_map_sg(struct model *m, struct domain *d, uint64_t iova, const struct seg *seg, unsigned int nsegs,
		    uint32_t prot)
{
	uint64_t mapped = 0, start = 0, len = 0;
	unsigned int i;
	int ret = 0;

	for (i = 0; i <= nsegs && !ret; i++) {
		if (len && (i == nsegs || seg[i].paddr != start + len)) {
			ret = m->core.map_nosync(m, d, iova + mapped, start, len, prot, GFP_CLASS_KERNEL);
			mapped += ret ? 0 : len;
			len = 0;
		}
		if (i == nsegs || seg[i].bus)
			continue;
		start = len ? start : seg[i].paddr;
		len += seg[i].size;
	}
	if (!ret)
		ret = m->core.sync_map(m, d, iova, mapped);
	if (!ret)
		return mapped;
	m->core.undo_map(m, d, iova, mapped);
	return ret;
}

void core_gather_add(struct gather *gather, uint64_t iova, uint64_t size)
{
	uint64_t last = iova + size - 1;

	if (!gather->any || iova < gather->first)
		gather->first = iova;
	if (!gather->any || last > gather->last)
		gather->last = last;
	gather->any = true;
}

int64_t core_unmap_loop(struct model *m, struct domain *d, uint64_t iova, uint64_t size, struct gather *gather)
{
	uint64_t done = 0, now, pgsize, count;

	if (!is_paging(d) || !d->facts.pgsize_bitmap || m->core.check_align(m, d, iova | size))
		return 0;
	while (done < size) {
		pgsize = m->core.pgsize(d, iova + done, iova + done, size - done, &count);
		now = d->owner->ops.unmap_pages(m, d, iova + done, pgsize, count, gather);
		if (!now)
			break;
		done += now;
	}
	return done;
}

int64_t core_unmap(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	struct gather gather = { 0 };
	int64_t done = m->core.unmap_loop(m, d, iova, size, &gather);

	if (is_paging(d))
		d->owner->ops.iotlb_sync(m, d, &gather);
	return done;
}

uint64_t core_iova_to_phys(struct model *m, struct domain *d, uint64_t iova)
{
	if (d->facts.type == TYPE_IDENTITY)
		return iova;
	return is_paging(d) ? d->owner->ops.iova_to_phys(m, d, iova) : 0;
}
