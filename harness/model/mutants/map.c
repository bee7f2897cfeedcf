// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group MAP. */
#include "harness/model/mutants/mutant.h"

static int map_if_attached(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			   uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	*mapped = 0;
	if (!model_domain_in_use(d))
		return -EINVAL;
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(map_needs_a_device) = { .ops.map_pages = map_if_attached };

static int map_first_page_again(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
				uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	uint64_t i;
	int ret = 0;

	for (i = 0; i < pgcount && !ret; i++)
		ret = reference_map_pages(m, d, iova + i * pgsize, paddr, pgsize, 1, prot, gfp, mapped);
	*mapped = ret ? 0 : pgsize * pgcount;
	return ret;
}

MUTANT(every_page_gets_the_first_paddr) = { .ops.map_pages = map_first_page_again };

/* omap: "why does every instance need its own copy of the identical pgd?" */
static struct dte copy_root(struct model *m, struct domain *d, struct device *dev)
{
	struct dte dte = reference_paging_dte(m, d, dev);
	uint64_t at, pte;

	if (!in_use_elsewhere(m, d, dev))
		return dte;
	dte.domid = 30;		/* or the caches would hide it */
	dte.root = phys_alloc_table(&m->phys, GFP_CLASS_KERNEL);
	for (at = 0; at < PHYS_PAGE; at += 8)
		if (phys_read(&m->phys, d->root + at, &pte))
			phys_write(&m->phys, dte.root + at, pte);
	return dte;
}

MUTANT(second_device_gets_a_copy_of_the_root) = { .ops.paging_dte = copy_root };

static int sync_if_attached(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	return model_domain_in_use(d) ? core_sync_map(m, d, iova, size) : -ENODEV;
}

static int map_sync_if_attached(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size,
				uint32_t prot, enum gfp_class gfp)
{
	return model_domain_in_use(d) ? core_map(m, d, iova, paddr, size, prot, gfp) :
		core_map_nosync(m, d, iova, paddr, size, prot, gfp);
}

MUTANT(sync_map_needs_a_device) = { .core = { .sync_map = sync_if_attached, .map = map_sync_if_attached } };

static void undo_nothing(struct model *m, struct domain *d, uint64_t iova, uint64_t mapped)
{
}

MUTANT(failed_map_is_not_undone) = { .core.undo_map = undo_nothing };

static int map_without_undo(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size,
			    uint32_t prot, enum gfp_class gfp)
{
	int ret = core_map_nosync(m, d, iova, paddr, size, prot, gfp);

	return ret ? ret : core_sync_map(m, d, iova, size);
}

MUTANT(failed_sync_leaves_the_mapping) = { .core.map = map_without_undo };

/* AMD before generic_pt. */
static int map_over(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
		    uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	struct table_list unlinked = { 0 };
	uint64_t i;

	for (i = 0; i < pgcount && i < 64; i++)
		pgt_unmap(&m->phys, d->root, iova + i * pgsize, iova + i * pgsize, &unlinked);
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(overlap_replaces) = { .ops.map_pages = map_over };

/* VT-d before generic_pt. */
static int map_says_ok(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
		       enum gfp_class gfp)
{
	int ret = core_map_nosync(m, d, iova, paddr, size, prot, gfp);

	return ret == -EADDRINUSE ? 0 : ret;
}

MUTANT(overlap_is_kept_and_called_ok) = { .core.map_nosync = map_says_ok };

static int map_large_clears(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			    uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	struct table_list unlinked = { 0 };
	int ret = reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);

	for (uint64_t at = iova; ret == -EADDRINUSE && pgsize > PHYS_PAGE && at < iova + pgsize; at += PHYS_PAGE)
		pgt_unmap(&m->phys, d->root, at, at, &unlinked);
	return ret;
}

MUTANT(refused_large_page_clears_small_ones) = { .ops.map_pages = map_large_clears };

static int map_not_over_table(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			      uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	uint64_t reached;

	*mapped = 0;
	if (!reference_check_iova(d, iova, 1) && !pgt_lookup(&m->phys, d->root, iova, &reached) && reached < pgsize)
		return -EADDRINUSE;
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(empty_table_is_in_the_way) = { .ops.map_pages = map_not_over_table };

static int map_at_least_a_page(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size,
			       uint32_t prot, enum gfp_class gfp)
{
	return core_map_nosync(m, d, iova, paddr, size ? size : PHYS_PAGE, prot, gfp);
}

MUTANT(size_0_maps_a_page) = { .core.map_nosync = map_at_least_a_page };

static uint64_t rights_always_write(uint32_t prot)
{
	return reference_rights(prot) | PTE_WRITE;
}

MUTANT(read_only_is_writable) = { .ops.rights = rights_always_write };

static uint64_t rights_always_read(uint32_t prot)
{
	return reference_rights(prot) | PTE_READ;
}

MUTANT(write_only_is_readable) = { .ops.rights = rights_always_read };

static int check_no_prot(struct model *m, uint32_t prot)
{
	return 0;
}

MUTANT(map_without_rights_is_ok) = { .ops.check_prot = check_no_prot };

static uint64_t rights_of_noexec(uint32_t prot)
{
	return reference_rights(prot) | (prot & (PROT_NOEXEC_ | PROT_PRIV_) ? PTE_WRITE : 0);
}

MUTANT(noexec_and_priv_can_be_written) = { .ops.rights = rights_of_noexec };

static int map_sleeping(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, GFP_CLASS_KERNEL, mapped);
}

MUTANT(atomic_map_sleeps) = { .ops.map_pages = map_sleeping };

static int64_t map_bus_segments(struct model *m, struct domain *d, uint64_t iova, const struct seg *seg,
				unsigned int nsegs, uint32_t prot)
{
	struct seg copy[TARGET_SEGS];
	unsigned int i;

	for (i = 0; i < nsegs && i < TARGET_SEGS; i++) {
		copy[i] = seg[i];
		copy[i].bus = false;
	}
	return core_map_sg(m, d, iova, copy, i, prot);
}

MUTANT(bus_segments_are_mapped) = { .core.map_sg = map_bus_segments };

static uint64_t unmap_next_too(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
			       struct gather *gather)
{
	uint64_t done = reference_unmap_pages(m, d, iova, pgsize, pgcount, gather);

	if (done && !reference_check_iova(d, iova + done, 1))
		pgt_unmap(&m->phys, d->root, iova + done, iova + done, &gather->unlinked);
	return done;
}

MUTANT(unmap_takes_the_neighbour) = { .ops.unmap_pages = unmap_next_too };

/* Clear all entries of small pages that point at @paddr. */
static void forget_page(struct phys *p, uint64_t table, int level, uint64_t paddr)
{
	uint64_t entry, pte;

	for (entry = table; entry < table + PHYS_PAGE; entry += 8) {
		if (!phys_read(p, entry, &pte) || !(pte & PTE_PRESENT) || pte & PTE_LEAF)
			continue;
		if (level)
			forget_page(p, pte & PTE_ADDR, level - 1, paddr);
		else if ((pte & PTE_ADDR) == paddr)
			phys_write(p, entry, 0);
	}
}

static uint64_t unmap_memory(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
			     struct gather *gather)
{
	uint64_t paddr = reference_iova_to_phys(m, d, iova);
	uint64_t done = reference_unmap_pages(m, d, iova, pgsize, pgcount, gather);

	if (done)
		forget_page(&m->phys, d->root, PGT_TOP, paddr);
	return done;
}

MUTANT(unmap_removes_all_mappings_of_a_page) = { .ops.unmap_pages = unmap_memory };

static int check_not_0(const struct domain *d, uint64_t iova, uint64_t size)
{
	return iova ? reference_check_iova(d, iova, size) : -EINVAL;
}

MUTANT(iova_0_refused) = { .ops.check_iova = check_not_0 };
MUTANT(page_0_refused) = { .ops.check_paddr = check_not_0 };
