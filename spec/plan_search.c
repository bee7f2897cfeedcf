// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_search.c - the search for a set-up. The states are worlds with real values on a specimen, the moves are
 * operations that succeed as the rules say; best first, by steps taken plus twice the conjuncts of the goal that miss.
 * A world in which nothing is new comes late: many of them differ only in what the goal does not care about.
 */
#include <stdlib.h>
#include <string.h>

#include "spec/plan_inner.h"
#include "spec/specimen.h"

#define NOTHING_NEW	10	/* so many steps later it has its turn */

/* Conjunct @i of the goal: a given of the part or an extra phrase of the case; NULL for one that says nothing here. */
static const struct phrase *conjunct(const struct search *s, unsigned int i)
{
	const struct part *part = s->c->part;
	const struct phrase *p;

	if (i < part->ngiven)
		return &part->phrase[i];
	p = &part->phrase[s->c->extra[i - part->ngiven]];
	return p->letters & ~s->b.bound ? NULL : p;
}

#define ALL_CHANGED	UINT64_MAX

/*
 * The conjuncts of the goal that do not hold in @w, a bit for each of the first 64; *@n: how many. Those that read none
 * of the vars @changed are as in @before.
 */
static uint64_t misses(struct search *s, const struct world *w, uint64_t before, uint64_t changed, unsigned int *n)
{
	struct ctx ctx = { .rules = s->p->r, .now = w, .old = w, .arena = &s->p->arena };
	const struct part *part = s->c->part;
	uint64_t missing = 0;

	memcpy(ctx.letter, s->b.letter, sizeof(ctx.letter));
	*n = 0;
	for (unsigned int i = 0; i < part->ngiven + s->c->nextra; i++) {
		const struct phrase *p = conjunct(s, i);
		bool holds;

		if (!p)
			continue;
		holds = i < 64 && changed != ALL_CHANGED && !(p->vars & changed) ? !(before >> i & 1) :
			v_true(part->eval(&ctx, part, p - part->phrase));
		*n += !holds;
		missing |= i < 64 ? (uint64_t)!holds << i : 0;
	}
	return missing;
}

unsigned int search_missing(struct search *s, const struct world *w, const char **first)
{
	unsigned int n;
	uint64_t missing = misses(s, w, 0, ALL_CHANGED, &n);

	if (missing && first)
		*first = conjunct(s, __builtin_ctzll(missing))->text;
	return n;
}

/* What a target that keeps the rules would answer to a call that succeeds. */
static struct value ideal_result(struct planner *p, const struct world *w, const struct act *act)
{
	const struct op_info *op = &p->r->op[act->op];
	struct value set;

	if (op->probe) {
		set = oracle_expects(p->r, w, act->op, act->arg, &p->arena);
		return set.kind == V_SET ? v_element(set, 0) : set;
	}
	for (unsigned int i = 0; op->returns == RETURNS_BYTES && i < op->nslots; i++)
		if (act->arg[i].kind == V_RANGE)
			return v_size(act->arg[i]);
	return v_number(0);
}

bool search_apply(struct planner *p, const struct world *w, const struct act *act, struct world *to)
{
	struct result res = { .value = ideal_result(p, w, act), .kernel = kernel_version(NULL) };
	bool ok;

	if (p->r->op[act->op].probe) {
		if (res.value.kind == V_UNKNOWN)
			return false;
		if (to != w)
			world_copy(to, w);
		oracle_sets(p->r, to, act, &p->arena);
		return true;
	}
	oracle_step(p->r, w, act, &res, NULL, &p->arena, p->verdict);
	ok = p->verdict->nmatches && p->verdict->nfutures && p->verdict->future[0].worst <= OUT_SKIP;
	if (ok) {
		struct world free = *to;

		*to = p->verdict->future[0].world;
		p->verdict->future[0].world = free;
		specimen_after(p->r, act, to, p->l->arena);
	}
	oracle_free(p->verdict);
	return ok;
}

bool search_step(struct planner *p, const struct world *start, const struct world *w, const struct act *act,
		 uint64_t *hash, struct world *to)
{
	uint64_t from = hash_mix(*hash, hash_act(p->r, act)), *known = hashes_find(&p->next, from);

	if (known) {
		*hash = *known;
		stored_world(p, start, *hash, to);
		return true;
	}
	if (!search_apply(p, w, act, to))
		return false;
	*hash = hash_world(to, NULL, NULL, &p->there);
	hashes_add(&p->next, from, *hash);
	store_world(p, start, to, *hash);
	return true;
}

static bool seen(const struct planner *p, uint64_t hash)
{
	for (unsigned int i = 0; i < p->nnodes; i++)
		if (p->node[i].hash == hash)
			return true;
	return false;
}

static int best_open(const struct planner *p)
{
	int best = -1;

	for (unsigned int i = 0; i < p->nnodes; i++) {
		const struct node *n = &p->node[i], *b = best < 0 ? NULL : &p->node[best];

		if (n->open && (!b || n->cost < b->cost || (n->cost == b->cost && n->missing < b->missing)))
			best = i;
	}
	return best;
}

/* Has some var a value here that it never had in a world where as much is missing? */
static bool brings_news(struct planner *p, const struct node *n, const struct node *parent)
{
	const struct world *w = &n->world;
	bool news = false;
	unsigned int i, k;

	for (i = 0; i < w->nvars; i++)
		for (k = w->offset[i]; !w->var[i].fact && k < w->offset[i + 1]; k++)
			if (n->missing != parent->missing ||
			    memcmp(&w->cell[k], &parent->world.cell[k], sizeof(*w->cell)))
				news |= hashes_add(&p->atoms, hash_value(hash_mix(n->missing, k), w->cell[k]), 0);
	for (i = 0; i < w->nspans; i++) {
		const struct span *s = &w->span[i];
		uint64_t h = hash_mix(hash_mix(n->missing, w->ncells + s->var), s->index);

		h = hash_mix(hash_mix(h, s->first), s->last);
		news |= hashes_add(&p->atoms, hash_value(h, s->v), 0);
	}
	return news;
}

/* The move and all that decides on its success in the world that is expanded. */
static uint64_t situation(const struct planner *p, const struct move *m)
{
	uint64_t h = m->hash;

	for (unsigned int i = 0; i < p->r->nvars; i++)
		if (i >= 64 || p->reads[m->act.op] >> i & 1)
			h = hash_mix(h, p->here.all[i]);
	return h;
}

/*
 * Make the move in the world of @at; @n becomes a node if it leads to one that was not seen yet. What became of the
 * same move in the same world is remembered beyond this search.
 */
static bool step(struct search *s, const struct node *at, const struct move *m, struct node *n)
{
	struct planner *p = s->p;
	uint64_t from = hash_mix(at->hash, m->hash), what, *known = hashes_find(&p->next, from);

	if (known) {
		n->hash = *known;
		if (seen(p, n->hash))
			return false;
		stored_world(p, s->start, n->hash, &n->world);
		return true;
	}
	what = situation(p, m);
	if (hashes_find(&p->useless, what))
		return false;
	if (!search_apply(p, &at->world, &m->act, &n->world)) {
		hashes_add(&p->useless, what, 0);
		return false;
	}
	n->hash = hash_world(&n->world, &at->world, &p->here, &p->there);
	hashes_add(&p->next, from, n->hash);
	store_world(p, s->start, &n->world, n->hash);
	return !seen(p, n->hash);
}

/* A bit for each var that differs; ALL_CHANGED if one is not among the first 64. */
static uint64_t changed_vars(const struct world *a, const struct world *b)
{
	bool spans = a->nspans != b->nspans || (a->nspans && memcmp(a->span, b->span, a->nspans * sizeof(*a->span)));
	uint64_t changed = 0;

	for (unsigned int i = 0; i < a->nvars; i++)
		if ((spans && a->var[i].by_address) || !same_cells(a, b, i))
			changed |= i < 64 ? (uint64_t)1 << i : ALL_CHANGED;
	return changed;
}

bool search_expand(struct search *s, unsigned int at)
{
	struct planner *p = s->p;
	struct node *parent = &p->node[at];

	parent->open = false;
	arena_reset(&p->arena);
	hash_world(&parent->world, NULL, NULL, &p->here);
	for (unsigned int m = 0; m < s->nmoves && p->nnodes < s->most; m++) {
		struct node *n = &p->node[p->nnodes];

		if (!step(s, parent, &s->move[m], n))
			continue;
		n->parent = at;
		n->move = m;
		n->depth = parent->depth + 1;
		n->misses = misses(s, &n->world, parent->misses, changed_vars(&n->world, &parent->world), &n->missing);
		n->cost = n->depth + 2 * n->missing + (brings_news(p, n, parent) ? 0 : NOTHING_NEW);
		n->open = n->depth < PLAN_STEPS;
		p->nnodes++;
		p->spent++;
		if (!n->missing && !s->aimless)
			return true;
	}
	return false;
}

void search_begin(struct search *s, const struct world *start)
{
	struct planner *p = s->p;
	struct node *first = &p->node[0];

	s->start = start;
	p->spent++;
	hashes_clear(&p->atoms);
	p->nnodes = 1;
	world_copy(&first->world, start);
	first->hash = p->start_hash[start - p->start];
	first->parent = -1;
	first->depth = 0;
	first->cost = 0;
	first->open = true;
	first->misses = misses(s, start, 0, ALL_CHANGED, &first->missing);
	if (first->misses)
		s->missing = conjunct(s, __builtin_ctzll(first->misses))->text;
}

bool search_goal(struct search *s, const struct world *start)
{
	struct planner *p = s->p;
	unsigned int least;
	int at;

	search_begin(s, start);
	least = p->node[0].missing;
	if (!least)
		return true;
	while ((at = best_open(p)) >= 0) {
		if (p->nnodes >= s->most || p->spent >= s->until) {
			s->gave_up = true;
			return false;
		}
		if (p->node[at].missing < least) {
			least = p->node[at].missing;
			search_missing(s, &p->node[at].world, &s->missing);
		}
		if (search_expand(s, at))
			return true;
	}
	return false;
}
