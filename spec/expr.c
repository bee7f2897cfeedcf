// SPDX-License-Identifier: GPL-2.0-only
/* expr.c - looking at expressions, see expr.h. */
#include "spec/expr.h"

void expr_walk(const struct expr *e, void (*visit)(const struct expr *e, void *data), void *data)
{
	unsigned int i;

	if (!e)
		return;
	visit(e, data);
	for (i = 0; i < e->nargs; i++)
		expr_walk(e->args[i], visit, data);
}

bool expr_same(const struct expr *a, const struct expr *b)
{
	unsigned int i;

	if (a->kind != b->kind || a->index != b->index || a->name != b->name || a->num != b->num ||
	    a->membership != b->membership || a->nargs != b->nargs)
		return false;
	for (i = 0; i < a->nargs; i++)
		if (!expr_same(a->args[i], b->args[i]))
			return false;
	return true;
}

uint64_t expr_hash(const struct expr *e)
{
	uint64_t h = e->kind ^ (uint64_t)e->index << 8 ^ (uint64_t)e->name << 24 ^ (uint64_t)e->num << 40;

	for (unsigned int i = 0; i < e->nargs; i++)
		h = (h ^ h >> 29) * 0x9e3779b97f4a7c15 + expr_hash(e->args[i]);
	return h;
}
