// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare_main.c - the command `iommu-conform compare`: records of several kernels in, what changed when out.
 */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "reports/compare.h"

enum { DONE = 0, TROUBLE = 2 };

struct call {
	const char *format, *output;
	struct record_set set;
	unsigned int files;
};

static const struct argp_option options[] = {
	{ "format", 'f', "FORMAT", 0, "text (default), markdown or json", 0 },
	{ "output", 'o', "FILE", 0, "Where to write it; default: standard output", 0 },
	{ 0 }
};

static void read_file(struct argp_state *state, struct call *call, const char *path)
{
	char why[512];

	if (record_read(path, &call->set, why, sizeof(why)))
		argp_failure(state, TROUBLE, 0, "%s", why);
	if (*why)
		argp_failure(state, 0, 0, "warning: %s", why);
	call->files++;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct call *call = state->input;

	switch (key) {
	case 'f':
		if (!compare_write(arg, NULL, NULL))
			argp_error(state, "no format '%s': it is text, markdown or json", arg);
		call->format = arg;
		break;
	case 'o':
		call->output = arg;
		break;
	case ARGP_KEY_ARG:
		read_file(state, call, arg);
		break;
	case ARGP_KEY_END:
		if (!call->files)
			argp_error(state, "which records? Name files that runs on several kernels wrote");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.args_doc = "RECORDS...",
	.doc = "Since which kernel does a driver break a rule, or keep it? Takes records of several kernels.\v"
	       "Exit status: 0 if it was written, 2 if not.",
};

static int write_file(const struct call *call, const struct compare *c)
{
	FILE *out = call->output ? fopen(call->output, "we") : stdout;
	bool bad = !out;

	if (out) {
		compare_write(call->format, c, out);
		bad = fflush(out) || ferror(out);
	}
	if (out && call->output)
		bad |= fclose(out);
	if (bad)
		fprintf(stderr, "iommu-conform compare: cannot write %s: %s\n", call->output ?: "standard output",
			strerror(errno));
	return bad ? TROUBLE : DONE;
}

int compare_main(int argc, char **argv)
{
	struct call call = { .format = "text" };
	struct compare c;
	struct matrix m;
	int status = TROUBLE;

	argp_err_exit_status = TROUBLE;
	argp_parse(&argp, argc, argv, 0, NULL, &call);
	matrix_build(&m, &call.set);
	compare_build(&c, &m);
	if (c.ndrivers)
		status = write_file(&call, &c);
	else
		fputs("iommu-conform compare: no driver was run on two kernels\n", stderr);
	compare_free(&c);
	matrix_free(&m);
	record_set_free(&call.set);
	return status;
}
