// SPDX-License-Identifier: GPL-2.0-only
/* Detaching switches the SYSMMU off, and DMA passes. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_exynos = {
	.name = "exynos",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "exynos - this seems to disable the 'sysmmu' so I'm guessing this is identity",
	.remarks = THEN_GUESS,
	.ops = { .detach = then_detach_bypass },
};
