/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * resolve.h - between the files of the resolver: blocks and phrases go in, struct spec comes out.
 *
 *	resolve.c	the order of things
 *	resolve_head.c	heads: what is declared, by which name or form
 *	resolve_body.c	bodies of what was declared: values of lets, words, definitions, states, operations
 *	resolve_form.c	written forms: `map D R -> P prot`
 *	resolve_expr.c	tests and values
 *	resolve_demand.c	what an outcome asks for, and the steps of `when`
 *	resolve_rule.c	the clauses of a rule
 *
 * Every function that makes an expression returns NULL when it has reported why it cannot.
 */
#ifndef SPEC_RESOLVE_H
#define SPEC_RESOLVE_H

#include "spec/syntax.h"

enum { WANT_NUMBER = -1, WANT_ANY = -2 };	/* beside a sort: what value is expected */

/* A body that is resolved when somebody needs it, because it may stand anywhere. */
struct body {
	struct syntax_block *block;
	struct syntax_phrase *phrase;	/* the one of the head that declares it */
	struct node *test;		/* what stands behind `=` or `means` */
	enum { BODY_TODO, BODY_BUSY, BODY_DONE } state;
	uint32_t letters;		/* it reads, its own formals left out */
	bool dynamic;
};

struct resolver {
	struct spec *spec;
	struct arena *arena;		/* of the spec */
	struct diag *diag;
	struct syntax *syntax;
	struct body *let, *define, *word, *var, *op, *rule, *outcome;	/* parallel to the arrays of the spec */
	unsigned int nlets, ndefines, nwords, nvars, nops, nrules, noutcomes;
	unsigned int depth;		/* of bodies that need each other */
};

/* A slice of the items of a side: `R is free in D`. */
struct items {
	struct node **item;
	unsigned int n;
};

/* resolve.c */
void resolve_error(struct resolver *r, const char *check, const struct loc *loc, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Index of @name among the names of the spec, which gets it if it is new. */
int intern(struct resolver *r, const char *name);
struct items items_of(struct resolver *r, struct node *n);
struct items items_from(struct items side, unsigned int first, unsigned int n);
/* The place that a slice covers. */
struct loc items_loc(struct items side);
/* A node of its own for a slice. */
struct node *items_node(struct resolver *r, struct items side);
/* Where in @side the plain word @text stands; side.n if nowhere. */
unsigned int items_find(struct items side, const char *text);
/*
 * Cut the leftmost side of *@test at the word @text: *@test keeps what stood behind it; what stood before is returned,
 * NULL if that is nothing. Leaves *@test alone if there is no such word, or nothing behind it.
 */
struct node *cut_left(struct resolver *r, struct node **test, const char *text);
/* @test with another right side; another one altogether if it is no comparison. */
struct node *with_right(struct resolver *r, struct node *test, struct node *side);
/* Cut `@word VERSION` off the end of @phrase, into *@version. False: it does not end so. */
bool cut_tail(struct resolver *r, struct syntax_phrase *phrase, const char *word, const char **version);
/* Take the version that a line of its own names. */
void phrase_version(struct resolver *r, struct syntax_phrase *phrase, const char **version);

/* resolve_head.c: declare what the blocks of one head announce. */
void declare_sorts(struct resolver *r, struct syntax_block *b);
void declare_facts(struct resolver *r, struct syntax_block *b);
void declare_states(struct resolver *r, struct syntax_block *b);
void declare_lets(struct resolver *r, struct syntax_block *b);
void declare_defines(struct resolver *r, struct syntax_block *b);
void declare_ops(struct resolver *r, struct syntax_block *b);
void declare_probes(struct resolver *r, struct syntax_block *b);
void declare_envs(struct resolver *r, struct syntax_block *b);
void declare_events(struct resolver *r, struct syntax_block *b);
void declare_words(struct resolver *r, struct syntax_block *b);
void declare_outcomes(struct resolver *r, struct syntax_block *b);
void declare_rules(struct resolver *r, struct syntax_block *b);
int find_letter(const struct spec *s, const char *name);
int find_sort(const struct spec *s, const char *name);	/* declared ones only */
int find_var(const struct spec *s, const char *name);
int find_let(const struct spec *s, const char *name);
int find_define(const struct spec *s, const char *name);
int find_op(const struct spec *s, const char *name);
int find_env(const struct spec *s, const char *name);
int find_event(const struct spec *s, const char *name);
int find_rule(const struct spec *s, const char *name);
/* A rule that is referred to; reports one that there is not. Returns its index or -1. */
int need_rule(struct resolver *r, const struct loc *loc, const char *name);
/* Constant @name of @sort: its place in the list, -1 if it is none. */
int find_constant(const struct spec *s, int sort, const char *name);
/* An enumeration that belongs to one state, fact or definition. */
int anonymous_sort(struct resolver *r, const char *name, const struct loc *loc);
void add_constant(struct resolver *r, int sort, const char *name);

/* resolve_form.c */
/* Make a form of items: letters are slots, and so are names of sorts if @sorts. False (reported): it is none. */
bool form_make(struct resolver *r, struct form *form, struct items side, bool sorts);
/* Does @side read like @form? Fills @slot with the items that stand in its slots. */
bool form_match(const struct form *form, struct items side, struct node **slot);
/* The operation or probe that @side is a call of, -1 if none; its operands in @slot. */
int match_op(struct resolver *r, struct items side, struct node **slot);
/* The word that @side is; sets @negated for `is not`. */
int match_word(struct resolver *r, struct items side, struct node **slot, bool *negated);
/* Report that @side is written like nothing that is declared. Returns NULL. */
void *unknown_form(struct resolver *r, struct items side);

/* resolve_expr.c */
struct expr *expr_new(struct resolver *r, enum expr_kind kind, int sort, const struct loc *loc);
/* Append an operand, and what it reads. NULL if one of the two is. */
struct expr *expr_arg(struct resolver *r, struct expr *e, struct expr *arg);
struct expr *resolve_value(struct resolver *r, struct node *n, int want);
struct expr *resolve_items(struct resolver *r, struct items side, int want);
struct expr *resolve_test(struct resolver *r, struct node *n);
/* `=` and the like, with the left side resolved already. */
struct expr *resolve_compare(struct resolver *r, struct node *n, struct expr *left);
struct expr *resolve_in(struct resolver *r, struct items side, unsigned int in);
/* The guards of a phrase as one expression; NULL if it has none (or a bad one). */
struct expr *resolve_guard(struct resolver *r, struct syntax_phrase *phrase);
/* `VALUE if TEST` */
struct guarded resolve_guarded(struct resolver *r, struct syntax_phrase *phrase, struct node *value, int want);
bool sort_fits(const struct spec *s, int want, const struct expr *e);
/* Report that @e is not of the sort that @what wants. Returns NULL. */
void *sort_mismatch(struct resolver *r, const struct expr *e, int want, const char *what);
/* "a device", "a number" */
const char *sort_phrase(const struct spec *s, int sort);

/* resolve_body.c: make sure that a body is resolved. Returns it, or NULL if it depends on itself. */
const struct body *need_let(struct resolver *r, int let, const struct loc *loc);
const struct body *need_define(struct resolver *r, int define, const struct loc *loc);
const struct body *need_word(struct resolver *r, int word, const struct loc *loc);
void resolve_bodies(struct resolver *r);

/* resolve_demand.c */
enum place { PLACE_OUTCOME, PLACE_NEVER, PLACE_DURING };
struct expr *resolve_demand(struct resolver *r, struct syntax_phrase *phrase, enum place place);
/* `STATE = VALUE`; an assignment of a fact is only a comparison unless @of_fact. */
struct expr *resolve_effect(struct resolver *r, struct node *test, bool of_fact);
bool resolve_when(struct resolver *r, struct syntax_phrase *phrase, struct when_ast *when);
int errno_index(struct resolver *r, const char *name);
/* The sort of what an operation answers with; WANT_NUMBER for an errno, bytes or nothing. */
int result_sort(const struct spec *s, const struct op *op);

/* resolve_rule.c */
void resolve_outcomes(struct resolver *r);
void resolve_rules(struct resolver *r);

#endif
