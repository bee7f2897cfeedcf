// SPDX-License-Identifier: GPL-2.0-only
/* rule.c - what compiled and interpreted rules call: look-ups by name, demands, functions of the language. */
#include <string.h>

#include "spec/rule.h"

int rules_var(const struct rules *r, const char *name)
{
	for (unsigned int i = 0; i < r->nvars; i++)
		if (!strcmp(r->var[i].name, name))
			return i;
	return -1;
}

int rules_op(const struct rules *r, const char *name)
{
	for (unsigned int i = 0; i < r->nops; i++)
		if (!strcmp(r->op[i].name, name))
			return i;
	return -1;
}

static int find(const char *const *list, unsigned int n, const char *name)
{
	for (unsigned int i = 0; i < n; i++)
		if (!strcmp(list[i], name))
			return i;
	return -1;
}

int rules_name(const struct rules *r, const char *name)
{
	return find(r->names, r->nnames, name);
}

int rules_env(const struct rules *r, const char *name)
{
	return find(r->env, r->nenvs, name);
}

int rules_event(const struct rules *r, const char *name)
{
	return find(r->event, r->nevents, name);
}

const struct rule *rules_find(const struct rules *r, const char *id)
{
	for (unsigned int i = 0; i < r->nrules; i++)
		if (!strcmp(r->rule[i]->id, id))
			return r->rule[i];
	return NULL;
}

static struct value ask(struct ctx *c, struct demand d)
{
	if (c->demand && c->ndemands < c->max_demands)
		c->demand[c->ndemands++] = d;
	return v_bool(true);
}

struct value demand(struct ctx *c, enum demand_kind kind, int name)
{
	return ask(c, (struct demand){ .kind = kind, .name = name });
}

struct value demand_value(struct ctx *c, enum demand_kind kind, struct value value, struct value bound)
{
	return ask(c, (struct demand){ .kind = kind, .value = value, .bound = bound });
}

struct value demand_effect(struct ctx *c, int var, bool membership, unsigned int nargs, const struct value *args,
			   struct value value)
{
	struct demand d = { .kind = DEMAND_EFFECT, .var = var, .membership = membership, .nargs = nargs,
			    .value = value };

	for (unsigned int i = 0; i < nargs; i++)
		d.args[i] = args[i];
	return ask(c, d);
}

struct value demand_probe(struct ctx *c, int op, unsigned int nargs, const struct value *args, struct value allowed)
{
	struct demand d = { .kind = DEMAND_PROBE, .op = op, .nargs = nargs, .value = allowed };

	for (unsigned int i = 0; i < nargs; i++)
		d.args[i] = args[i];
	return ask(c, d);
}

struct value rule_each(struct ctx *c, struct value set)
{
	c->each_count = set.kind == V_SET ? set.u.set.n : 1;
	return v_element(set, c->each);
}

bool rule_object(const struct ctx *c, int letter, unsigned int i, struct value *v)
{
	const struct rules *r = c->rules;
	bool device = r->sort[r->letter[letter].sort].kind == SORT_DEVICE;
	int var = device ? r->known.group : r->known.type;
	const struct value *told;

	*v = device ? v_device(i) : v_domain(i);
	if (var < 0 || i >= (device ? WORLD_DEVICES : WORLD_DOMAINS))
		return false;
	world_note_all(c->now, var);
	told = world_cell(c->now, var, v);
	if (!told || told->kind == V_NONE || told->kind == V_UNKNOWN ||
	    (told->kind == V_NAME && told->u.name == r->known.absent))
		*v = v_none();
	return true;
}

struct value rule_includes(const struct ctx *c, struct value prot, struct value access)
{
	const char *rights;
	size_t len;

	if (prot.kind != V_NAME || access.kind != V_NAME)
		return v_unknown();
	rights = c->rules->names[prot.u.name];
	len = strcspn(rights, "+");
	if (len == 7 && !strncmp(rights, "nothing", len))
		return v_bool(false);
	return v_bool(memchr(rights, c->rules->names[access.u.name][0], len) != NULL);
}

/* The largest page size, a power of two, that both addresses and the rest of the range allow, as the core picks it. */
static number largest_leaf(struct value sizes, number iova, number paddr, number left)
{
	number best = 0;
	unsigned int i;

	for (i = 0; i < sizes.u.set.n; i++) {
		number size = sizes.u.set.v[i].u.num;

		if (size > best && size <= left && !((iova | paddr) & (size - 1)))
			best = size;
	}
	return best;
}

/* How many bytes leaves of @size fill: until a larger one fits, or what is left is smaller. */
static number stretch_of(struct value sizes, number size, number iova, number paddr, number left)
{
	number len = left - left % size;
	unsigned int i;

	for (i = 0; i < sizes.u.set.n; i++) {
		number larger = sizes.u.set.v[i].u.num, next = larger - (iova & (larger - 1));

		if (larger > size && !((iova ^ paddr) & (larger - 1)) && next + larger <= left && next < len)
			len = next;
	}
	return len;
}

#define MOST_STRETCHES	64	/* of leaves of one size: up and down through the sizes */

struct value rule_pgsize(struct ctx *c, struct value domain, struct value range, struct value run)
{
	struct value sizes = c->rules->known.pgsizes < 0 ? v_unknown() :
			     world_get(c->now, c->arena, c->rules->known.pgsizes, 1, &domain);
	struct piece *p = arena_alloc(c->arena, MOST_STRETCHES * sizeof(*p));
	struct value start = v_first(run);
	number at = 0, size;
	unsigned int n = 0;

	if (sizes.kind != V_SET || range.kind != V_RANGE || start.kind != V_NUMBER)
		return v_unknown();
	while (at < range.u.range.size) {
		number iova = range.u.range.first + at, paddr = start.u.num + at, left = range.u.range.size - at;

		size = largest_leaf(sizes, iova, paddr, left);
		if (!size || n == MOST_STRETCHES)
			return v_unknown();
		p[n].size = stretch_of(sizes, size, iova, paddr, left);
		p[n].rises = true;
		p[n].v = v_range(v_number(iova), v_number(size));
		at += p[n++].size;
	}
	return (struct value){ .kind = V_PIECES, .u.pieces = { .p = p, .n = n } };
}
