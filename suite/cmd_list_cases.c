// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_list_cases.c - iommu-conform list-cases: the names of the directed cases.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "suite/command.h"
#include "suite/options.h"
#include "suite/select.h"

int cmd_list_cases(int argc, char **argv);

struct patterns {
	const char *pattern[OPTIONS_MAX + 1];
	unsigned int n;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct patterns *p = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (p->n == OPTIONS_MAX)
		argp_error(state, "more than %d patterns", OPTIONS_MAX);
	p->pattern[p->n++] = arg;
	return 0;
}

static const struct argp argp = {
	.parser = parse,
	.args_doc = "[PATTERN...]",
	.doc = "List the cases that the spec makes. PATTERN is the name of a rule, or a glob of case names.",
};

int cmd_list_cases(int argc, char **argv)
{
	struct patterns patterns = { .n = 0 };
	struct selection s = { 0 };
	struct jobs jobs;
	char why[512];

	options_parse(&argp, argc, argv, &patterns);
	if (patterns.n)
		s.pattern = patterns.pattern;
	if (select_jobs(&compiled_rules, &s, &jobs, why, sizeof(why)))
		return complain("%s", why);
	for (unsigned int i = 0; i < jobs.n; i++)
		puts(jobs.job[i].rcase->name);
	free(jobs.job);
	return STATUS_DONE;
}
