// SPDX-License-Identifier: GPL-2.0-only
/* lower_dims.c - the dimensions along which a rule is turned into cases: classes in given, alternatives of when. */
#include <string.h>

#include "spec/lower_inner.h"

/* `X in { … }` in given: each element is a class of its own. */
bool lower_is_class(const struct expr *e)
{
	return e->kind == X_IN && e->args[1]->kind == X_SET;
}

static const char *label(struct lowered *l, const struct expr *e)
{
	switch (e->kind) {
	case X_NAME:
		return l->spec->names[e->name];
	case X_DOMAIN:
		return (const char *[]){ "default", "blocked", "identity" }[e->num];
	case X_NONE:
		return "none";
	case X_LETTER:
		return l->spec->letter[e->index].name;
	case X_NUMBER:
		return arena_printf(l->arena, "%llu", (unsigned long long)e->num);
	case X_VAR:
		if (!e->nargs)
			return l->spec->var[e->index].name;
		return arena_printf(l->arena, "%s-of-%s", l->spec->var[e->index].name, label(l, e->args[0]));
	case X_LET:
		return l->spec->let[e->index].name;
	case X_COMPLEMENT:
	case X_NOT:
		return arena_printf(l->arena, "not-%s", label(l, e->args[0]));
	default:
		return "other";
	}
}

struct dim *lower_dim(struct dims *dims, const char *key, bool crossed, struct srcpos pos)
{
	struct dim *d;

	if (dims->n == MOST_DIMS)
		return NULL;
	d = &dims->dim[dims->n++];
	*d = (struct dim){ .key = key, .crossed = crossed, .pos = pos };
	return d;
}

static bool has_label(const struct dim *d, const char *label)
{
	for (unsigned int i = 0; i < d->noptions; i++)
		if (!strcmp(d->option[i].label, label))
			return true;
	return false;
}

/* Labels are part of names: of those that are the same all but the first get a number. */
void lower_option(struct lowered *l, struct dim *d, struct option o)
{
	const char *base = o.label;

	for (unsigned int n = 2; d && has_label(d, o.label); n++)
		o.label = arena_printf(l->arena, "%s-%u", base, n);
	if (d)
		PUSH(l, d->option, d->noptions, o);
}

static const char *class_key(struct lowered *l, const struct expr *e)
{
	switch (e->kind) {
	case X_LETTER:
		return l->spec->sort[l->spec->letter[e->index].sort].name;
	case X_VAR:
		return l->spec->var[e->index].name;
	case X_DEFINE:
		return l->spec->define[e->index].name;
	default:
		return "class";
	}
}

/* "attached(D)" of `attached(D) in { never, now }`. */
static const char *class_text(struct lowered *l, const struct expr *e)
{
	const char *in = e->text ? strstr(e->text, " in ") : NULL;

	return in ? arena_printf(l->arena, "%.*s", (int)(in - e->text), e->text) : label(l, e->args[0]);
}

/* `attached(D) in { never, now }`: a case for each. A letter is given the value, anything else must have it. */
void lower_classes(struct lowered *l, struct part *part, struct dims *dims, const struct expr *e)
{
	const struct expr *set = e->args[1], *what = e->args[0];
	struct dim *d = lower_dim(dims, class_key(l, what), true, e->pos);
	bool letter = what->kind == X_LETTER;
	enum sort_kind kind = letter ? l->spec->sort[l->spec->letter[what->index].sort].kind : SORT_NAME;

	letter &= kind != SORT_DEVICE && kind != SORT_DOMAIN;
	for (unsigned int i = 0; i < set->nargs; i++) {
		struct option o = { .label = label(l, set->args[i]), .extra = -1, .choice = -1, .when = -1 };

		if (letter) {
			o.choice = lower_candidate(l, part, what->index, o.label, set->args[i]);
		} else {
			bool not = set->args[i]->kind == X_COMPLEMENT || set->args[i]->kind == X_NOT;
			struct expr *eq = lower_make(l, not ? X_NE : X_EQ, 2, (struct expr *)what,
					       not ? set->args[i]->args[0] : set->args[i]);

			o.extra = lower_phrase(l, part, eq, arena_printf(l->arena, "%s = %s", class_text(l, e),
									 o.label));
		}
		lower_option(l, d, o);
	}
}

/* ---- when ---- */

static struct operand operand_of(struct lowered *l, struct part *part, const struct expr *e)
{
	if (!e)
		return (struct operand){ .letter = -1, .phrase = -1 };
	if (e->kind == X_LETTER)
		return (struct operand){ .letter = e->index, .phrase = -1 };
	return (struct operand){ .letter = -1, .phrase = lower_phrase(l, part, e, NULL) };
}

static bool is_all(struct lowered *l, const struct expr *e)
{
	return e && (e->kind == X_EVERY || (e->kind == X_NAME && !strcmp(l->spec->names[e->name], "all")));
}

static struct step make_when(struct lowered *l, struct part *part, const struct when_ast *w, const unsigned int *turn)
{
	struct step s = { .op = w->op, .env = w->env };

	for (unsigned int i = 0; i < SPEC_ARGS; i++) {
		const struct expr *e = i < w->nargs ? w->arg[i] : NULL;

		s.arg[i] = operand_of(l, part, e && e->kind == X_SET ? e->args[turn[i]] : e);
	}
	s.env_all = is_all(l, w->env_arg);
	s.env_arg = operand_of(l, part, s.env_all ? NULL : w->env_arg);
	return s;
}

static const char *when_label(struct lowered *l, const struct when_ast *w, const unsigned int *turn, bool op)
{
	const char *text = op ? l->spec->op[w->op].name : "";

	if (op && w->env >= 0)
		text = arena_printf(l->arena, "%s+%s", text, l->spec->env[w->env].name);
	for (unsigned int i = 0; i < w->nargs; i++)
		if (w->arg[i]->kind == X_SET)
			text = arena_printf(l->arena, "%s%s%s", text, *text ? "," : "",
					    label(l, w->arg[i]->args[turn[i]]));
	return text;
}

static const char *when_key(struct lowered *l, const struct part_ast *ast)
{
	const struct when_ast *w = &ast->when[0];
	const char *key = NULL;

	for (unsigned int i = 0; i < w->nargs; i++) {
		if (w->arg[i]->kind != X_SET)
			continue;
		if (key)
			return "when";
		key = l->spec->sort[l->spec->op[w->op].slots[i]].name;
	}
	return ast->nwhens > 1 || !key ? "when" : key;
}

/* All alternatives: the lines, and in each the elements of its braces, the last turning fastest. */
void lower_whens(struct lowered *l, struct part *part, const struct part_ast *ast, struct dims *dims)
{
	struct dim *d = lower_dim(dims, when_key(l, ast), true, ast->pos);

	for (unsigned int k = 0; k < ast->nwhens; k++) {
		const struct when_ast *w = &ast->when[k];
		unsigned int turn[SPEC_ARGS] = { 0 };
		int i;

		do {
			struct option o = { .extra = -1, .choice = -1, .when = part->nwhens,
					    .label = when_label(l, w, turn, ast->nwhens > 1) };

			PUSH(l, part->when, part->nwhens, make_when(l, part, w, turn));
			lower_option(l, d, o);
			for (i = w->nargs - 1; i >= 0; i--) {
				if (w->arg[i]->kind == X_SET && ++turn[i] < w->arg[i]->nargs)
					break;
				turn[i] = 0;
			}
		} while (i >= 0);
	}
}
