/* SPDX-License-Identifier: GPL-2.0-only */
/* plan_inner.h - what the files of plan.h share among themselves. */
#ifndef SPEC_PLAN_INNER_H
#define SPEC_PLAN_INNER_H

#include "spec/bind.h"
#include "spec/plan.h"

#define MOST_NODES	1500	/* of one search */
#define CASE_NODES	12000	/* of all searches for one case */
#define ALL_NODES	150000	/* of all searches for all cases; those of the rules need a tenth */
#define MOST_TEMPLATES	96
#define MOST_MOVES	512
#define MOST_SPECIMENS	16

/* The shape of an operation that some rule's `when` has: slots that are letters, slots that are constants. */
struct template {
	int op;
	struct value constant[SPEC_ARGS];	/* V_NONE: a letter */
};

struct move {			/* a template with letters put in */
	const struct template *t;
	int letter[SPEC_ARGS];
	struct act act;
	uint64_t hash;
};

/* What one var holds in a world. */
struct held {
	uint64_t hash;
	const struct value *cell;
	struct span *span; unsigned int nspans;
};

struct node {
	const struct held **state;	/* of each var; the planner's */
	uint64_t hash;
	int parent;
	unsigned int move, depth, missing, cost;
	uint64_t misses;		/* which conjuncts of the goal do not hold, of the first 64 */
	bool open, news;		/* to be expanded; it has something new to the goal */
};

/* A map from hashes; it grows. */
struct hashes {
	struct { uint64_t key, value; } *slot;
	unsigned int n, room;
};

struct search {
	struct planner *p;
	struct rcase *c;
	const unsigned int *extra;	/* the case's own, before the planner added to them */
	unsigned int nextra;
	const unsigned int *choice;
	unsigned int nchoices;
	bool askew;
	bool aimless;			/* it only looks around */
	bool fair;			/* what does not look near has its turn, too */
	struct binding b;
	uint32_t letters;
	uint64_t goal_reads;		/* vars, of the first 64 */
	struct move *move;		/* the planner's */
	unsigned int nmoves;
	int banned;			/* operation that this plan must do without, or -1 */
	unsigned int most;		/* nodes, before it gives up */
	unsigned int until;		/* when the planner has seen so many nodes, all searches give up */
	bool gave_up;			/* one of its searches did */
	bool bound;			/* there were values at least once */
	const char *missing;		/* phrase that no node reached */
};

struct planner {
	struct lowered *l;
	const struct rules *r;
	struct template template[MOST_TEMPLATES];
	unsigned int ntemplates;
	struct hashes moves;		/* what became of them, plan_state.c */
	struct arena lasting;		/* what vars hold */
	struct world_notes notes;	/* of the move that is made */
	const struct held **state;	/* where a walk is */
	const struct held **loaded;	/* what @world is */
	struct world world, after;	/* the one that is looked at, and the one that a move leads to */
	struct hashes seen;		/* worlds of this search */
	struct hashes atoms;		/* values that vars had in this search, by how much was missing */
	int ordinary;			/* the word that a device of a set-up must satisfy, or -1 */
	struct world start[MOST_SPECIMENS];
	const struct held **start_state[MOST_SPECIMENS];
	struct move move[MOST_MOVES];
	bool *mentioned;		/* names, by the goal */
	struct node *node;
	unsigned int nnodes;
	unsigned int spent;		/* nodes of all searches so far */
	unsigned int searches;		/* and how many these were */
	struct arena arena;		/* of one move */
	struct arena bound;		/* of the letters' values */
	struct verdict_of_rules *verdict;
	struct search search;
};

static inline enum sort_kind letter_kind(const struct rules *r, int letter)
{
	return r->sort[r->letter[letter].sort].kind;
}

/* plan_moves.c: the shapes of all operations. */
void planner_templates(struct planner *p);
/* All moves with the letters of @s. */
void find_moves(struct search *s);
/* Which run letter a set-up maps to range letter @range: spare ones, one for each range, in order; or -1. */
int run_letter(const struct search *s, int range);
/* The first letter of that kind that is not in @used; -1 if all are. */
int spare_letter(const struct rules *r, enum sort_kind kind, uint32_t used);

/* plan_search.c: search from specimen @start; on success the last node is the goal. */
bool search_goal(struct search *s, unsigned int start);
/* Make @start the first node; and all nodes that one move leads to from node @at. Returns true at the goal. */
void search_begin(struct search *s, unsigned int start);
bool search_expand(struct search *s, unsigned int at);
/* How many conjuncts of the goal do not hold in @state; the text of the first one. */
unsigned int search_missing(struct search *s, const struct held *const *state, const char **first);
/* Make a step in world @w: false if the rules do not say that it succeeds. */
bool search_apply(struct planner *p, const struct world *w, const struct act *act, struct world *to);

/* plan_state.c: a world as what each var holds. */
const struct held **state_new(struct planner *p);
void state_copy(const struct planner *p, const struct held **to, const struct held *const *from);
/* Make the step @act, which has @hash, in @state: false if the rules do not say that it succeeds. */
bool state_step(struct planner *p, const struct act *act, uint64_t hash, const struct held **state);
uint64_t state_hash(const struct planner *p, const struct held *const *state);
/* What @world holds; and the world that @state is, valid until the next one is asked for. */
void state_of(struct planner *p, const struct world *world, const struct held **state);
const struct world *state_world(struct planner *p, const struct held *const *state);

/* plan_hash.c */
uint64_t hash_mix(uint64_t h, uint64_t x);
uint64_t hash_value(uint64_t h, struct value v);
uint64_t hash_act(const struct rules *r, const struct act *act);
uint64_t hash_span(const struct span *s);
/* What @key stands for; NULL if it is none. The place is valid until something is added. */
uint64_t *hashes_find(const struct hashes *h, uint64_t key);
/* Add it, unless it is there. Returns true if it was not. */
bool hashes_add(struct hashes *h, uint64_t key, uint64_t value);
/* As the set of one of many searches: add @key, unless it was added in the same @search. Returns true if it was not. */
bool hashes_mark(struct hashes *h, uint64_t key, uint64_t search);
void hashes_free(struct hashes *h);

#endif
