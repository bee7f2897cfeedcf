// SPDX-License-Identifier: GPL-2.0-only
/* The devices that can be told to perform DMA. One more: a file engine_NAME.c, its line here, its name in local.mk. */
#include <stddef.h>

#include "harness/iommufd/iofd.h"

extern const struct iofd_engine engine_conform, engine_edu, engine_nvme;

const struct iofd_engine *const iofd_engines[] = { &engine_conform, &engine_edu, &engine_nvme, NULL };
