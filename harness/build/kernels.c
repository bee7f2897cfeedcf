// SPDX-License-Identifier: GPL-2.0-only
/* Kernels that kernel-build makes. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/build/kernels.h"
#include "harness/wire/wire.h"

#define DEFAULT_KERNEL	"debian:7.2"
#define STOCK		"stock:"	/* what is built for such a kernel is our module */

const char *kernels_root(void)
{
	const size_t n = strlen(KERNELS_BUILDDIR);
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self));

	return len > (ssize_t)n && !strncmp(self, KERNELS_BUILDDIR, n) && self[n] == '/' ? KERNELS_SRCDIR : KERNELS_DATADIR;
}

void kernels_script(const char *name, char *path, size_t len)
{
	snprintf(path, len, "%s/harness/build/%s", kernels_root(), name);
}

__attribute__((noreturn))
static void run_script(int out, char *const argv[])
{
	char path[4096];

	kernels_script(argv[0], path, sizeof(path));
	if (dup2(out, 1) == 1)
		execv(path, argv);
	dprintf(out, "%s: %s\n", path, strerror(errno));
	_exit(127);
}

bool kernels_script_prints(char *const argv[], char *text, size_t len)
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

struct kernel_wish kernels_wish(const char *const *options, const char *config)
{
	const char *source = wire_option(options, "kernel"), *build = wire_option(options, "build");
	const char *slot = wire_option(options, "slot");
	struct kernel_wish w = {
		.source = source ? source : DEFAULT_KERNEL, .config = config, .slot = slot ? slot : "rev",
		.build = !build || strcmp(build, "no"),
	};

	return w;
}

/* Have the kernel built, or only found. Leaves its folder, or one line why there is none, in @line. */
static bool find_kernel(const struct kernel_wish *w, char *line, size_t len)
{
	char *asked = (char *)(w->build ? "--report" : "--path"), *source = (char *)w->source, *config = (char *)w->config;
	char *ours[] = { "kernel-build", "--report", asked, "--slot", (char *)w->slot, source, config, NULL };
	char *stock[] = { "module-build", "--report", asked, source, config, NULL };
	bool ok = kernels_script_prints(strncmp(source, STOCK, strlen(STOCK)) ? ours : stock, line, len);

	line[strcspn(line, "\n")] = '\0';
	return ok && *line;
}

/* The kernels that were found: all processes of a run use the same, whatever becomes of their sources meanwhile. */
static struct found {
	char source[4096], config[64], folder[4096];
} found[8];

const char *kernels_provide(const struct kernel_wish *w, const char *label, char *why, size_t len)
{
	static unsigned int next;
	struct found *f;
	char line[sizeof(f->folder)];

	for (f = found; f < found + sizeof(found) / sizeof(found[0]); f++)
		if (*f->folder && !strcmp(f->source, w->source) && !strcmp(f->config, w->config))
			return f->folder;
	if (!find_kernel(w, line, sizeof(line))) {
		snprintf(why, len, "%s: %s", label, *line ? line : "cannot run kernel-build");
		return NULL;
	}
	f = &found[next++ % (sizeof(found) / sizeof(found[0]))];
	snprintf(f->source, sizeof(f->source), "%s", w->source);
	snprintf(f->config, sizeof(f->config), "%s", w->config);
	memcpy(f->folder, line, sizeof(line));
	return f->folder;
}

void kernels_source(const char *folder, char *word, size_t len)
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

bool kernels_there(const struct kernel_wish *w, char *why, size_t len)
{
	const struct kernel_wish only_find = { w->source, w->config, w->slot, false };
	char line[4096], source[64];
	bool there = find_kernel(&only_find, line, sizeof(line));

	kernels_source(line, source, sizeof(source));
	if (there)
		snprintf(why, len, "%s is built", source);
	else
		snprintf(why, len, "%s", *line ? line : "cannot run kernel-build");
	return there;
}

const char *kernels_identity(const char *folder)
{
	const char *name = strrchr(folder, '/');

	return name ? name + 1 : folder;
}

/* Is @line one of the lines of @text? */
static bool has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	while (*text && (strncmp(text, line, len) || text[len] != '\n'))
		text += strcspn(text, "\n") + !!text[strcspn(text, "\n")];
	return *text;
}

bool kernels_differ(const char *platform, const char *who, const struct kernel_wish *a, const struct kernel_wish *b)
{
	static char concerned[4096], asked[2][4096], of[16];
	char *argv[] = { "kernel-changes", (char *)platform, asked[0], asked[1], NULL };

	if (strcmp(a->config, b->config))
		return true;
	if (strcmp(of, platform) || strcmp(asked[0], a->source) || strcmp(asked[1], b->source)) {
		snprintf(of, sizeof(of), "%s", platform);
		snprintf(asked[0], sizeof(asked[0]), "%s", a->source);
		snprintf(asked[1], sizeof(asked[1]), "%s", b->source);
		if (!kernels_script_prints(argv, concerned, sizeof(concerned)))
			strcpy(concerned, "*\n");
	}
	return has_line(concerned, "*") || has_line(concerned, who);
}
