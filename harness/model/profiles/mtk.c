// SPDX-License-Identifier: GPL-2.0-only
/* Without default domain; detaching switches translation off, probably. */
#include "harness/model/profiles/then.h"

static void mtk_shape(struct shape *s)
{
	then_no_default_domain(s);
	s->standard = TYPE_IDENTITY;	/* "detach_dev should return back to DMA API ownership" */
}

const struct model_driver profile_mtk = {
	.name = "mtk",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "Code looks similar to mkt, which is probably identity.",
	.remarks = THEN_GUESS,
	.shape = mtk_shape,
	.ops = { .detach = then_detach_bypass },
};
