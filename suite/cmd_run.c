// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_run.c - iommu-conform run: cases on targets.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "suite/command.h"
#include "suite/options.h"

int cmd_run(int argc, char **argv);

struct run_options {
	struct options common;
	bool list;
};

enum { OPT_LIST = 512, OPT_RECORDS, OPT_FORMAT };

static const struct argp_option options[] = {
	{ "list", OPT_LIST, NULL, 0, "Only print the names of the cases", 4 },
	{ "records", OPT_RECORDS, "FILE", 0, "Keep a record of each case, see iommu-conform-records(5)", 4 },
	{ "format", 'f', "FORMAT", 0, "What to print: summary (default) or tap", 4 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct run_options *o = state->input;
	struct campaign *c = &o->common.campaign;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->common;
		break;
	case OPT_LIST:
		o->list = true;
		break;
	case OPT_RECORDS:
		c->records = arg;
		break;
	case 'f':
		c->output = output_find(arg);
		if (!c->output)
			argp_error(state, "no format '%s': it is summary or tap", arg);
		break;
	case ARGP_KEY_END:
		if (c->resume && !c->records)
			argp_error(state, "--resume goes on with --records FILE: name it");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.args_doc = "[KEY=VALUE...]",
	.doc = "Run the cases of the spec on a target; KEY=VALUE are options of the target.\v"
	       "Each case is contained: one that crashes or hangs ends alone. What goes wrong is repeated alone before "
	       "it counts.\n"
	       "Exit status: 0 nothing unexpected, 1 an unexpected verdict, 2 could not tell.",
	.children = options_children,
};

static int list(const struct campaign *c)
{
	struct jobs jobs;
	char why[512];

	if (select_jobs(c->rules, &c->selection, &jobs, why, sizeof(why)))
		return complain("%s", why);
	for (unsigned int i = 0; i < jobs.n; i++)
		puts(jobs.job[i].rcase->name);
	free(jobs.job);
	return STATUS_DONE;
}

/* A run in which nothing came to a verdict has shown nothing. */
static int status_of(const struct campaign_result *res)
{
	unsigned int verdicts = 0;

	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		if (verdict_unexpected(v) && res->counts.n[v])
			return STATUS_UNEXPECTED;
		if (v != VERDICT_OBSERVED && v != VERDICT_UNKNOWN && v != VERDICT_SKIP)
			verdicts += res->counts.n[v];
	}
	if (res->stale)
		return STATUS_UNEXPECTED;
	return verdicts ? STATUS_DONE : complain("no case came to a verdict");
}

int cmd_run(int argc, char **argv)
{
	struct campaign_result res;
	struct run_options o = { .list = false };
	int status;

	options_init(&o.common, argc, argv);
	o.common.campaign.output = outputs[0];
	options_parse(&argp, argc, argv, &o);
	if (o.list)
		status = list(&o.common.campaign);
	else
		status = campaign_run(&o.common.campaign, &res) ?: status_of(&res);
	options_free(&o.common);
	return status;
}
