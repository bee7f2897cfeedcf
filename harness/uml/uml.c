// SPDX-License-Identifier: GPL-2.0-only
/* A kernel in a process: real drivers on emulated hardware, at the far end of a pair of pipes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

#include "harness/build/kernels.h"
#include "harness/uml/uml.h"
#include "harness/wire/wire.h"

/* ---- boards */

#define MOST_BOARDS	64

/* A line of boards/list: a driver, the configuration that it runs in unless another is asked for, for users as well? */
struct board {
	char name[32], config[32];
	bool user;
};

static bool read_board(struct board *board, const char *line)
{
	char *plus;

	if (*line == '#' || sscanf(line, "%31s %31s", board->name, board->config) != 2)
		return false;
	plus = strchr(board->config, '+');
	board->user = plus && !strcmp(plus, "+user");
	if (plus)
		*plus = '\0';
	return true;
}

/* All of them, ended by one without a name; none if the list cannot be read. */
static const struct board *boards(void)
{
	static struct board list[MOST_BOARDS + 1];
	char path[4200], line[256];
	unsigned int n = 0;
	FILE *f;

	if (*list[0].name)
		return list;
	snprintf(path, sizeof(path), "%s/harness/uml/boards/list", kernels_root());
	f = fopen(path, "r");
	while (f && n < MOST_BOARDS && fgets(line, sizeof(line), f))
		n += read_board(&list[n], line);
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

/* What is asked for by the argument and the options of open(). */
struct wish {
	const struct board *board;
	struct kernel_wish kernel;
	char config[64];
	const char *coverage;		/* folder of counters, or NULL */
	bool iommufd;			/* through /dev/iommu, not the kernel's own API */
};

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

/* The folder of a kernel that has the driver that is wished for. On failure NULL, and one line in @why. */
static const char *provide(const struct wish *w, char *why, size_t len)
{
	const char *folder = kernels_provide(&w->kernel, "uml", why, len);
	char reason[256];

	if (!folder || !read_absent(folder, w->board->name, reason, sizeof(reason)))
		return folder;
	snprintf(why, len, "uml: %s has no driver %s in configuration '%s': %s", w->kernel.source, w->board->name,
		 w->kernel.config, reason);
	return NULL;
}

/* ---- the target */

/* What the far end cannot know: it is a kernel of ours, whoever asks it. */
static int uml_describe(struct target *t, struct description *d)
{
	int ret = wire_describe(t, d);

	snprintf(d->target, sizeof(d->target), "uml");
	if (!strcmp(d->interface, "iommufd"))
		snprintf(d->config, sizeof(d->config), "dma-user");
	return ret;
}

static struct target *launch(const char *folder, const struct wish *w, const char *const *options, char *why, size_t len)
{
	const char *trace = wire_option(options, "trace"), *patience = wire_option(options, "timeout");
	char linux_path[4200], dtb[4200], source[64], told[96], counters[4400] = "emu_counters=", late[32] = "";
	char *argv[] = {
		linux_path, "mem=192M", "emu_ram=96M", dtb, told, counters, late,
		"fw_devlink=off", "time-travel=inf-cpu",
		/* No console, no user space; the protocol has standard input and output to itself. */
		"con=null", "con0=null", "ssl=null", "loglevel=3", "panic=-1",
		/* What checkers report is seen each time; and how much they set up at boot. */
		"kasan_multi_shot", "dma_debug_entries=1024",
		/* Once identity domains were not what came of leaving IOMMU_DMA out. */
		strncmp(w->config, "identity", 8) ? "iommu.passthrough=0" : "iommu.passthrough=1",
		/* It would leave a folder for each process that is killed. */
		"uml_dir=/dev/null/",
		trace && !strcmp(trace, "yes") ? "emu_trace=1" : NULL, NULL
	};
	struct target *t;

	snprintf(linux_path, sizeof(linux_path), "%s/linux", folder);
	snprintf(dtb, sizeof(dtb), "dtb=%s/%s.dtb", folder, w->board->name);
	if (w->coverage)
		snprintf(counters, sizeof(counters), "emu_counters=\"%s/%s.%s\"", w->coverage, w->board->name,
			 kernels_identity(folder));
	if (patience)
		snprintf(late, sizeof(late), "emu_patience=%s", patience);
	kernels_source(folder, source, sizeof(source));
	snprintf(told, sizeof(told), "conform_source=%s", source);
	/* Older kernels let their memory reach to the heap: that must be as far in every boot. */
	personality(ADDR_NO_RANDOMIZE);
	t = wire_start(&uml_target, argv, "uml", options, why, len);
	if (t)
		wire_be_patient(t);
	return t;
}

/* The same with our agent as the only process, on the file system of the host, and a terminal for the protocol. */
static struct target *launch_user(const char *folder, const struct wish *w, const char *const *options, char *why,
				  size_t len)
{
	char linux_path[4200], dtb[4200], init[4200];
	char *argv[] = {
		/* Memory set aside is none of this one; the emulation learns by it how much there is. */
		linux_path, "mem=192M", "emu_ram=1M", dtb, init,
		"root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro",
		"conform_api=iommufd", "conform_port=/dev/ttyS0", "conform_end=off",
		strcmp(w->board->name, "iommufd-mock") ? "vfio_platform.reset_required=0" : "conform_device=mock",
		"iommufd.allow_unsafe_interrupts=1", "fw_devlink=off",
		"con=null", "con0=null,fd:2", "ssl=null", "ssl0=fd:0,fd:1", "loglevel=3", "panic=-1",
		"kasan_multi_shot", "uml_dir=/dev/null/", NULL
	};

	snprintf(linux_path, sizeof(linux_path), "%s/linux", folder);
	snprintf(dtb, sizeof(dtb), "dtb=%s/%s.dtb", folder, w->board->name);
	snprintf(init, sizeof(init), "init=%s/agent", folder);
	personality(ADDR_NO_RANDOMIZE);
	return wire_start(&uml_target, argv, "uml", options, why, len);
}

/* A kernel in which the driver did not probe runs, but there is nothing to see. */
static struct target *only_if_probed(struct target *t, const struct wish *w, char *why, size_t len)
{
	static struct description d;

	if (!t || (!wire_describe(t, &d) && d.dev[0].translated))
		return t;
	snprintf(why, len, "uml: the driver %s does not run in Linux %s, configuration '%s': %s", w->board->name,
		 d.kernel, w->kernel.config, d.remarks);
	wire_close(t);
	return NULL;
}

static bool understand(struct wish *w, const char *arg, const char *const *options, char *why, size_t len)
{
	static const char *const known[] = { KERNELS_KNOWN, "config", "trace", "coverage", "api", NULL };
	const char *config = wire_option(options, "config"), *api = wire_option(options, "api");

	w->board = find_board(arg);
	if (!w->board) {
		snprintf(why, len, "uml: no driver '%s': the drivers are %s", arg ? arg : "", board_names());
		return false;
	}
	if (api && strcmp(api, "kernel") && strcmp(api, "iommufd")) {
		snprintf(why, len, "uml: api=%s: there are kernel and iommufd", api);
		return false;
	}
	w->iommufd = api && !strcmp(api, "iommufd");
	w->coverage = wire_option(options, "coverage");
	snprintf(w->config, sizeof(w->config), "%s%s%s", config ? config : w->iommufd ? "dma" : w->board->config,
		 w->iommufd ? "-user" : "", w->coverage ? "-coverage" : "");
	w->kernel = kernels_wish(options, w->config);
	return wire_options_known(options, known, why, len);
}

static bool uml_prepare(const char *arg, const char *const *options, char *why, size_t len)
{
	struct wish w;

	return understand(&w, arg, options, why, len) && provide(&w, why, len);
}

/* The name of a kernel's folder is a digest of what it was made of. */
static bool uml_identity(const char *arg, const char *const *options, char *word, size_t len)
{
	const char *folder;
	struct wish w;

	if (!understand(&w, arg, options, word, len))
		return false;
	folder = kernels_provide(&w.kernel, "uml", word, len);
	return folder && (size_t)snprintf(word, len, "%s-%s", w.board->name, kernels_identity(folder)) < len;
}

static bool uml_differs(const char *arg, const char *const *before, const char *const *after)
{
	struct wish a, b;
	char why[256];

	return !understand(&a, arg, before, why, sizeof(why)) || !understand(&b, arg, after, why, sizeof(why)) ||
	       kernels_differ("uml", a.board->name, &a.kernel, &b.kernel);
}

static struct target *uml_open(const char *arg, const char *const *options, char *why, size_t len)
{
	const char *folder;
	struct wish w;

	if (!understand(&w, arg, options, why, len))
		return NULL;
	folder = provide(&w, why, len);
	if (!folder)
		return NULL;
	return only_if_probed((w.iommufd ? launch_user : launch)(folder, &w, options, why, len), &w, why, len);
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

static bool uml_user(const char *driver)
{
	const struct board *board = find_board(driver);

	return board && board->user;
}

static bool uml_doctor(char *why, size_t len)
{
	const struct board *board = find_board(NULL);
	const struct kernel_wish w = kernels_wish(NULL, board ? board->config : "");

	if (board)
		return kernels_there(&w, why, len);
	snprintf(why, len, "%s/harness/uml/boards/list: no driver is there", kernels_root());
	return false;
}

const struct target_driver uml_target = {
	.name = "uml",
	.watched = true,
	.synopsis = "real drivers in a User-Mode Linux kernel, on emulated IOMMU hardware",
	.takes = KERNELS_OPTIONS " config trace coverage api " WIRE_OPTIONS,
	.open = uml_open, .list = uml_list, .user = uml_user, .doctor = uml_doctor, .describe = uml_describe,
	.reset = wire_reset, .renew = wire_renew,
	.submit = wire_submit, .observe = wire_observe, .dma = wire_dma, .digest = wire_digest, .close = wire_close,
	.prepare = uml_prepare, .identity = uml_identity, .differs = uml_differs,
};
