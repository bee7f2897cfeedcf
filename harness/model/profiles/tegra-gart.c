// SPDX-License-Identifier: GPL-2.0-only
/* The mappings go with the last device. What a GART does with DMA while it is off is a guess. */
#include "harness/model/pgtable.h"
#include "harness/model/profiles/then.h"

static void gart_leave(struct model *m, struct domain *d, struct device *dev)
{
	struct table_list unlinked = { 0 };

	reference_leave(m, d, dev);
	if (model_domain_in_use(d))
		return;
	pgt_clear(&m->phys, d->root, &unlinked);
	phys_free_list(&m->phys, &unlinked);
}

const struct model_driver profile_tegra_gart = {
	.name = "tegra-gart",
	.base = &then,
	.source = "seed 000, Jason Gunthorpe, 2023-09-25",
	.quote = "it is a bug in the driver if all the mappings disappear when the last device is detached "
		 "from the domain.",
	.remarks = "for DMA after a detach seed 004 has a guess: 'Usually something called a GART would be 0 "
		   "length once disabled, guessing blocking?'",
	.shape = then_no_default_domain,
	.speaks = 1ull << TARGET_DETACH,
	.ops = { .leave = gart_leave, .detach = then_detach_abort },
};
