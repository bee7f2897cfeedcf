// SPDX-License-Identifier: GPL-2.0-only
/* A guest of QEMU: real drivers on emulated machines, at the far end of a virtio-serial port. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/build/kernels.h"
#include "harness/qemu/machine.h"
#include "harness/qemu/program.h"
#include "harness/qemu/qemu.h"
#include "harness/wire/wire.h"

#define PATH_LEN	4200

/* What is asked for by the argument and the options of open(). */
struct wish {
	struct machine machine;
	struct kernel_wish kernel;
	const char *api, *qemu, *accel;
};

/* The far end, and what it cannot know of itself. */
struct guest {
	struct target target, *wire;
	char name[TARGET_NAME], config[TARGET_NAME], note[256];
};

static struct guest *to_guest(struct target *t)
{
	return (struct guest *)t;
}

/* ---- what is asked for */

/* "x86_64-checked" is a configuration of x86_64. */
static bool is_of_arch(const char *config, const char *arch)
{
	size_t n = strlen(arch);

	return !config || (!strncmp(config, arch, n) && (!config[n] || config[n] == '-'));
}

static bool is_one_of(const char *word, const char *one, const char *other)
{
	return !word || !strcmp(word, one) || !strcmp(word, other);
}

static bool understand(struct wish *w, const char *arg, const char *const *options, char *why, size_t len)
{
	static const char *const known[] = { KERNELS_KNOWN, "api", "qemu", "accel", "config", NULL };
	const char *config = wire_option(options, "config");
	char reason[512];

	if (!machine_load(&w->machine, kernels_root(), arg ? arg : "", reason, sizeof(reason))) {
		snprintf(why, len, "qemu: %s", reason);
		return false;
	}
	if (!is_of_arch(config, w->machine.arch)) {
		snprintf(why, len, "qemu: '%.40s' is no configuration of %s, such as %s-checked", config, w->machine.arch,
			 w->machine.arch);
		return false;
	}
	w->kernel = kernels_wish(options, config ? config : w->machine.arch);
	w->api = wire_option(options, "api");
	w->qemu = wire_option(options, "qemu");
	w->accel = wire_option(options, "accel");
	if (is_one_of(w->api, "kernel", "iommufd") && is_one_of(w->accel, "tcg", "kvm"))
		return wire_options_known(options, known, why, len);
	snprintf(why, len, "qemu: the options are api=kernel or api=iommufd, accel=tcg or accel=kvm");
	return false;
}

/* ---- its arguments */

struct arguments {
	char *list[MACHINE_ARGS * 2];
	unsigned int n;
	char kernel[PATH_LEN], initrd[PATH_LEN], append[1024];
};

static void add(struct arguments *a, const char *text)
{
	a->list[a->n++] = (char *)text;
	a->list[a->n] = NULL;
}

/* Those of every machine; its own are behind them. The accelerator is where program_accelerator() wants it. */
static void add_common(struct arguments *a, const struct program *p)
{
	const char *const common[] = {
		p->path, "-accel", "tcg", "-nodefaults", "-display", "none", "-no-reboot", "-smp", "1", "-m", "256",
		/* The protocol has standard input and output to itself; the console is what is left of a guest that dies. */
		"-chardev", "stdio,id=wire,signal=off", "-chardev", "file,id=console,path=/dev/stderr",
		"-kernel", a->kernel, "-initrd", a->initrd, "-append", a->append,
	};
	unsigned int i;

	for (i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		add(a, common[i]);
}

static void make_arguments(struct arguments *a, const struct wish *w, const char *folder, const struct program *p)
{
	const struct machine *m = &w->machine;
	unsigned int i;

	snprintf(a->kernel, sizeof(a->kernel), "%s/linux", folder);
	snprintf(a->initrd, sizeof(a->initrd), "%s/initrd", folder);
	snprintf(a->append, sizeof(a->append), "panic=-1 loglevel=5 kasan_multi_shot conform_api=%s "
		 "iommufd.allow_unsafe_interrupts=1 %s", w->api ? w->api : "kernel", m->append);
	a->n = 0;
	add_common(a, p);
	for (i = 0; i < m->nargs; i++)
		if (p->number >= m->args[i].from && p->number < m->args[i].until)
			add(a, m->args[i].text);
}

/* ---- the target */

/* A guest in which the driver did not probe runs, but there is nothing to see. */
static bool is_probed(struct guest *g, char *why, size_t len)
{
	static struct description d;

	if (!wire_describe(g->wire, &d) && d.dev[0].translated)
		return true;
	snprintf(why, len, "qemu: no IOMMU is in use on the machine %s in Linux %s: %s", g->name, d.kernel,
		 *d.remarks ? d.remarks : "its driver did not probe");
	return false;
}

static struct target *launch(const struct wish *w, const char *folder, const struct program *p,
			     const char *const *options, char *why, size_t len)
{
	struct guest *g = calloc(1, sizeof(*g));
	struct arguments a;
	char source[64];

	if (!g) {
		snprintf(why, len, "qemu: out of memory");
		return NULL;
	}
	make_arguments(&a, w, folder, p);
	a.list[2] = (char *)(w->accel ? w->accel : program_accelerator(p, &w->machine, a.list));
	kernels_source(folder, source, sizeof(source));
	g->target.drv = &qemu_target;
	snprintf(g->name, sizeof(g->name), "%s", w->machine.name);
	snprintf(g->config, sizeof(g->config), "%.30s qemu-%.15s %s", source, p->version, a.list[2]);
	snprintf(g->note, sizeof(g->note), "%s", w->machine.note);
	g->wire = wire_start(&wire_target, a.list, "qemu", options, why, len);
	if (g->wire && is_probed(g, why, len))
		return &g->target;
	if (g->wire)
		wire_close(g->wire);
	free(g);
	return NULL;
}

/* All that open() needs; progress goes to standard error. */
static const char *provide(struct wish *w, struct program *p, const char *arg, const char *const *options, char *why,
			   size_t len)
{
	char reason[512];

	if (!understand(w, arg, options, why, len))
		return NULL;
	if (program_find(&w->machine, w->qemu, w->kernel.build, p, reason, sizeof(reason)))
		return kernels_provide(&w->kernel, "qemu", why, len);
	snprintf(why, len, "qemu: %s", reason);
	return NULL;
}

static struct target *qemu_open(const char *arg, const char *const *options, char *why, size_t len)
{
	struct program p;
	struct wish w;
	const char *folder = provide(&w, &p, arg, options, why, len);

	return folder ? launch(&w, folder, &p, options, why, len) : NULL;
}

static bool qemu_prepare(const char *arg, const char *const *options, char *why, size_t len)
{
	struct arguments a;
	struct program p;
	struct wish w;
	const char *folder = provide(&w, &p, arg, options, why, len);

	if (!folder)
		return false;
	make_arguments(&a, &w, folder, &p);
	if (!w.accel)
		program_accelerator(&p, &w.machine, a.list);
	return true;
}

/* A kernel's folder is named by what it was made of; the machine's arguments stand for the rest. */
static bool qemu_identity(const char *arg, const char *const *options, char *word, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325;
	struct arguments a;
	struct program p;
	struct wish w;
	const char *folder = provide(&w, &p, arg, options, word, len), *at;
	unsigned int i;

	if (!folder)
		return false;
	make_arguments(&a, &w, folder, &p);
	for (i = 0; i < a.n; i++)
		for (at = a.list[i]; *at; at++)
			hash = (hash ^ (unsigned char)*at) * 0x100000001b3;
	return (size_t)snprintf(word, len, "%s-%s-%s-%llx", w.machine.name, kernels_identity(folder), p.version,
				(unsigned long long)hash) < len;
}

static bool qemu_differs(const char *arg, const char *const *before, const char *const *after)
{
	struct wish a, b;
	char why[512];

	return !understand(&a, arg, before, why, sizeof(why)) || !understand(&b, arg, after, why, sizeof(why)) ||
	       kernels_differ("qemu", a.machine.name, &a.kernel, &b.kernel);
}

static const char *qemu_list(unsigned int n)
{
	return machine_list(kernels_root(), n);
}

static bool qemu_doctor(char *why, size_t len)
{
	const struct kernel_wish kernel = kernels_wish(NULL, "x86_64");
	struct program p;
	struct machine m;

	if (!machine_load(&m, kernels_root(), "intel", why, len) || !program_find(&m, NULL, false, &p, why, len))
		return false;
	return kernels_there(&kernel, why, len);
}

/* ---- the functions of the seam: those of the far end, which does not know what it runs on */

static int qemu_describe(struct target *t, struct description *d)
{
	struct guest *g = to_guest(t);
	int ret = wire_describe(g->wire, d);

	snprintf(d->target, sizeof(d->target), "qemu");
	snprintf(d->driver, sizeof(d->driver), "%s", g->name);
	snprintf(d->config, sizeof(d->config), "%s", g->config);
	if (*g->note)
		target_list_add(d->remarks, sizeof(d->remarks), g->note);
	return ret;
}

static int qemu_reset(struct target *t)
{
	return wire_reset(to_guest(t)->wire);
}

static void qemu_submit(struct target *t, const struct request *rq, struct answer *a)
{
	wire_submit(to_guest(t)->wire, rq, a);
}

static enum answer_kind qemu_observe(struct target *t, struct sample *s)
{
	return wire_observe(to_guest(t)->wire, s);
}

static enum answer_kind qemu_dma(struct target *t, struct dma *d, unsigned int n)
{
	return wire_dma(to_guest(t)->wire, d, n);
}

static uint64_t qemu_digest(struct target *t)
{
	return wire_digest(to_guest(t)->wire);
}

static void qemu_close(struct target *t)
{
	wire_close(to_guest(t)->wire);
	free(t);
}

/* Each machine has /dev/iommu; what it takes there, it says itself. */
static bool qemu_user(const char *machine)
{
	return machine;
}

const struct target_driver qemu_target = {
	.name = "qemu",
	.synopsis = "real drivers in a guest of QEMU, on the machines of servers",
	.takes = KERNELS_OPTIONS " api qemu accel config " WIRE_OPTIONS,
	/* wire.c does not count what other loads cost it. */
	.watched = true,
	.open = qemu_open, .list = qemu_list, .user = qemu_user, .doctor = qemu_doctor, .describe = qemu_describe,
	.reset = qemu_reset, .submit = qemu_submit, .observe = qemu_observe, .dma = qemu_dma, .digest = qemu_digest,
	.close = qemu_close,
	.prepare = qemu_prepare, .identity = qemu_identity, .differs = qemu_differs,
};
