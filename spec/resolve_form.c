// SPDX-License-Identifier: GPL-2.0-only
/*
 * resolve_form.c - the written forms of operations, probes and words: literal words with slots between them.
 */
#include <stdlib.h>
#include <string.h>

#include "spec/resolve.h"

static const char *literal_of(const struct node *n)
{
	return n->kind == N_NAME || n->kind == N_NUMBER || n->kind == N_ARROW ? n->text : NULL;
}

static bool form_item(struct resolver *r, struct form_item *item, const struct node *n, bool sorts)
{
	const struct spec *s = r->spec;
	int i;

	if (!literal_of(n)) {
		resolve_error(r, "syntax", &n->loc, "a form is made of words and letters");
		return false;
	}
	*item = (struct form_item){ .letter = -1, .sort = -1 };
	if ((i = find_letter(s, n->text)) >= 0) {
		item->letter = i;
		item->sort = s->letter[i].sort;
	} else if (sorts && (i = find_sort(s, n->text)) >= 0) {
		item->sort = i;
	} else {
		item->literal = n->text;
	}
	return true;
}

bool form_make(struct resolver *r, struct form *form, struct items side, bool sorts)
{
	const char *text = "";
	struct form_item item;
	unsigned int i;

	for (i = 0; i < side.n; i++) {
		if (!form_item(r, &item, side.item[i], sorts))
			return false;
		*arena_append(r->arena, form->item, form->nitems) = item;
		text = arena_printf(r->arena, "%s%s%s", text, i ? " " : "", side.item[i]->text);
	}
	form->text = text;
	return true;
}

bool form_match(const struct form *form, struct items side, struct node **slot)
{
	unsigned int i, n = 0;

	if (form->nitems != side.n)
		return false;
	for (i = 0; i < side.n; i++) {
		const char *literal = form->item[i].literal;

		if (!literal) {
			if (n == SPEC_ARGS)
				return false;
			slot[n++] = side.item[i];
		} else if (!literal_of(side.item[i]) || strcmp(literal_of(side.item[i]), literal)) {
			return false;
		}
	}
	return true;
}

int match_op(struct resolver *r, struct items side, struct node **slot)
{
	int op = side.item[0]->kind == N_NAME ? find_op(r->spec, side.item[0]->text) : -1;

	if (op >= 0 && form_match(&r->spec->op[op].form, side, slot))
		return op;
	return -1;
}

/* How well letters in the slots fit: a letter of another sort does not, the very letter of the form fits best. */
static int slots_fit(struct resolver *r, const struct form *form, struct items side)
{
	unsigned int i;
	int fit = 1, letter;

	for (i = 0; i < side.n; i++) {
		if (form->item[i].literal || side.item[i]->kind != N_NAME)
			continue;
		letter = find_letter(r->spec, side.item[i]->text);
		if (letter >= 0 && r->spec->letter[letter].sort != form->item[i].sort)
			return 0;
		fit += letter >= 0 && letter == form->item[i].letter;
	}
	return fit;
}

static int best_word(struct resolver *r, struct items side, struct node **slot)
{
	int best = -1, best_fit = -1, fit;
	unsigned int i;

	for (i = 0; i < r->spec->nwords; i++) {
		const struct form *form = &r->spec->word[i].form;

		if (!form_match(form, side, slot))
			continue;
		fit = slots_fit(r, form, side);
		if (fit > best_fit) {
			best_fit = fit;
			best = i;
		}
	}
	if (best >= 0)
		form_match(&r->spec->word[best].form, side, slot);
	return best;
}

int match_word(struct resolver *r, struct items side, struct node **slot, bool *negated)
{
	struct node *item[64];
	int word = best_word(r, side, slot);
	unsigned int i, n = 0;

	*negated = false;
	if (word >= 0 || side.n > sizeof(item) / sizeof(*item))
		return word;
	for (i = 0; i < side.n; i++) {
		if (i && node_is(side.item[i], "not") && node_is(side.item[i - 1], "is"))
			*negated = true;
		else
			item[n++] = side.item[i];
	}
	return *negated ? best_word(r, (struct items){ item, n }, slot) : -1;
}

/* The words of a side or form with `_` for all that may vary, so that two of them can be compared. */
static const char *skeleton(struct resolver *r, struct items side)
{
	const char *text = "", *word;
	unsigned int i;

	for (i = 0; i < side.n; i++) {
		word = literal_of(side.item[i]);
		if (word && (side.item[i]->kind == N_NUMBER || find_letter(r->spec, word) >= 0))
			word = "_";
		if (!word || strcmp(word, "not"))
			text = arena_printf(r->arena, "%s%s ", text, word ? word : "_");
	}
	return text;
}

static const char *form_skeleton(struct resolver *r, const struct form *form)
{
	const char *text = "";
	unsigned int i;

	for (i = 0; i < form->nitems; i++)
		text = arena_printf(r->arena, "%s%s ", text, form->item[i].literal ? form->item[i].literal : "_");
	return text;
}

/* The declared form that was most likely meant. */
static const struct form *nearest_form(struct resolver *r, struct items side)
{
	struct nearest near = { .typed = skeleton(r, side) }, name = { .typed = literal_of(side.item[0]) };
	const struct form *best = NULL;
	unsigned int i;

	for (i = 0; i < r->spec->nwords; i++) {
		const char *before = near.best;

		nearest_offer(&near, form_skeleton(r, &r->spec->word[i].form));
		if (near.best != before)
			best = &r->spec->word[i].form;
	}
	for (i = 0; !best && name.typed && i < r->spec->nops; i++) {
		const char *before = name.best;

		nearest_offer(&name, r->spec->op[i].name);
		if (name.best != before)
			best = &r->spec->op[i].form;
	}
	return best;
}

static const char *written(struct resolver *r, const struct loc *loc)
{
	unsigned int i;

	for (i = 0; i < r->diag->nfiles; i++)
		if (!strcmp(r->diag->file[i].name, loc->pos.file))
			return arena_strndup(r->arena, r->diag->file[i].text + loc->begin, loc->end - loc->begin);
	return "";
}

void *unknown_form(struct resolver *r, struct items side)
{
	const char *name = literal_of(side.item[0]);
	int op = name ? find_op(r->spec, name) : -1;
	struct loc loc = items_loc(side);
	const struct form *near;

	if (op >= 0) {
		resolve_error(r, "unknown-form", &loc, "`%s` is not written like this", name);
		diag_hint(r->diag, "%s is written: %s", name, r->spec->op[op].form.text);
		return NULL;
	}
	resolve_error(r, "unknown-form", &loc, "`%s` is no word, operation or probe", written(r, &loc));
	near = nearest_form(r, side);
	if (near)
		diag_hint(r->diag, "did you mean: %s", near->text);
	return NULL;
}
