// SPDX-License-Identifier: GPL-2.0-only
/* Without default domain; a detached device is with the platform, whatever that means. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_s390 = {
	.name = "s390",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "s390 - platform DMA ops",
	.shape = then_no_default_domain,
};
