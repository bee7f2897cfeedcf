// SPDX-License-Identifier: GPL-2.0-only
/* The seam of the model: struct target_driver, see harness/target.h. What an operation does is in ops.c. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "harness/model/core.h"
#include "harness/model/ops.h"

#define GIB	(1ull << 30)

static const struct device_desc devices[] = {
	{ "d0", .instance = 0, .group = 0, .translated = true, .enforces = true, .max_pasids = HW_PASIDS,
	  .region = { { REGION_SW_MSI, 0x8000000, 0x100000 } } },
	{ "d1", .instance = 0, .group = 1, .translated = true,
	  .region = { { REGION_DIRECT_RELAXABLE, 0x20000000, 0x10000 } } },
	{ "d2", .instance = 1, .group = 2, .translated = true, .enforces = true, .max_pasids = HW_PASIDS,
	  .region = { { REGION_MSI, 0xfee00000, 0x100000 } } },
	{ "d3", .instance = 0, .group = 3, .translated = true, .enforces = true, .max_pasids = HW_PASIDS },
	{ "d4", .instance = 0, .group = 3, .translated = true, .enforces = true, .max_pasids = HW_PASIDS },
	{ "d5", .instance = 0, .group = 4, .translated = true,
	  .region = { { REGION_DIRECT, 0x10000800, 0x2c00 } } },
	{ "d6", .instance = HW_INSTANCES, .group = 5 },		/* no IOMMU: an instance that there is not */
	{ "d7", .instance = 2, .group = 6, .driver = 1, .translated = true },
};
#define NDEVS (sizeof(devices) / sizeof(devices[0]))

static struct model *to_model(struct target *t)
{
	return (struct model *)t;
}

/* Take over all that @from names. Both are nothing but function pointers. */
static void override(void *ops, const void *from, size_t size)
{
	typedef void (*op_fn)(void);
	op_fn op;
	size_t at;

	for (at = 0; at < size; at += sizeof(op)) {
		memcpy(&op, (const char *)from + at, sizeof(op));
		if (op)
			memcpy((char *)ops + at, &op, sizeof(op));
	}
}

static void inherit(struct driver *drv, struct core_ops *core, struct ioas_ops *user, const struct model_driver *from)
{
	if (from->base)
		inherit(drv, core, user, from->base);
	else if (from != &reference)
		inherit(drv, core, user, &reference);
	override(&drv->ops, &from->ops, sizeof(drv->ops));
	override(core, &from->core, sizeof(*core));
	override(user, &from->ioas, sizeof(*user));
	if (from->shape)
		from->shape(&drv->shape);
	drv->model = from;
}

static void boot(struct model *m)
{
	int instance[NDEVS];
	unsigned int i;

	for (i = 0; i < NDEVS; i++)
		instance[i] = devices[i].translated ? devices[i].instance : -1;
	phys_reset(&m->phys);
	hw_reset(&m->hw, &m->phys, instance, NDEVS);
	memset(m->group, 0, sizeof(m->group));
	memset(m->handle, 0, sizeof(m->handle));
	memset(m->ioas, 0, sizeof(m->ioas));
	m->charged = 0;
	for (i = 0; i < MODEL_POOL; i++)
		m->pool[i].live = false;
	m->domids = 0;
	m->injected = 0;
	m->warnings = 0;
	m->unknown = NULL;
	for (i = 0; i < MODEL_DRIVERS; i++) {
		struct driver *drv = &m->driver[i];

		drv->identity = (struct domain){ .live = true, .owner = drv, .facts.type = TYPE_IDENTITY };
		drv->blocked = (struct domain){ .live = true, .owner = drv, .facts.type = TYPE_BLOCKED };
	}
	for (i = 0; i < NDEVS; i++)
		m->dev[i] = (struct device){
			.index = i, .desc = &devices[i],
			.drv = devices[i].translated ? &m->driver[devices[i].driver] : NULL,
		};
	m->ndevs = NDEVS;
	core_boot(m);
	m->warnings = 0;
	m->unknown = NULL;
}

static int model_reset(struct target *t)
{
	boot(to_model(t));
	return 0;
}

static const char *model_list(unsigned int n)
{
	const char *name;

	model_driver_get(n, &name);
	return name;
}

static struct target *model_open(const char *arg, const char *const *options, char *why, size_t len)
{
	const char *wanted = arg ? arg : reference.name, *name;
	const struct model_driver *driver;
	struct core_ops unused = { 0 };
	struct ioas_ops unused_too = { 0 };
	struct model *m;
	unsigned int n = 0;

	do
		driver = model_driver_get(n++, &name);
	while (driver && strcmp(name, wanted));
	if (!driver) {
		snprintf(why, len, "model:%s: there is no such driver; iommu-conform doctor lists them", wanted);
		return NULL;
	}
	if (options && options[0]) {
		snprintf(why, len, "model:%s: it takes no option, remove %s", name, options[0]);
		return NULL;
	}
	m = calloc(1, sizeof(*m));
	if (!m) {
		snprintf(why, len, "model: out of memory");
		return NULL;
	}
	m->target.drv = &model_target;
	m->self = driver;
	m->name = name;
	inherit(&m->driver[0], &m->core, &m->user, driver);
	inherit(&m->driver[1], &unused, &unused_too, &reference);
	boot(m);
	m->fingerprint = model_digest(m);
	return &m->target;
}

static void model_close(struct target *t)
{
	phys_free(&to_model(t)->phys);
	free(t);
}

static bool model_doctor(char *why, size_t len)
{
	snprintf(why, len, "built in");
	return true;
}

static void add_names(struct model *m, struct description *d)
{
	static const char *const can[] = {
		"dma", "dma_pasid", "current", "iova_to_phys", "alloc-failure", "sync-failure", "attach-failure", "clock-failure",
		"hardware-stuck", "unpowered", "exhausted", "during", "warn", "slept", "freed-walk", "fault-record",
	};
	const struct shape *s = &m->driver[0].shape;
	unsigned int i;

	/* A mail about a driver says nothing of what user spaces see. */
	for (i = 0; i < (m->self->quote ? TARGET_IOAS_ALLOC : TARGET_NR_OPS); i++)
		target_list_add(d->can, sizeof(d->can), target_ops[i].name);
	for (i = 0; i < sizeof(can) / sizeof(can[0]); i++)
		target_list_add(d->can, sizeof(d->can), can[i]);
	if (s->blocked)
		target_list_add(d->has, sizeof(d->has), "blocked");
	if (s->identity)
		target_list_add(d->has, sizeof(d->has), "identity");
	if (s->write_only)
		target_list_add(d->has, sizeof(d->has), "write-only");
}

/* What is assumed of the driver, and of what it is based on. */
static void add_remarks(const struct model_driver *from, char *remarks, size_t len)
{
	size_t used;

	for (; from; from = from->base) {
		used = strlen(remarks);
		if (from->remarks)
			snprintf(remarks + used, len - used, "%s%s", used ? "; " : "", from->remarks);
	}
}

static int model_describe(struct target *t, struct description *d)
{
	struct model *m = to_model(t);
	unsigned int i;

	memset(d, 0, sizeof(*d));
	snprintf(d->target, sizeof(d->target), "model");
	snprintf(d->driver, sizeof(d->driver), "%s", m->name);
	snprintf(d->evidence, sizeof(d->evidence), "model");
	add_remarks(m->self, d->remarks, sizeof(d->remarks));
	d->ndevs = NDEVS;
	memcpy(d->dev, devices, sizeof(devices));
	for (i = 0; i < NDEVS; i++) {
		d->dev[i].reach_first = m->driver[devices[i].driver].shape.first;
		d->dev[i].reach_last = m->driver[devices[i].driver].shape.last;
	}
	add_names(m, d);
	d->ram[0] = (struct seg){ .paddr = 0, .size = 2 * GIB };
	d->ram[1] = (struct seg){ .paddr = 4 * GIB, .size = 124 * GIB };
	d->free_ram = (struct seg){ .paddr = 8 * GIB, .size = 64 * GIB };
	d->fingerprint = m->fingerprint;
	return 0;
}

static void model_submit(struct target *t, const struct request *rq, struct answer *a)
{
	const struct model_driver *self = to_model(t)->self;

	if (self->submit)
		self->submit(t, rq, a);
	else
		model_execute(to_model(t), rq, a);
}

static enum answer_kind model_observe(struct target *t, struct sample *s)
{
	return model_look(to_model(t), s);
}

static enum answer_kind model_dma(struct target *t, struct dma *d, unsigned int n)
{
	const struct model_driver *self = to_model(t)->self;

	return self->dma ? self->dma(t, d, n) : model_access(to_model(t), d, n);
}

static uint64_t model_target_digest(struct target *t)
{
	return model_digest(to_model(t));
}

const struct target_driver model_target = {
	.name = "model",
	.synopsis = "an IOMMU, its core API and its drivers in user space",
	.open = model_open,
	.list = model_list,
	.doctor = model_doctor,
	.describe = model_describe,
	.reset = model_reset,
	.submit = model_submit,
	.observe = model_observe,
	.dma = model_dma,
	.digest = model_target_digest,
	.close = model_close,
};
