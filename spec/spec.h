/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spec.h - the spec after parsing and name resolution: every phrase a typed expression. The parser (syntax.h) makes
 * blocks and phrases out of text, resolve.c makes this out of them; the checks, the planner and the emitter read it.
 */
#ifndef SPEC_SPEC_H
#define SPEC_SPEC_H

#include "spec/value.h"

#define SPEC_LETTERS	32	/* letters of all sorts together; a set of letters is one word */
#define SPEC_ARGS	6	/* most arguments of anything */

struct srcpos {
	const char *file;
	int line, column;	/* from 1 */
	int last_line, last_column;
};

/* What kind of thing a sort is; the letters and constants of a sort are declared in the spec. */
enum sort_kind { SORT_DEVICE, SORT_DOMAIN, SORT_RANGE, SORT_ADDRESS, SORT_RUN, SORT_COUNT, SORT_NAME };

struct sort {
	const char *name;		/* "device"; "prot" and the like are SORT_NAME: plain enumerations */
	enum sort_kind kind;
	int *constants;			/* names, in order; for domain: default blocked identity, the order of the handles */
	unsigned int nconstants;
	struct guarded *pick; unsigned int npicks;	/* values for a letter that no word says anything about */
	bool anonymous;			/* the values of one state, fact or definition, whose name it has */
	struct srcpos pos;
};

struct letter {
	const char *name;		/* "D" */
	int sort;			/* index */
	struct srcpos pos;
};

enum expr_kind {
	X_NUMBER,	/* num */
	X_NAME,		/* name: a constant of an enumeration */
	X_DOMAIN,	/* name's handle in num: default, blocked, identity */
	X_NONE, X_EVERY, X_TRUE,
	X_LETTER,	/* index: the letter */
	X_VAR,		/* index: the state or fact; args */
	X_LET,		/* index */
	X_DEFINE,	/* index; args */
	X_BUILTIN,	/* index: enum builtin; args */
	X_ADD, X_SUB, X_MUL, X_DIV, X_MOD,	/* args[0], args[1]; X_ADD of sets is the union */
	X_RANGE,	/* args[0] size args[1]: a range */
	X_RUN,		/* args[0] size args[1]: a run */
	X_SET,		/* args (list) */
	X_COMPLEMENT,	/* not { … } */
	X_EACH,		/* each SET: one element after the other, a run of the case for each */
	X_OLD,		/* args[0] in the state before the step */
	X_EQ, X_NE, X_LT, X_LE, X_IN, X_WITHIN, X_MEETS, X_INCLUDES,	/* > and >= are turned round */
	X_WORD,		/* index; args */
	X_NOT, X_AND, X_OR,
	X_SOME,		/* args[0] for some letter (index) */
	/* What an outcome demands; only in then, or, skip, degraded, never, during, after. */
	X_SUCCEEDS, X_FAILS,	/* `ok`, `fails`: as the operation says no */
	X_ERRNO,	/* name: "EINVAL" */
	X_RETURNS,	/* args[0], or with bound: at-least args[0] at-most args[1] */
	X_UNCHANGED,	/* nothing changes (no args), or args[0] does not */
	X_EFFECT,	/* args[0] (X_VAR) becomes args[1]; in: one of the set args[1] */
	X_PROBE,	/* index: the op; args; the last one is the set of allowed answers */
	X_EVENT,	/* index: the event did (in never: must not) happen */
};

enum builtin {
	B_FIRST, B_LAST, B_SIZE, B_MIN, B_MAX, B_ALIGN,
	B_LIST,		/* list(P, Q, …): one run of several segments; `none size N` in it is a bus address */
	B_MEMORY,	/* memory(L): a list without its bus addresses */
	B_PGSIZE,	/* iommu_pgsize(D, R, P): the leaves that the core makes of a map, as pieces of ranges */
};

struct expr {
	enum expr_kind kind;
	int sort;		/* of the value; -1: a truth value, a demand, or unknown to the language */
	bool plural;		/* a set of that sort */
	int index;		/* per kind */
	int name;		/* X_NAME, X_ERRNO, X_DOMAIN: index into names */
	bool membership;	/* X_EFFECT: `in` */
	number num;
	struct expr **args;
	unsigned int nargs;
	uint32_t letters;	/* letters it reads, those inside words and lets included */
	bool dynamic;		/* reads state, not only facts */
	struct srcpos pos;
	const char *text;	/* of a whole phrase: as written */
};

/* A state (operations change it) or a fact (the target tells it). One storage, see world.h. */
struct var {
	const char *name;
	bool fact;
	int args[SPEC_ARGS];	/* sorts */
	unsigned int nargs;
	bool by_address;	/* the last argument is an address: kept as intervals */
	int sort;		/* of the value, -1 number */
	bool plural;		/* a set: { no entry } is {} */
	int *values;		/* enumeration of the values where there is one, else NULL */
	unsigned int nvalues;
	bool per_group;		/* one value for all devices of a group */
	int follows;		/* var that it copies when that one is assigned, or -1 */
	int with;		/* var with which it falls back to start, or -1 */
	const char *seen_by;	/* probe that shows it: "current", "iova_to_phys", "dma"; NULL: unseen */
	struct guarded *start;	/* start values, first guard that holds; guard NULL: always */
	unsigned int nstarts;
	const char *frame;	/* rule that is accused when it changes unasked, or NULL */
	struct srcpos pos;
};

/* `VALUE if TEST`, and picks: `NAME = VALUE if TEST` */
struct guarded {
	const char *name;	/* of a pick, else NULL */
	struct expr *value;
	struct expr *guard;	/* NULL: always */
	struct srcpos pos;
};

struct let { const char *name; struct expr *value; struct srcpos pos; };

struct define {		/* first value whose guard holds */
	const char *name;
	int params[SPEC_ARGS];	/* letters */
	unsigned int nparams;
	int sort; int *values; unsigned int nvalues;
	struct guarded *value; unsigned int nclauses;
	struct srcpos pos;
};

/* The written form of an operation, probe or word: literals and slots in order. */
struct form {
	struct form_item { const char *literal; int letter; int sort; } *item;	/* literal, or slot: letter (or -1) and sort */
	unsigned int nitems;
	const char *text;	/* "map D R -> P prot" */
};

enum fails_by { FAILS_ERRNO, FAILS_ZERO, FAILS_NOTHING };

struct op {
	const char *name;	/* first literal: name of the target's operation */
	bool probe;		/* only looks */
	struct form form;
	int slots[SPEC_ARGS]; int slot_letter[SPEC_ARGS];	/* sorts, and the formal letter or -1 */
	unsigned int nslots;
	enum { RETURNS_ERRNO, RETURNS_BYTES, RETURNS_NOTHING, RETURNS_NUMBER, RETURNS_DOMAIN, RETURNS_RUN } returns;
	enum fails_by fails;
	struct may { int error; int env; } *may;	/* name of the errno (-1: any) allowed in that env; nothing changes */
	unsigned int nmay;
	struct expr **sets; unsigned int nsets;		/* X_EFFECT: bookkeeping on success; reads the state before */
	struct guarded *expects; unsigned int nexpects;	/* probe: set of allowed answers, first guard that holds */
	int shows;		/* probe: var that it shows, or -1 */
	bool zero_twofold;	/* probe: an answer of 0 means two things, `reads 0 as { … }` */
	struct srcpos pos;
};

struct spec_env { const char *name; int param; const char *text; struct srcpos pos; };	/* param: sort or -1 */
struct event { const char *name; struct srcpos pos; };

struct word {
	struct form form;
	int params[SPEC_ARGS]; unsigned int nparams;	/* letters; the first is the subject */
	struct expr *means;
	struct guarded *pick; unsigned int npicks;
	struct guarded *miss; unsigned int nmisses;
	struct srcpos pos;
};

enum outcome_class { OUT_THEN, OUT_OR, OUT_SKIP, OUT_DEGRADED };

struct outcome_ast {
	enum outcome_class class;
	const char *name;	/* of `degraded NAME` */
	struct expr **phrase; unsigned int nphrases;
	struct expr *guard;	/* `if`, read in the state before; NULL: always */
	const char *since, *until;
	struct srcpos pos;
};

struct when_ast {
	int op;
	struct expr **arg;	/* one a slot; X_SET in braces: classes */
	unsigned int nargs;
	int env;		/* -1: none written, matches in any environment */
	struct expr *env_arg;	/* letter n, `all` (X_NAME), device; or NULL */
	struct srcpos pos;
};

struct part_ast {
	const char *name;	/* NULL for the first */
	struct expr **given; unsigned int ngiven;
	struct when_ast *when; unsigned int nwhens;
	struct expr **during; unsigned int nduring;	/* X_PROBE */
	struct outcome_ast *outcome; unsigned int noutcomes;
	struct expr **never; unsigned int nnever;	/* X_SUCCEEDS, X_EVENT, X_PROBE …; guard folded in as X_AND on args[0] = guard */
	struct expr **never_guard;
	bool healthy;		/* after healthy */
	bool report_result, report_log, report_fault;
	struct srcpos pos;
};

struct source {
	const char *kind;	/* "seed", "mail", "core", "h" …: first word */
	const char *ref;	/* the words up to the quotation: "000", "Gunthorpe 2023-09-25", "drivers/iommu/iommu.c iommu_map" */
	const char *quote;	/* or NULL */
	struct srcpos pos;
};

struct rule_ast {
	const char *id;
	const char *sentence;
	const char *consensus;	/* settled disputed historical */
	bool core, unsafe, bearable;
	bool unchecked; const char *unchecked_why;
	const char *since, *until;
	struct part_ast *part; unsigned int nparts;
	int *unless; unsigned int nunless;	/* rules by index */
	struct source *source; unsigned int nsources;
	const char **note; unsigned int nnotes;
	const char **see; unsigned int nsee;
	const char *text;	/* the block as it stands in the file */
	struct srcpos pos;
	int last_line;
};

struct spec {
	const char **names; unsigned int nnames;	/* every enumeration constant and errno, interned */
	struct sort *sort; unsigned int nsorts;
	struct letter letter[SPEC_LETTERS]; unsigned int nletters;
	struct var *var; unsigned int nvars;
	struct let *let; unsigned int nlets;
	struct define *define; unsigned int ndefines;
	struct op *op; unsigned int nops;
	struct spec_env *env; unsigned int nenvs;
	struct event *event; unsigned int nevents;
	struct word *word; unsigned int nwords;
	struct rule_ast *rule; unsigned int nrules;
	struct part_ast *caller_bug; unsigned int ncaller_bugs;	/* `outcome NAME` blocks, expanded where they stand */
	char hash[65];		/* of all text, once spec_hash() was asked */
	struct arena arena;	/* everything above lives here */
};

struct diag;	/* diag.h: where errors and warnings go */

/*
 * Parse and resolve @nfiles files as one spec (vocabulary and rules, in any order). Errors go to @diag, several in one
 * run; returns NULL if there was any that leaves no usable spec, else the spec, which the caller frees.
 */
struct spec *spec_load(const char *const *files, unsigned int nfiles, struct diag *diag);
void spec_free(struct spec *spec);
/* Fill in the hash, of the files of @diag. */
void spec_hash(struct spec *spec, const struct diag *diag);

/* Index of a name in spec->names; -1 if it is none. */
int spec_name(const struct spec *spec, const char *name);

#endif
