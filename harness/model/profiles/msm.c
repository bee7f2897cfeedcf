// SPDX-License-Identifier: GPL-2.0-only
/* The mail names it among those that do not support default domains, and says no more. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_msm = {
	.name = "msm",
	.base = &then_unknown,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "These doesn't support default domains, so detach_dev should return back to DMA API "
		 "ownership, which is either identity or something weird",
};
