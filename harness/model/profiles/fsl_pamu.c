// SPDX-License-Identifier: GPL-2.0-only
/* Without default domain; a detached device is with the DMA API, which maps 1:1. */
#include "harness/model/profiles/then.h"

static void fsl_pamu_shape(struct shape *s)
{
	then_no_default_domain(s);
	s->standard = TYPE_IDENTITY;
}

const struct model_driver profile_fsl_pamu = {
	.name = "fsl_pamu",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "fsl_pamu - identity due to the PPC use of dma direct",
	.shape = fsl_pamu_shape,
	.ops = { .detach = then_detach_bypass },
};
