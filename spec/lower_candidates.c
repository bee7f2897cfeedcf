// SPDX-License-Identifier: GPL-2.0-only
/* lower_candidates.c - values that the letters of a part may be given: picks and misses of words, defaults of sorts. */
#include <string.h>

#include "spec/lower_inner.h"

unsigned int lower_candidate(struct lowered *l, struct part *part, int letter, const char *name,
			     const struct expr *e)
{
	struct candidate k = { .letter = letter, .name = name, .phrase = lower_phrase(l, part, e, NULL) };

	PUSH(l, part->candidate, part->ncandidates, k);
	return part->ncandidates - 1;
}

/* The word about a letter that has values: `R is free in D` has none of its own, but `R is inside D` in it has. */
static const struct expr *word_about(struct lowered *l, const struct expr *e, int letter, bool negated)
{
	const struct expr *found = NULL;
	const struct word *w;

	switch (e->kind) {
	case X_AND:
		for (unsigned int i = 0; i < e->nargs && !found; i++)
			found = word_about(l, e->args[i], letter, negated);
		return found;
	case X_NOT:
		return word_about(l, e->args[0], letter, !negated);
	case X_WORD:
		w = &l->spec->word[e->index];
		if (e->args[0]->kind == X_LETTER && e->args[0]->index == letter && (negated ? w->nmisses : w->npicks))
			return e;
		return negated ? NULL : word_about(l, lower_meaning(l, e), letter, false);
	default:
		return NULL;
	}
}

static bool is_negated(const struct expr *e, const struct expr *word, bool negated)
{
	if (e == word)
		return negated;
	if (e->kind == X_NOT)
		return is_negated(e->args[0], word, !negated);
	if (e->kind == X_AND)
		for (unsigned int i = 0; i < e->nargs; i++)
			if (is_negated(e->args[i], word, negated))
				return true;
	return false;
}

/* The picks (or misses) of a word become candidates, and a dimension if @dims. */
static void add_picks(struct lowered *l, struct part *part, struct dims *dims, const struct expr *word, bool negated,
		      const char *key, bool crossed)
{
	const struct word *w = &l->spec->word[word->index];
	const struct guarded *g = negated ? w->miss : w->pick;
	unsigned int i, n = negated ? w->nmisses : w->npicks;
	struct expr *with[SPEC_LETTERS] = { NULL };
	struct dim *d = dims ? lower_dim(dims, key, crossed, word->pos) : NULL;

	for (i = 1; i < w->nparams; i++)
		with[w->params[i]] = word->args[i];
	for (i = 0; i < n; i++) {
		struct option o = { .label = g[i].name, .extra = -1, .choice = -1, .when = -1 };

		if (!g[i].value)
			continue;
		o.choice = lower_candidate(l, part, word->args[0]->index, g[i].name, lower_subst(l, g[i].value, with));
		lower_option(l, d, o);
	}
}

static bool in_when(const struct part *part, int letter)
{
	for (unsigned int i = 0; i < part->nwhens; i++)
		for (unsigned int k = 0; k < SPEC_ARGS; k++)
			if (part->when[i].arg[k].letter == letter)
				return true;
	return false;
}

/* The key of a letter's values: its sort's name, or the letter's own where two letters of that sort have values. */
static const char *letter_key(struct lowered *l, const struct part_ast *ast, int letter)
{
	const struct letter *mine = &l->spec->letter[letter];

	for (unsigned int other = 0; other < l->spec->nletters; other++)
		for (unsigned int i = 0; i < ast->ngiven; i++)
			if ((int)other != letter && l->spec->letter[other].sort == mine->sort &&
			    word_about(l, ast->given[i], other, false))
				return mine->name;
	return l->spec->sort[mine->sort].name;
}

static bool has_class(const struct part_ast *ast, int letter)
{
	for (unsigned int i = 0; i < ast->ngiven; i++)
		if (lower_is_class(ast->given[i]) && ast->given[i]->args[0]->kind == X_LETTER &&
		    ast->given[i]->args[0]->index == letter)
			return true;
	return false;
}

/* The first word that has values for a letter makes the dimension; the others only offer theirs. */
void lower_candidates(struct lowered *l, struct part *part, const struct part_ast *ast, struct dims *dims,
			      int letter, bool *crossed)
{
	bool first = !has_class(ast, letter);

	for (unsigned int i = 0; i < ast->ngiven; i++) {
		const struct expr *word = word_about(l, ast->given[i], letter, false);
		bool negated = word && is_negated(ast->given[i], word, false);

		if (!word)
			continue;
		add_picks(l, part, first ? dims : NULL, word, negated, letter_key(l, ast, letter),
			  first && *crossed && in_when(part, letter));
		*crossed &= !(first && in_when(part, letter));
		first = false;
	}
}

static int find_var(const struct spec *spec, const char *name)
{
	for (unsigned int i = 0; i < spec->nvars; i++)
		if (!strcmp(spec->var[i].name, name))
			return i;
	return -1;
}

static int find_let(const struct spec *spec, const char *name)
{
	for (unsigned int i = 0; i < spec->nlets; i++)
		if (!strcmp(spec->let[i].name, name))
			return i;
	return -1;
}

/* Free memory for a range, at the @k-th place: aligned to its size, or a page askew so that no large leaf fits. */
static struct expr *make_place(struct lowered *l, int range, unsigned int k, bool askew)
{
	int ram = find_var(l->spec, "free-ram"), page = find_let(l->spec, "page");
	struct expr *size, *step, *free_ram, *at;

	if (ram < 0 || (askew && page < 0))
		return NULL;
	free_ram = lower_make(l, X_VAR, 0, NULL, NULL);
	free_ram->index = ram;
	size = lower_builtin(l, B_SIZE, 1, lower_letter(l, range), NULL);
	step = lower_make(l, X_SET, 2, size, lower_number(l, 1));
	step = lower_builtin(l, B_MAX, 1, step, NULL);	/* of an empty range, too */
	at = lower_make(l, X_ADD, 2, lower_builtin(l, B_FIRST, 1, free_ram, NULL),
		  lower_make(l, X_SUB, 2, lower_make(l, X_MUL, 2, lower_number(l, k + 1), step), lower_number(l, 1)));
	at = lower_builtin(l, B_ALIGN, 2, at, step);
	if (askew) {
		struct expr *let = lower_make(l, X_LET, 0, NULL, NULL);

		let->index = page;
		at = lower_make(l, X_ADD, 2, at, let);
	}
	return lower_make(l, X_RUN, 2, at, size);
}

/* Places for a run that is mapped to @range; the same for all parts. */
static void run_defaults(struct lowered *l, struct part *part, int letter, int range)
{
	for (unsigned int i = 0; i < 2 * LOWER_PLACES; i++) {
		struct expr **place = &l->place[range][i];

		if (!*place)
			*place = make_place(l, range, i % LOWER_PLACES, i >= LOWER_PLACES);
		if (*place)
			lower_candidate(l, part, letter, NULL, *place);
	}
}

/* The range that a run letter is mapped to, in the part's own step or in a set-up; the first range letter else. */
static int range_of(struct lowered *l, const struct part *part, int letter)
{
	int range = -1;

	for (unsigned int i = 0; i < part->nwhens; i++) {
		const struct step *s = &part->when[i];
		int last = -1;

		for (unsigned int k = 0; k < l->spec->op[s->op].nslots; k++) {
			int x = s->arg[k].letter;

			if (x >= 0 && l->spec->sort[l->spec->letter[x].sort].kind == SORT_RANGE)
				last = x;
			if (x == letter)
				range = last;
		}
	}
	for (unsigned int i = 0; range < 0 && i < l->spec->nletters; i++)
		if (part->letters >> i & 1 && l->spec->sort[l->spec->letter[i].sort].kind == SORT_RANGE)
			range = i;
	return range;
}

void lower_defaults(struct lowered *l, struct part *part, int letter, int range)
{
	const struct sort *sort = &l->spec->sort[l->spec->letter[letter].sort];
	unsigned int i;

	switch (sort->kind) {
	case SORT_RANGE:
	case SORT_ADDRESS:
		for (i = 0; i < sort->npicks; i++)
			lower_candidate(l, part, letter, NULL, sort->pick[i].value);
		return;
	case SORT_RUN:
		range = range < 0 ? range_of(l, part, letter) : range;
		if (range >= 0)
			run_defaults(l, part, letter, range);
		return;
	case SORT_NAME:
		for (i = 0; i < sort->nconstants; i++) {
			struct expr *e = lower_make(l, X_NAME, 0, NULL, NULL);

			e->name = sort->constants[i];
			lower_candidate(l, part, letter, NULL, e);
		}
		return;
	default:
		return;
	}
}
