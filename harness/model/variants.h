/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * variants.h - drivers that conform in another way than the reference does: for the choices that the contract leaves.
 * A rule that fails one of them demands too much.
 */
#ifndef HARNESS_MODEL_VARIANTS_H
#define HARNESS_MODEL_VARIANTS_H

#include "harness/model/driver.h"

extern const struct model_driver variant_no_blocked;

/* Ended by NULL. */
extern const struct model_driver *const model_variants[];

#endif
