// SPDX-License-Identifier: GPL-2.0-only
/* Detaching blocks, and is what the driver does for the blocked domain. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_apple_dart = {
	.name = "apple-dart",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "apple dart - blocking, detach_dev calls apple_dart_hw_disable_dma() same as "
		 "IOMMU_DOMAIN_BLOCKED",
	.remarks = "the mail wonders about more: 'I dont see a remove_streams in attach_dev'; that is not "
		   "modelled",
	.ops = { .detach = then_detach_abort },
};
