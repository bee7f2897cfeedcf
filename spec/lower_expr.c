// SPDX-License-Identifier: GPL-2.0-only
/* lower_expr.c - expressions made and rewritten: what they read, letters replaced, words written out. */
#include <string.h>

#include "spec/lower_inner.h"

struct expr *lower_make(struct lowered *l, enum expr_kind kind, unsigned int nargs, struct expr *a, struct expr *b)
{
	struct expr *e = arena_alloc(l->arena, sizeof(*e));

	e->kind = kind;
	e->sort = -1;
	e->nargs = nargs;
	e->args = arena_alloc(l->arena, 2 * sizeof(*e->args));
	e->args[0] = a;
	e->args[1] = b;
	return e;
}

struct expr *lower_letter(struct lowered *l, int letter)
{
	struct expr *e = lower_make(l, X_LETTER, 0, NULL, NULL);

	e->index = letter;
	e->sort = l->spec->letter[letter].sort;
	e->letters = 1u << letter;
	return e;
}

struct expr *lower_number(struct lowered *l, number n)
{
	struct expr *e = lower_make(l, X_NUMBER, 0, NULL, NULL);

	e->num = n;
	return e;
}

struct expr *lower_builtin(struct lowered *l, enum builtin b, unsigned int n, struct expr *x, struct expr *y)
{
	struct expr *e = lower_make(l, X_BUILTIN, n, x, y);

	e->index = b;
	return e;
}

static void reads_var(int var, struct reading *r)
{
	if (var >= 0)
		r->vars |= var_bit(var);
}

static void add_reading(struct reading *r, const struct reading *more)
{
	r->letters |= more->letters;
	r->vars |= more->vars;
	r->dynamic |= more->dynamic;
	r->search |= more->search;
}

static const struct reading *let_reads(const struct lowered *l, int let)
{
	struct reading *r = &l->let_reads[let];

	if (!r->known)
		lower_reads(l, l->spec->let[let].value, r);
	r->known = true;
	return r;
}

/* But for the letters that stand for its operands. */
static const struct reading *word_reads(const struct lowered *l, int word)
{
	const struct word *w = &l->spec->word[word];
	struct reading *r = &l->word_reads[word];

	if (r->known)
		return r;
	lower_reads(l, w->means, r);
	for (unsigned int i = 0; i < w->nparams; i++)
		r->letters &= ~(1u << w->params[i]);
	r->known = true;
	return r;
}

/* It has no other letters than its own. */
static const struct reading *define_reads(const struct lowered *l, int define)
{
	const struct define *d = &l->spec->define[define];
	struct reading *r = &l->define_reads[define];

	for (unsigned int i = 0; !r->known && i < d->nclauses; i++) {
		lower_reads(l, d->value[i].value, r);
		if (d->value[i].guard)
			lower_reads(l, d->value[i].guard, r);
	}
	r->letters = 0;
	r->known = true;
	return r;
}

void lower_reads(const struct lowered *l, const struct expr *e, struct reading *r)
{
	const struct spec *spec = l->spec;
	bool device;

	for (unsigned int i = 0; i < e->nargs; i++)
		lower_reads(l, e->args[i], r);
	switch (e->kind) {
	case X_LETTER:
		r->letters |= 1u << e->index;
		return;
	case X_VAR:
		r->dynamic |= !spec->var[e->index].fact;
		return reads_var(e->index, r);
	case X_LET:
		return add_reading(r, let_reads(l, e->index));
	case X_WORD:
		return add_reading(r, word_reads(l, e->index));
	case X_DEFINE:
		return add_reading(r, define_reads(l, e->index));
	case X_SOME:
		device = spec->sort[spec->letter[e->index].sort].kind == SORT_DEVICE;
		r->letters &= ~(1u << e->index);
		r->search = true;
		r->dynamic |= !device;	/* which domains there are is state */
		return reads_var(device ? l->rules.known.group : l->rules.known.type, r);
	case X_BUILTIN:
		if (e->index == B_PGSIZE)
			reads_var(l->rules.known.pgsizes, r);
		return;
	default:
		return;
	}
}

/* Words read letters of where they stand: one is written out where such a letter is replaced, else NULL. */
static struct expr *word_written_out(struct lowered *l, const struct expr *e, struct expr *const *with)
{
	const struct word *w = &l->spec->word[e->index];
	struct expr *inner[SPEC_LETTERS];
	unsigned int i;

	memcpy(inner, with, sizeof(inner));
	for (i = 0; i < w->nparams; i++)
		inner[w->params[i]] = NULL;
	if (lower_subst(l, w->means, inner) == w->means)
		return NULL;
	for (i = 0; i < w->nparams; i++)
		inner[w->params[i]] = lower_subst(l, e->args[i], with);
	return lower_subst(l, w->means, inner);
}

/* @e with other arguments, where they are others. */
static struct expr *with_args(struct lowered *l, const struct expr *e, struct expr *const *with)
{
	struct expr *copy = NULL;

	for (unsigned int i = 0; i < e->nargs; i++) {
		struct expr *arg = lower_subst(l, e->args[i], with);

		if (arg == e->args[i])
			continue;
		if (!copy) {
			copy = arena_alloc(l->arena, sizeof(*copy));
			*copy = *e;
			copy->args = arena_alloc(l->arena, (e->nargs + 1) * sizeof(*copy->args));
			memcpy(copy->args, e->args, e->nargs * sizeof(*copy->args));
		}
		copy->args[i] = arg;
	}
	return copy ? copy : (struct expr *)e;
}

struct expr *lower_subst(struct lowered *l, const struct expr *e, struct expr *const *with)
{
	struct expr *inner[SPEC_LETTERS], *out;

	switch (e->kind) {
	case X_LETTER:
		out = with[e->index];
		return out && (out->kind != X_LETTER || out->index != e->index) ? out : (struct expr *)e;
	case X_LET:
		out = lower_subst(l, l->spec->let[e->index].value, with);
		return out == l->spec->let[e->index].value ? (struct expr *)e : out;
	case X_WORD:
		out = word_written_out(l, e, with);
		return out ? out : with_args(l, e, with);
	case X_SOME:
		memcpy(inner, with, sizeof(inner));
		inner[e->index] = NULL;		/* that one is its own */
		return with_args(l, e, inner);
	default:
		return with_args(l, e, with);
	}
}

/* The body of a word with its operands put in. */
struct expr *lower_meaning(struct lowered *l, const struct expr *e)
{
	const struct word *w = &l->spec->word[e->index];
	struct expr *with[SPEC_LETTERS] = { NULL };

	for (unsigned int i = 0; i < w->nparams; i++)
		with[w->params[i]] = e->args[i];
	return lower_subst(l, w->means, with);
}

static bool is_quick(const struct lowered *l, const struct expr *e)
{
	switch (e->kind) {
	case X_EQ: case X_NE: case X_IN: case X_SET: case X_LETTER: case X_NAME: case X_DOMAIN: case X_NONE: case X_NUMBER:
		break;
	case X_VAR:
		if (!l->spec->var[e->index].by_address)
			break;
		return false;
	default:
		return false;
	}
	for (unsigned int i = 0; i < e->nargs; i++)
		if (!is_quick(l, e->args[i]))
			return false;
	return true;
}

static bool only_objects(const struct lowered *l, uint32_t letters)
{
	for (; letters; letters &= letters - 1) {
		enum sort_kind kind = l->spec->sort[l->spec->letter[__builtin_ctz(letters)].sort].kind;

		if (kind != SORT_DEVICE && kind != SORT_DOMAIN)
			return false;
	}
	return true;
}

unsigned int lower_phrase(struct lowered *l, struct part *part, const struct expr *e, const char *text)
{
	struct phrase p = { .text = text ? text : e->text ? e->text : "", .expr = e };
	struct reading r = { 0 };

	lower_reads(l, e, &r);
	p.letters = r.letters;
	p.dynamic = r.dynamic;
	p.vars = r.vars;
	p.quick = is_quick(l, e);
	p.slow = r.search && only_objects(l, r.letters);
	if (e->kind == X_SUCCEEDS || e->kind == X_FAILS || e->kind == X_ERRNO || e->kind == X_RETURNS) {
		p.asks = PHRASE_RESULT;
	} else if (e->kind == X_EFFECT) {
		p.asks = PHRASE_EFFECT;
		p.var = e->args[0]->index;
		p.branches = e->membership;
	}
	PUSH(l, part->phrase, part->nphrases, p);
	return part->nphrases - 1;
}
