// SPDX-License-Identifier: GPL-2.0-only
/* Detaching blocks. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_intel = {
	.name = "intel",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "intel - blocking",
	.ops = { .detach = then_detach_abort },
};
