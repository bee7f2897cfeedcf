/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fake.h - a spec and a case runtime for tests of the runner: what a case does stands in its name.
 */
#ifndef SUITE_TESTS_FAKE_H
#define SUITE_TESTS_FAKE_H

#include "spec/rule.h"

/*
 * A spec of two rules: FAKE-001 (group FAKE), whose cases are called FAKE-001/NAME for each of @names (ended by NULL;
 * FAKE-001 where it is ""), and FAKE-002 without a case. What case_run() makes of a NAME stands in fake.c.
 */
const struct rules *fake_rules(const char *const *names);

/*
 * A target with the driver "fake"; further ones: "refuses" to open, "dies" or "babbles" when it is opened, "mute" shows
 * no DMA, "shy" dies when it is asked for it, "raw" cannot be prepared, "stops" refuses where kernel=new, "hesitates" the
 * first time, "renews" itself. It takes the options kernel=, slot= and speed=; a case on-NAME fails if kernel=NAME.
 */
struct target_driver;
extern const struct target_driver fake_target;

/* How often case_run() was called and in how many processes, over all children since fake_reset(). */
struct fake_counts {
	unsigned int runs, opens;
};
const volatile struct fake_counts *fake_counts(void);
void fake_reset(void);

#endif
