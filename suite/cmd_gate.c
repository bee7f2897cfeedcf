// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_gate.c - iommu-conform gate: does a change of a kernel make a driver worse?
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/escape.h"
#include "suite/command.h"
#include "suite/gate.h"
#include "suite/must.h"
#include "suite/options.h"

int cmd_gate(int argc, char **argv);

#define BISECT_SKIP	125	/* to git bisect run: this revision cannot be told */
#define BISECT_STOP	129	/* no revision can be */

struct gate_options {
	struct options common;
	struct gate gate;
	const char *kernel, *base, *head;
	char *drivers;		/* "uml:a,uml:b" */
	bool bisect;
};

enum { OPT_BASE = 512, OPT_HEAD, OPT_DRIVER, OPT_CONFIG, OPT_ALL, OPT_FRESH, OPT_BISECT };

static const struct argp_option options[] = {
	{ "base", OPT_BASE, "REV|FOLDER", 0, "What to hold it against: a revision of the tree, or another tree", 4 },
	{ "head", OPT_HEAD, "REV|FOLDER", 0, "What to judge (default: the files of the tree as they are)", 4 },
	{ "driver", OPT_DRIVER, "NAME", 0, "Only this driver; may be repeated (default: all that can differ)", 4 },
	{ "config", OPT_CONFIG, "CONFIG", 0, "The same as config=CONFIG", 4 },
	{ "all", OPT_ALL, NULL, 0, "Also drivers of which nothing changed", 4 },
	{ "fresh", OPT_FRESH, NULL, 0, "Run the base again, even if there are records of it", 4 },
	{ "bisect", OPT_BISECT, NULL, 0, "Exit as git bisect run wants it: 125 for what cannot be told", 4 },
	{ 0 }
};

static void add_driver(struct gate_options *o, const char *name)
{
	char *list;

	if (asprintf(&list, "%s%suml:%s", o->drivers ?: "", o->drivers ? "," : "", name) < 0)
		must(NULL);
	free(o->drivers);
	o->drivers = list;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct gate_options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->common;
		break;
	case OPT_BASE:
		o->base = arg;
		break;
	case OPT_HEAD:
		o->head = arg;
		break;
	case OPT_DRIVER:
		add_driver(o, arg);
		break;
	case OPT_CONFIG:
		options_key_value(state, &o->common, "config", arg);
		break;
	case OPT_ALL:
		o->gate.all = true;
		break;
	case OPT_FRESH:
		o->gate.fresh = true;
		break;
	case OPT_BISECT:
		o->bisect = true;
		break;
	case ARGP_KEY_END:
		if (!o->base)
			argp_error(state, "which --base? A revision, or the folder of a kernel tree");
		if (o->common.campaign.resume)
			argp_error(state, "--resume goes on with records, and gate keeps none");
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
	.doc = "Run the same cases on two kernels, the base and the head of a change, and print what the change made "
	       "worse, better or possible, with the shortest steps that show it.\v"
	       "Exit status: 0 nothing became worse, 1 something did, 2 could not tell.",
	.children = options_children,
};

/* The kernel= of the common options is the tree that both sides are of, unless they say otherwise. */
static const char *take_kernel(struct options *o)
{
	const char *kernel = ".";
	unsigned int n = 0;

	for (unsigned int i = 0; i < o->nkey_values; i++) {
		if (strncmp(o->key_value[i], "kernel=", strlen("kernel=")))
			o->key_value[n++] = o->key_value[i];
		else
			kernel = o->key_value[i] + strlen("kernel=");
	}
	o->key_value[n] = NULL;
	o->nkey_values = n;
	return kernel;
}

static bool is_tree(const char *folder)
{
	char path[4200];

	snprintf(path, sizeof(path), "%s/Kconfig", folder);
	return !access(path, F_OK);
}

/* A side as kernel= takes it; what is neither a tree nor a source package is a revision of the tree @kernel. */
static char *source_of(const char *kernel, const char *side)
{
	char *source;

	if (!side || is_tree(side) || !strncmp(side, "debian:", strlen("debian:")))
		return must(strdup(side ?: kernel));
	if (asprintf(&source, "%s@%s", kernel, side) < 0)
		must(NULL);
	return source;
}

static void print(const struct gate *g, const struct gate_result *res)
{
	printf("iommu-conform gate: base ");
	escape(stdout, ESCAPE_TERMINAL, g->base);
	printf(", head ");
	escape(stdout, ESCAPE_TERMINAL, g->head);
	printf("\nrules: %s (" PACKAGE_STRING ")\n", g->campaign.rules->hash);
	if (*res->left_out)
		printf("not run, for nothing that changed is theirs: %s\n", res->left_out);
	if (res->drivers)
		difference_write(&res->difference, stdout);
}

static int status_of(const struct gate_result *res)
{
	static const int status[] = {
		[DIFFERENCE_FINE] = STATUS_DONE, [DIFFERENCE_WORSE] = STATUS_UNEXPECTED,
		[DIFFERENCE_UNTOLD] = STATUS_UNABLE,
	};

	/* Nothing was run, because nothing can differ. */
	if (!res->drivers)
		return STATUS_DONE;
	return status[difference_result(&res->difference)];
}

static int run(struct gate_options *o)
{
	const char *kernel = take_kernel(&o->common);
	char *base = source_of(kernel, o->base), *head = source_of(kernel, o->head);
	struct gate_result res;
	int status;

	o->gate.campaign = o->common.campaign;
	o->gate.base = base;
	o->gate.head = head;
	status = gate_run(&o->gate, &res);
	if (!status) {
		print(&o->gate, &res);
		status = status_of(&res);
	}
	gate_free(&res);
	free(base);
	free(head);
	return status;
}

static bool is_bisect(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--bisect"))
			return true;
	return false;
}

int cmd_gate(int argc, char **argv)
{
	struct gate_options o = { .bisect = false };
	int status;

	options_init(&o.common, argc, argv);
	o.common.campaign.target = "uml";
	argp_err_exit_status = is_bisect(argc, argv) ? BISECT_STOP : STATUS_UNABLE;
	argp_parse(&argp, argc, argv, 0, NULL, &o);
	if (o.drivers) {
		o.common.campaign.target = o.drivers;
		o.gate.all = true;
	}
	status = run(&o);
	options_free(&o.common);
	free(o.drivers);
	return status == STATUS_UNABLE && o.bisect ? BISECT_SKIP : status;
}
