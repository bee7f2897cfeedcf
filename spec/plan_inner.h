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
#define MOST_MOVES	192
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

struct node {
	struct world world;
	uint64_t hash;
	int parent;
	unsigned int move, depth, missing, cost;
	uint64_t misses;		/* which conjuncts of the goal do not hold, of the first 64 */
	bool open;
};

/* A set of hashes, or a map from hash to hash; emptied at once, it grows. */
struct hashes {
	struct { uint64_t key, value; } *slot;
	unsigned int n, room;
};

/* Of each var: the hash of its cells, and of all its values. */
struct var_hashes { uint64_t *cells, *all; };

struct search {
	struct planner *p;
	struct rcase *c;
	const struct world *start;
	const unsigned int *extra;	/* the case's own, before the planner added to them */
	unsigned int nextra;
	const unsigned int *choice;
	unsigned int nchoices;
	bool askew;
	bool aimless;			/* it only looks around */
	struct binding b;
	uint32_t letters;
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
	uint64_t *reads;		/* of each operation: the vars that decide whether it succeeds */
	struct var_hashes here, there;	/* of the world that is expanded, and of one that a move leads to */
	struct hashes next;		/* world and move: the world that follows */
	struct hashes stored;		/* worlds by their hash, plan_store.c */
	struct arena lasting;		/* what is in them */
	struct hashes useless;		/* a move and the vars that it reads: it does not succeed */
	struct hashes atoms;		/* values that vars had in this search, by how much was missing */
	int ordinary;			/* the word that a device of a set-up must satisfy, or -1 */
	struct world start[MOST_SPECIMENS];
	uint64_t start_hash[MOST_SPECIMENS];
	struct move move[MOST_MOVES];
	struct node *node;
	unsigned int nnodes;
	unsigned int spent;		/* nodes of all searches so far */
	struct arena arena;		/* of one move */
	struct arena bound;		/* of the letters' values */
	struct verdict_of_rules *verdict;
	struct search search;
};

static inline enum sort_kind letter_kind(const struct rules *r, int letter)
{
	return r->sort[r->letter[letter].sort].kind;
}

/* plan_moves.c: the shapes of all operations, and what they read. */
void planner_templates(struct planner *p);
/* All moves with the letters of @s. */
void find_moves(struct search *s);
/* Which run letter a set-up maps to range letter @range: spare ones, one for each range, in order; or -1. */
int run_letter(const struct search *s, int range);
/* The first letter of that kind that is not in @used; -1 if all are. */
int spare_letter(const struct rules *r, enum sort_kind kind, uint32_t used);

/* plan_search.c: search from @start; on success the last node is the goal. */
bool search_goal(struct search *s, const struct world *start);
/* Make @start the first node; and all nodes that one move leads to from node @at. Returns true at the goal. */
void search_begin(struct search *s, const struct world *start);
bool search_expand(struct search *s, unsigned int at);
/* How many conjuncts of the goal do not hold in @w; the text of the first one. */
unsigned int search_missing(struct search *s, const struct world *w, const char **first);
/* Make a step in world @w, which may be @to: false if the rules do not say that it succeeds. */
bool search_apply(struct planner *p, const struct world *w, const struct act *act, struct world *to);
/*
 * The same in a world that was reached from @start and has *@hash, which becomes that of @to: what became of the same
 * step in the same world is remembered.
 */
bool search_step(struct planner *p, const struct world *start, const struct world *w, const struct act *act,
		 uint64_t *hash, struct world *to);

/* plan_store.c: keep @w, which has @hash; its sets become lasting ones. And make @to the world that has @hash. */
void store_world(struct planner *p, const struct world *start, struct world *w, uint64_t hash);
void stored_world(const struct planner *p, const struct world *start, uint64_t hash, struct world *to);

/* plan_hash.c */
uint64_t hash_mix(uint64_t h, uint64_t x);
uint64_t hash_value(uint64_t h, struct value v);
uint64_t hash_act(const struct rules *r, const struct act *act);
bool same_cells(const struct world *a, const struct world *b, unsigned int var);
/*
 * The hash of each var of @w into @out; returns that of all together. Vars that have the same cells as in @parent, if
 * that is not NULL, take their hash from @known.
 */
uint64_t hash_world(const struct world *w, const struct world *parent, const struct var_hashes *known,
		    struct var_hashes *out);
/* What @key stands for; NULL if it is none. The place is valid until something is added. */
uint64_t *hashes_find(const struct hashes *h, uint64_t key);
/* Add it, unless it is there. Returns true if it was not. */
bool hashes_add(struct hashes *h, uint64_t key, uint64_t value);
void hashes_clear(struct hashes *h);
void hashes_free(struct hashes *h);

#endif
