// SPDX-License-Identifier: GPL-2.0-only
/* Nobody knows what a device does after a detach. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_qcom = {
	.name = "qcom",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "arm smmu qcomm - not sure",
};
