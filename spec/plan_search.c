// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_search.c - the search for a set-up. The states are worlds with real values on a specimen, the moves are
 * operations that succeed as the rules say; best first, by steps taken plus twice those that are needed if nothing
 * stands in their way. A world in which nothing is new comes late: many of them differ only in what the goal does not
 * care about. What looks near may lead nowhere: now and then it is the turn of the oldest world with news for the goal.
 */
#include <limits.h>

#include "spec/plan_inner.h"

/* Costs are in halves of a step: so much later has its turn … */
#define NOTHING_NEW	20	/* a world with nothing new; one in which what looked promising was tried */
#define OTHER_NEWS	6	/* one in which what is new is nothing to the goal */

#define TURNS		3	/* of a node */
#define OLDEST		8	/* every so many turns it is that of the oldest */

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
	n->misses = search_misses(s, n->state, parent->misses, n->changed, &n->missing);
	n->cost = 2 * n->depth + 4 * moves_needed(s, n->misses) + n->missing + cost_of_news(s, n, parent);
	n->open = n->depth < PLAN_STEPS;
	n->turns = 0;
	p->nnodes++;
	p->spent++;
	return true;
}

/* The domains that moves are about which may make true what misses. */
static uint32_t wanted_domains(const struct search *s, uint64_t misses)
{
	uint32_t domains = 0;

	for (unsigned int m = 0; m < s->nmoves; m++)
		if (s->move[m].makes & misses)
			domains |= s->move[m].domains;
	return domains;
}

/* Is it the move's turn? */
static bool has_turn(const struct move *m, unsigned int turn, uint64_t misses, uint32_t domains)
{
	if (m->makes & misses)
		return !turn;
	return turn == (m->domains & domains ? 1 : 2);
}

/* The moves from @at of that turn. Returns the least number of conjuncts that miss. */
static unsigned int try_moves(struct search *s, unsigned int at, unsigned int turn)
{
	const struct planner *p = s->p;
	uint64_t misses = p->node[at].misses;
	uint32_t domains = turn ? wanted_domains(s, misses) : 0;
	unsigned int least = UINT_MAX;

	for (unsigned int m = 0; m < s->nmoves && p->nnodes < s->most && least; m++)
		if ((s->aimless || has_turn(&s->move[m], turn, misses, domains)) && add_node(s, at, m) &&
		    !s->aimless && p->node[p->nnodes - 1].missing < least)
			least = p->node[p->nnodes - 1].missing;
	return least;
}

/*
 * First the moves that may make true what misses. If they come no nearer, or when the node has its next turn, those
 * that are about the same domains: they may clear the way. At last all others.
 */
bool search_expand(struct search *s, unsigned int at)
{
	struct node *n = &s->p->node[at];
	unsigned int least;

	arena_reset(&s->p->arena);
	least = try_moves(s, at, n->turns++);
	if (n->turns == 1 && least >= n->missing && !s->aimless)
		least = try_moves(s, at, n->turns++);
	if (n->turns == 2)
		n->cost += NOTHING_NEW;
	n->open = n->turns < TURNS;
	return !least;
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
	first->misses = search_misses(s, first->state, 0, ALL_CHANGED, &first->missing);
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

	search_makes(s);
	while ((at = best_open(p, ++turn % OLDEST == 0)) >= 0) {
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
