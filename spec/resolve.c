// SPDX-License-Identifier: GPL-2.0-only
/*
 * resolve.c - from blocks of phrases to a spec: first everything that is declared gets its name, then every phrase its
 * meaning. So blocks may refer to what is declared later, or in another file.
 */
#define _GNU_SOURCE
#include <sha256.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "spec/load.h"
#include "spec/resolve.h"

void resolve_error(struct resolver *r, const char *check, const struct loc *loc, const char *fmt, ...)
{
	const char *message;
	va_list ap;
	char *text;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	message = text;
	diag_report(r->diag, check, &loc->pos, "%s", message);
	free(text);
}

int intern(struct resolver *r, const char *name)
{
	int i = spec_name(r->spec, name);

	if (i >= 0)
		return i;
	*arena_append(r->arena, r->spec->names, r->spec->nnames) = name;
	return r->spec->nnames - 1;
}

int spec_name(const struct spec *spec, const char *name)
{
	unsigned int i;

	for (i = 0; i < spec->nnames; i++)
		if (!strcmp(spec->names[i], name))
			return i;
	return -1;
}

struct items items_of(struct resolver *r, struct node *n)
{
	bool side = n->kind == N_SIDE;
	struct items items = { .n = side ? n->nchildren : 1 };
	struct node *child;
	unsigned int i = 0;

	items.item = arena_alloc(r->arena, items.n * sizeof(*items.item));
	items.item[0] = n;
	for (child = side ? n->first : NULL; child; child = child->next)
		items.item[i++] = child;
	return items;
}

struct items items_from(struct items side, unsigned int first, unsigned int n)
{
	return (struct items){ side.item + first, n };
}

struct loc items_loc(struct items side)
{
	struct loc loc = side.item[0]->loc, last = side.item[side.n - 1]->loc;

	loc.end = last.end;
	loc.pos.last_line = last.pos.last_line;
	loc.pos.last_column = last.pos.last_column;
	return loc;
}

struct node *items_node(struct resolver *r, struct items side)
{
	struct node *node, **link;
	unsigned int i;

	if (side.n == 1)
		return side.item[0];
	node = arena_alloc(r->arena, sizeof(*node));
	*node = (struct node){ .kind = N_SIDE, .nchildren = side.n, .loc = items_loc(side) };
	link = &node->first;
	for (i = 0; i < side.n; i++) {
		struct node *copy = arena_alloc(r->arena, sizeof(*copy));

		*copy = *side.item[i];
		copy->next = NULL;
		*link = node->last = copy;
		link = &copy->next;
	}
	return node;
}

unsigned int items_find(struct items side, const char *text)
{
	unsigned int i;

	for (i = 0; i < side.n && !node_is(side.item[i], text); i++)
		;
	return i;
}

/* @test with its left or right side replaced; the other side keeps its place. */
static struct node *with_side(struct resolver *r, struct node *test, struct node *side, bool left)
{
	struct node *pair, *a, *b;

	if (test->kind != N_COMPARE)
		return side;
	pair = arena_alloc(r->arena, sizeof(*pair));
	a = arena_alloc(r->arena, sizeof(*a));
	b = arena_alloc(r->arena, sizeof(*b));
	*a = left ? *side : *test->first;
	*b = left ? *test->last : *side;
	a->next = b;
	b->next = NULL;
	*pair = *test;
	pair->first = a;
	pair->last = b;
	return pair;
}

struct node *with_right(struct resolver *r, struct node *test, struct node *side)
{
	return with_side(r, test, side, false);
}

struct node *cut_left(struct resolver *r, struct node **test, const char *text)
{
	struct items side = items_of(r, (*test)->kind == N_COMPARE ? (*test)->first : *test);
	unsigned int at = items_find(side, text);

	if (at + 1 >= side.n)
		return NULL;
	*test = with_side(r, *test, items_node(r, items_from(side, at + 1, side.n - at - 1)), true);
	return at ? items_node(r, items_from(side, 0, at)) : NULL;
}

/* Is @text a kernel version, such as 6.13? */
static bool is_version(const char *text)
{
	size_t n = strspn(text, "0123456789");

	if (!n || text[n] != '.')
		return false;
	text += n + 1;
	n = strspn(text, "0123456789.");
	return n && !text[n];
}

static const char *need_version(struct resolver *r, const struct node *n)
{
	if (n->kind == N_NAME && is_version(n->text))
		return n->text;
	resolve_error(r, "syntax", &n->loc, "a kernel version is expected here, such as 6.13");
	return NULL;
}

bool cut_tail(struct resolver *r, struct syntax_phrase *phrase, const char *word, const char **version)
{
	struct node **test = phrase->guard ? &phrase->last_guard : &phrase->test, *side;
	struct items items = items_of(r, (*test)->kind == N_COMPARE ? (*test)->last : *test);

	if (items.n < 3 || !node_is(items.item[items.n - 2], word))
		return false;
	*version = need_version(r, items.item[items.n - 1]);
	side = with_right(r, *test, items_node(r, items_from(items, 0, items.n - 2)));
	if (phrase->guard) {	/* in place: it hangs in a list */
		side->next = (*test)->next;
		**test = *side;
	} else {
		*test = side;
	}
	return true;
}

void phrase_version(struct resolver *r, struct syntax_phrase *phrase, const char **version)
{
	if (*version || phrase->next)
		resolve_error(r, "syntax", &phrase->loc, "one version is enough");
	*version = need_version(r, phrase->test);
}

/* Everything in the order in which declarations need each other. */
static const struct {
	enum head head;
	void (*declare)(struct resolver *r, struct syntax_block *b);
} declarations[] = {
	{ HEAD_SORT, declare_sorts },
	{ HEAD_RULE, declare_rules },
	{ HEAD_FACT, declare_facts },
	{ HEAD_STATE, declare_states },
	{ HEAD_LET, declare_lets },
	{ HEAD_DEFINE, declare_defines },
	{ HEAD_ENV, declare_envs },
	{ HEAD_EVENT, declare_events },
	{ HEAD_OP, declare_ops },
	{ HEAD_PROBE, declare_probes },
	{ HEAD_WORD, declare_words },
	{ HEAD_OUTCOME, declare_outcomes },
};

static void declare_all(struct resolver *r)
{
	struct syntax_block *b;
	size_t i;

	for (i = 0; i < sizeof(declarations) / sizeof(*declarations); i++)
		for (b = r->syntax->first; b; b = b->next)
			if (b->head == declarations[i].head && b->first->first && !b->first->bad)
				declarations[i].declare(r, b);
}

static void check_language(struct resolver *r)
{
	struct syntax_block *b;

	for (b = r->syntax->first; b; b = b->next)
		if (b->head == HEAD_LANGUAGE && b->first->first && b->first->first->test->num != 1) {
			resolve_error(r, "syntax", &b->first->first->loc, "this program reads language 1");
			return;
		}
}

void spec_hash(struct spec *spec, const struct diag *diag)
{
	SHA2_CTX sha;
	unsigned int i;

	SHA256Init(&sha);
	for (i = 0; i < diag->nfiles; i++)
		SHA256Update(&sha, (const uint8_t *)diag->file[i].text, diag->file[i].len);
	SHA256End(&sha, spec->hash);
}

struct spec *spec_resolve(struct diag *diag)
{
	struct spec *spec = calloc(1, sizeof(*spec));
	struct syntax syntax = { .diag = diag };
	struct resolver r = { .spec = spec, .diag = diag, .syntax = &syntax };
	unsigned int i;

	if (!spec)
		abort();
	syntax.arena = r.arena = &spec->arena;
	for (i = 0; i < diag->nfiles; i++)
		syntax_parse(&syntax, &diag->file[i]);
	check_language(&r);
	declare_all(&r);
	resolve_bodies(&r);
	resolve_outcomes(&r);
	resolve_rules(&r);
	return spec;
}

void spec_free(struct spec *spec)
{
	if (!spec)
		return;
	arena_free(&spec->arena);
	free(spec);
}
