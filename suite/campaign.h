/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * campaign.h - run the cases that a user asks for on the targets that he names, one target after the other: records,
 * expectations, what is printed meanwhile, the exit status. What `run` and `matrix` have in common.
 */
#ifndef SUITE_CAMPAIGN_H
#define SUITE_CAMPAIGN_H

#include "suite/choice.h"
#include "suite/output.h"
#include "suite/select.h"

struct campaign {
	const struct rules *rules;
	const struct target_driver *const *targets;	/* all that there are */
	const char *target;		/* as --target takes it */
	struct selection selection;
	const char *const *options;	/* "key=value", ended by NULL, for the targets */
	unsigned int workers;		/* children at a time */
	unsigned int timeout;		/* seconds that one case may take */
	const char *records;		/* file to keep, or NULL */
	bool resume;			/* go on with it */
	const char *expect;		/* file of expectations; NULL: what is installed for each target, if anything */
	const char *command;		/* command line, for the records */
	const struct output *output;	/* NULL: print nothing but progress and errors */
};

/* What came of it, over all targets. */
struct campaign_result {
	struct record_counts counts;
	unsigned int targets;	/* that are through */
	unsigned int absent;	/* of which nothing could be run */
	unsigned int stale;	/* expectations that excuse nothing */
	bool write_failed;	/* the records could not be kept */
};

/*
 * Run @c. Returns 0 when all cases of all targets have their record; STATUS_UNABLE when that could not be, with the
 * reason on standard error. SIGINT and SIGTERM end the program, after everything is written.
 */
int campaign_run(const struct campaign *c, struct campaign_result *res);

#endif
