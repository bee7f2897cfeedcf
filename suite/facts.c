// SPDX-License-Identifier: GPL-2.0-only
/*
 * facts.c - what the target tells of itself, as facts of the world. A fact of the spec is told by one line of the table
 * below.
 */
#include <string.h>

#include "suite/run.h"

static struct value yes_no(const struct run *run, bool yes)
{
	int name = rules_name(run->r, yes ? "yes" : "no");

	return name < 0 ? v_unknown() : v_name(name);
}

static struct value number_of(uint64_t n)
{
	return v_number((number)n);
}

/* Of devices */

static struct value tell_driver(struct run *run, int dev)
{
	return number_of(run->s->desc.dev[dev].driver);
}

static struct value tell_group(struct run *run, int dev)
{
	return number_of(run->s->desc.dev[dev].group);
}

static struct value tell_instance(struct run *run, int dev)
{
	return number_of(run->s->desc.dev[dev].instance);
}

static struct value tell_translated(struct run *run, int dev)
{
	return yes_no(run, run->s->desc.dev[dev].translated);
}

static struct value tell_direct(struct run *run, int dev)
{
	return yes_no(run, device_region(&run->s->desc.dev[dev], REGION_DIRECT));
}

static struct value tell_relaxable(struct run *run, int dev)
{
	return yes_no(run, device_region(&run->s->desc.dev[dev], REGION_DIRECT_RELAXABLE));
}

static struct value tell_doorbell(struct run *run, int dev)
{
	return yes_no(run, device_region(&run->s->desc.dev[dev], REGION_MSI));
}

static struct value tell_enforces(struct run *run, int dev)
{
	return yes_no(run, run->s->desc.dev[dev].enforces);
}

static struct value tell_firmware(struct run *run, int dev)
{
	const struct region *r = device_region(&run->s->desc.dev[dev], REGION_DIRECT);

	return r ? v_range(number_of(r->first), number_of(r->size)) : v_none();
}

static struct value tell_max_pasids(struct run *run, int dev)
{
	return number_of(run->s->desc.dev[dev].max_pasids);
}

static struct value tell_held(struct run *run, int dev)
{
	return yes_no(run, run->s->desc.dev[dev].held);
}

/* From its first to its last IOVA. */
static struct value tell_reach(struct run *run, int dev)
{
	const struct device_desc *d = &run->s->desc.dev[dev];

	(void)run;
	if (!d->reach_last)
		return v_unknown();
	return v_range(number_of(d->reach_first), v_number((number)d->reach_last - d->reach_first + 1));
}

/* Of the target */

static struct value tell_has(struct run *run, int name)
{
	return yes_no(run, target_list_has(run->s->desc.has, run->r->names[name]));
}

static struct value tell_default_type(struct run *run, int nothing)
{
	int name = facts_type_name(run, run->default_facts.type);

	(void)nothing;
	return name < 0 ? v_unknown() : v_name(name);
}

static struct value run_of(struct run *run, const struct seg *seg)
{
	return v_run(&run->arena, number_of(seg->paddr), number_of(seg->size));
}

static struct value tell_ram(struct run *run, int nothing)
{
	const struct description *d = &run->s->desc;
	struct value v[sizeof(d->ram) / sizeof(d->ram[0])];
	unsigned int i;

	(void)nothing;
	for (i = 0; i < sizeof(v) / sizeof(v[0]) && d->ram[i].size; i++)
		v[i] = run_of(run, &d->ram[i]);
	return v_set(&run->arena, i, v);
}

static struct value tell_free_ram(struct run *run, int nothing)
{
	(void)nothing;
	return run_of(run, &run->s->desc.free_ram);
}

static struct value tell_clean_objects(struct run *run, int nothing)
{
	(void)nothing;
	return run->objects_countable ? number_of(run->clean_objects) : v_unknown();
}

/* Of domains */

static struct value tell_aperture(struct run *run, const struct domain_facts *f)
{
	(void)run;
	return v_range(number_of(f->first), v_number((number)f->last - f->first + 1));
}

static struct value tell_pgsizes(struct run *run, const struct domain_facts *f)
{
	return v_bits(&run->arena, f->pgsize_bitmap);
}

static struct value tell_pa_last(struct run *run, const struct domain_facts *f)
{
	(void)run;
	return number_of(f->paddr_last);
}

static struct value tell_force(struct run *run, const struct domain_facts *f)
{
	return yes_no(run, f->force_aperture);
}

static struct value tell_alignment(struct run *run, const struct domain_facts *f)
{
	(void)run;
	return f->type == TYPE_IOAS ? number_of(f->alignment) : v_unknown();
}

static struct value tell_nranges(struct run *run, const struct domain_facts *f)
{
	(void)run;
	return f->type == TYPE_IOAS ? number_of(f->nranges) : v_unknown();
}

static struct value tell_ranges(struct run *run, const struct domain_facts *f)
{
	struct value v[TARGET_RANGES];

	for (unsigned int i = 0; i < f->nranges; i++)
		v[i] = v_range(number_of(f->range[i].first), v_number((number)f->range[i].last - f->range[i].first + 1));
	return f->type == TYPE_IOAS ? v_set(&run->arena, f->nranges, v) : v_unknown();
}

enum about { THE_TARGET, A_DEVICE, A_NAME, A_DOMAIN };

static const struct fact {
	const char *name;
	enum about about;
	struct value (*tell)(struct run *run, int which);
	struct value (*of_domain)(struct run *run, const struct domain_facts *f);
} table[] = {
	{ "driver",		A_DEVICE,	tell_driver,		NULL },
	{ "group",		A_DEVICE,	tell_group,		NULL },
	{ "instance",		A_DEVICE,	tell_instance,		NULL },
	{ "translated",		A_DEVICE,	tell_translated,	NULL },
	{ "direct",		A_DEVICE,	tell_direct,		NULL },
	{ "enforces",		A_DEVICE,	tell_enforces,		NULL },
	{ "relaxable",		A_DEVICE,	tell_relaxable,		NULL },
	{ "firmware",		A_DEVICE,	tell_firmware,		NULL },
	{ "doorbell",		A_DEVICE,	tell_doorbell,		NULL },
	{ "max-pasids",		A_DEVICE,	tell_max_pasids,	NULL },
	{ "held",		A_DEVICE,	tell_held,		NULL },
	{ "reach",		A_DEVICE,	tell_reach,		NULL },
	{ "has",		A_NAME,		tell_has,		NULL },
	{ "default-type",	THE_TARGET,	tell_default_type,	NULL },
	{ "ram",		THE_TARGET,	tell_ram,		NULL },
	{ "free-ram",		THE_TARGET,	tell_free_ram,		NULL },
	{ "clean-objects",	THE_TARGET,	tell_clean_objects,	NULL },
	{ "aperture",		A_DOMAIN,	NULL,			tell_aperture },
	{ "pgsizes",		A_DOMAIN,	NULL,			tell_pgsizes },
	{ "pa-last",		A_DOMAIN,	NULL,			tell_pa_last },
	{ "force",		A_DOMAIN,	NULL,			tell_force },
	{ "alignment",		A_DOMAIN,	NULL,			tell_alignment },
	{ "nranges",		A_DOMAIN,	NULL,			tell_nranges },
	{ "ranges",		A_DOMAIN,	NULL,			tell_ranges },
};

#define NR_FACTS (sizeof(table) / sizeof(table[0]))

static const struct fact *find(const char *name)
{
	for (unsigned int i = 0; i < NR_FACTS; i++)
		if (!strcmp(table[i].name, name))
			return &table[i];
	return NULL;
}

int facts_type_name(const struct run *run, enum domain_type type)
{
	static const char *const names[] = {
		"absent", "paging", "identity", "blocked", "dma", "dma-fq", "nested", "sva",
		"ioas", "viommu"
	};

	_Static_assert(sizeof(names) / sizeof(names[0]) == TYPE_VIOMMU + 1, "every type has a name");
	return (unsigned int)type < sizeof(names) / sizeof(names[0]) ? rules_name(run->r, names[type]) : -1;
}

static void tell(struct run *run, struct world *w, int var, const struct fact *f)
{
	const struct var_desc *d = &run->r->var[var];
	unsigned int i, n = f->about == A_DEVICE ? run->s->desc.ndevs : f->about == A_NAME ? d->dim[0] : 1;

	for (i = 0; i < n; i++) {
		int which = f->about == A_NAME ? d->names[0][i] : (int)i;
		struct value arg = f->about == A_NAME ? v_name(which) : v_device(which);

		world_set(w, var, f->about == THE_TARGET ? 0 : 1, &arg, f->tell(run, which));
	}
}

bool facts_tell(struct run *run, struct world *w, char *why, size_t len)
{
	for (unsigned int i = 0; i < run->r->nvars; i++) {
		const struct var_desc *d = &run->r->var[i];
		const struct fact *f = find(d->name);

		if (!d->fact)
			continue;
		if (!f || d->by_address || d->nargs != (f->about == THE_TARGET ? 0 : 1)) {
			snprintf(why, len, "the fact '%s' of the spec is none that a target tells: see suite/facts.c",
				 d->name);
			return false;
		}
		if (f->tell)
			tell(run, w, i, f);
	}
	return true;
}

void facts_learn(struct run *run, struct world *w, int dom)
{
	struct value arg = v_domain(dom);

	for (unsigned int i = 0; i < NR_FACTS; i++) {
		int var = table[i].of_domain ? rules_var(run->r, table[i].name) : -1;

		if (var >= 0)
			world_set(w, var, 1, &arg, table[i].of_domain(run, &run->facts[dom]));
	}
}

static bool same(const struct domain_facts *a, const struct domain_facts *b)
{
	return a->first == b->first && a->last == b->last && a->force_aperture == b->force_aperture &&
		a->pgsize_bitmap == b->pgsize_bitmap && a->paddr_last == b->paddr_last;
}

unsigned int facts_compare(struct run *run, int dom, const struct domain_facts *seen, struct mismatch *m)
{
	const struct domain_facts *told = &run->facts[dom];
	unsigned int i, n = 0;

	for (i = 0; i < NR_FACTS; i++) {
		int var = table[i].of_domain ? rules_var(run->r, table[i].name) : -1;
		struct value was, is;

		if (var < 0)
			continue;
		n++;
		if (same(told, seen))
			continue;
		was = table[i].of_domain(run, told);
		is = table[i].of_domain(run, seen);
		if (v_true(v_eq(was, is)))
			continue;
		m->reason = "a fact changed";
		m->accused = run->r->var[var].frame;
		m->expected = say(run, "%s(%s) = %s", table[i].name, dom_name(dom), say_value(run, was));
		m->observed = say_value(run, is);
		return n;
	}
	return n;
}
