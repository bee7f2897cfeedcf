/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rule.h - the compiled spec: tables of rules and cases, and one function per rule that evaluates its phrases. The
 * emitter writes them as C; the checks and the planner make the same tables in memory, an interpreter behind @eval.
 */
#ifndef SPEC_RULE_H
#define SPEC_RULE_H

#include "spec/spec.h"
#include "spec/world.h"

/* What the phrases of an outcome ask for: they put it here when they are evaluated. */
struct demand {
	enum demand_kind {
		DEMAND_OK, DEMAND_FAILS,	/* the operation's yes and no */
		DEMAND_ERRNO,			/* name */
		DEMAND_RETURNS,			/* value, or a value between at-least (value) and at-most (bound) */
		DEMAND_UNCHANGED,		/* nothing changes */
		DEMAND_SAME,			/* value (now) equals bound (before) */
		DEMAND_EFFECT,			/* var(args) becomes value, or one of the set value */
		DEMAND_PROBE,			/* op(args) answers with an element of value */
		DEMAND_EVENT,			/* name: index of the event */
		DEMAND_CHECK,			/* value is a truth value that must hold */
	} kind;
	int var, op, name;
	bool membership;
	struct value args[SPEC_ARGS];
	unsigned int nargs;
	struct value value, bound;
};

/* In what a phrase is evaluated. */
struct ctx {
	const struct rules *rules;
	const struct world *now;	/* the state that it reads */
	const struct world *old;	/* the state before the step, read behind `old` */
	struct value letter[SPEC_LETTERS];	/* V_NONE: not bound */
	unsigned int each, each_count;	/* which element `each` stands for; how many there were (0: no `each` met) */
	struct demand *demand;		/* room for what is asked for; NULL when a plain value is wanted */
	unsigned int ndemands, max_demands;
	struct arena *arena;
};

struct part;
typedef struct value (*eval_fn)(struct ctx *c, const struct part *part, unsigned int phrase);

/* In a set of vars that is one word: if they are more than 64, some share a bit. */
static inline uint64_t var_bit(unsigned int var)
{
	return (uint64_t)1 << var % 64;
}

struct phrase {
	const char *text;	/* as written */
	uint32_t letters;	/* a bit for each letter that it reads */
	bool dynamic;		/* reads state, not only facts */
	/* What it asks for in an outcome; the result of the step and effects are told apart from all the rest. */
	enum { PHRASE_OTHER, PHRASE_RESULT, PHRASE_EFFECT } asks;
	int var;		/* of an effect: what it assigns; else 0 */
	bool branches;		/* an effect that is one of several */
	bool quick;		/* it compares letters, names and single values of states; never in compiled rules */
	bool slow;		/* of devices and domains, it looks through all there are; never in compiled rules */
	unsigned short shared;	/* a given that other parts have too: its number among these, from 1; else 0 */
	const struct expr *expr;	/* for the interpreter; NULL in compiled rules */
	uint64_t vars;		/* for the planner: var_bit() of each that it reads; 0 in compiled rules */
};

/* An operand: the letter that it is, or else the phrase that computes it. */
struct operand { int letter; int phrase; };

struct step {			/* an operation (or a probe) with operands over letters */
	int op;
	struct operand arg[SPEC_ARGS];
	int env;		/* -1: none; a `when` without one matches in any */
	struct operand env_arg;	/* both -1: none or `all` */
	bool env_all;		/* alloc-failure(all) */
};

struct outcome {
	enum outcome_class class;
	const char *name;	/* of `degraded NAME` */
	const char *text;	/* the whole line, as written */
	unsigned int first, n;	/* phrases */
	int guard;		/* phrase, or -1 */
	const char *since, *until;
};

struct never { unsigned int phrase; int guard; };

struct candidate { int letter; const char *name; unsigned int phrase; };	/* a value for the letter */

struct part {
	const struct rule *rule;
	const char *name;	/* NULL: the only or the first one */
	const struct phrase *phrase; unsigned int nphrases;
	uint32_t letters;	/* all letters of the part */
	uint32_t bound;		/* those that the operands of `when` bind */
	unsigned int ngiven;	/* phrases 0 … ngiven-1 are the given, conjuncts one by one */
	const struct step *when; unsigned int nwhens;	/* alternatives; braces are expanded */
	const unsigned int *during; unsigned int nduring;
	const struct outcome *outcome; unsigned int noutcomes;
	const struct never *never; unsigned int nnever;
	const struct candidate *candidate; unsigned int ncandidates;	/* in order of preference */
	bool healthy, report_result, report_log, report_fault;
	eval_fn eval;
};

struct plan { const struct step *step; unsigned int nsteps; };

struct rcase {			/* a directed case */
	const char *name;
	const struct part *part;
	unsigned int when;	/* which alternative is the step under test */
	/* Phrases that must hold besides `given`: the classes chosen. Void where they read a letter that none binds. */
	const unsigned int *extra; unsigned int nextra;
	const unsigned int *choice; unsigned int nchoices;	/* candidates of the part chosen; others are free */
	const struct plan *plan; unsigned int nplans;	/* set-ups, shortest first */
};

struct rule {
	const char *id, *group, *sentence, *consensus;
	bool core, unsafe, bearable;
	const char *unchecked;	/* why there is no case; NULL if there is */
	const char *since, *until;
	const char *text, *where;	/* the block; "spec/rules/map.rule:12" */
	const char *const *sources;	/* one string a line, ended by NULL */
	const struct part *part; unsigned int nparts;
	const int *unless; unsigned int nunless;	/* indices of rules */
	const struct rcase *rcase; unsigned int ncases;
};

struct spoken { unsigned short rule, part, when; };	/* a `when`, by indices */

struct op_info {		/* an operation or probe as the runtime needs it */
	const char *name;	/* of the target's operation */
	bool probe;
	unsigned int nslots;
	int slots[SPEC_ARGS];	/* index into rules.sort */
	int formal[SPEC_ARGS];	/* letter of the slot in the form, or -1 */
	int returns;		/* RETURNS_* of struct op */
	enum fails_by fails;
	const struct may *may; unsigned int nmay;
	int shows;		/* probe: var that it shows, or -1 */
	unsigned int nsets;	/* phrases 0 … nsets-1 of @eval are X_EFFECTs on success */
	unsigned int nexpects;	/* phrases nsets + 2i (guard) and nsets + 2i + 1 (set), first guard that holds */
	struct value (*eval)(struct ctx *c, int op, unsigned int phrase);
	const struct spoken *spoken; unsigned int nspoken;	/* all that speak of it */
};

struct sort_info { const char *name; enum sort_kind kind; const int *constants; unsigned int nconstants; };
struct letter_info { const char *name; int sort; };

/* What the oracle itself must know by name; -1: this spec has none. */
struct known { int group, type, pgsizes, phys, leaf, absent; };

struct rules {			/* the compiled spec */
	const char *hash;
	const char *const *names; unsigned int nnames;
	const struct sort_info *sort; unsigned int nsorts;
	const struct letter_info *letter; unsigned int nletters;
	const struct var_desc *var; const unsigned int *offset; unsigned int nvars;
	struct value (*start)(struct ctx *c, int var);	/* start value; the formal letters of the var are bound */
	const int (*formal)[2];		/* letters of the arguments of var i */
	const struct op_info *op; unsigned int nops;
	const char *const *env; unsigned int nenvs;
	const char *const *event; unsigned int nevents;
	const struct rule *const *rule; unsigned int nrules;
	struct known known;
	unsigned int nshared;	/* different givens that several parts have */
	const struct spec *spec;	/* for the interpreter; NULL in compiled rules */
};

extern const struct rules compiled_rules;	/* what the compiler made of spec/rules */

/* Index by name; -1 if there is none. */
int rules_var(const struct rules *r, const char *name);
int rules_op(const struct rules *r, const char *name);
int rules_name(const struct rules *r, const char *name);
int rules_env(const struct rules *r, const char *name);
int rules_event(const struct rules *r, const char *name);
const struct rule *rules_find(const struct rules *r, const char *id);

/* Used by phrases, compiled or interpreted: note what an outcome asks for. Each returns V_BOOL true. */
struct value demand(struct ctx *c, enum demand_kind kind, int name);
struct value demand_value(struct ctx *c, enum demand_kind kind, struct value value, struct value bound);
struct value demand_effect(struct ctx *c, int var, bool membership, unsigned int nargs, const struct value *args,
			   struct value value);
/* `each SET`: the element that is this run's turn. `iommu_pgsize(D, R, P)`: the leaves of a map, pieces of ranges. */
struct value rule_each(struct ctx *c, struct value set);
struct value rule_pgsize(struct ctx *c, struct value domain, struct value range, struct value run);
/* The @i-th object that @letter may stand for, V_NONE where there is none of that number; false at the end. */
bool rule_object(const struct ctx *c, int letter, unsigned int i, struct value *v);
/* X includes ACCESS: the rights part of a prot name. */
struct value rule_includes(const struct ctx *c, struct value prot, struct value access);
struct value demand_probe(struct ctx *c, int op, unsigned int nargs, const struct value *args, struct value allowed);

#endif
