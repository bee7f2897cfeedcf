// SPDX-License-Identifier: GPL-2.0-only
/* A kernel in a process: real drivers on emulated hardware, at the far end of a pair of pipes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/uml/uml.h"
#include "harness/wire/wire.h"

#define DEFAULT_KERNEL	"debian:7.2"

/* Where our files are: beside the sources while we run in the build tree, else where they are installed. */
static const char *data_root(void)
{
	const size_t n = strlen(UML_BUILDDIR);
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self));

	return len > (ssize_t)n && !strncmp(self, UML_BUILDDIR, n) && self[n] == '/' ? UML_SRCDIR : UML_DATADIR;
}

/* ---- boards */

#define MOST_BOARDS	64

/* A line of boards/list: a driver, and the configuration that it runs in unless another is asked for. */
struct board {
	char name[32], config[32];
};

/* All of them, ended by one without a name; none if the list cannot be read. */
static const struct board *boards(void)
{
	static struct board list[MOST_BOARDS + 1];
	char path[4200], line[256];
	unsigned int n = 0;
	FILE *f;

	if (*list[0].name)
		return list;
	snprintf(path, sizeof(path), "%s/harness/uml/boards/list", data_root());
	f = fopen(path, "r");
	while (f && n < MOST_BOARDS && fgets(line, sizeof(line), f))
		if (*line != '#' && sscanf(line, "%31s %31s", list[n].name, list[n].config) == 2)
			n++;
	if (f)
		fclose(f);
	memset(&list[n], 0, sizeof(list[n]));
	return list;
}

static const struct board *find_board(const char *name)
{
	const struct board *board;

	for (board = boards(); *board->name; board++)
		if (!name || !strcmp(board->name, name))
			return board;
	return NULL;
}

static const char *board_names(void)
{
	static char names[MOST_BOARDS * 34];
	const struct board *board;
	size_t used = 0;

	*names = '\0';
	for (board = boards(); *board->name; board++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s", used ? ", " : "", board->name);
	return names;
}

/* ---- the kernel */

__attribute__((noreturn))
static void run_builder(int out, const char *path_only, const char *source, const char *config)
{
	char builder[4096];
	char *argv[] = { "kernel-build", "--report", (char *)path_only, (char *)source, (char *)config, NULL };

	snprintf(builder, sizeof(builder), "%s/harness/uml/kernel-build", data_root());
	if (dup2(out, 1) == 1)
		execv(builder, argv);
	dprintf(out, "%s: %s\n", builder, strerror(errno));
	_exit(127);
}

/*
 * Have the kernel built (@build), or only found. Leaves its folder, or one line why there is none, in @line. Progress
 * goes to standard error. Returns true if there is one.
 */
static bool find_kernel(bool build, const char *source, const char *config, char *line, size_t len)
{
	int status = -1, out[2];
	size_t used = 0;
	ssize_t n;
	pid_t pid;

	*line = '\0';
	if (pipe(out))
		return false;
	pid = fork();
	if (!pid)
		run_builder(out[1], build ? "--report" : "--path", source, config);
	close(out[1]);
	while (pid > 0 && used < len - 1 && (n = read(out[0], line + used, len - 1 - used)) > 0)
		used += (size_t)n;
	close(out[0]);
	line[used] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0 && *line;
}

/* The kernel that was found last: all processes of a run use the same one, whatever becomes of its source meanwhile. */
static struct {
	char source[4096], config[64], folder[4096];
} found;

/* The folder of the kernel for @source and @config, found or built (@build). On failure NULL, and one line in @why. */
static const char *provide(bool build, const char *source, const char *config, char *why, size_t len)
{
	char line[sizeof(found.folder)];

	if (*found.folder && !strcmp(found.source, source) && !strcmp(found.config, config))
		return found.folder;
	if (!find_kernel(build, source, config, line, sizeof(line))) {
		snprintf(why, len, "uml: %s", *line ? line : "cannot run kernel-build");
		return NULL;
	}
	snprintf(found.source, sizeof(found.source), "%s", source);
	snprintf(found.config, sizeof(found.config), "%s", config);
	memcpy(found.folder, line, sizeof(line));
	return found.folder;
}

/* What the kernel in @folder was built from, as one word that its command line can carry. */
static void read_source(const char *folder, char *word, size_t len)
{
	char path[4200], *at;
	FILE *f;

	*word = '\0';
	snprintf(path, sizeof(path), "%s/source", folder);
	f = fopen(path, "r");
	if (!f)
		return;
	if (!fgets(word, (int)len, f))
		*word = '\0';
	fclose(f);
	word[strcspn(word, "\n")] = '\0';
	for (at = word; *at; at++)
		if (strchr(" \t\"'=", *at))
			*at = '_';
}

/* ---- the target */

static struct target *launch(const char *folder, const struct board *board, const char *const *options, char *why,
			     size_t len)
{
	char linux_path[4200], dtb[4200], source[64], told[96];
	char *argv[] = {
		linux_path, "mem=192M", "reserve_mem=96M:32M:conform", dtb, told,
		"fw_devlink=off", "time-travel=inf-cpu",
		/* No console, no user space; the protocol has standard input and output to itself. */
		"con=null", "con0=null", "ssl=null", "loglevel=3", "panic=-1",
		/* It would leave a folder for each process that is killed. */
		"uml_dir=/dev/null/", NULL
	};

	snprintf(linux_path, sizeof(linux_path), "%s/linux", folder);
	snprintf(dtb, sizeof(dtb), "dtb=%s/%s.dtb", folder, board->name);
	read_source(folder, source, sizeof(source));
	snprintf(told, sizeof(told), "conform_source=%s", source);
	return wire_start(&uml_target, argv, "uml", options, why, len);
}

/* A kernel in which the driver did not probe runs, but there is nothing to see. */
static struct target *only_if_probed(struct target *t, const char *driver, const char *config, char *why, size_t len)
{
	static struct description d;

	if (!t || (!wire_describe(t, &d) && d.dev[0].translated))
		return t;
	snprintf(why, len, "uml: the driver %s did not probe in a kernel of configuration '%s'", driver, config);
	wire_close(t);
	return NULL;
}

/* What is asked for by the argument and the options of open(). */
struct wish {
	const struct board *board;
	const char *source, *config;
	bool build;
};

static bool understand(struct wish *w, const char *arg, const char *const *options, char *why, size_t len)
{
	static const char *const known[] = { "kernel", "config", "build", NULL };
	const char *source = wire_option(options, "kernel"), *config = wire_option(options, "config");
	const char *build = wire_option(options, "build");

	w->board = find_board(arg);
	if (!w->board) {
		snprintf(why, len, "uml: no driver '%s': the drivers are %s", arg ? arg : "", board_names());
		return false;
	}
	w->source = source ? source : DEFAULT_KERNEL;
	w->config = config ? config : w->board->config;
	w->build = !build || strcmp(build, "no");
	return wire_options_known(options, known, why, len);
}

static bool uml_prepare(const char *arg, const char *const *options, char *why, size_t len)
{
	struct wish w;

	return understand(&w, arg, options, why, len) && provide(w.build, w.source, w.config, why, len);
}

static struct target *uml_open(const char *arg, const char *const *options, char *why, size_t len)
{
	const char *folder;
	struct wish w;

	if (!understand(&w, arg, options, why, len))
		return NULL;
	folder = provide(w.build, w.source, w.config, why, len);
	if (!folder)
		return NULL;
	return only_if_probed(launch(folder, w.board, options, why, len), w.board->name, w.config, why, len);
}

static const char *uml_list(unsigned int n)
{
	const struct board *board = boards();

	while (n && *board->name) {
		board++;
		n--;
	}
	return *board->name ? board->name : NULL;
}

static bool uml_doctor(char *why, size_t len)
{
	char folder[4096], source[64];
	const struct board *board = find_board(NULL);
	bool built = board && find_kernel(false, DEFAULT_KERNEL, board->config, folder, sizeof(folder));

	read_source(folder, source, sizeof(source));
	if (built)
		snprintf(why, len, "%s is built", source);
	else
		snprintf(why, len, "%s", *folder ? folder : "cannot run kernel-build");
	return built;
}

const struct target_driver uml_target = {
	.name = "uml",
	.synopsis = "real drivers in a User-Mode Linux kernel, on emulated IOMMU hardware",
	.takes = "kernel config build " WIRE_OPTIONS,
	.open = uml_open, .list = uml_list, .doctor = uml_doctor, .describe = wire_describe, .reset = wire_reset,
	.submit = wire_submit, .observe = wire_observe, .dma = wire_dma, .digest = wire_digest, .close = wire_close,
	.prepare = uml_prepare,
};
