/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lower.h - from the resolved spec to the tables of rule.h: given as single conjuncts, braces of `when` expanded,
 * candidates of every letter collected, and the dimensions along which a rule is turned into cases.
 */
#ifndef SPEC_LOWER_H
#define SPEC_LOWER_H

#include "spec/rule.h"

/* One value along a dimension: a phrase that must hold, a candidate that is chosen, or an alternative of `when`. */
struct option {
	const char *label;
	int extra, choice, when;	/* -1 each where it does not apply */
};

struct dim {
	const char *key;	/* of key=value in a case's name */
	struct option *option; unsigned int noptions;
	bool crossed;		/* combined with the others; else swept from its first value */
	struct srcpos pos;
};

#define LOWER_PLACES	8	/* places in free memory that a run is tried at: aligned ones, then as many askew */
#define MOST_DIMS	16
struct dims { struct dim dim[MOST_DIMS]; unsigned int n; };

/* What an expression reads, through lets, words and definitions. */
struct reading {
	uint32_t letters;
	uint64_t vars;		/* var_bit() of each */
	bool dynamic;		/* state, not only facts */
	bool search;		/* it looks through all devices or domains */
	bool known;
};

struct lowered {
	const struct spec *spec;
	struct rules rules;
	struct rule *rule;		/* rules.rule[i] points at rule[i] */
	struct op_info *op;		/* rules.op is this */
	eval_fn eval;			/* of every part */
	struct dims **dims;		/* of part p of rule i: dims[i][p] */
	struct reading *let_reads, *word_reads, *define_reads;	/* of those that were met */
	/* Free memory for each range letter: made when it is first needed. */
	struct expr *place[SPEC_LETTERS][2 * LOWER_PLACES];
	struct arena *arena;
};

/* Make the tables; all memory is @arena's, which must outlive them. No cases yet. */
void lower(const struct spec *spec, struct arena *arena, struct lowered *out);
/* Add to @r what @e reads. */
void lower_reads(const struct lowered *l, const struct expr *e, struct reading *r);
/* Add a phrase to a part (for the planner: what a set-up needs besides). Returns its number. */
unsigned int lower_phrase(struct lowered *l, struct part *part, const struct expr *e, const char *text);
/* Add the default candidates of @letter to @part; those of a run are for mapping range letter @range, -1: the usual. */
void lower_defaults(struct lowered *l, struct part *part, int letter, int range);
/* @e with every letter for which @with has an expression replaced by it; @e itself if there is none. */
struct expr *lower_subst(struct lowered *l, const struct expr *e, struct expr *const *with);
/* Make an expression that is a letter. */
struct expr *lower_letter(struct lowered *l, int letter);

#endif
