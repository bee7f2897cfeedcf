// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the groups UNMAP and I2P. */
#include "harness/model/mutants/mutant.h"

static uint64_t unmap_but_last(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
			       struct gather *gather)
{
	uint64_t left = pgcount > 1 ? 1 : 0;
	uint64_t done = reference_unmap_pages(m, d, iova, pgsize, pgcount - left, gather);

	return done ? done + left * pgsize : 0;
}

MUTANT(unmap_leaves_the_last_page) = { .ops.unmap_pages = unmap_but_last };

static int64_t unmap_one(struct model *m, struct domain *d, uint64_t iova, uint64_t size, struct gather *gather)
{
	uint64_t count, bits = iova | size;

	if (!d->root || !size || m->core.check_align(m, d, bits))
		return 0;
	return d->owner->ops.unmap_pages(m, d, iova, core_pgsize(d, iova, iova, size, &count), 1, gather);
}

MUTANT(unmap_removes_one_leaf) = { .core.unmap_loop = unmap_one };

static int64_t unmap_says_size(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	int64_t done = core_unmap(m, d, iova, size);

	return done ? done : (int64_t)size;
}

MUTANT(unmap_of_a_hole_returns_size) = { .core.unmap = unmap_says_size };

static int64_t unmap_past_holes(struct model *m, struct domain *d, uint64_t iova, uint64_t size, struct gather *gather)
{
	int64_t done = core_unmap_loop(m, d, iova, size, gather);
	uint64_t at;

	for (at = done; at < size && size < 1 << 24; at += PHYS_PAGE)
		done += core_unmap_loop(m, d, iova + at, PHYS_PAGE, gather);
	return done;
}

MUTANT(unmap_goes_on_after_a_hole) = { .core.unmap_loop = unmap_past_holes };

static uint64_t unmap_understates(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				  struct gather *gather)
{
	uint64_t done = reference_unmap_pages(m, d, iova, pgsize, pgcount, gather);

	return done > pgsize * pgcount ? pgsize * pgcount : done;
}

MUTANT(unmap_says_less_than_it_removes) = { .ops.unmap_pages = unmap_understates };

static uint64_t unmap_from_leaf_start(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize,
				      uint64_t pgcount, struct gather *gather)
{
	uint64_t leaf;

	if (reference_check_iova(d, iova, pgsize * pgcount) || !pgt_lookup(&m->phys, d->root, iova, &leaf))
		return 0;
	return reference_unmap_pages(m, d, iova & ~(leaf - 1), pgsize, pgcount, gather);
}

MUTANT(unmap_in_the_middle_takes_the_leaf) = { .ops.unmap_pages = unmap_from_leaf_start };

static uint64_t unmap_keeps_going(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				  struct gather *gather)
{
	uint64_t done = reference_unmap_pages(m, d, iova, pgsize, pgcount, gather);

	if (done > pgsize * pgcount && !reference_check_iova(d, iova + done, done))
		done += reference_unmap_pages(m, d, iova + done, pgsize, pgcount, gather);
	return done;
}

MUTANT(unmap_goes_on_after_a_leaf) = { .ops.unmap_pages = unmap_keeps_going };

static uint64_t unmap_allocates(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				struct gather *gather)
{
	return phys_may_alloc(&m->phys, GFP_CLASS_ATOMIC) ?
		reference_unmap_pages(m, d, iova, pgsize, pgcount, gather) : 0;
}

MUTANT(unmap_needs_memory) = { .ops.unmap_pages = unmap_allocates };

static int64_t unmap_rounded(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	const uint64_t mask = PHYS_PAGE - 1;

	return core_unmap(m, d, iova & ~mask, (size + mask) & ~mask);
}

MUTANT(misaligned_unmap_is_rounded) = { .core.unmap = unmap_rounded };

static uint64_t unmap_remembers(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				struct gather *gather)
{
	d->priv = iova + 1;
	return reference_unmap_pages(m, d, iova, pgsize, pgcount, gather);
}

static int map_only_fresh(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			  uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	*mapped = 0;
	if (d->priv == iova + 1)
		return -EADDRINUSE;
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(unmapped_entry_is_not_reused) = { .ops = { .unmap_pages = unmap_remembers, .map_pages = map_only_fresh } };

static uint64_t unmap_if_attached(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				  struct gather *gather)
{
	return model_domain_in_use(d) ? reference_unmap_pages(m, d, iova, pgsize, pgcount, gather) : 0;
}

MUTANT(unmap_needs_a_device) = { .ops.unmap_pages = unmap_if_attached };

static uint64_t unmap_frees(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
			    struct gather *gather)
{
	uint64_t done = reference_unmap_pages(m, d, iova, pgsize, pgcount, gather);

	phys_free_list(&m->phys, &gather->unlinked);
	return done;
}

MUTANT(table_freed_before_the_sync) = { .ops.unmap_pages = unmap_frees };

static uint64_t answer_but_last(struct model *m, struct domain *d, uint64_t iova)
{
	return iova % PHYS_PAGE < PHYS_PAGE - 1 ? reference_iova_to_phys(m, d, iova) : 0;
}

MUTANT(last_byte_of_a_page_has_no_answer) = { .ops.iova_to_phys = answer_but_last };

static uint64_t answer_alias(struct model *m, struct domain *d, uint64_t iova)
{
	return reference_iova_to_phys(m, d, iova & d->facts.last);
}

MUTANT(answer_for_a_truncated_iova) = { .ops.iova_to_phys = answer_alias };

static uint64_t answer_if_attached(struct model *m, struct domain *d, uint64_t iova)
{
	return model_domain_in_use(d) ? reference_iova_to_phys(m, d, iova) : 0;
}

MUTANT(answer_needs_a_device) = { .ops.iova_to_phys = answer_if_attached };

static uint64_t answer_above_1(struct model *m, struct domain *d, uint64_t iova)
{
	uint64_t paddr = reference_iova_to_phys(m, d, iova);

	return paddr > 1 ? paddr : 0;
}

MUTANT(answer_of_1_is_lost) = { .ops.iova_to_phys = answer_above_1 };

static uint64_t answer_blocked(struct model *m, struct domain *d, uint64_t iova)
{
	return is_blocked(d) ? iova : core_iova_to_phys(m, d, iova);
}

MUTANT(blocked_answers_the_address) = { .core.iova_to_phys = answer_blocked };
