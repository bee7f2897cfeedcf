// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_matrix.c - iommu-conform matrix: run everything, keep the records, show who keeps which rules.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/format.h"
#include "spec/diag.h"
#include "suite/command.h"
#include "suite/options.h"

int cmd_matrix(int argc, char **argv);

struct matrix_options {
	struct options common;
	const char *dir;
	struct report_options report;
};

enum { OPT_DIR = 512, OPT_BY };

static const struct argp_option options[] = {
	{ "output-dir", OPT_DIR, "DIR", 0, "Where records.jsonl, matrix.html and matrix.json go (default: .)", 4 },
	{ "by", OPT_BY, "group|rule", 0, "What the columns are (default: rules, if the terminal is wide enough)", 4 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct matrix_options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->common;
		break;
	case OPT_DIR:
		o->dir = arg;
		break;
	case OPT_BY:
		if (strcmp(arg, "group") && strcmp(arg, "rule"))
			argp_error(state, "--by is group or rule, not '%s'", arg);
		o->report.by = *arg == 'g' ? COLUMNS_GROUP : COLUMNS_RULE;
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
	.doc = "Run the cases of the spec on every driver of a target, print the matrix, and write it as a page and as "
	       "JSON.\v"
	       "Exit status: 0 when the matrix is complete, whatever the drivers did; 2 when it is not.",
	.children = options_children,
};

/* Rows of the matrix @m to the file @name in @dir. */
static int write_file(const struct matrix *m, const char *dir, const char *name, const char *format)
{
	char path[4096];
	FILE *f;
	int err;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "we");
	err = f ? reports_write(format, m, f, NULL) : -errno;
	if (f && fclose(f) && !err)
		err = -errno;
	return err ? complain("%s: %s", path, strerror(-err)) : 0;
}

/* Does standard output like colours, and how wide is it? */
static void look_at_terminal(struct report_options *report)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size = { 0 };
	bool terminal = isatty(STDOUT_FILENO);

	report->width = terminal && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col ? size.ws_col : 80;
	report->color = terminal && !(no_color && *no_color) && term && strcmp(term, "dumb");
}

static int write_all(const struct matrix_options *o, const char *records)
{
	struct record_set set = { 0 };
	struct matrix m;
	char why[512];
	int status;

	if (record_read(records, &set, why, sizeof(why)))
		return complain("%s", why);
	matrix_build(&m, &set);
	status = write_file(&m, o->dir, "matrix.html", "html") | write_file(&m, o->dir, "matrix.json", "json");
	if (reports_write("text", &m, stdout, &o->report))
		status = STATUS_UNABLE;		/* main() says why */
	matrix_free(&m);
	record_set_free(&set);
	return status;
}

int cmd_matrix(int argc, char **argv)
{
	struct matrix_options o = { .dir = "." };
	struct campaign_result res;
	char records[4096];
	int status;

	options_init(&o.common, argc, argv);
	options_parse(&argp, argc, argv, &o);
	look_at_terminal(&o.report);
	if (mkdir(o.dir, 0777) && errno != EEXIST)
		return complain("%s: %s", o.dir, strerror(errno));
	snprintf(records, sizeof(records), "%s/records.jsonl", o.dir);
	o.common.campaign.records = records;
	status = campaign_run(&o.common.campaign, &res);
	if (!res.write_failed && (res.targets || res.absent))
		status |= write_all(&o, records);
	options_free(&o.common);
	return status;
}
