// SPDX-License-Identifier: GPL-2.0-only
/* All targets of this build. */
#include "harness/target.h"

extern const struct target_driver model_target;

const struct target_driver *const target_drivers[] = {
	&model_target,
	NULL
};
