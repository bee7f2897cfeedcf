/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plan.h - set-ups, found by search: a short run of operations, each of which the rules speak of and none of which could
 * be left out, after which the given of a case holds.
 */
#ifndef SPEC_PLAN_H
#define SPEC_PLAN_H

#include "spec/bind.h"
#include "spec/lower.h"

#define PLAN_STEPS	9	/* longest set-up */
#define PLANS		3	/* set-ups of a case that a suite keeps: for when a step of the first is broken */

struct planner;

/* It finds at most @plans set-ups of a case. */
struct planner *planner_new(struct lowered *l, unsigned int plans);
void planner_free(struct planner *p);

enum planned {
	PLAN_FOUND,
	PLAN_NO_PATH,		/* no run of operations reaches the given */
	PLAN_GAVE_UP,		/* so many were tried that no more are */
	PLAN_NO_VALUE,		/* there are no values for the letters on any specimen */
};

/*
 * Find set-ups for @c, whose part, when, extra phrases and choices are filled in; adds plans, and to the extra phrases
 * what the devices of the set-up must be. If there is none *@why is the phrase that cannot be reached, or that no value
 * satisfies.
 */
enum planned plan_case(struct planner *p, struct rcase *c, const char **why);

/*
 * Where plan 0 of @c leads on the first specimen that it fits: the world, the letters, and the act under test; all of
 * them live until the planner is used again. Returns NULL if it leads nowhere.
 */
const struct world *plan_replay(struct planner *p, const struct rcase *c, struct binding *b, struct act *act);

/* Told of an operation that no rule speaks of after @steps, "" for none, though one speaks of it elsewhere. */
typedef void (*uncovered_fn)(void *arg, int op, const char *act, const char *steps);

/* Look for them in small worlds: each operation once, after the fewest steps. */
void plan_uncovered(struct planner *p, uncovered_fn fn, void *arg);

#endif
