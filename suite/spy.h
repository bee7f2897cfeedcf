/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spy.h - a target that passes everything on to another one and tells when it goes in and when it comes back: after a
 * death it is known of which step it was, and whether it was the target's or our own.
 */
#ifndef SUITE_SPY_H
#define SUITE_SPY_H

#include "harness/target.h"

/* The other target is about to be asked (@back is false), or has answered. @line: a step or its answer, or NULL. */
typedef void (*spy_fn)(void *data, bool back, const char *line);

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
