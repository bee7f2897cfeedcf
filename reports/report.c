// SPDX-License-Identifier: GPL-2.0-only
/*
 * report.c - the command `iommu-conform report`: records in, a matrix out.
 */
#include "reports/report.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "reports/format.h"

#define SELF	"iommu-conform report: "

enum { DONE = 0, TROUBLE = 2 };

struct call {
	const char *format, *output, *color;
	struct report_options options;
	char **files;		/* ended by NULL */
	bool help;
};

static void usage(FILE *out)
{
	fputs("Usage: iommu-conform report [OPTION]... RECORDS...\n"
	      "Make a conformance matrix of the records that runs have left.\n\n"
	      "  -f, --format=FORMAT  what to write:\n", out);
	for (const struct format *const *f = formats; *f; f++)
		fprintf(out, "                         %-10s%s\n", (*f)->name, (*f)->synopsis);
	fputs("  -o, --output=FILE    where to write it; default: standard output\n"
	      "  -b, --by=COLUMNS     columns of text: 'group' or 'rule'; default: rules where they fit\n"
	      "  -w, --width=N        columns of the terminal\n"
	      "      --color=WHEN     'always', 'never' or 'auto'; NO_COLOR is honoured\n"
	      "  -h, --help           this text\n\n"
	      "Exit status: 0 if the matrix was written, 2 if not.\n", out);
}

static int complain(const char *what, const char *value)
{
	fprintf(stderr, SELF "%s '%s': see --help\n", what, value);
	return TROUBLE;
}

static int parse_width(const char *arg, unsigned int *width)
{
	char *end;
	long n = strtol(arg, &end, 10);

	if (*end || n < 1 || n > 100000)
		return complain("bad width", arg);
	*width = n;
	return DONE;
}

static int parse_by(const char *arg, enum report_columns *by)
{
	if (!strcmp(arg, "group"))
		*by = COLUMNS_GROUP;
	else if (!strcmp(arg, "rule"))
		*by = COLUMNS_RULE;
	else
		return complain("bad columns", arg);
	return DONE;
}

static int parse_option(int option, struct call *call)
{
	switch (option) {
	case 'f':
		call->format = optarg;
		return DONE;
	case 'o':
		call->output = optarg;
		return DONE;
	case 'c':
		call->color = optarg;
		return DONE;
	case 'b':
		return parse_by(optarg, &call->options.by);
	case 'w':
		return parse_width(optarg, &call->options.width);
	case 'h':
		call->help = true;
		return DONE;
	default:	/* getopt_long() has said what is wrong */
		return TROUBLE;
	}
}

static int check_call(const struct call *call)
{
	const struct format *const *f = formats;

	while (*f && strcmp((*f)->name, call->format))
		f++;
	if (!*f)
		return complain("unknown format", call->format);
	if (strcmp(call->color, "always") && strcmp(call->color, "never") && strcmp(call->color, "auto"))
		return complain("bad --color", call->color);
	if (!*call->files && !call->help) {
		fputs(SELF "which records? Name the files that `iommu-conform run` wrote\n", stderr);
		return TROUBLE;
	}
	return DONE;
}

static int parse_call(int argc, char **argv, struct call *call)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' }, { "output", required_argument, NULL, 'o' },
		{ "by", required_argument, NULL, 'b' }, { "width", required_argument, NULL, 'w' },
		{ "color", required_argument, NULL, 'c' }, { "help", no_argument, NULL, 'h' }, { 0 }
	};
	int option;

	optind = 0;	/* the command may have parsed options of its own */
	while ((option = getopt_long(argc, argv, "f:o:b:w:h", options, NULL)) >= 0)
		if (parse_option(option, call))
			return TROUBLE;
	call->files = argv + optind;
	return check_call(call);
}

static unsigned int terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (columns && atoi(columns) > 0)
		return atoi(columns);
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return 80;
}

static bool want_color(const struct call *call)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(call->color, "auto"))
		return !strcmp(call->color, "always");
	return !call->output && isatty(STDOUT_FILENO) && !(no && *no) && !(term && !strcmp(term, "dumb"));
}

static int read_files(char **files, struct record_set *set)
{
	for (; *files; files++) {
		char why[512];
		int err = record_read(*files, set, why, sizeof(why));

		if (err || *why)
			fprintf(stderr, SELF "%s%s\n", err ? "" : "warning: ", why);
		if (err)
			return TROUBLE;
	}
	return DONE;
}

static int write_matrix(const struct call *call, const struct matrix *m)
{
	FILE *out = call->output ? fopen(call->output, "we") : stdout;
	int err = out ? reports_write(call->format, m, out, &call->options) : -errno;

	if (out && call->output && fclose(out) && !err)
		err = -errno;
	if (err)
		fprintf(stderr, SELF "cannot write %s: %s\n", call->output ? call->output : "standard output",
			strerror(-err));
	return err ? TROUBLE : DONE;
}

int report_main(int argc, char **argv)
{
	struct call call = { .format = "text", .color = "auto" };
	struct record_set set = { 0 };
	struct matrix m = { 0 };
	int status = parse_call(argc, argv, &call);

	if (status)
		return status;
	if (call.help) {
		usage(stdout);
		return DONE;
	}
	if (!call.options.width)
		call.options.width = terminal_width();
	call.options.color = want_color(&call);
	status = read_files(call.files, &set);
	if (!status) {
		matrix_build(&m, &set);
		status = write_matrix(&call, &m);
	}
	matrix_free(&m);
	record_set_free(&set);
	return status;
}
