// SPDX-License-Identifier: GPL-2.0-only
/* Detaching switches translation off, probably. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_mtk_v1 = {
	.name = "mtk_v1",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "mkt_v1 - Code looks similar to mkt, which is probably identity.",
	.remarks = THEN_GUESS,
	.ops = { .detach = then_detach_bypass },
};
