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

	memcpy(d.args, args, nargs * sizeof(*args));
	return ask(c, d);
}

struct value demand_probe(struct ctx *c, int op, unsigned int nargs, const struct value *args, struct value allowed)
{
	struct demand d = { .kind = DEMAND_PROBE, .op = op, .nargs = nargs, .value = allowed };

	memcpy(d.args, args, nargs * sizeof(*args));
	return ask(c, d);
}

struct value rule_each(struct ctx *c, struct value set)
{
	c->each_count = set.kind == V_SET ? set.u.set.n : 1;
	return v_element(set, c->each);
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

/* The largest page size that the alignment of both addresses and the rest of the range allow, as the core picks it. */
static number largest_leaf(struct value sizes, number iova, number paddr, number left)
{
	number best = 0;
	unsigned int i;

	for (i = 0; i < sizes.u.set.n; i++) {
		number size = sizes.u.set.v[i].u.num;

		if (size > best && size <= left && iova % size == 0 && paddr % size == 0)
			best = size;
	}
	return best;
}

#define MOST_LEAVES	4096

struct value rule_pgsize(struct ctx *c, struct value domain, struct value range, struct value run)
{
	struct value sizes = world_get(c->now, c->arena, rules_var(c->rules, "pgsizes"), 1, &domain);
	struct value start = v_first(run);
	unsigned int n = 0, room = 16;
	struct piece *p = arena_alloc(c->arena, room * sizeof(*p));
	number at = 0;

	if (sizes.kind != V_SET || range.kind != V_RANGE || start.kind != V_NUMBER)
		return v_unknown();
	while (at < range.u.range.size && n < MOST_LEAVES) {
		number iova = range.u.range.first + at;
		number size = largest_leaf(sizes, iova, start.u.num + at, range.u.range.size - at);

		if (!size)
			return v_unknown();
		if (n == room) {
			p = memcpy(arena_alloc(c->arena, 2 * room * sizeof(*p)), p, room * sizeof(*p));
			room *= 2;
		}
		p[n].size = size;
		p[n++].v = v_range(v_number(iova), v_number(size));
		at += size;
	}
	return (struct value){ .kind = V_PIECES, .u.pieces = { .p = p, .n = n } };
}
