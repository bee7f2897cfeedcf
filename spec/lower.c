// SPDX-License-Identifier: GPL-2.0-only
/* lower.c - from the resolved spec to the tables of rule.h, see lower.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spec/eval.h"
#include "spec/lower.h"


/* Append to a table in the arena. It doubles when it is full; only here may a table that is const be written. */
#define PUSH(l, array, n, value) do {								\
	__auto_type _v = (value);								\
	unsigned int _n = (n);									\
												\
	if (!(_n & (_n - 1)))									\
		(array) = grow((l)->arena, (array), _n * sizeof(_v), (_n ? 2 * _n : 1) * sizeof(_v)); \
	memcpy((void *)((array) + (n)++), &_v, sizeof(_v));					\
} while (0)

static void *grow(struct arena *a, const void *old, size_t used, size_t room)
{
	void *p = arena_alloc(a, room);

	if (used)
		memcpy(p, old, used);
	return p;
}

static const char *format(struct lowered *l, const char *fmt, ...)
{
	char buf[512], *p;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	p = arena_alloc(l->arena, strlen(buf) + 1);
	return strcpy(p, buf);
}

/* ---- expressions ---- */

static struct expr *make(struct lowered *l, enum expr_kind kind, unsigned int nargs, struct expr *a, struct expr *b)
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
	struct expr *e = make(l, X_LETTER, 0, NULL, NULL);

	e->index = letter;
	e->sort = l->spec->letter[letter].sort;
	e->letters = 1u << letter;
	return e;
}

static struct expr *number_expr(struct lowered *l, number n)
{
	struct expr *e = make(l, X_NUMBER, 0, NULL, NULL);

	e->num = n;
	return e;
}

/* What an expression reads, through lets, words and definitions. */
static void reads(const struct spec *spec, const struct expr *e, uint32_t *letters, bool *dynamic)
{
	uint32_t inner = 0, formal = 0;
	unsigned int i;

	for (i = 0; i < e->nargs; i++)
		reads(spec, e->args[i], letters, dynamic);
	switch (e->kind) {
	case X_LETTER:
		*letters |= 1u << e->index;
		return;
	case X_VAR:
		*dynamic |= !spec->var[e->index].fact;
		return;
	case X_LET:
		return reads(spec, spec->let[e->index].value, letters, dynamic);
	case X_WORD:
		for (i = 0; i < spec->word[e->index].nparams; i++)
			formal |= 1u << spec->word[e->index].params[i];
		reads(spec, spec->word[e->index].means, &inner, dynamic);
		*letters |= inner & ~formal;
		return;
	case X_DEFINE:
		for (i = 0; i < spec->define[e->index].nclauses; i++) {
			const struct guarded *g = &spec->define[e->index].value[i];

			reads(spec, g->value, &inner, dynamic);
			if (g->guard)
				reads(spec, g->guard, &inner, dynamic);
		}
		return;
	case X_SOME:
		*letters &= ~(1u << e->index);
		*dynamic = true;	/* which objects there are is state */
		return;
	default:
		return;
	}
}

static bool touches(const struct spec *spec, const struct expr *e, struct expr *const *with)
{
	uint32_t letters = 0;
	bool dynamic = false;

	reads(spec, e, &letters, &dynamic);
	for (unsigned int i = 0; i < SPEC_LETTERS; i++)
		if (letters >> i & 1 && with[i])
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
	if (!touches(l->spec, w->means, inner))
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

	if (!touches(l->spec, e, with))
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
static struct expr *meaning(struct lowered *l, const struct expr *e)
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

	reads(l->spec, e, &p.letters, &p.dynamic);
	PUSH(l, part->phrase, part->nphrases, p);
	return part->nphrases - 1;
}

/* ---- given ---- */

/* One conjunct a phrase: so that each can be tested as soon as what it reads is known. */
static void flatten(struct lowered *l, struct part *part, const struct expr *e, const char *text)
{
	if (e->text)
		text = e->text;
	if (e->kind == X_AND) {
		for (unsigned int i = 0; i < e->nargs; i++)
			flatten(l, part, e->args[i], text);
	} else if (e->kind == X_WORD) {
		struct expr *body = meaning(l, e);

		if (body->kind == X_AND || body->kind == X_WORD)
			flatten(l, part, body, text);
		else
			lower_phrase(l, part, body, text);
	} else if (e->kind != X_TRUE) {
		lower_phrase(l, part, e, text);
	}
}

/* `X in { … }` in given: each element is a class of its own. */
static bool is_class(const struct expr *e)
{
	return e->kind == X_IN && e->args[1]->kind == X_SET;
}

/* Names are names; anything else is how it was written, without blanks. */
static const char *label(struct lowered *l, const struct expr *e)
{
	char buf[128];
	size_t n = 0;

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
		return format(l, "%llu", (unsigned long long)e->num);
	case X_VAR:
		return e->nargs ? format(l, "%s-of-%s", l->spec->var[e->index].name, label(l, e->args[0])) :
				  l->spec->var[e->index].name;
	case X_COMPLEMENT:
	case X_NOT:
		return format(l, "not-%s", label(l, e->args[0]));
	default:
		for (const char *s = e->text ? e->text : "other"; *s && n < sizeof(buf) - 1; s++)
			if (*s != ' ')
				buf[n++] = *s;
		buf[n] = '\0';
		return format(l, "%s", buf);
	}
}

static struct dim *new_dim(struct dims *dims, const char *key, bool crossed, struct srcpos pos)
{
	struct dim *d;

	if (dims->n == MOST_DIMS)
		return NULL;
	d = &dims->dim[dims->n++];
	*d = (struct dim){ .key = key, .crossed = crossed, .pos = pos };
	return d;
}

static void add_option(struct lowered *l, struct dim *d, struct option o)
{
	if (d)
		PUSH(l, d->option, d->noptions, o);
}

static unsigned int add_candidate(struct lowered *l, struct part *part, int letter, const char *name,
				  const struct expr *e)
{
	struct candidate k = { .letter = letter, .name = name, .phrase = lower_phrase(l, part, e, NULL) };

	PUSH(l, part->candidate, part->ncandidates, k);
	return part->ncandidates - 1;
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

/* `attached(D) in { never, now }`: a case for each. A letter is given the value, anything else must have it. */
static void classes(struct lowered *l, struct part *part, struct dims *dims, const struct expr *e)
{
	const struct expr *set = e->args[1], *what = e->args[0];
	struct dim *d = new_dim(dims, class_key(l, what), true, e->pos);
	bool letter = what->kind == X_LETTER;
	enum sort_kind kind = letter ? l->spec->sort[l->spec->letter[what->index].sort].kind : SORT_NAME;

	letter &= kind != SORT_DEVICE && kind != SORT_DOMAIN;
	for (unsigned int i = 0; i < set->nargs; i++) {
		struct option o = { .label = label(l, set->args[i]), .extra = -1, .choice = -1, .when = -1 };

		if (letter) {
			o.choice = add_candidate(l, part, what->index, o.label, set->args[i]);
		} else {
			bool not = set->args[i]->kind == X_COMPLEMENT || set->args[i]->kind == X_NOT;
			struct expr *eq = make(l, not ? X_NE : X_EQ, 2, (struct expr *)what,
					       not ? set->args[i]->args[0] : set->args[i]);

			o.extra = lower_phrase(l, part, eq, format(l, "%s = %s", label(l, what), o.label));
		}
		add_option(l, d, o);
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
		text = format(l, "%s+%s", text, l->spec->env[w->env].name);
	for (unsigned int i = 0; i < w->nargs; i++)
		if (w->arg[i]->kind == X_SET)
			text = format(l, "%s%s%s", text, *text ? "," : "", label(l, w->arg[i]->args[turn[i]]));
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
static void expand_whens(struct lowered *l, struct part *part, const struct part_ast *ast, struct dims *dims)
{
	struct dim *d = new_dim(dims, when_key(l, ast), true, ast->pos);

	for (unsigned int k = 0; k < ast->nwhens; k++) {
		const struct when_ast *w = &ast->when[k];
		unsigned int turn[SPEC_ARGS] = { 0 };
		int i;

		do {
			struct option o = { .extra = -1, .choice = -1, .when = part->nwhens,
					    .label = when_label(l, w, turn, ast->nwhens > 1) };

			PUSH(l, part->when, part->nwhens, make_when(l, part, w, turn));
			add_option(l, d, o);
			for (i = w->nargs - 1; i >= 0; i--) {
				if (w->arg[i]->kind == X_SET && ++turn[i] < w->arg[i]->nargs)
					break;
				turn[i] = 0;
			}
		} while (i >= 0);
	}
}

/* ---- candidates ---- */

/* The word about a letter that has values for it: `R is free in D` has none of its own, but `R is inside D` in it has. */
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
		return negated ? NULL : word_about(l, meaning(l, e), letter, false);
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
	struct dim *d = dims ? new_dim(dims, key, crossed, word->pos) : NULL;

	for (i = 1; i < w->nparams; i++)
		with[w->params[i]] = word->args[i];
	for (i = 0; i < n; i++) {
		struct option o = { .label = g[i].name, .extra = -1, .choice = -1, .when = -1 };

		if (!g[i].value)
			continue;
		o.choice = add_candidate(l, part, word->args[0]->index, g[i].name, lower_subst(l, g[i].value, with));
		add_option(l, d, o);
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
		if (is_class(ast->given[i]) && ast->given[i]->args[0]->kind == X_LETTER &&
		    ast->given[i]->args[0]->index == letter)
			return true;
	return false;
}

/* The first word that has values for a letter makes the dimension; the others only offer theirs. */
static void letter_candidates(struct lowered *l, struct part *part, const struct part_ast *ast, struct dims *dims,
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

static struct expr *builtin_expr(struct lowered *l, enum builtin b, unsigned int n, struct expr *x, struct expr *y)
{
	struct expr *e = make(l, X_BUILTIN, n, x, y);

	e->index = b;
	return e;
}

static int find_let(const struct spec *spec, const char *name)
{
	for (unsigned int i = 0; i < spec->nlets; i++)
		if (!strcmp(spec->let[i].name, name))
			return i;
	return -1;
}

/* Free memory for a range, at the @k-th place: aligned to its size, or a page askew so that no large leaf fits. */
static void run_default(struct lowered *l, struct part *part, int letter, int range, unsigned int k, bool askew)
{
	int ram = find_var(l->spec, "free-ram"), page = find_let(l->spec, "page");
	struct expr *size, *step, *free_ram, *at;

	if (ram < 0)
		return;
	free_ram = make(l, X_VAR, 0, NULL, NULL);
	free_ram->index = ram;
	size = builtin_expr(l, B_SIZE, 1, lower_letter(l, range), NULL);
	step = builtin_expr(l, B_MAX, 1, make(l, X_SET, 2, size, number_expr(l, 1)), NULL);	/* of an empty range, too */
	at = make(l, X_ADD, 2, builtin_expr(l, B_FIRST, 1, free_ram, NULL),
		  make(l, X_SUB, 2, make(l, X_MUL, 2, number_expr(l, k + 1), step), number_expr(l, 1)));
	at = builtin_expr(l, B_ALIGN, 2, at, step);
	if (askew && page < 0)
		return;
	if (askew) {
		struct expr *let = make(l, X_LET, 0, NULL, NULL);

		let->index = page;
		at = make(l, X_ADD, 2, at, let);
	}
	add_candidate(l, part, letter, NULL, make(l, X_RUN, 2, at, size));
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
			add_candidate(l, part, letter, NULL, sort->pick[i].value);
		return;
	case SORT_RUN:
		range = range < 0 ? range_of(l, part, letter) : range;
		for (i = 0; range >= 0 && i < 2 * LOWER_PLACES; i++)
			run_default(l, part, letter, range, i % LOWER_PLACES, i >= LOWER_PLACES);
		return;
	case SORT_NAME:
		for (i = 0; i < sort->nconstants; i++) {
			struct expr *e = make(l, X_NAME, 0, NULL, NULL);

			e->name = sort->constants[i];
			add_candidate(l, part, letter, NULL, e);
		}
		return;
	default:
		return;
	}
}

/* ---- outcomes ---- */

static void add_outcome(struct lowered *l, struct part *part, const struct outcome_ast *ast)
{
	struct outcome o = { .class = ast->class, .name = ast->name, .text = "", .guard = -1, .since = ast->since,
			     .until = ast->until };

	if (ast->guard)
		o.guard = lower_phrase(l, part, ast->guard, NULL);
	o.first = part->nphrases;
	o.n = ast->nphrases;
	for (unsigned int i = 0; i < ast->nphrases; i++) {
		lower_phrase(l, part, ast->phrase[i], NULL);
		o.text = format(l, "%s%s%s", o.text, i ? ", " : "", ast->phrase[i]->text ? ast->phrase[i]->text : "");
	}
	PUSH(l, part->outcome, part->noutcomes, o);
}

static void add_never(struct lowered *l, struct part *part, const struct part_ast *ast)
{
	for (unsigned int i = 0; i < ast->nnever; i++) {
		struct never n = { .phrase = lower_phrase(l, part, ast->never[i], NULL), .guard = -1 };

		if (ast->never_guard && ast->never_guard[i])
			n.guard = lower_phrase(l, part, ast->never_guard[i], NULL);
		PUSH(l, part->never, part->nnever, n);
	}
}

/* ---- parts, rules ---- */

static uint32_t letters_of(const struct part *part, unsigned int first, unsigned int last)
{
	uint32_t letters = 0;

	for (unsigned int i = first; i < last; i++)
		letters |= part->phrase[i].letters;
	return letters;
}

static uint32_t operand_letters(const struct part *part)
{
	uint32_t letters = 0;

	for (unsigned int i = 0; i < part->nwhens; i++) {
		for (unsigned int k = 0; k < SPEC_ARGS; k++)
			if (part->when[i].arg[k].letter >= 0)
				letters |= 1u << part->when[i].arg[k].letter;
		if (part->when[i].env_arg.letter >= 0)
			letters |= 1u << part->when[i].env_arg.letter;
	}
	return letters;
}

static void lower_part(struct lowered *l, struct part *part, const struct part_ast *ast, struct dims *dims)
{
	bool crossed = true;
	unsigned int i;

	part->name = ast->name;
	for (i = 0; i < ast->ngiven; i++)
		if (!is_class(ast->given[i]) || ast->given[i]->args[0]->kind != X_LETTER)
			flatten(l, part, ast->given[i], NULL);
	for (i = 0; i < ast->ngiven; i++)	/* `F in { … }` is a conjunct like any other, behind its classes */
		if (is_class(ast->given[i]) && ast->given[i]->args[0]->kind == X_LETTER)
			lower_phrase(l, part, ast->given[i], NULL);
	part->ngiven = part->nphrases;
	expand_whens(l, part, ast, dims);
	part->bound = operand_letters(part);
	for (i = 0; i < ast->noutcomes; i++)
		add_outcome(l, part, &ast->outcome[i]);
	add_never(l, part, ast);
	for (i = 0; i < ast->nduring; i++) {
		unsigned int n = lower_phrase(l, part, ast->during[i], NULL);

		PUSH(l, part->during, part->nduring, n);
	}
	part->letters = letters_of(part, 0, part->nphrases) | part->bound;
	for (i = 0; i < ast->ngiven; i++)
		if (is_class(ast->given[i]))
			classes(l, part, dims, ast->given[i]);
	for (i = 0; i < l->spec->nletters; i++) {
		if (!(part->letters >> i & 1))
			continue;
		letter_candidates(l, part, ast, dims, i, &crossed);
		lower_defaults(l, part, i, -1);
	}
	part->healthy = ast->healthy;
	part->report_result = ast->report_result;
	part->report_log = ast->report_log;
	part->report_fault = ast->report_fault;
}

static struct value eval_phrase(struct ctx *c, const struct part *part, unsigned int phrase)
{
	return eval_expr(c, c->rules->spec, part->phrase[phrase].expr);
}

static const char *source_text(struct lowered *l, const struct source *s)
{
	const char *text = format(l, "%s%s%s", s->kind, s->ref && *s->ref ? " " : "", s->ref ? s->ref : "");

	return s->quote ? format(l, "%s \"%s\"", text, s->quote) : text;
}

static void lower_rule(struct lowered *l, unsigned int n)
{
	const struct rule_ast *ast = &l->spec->rule[n];
	struct rule *rule = &l->rule[n];
	const char **sources = arena_alloc(l->arena, (ast->nsources + 1) * sizeof(*sources));
	struct part *part = arena_alloc(l->arena, (ast->nparts + 1) * sizeof(*part));
	unsigned int i;

	for (i = 0; i < ast->nsources; i++)
		sources[i] = source_text(l, &ast->source[i]);
	*rule = (struct rule){
		.id = ast->id, .sentence = ast->sentence, .consensus = ast->consensus, .core = ast->core,
		.unsafe = ast->unsafe, .since = ast->since, .until = ast->until, .text = ast->text,
		.unchecked = ast->unchecked ? ast->unchecked_why ? ast->unchecked_why : "" : NULL,
		.sources = sources, .unless = ast->unless, .nunless = ast->nunless,
		.where = format(l, "%s:%d", ast->pos.file, ast->pos.line),
		.group = format(l, "%.*s", (int)strcspn(ast->id, "-"), ast->id),
	};
	rule->part = part;
	if (ast->unchecked)
		return;
	rule->nparts = ast->nparts;
	l->dims[n] = arena_alloc(l->arena, (ast->nparts + 1) * sizeof(**l->dims));
	for (i = 0; i < ast->nparts; i++) {
		part[i].rule = rule;
		part[i].eval = eval_phrase;
		lower_part(l, &part[i], &ast->part[i], &l->dims[n][i]);
	}
}

/* ---- the vocabulary ---- */

static struct value eval_op(struct ctx *c, int op, unsigned int phrase)
{
	const struct op *o = &c->rules->spec->op[op];
	const struct guarded *g;

	if (phrase < o->nsets)
		return eval_expr(c, c->rules->spec, o->sets[phrase]);
	g = &o->expects[(phrase - o->nsets) / 2];
	if ((phrase - o->nsets) % 2)
		return eval_expr(c, c->rules->spec, g->value);
	return g->guard ? eval_expr(c, c->rules->spec, g->guard) : v_bool(true);
}

static struct value eval_start(struct ctx *c, int var)
{
	const struct var *v = &c->rules->spec->var[var];

	for (unsigned int i = 0; i < v->nstarts; i++)
		if (!v->start[i].guard || v_true(eval_expr(c, c->rules->spec, v->start[i].guard)))
			return eval_expr(c, c->rules->spec, v->start[i].value);
	return v_none();
}

/* The letter that stands for argument @k in the clauses of a state: the next unused one of its sort. */
static int formal_letter(const struct spec *spec, const struct var *v, unsigned int k)
{
	unsigned int i, earlier = 0;

	for (i = 0; i < k; i++)
		earlier += v->args[i] == v->args[k];
	for (i = 0; i < spec->nletters; i++)
		if (spec->letter[i].sort == v->args[k] && !earlier--)
			return i;
	return -1;
}

static struct var_desc describe_var(const struct spec *spec, const struct var *v)
{
	struct var_desc d = {
		.name = v->name, .fact = v->fact, .by_address = v->by_address, .plural = v->plural,
		.per_group = v->per_group, .follows = v->follows, .with = v->with, .nargs = v->nargs,
		.dim = { 1, 1 }, .seen_by = v->seen_by, .frame = v->frame,
	};

	for (unsigned int k = 0; k < v->nargs - v->by_address && k < 2; k++) {
		const struct sort *s = &spec->sort[v->args[k]];

		d.dim[k] = s->kind == SORT_DEVICE ? WORLD_DEVICES : s->kind == SORT_DOMAIN ? WORLD_DOMAINS :
			   s->nconstants;
		if (s->kind != SORT_DEVICE && s->kind != SORT_DOMAIN)
			d.names[k] = s->constants;
	}
	return d;
}

static void lower_vars(struct lowered *l)
{
	const struct spec *spec = l->spec;
	struct var_desc *var = arena_alloc(l->arena, (spec->nvars + 1) * sizeof(*var));
	unsigned int *offset = arena_alloc(l->arena, (spec->nvars + 1) * sizeof(*offset));
	int (*formal)[2] = arena_alloc(l->arena, (spec->nvars + 1) * sizeof(*formal));

	for (unsigned int i = 0; i < spec->nvars; i++) {
		var[i] = describe_var(spec, &spec->var[i]);
		offset[i + 1] = offset[i] + var[i].dim[0] * var[i].dim[1];
		for (unsigned int k = 0; k < 2; k++)
			formal[i][k] = k < spec->var[i].nargs - spec->var[i].by_address ?
				formal_letter(spec, &spec->var[i], k) : -1;
	}
	l->rules.var = var;
	l->rules.offset = offset;
	l->rules.nvars = spec->nvars;
	l->rules.formal = (const int (*)[2])formal;
	l->rules.start = eval_start;
}

static void lower_ops(struct lowered *l)
{
	const struct spec *spec = l->spec;
	struct op_info *info = arena_alloc(l->arena, (spec->nops + 1) * sizeof(*info));

	for (unsigned int i = 0; i < spec->nops; i++) {
		const struct op *o = &spec->op[i];

		info[i] = (struct op_info){
			.name = o->name, .probe = o->probe, .nslots = o->nslots, .returns = o->returns,
			.fails = o->fails, .may = o->may, .nmay = o->nmay, .shows = o->shows, .nsets = o->nsets,
			.nexpects = o->nexpects, .eval = eval_op,
		};
		memcpy(info[i].slots, o->slots, sizeof(o->slots));
		for (unsigned int k = 0; k < SPEC_ARGS; k++)
			info[i].formal[k] = k < o->nslots ? o->slot_letter[k] : -1;
	}
	l->rules.op = info;
	l->rules.nops = spec->nops;
}

static void lower_names(struct lowered *l)
{
	const struct spec *spec = l->spec;
	struct sort_info *sort = arena_alloc(l->arena, (spec->nsorts + 1) * sizeof(*sort));
	struct letter_info *letter = arena_alloc(l->arena, (spec->nletters + 1) * sizeof(*letter));
	const char **env = arena_alloc(l->arena, (spec->nenvs + 1) * sizeof(*env));
	const char **event = arena_alloc(l->arena, (spec->nevents + 1) * sizeof(*event));
	unsigned int i;

	for (i = 0; i < spec->nsorts; i++)
		sort[i] = (struct sort_info){ spec->sort[i].name, spec->sort[i].kind, spec->sort[i].constants,
					      spec->sort[i].nconstants };
	for (i = 0; i < spec->nletters; i++)
		letter[i] = (struct letter_info){ spec->letter[i].name, spec->letter[i].sort };
	for (i = 0; i < spec->nenvs; i++)
		env[i] = spec->env[i].name;
	for (i = 0; i < spec->nevents; i++)
		event[i] = spec->event[i].name;
	l->rules.names = spec->names;
	l->rules.nnames = spec->nnames;
	l->rules.sort = sort;
	l->rules.nsorts = spec->nsorts;
	l->rules.letter = letter;
	l->rules.nletters = spec->nletters;
	l->rules.env = env;
	l->rules.nenvs = spec->nenvs;
	l->rules.event = event;
	l->rules.nevents = spec->nevents;
}

void lower(const struct spec *spec, struct arena *arena, struct lowered *out)
{
	const struct rule **list = arena_alloc(arena, (spec->nrules + 1) * sizeof(*list));

	*out = (struct lowered){ .spec = spec, .arena = arena };
	out->rule = arena_alloc(arena, (spec->nrules + 1) * sizeof(*out->rule));
	out->dims = arena_alloc(arena, (spec->nrules + 1) * sizeof(*out->dims));
	out->rules = (struct rules){ .hash = spec->hash, .rule = list, .nrules = spec->nrules, .spec = spec };
	lower_names(out);
	lower_vars(out);
	lower_ops(out);
	for (unsigned int i = 0; i < spec->nrules; i++) {
		list[i] = &out->rule[i];
		lower_rule(out, i);
	}
}
