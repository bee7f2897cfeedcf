// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the groups DOM and ALLOC. */
#include "harness/model/mutants/mutant.h"
#include "harness/model/variants.h"

static int attach_as_dma(struct model *m, struct domain *d, struct device *dev)
{
	if (d->root)
		d->facts.type = TYPE_DMA;
	return reference_attach(m, d, dev);
}

MUTANT(type_changes_at_attach) = { .ops.attach = attach_as_dma };

static int map_anything(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
			enum gfp_class gfp)
{
	return d->root ? core_map(m, d, iova, paddr, size, prot, gfp) : 0;
}

MUTANT(map_of_static_domain_is_ok) = { .core.map = map_anything };

static int64_t unmap_anything(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	return d->root ? core_unmap(m, d, iova, size) : (int64_t)size;
}

MUTANT(unmap_of_static_domain_returns_size) = { .core.unmap = unmap_anything };

static void install_reads(struct model *m, struct device *dev, const struct dte *dte)
{
	const struct dte abort = { .mode = DTE_ABORT };

	hw_write_dte(&m->hw, dev->index, HW_READS, dte);
	hw_write_dte(&m->hw, dev->index, HW_WRITES, dte->mode == DTE_BYPASS ? &abort : dte);
}

MUTANT(identity_is_read_only) = { .ops.install = install_reads };

static struct dte bypass_32_bits(struct model *m, struct device *dev, enum domain_type type)
{
	struct dte dte = reference_static_dte(m, dev, type);

	dte.last = UINT32_MAX;
	return dte;
}

MUTANT(identity_ends_at_4g) = { .ops.static_dte = bypass_32_bits };

static uint64_t truncate_identity(struct model *m, struct domain *d, uint64_t iova)
{
	return is_identity(d) ? (uint32_t)iova : core_iova_to_phys(m, d, iova);
}

MUTANT(identity_answer_is_truncated) = { .core.iova_to_phys = truncate_identity };

static int refuse_identity(struct model *m, struct domain *d, struct device *dev)
{
	return is_identity(d) && dev->domain && dev->domain->root ? -EBUSY : reference_attach(m, d, dev);
}

MUTANT(identity_refused_while_translating) = { .ops.attach = refuse_identity };

static struct dte bypass_all(struct model *m, struct device *dev, enum domain_type type)
{
	return reference_static_dte(m, dev, TYPE_IDENTITY);
}

MUTANT(blocked_passes_through) = { .ops.static_dte = bypass_all };

static int ignore_blocked(struct model *m, struct domain *d, struct device *dev)
{
	return is_blocked(d) ? 0 : reference_attach(m, d, dev);
}

MUTANT(blocked_changes_nothing) = { .ops.attach = ignore_blocked };

static int refuse_blocked(struct model *m, struct domain *d, struct device *dev)
{
	return is_blocked(d) && dev->domain && dev->domain->root ? -EBUSY : reference_attach(m, d, dev);
}

MUTANT(blocked_refused_while_translating) = { .ops.attach = refuse_blocked };

static int claim_by_detach(struct model *m, struct device *dev, const void *owner)
{
	const struct dte off = reference_static_dte(m, dev, TYPE_IDENTITY);
	int ret = core_claim(m, dev, owner);

	if (!ret)
		reference_install(m, dev, &off);
	return ret;
}

MUTANT(fallback_passes_through) = { .base = &variant_no_blocked, .core.claim = claim_by_detach };

static struct dte dummy_page(struct model *m, struct device *dev, enum domain_type type)
{
	struct dte dte = reference_static_dte(m, dev, type);

	dte.dummy = type == TYPE_BLOCKED ? 0x7f000000 : 0;
	return dte;
}

MUTANT(blocked_has_a_dummy_page) = { .ops.static_dte = dummy_page };

static int alloc_dma(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	int ret = reference_alloc(m, dev, flags, d);

	d->facts.type = TYPE_DMA;
	return ret;
}

MUTANT(alloc_gives_a_dma_domain) = { .ops.alloc = alloc_dma };

static int alloc_unfinished(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	int ret = reference_alloc(m, dev, flags, d);

	d->facts.pgsize_bitmap = 0;
	return ret;
}

static int attach_finishes(struct model *m, struct domain *d, struct device *dev)
{
	d->facts.pgsize_bitmap = d->sizes;
	return reference_attach(m, d, dev);
}

MUTANT(page_sizes_known_at_attach) = { .ops = { .alloc = alloc_unfinished, .attach = attach_finishes } };
MUTANT(no_page_sizes) = { .ops.alloc = alloc_unfinished };

static int alloc_on_first_iommu(struct model *m, struct device *dev, uint32_t flags, struct domain **d)
{
	return core_alloc(m, dev->group ? dev : &m->dev[0], flags, d);
}

MUTANT(alloc_without_iommu) = { .core.alloc = alloc_on_first_iommu };

static int alloc_drops_flags(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	return reference_alloc(m, dev, 0, d);
}

MUTANT(unknown_flag_is_dropped) = { .ops.alloc = alloc_drops_flags };

static int alloc_leaks(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	int ret = reference_alloc(m, dev, flags, d);

	if (ret == -ENOMEM)
		model_alloc_domid(m);
	return ret;
}

MUTANT(failed_alloc_leaks_its_number) = { .ops.alloc = alloc_leaks };

static int alloc_attaches(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	int ret = reference_alloc(m, dev, flags, d);
	const struct dte dte = reference_paging_dte(m, d, dev);

	if (!ret)
		reference_install(m, dev, &dte);
	return ret;
}

MUTANT(alloc_programs_the_device) = { .ops.alloc = alloc_attaches };

static int alloc_maps_doorbell(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	int ret = reference_alloc(m, dev, flags, d);
	uint64_t mapped;

	return ret ? ret : reference_map_pages(m, d, d->facts.first, 0x1000000, PHYS_PAGE, 1, PROT_READ_ | PROT_WRITE_,
					       GFP_CLASS_KERNEL, &mapped);
}

MUTANT(fresh_domain_is_not_empty) = { .ops.alloc = alloc_maps_doorbell };

static int attach_shrinks(struct model *m, struct domain *d, struct device *dev)
{
	if (d->root)
		d->facts.last = (1ull << 39) - 1;
	return reference_attach(m, d, dev);
}

MUTANT(aperture_known_at_attach) = { .ops.attach = attach_shrinks };

static uint64_t pgsize_of_driver(const struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint64_t *count)
{
	struct domain copy = *d;

	copy.facts.pgsize_bitmap = d->sizes;
	return core_pgsize(&copy, iova, paddr, size, count);
}

MUTANT(removed_page_size_is_used) = { .core.pgsize = pgsize_of_driver };
