// SPDX-License-Identifier: GPL-2.0-only
/* Nobody is sure what a device does after a detach. */
#include "harness/model/profiles/then.h"

const struct model_driver profile_amd = {
	.name = "amd",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "amd - Not sure, clear_dte_entry() seems to set translation on but points the PTE to 0 ? "
		 "Based on the spec table 8 I would have expected TV to be clear which would be blocking. "
		 "Maybe a bug??",
};
