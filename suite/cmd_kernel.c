// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_kernel.c - iommu-conform kernel: the sources, kernels and records that are kept in the cache.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "suite/command.h"
#include "suite/options.h"

int cmd_kernel(int argc, char **argv);

struct kernel_options {
	const char *word[3];	/* what to do, and with what */
	unsigned int nwords;
	bool all, dry_run;
};

enum { OPT_ALL = 512, OPT_DRY_RUN };

static const struct argp_option options[] = {
	{ "all", OPT_ALL, NULL, 0, "With prune: remove everything", 0 },
	{ "dry-run", OPT_DRY_RUN, NULL, 0, "With prune: only print what would be removed", 0 },
	{ 0 }
};

/* Is @n the number of words that the command wants? */
static bool enough(const char *command, unsigned int n)
{
	if (!strcmp(command, "path"))
		return n == 2 || n == 3;
	return n == 1 && (!strcmp(command, "list") || !strcmp(command, "prune"));
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct kernel_options *o = state->input;

	switch (key) {
	case OPT_ALL:
		o->all = true;
		break;
	case OPT_DRY_RUN:
		o->dry_run = true;
		break;
	case ARGP_KEY_ARG:
		if (o->nwords == sizeof(o->word) / sizeof(o->word[0]))
			argp_error(state, "'%s' is one word too many", arg);
		o->word[o->nwords++] = arg;
		break;
	case ARGP_KEY_END:
		if (!o->nwords || !enough(o->word[0], o->nwords))
			argp_error(state, "it is list, prune, or path SOURCE [CONFIG]");
		if ((o->all || o->dry_run) && strcmp(o->word[0], "prune"))
			argp_error(state, "--all and --dry-run are options of prune");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.args_doc = "list\nprune\npath SOURCE [CONFIG]",
	.doc = "The cache of the target uml: list what is there, prune what serves nobody any more, or print the folder "
	       "of a kernel that was built of SOURCE (as --kernel takes it; CONFIG is identity by default).\v"
	       "Exit status: 0 done, 2 not.",
};

static int print_path(const struct kernel_options *o)
{
	char *const argv[] = { "kernel-build", "--path", (char *)o->word[1],
			       (char *)(o->nwords > 2 ? o->word[2] : "identity"), NULL };

	return command_script(argv);
}

static int cache(const struct kernel_options *o)
{
	char program[4096];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *argv[] = { "kernel-cache", (char *)o->word[0], NULL, NULL, NULL, NULL };
	unsigned int n = 2;

	if (len < 0)
		return complain("/proc/self/exe: %s", strerror(errno));
	program[len] = '\0';
	if (o->all)
		argv[n++] = "--all";
	if (o->dry_run)
		argv[n++] = "--dry-run";
	argv[n] = program;
	return command_script(argv);
}

int cmd_kernel(int argc, char **argv)
{
	struct kernel_options o = { .nwords = 0 };

	options_parse(&argp, argc, argv, &o);
	return strcmp(o.word[0], "path") ? cache(&o) : print_path(&o);
}
