/* SPDX-License-Identifier: GPL-2.0-only */
/* lower_inner.h - what the files of lower.h share among themselves. */
#ifndef SPEC_LOWER_INNER_H
#define SPEC_LOWER_INNER_H

#include "spec/diag.h"
#include "spec/lower.h"

/* Append to a table in the arena; only here may a table that is const be written. */
#define PUSH(l, array, n, value) do {							\
	__auto_type _v = (value);							\
											\
	(array) = arena_grow((l)->arena, (void *)(array), (n), sizeof(_v));		\
	memcpy((void *)((array) + (n)++), &_v, sizeof(_v));				\
} while (0)

/* lower_vocabulary.c: names, sorts, states and operations. */
void lower_vocabulary(struct lowered *l);

/* lower_expr.c: make an expression of up to two arguments. */
struct expr *lower_make(struct lowered *l, enum expr_kind kind, unsigned int nargs, struct expr *a, struct expr *b);
struct expr *lower_number(struct lowered *l, number n);
struct expr *lower_builtin(struct lowered *l, enum builtin b, unsigned int n, struct expr *x, struct expr *y);
/* The body of a word with its operands put in. */
struct expr *lower_meaning(struct lowered *l, const struct expr *e);

/* lower_dims.c: a new dimension, NULL if there are too many; and a value along it, if there is one. */
struct dim *lower_dim(struct dims *dims, const char *key, bool crossed, struct srcpos pos);
void lower_option(struct lowered *l, struct dim *d, struct option o);
/* `X in { … }` in given: each element is a class of its own. */
bool lower_is_class(const struct expr *e);
void lower_classes(struct lowered *l, struct part *part, struct dims *dims, const struct expr *e);
/* All alternatives of `when`: the lines, and in each the elements of its braces. */
void lower_whens(struct lowered *l, struct part *part, const struct part_ast *ast, struct dims *dims);

/* lower_candidates.c: a value that @letter may be given; returns its number. */
unsigned int lower_candidate(struct lowered *l, struct part *part, int letter, const char *name,
			     const struct expr *e);
/* The values that the words about @letter in given have; *@crossed: no letter of `when` has had values yet. */
void lower_candidates(struct lowered *l, struct part *part, const struct part_ast *ast, struct dims *dims,
		      int letter, bool *crossed);

#endif
