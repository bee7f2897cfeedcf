// SPDX-License-Identifier: GPL-2.0-only
/*
 * syntax.c - build the tree of blocks, lines and phrases while parser.y reads.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "spec/syntax.h"

#define DEPTH 64	/* deepest tree of a phrase, and most items side by side: what recurses over it needs a bound */

void syntax_error(struct parse *p, const struct loc *loc, const char *fmt, ...)
{
	char message[256];
	va_list ap;

	p->syntax->diag->dropped = p->complained;	/* with its hint */
	if (p->complained)
		return;
	p->complained = true;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	diag_report(p->syntax->diag, "syntax", &loc->pos, "%s", message);
}

struct node *node_new(struct parse *p, enum node_kind kind, const struct loc *loc, const char *text)
{
	struct node *n = arena_alloc(p->syntax->arena, sizeof(*n));

	*n = (struct node){ .kind = kind, .text = text, .loc = *loc };
	return n;
}

struct node *node_append(struct parse *p, struct node *parent, struct node *child)
{
	if (parent->depth <= child->depth)
		parent->depth = child->depth + 1;
	if (parent->depth > DEPTH || (parent->kind == N_SIDE && parent->nchildren >= DEPTH))
		syntax_error(p, &child->loc, "this is too long to be read: give a part of it a name");
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->nchildren++;
	return parent;
}

struct node *node_call(struct parse *p, const struct loc *loc, const char *name, struct node *args)
{
	(void)p;
	args->kind = N_CALL;
	args->text = name;
	args->loc = *loc;
	return args;
}

struct node *node_pair(struct parse *p, enum node_kind kind, const struct loc *loc, char op, struct node *a,
		       struct node *b)
{
	struct node *n = node_new(p, kind, loc, NULL);

	n->op = op;
	return node_append(p, node_append(p, n, a), b);
}

struct node *node_side(struct parse *p, struct node *side, struct node *item, const struct loc *loc)
{
	if (side->kind != N_SIDE)
		side = node_append(p, node_new(p, N_SIDE, loc, NULL), side);
	side->loc = *loc;
	return node_append(p, side, item);
}

/* Digits of @base; false if the number is beyond what any address needs. */
static bool digits(const char **text, int base, number *num)
{
	int digit;

	for (*num = 0; isxdigit((unsigned char)**text); ++*text) {
		digit = isdigit((unsigned char)**text) ? **text - '0' : tolower(**text) - 'a' + 10;
		if (*num > ((number)1 << 100) / base)
			return false;
		*num = *num * base + digit;
	}
	return true;
}

static bool power(number base, number exponent, number *num)
{
	for (*num = 1; exponent > 0; exponent--) {
		if (base > 1 && *num > ((number)1 << 100) / base)
			return false;
		*num *= base;
		if (base <= 1)
			break;
	}
	return true;
}

struct node *node_number(struct parse *p, const struct loc *loc, const char *text)
{
	struct node *n = node_new(p, N_NUMBER, loc, text);
	number exponent;
	bool ok;

	if (text[0] == '0' && text[1] == 'x') {
		text += 2;
		ok = digits(&text, 16, &n->num);
	} else {
		ok = digits(&text, 10, &n->num);
		if (ok && *text++ == '^')
			ok = digits(&text, 10, &exponent) && power(n->num, exponent, &n->num);
	}
	if (!ok)
		syntax_error(p, loc, "the number is too large");
	return n;
}

/* The text from @begin to @end with comments left out and white space folded. */
static const char *fold(struct parse *p, size_t begin, size_t end)
{
	const char *from = p->file->text + begin, *stop = p->file->text + end;
	char *out = arena_alloc(p->syntax->arena, end - begin + 1), *to = out;
	bool quoted = false;

	for (; from < stop; from++) {
		quoted ^= *from == '"';
		if (*from == '#' && !quoted)
			while (from < stop && *from != '\n')
				from++;
		if (from < stop && !isspace((unsigned char)*from))
			*to++ = *from;
		else if (to > out && to[-1] != ' ')
			*to++ = ' ';
	}
	return out;
}

struct syntax_phrase *phrase_new(struct parse *p, const struct loc *loc, struct node *test, struct node *guards)
{
	struct syntax_phrase *phrase = arena_alloc(p->syntax->arena, sizeof(*phrase));

	*phrase = (struct syntax_phrase){
		.test = test,
		.guard = guards ? guards->first : NULL,
		.last_guard = guards ? guards->last : NULL,
		.text = fold(p, loc->begin, loc->end),
		.loc = *loc,
		.next = phrase,
	};
	return phrase;
}

struct syntax_phrase *phrase_append(struct syntax_phrase *ring, struct syntax_phrase *last)
{
	last->next = ring->next;
	ring->next = last;
	return last;
}

void block_open(struct parse *p, const struct loc *loc, enum head head)
{
	struct syntax_block *b = arena_alloc(p->syntax->arena, sizeof(*b));

	*b = (struct syntax_block){ .head = head, .loc = *loc };
	if (p->syntax->last)
		p->syntax->last->next = b;
	else
		p->syntax->first = b;
	p->syntax->last = p->block = b;
	line_open(p, loc, CLAUSE_NONE);
}

void line_open(struct parse *p, const struct loc *loc, enum clause clause)
{
	struct syntax_line *line = arena_alloc(p->syntax->arena, sizeof(*line));

	if (!p->block) {
		block_open(p, loc, HEAD_UNKNOWN);
		syntax_error(p, loc, "this line belongs to no block");
		diag_hint(p->syntax->diag, "a block starts in column 0, with `rule`, `word`, `op` …");
	}
	*line = (struct syntax_line){ .clause = clause, .loc = *loc };
	if (p->block->last)
		p->block->last->next = line;
	else
		p->block->first = line;
	p->block->last = line;
}

void line_label(struct parse *p, const struct loc *loc, const char *label)
{
	if (p->block->last->clause != CLAUSE_DEGRADED)
		syntax_error(p, loc, "only `degraded` has a name and a colon");
	p->block->last->label = label;
}

void line_append(struct parse *p, const struct loc *loc, struct syntax_phrase *ring)
{
	struct syntax_phrase *first = ring->next;
	struct syntax_line *line;

	if (!p->block)
		line_open(p, loc, CLAUSE_NONE);
	line = p->block->last;
	if (line->last)
		line->last->next = first;
	else
		line->first = first;
	line->last = ring;
	line->bad |= p->complained;
	ring->next = NULL;
	p->block->last_line = loc->pos.last_line;
	p->block->end = loc->end;
}

void line_spoil(struct parse *p, const struct loc *loc)
{
	if (!p->block)
		line_open(p, loc, CLAUSE_NONE);
	p->block->last->bad = true;
}

/* Length of the character of UTF-8 at @p; 0 if it is none. */
static size_t character(const char *p, const char *end)
{
	unsigned char c = *p;
	size_t len = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0, i;

	if ((size_t)(end - p) < len)
		return 0;
	for (i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* Strings and comments may hold any text, but text it must be. */
static void check_text(struct parse *p)
{
	const char *at = p->file->text, *end = at + p->file->len;
	struct srcpos pos = { p->name, 1, 1, 1, 1 };
	size_t len;

	for (; at < end && *at && (len = character(at, end)); at += len) {
		pos.column++;
		if (*at == '\n')
			pos = (struct srcpos){ p->name, pos.line + 1, 1, 1, 1 };
	}
	if (at == end)
		return;
	pos.last_line = pos.line;
	pos.last_column = pos.column;
	diag_report(p->syntax->diag, "syntax", &pos, *at ? "this is not UTF-8" : "a NUL byte: this is no text file");
}

void syntax_parse(struct syntax *s, const struct diag_file *file)
{
	struct parse p = {
		.syntax = s,
		.file = file,
		.name = arena_strndup(s->arena, file->name, strlen(file->name)),
		.line_start = true,
	};
	struct syntax_block *before = s->last, *b;

	p.at.pos = (struct srcpos){ p.name, 1, 0, 1, 0 };
	check_text(&p);
	lexer_parse(&p);
	for (b = before ? before->next : s->first; b; b = b->next)
		if (b->end)
			b->text = arena_strndup(s->arena, file->text + b->loc.begin, b->end - b->loc.begin);
}

bool node_is(const struct node *n, const char *text)
{
	return n && n->kind == N_NAME && !strcmp(n->text, text);
}
