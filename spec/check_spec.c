// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_spec.c - iommu-conform check-spec: read a spec, run all checks, print what they found.
 */
#define _GNU_SOURCE
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "spec/check_spec.h"
#include "spec/checks.h"
#include "spec/load.h"

enum { OPT_LIST = 256, OPT_FORMAT, OPT_SOURCES };

struct command {
	struct diag diag;
	struct checks checks;
	char **files;
	bool list, sarif;
	const char *sources;
	char *cases;
};

static const struct argp_option options[] = {
	{ NULL, 'W', "CHECK", 0, "Let CHECK warn", 0 },
	{ NULL, 'E', "CHECK", 0, "Let CHECK be an error", 0 },
	{ NULL, 'q', "CHECK", 0, "Do not run CHECK", 0 },
	{ "list-checks", OPT_LIST, NULL, 0, "Print the checks and their levels", 0 },
	{ "format", OPT_FORMAT, "text|sarif", 0, "What to print: text (default), or SARIF 2.1.0", 0 },
	{ "sources", OPT_SOURCES, "DIR", 0, "Look up quotations in DIR: mails 000_*.txt, a kernel tree", 0 },
	{ 0 }
};

static void set_level(struct argp_state *state, const char *name, enum severity severity)
{
	struct command *cmd = state->input;

	switch (checks_set(&cmd->checks, name, severity)) {
	case -1:
		argp_error(state, "there is no check '%s': see --list-checks", name);
		break;
	case -2:
		argp_error(state, "'%s' is always an error: nothing can be understood without it", name);
		break;
	}
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct command *cmd = state->input;

	switch (key) {
	case 'W':
		set_level(state, arg, SEV_WARNING);
		break;
	case 'E':
		set_level(state, arg, SEV_ERROR);
		break;
	case 'q':
		set_level(state, arg, SEV_OFF);
		break;
	case OPT_LIST:
		cmd->list = true;
		break;
	case OPT_FORMAT:
		cmd->sarif = !strcmp(arg, "sarif");
		if (!cmd->sarif && strcmp(arg, "text"))
			argp_error(state, "there is no format '%s': text or sarif", arg);
		break;
	case OPT_SOURCES:
		cmd->sources = arg;
		break;
	case ARGP_KEY_ARGS:
		cmd->files = state->argv + state->next;
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "[FILE…]",
	"Check the rules in the FILEs, which make one spec; without FILE, the rules that this program was built with."
	"\vExit status: 0 if nothing is wrong, 1 if there are errors, 2 if that could not be told.",
	NULL, NULL, NULL,
};

static int list_checks(const struct checks *c)
{
	unsigned int i;

	for (i = 0; i < nr_checks; i++)
		printf("%-18s %-8s %s\n", check_table[i].name, severity_name(c->level[i]), check_table[i].help);
	return 0;
}

static int print_sarif(const struct command *cmd)
{
	struct diag_rule *rule = calloc(nr_checks, sizeof(*rule));
	unsigned int i;
	int ret;

	if (!rule)
		return -1;
	for (i = 0; i < nr_checks; i++)
		rule[i] = (struct diag_rule){ check_table[i].name, check_table[i].help, cmd->checks.level[i] };
	ret = diag_sarif(&cmd->diag, rule, nr_checks, stdout);
	free(rule);
	return ret;
}

static void print_text(const struct command *cmd)
{
	const char *no_color = getenv("NO_COLOR");

	diag_print(&cmd->diag, stdout, isatty(STDOUT_FILENO) && !(no_color && *no_color));
	if (cmd->checks.sources)
		fprintf(stderr, "%u quotations looked up; %u not, since their source is not in %s\n",
			cmd->checks.quotes_found, cmd->checks.quotes_unknown, cmd->sources);
}

/* The list of the names of all cases lies beside the rules. */
static char *names_of_cases(const char *rules)
{
	const char *slash = strrchr(rules, '/');
	char *path;

	if (asprintf(&path, "%.*scases.list", slash ? (int)(slash + 1 - rules) : 0, rules) < 0)
		abort();
	return path;
}

/* Read all files into the diag. Returns 0, or 2 when one cannot be read. */
static int read_files(struct command *cmd)
{
	char **installed = NULL, **file;
	int ret = 0;

	if (!cmd->files) {
		cmd->checks.whole = true;
		cmd->files = installed = spec_rule_files(NULL);
		if (!installed) {
			fputs("check-spec: no rules: name files, or set IOMMU_CONFORM_RULES to their folder\n", stderr);
			return 2;
		}
	}
	cmd->cases = names_of_cases(cmd->files[0]);
	for (file = cmd->files; *file && !ret; file++)
		if (spec_read(*file, &cmd->diag)) {
			fprintf(stderr, "check-spec: %s: %s\n", *file, strerror(errno));
			ret = 2;
		}
	spec_files_free(installed);
	return ret;
}

static int check(struct command *cmd)
{
	struct sources *sources = NULL;
	struct spec *spec;
	int ret = 0;

	if (cmd->sources) {
		sources = sources_open(cmd->sources);
		if (!sources) {
			fprintf(stderr, "check-spec: %s: no folder that can be read\n", cmd->sources);
			return 2;
		}
	}
	spec = spec_resolve(&cmd->diag);
	cmd->checks.cases = cmd->cases;
	checks_run(&cmd->checks, spec, sources);
	diag_sort(&cmd->diag);
	if (cmd->sarif)
		ret = print_sarif(cmd);
	else
		print_text(cmd);
	spec_free(spec);
	sources_close(sources);
	if (ret || fflush(stdout)) {
		fprintf(stderr, "check-spec: the findings could not be written\n");
		return 2;
	}
	return diag_count(&cmd->diag, SEV_ERROR) ? 1 : 0;
}

int check_spec_main(int argc, char **argv)
{
	struct command cmd = { .list = false };
	int ret = 2;

	argp_err_exit_status = 2;
	if (!checks_init(&cmd.checks, &cmd.diag) && !argp_parse(&argp, argc, argv, 0, NULL, &cmd)) {
		if (cmd.list)
			ret = list_checks(&cmd.checks);
		else if (!read_files(&cmd))
			ret = check(&cmd);
	}
	checks_free(&cmd.checks);
	diag_free(&cmd.diag);
	free(cmd.cases);
	return ret;
}
