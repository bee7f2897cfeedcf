/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * then.h - what the profiles have in common: IOMMU drivers in the form that mails of 2015 to 2023 describe.
 *
 * They have a .detach_dev, and setting the blocked domain is that, as the patch in seed 004 has it: "If the hardware
 * supports detaching domain from device, setting blocking domain equals detaching the existing domain". What a profile
 * does not change is as the reference does it, and each answer is marked as assumed: nobody is judged by it. Where the
 * mail says that its author does not know, the answer is "unknown". The seeds are those that spec/rules cites.
 */
#ifndef HARNESS_MODEL_PROFILES_THEN_H
#define HARNESS_MODEL_PROFILES_THEN_H

#include <errno.h>

#include "harness/model/model.h"

/* Base of a driver that the mail says something about. */
extern const struct model_driver then;
/* Base of a driver that is only named: it does nothing that anybody knows. */
extern const struct model_driver then_unknown;

/* .detach_dev: the device passes through, is blocked, or nobody knows. */
void then_detach_bypass(struct model *m, struct device *dev);
void then_detach_abort(struct model *m, struct device *dev);
void then_detach_unknown(struct model *m, struct device *dev);

/* Shape of a driver that "doesn't support default domains": after boot a device is as after .detach_dev. */
void then_no_default_domain(struct shape *s);

/* Operations that a mail about mapping speaks of. */
#define THEN_MAPS	(1ull << TARGET_MAP | 1ull << TARGET_MAP_GFP | 1ull << TARGET_MAP_NOSYNC | 1ull << TARGET_MAP_SG)

#define THEN_GUESS	"its author guesses: not more than a guess"

#endif
