/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate.h - the same cases on two kernels: what did the second make worse?
 */
#ifndef SUITE_GATE_H
#define SUITE_GATE_H

#include "reports/difference.h"
#include "suite/campaign.h"

struct gate {
	struct campaign campaign;	/* what both sides have in common; @options without kernel= and slot= */
	const char *base, *head;	/* as kernel= takes them */
	bool all;			/* also drivers that cannot differ */
	bool fresh;			/* run the base, whatever earlier runs have left */
};

struct gate_result {
	struct record_set base, head;
	struct difference difference;
	unsigned int drivers;		/* that were run */
	char *left_out;			/* names of those that cannot differ, separated by ", "; "" if there are none */
};

/*
 * Run @g. Returns 0 when @res can be read; STATUS_UNABLE when the command line is wrong, with the reason on standard
 * error. gate_free() releases @res in either case.
 */
int gate_run(const struct gate *g, struct gate_result *res);
void gate_free(struct gate_result *res);

#endif
