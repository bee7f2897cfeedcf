// SPDX-License-Identifier: GPL-2.0-only
/* No blocked domain yet: the core puts an empty paging domain in its place. After a detach nobody is sure. */
#include "harness/model/profiles/then.h"

static void no_blocked(struct shape *s)
{
	s->blocked = false;
}

const struct model_driver profile_arm_smmu = {
	.name = "arm-smmu",
	.base = &then,
	.source = "seed 004, Robin Murphy, 2022-05-16",
	.quote = "at least arm-smmu and arm-smmu-v3 could implement IOMMU_DOMAIN_BLOCKED properly with fault-"
		 "type S2CRs and STEs respectively, it just needs a bit of wiring up.",
	.remarks = "of its detach the mail says 'not sure'",
	.shape = no_blocked,
};
