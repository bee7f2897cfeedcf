// SPDX-License-Identifier: GPL-2.0-only
/* All targets of this build. */
#include "harness/target.h"
#include "harness/qemu/qemu.h"
#include "harness/uml/uml.h"
#include "harness/wire/wire.h"

extern const struct target_driver model_target, iommufd_target;

const struct target_driver *const target_drivers[] = {
	&model_target,
	&uml_target,
	&iommufd_target,
	&qemu_target,
	&wire_target,
	NULL
};
