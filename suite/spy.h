/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spy.h - a target that passes everything on to another one and tells each step before it is made: when the other one
 * dies of it, the step is known.
 */
#ifndef SUITE_SPY_H
#define SUITE_SPY_H

#include "harness/target.h"

/* Hears a step (@answer is false) and then what came of it, in the text form. */
typedef void (*spy_fn)(void *data, bool answer, const char *line);

struct spy {
	struct target target;		/* first, as the seam wants it */
	struct target_driver drv;
	struct target *other;
	spy_fn tell;
	void *data;
};

/* Set up @s in front of @other. Returns the target to use in its place, valid as long as @s; close @other itself. */
struct target *spy_on(struct spy *s, struct target *other, spy_fn tell, void *data);

#endif
