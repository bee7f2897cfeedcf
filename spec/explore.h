/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * explore.h - what the rules say together: for every directed case, on a specimen where its set-up leads, each answer
 * that a target may give to the step under test, and what the parts that speak of the step make of it. For the checks.
 */
#ifndef SPEC_EXPLORE_H
#define SPEC_EXPLORE_H

#include <stdatomic.h>

#include "spec/cases.h"

#define EXPLORE_SILENT	((uint32_t)1 << 31)	/* allowed, though no outcome fits */

struct answer {
	const char *text;		/* "-EINVAL" */
	uint32_t *fits;			/* of each part that speaks: a bit for each outcome that fits; 0: none */
	bool allowed;			/* by all of them */
	bool agreed;			/* and what they ask for can be had together */
	uint32_t chosen;		/* outcomes of the case's own part with which that is so */
	/* If it is allowed, but not agreed: a phrase that cannot be had, and whose it is. */
	const char *phrase;
	unsigned int whose;		/* index of the part that speaks */
};

struct explored_case {
	const struct rcase *rcase;
	unsigned int rule, part;	/* indices */
	const struct part **speaks; unsigned int nspeaks;	/* the case's own first, unless excepted */
	struct answer *answer; unsigned int nanswers;
};

struct unplanned {			/* a case that has no set-up */
	struct rcase rcase;
	enum planned planned;
	const char *phrase;
};

struct explored_rule {
	struct explored_case *c; unsigned int ncases;
	struct unplanned *unplanned; unsigned int nunplanned;
};

struct explored {
	const struct spec *spec;
	unsigned int first, end;	/* rules whose cases it made: from first on, without end */
	struct explored_rule *rule;	/* what it found of each */
	struct arena arena;
	struct lowered l;
	struct planner *planner;
	struct explored *rest;		/* who made the other rules' cases, with tables of its own; or NULL */
	atomic_int *left;		/* so many rules neither of them has begun */
	/* Of all rules, in order. */
	struct explored_case *c; unsigned int ncases;
	struct unplanned *unplanned; unsigned int nunplanned;
};

/* Makes all cases of @spec, which must outlive it. Never NULL. */
struct explored *explore(const struct spec *spec);
/* The same cases by the rules of kernel @version; @fn is told of each and may not keep it. */
void explore_kernel(struct explored *x, const char *version,
		    void (*fn)(void *arg, const struct explored_case *c), void *arg);
void explored_free(struct explored *x);

#endif
