// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group NEST. */
#include "harness/model/ioas.h"
#include "harness/model/mutants/mutant.h"

static int alloc_nested_on_any(struct model *m, struct domain *parent, struct device *dev, enum target_how how,
			       struct domain **d)
{
	bool nester = parent->nester;
	int ret;

	parent->nester = true;
	ret = ioas_alloc_nested(m, parent, dev, how, d);
	parent->nester = nester;
	return ret;
}

MUTANT(any_hwpt_is_a_parent) = { .ioas.alloc_nested = alloc_nested_on_any };

static int destroy_parent(struct model *m, struct domain *d)
{
	unsigned int i;
	int ret = ioas_destroy(m, d);

	if (ret != -EBUSY || model_domain_in_use(d))
		return ret;
	for (i = 0; i < MODEL_POOL; i++)
		if (m->pool[i].parent == d)
			m->pool[i].parent = NULL;
	return ioas_destroy(m, d);
}

MUTANT(parent_is_destroyed) = { .ioas.destroy = destroy_parent };

static int list_counts_what_was_asked(struct model *m, struct domain *d, uint64_t iova, enum target_how how,
				      unsigned int *done)
{
	int ret = ioas_invalidate_list(m, d, iova, how, done);

	if (ret && *done)
		*done = 3;
	return ret;
}

MUTANT(failed_invalidations_count) = { .ioas.invalidate_list = list_counts_what_was_asked };

static int invalidate_nothing(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	return d->facts.type == TYPE_NESTED ? 0 : -EINVAL;
}

MUTANT(guest_invalidates_in_vain) = { .ioas.invalidate = invalidate_nothing };

static struct dte one_stage_dte(struct model *m, struct domain *d, struct device *dev)
{
	struct dte dte = reference_paging_dte(m, d, dev);

	dte.stage2 = 0;
	return dte;
}

MUTANT(guest_names_physical_memory) = { .ops.paging_dte = one_stage_dte };

static struct dte parent_dte(struct model *m, struct domain *d, struct device *dev)
{
	struct dte dte = reference_paging_dte(m, d, dev);

	if (d->parent)
		dte.mode = DTE_ABORT;
	return dte;
}

MUTANT(nested_domain_blocks) = { .ops.paging_dte = parent_dte };

static int alloc_vdevice_unchecked(struct model *m, struct device *dev, uint32_t number, struct domain *viommu)
{
	int ret = ioas_alloc_vdevice(m, dev, number, viommu);

	return ret == -EEXIST ? 0 : ret;
}

MUTANT(two_devices_have_one_number) = { .ioas.alloc_vdevice = alloc_vdevice_unchecked };
