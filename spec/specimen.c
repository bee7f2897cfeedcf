// SPDX-License-Identifier: GPL-2.0-only
/* specimen.c - made-up targets for the planner and the checks, see specimen.h. */
#include <string.h>

#include "spec/specimen.h"

#define BIT(n)	((uint64_t)1 << (n))

static const struct specimen {
	const char *name;
	uint64_t first, last;
	uint64_t pgsizes;
	uint64_t paddr_last;
	bool statics;		/* has every feature */
	const char *default_type;
} specimens[] = {
	{ "48 bits, 4K 2M 1G", 0, BIT(48) - 1, BIT(12) | BIT(21) | BIT(30), BIT(44) - 1, true, "identity" },
	{ "48 bits, no static domains", 0, BIT(48) - 1, BIT(12) | BIT(21) | BIT(30), BIT(44) - 1, false, "identity" },
	{ "32 bits, 4K 64K 1M 16M", 0, BIT(32) - 1, BIT(12) | BIT(16) | BIT(20) | BIT(24), BIT(32) - 1, true,
	  "identity" },
	{ "39 bits from 1G", BIT(30), BIT(39) - 1, BIT(12) | BIT(21) | BIT(30), BIT(40) - 1, true, "dma" },
	{ "64 bits, 4K 2M", 0, UINT64_MAX, BIT(12) | BIT(21), BIT(52) - 1, true, "identity" },
	{ "a window of 256M, 4K", BIT(30), BIT(30) + BIT(28) - 1, BIT(12), BIT(32) - 1, false, "dma" },
};
const unsigned int nspecimens = sizeof(specimens) / sizeof(specimens[0]);

/* Two alone on one instance, one on another, a pair in a group, a direct region, another driver, no IOMMU. */
static const struct { int instance, group, driver; bool translated, direct; int max_pasids; } devices[WORLD_DEVICES] = {
	{ 0, 0, 0, true, false, 16 }, { 0, 1, 0, true, false, 0 }, { 1, 2, 0, true, false, 16 },
	{ 0, 3, 0, true, false, 16 }, { 0, 3, 0, true, false, 16 }, { 0, 4, 0, true, true, 0 },
	{ 2, 5, 1, true, false, 0 }, { 3, 6, 0, false, false, 0 },
};

const char *specimen_name(unsigned int i)
{
	return specimens[i].name;
}

static struct value yes_no(const struct rules *r, bool b)
{
	return v_name(rules_name(r, b ? "yes" : "no"));
}

static void set(const struct rules *r, struct world *w, const char *fact, struct value arg, struct value v)
{
	int var = rules_var(r, fact);

	if (var >= 0 && r->var[var].fact)
		world_set(w, var, r->var[var].nargs, &arg, v);
}

static void device_facts(const struct rules *r, struct world *w)
{
	const struct value region = v_range(v_number(0x10000800), v_number(0x2c00));

	for (int i = 0; i < WORLD_DEVICES; i++) {
		set(r, w, "instance", v_device(i), v_number(devices[i].instance));
		set(r, w, "group", v_device(i), v_number(devices[i].group));
		set(r, w, "driver", v_device(i), v_number(devices[i].driver));
		set(r, w, "translated", v_device(i), yes_no(r, devices[i].translated));
		set(r, w, "direct", v_device(i), yes_no(r, devices[i].direct));
		set(r, w, "firmware", v_device(i), devices[i].direct ? region : v_none());
		set(r, w, "enforces", v_device(i), yes_no(r, i != 1));
		set(r, w, "relaxable", v_device(i), yes_no(r, i == 1));
		set(r, w, "doorbell", v_device(i), yes_no(r, i == 2));
		set(r, w, "max-pasids", v_device(i), v_number(devices[i].max_pasids));
		set(r, w, "held", v_device(i), yes_no(r, false));
	}
}

void specimen_facts(const struct rules *r, unsigned int i, struct world *w, struct arena *a)
{
	const struct specimen *s = &specimens[i];
	struct value all = v_range(v_number(0), v_number((number)UINT64_MAX + 1));
	struct value free_ram = v_run(a, v_number(0x50000000), v_number(0x10000000));
	struct value ram = v_run(a, v_number(0x40000000), v_number(0x40000000));

	device_facts(r, w);
	set(r, w, "has", v_every(), yes_no(r, s->statics));
	set(r, w, "default-type", v_none(), v_name(rules_name(r, s->default_type)));
	set(r, w, "aperture", v_every(), v_range(v_number(s->first), v_number((number)s->last - s->first + 1)));
	set(r, w, "ranges", v_every(), v_set(a, 1, &all));
	set(r, w, "nranges", v_every(), v_number(1));
	set(r, w, "alignment", v_every(), v_number(4096));
	set(r, w, "reach", v_every(), v_range(v_number(s->first), v_number((number)s->last - s->first + 1)));
	set(r, w, "pgsizes", v_every(), v_bits(a, s->pgsizes));
	set(r, w, "pa-last", v_every(), v_number(s->paddr_last));
	set(r, w, "force", v_every(), yes_no(r, true));
	set(r, w, "ram", v_none(), v_set(a, 1, &ram));
	set(r, w, "free-ram", v_none(), free_ram);
}

/* An IOAS has all IOVAs, until a device or a domain of an IOMMU narrows it. */
static void ioas_after(const struct rules *r, const struct act *act, struct world *w, struct arena *a)
{
	const char *op = r->op[act->op].name;
	bool fresh = !strcmp(op, "ioas_alloc"), small = !strcmp(op, "ioas_small");
	const struct value *ioas = !strcmp(op, "vfio_attach") ? &act->arg[1] :
				   !strcmp(op, "hwpt_alloc") ? &act->arg[2] : NULL;
	int aperture = rules_var(r, "aperture");
	struct value range;

	if (small)
		set(r, w, "alignment", act->arg[0], v_number(4096));
	if (fresh)
		ioas = &act->arg[0];
	if (!ioas || aperture < 0)
		return;
	range = fresh ? v_range(v_number(0), v_number((number)UINT64_MAX + 1)) : world_get(w, a, aperture, 1, ioas);
	set(r, w, "ranges", *ioas, v_set(a, 1, &range));
	set(r, w, "nranges", *ioas, v_number(1));
	set(r, w, "alignment", *ioas, v_number(fresh ? 1 : 4096));
}

void specimen_after(const struct rules *r, const struct act *act, struct world *w, struct arena *a)
{
	struct value sizes;
	uint64_t bitmap = 0;
	int var;

	ioas_after(r, act, w, a);
	if (strcmp(r->op[act->op].name, "narrow"))
		return;
	var = rules_var(r, "pgsizes");
	if (var < 0)
		return;
	sizes = world_get(w, a, var, 1, act->arg);
	for (unsigned int i = 0; sizes.kind == V_SET && i < sizes.u.set.n; i++)
		bitmap |= sizes.u.set.v[i].u.num;
	if (bitmap & (bitmap - 1))
		world_set(w, var, 1, act->arg, v_bits(a, bitmap & ~BIT(63 - __builtin_clzll(bitmap))));
}
