// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_coverage.c - iommu-conform coverage: which lines of the drivers does no case reach?
 */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "suite/command.h"
#include "suite/options.h"

int cmd_coverage(int argc, char **argv);

struct coverage_options {
	struct options common;
	const char *dir;
};

enum { OPT_DIR = 512 };

static const struct argp_option options[] = {
	{ "output-dir", OPT_DIR, "DIR", 0, "Where index.html and coverage.info go (default: coverage)", 4 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct coverage_options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->common;
		break;
	case OPT_DIR:
		o->dir = arg;
		break;
	case ARGP_KEY_END:
		if (o->common.campaign.resume)
			argp_error(state, "--resume goes on with records, and coverage keeps none");
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
	.doc = "Run cases on real drivers in kernels that count which lines of drivers/iommu they reach; say of each "
	       "driver what no case reached, and write pages of it. Wants lcov.\v"
	       "Exit status: 0 when all was measured, whatever the drivers did; 2 when it was not.",
	.children = options_children,
};

static int script(const char *what, const char *dir)
{
	char *const argv[] = { "kernel-coverage", (char *)what, (char *)dir, NULL };

	return command_script(argv);
}

static int measure(struct coverage_options *o)
{
	struct campaign *c = &o->common.campaign;
	const char *option[OPTIONS_MAX + 2] = { NULL };
	char counters[PATH_MAX + 32], dir[PATH_MAX];
	struct campaign_result res;
	unsigned int n;
	int status;

	status = script("begin", o->dir);
	if (status)
		return status;
	if (!realpath(o->dir, dir))
		return complain("%s: %s", o->dir, strerror(errno));
	snprintf(counters, sizeof(counters), "coverage=%s/counters", dir);
	for (n = 0; c->options[n]; n++)
		option[n] = c->options[n];
	option[n] = counters;
	c->options = option;
	status = campaign_run(c, &res);
	return res.targets ? status | script("report", dir) : status;
}

int cmd_coverage(int argc, char **argv)
{
	struct coverage_options o = { .dir = "coverage" };
	int status;

	options_init(&o.common, argc, argv);
	o.common.campaign.target = "uml";
	options_parse(&argp, argc, argv, &o);
	status = measure(&o);
	options_free(&o.common);
	return status;
}
