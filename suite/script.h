/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * script.h - steps that somebody wrote down, in the text form of harness/target.h and as records show them: done one
 * after the other, each judged by all rules, until one is broken.
 */
#ifndef SUITE_SCRIPT_H
#define SUITE_SCRIPT_H

#include "suite/case.h"

#define SCRIPT_STEPS	64	/* most steps of a script */

struct script {
	const char *line[SCRIPT_STEPS];
	unsigned int n;
};

/*
 * Run @script from a clean target. @c is the case that it is about: what breaks no line of another rule is blamed on
 * its rule. The verdict is FAIL or CRASH as of a case, PASS if nothing was broken, ERROR if a line is no step.
 */
void script_run(struct session *s, const struct rcase *c, const struct script *script, uint64_t seed,
		struct case_result *out);

#endif
