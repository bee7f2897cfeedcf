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

#define VAR_ARGS	3

/* What an argument or a value is: operand @n of the operation, letter, name or domain @n, none; or it is not known. */
struct thing { enum { THING_ANY, THING_OPERAND, THING_LETTER, THING_NAME, THING_DOMAIN, THING_NONE } kind; int n; };

/* What an operation may assign, as the words of the rules have it. */
struct assigns { int var; struct thing arg[VAR_ARGS], value; };

/* The shape of an operation that some rule's `when` has: slots that are letters, slots that are constants. */
struct template {
	int op;
	struct value constant[SPEC_ARGS];	/* V_NONE: a letter */
	uint64_t sets;				/* vars that it may set */
	struct assigns *assigns; unsigned int nassigns;
};

/* An act, whoever does it: there is one of each. */
struct deed {
	struct act act;
	uint64_t hash;
	uint64_t kind;			/* hash of the operation and those operands that count at once */
	uint64_t operand[SPEC_ARGS];	/* hashes */
};

struct move {			/* a template with letters put in */
	const struct template *t;
	int letter[SPEC_ARGS];
	const struct deed *deed;
	uint32_t domains;		/* letters of domains among its operands */
	uint64_t makes;			/* conjuncts of the goal that it may make true, of the first 64 */
};

struct slot { uint64_t key, value; };

/* A map from hashes; it grows, and leaves what it was in the arena. */
struct hashes {
	struct slot *slot;
	unsigned int n, room;
	struct arena *arena;
};

/* The moves of a search that reached its goal. */
struct path { unsigned int n, move[PLAN_STEPS]; };

/* In which search something was met, and how many conjuncts of the goal missed then: a bit for each number. */
struct met { uint64_t search, missing; };

/* What one cell holds, its value, and the intervals if it is one by address: the same one wherever it holds the same. */
struct content {
	uint64_t hash;
	struct value v;
	struct span *span; unsigned int nspans;
	struct met met;
};

/* What one var holds: the same one wherever it holds the same. */
struct held {
	uint64_t hash;			/* the sum of those of its cells */
	struct met met;
	struct { uint64_t hash; struct content *is; } cell[];
};

/* A world that searches came by: there is one of each. */
struct state {
	uint64_t hash;			/* the sum of those of all vars */
	uint64_t search;		/* the last that came by it */
	struct hashes answers;		/* what is known of deeds here, by their hashes */
	struct held *var[];
};

/* What is known of a question: what came of it, and the vars that were looked at for that. */
struct answer { uint64_t what, looks; };

/* What a move sets. */
struct effect {
	unsigned int n;
	struct change { unsigned short var, index; struct content *to; } set[];
};

struct node {
	struct state *state;
	int parent;
	unsigned int move, depth, missing, cost;
	uint64_t misses;		/* which conjuncts of the goal do not hold, of the first 64 */
	uint64_t changed;		/* vars that hold something else than in the parent */
	unsigned int turns;		/* that it had, see search_expand() */
	bool open;			/* it has another one */
	bool news;			/* it has something new to the goal */
};

/* A set of hashes, empty again with each search; the value of a slot is the search that marked it. */
struct marks {
	struct slot *slot;
	unsigned int n, room;
	uint64_t search;
	struct arena *arena;
};

/* A conjunct of the goal, a given of the part or an extra phrase of the case: what it reads; its hash for the letters. */
struct conjunct { unsigned int phrase; uint64_t vars, hash; };

struct search {
	struct planner *p;
	struct rcase *c;
	const unsigned int *extra;	/* the case's own, before the planner added to them */
	unsigned int nextra;
	const unsigned int *choice;
	unsigned int nchoices;
	bool askew;
	bool aimless;			/* it only looks around */
	struct binding b;
	uint32_t letters;
	struct conjunct *goal; unsigned int ngoal;
	uint64_t goal_reads;		/* vars */
	uint64_t letter_hash[SPEC_LETTERS];
	struct move *move;		/* the planner's */
	unsigned int nmoves;
	uint64_t makes[MOST_MOVES]; unsigned int nmakes;	/* what moves may make true, the same only once */
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
	unsigned int plans;		/* of a case */
	struct template template[MOST_TEMPLATES];
	unsigned int ntemplates;
	struct hashes memory;		/* what became of moves, by what was looked at */
	struct hashes states, held, contents, deeds;
	struct hashes paths;		/* of searches, by all that they depend on */
	struct arena lasting;		/* all that these point at */
	struct world_notes notes[3];	/* of a question, of one inside it, and inside that */
	unsigned int depth;		/* how many of them are asked now */
	const struct deed *deed;	/* that is asked about */
	struct match *match;		/* of one part */
	unsigned short *var_of;		/* each cell */
	const struct state *loaded;	/* what @world is; NULL: nothing yet */
	struct world world, after;	/* the one that is looked at, and the one that a probe leads to */
	uint64_t searches;		/* so many were begun */
	struct marks atoms;		/* intervals that vars had in this search, by how much was missing */
	struct met *met;		/* in which each cell was looked at */
	int ordinary;			/* the word that a device of a set-up must satisfy, or -1 */
	struct world start[MOST_SPECIMENS];
	struct state *start_state[MOST_SPECIMENS];
	struct move move[MOST_MOVES];
	bool *mentioned;		/* names, by the goal */
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
/* Make @start the first node; and nodes that moves lead to from node @at in its next turn. Returns true at the goal. */
void search_begin(struct search *s, unsigned int start);
bool search_expand(struct search *s, unsigned int at);

/* plan_aim.c: what an operation may assign. */
void template_assigns(struct planner *p, struct template *t);
/* The conjuncts of the goal, once the letters are bound; and what each move may make true of them. */
void search_aim(struct search *s);
void search_makes(struct search *s);
/*
 * The conjuncts of the goal that do not hold in @state, a bit for each of the first 64; *@n: how many. Those that read
 * none of the vars @changed are as in @before.
 */
#define ALL_CHANGED	UINT64_MAX	/* what reads nothing, too */
uint64_t search_misses(const struct search *s, const struct state *state, uint64_t before, uint64_t changed,
		       unsigned int *n);
unsigned int search_missing(struct search *s, const struct state *state);
/* So many moves make the conjuncts @misses true, if nothing stands in their way. */
unsigned int moves_needed(const struct search *s, uint64_t misses);

/* plan_state.c: a world as what each var holds. */
struct state *state_of(struct planner *p, const struct world *world);
/* Where the effect @e leads from @state. */
struct state *state_with(struct planner *p, const struct state *state, const struct effect *e);
/* The world that @state is, valid until the next one is asked for. */
const struct world *state_world(struct planner *p, const struct state *state);
/* What cell @index of @var holds in @w, made to last. */
struct content *content_of(struct planner *p, const struct world *w, unsigned int var, unsigned int index);

/* plan_memory.c: what is remembered of question @key; NULL if no state was asked that looks like @state. */
const struct answer *recall(struct planner *p, const struct state *state, uint64_t key);
/* The world of @state, of which is noted what is looked at until it is remembered that this led to @what. */
const struct world *look_into(struct planner *p, const struct state *state);
const struct answer *remember(struct planner *p, const struct state *state, uint64_t key, uint64_t what);

/* plan_apply.c */
/* @operand: hashes of its operands @arg. */
const struct deed *deed_of(struct planner *p, int op, const struct value *const *arg, const uint64_t *operand);
/*
 * Where @deed leads from @state; NULL if the rules do not say that it succeeds. What is known of it in @like, from which
 * @state differs in the vars @changed, helps; @like may be NULL.
 */
struct state *state_after(struct planner *p, struct state *state, const struct deed *deed, const struct state *like,
			  uint64_t changed);
/* Does @goal, of @part, hold in @state, for the letters @letter? */
bool state_holds(struct planner *p, const struct state *state, const struct part *part, const struct conjunct *goal,
		 const struct value *letter);

/* plan_hash.c */
static inline uint64_t hash_mix(uint64_t h, uint64_t x)
{
	h ^= x + 0x9e3779b97f4a7c15 + (h << 6) + (h >> 2);
	return h * 0xff51afd7ed558ccd;
}

uint64_t hash_value(uint64_t h, struct value v);
uint64_t hash_span(const struct span *s);
/* Of a phrase for these letters: the same wherever it stands. */
uint64_t hash_phrase(const struct phrase *phrase, const struct value *letter);
/* What @key stands for; NULL if it is none. The place is valid until something is added. */
uint64_t *hashes_find(const struct hashes *h, uint64_t key);
/* Add it, unless it is there. Returns true if it was not. */
bool hashes_add(struct hashes *h, uint64_t key, uint64_t value);
/* Empty the set; add @key. Returns true if it was not there. */
void marks_begin(struct marks *m);
bool marks_add(struct marks *m, uint64_t key);

#endif
