/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutants.h - drivers and cores that do one thing wrong, each named with the rule that must notice.
 *
 * Adding one: its code in one of mutants/ and a line in mutants.c.
 */
#ifndef HARNESS_MODEL_MUTANTS_H
#define HARNESS_MODEL_MUTANTS_H

#include "harness/model/driver.h"

struct mutant {
	const char *name;	/* "unmap_without_flush" */
	const char *rule;	/* "TLB-001" */
	const char *what;	/* it does wrong, one sentence */
	const char *target;	/* behind "model:", "mutant/unmap_without_flush" */
	const struct model_driver *driver;
};

/* Ended by one without a name. */
extern const struct mutant model_mutants[];

#endif
