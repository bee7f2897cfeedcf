// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_search.c - the search for a set-up. The states are worlds with real values on a specimen, the moves are
 * operations that succeed as the rules say; best first, by steps taken plus twice the conjuncts of the goal that miss.
 * A world in which nothing is new comes late: many of them differ only in what the goal does not care about. What looks
 * near may lead nowhere: every other time it is the turn of the oldest world with news for the goal.
 */
#include <limits.h>

#include "spec/plan_inner.h"

#define NOTHING_NEW	10	/* so many steps later it has its turn */
#define OTHER_NEWS	3	/* what is new is nothing to the goal */

/* An extra phrase with a letter that nothing binds says nothing here. */
void search_aim(struct search *s)
{
	const struct part *part = s->c->part;

	s->goal = arena_alloc(&s->p->bound, (part->ngiven + s->c->nextra + 1) * sizeof(*s->goal));
	s->ngoal = 0;
	s->goal_reads = 0;
	for (unsigned int i = 0; i < part->ngiven + s->c->nextra; i++) {
		unsigned int n = i < part->ngiven ? i : s->c->extra[i - part->ngiven];
		const struct phrase *p = &part->phrase[n];

		if (i >= part->ngiven && p->letters & ~s->b.bound)
			continue;
		s->goal[s->ngoal++] = (struct conjunct){ n, p->vars, hash_phrase(p, s->b.letter) };
		s->goal_reads |= p->vars;
	}
}

#define ALL_CHANGED	UINT64_MAX	/* what reads nothing, too */

/*
 * The conjuncts of the goal that do not hold in @state, a bit for each of the first 64; *@n: how many. Those that read
 * none of the vars @changed are as in @before.
 */
static uint64_t misses(const struct search *s, const struct state *state, uint64_t before, uint64_t changed,
		       unsigned int *n)
{
	uint64_t missing = 0;

	*n = 0;
	for (unsigned int i = 0; i < s->ngoal; i++) {
		const struct conjunct *goal = &s->goal[i];
		bool holds = i < 64 && !(before >> i & 1);

		if (i >= 64 || changed == ALL_CHANGED || goal->vars & changed)
			holds = state_holds(s->p, state, s->c->part, goal, s->b.letter);
		*n += !holds;
		missing |= i < 64 ? (uint64_t)!holds << i : 0;
	}
	return missing;
}

unsigned int search_missing(struct search *s, const struct state *state)
{
	unsigned int n;

	misses(s, state, 0, ALL_CHANGED, &n);
	return n;
}

/* The first of the conjuncts @misses, as written. */
static const char *text_of(const struct search *s, uint64_t misses)
{
	return s->c->part->phrase[s->goal[__builtin_ctzll(misses)].phrase].text;
}

/* The one to go on with, the @oldest one with news, or else the one of the least cost. */
static int best_open(const struct planner *p, bool oldest)
{
	int best = -1;

	for (unsigned int i = 0; i < p->nnodes; i++) {
		const struct node *n = &p->node[i], *b = best < 0 ? NULL : &p->node[best];

		if (oldest && n->open && n->news)
			return i;
		if (n->open && (!b || n->cost < b->cost || (n->cost == b->cost && n->missing < b->missing)))
			best = i;
	}
	return best;
}

/* Is this the first time in this search that it is met where @missing conjuncts miss? */
static bool meet(const struct planner *p, struct met *m, unsigned int missing)
{
	uint64_t bit = (uint64_t)1 << (missing < 63 ? missing : 63);

	if (m->search != p->searches)
		*m = (struct met){ .search = p->searches };
	if (m->missing & bit)
		return false;
	m->missing |= bit;
	return true;
}

/* Of what is kept by address each interval counts by itself. */
static bool span_brings_news(struct planner *p, unsigned int var, unsigned int cell, const struct content *c,
			     unsigned int missing)
{
	bool news = meet(p, &p->met[cell], missing);

	for (unsigned int i = 0; i < c->nspans; i++)
		news |= marks_add(&p->atoms, hash_mix(hash_mix(missing, ~var), hash_span(&c->span[i])));
	return news;
}

static bool var_brings_news(struct planner *p, unsigned int var, struct held *h, unsigned int missing)
{
	unsigned int first = p->r->offset[var], cells = p->r->offset[var + 1] - first;
	bool news = false;

	if (p->r->var[var].fact || !meet(p, &h->met, missing))
		return false;
	for (unsigned int i = 0; i < cells; i++) {
		struct content *c = h->cell[i].is;

		if (meet(p, &c->met, missing))
			news |= !p->r->var[var].by_address ||
				span_brings_news(p, var, first + i, c, missing);
	}
	return news;
}

/* Has some var a value here that it never had in a world where as much is missing? If not it costs more. */
static unsigned int cost_of_news(struct search *s, struct node *n, const struct node *parent)
{
	struct planner *p = s->p;
	bool other = false;

	n->news = false;
	for (unsigned int i = 0; i < p->r->nvars; i++) {
		if (parent && n->missing == parent->missing && n->state->var[i] == parent->state->var[i])
			continue;
		if (!var_brings_news(p, i, n->state->var[i], n->missing))
			continue;
		if (s->goal_reads & var_bit(i))
			n->news = true;
		else
			other = true;
	}
	if (n->news)
		return 0;
	return other ? OTHER_NEWS : NOTHING_NEW;
}

/* The vars that differ. */
static uint64_t changed_vars(const struct planner *p, const struct node *a, const struct node *b)
{
	uint64_t changed = 0;

	for (unsigned int i = 0; i < p->r->nvars; i++)
		if (a->state->var[i] != b->state->var[i])
			changed |= var_bit(i);
	return changed;
}

/* The vars that the conjuncts @misses read. */
static uint64_t wanted(const struct search *s, uint64_t misses)
{
	uint64_t vars = 0;

	for (; misses; misses &= misses - 1)
		vars |= s->goal[__builtin_ctzll(misses)].vars;
	return vars;
}

/* Make a node of where move @m leads from node @at. Returns false if that was seen already, or it leads nowhere. */
static bool add_node(struct search *s, unsigned int at, unsigned int m)
{
	struct planner *p = s->p;
	struct node *n = &p->node[p->nnodes], *parent = &p->node[at];
	const struct state *like = parent->parent < 0 ? NULL : p->node[parent->parent].state;
	struct state *state = state_after(p, parent->state, s->move[m].deed, like, parent->changed);

	if (!state || state->search == p->searches)
		return false;
	state->search = p->searches;
	n->state = state;
	n->changed = changed_vars(p, n, parent);
	n->parent = at;
	n->move = m;
	n->depth = parent->depth + 1;
	n->misses = misses(s, n->state, parent->misses, n->changed, &n->missing);
	n->wants = wanted(s, n->misses);
	n->cost = n->depth + 2 * n->missing + cost_of_news(s, n, parent);
	n->open = n->depth < PLAN_STEPS;
	n->begun = false;
	p->nnodes++;
	p->spent++;
	return true;
}

/* The moves from @at that set what it wants, or else the others. Returns the least number of conjuncts that miss. */
static unsigned int try_moves(struct search *s, unsigned int at, bool wanted)
{
	const struct planner *p = s->p;
	unsigned int least = UINT_MAX;

	for (unsigned int m = 0; m < s->nmoves && p->nnodes < s->most && least; m++) {
		bool sets = s->move[m].t->sets & p->node[at].wants;

		if (sets == wanted && add_node(s, at, m) && !s->aimless && p->node[p->nnodes - 1].missing < least)
			least = p->node[p->nnodes - 1].missing;
	}
	return least;
}

bool search_expand(struct search *s, unsigned int at)
{
	struct node *n = &s->p->node[at];
	unsigned int least;

	arena_reset(&s->p->arena);
	if (!n->begun) {
		n->begun = true;
		least = try_moves(s, at, true);
		if (least < n->missing)
			return !least;
	}
	n->open = false;
	return !try_moves(s, at, false);
}

void search_begin(struct search *s, unsigned int start)
{
	struct planner *p = s->p;
	struct node *first = &p->node[0];

	p->spent++;
	p->searches++;
	search_aim(s);
	marks_begin(&p->atoms);
	p->nnodes = 1;
	*first = (struct node){ .state = p->start_state[start], .parent = -1, .open = true };
	first->state->search = p->searches;
	first->misses = misses(s, first->state, 0, ALL_CHANGED, &first->missing);
	first->wants = wanted(s, first->misses);
	if (first->misses)
		s->missing = text_of(s, first->misses);
	cost_of_news(s, first, NULL);
}

/* All that the course of a search depends on. */
static uint64_t hash_search(const struct search *s, unsigned int start)
{
	uint64_t h = hash_mix(start, s->most);

	for (unsigned int i = 0; i < s->ngoal; i++)
		h = hash_mix(h, s->goal[i].hash);
	for (unsigned int m = 0; m < s->nmoves; m++)
		h = hash_mix(h, (uintptr_t)s->move[m].deed);
	return h;
}

/* Many cases differ only in what is done once they are set up. */
static void keep_path(struct planner *p, uint64_t search)
{
	struct path *path = arena_alloc(&p->lasting, sizeof(*path));
	unsigned int last = p->nnodes - 1;

	path->n = p->node[last].depth;
	for (unsigned int at = last, i = path->n; i-- > 0; at = p->node[at].parent)
		path->move[i] = p->node[at].move;
	hashes_add(&p->paths, search, (uintptr_t)path);
}

/* The nodes on the way to the goal, if the same search was made before. */
static bool same_path(struct planner *p, uint64_t search)
{
	const uint64_t *known = hashes_find(&p->paths, search);
	const struct path *path = known ? (const struct path *)(uintptr_t)*known : NULL;

	for (unsigned int i = 0; path && i < path->n; i++)
		p->node[p->nnodes++] = (struct node){ .parent = i, .move = path->move[i] };
	return path;
}

static bool search_on(struct search *s)
{
	struct planner *p = s->p;
	unsigned int least = p->node[0].missing, turn = 0;
	int at;

	while ((at = best_open(p, turn++ % 2)) >= 0) {
		if (p->nnodes >= s->most || p->spent >= s->until) {
			s->gave_up = true;
			return false;
		}
		if (p->node[at].missing < least) {
			least = p->node[at].missing;
			if (p->node[at].misses)
				s->missing = text_of(s, p->node[at].misses);
		}
		if (search_expand(s, at))
			return true;
	}
	return false;
}

bool search_goal(struct search *s, unsigned int start)
{
	struct planner *p = s->p;
	uint64_t search;

	search_begin(s, start);
	search = hash_search(s, start);
	if (!p->node[0].missing || same_path(p, search))
		return true;
	if (!search_on(s))
		return false;
	keep_path(p, search);
	return true;
}
