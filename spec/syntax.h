/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * syntax.h - a spec file as blocks, lines and phrases: what lexer.l and parser.y make of the text, before any name in
 * it means anything. The grammar is that of iommu-conform-spec(5).
 */
#ifndef SPEC_SYNTAX_H
#define SPEC_SYNTAX_H

#include "spec/diag.h"

/* Keywords that start a block, in column 0. */
#define HEADS(X) \
	X(LANGUAGE, "language") X(SORT, "sort") X(FACT, "fact") X(STATE, "state") X(LET, "let") X(DEFINE, "define") \
	X(OP, "op") X(PROBE, "probe") X(ENV, "env") X(EVENT, "event") X(OUTCOME, "outcome") X(WORD, "word") \
	X(RULE, "rule")

/* Keywords that start a clause, first on an indented line. */
#define CLAUSES(X) \
	X(GIVEN, "given") X(WHEN, "when") X(DURING, "during") X(THEN, "then") X(OR, "or") X(SKIP, "skip") \
	X(NEVER, "never") X(DEGRADED, "degraded") X(REPORT, "report") X(UNLESS, "unless") X(AFTER, "after") \
	X(PART, "part") X(UNCHECKED, "unchecked") X(SINCE, "since") X(UNTIL, "until") X(SOURCE, "source") \
	X(SEE, "see") X(NOTE, "note") X(PICK, "pick") X(MISS, "miss") X(EXPECTS, "expects") X(VALUE, "value") \
	X(START, "start")

#define X(id, text) HEAD_##id,
enum head { HEADS(X) HEAD_UNKNOWN };
#undef X
#define X(id, text) CLAUSE_##id,
enum clause { CLAUSE_NONE, CLAUSES(X) };	/* none: what follows the head itself */
#undef X

extern const char *const head_name[];
extern const char *const clause_name[];

struct loc {			/* a place in a file: lines and columns in characters, and bytes */
	struct srcpos pos;
	size_t begin, end;
};

enum node_kind {
	N_NAME,		/* text */
	N_NUMBER,	/* num, text */
	N_STRING,	/* text: without its quotes */
	N_ARROW,	/* -> */
	N_CALL,		/* text(children) */
	N_PAREN,	/* ( child ) */
	N_SET,		/* { children } */
	N_SUM,		/* op: + - * / %; two children */
	N_COMPARE,	/* op: = ! < [ > ] for = != < <= > >=; two children */
	N_SIDE,		/* children side by side: `R is free in D` */
};

struct node {
	enum node_kind kind;
	char op;
	const char *text;
	number num;
	struct node *first, *last;	/* children */
	struct node *next;		/* sibling */
	unsigned int nchildren;
	unsigned int depth;		/* of the tree below */
	struct loc loc;
};

struct syntax_phrase {
	struct node *test;
	struct node *guard, *last_guard;	/* `if` tests, siblings */
	const char *text;			/* as written, white space folded */
	struct loc loc;
	struct syntax_phrase *next;
};

struct syntax_line {
	enum clause clause;
	const char *label;		/* of `degraded NAME:` */
	struct syntax_phrase *first, *last;
	bool bad;			/* did not parse: leave it and its continuation alone */
	struct loc loc;			/* of the keyword */
	struct syntax_line *next;
};

struct syntax_block {
	enum head head;
	struct syntax_line *first, *last;	/* the first one holds the head's own phrases */
	const char *text;			/* the block as it stands in the file */
	struct loc loc;				/* of the keyword */
	size_t end;				/* of the block in its file */
	int last_line;
	struct syntax_block *next;
};

/* The blocks of all files, in order. */
struct syntax {
	struct syntax_block *first, *last;
	struct arena *arena;		/* holds all of it */
	struct diag *diag;
};

/* Append the blocks of @file to @s. What does not parse is reported and left out. */
void syntax_parse(struct syntax *s, const struct diag_file *file);

/* What lexer and parser share while they read one file. */
struct parse {
	struct syntax *syntax;
	const struct diag_file *file;
	const char *name;		/* of the file, in the arena of the spec */
	struct syntax_block *block;	/* the one that is being read, or NULL */
	struct loc at;			/* of the token just read */
	struct loc last;		/* of the last token that says something, and its text */
	const char *last_text;
	const char *before_text;	/* the one before on the same line, or NULL */
	struct loc bracket[32];		/* open brackets */
	unsigned int depth;
	bool line_start;		/* nothing but blanks so far on this line */
	bool pending;			/* a token since the last NL: the line counts */
	bool complained;		/* the lexer has reported this line */
};

/* Makers that parser.y uses; @p is the parse, @loc the place. */
struct node *node_new(struct parse *p, enum node_kind kind, const struct loc *loc, const char *text);
struct node *node_number(struct parse *p, const struct loc *loc, const char *text);
struct node *node_pair(struct parse *p, enum node_kind kind, const struct loc *loc, char op, struct node *a,
		       struct node *b);
struct node *node_append(struct parse *p, struct node *parent, struct node *child);
struct node *node_call(struct parse *p, const struct loc *loc, const char *name, struct node *args);
struct node *node_side(struct parse *p, struct node *side, struct node *item, const struct loc *loc);
struct syntax_phrase *phrase_new(struct parse *p, const struct loc *loc, struct node *test, struct node *guards);
/* While a line is read, its phrases are a ring that is held by the last one. */
struct syntax_phrase *phrase_append(struct syntax_phrase *ring, struct syntax_phrase *last);
void block_open(struct parse *p, const struct loc *loc, enum head head);
/* Start a line of @clause in the open block; reports a line that stands before any block. */
void line_open(struct parse *p, const struct loc *loc, enum clause clause);
/* The line that is open is called @label; reports a clause that has no names. */
void line_label(struct parse *p, const struct loc *loc, const char *label);
/* Append phrases to the line that is open. */
void line_append(struct parse *p, const struct loc *loc, struct syntax_phrase *ring);
/* The line did not parse. */
void line_spoil(struct parse *p, const struct loc *loc);

/* Report a syntax error at @loc, unless this line has one. */
void syntax_error(struct parse *p, const struct loc *loc, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Run the parser; in lexer.l. Returns 0, or nonzero if it gave up. */
int lexer_parse(struct parse *p);

/* Is @n the plain name @text? */
bool node_is(const struct node *n, const char *text);

#endif
