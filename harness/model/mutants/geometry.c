// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group GEO. */
#include "harness/model/mutants/mutant.h"

static void end_exclusive(struct shape *s)
{
	s->last++;
}

MUTANT(aperture_end_is_exclusive) = { .shape = end_exclusive };

static int check_below_last(const struct domain *d, uint64_t iova, uint64_t size)
{
	return iova + size - 1 >= d->facts.last ? -ERANGE : reference_check_iova(d, iova, size);
}

MUTANT(last_page_refused) = { .ops.check_iova = check_below_last };

static int map_truncated_iova(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			      uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	return reference_map_pages(m, d, iova & d->facts.last, paddr, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(iova_is_truncated) = { .ops.map_pages = map_truncated_iova };

static int map_until_outside(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			     uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	uint64_t i;
	int ret = 0;

	for (i = 0; i < pgcount && !ret; i++)
		ret = reference_map_pages(m, d, iova + i * pgsize, paddr + i * pgsize, pgsize, 1, prot, gfp, mapped);
	*mapped = ret ? 0 : pgsize * pgcount;
	return ret;
}

MUTANT(part_inside_stays_mapped) = { .ops.map_pages = map_until_outside };

static int check_end(const struct domain *d, uint64_t iova, uint64_t size)
{
	return iova < d->facts.first || iova + size > d->facts.last + 1 ? -ERANGE : 0;
}

MUTANT(end_overflows) = { .ops.check_iova = check_end };

static struct dte dte_passes_above(struct model *m, struct domain *d, struct device *dev)
{
	struct dte dte = reference_paging_dte(m, d, dev);

	dte.pass_above = true;
	return dte;
}

MUTANT(passes_above_the_aperture) = { .ops.paging_dte = dte_passes_above };

static void one_size_too_many(struct shape *s)
{
	s->pgsizes |= 1 << 16;
}

MUTANT(page_size_that_it_has_not) = { .shape = one_size_too_many };

static int map_rounded(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
		       enum gfp_class gfp)
{
	const uint64_t mask = PHYS_PAGE - 1;

	return core_map_nosync(m, d, iova & ~mask, paddr & ~mask, (size + mask) & ~mask, prot, gfp);
}

MUTANT(misaligned_map_is_rounded) = { .core.map_nosync = map_rounded };

static int map_truncated_paddr(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			       uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	return reference_map_pages(m, d, iova, paddr & d->facts.paddr_last, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(paddr_is_truncated) = { .ops.map_pages = map_truncated_paddr };

/* The boundary to the next page size is where the I/O address is aligned, wherever the memory is. */
static uint64_t pgsize_by_iova(const struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint64_t *count)
{
	return core_pgsize(d, iova, iova, size, count);
}

MUTANT(large_leaf_for_askew_memory) = { .core.pgsize = pgsize_by_iova };

static int map_large_run_once(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			      uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	uint64_t i;
	int ret;

	ret = reference_map_pages(m, d, iova, paddr, pgsize, pgsize > PHYS_PAGE ? 1 : pgcount, prot, gfp, mapped);
	for (i = 1; i < pgcount && pgsize > PHYS_PAGE && !ret; i++)
		ret = reference_map_pages(m, d, iova + i * pgsize, paddr, pgsize, 1, prot, gfp, mapped);
	*mapped = ret ? 0 : pgsize * pgcount;
	return ret;
}

MUTANT(large_leaves_repeat_their_memory) = { .ops.map_pages = map_large_run_once };
