// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd_doctor.c - iommu-conform doctor: what can run here, and what the rest needs.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/target.h"
#include "suite/command.h"
#include "suite/options.h"

int cmd_doctor(int argc, char **argv);

/* Programs that only some things need. */
static const struct tool {
	const char *name, *what, *package;
} tools[] = {
	{ "chromium", "load the page of the matrix in a browser (make check)", "chromium" },
	{ "valgrind", "find memory errors (make check)", "valgrind" },
	{ "lcov", "measure coverage (iommu-conform coverage, make coverage)", "lcov" },
	{ "clang", "build with another compiler, and fuzz (make fuzz)", "clang" },
	{ "mandoc", "check the manual pages (make check)", "mandoc" },
	{ "shellcheck", "check the scripts (make check)", "shellcheck" },
	{ NULL, NULL, NULL }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	if (key == ARGP_KEY_ARG)
		argp_error(state, "'%s': doctor takes no argument", arg);
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	.parser = parse,
	.doc = "Say which targets can run on this machine, and what is missing for the others and how to get it.\v"
	       "Exit status: 0 if a target can run, 2 if none can.",
};

static bool in_path(const char *name)
{
	const char *path = getenv("PATH") ?: "/usr/bin:/bin";
	char file[4096];
	size_t len;

	for (; *path; path += len + (path[len] == ':')) {
		len = strcspn(path, ":");
		snprintf(file, sizeof(file), "%.*s/%s", (int)len, path, name);
		if (!access(file, X_OK))
			return true;
	}
	return false;
}

static void print_drivers(const struct target_driver *drv)
{
	unsigned int n = 0;
	int column = 0;

	while (drv->list(n))
		n++;
	if (!n)
		return;
	printf("  %u drivers:", n);
	for (unsigned int i = 0; i < n; i++) {
		const char *name = drv->list(i);

		column = column + strlen(name) + 1 > 100 ? 0 : column;
		column += printf("%s%s", column ? " " : "\n    ", name);
	}
	putchar('\n');
}

static bool examine_target(const struct target_driver *drv)
{
	char why[512] = "";
	bool can = drv->doctor(why, sizeof(why));

	printf("%-8s %s: %s\n", can ? "ok" : "missing", drv->name, drv->synopsis);
	if (*why)
		printf("  %s\n", why);
	if (drv->takes)
		printf("  options: %s\n", drv->takes);
	print_drivers(drv);
	return can;
}

int cmd_doctor(int argc, char **argv)
{
	bool any = false;

	options_parse(&argp, argc, argv, NULL);
	puts("Targets:");
	for (const struct target_driver *const *t = target_drivers; *t; t++)
		any |= examine_target(*t);
	puts("\nPrograms:");
	for (const struct tool *t = tools; t->name; t++) {
		bool here = in_path(t->name);

		printf("%-8s %s: %s", here ? "ok" : "missing", t->name, t->what);
		if (!here)
			printf(": apt-get install %s", t->package);
		putchar('\n');
	}
	return any ? STATUS_DONE : STATUS_UNABLE;
}
