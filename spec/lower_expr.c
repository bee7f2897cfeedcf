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
	if (var >= 0 && var < 64)
		r->vars |= (uint64_t)1 << var;
}

void lower_reads(const struct lowered *l, const struct expr *e, struct reading *r)
{
	const struct spec *spec = l->spec;
	struct reading inner = { 0 };
	uint32_t formal = 0;
	unsigned int i;
	bool device;

	for (i = 0; i < e->nargs; i++)
		lower_reads(l, e->args[i], r);
	switch (e->kind) {
	case X_LETTER:
		r->letters |= 1u << e->index;
		return;
	case X_VAR:
		r->dynamic |= !spec->var[e->index].fact;
		return reads_var(e->index, r);
	case X_LET:
		return lower_reads(l, spec->let[e->index].value, r);
	case X_WORD:
		for (i = 0; i < spec->word[e->index].nparams; i++)
			formal |= 1u << spec->word[e->index].params[i];
		lower_reads(l, spec->word[e->index].means, &inner);
		break;
	case X_DEFINE:
		for (i = 0; i < spec->define[e->index].nclauses; i++) {
			const struct guarded *g = &spec->define[e->index].value[i];

			lower_reads(l, g->value, &inner);
			if (g->guard)
				lower_reads(l, g->guard, &inner);
		}
		formal = UINT32_MAX;
		break;
	case X_SOME:
		device = spec->sort[spec->letter[e->index].sort].kind == SORT_DEVICE;
		r->letters &= ~(1u << e->index);
		r->dynamic |= !device;	/* which domains there are is state */
		return reads_var(device ? l->rules.known.group : l->rules.known.type, r);
	case X_BUILTIN:
		if (e->index == B_PGSIZE)
			reads_var(l->rules.known.pgsizes, r);
		return;
	default:
		return;
	}
	r->letters |= inner.letters & ~formal;
	r->dynamic |= inner.dynamic;
	r->vars |= inner.vars;
}

static bool touches(const struct lowered *l, const struct expr *e, struct expr *const *with)
{
	struct reading r = { 0 };

	lower_reads(l, e, &r);
	for (unsigned int i = 0; i < SPEC_LETTERS; i++)
		if (r.letters >> i & 1 && with[i] && (with[i]->kind != X_LETTER || with[i]->index != (int)i))
			return true;
	return false;
}

/* Lets and words read letters of where they stand: they are written out where such a letter is replaced. */
static const struct expr *written_out(struct lowered *l, const struct expr *e, struct expr *const *with)
{
	struct expr *inner[SPEC_LETTERS] = { NULL };
	const struct word *w;
	unsigned int i;

	if (e->kind == X_LET)
		return lower_subst(l, l->spec->let[e->index].value, with);
	if (e->kind != X_WORD)
		return NULL;
	w = &l->spec->word[e->index];
	memcpy(inner, with, sizeof(inner));
	for (i = 0; i < w->nparams; i++)
		inner[w->params[i]] = NULL;
	if (!touches(l, w->means, inner))
		return NULL;
	for (i = 0; i < w->nparams; i++)
		inner[w->params[i]] = lower_subst(l, e->args[i], with);
	return lower_subst(l, w->means, inner);
}

struct expr *lower_subst(struct lowered *l, const struct expr *e, struct expr *const *with)
{
	const struct expr *out;
	struct expr *copy;
	unsigned int i;

	if (!touches(l, e, with))
		return (struct expr *)e;
	if (e->kind == X_LETTER)
		return with[e->index];
	out = written_out(l, e, with);
	if (out)
		return (struct expr *)out;
	copy = arena_alloc(l->arena, sizeof(*copy));
	*copy = *e;
	copy->args = arena_alloc(l->arena, (e->nargs + 1) * sizeof(*copy->args));
	for (i = 0; i < e->nargs; i++)
		copy->args[i] = lower_subst(l, e->args[i], with);
	return copy;
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

unsigned int lower_phrase(struct lowered *l, struct part *part, const struct expr *e, const char *text)
{
	struct phrase p = { .text = text ? text : e->text ? e->text : "", .expr = e };
	struct reading r = { 0 };

	lower_reads(l, e, &r);
	p.letters = r.letters;
	p.dynamic = r.dynamic;
	p.vars = r.vars;
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
