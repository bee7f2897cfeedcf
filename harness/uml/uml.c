// SPDX-License-Identifier: GPL-2.0-only
/* A kernel in a process: real drivers on emulated hardware, at the far end of a pair of pipes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
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

void uml_script(const char *name, char *path, size_t len)
{
	snprintf(path, len, "%s/harness/uml/%s", data_root(), name);
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
static void run_script(int out, char *const argv[])
{
	char path[4096];

	uml_script(argv[0], path, sizeof(path));
	if (dup2(out, 1) == 1)
		execv(path, argv);
	dprintf(out, "%s: %s\n", path, strerror(errno));
	_exit(127);
}

/* Run a script of ours and leave what it prints in @text; its standard error is ours. Returns true if it succeeds. */
static bool script_prints(char *const argv[], char *text, size_t len)
{
	int status = -1, out[2];
	size_t used = 0;
	ssize_t n;
	pid_t pid;

	*text = '\0';
	if (pipe(out))
		return false;
	pid = fork();
	if (!pid)
		run_script(out[1], argv);
	close(out[1]);
	while (pid > 0 && used < len - 1 && (n = read(out[0], text + used, len - 1 - used)) > 0)
		used += (size_t)n;
	close(out[0]);
	text[used] = '\0';
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* What is asked for by the argument and the options of open(). */
struct wish {
	const struct board *board;
	const char *source, *config, *slot;
	bool build;
};

/* Have the kernel built, or only found. Leaves its folder, or one line why there is none, in @line. */
static bool find_kernel(const struct wish *w, char *line, size_t len)
{
	char *argv[] = { "kernel-build", "--report", (char *)(w->build ? "--report" : "--path"), "--slot",
			 (char *)w->slot, (char *)w->source, (char *)w->config, NULL };
	bool ok = script_prints(argv, line, len);

	line[strcspn(line, "\n")] = '\0';
	return ok && *line;
}

/* The kernels that were found: all processes of a run use the same, whatever becomes of their sources meanwhile. */
static struct found {
	char source[4096], config[64], folder[4096];
} found[8];

/* The folder of the kernel that is wished for. On failure NULL, and one line in @why. */
static const char *provide(const struct wish *w, char *why, size_t len)
{
	static unsigned int next;
	struct found *f;
	char line[sizeof(f->folder)];

	for (f = found; f < found + sizeof(found) / sizeof(found[0]); f++)
		if (*f->folder && !strcmp(f->source, w->source) && !strcmp(f->config, w->config))
			return f->folder;
	if (!find_kernel(w, line, sizeof(line))) {
		snprintf(why, len, "uml: %s", *line ? line : "cannot run kernel-build");
		return NULL;
	}
	f = &found[next++ % (sizeof(found) / sizeof(found[0]))];
	snprintf(f->source, sizeof(f->source), "%s", w->source);
	snprintf(f->config, sizeof(f->config), "%s", w->config);
	memcpy(f->folder, line, sizeof(line));
	return f->folder;
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
	const char *trace = wire_option(options, "trace");
	char linux_path[4200], dtb[4200], source[64], told[96];
	char *argv[] = {
		linux_path, "mem=192M", "emu_ram=96M", dtb, told,
		"fw_devlink=off", "time-travel=inf-cpu",
		/* No console, no user space; the protocol has standard input and output to itself. */
		"con=null", "con0=null", "ssl=null", "loglevel=3", "panic=-1",
		/* What checkers report is seen each time; and how much they set up at boot. */
		"kasan_multi_shot", "dma_debug_entries=1024",
		/* It would leave a folder for each process that is killed. */
		"uml_dir=/dev/null/",
		trace && !strcmp(trace, "yes") ? "emu_trace=1" : NULL, NULL
	};

	snprintf(linux_path, sizeof(linux_path), "%s/linux", folder);
	snprintf(dtb, sizeof(dtb), "dtb=%s/%s.dtb", folder, board->name);
	read_source(folder, source, sizeof(source));
	snprintf(told, sizeof(told), "conform_source=%s", source);
	/* Older kernels let their memory reach to the heap: that must be as far in every boot. */
	personality(ADDR_NO_RANDOMIZE);
	return wire_start(&uml_target, argv, "uml", options, why, len);
}

/* Why the kernel in @folder has no driver for @board. Returns false if it has one. */
static bool read_absent(const char *folder, const char *board, char *reason, size_t len)
{
	char path[4200], line[256];
	size_t n = strlen(board);
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "%s/absent", folder);
	f = fopen(path, "r");
	while (f && !found && fgets(line, sizeof(line), f)) {
		found = !strncmp(line, board, n) && line[n] == ' ';
		if (found)
			snprintf(reason, len, "%.*s", (int)strcspn(line + n + 1, "\n"), line + n + 1);
	}
	if (f)
		fclose(f);
	return found;
}

/* A kernel in which the driver did not probe runs, but there is nothing to see. */
static struct target *only_if_probed(struct target *t, const struct wish *w, char *why, size_t len)
{
	static struct description d;

	if (!t || (!wire_describe(t, &d) && d.dev[0].translated))
		return t;
	snprintf(why, len, "uml: the driver %s does not run in Linux %s, configuration '%s': %s", w->board->name,
		 d.kernel, w->config, d.remarks);
	wire_close(t);
	return NULL;
}

static bool understand(struct wish *w, const char *arg, const char *const *options, char *why, size_t len)
{
	static const char *const known[] = { "kernel", "config", "build", "slot", "trace", NULL };
	const char *source = wire_option(options, "kernel"), *config = wire_option(options, "config");
	const char *build = wire_option(options, "build");

	w->board = find_board(arg);
	if (!w->board) {
		snprintf(why, len, "uml: no driver '%s': the drivers are %s", arg ? arg : "", board_names());
		return false;
	}
	w->slot = wire_option(options, "slot");
	if (!w->slot)
		w->slot = "rev";
	w->source = source ? source : DEFAULT_KERNEL;
	w->config = config ? config : w->board->config;
	w->build = !build || strcmp(build, "no");
	return wire_options_known(options, known, why, len);
}

/* Is @line one of the lines of @text? */
static bool has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	while (*text && (strncmp(text, line, len) || text[len] != '\n'))
		text += strcspn(text, "\n") + !!text[strcspn(text, "\n")];
	return *text;
}

static bool uml_prepare(const char *arg, const char *const *options, char *why, size_t len)
{
	struct wish w;

	return understand(&w, arg, options, why, len) && provide(&w, why, len);
}

/* The name of a kernel's folder is a digest of what it was made of. */
static bool uml_identity(const char *arg, const char *const *options, char *word, size_t len)
{
	const char *folder, *name;
	struct wish w;

	if (!understand(&w, arg, options, word, len))
		return false;
	folder = provide(&w, word, len);
	name = folder ? strrchr(folder, '/') : NULL;
	return name && (size_t)snprintf(word, len, "%s-%s", w.board->name, name + 1) < len;
}

static bool uml_differs(const char *arg, const char *const *before, const char *const *after)
{
	static char concerned[4096], asked[2][4096];
	char why[256], *argv[] = { "kernel-changes", asked[0], asked[1], NULL };
	struct wish a, b;

	if (!understand(&a, arg, before, why, sizeof(why)) || !understand(&b, arg, after, why, sizeof(why)) ||
	    strcmp(a.config, b.config))
		return true;
	if (strcmp(asked[0], a.source) || strcmp(asked[1], b.source)) {
		snprintf(asked[0], sizeof(asked[0]), "%s", a.source);
		snprintf(asked[1], sizeof(asked[1]), "%s", b.source);
		if (!script_prints(argv, concerned, sizeof(concerned)))
			strcpy(concerned, "*\n");
	}
	return has_line(concerned, "*") || has_line(concerned, a.board->name);
}

static struct target *uml_open(const char *arg, const char *const *options, char *why, size_t len)
{
	const char *folder;
	char reason[256];
	struct wish w;

	if (!understand(&w, arg, options, why, len))
		return NULL;
	folder = provide(&w, why, len);
	if (!folder)
		return NULL;
	if (read_absent(folder, w.board->name, reason, sizeof(reason))) {
		snprintf(why, len, "uml: %s has no driver %s in configuration '%s': %s", w.source, w.board->name,
			 w.config, reason);
		return NULL;
	}
	return only_if_probed(launch(folder, w.board, options, why, len), &w, why, len);
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
	const struct wish w = { board, DEFAULT_KERNEL, board ? board->config : "", "rev", false };
	bool built = board && find_kernel(&w, folder, sizeof(folder));

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
	.takes = "kernel config build slot trace " WIRE_OPTIONS,
	.open = uml_open, .list = uml_list, .doctor = uml_doctor, .describe = wire_describe, .reset = wire_reset,
	.submit = wire_submit, .observe = wire_observe, .dma = wire_dma, .digest = wire_digest, .close = wire_close,
	.prepare = uml_prepare, .identity = uml_identity, .differs = uml_differs,
};
