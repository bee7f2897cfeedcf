/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * command.h - the subcommands of iommu-conform. A new one is one file, cmd_NAME.c, and one line in commands.c.
 */
#ifndef SUITE_COMMAND_H
#define SUITE_COMMAND_H

/* Exit status, the same for every command. */
enum {
	STATUS_DONE,		/* and nothing unexpected */
	STATUS_UNEXPECTED,	/* a verdict that nobody expected */
	STATUS_UNABLE,		/* could not tell: environment, usage, harness */
};

struct command {
	const char *name;
	const char *synopsis;	/* one line for --help */
	/* argv[0] is "iommu-conform NAME". Returns the exit status. */
	int (*main)(int argc, char **argv);
};

/* All of them, in the order of --help, ended by a NULL name. */
extern const struct command commands[];

/* Print "iommu-conform: " and the message on standard error. Returns STATUS_UNABLE. */
int complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Run the script argv[0] of harness/build, with these arguments. Returns STATUS_DONE or STATUS_UNABLE. */
int command_script(char *const argv[]);

#endif
