/* SPDX-License-Identifier: GPL-2.0-only */
/* broken.h - targets that break the harness, not the contract: for the tests of who runs them. */
#ifndef HARNESS_MODEL_BROKEN_H
#define HARNESS_MODEL_BROKEN_H

#include "harness/model/driver.h"

/* Ended by NULL. All but the last misbehave at `unmap`, so that the calibration of DMA passes. */
extern const struct model_driver *const model_broken[];

#endif
