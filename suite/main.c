// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - iommu-conform: find the command, run it.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite/command.h"
#include "suite/unknown.h"

static int help(void)
{
	puts("Usage: iommu-conform COMMAND [OPTION...]\n"
	     "Does an IOMMU driver keep the contract of the kernel's domains?\n");
	for (const struct command *c = commands; c->name; c++)
		printf("  %-12s %s\n", c->name, c->synopsis);
	puts("\n'iommu-conform COMMAND --help' says more of each; iommu-conform(1) says all.\n"
	     "Exit status: 0 done and nothing unexpected, 1 an unexpected verdict, 2 could not tell.");
	return STATUS_DONE;
}

static int no_command(const char *name)
{
	struct nearest n = { .typed = name };
	char why[256];

	for (const struct command *c = commands; c->name; c++)
		nearest_offer(&n, c->name);
	unknown(why, sizeof(why), "command", &n, "--help");
	return complain("%s", why);
}

static int run_command(const struct command *c, int argc, char **argv)
{
	char name[64];

	snprintf(name, sizeof(name), "iommu-conform %s", c->name);
	argv[0] = name;
	return c->main(argc, argv);
}

/* A full disk behind standard output must not read as success. Runs at every exit, that of --help too. */
static void close_stdout(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return;
	complain("standard output: %s", strerror(errno));
	_exit(STATUS_UNABLE);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "--help";
	const struct command *c = commands;

	signal(SIGXFSZ, SIG_IGN);	/* a file that may not grow is an error of write() */
	atexit(close_stdout);
	if (!strcmp(name, "--version")) {
		puts(PACKAGE_STRING);
		return STATUS_DONE;
	}
	if (!strcmp(name, "help") && argc > 2) {	/* help COMMAND is COMMAND --help */
		argv[1] = argv[2];
		argv[2] = (char *)"--help";
		name = argv[1];
	}
	if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help")) {
		help();
		return argc > 1 ? STATUS_DONE : STATUS_UNABLE;
	}
	while (c->name && strcmp(c->name, name))
		c++;
	return c->name ? run_command(c, argc - 1, argv + 1) : no_command(name);
}
