// SPDX-License-Identifier: GPL-2.0-only
/* Which QEMU. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "harness/build/kernels.h"
#include "harness/qemu/program.h"
#include "harness/wire/process.h"

#define VERSION_SECONDS	20	/* for --version: a machine may be very busy */
#define CANARY_SECONDS	15	/* for the first word of a guest that has the processor's help */

static const char *qemu_arch(const struct machine *m)
{
	if (!strcmp(m->arch, "arm64"))
		return "aarch64";
	if (!strcmp(m->arch, "riscv"))
		return "riscv64";
	return strcmp(m->arch, "s390") ? m->arch : "s390x";
}

/* Ask the program at p->path for its version. Returns false if it does not say one. */
static bool ask_version(struct program *p)
{
	char *argv[] = { p->path, "--version", NULL };
	static const char key[] = " version ";
	struct process process;
	const char *line, *at;
	bool said;

	if (process_start(&process, argv))
		return false;
	said = process_talk(&process, NULL, process_now() + VERSION_SECONDS * 1000, &line) == PROCESS_LINE;
	at = said ? strstr(line, key) : NULL;
	if (at)
		snprintf(p->version, sizeof(p->version), "%.*s", (int)strcspn(at + strlen(key), " \t"), at + strlen(key));
	process_stop(&process, 100);
	p->number = at ? machine_version(p->version) : 0;
	return p->number;
}

static bool is_program(const char *path)
{
	struct stat st;

	return !access(path, X_OK) && !stat(path, &st) && S_ISREG(st.st_mode);
}

/* Find @name on PATH, into p->path. */
static bool on_path(const char *name, struct program *p)
{
	const char *path = getenv("PATH");
	size_t n;

	for (; path && *path; path += n + !!path[n]) {
		n = strcspn(path, ":");
		snprintf(p->path, sizeof(p->path), "%.*s/%s", (int)n, path, name);
		if (is_program(p->path))
			return true;
	}
	return false;
}

static bool take_wanted(const char *wanted, const char *name, struct program *p, char *why, size_t len)
{
	snprintf(p->path, sizeof(p->path), "%s", wanted);
	if (!is_program(p->path))
		snprintf(p->path, sizeof(p->path), "%s/%s", wanted, name);
	if (is_program(p->path) ? ask_version(p) : on_path(wanted, p) && ask_version(p))
		return true;
	snprintf(why, len, "%s: no QEMU, nor a folder with %s", wanted, name);
	return false;
}

/* That of qemu-get. */
static bool take_ours(const char *name, bool get, struct program *p, char *why, size_t len)
{
	char *argv[] = { "../qemu/qemu-get", get ? "--report" : "--path", NULL };
	char folder[3800];
	bool there = kernels_script_prints(argv, folder, sizeof(folder));

	folder[strcspn(folder, "\n")] = '\0';
	if (there)
		snprintf(p->path, sizeof(p->path), "%s/%s", folder, name);
	if (there && is_program(p->path) && ask_version(p))
		return true;
	snprintf(why, len, "%.400s", *folder && !there ? folder : "cannot run qemu-get");
	return false;
}

bool program_find(const struct machine *m, const char *wanted, bool get, struct program *p, char *why, size_t len)
{
	char name[64], reason[512];

	snprintf(name, sizeof(name), "qemu-system-%s", qemu_arch(m));
	if (wanted)
		return take_wanted(wanted, name, p, why, len);
	if (on_path(name, p) && ask_version(p) && p->number >= m->needs)
		return true;
	if (take_ours(name, get, p, reason, sizeof(reason)))
		return true;
	snprintf(why, len, "the machine %s needs %s %u.%u or newer: %s", m->name, name, m->needs / VERSION_MAJOR,
		 m->needs % VERSION_MAJOR, reason);
	return false;
}

/* ---- accelerator */

/* Does a guest with these arguments begin to answer? */
static bool answers(char *const argv[])
{
	int64_t deadline = process_now() + CANARY_SECONDS * 1000;
	const char *line, *ask = "1 describe\n";
	struct process process;
	bool found = false;

	if (process_start(&process, argv))
		return false;
	while (!found && process_talk(&process, ask, deadline, &line) == PROCESS_LINE) {
		found = !strncmp(line, "1+ ", 3);
		ask = NULL;
	}
	process_stop(&process, 0);
	return found;
}

/* What the answer depends on: this boot of the machine, and the QEMU. Returns false if nobody knows. */
static bool circumstances(const struct program *p, char *text, size_t len)
{
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "r");
	char boot[64];
	bool known = f && fgets(boot, sizeof(boot), f);

	if (f)
		fclose(f);
	if (known)
		snprintf(text, len, "%.*s %s", (int)strcspn(boot, "\n"), boot, p->version);
	return known;
}

/* The file that keeps the answer. */
static bool memo_path(const struct machine *m, char *path, size_t len)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	return (cache || home) && (size_t)snprintf(path, len, "%s%s/iommu-conform/kvm-%s", cache ? cache : home,
						   cache ? "" : "/.cache", m->arch) < len;
}

/* Returns 'y' or 'n' as the file says for these circumstances; 0 if it says nothing. */
static char recall(const char *path, const char *about)
{
	FILE *f = fopen(path, "r");
	size_t n = strlen(about);
	char line[160] = "";
	bool read;

	if (!f)
		return 0;
	read = fgets(line, sizeof(line), f);
	fclose(f);
	return read && !strncmp(line, about, n) && line[n] == ' ' ? line[n + 1] : 0;
}

static void keep(const char *path, const char *about, bool works)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return;
	fprintf(f, "%s %s\n", about, works ? "yes" : "no");
	fclose(f);
}

static bool kvm_could_work(const struct machine *m)
{
	struct utsname host;

	return !access("/dev/kvm", R_OK | W_OK) && !uname(&host) && !strcmp(host.machine, qemu_arch(m));
}

const char *program_accelerator(const struct program *p, const struct machine *m, char *const argv[])
{
	char path[4200], about[128], *with_kvm[MACHINE_ARGS * 2], said;
	const bool kept = memo_path(m, path, sizeof(path)) && circumstances(p, about, sizeof(about));
	unsigned int n;
	bool works;

	if (!kvm_could_work(m))
		return "tcg";
	said = kept ? recall(path, about) : 0;
	if (said)
		return said == 'y' ? "kvm" : "tcg";
	for (n = 0; argv[n]; n++)
		with_kvm[n] = argv[n];
	with_kvm[n] = NULL;
	with_kvm[2] = "kvm";
	works = answers(with_kvm);
	if (kept)
		keep(path, about, works);
	return works ? "kvm" : "tcg";
}
