/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * difference.h - what changed between two sets of records of the same cases: before a patch and after it.
 */
#ifndef REPORTS_DIFFERENCE_H
#define REPORTS_DIFFERENCE_H

#include "reports/record.h"

/*
 * WORSE: kept, now broken; or broken in a worse way. BROKEN: could not be tried before, and is broken now. UNTOLD: an
 * ERROR or UNSTABLE on one side. LOST: had a verdict, cannot be tried now. NEW: could not be tried before, now it can,
 * and it is kept, or what stood before it was in its way.
 */
#define CHANGES(X) \
	X(WORSE,  "worse") \
	X(BROKEN, "new, and broken") \
	X(UNTOLD, "could not be told") \
	X(LOST,   "not tried any more") \
	X(BETTER, "better") \
	X(NEW,    "new")
enum change {
#define X(id, text) CHANGE_##id,
	CHANGES(X)
#undef X
	NR_CHANGES,
	CHANGE_NONE = NR_CHANGES
};

struct changed {
	enum change change;
	const struct record *before, *after;	/* NULL where there is none; never both */
	const char *rule;			/* the one that is broken, or was */
};

struct difference {
	struct changed *list;		/* by change, driver, rule; then the fewest steps first */
	unsigned int n;
	unsigned int counts[NR_CHANGES];
	unsigned int same;		/* cases of which both sides say the same, one of them a verdict */
	const struct record_absent **absent;	/* drivers that one side at least could not run */
	unsigned int nabsent;
	const struct record_absent **stopped;	/* drivers that ran before, and do not with all prepared for them */
	unsigned int nstopped;
	const char *caution;		/* why the two cannot be held against each other, or NULL */
	const struct record_set *after;
};

/* What became of a case; either may be NULL. */
enum change change_between(const struct record *before, const struct record *after);

/* Compare; the sets must outlive @d. A case with several records counts with its worst. */
void difference_build(struct difference *d, const struct record_set *before, const struct record_set *after);
void difference_free(struct difference *d);

/* For a mail: what changed, with the shortest way to see it, then the counts. */
void difference_write(const struct difference *d, FILE *out);

/* Did something become worse; and if not, can that be told? */
enum difference_result { DIFFERENCE_FINE, DIFFERENCE_WORSE, DIFFERENCE_UNTOLD };
enum difference_result difference_result(const struct difference *d);

#endif
