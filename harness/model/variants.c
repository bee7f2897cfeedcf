// SPDX-License-Identifier: GPL-2.0-only
/* Drivers that conform in another way than the reference does, see variants.h. */
#include <errno.h>

#include "harness/model/core.h"
#include "harness/model/pgtable.h"
#include "harness/model/variants.h"

static void no_blocked(struct shape *s)
{
	s->blocked = false;
}

const struct model_driver variant_no_blocked = { .name = "variant/no-blocked", .shape = no_blocked };

static void dma_default(struct shape *s)
{
	s->standard = TYPE_DMA;
}

static const struct model_driver variant_dma_default = { .name = "variant/dma-default", .shape = dma_default };

static void window(struct shape *s)
{
	s->first = 1ull << 31;
	s->last = (1ull << 32) - 1;
	s->pgsizes = 1 << 12 | 1 << 21;
	s->paddr_last = (1ull << 40) - 1;
}

static const struct model_driver variant_window = { .name = "variant/window", .shape = window };

static int own_instance(struct model *m, struct domain *d, struct device *dev)
{
	int instance;

	for (instance = 0; instance < HW_INSTANCES; instance++)
		if (d->users[instance] && instance != m->hw.instance[dev->index])
			return -EINVAL;
	return reference_compatible(m, d, dev);
}

static const struct model_driver variant_per_instance = {
	.name = "variant/per-instance", .ops.compatible = own_instance
};

static uint64_t unmap_whole_leaves(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				   struct gather *gather)
{
	uint64_t leaf, done = 0, now = 1, size = pgsize * pgcount;

	while (now && done < size && !reference_check_iova(d, iova + done, size - done) &&
	       pgt_lookup(&m->phys, d->root, iova + done, &leaf) && leaf <= size - done) {
		now = reference_unmap_pages(m, d, iova + done, leaf, 1, gather);
		done += now;
	}
	if (done < size)
		model_warn(m, "unmap of a part of a page, or of nothing");
	return done;
}

static const struct model_driver variant_head_refused = {
	.name = "variant/head-refused", .ops.unmap_pages = unmap_whole_leaves
};

static int map_replaces_small(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			      uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	struct gather gather = { 0 };
	uint64_t at, size;

	for (at = 0; at < pgsize && pgsize == 1 << 21; at += PHYS_PAGE)
		if (pgt_lookup(&m->phys, d->root, iova + at, &size) && size == PHYS_PAGE)
			reference_unmap_pages(m, d, iova + at, PHYS_PAGE, 1, &gather);
	reference_iotlb_sync(m, d, &gather);
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

static const struct model_driver variant_large_replaces = {
	.name = "variant/large-replaces", .ops.map_pages = map_replaces_small
};

static uint64_t rights_imply_read(uint32_t prot)
{
	return reference_rights(prot) | PTE_READ;
}

static void no_write_only(struct shape *s)
{
	s->write_only = false;
}

static const struct model_driver variant_write_reads = {
	.name = "variant/write-implies-read", .shape = no_write_only, .ops.rights = rights_imply_read
};

static int map_something(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
			 enum gfp_class gfp)
{
	return size ? core_map_nosync(m, d, iova, paddr, size, prot, gfp) : -EINVAL;
}

static const struct model_driver variant_size_0_refused = {
	.name = "variant/size-0-refused", .core.map_nosync = map_something
};

static bool free_and_block(struct model *m, struct domain *d)
{
	unsigned int i;

	for (i = 0; i < MODEL_GROUPS; i++)
		if (m->group[i].ndevs && m->group[i].domain == d) {
			model_warn(m, "iommu_domain_free: domain %u is attached", d->domid);
			core_set_domain(m, &m->group[i], &m->group[i].dev[0]->drv->blocked);
		}
	return core_free(m, d);
}

static const struct model_driver variant_free_blocks = { .name = "variant/free-blocks", .core.free = free_and_block };

const struct model_driver *const model_variants[] = {
	&variant_dma_default, &variant_free_blocks, &variant_head_refused, &variant_large_replaces, &variant_no_blocked,
	&variant_per_instance, &variant_size_0_refused, &variant_window, &variant_write_reads, NULL
};
