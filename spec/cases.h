/* SPDX-License-Identifier: GPL-2.0-only */
/* cases.h - the directed cases of every rule: along the dimensions of lower.h, each with the set-ups of plan.h. */
#ifndef SPEC_CASES_H
#define SPEC_CASES_H

#include "spec/plan.h"

/* Told of a case that has no set-up: why not, and the phrase that is to blame. */
typedef void (*no_plan_fn)(void *arg, const struct rcase *c, enum planned planned, const char *phrase);

/* Fill in the cases of all rules of @l. Those without a set-up are left out and @no_plan, if any, is told. */
void make_cases(struct lowered *l, struct planner *p, no_plan_fn no_plan, void *arg);
/* The same of one rule. */
void make_rule_cases(struct lowered *l, struct planner *p, unsigned int rule, no_plan_fn no_plan, void *arg);

#endif
