// SPDX-License-Identifier: GPL-2.0-only
/*
 * resolve_expr.c - tests and values: names, calls, arithmetic, comparisons, and the words built into the language.
 */
#include <string.h>

#include "spec/resolve.h"

static const struct { const char *name; unsigned int nargs; } builtins[] = {
	[B_FIRST] = { "first", 1 }, [B_LAST] = { "last", 1 }, [B_SIZE] = { "size", 1 }, [B_MIN] = { "min", 1 },
	[B_MAX] = { "max", 1 }, [B_ALIGN] = { "align", 2 }, [B_LIST] = { "list", 0 }, [B_MEMORY] = { "memory", 1 },
	[B_PGSIZE] = { "iommu_pgsize", 3 },	/* 0: any number */
};

#define BUILTINS (sizeof(builtins) / sizeof(*builtins))

struct expr *expr_new(struct resolver *r, enum expr_kind kind, int sort, const struct loc *loc)
{
	struct expr *e = arena_alloc(r->arena, sizeof(*e));

	*e = (struct expr){ .kind = kind, .sort = sort, .index = -1, .name = -1, .pos = loc->pos };
	return e;
}

struct expr *expr_arg(struct resolver *r, struct expr *e, struct expr *arg)
{
	if (!e || !arg)
		return NULL;
	*arena_append(r->arena, e->args, e->nargs) = arg;
	e->letters |= arg->letters;
	e->dynamic |= arg->dynamic;
	return e;
}

static struct expr *expr_pair(struct resolver *r, enum expr_kind kind, int sort, const struct loc *loc,
			      struct expr *a, struct expr *b)
{
	return expr_arg(r, expr_arg(r, expr_new(r, kind, sort, loc), a), b);
}

/* Sorts of values */

static enum sort_kind kind(const struct spec *s, int sort)
{
	return sort < 0 ? SORT_COUNT : s->sort[sort].kind;
}

const char *sort_phrase(const struct spec *s, int sort)
{
	static char text[2][64];
	static int which;

	if (sort < 0 || (s->sort[sort].anonymous && !s->sort[sort].nconstants))
		return "a number";
	which = !which;
	snprintf(text[which], sizeof(text[which]), s->sort[sort].anonymous ? "a value of %.40s" : "%s %.40s",
		 s->sort[sort].anonymous ? s->sort[sort].name : strchr("aeiou", s->sort[sort].name[0]) ? "an" : "a",
		 s->sort[sort].name);
	return text[which];
}

/* `none` and `any` are values of every sort. */
static bool any_sort(const struct expr *e)
{
	return e->kind == X_NONE || e->kind == X_EVERY;
}

/* Do two enumerations have a value in common? `born(D, R) = attached(D)` compares two of them. */
static bool share_constant(const struct spec *s, int a, int b)
{
	unsigned int i;

	for (i = 0; i < s->sort[a].nconstants; i++)
		if (find_constant(s, b, s->names[s->sort[a].constants[i]]) >= 0)
			return true;
	return false;
}

/*
 * Where a value of one kind may stand for another: a number for an address or a count and the other way round, a range
 * for each of its addresses, and an address for the physical memory of that number (identity).
 */
bool sort_fits(const struct spec *s, int want, const struct expr *e)
{
	enum sort_kind to, from;

	if (want == WANT_ANY || e->sort == want || any_sort(e))
		return true;
	if (e->kind == X_SET && !e->nargs)
		return true;
	to = kind(s, want);
	from = kind(s, e->sort);
	switch (to) {
	case SORT_ADDRESS:
		return from == SORT_COUNT || from == SORT_RANGE;
	case SORT_RUN:
		return from == SORT_COUNT || from == SORT_ADDRESS || from == SORT_RANGE;
	case SORT_COUNT:
		return from == SORT_COUNT || from == SORT_ADDRESS;
	case SORT_NAME:
		return from == SORT_NAME && share_constant(s, want, e->sort);
	default:
		return false;
	}
}

/* What is wrong with @e, for a message: `v` is a device. */
static const char *subject(struct resolver *r, const struct expr *e)
{
	const struct srcpos *p = &e->pos;

	if (e->kind == X_LETTER)
		return arena_printf(r->arena, "`%s` is", r->spec->letter[e->index].name);
	if (e->kind == X_VAR)
		return arena_printf(r->arena, "`%s` is", r->spec->var[e->index].name);
	return p->line == p->last_line && p->column == p->last_column ? "it is" : "this is";
}

void *sort_mismatch(struct resolver *r, const struct expr *e, int want, const char *what)
{
	struct loc loc = { .pos = e->pos };

	resolve_error(r, "sort-mismatch", &loc, "%s%s%s %s, %s is expected", what ? what : "", what ? ": " : "",
		      subject(r, e), sort_phrase(r->spec, e->sort), sort_phrase(r->spec, want));
	return NULL;
}

static struct expr *fit(struct resolver *r, struct expr *e, int want, const char *what)
{
	return !e || sort_fits(r->spec, want, e) ? e : sort_mismatch(r, e, want, what);
}

/* Names */

static struct expr *constant(struct resolver *r, const struct node *n, int sort)
{
	bool domain = kind(r->spec, sort) == SORT_DOMAIN;
	int i = find_constant(r->spec, sort, n->text);
	struct expr *e;

	if (i < 0)
		return NULL;
	e = expr_new(r, domain ? X_DOMAIN : X_NAME, sort, &n->loc);
	e->name = r->spec->sort[sort].constants[i];
	e->num = i;
	return e;
}

/* The name of a sort stands for each of its constants: `dma v access any`. */
static struct expr *all_constants(struct resolver *r, const struct node *n)
{
	int sort = find_sort(r->spec, n->text);
	struct expr *e, *c;
	unsigned int i;

	if (sort < 0 || kind(r->spec, sort) != SORT_NAME || !r->spec->sort[sort].nconstants)
		return NULL;
	e = expr_new(r, X_SET, sort, &n->loc);
	e->plural = true;
	for (i = 0; i < r->spec->sort[sort].nconstants; i++) {
		c = expr_new(r, X_NAME, sort, &n->loc);
		c->name = r->spec->sort[sort].constants[i];
		expr_arg(r, e, c);
	}
	return e;
}

static struct expr *letter(struct resolver *r, const struct node *n)
{
	int i = find_letter(r->spec, n->text);
	struct expr *e;

	if (i < 0)
		return NULL;
	e = expr_new(r, X_LETTER, r->spec->letter[i].sort, &n->loc);
	e->index = i;
	e->letters = 1u << i;
	return e;
}

static struct expr *let(struct resolver *r, const struct node *n, int i)
{
	const struct body *body = need_let(r, i, &n->loc);
	const struct expr *value = r->spec->let[i].value;
	struct expr *e;

	if (!body || !value)
		return NULL;
	e = expr_new(r, X_LET, value->sort, &n->loc);
	e->index = i;
	e->plural = value->plural;
	e->letters = body->letters;
	e->dynamic = body->dynamic;
	return e;
}

static struct expr *var(struct resolver *r, const struct node *n, int i)
{
	const struct var *v = &r->spec->var[i];
	struct expr *e = expr_new(r, X_VAR, v->sort, &n->loc);

	e->index = i;
	e->plural = v->plural;
	e->dynamic = !v->fact;
	return e;
}

static struct expr *builtin_word(struct resolver *r, const struct node *n)
{
	static const struct { const char *name; enum expr_kind kind; } word[] = {
		{ "none", X_NONE }, { "any", X_EVERY }, { "true", X_TRUE },
	};
	size_t i;

	for (i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (!strcmp(n->text, word[i].name))
			return expr_new(r, word[i].kind, -1, &n->loc);
	return NULL;
}

/* A constant of whatever sort has it, where nothing says which is expected. */
static struct expr *any_constant(struct resolver *r, const struct node *n)
{
	struct expr *e = NULL;
	unsigned int i;

	for (i = 0; !e && i < r->spec->nsorts; i++)
		e = constant(r, n, i);
	return e;
}

static const char *list_constants(struct resolver *r, int sort)
{
	const struct sort *s = &r->spec->sort[sort];
	const char *text = "";
	unsigned int i;

	for (i = 0; i < s->nconstants; i++)
		text = arena_printf(r->arena, "%s%s%s", text, i ? ", " : "", r->spec->names[s->constants[i]]);
	return text;
}

static void offer_values(struct resolver *r, struct nearest *near, int want)
{
	const struct spec *s = r->spec;
	unsigned int i, j;

	for (i = 0; i < s->nsorts; i++)
		for (j = 0; (want < 0 || (int)i == want) && j < s->sort[i].nconstants; j++)
			nearest_offer(near, s->names[s->sort[i].constants[j]]);
	for (i = 0; i < s->nlets; i++)
		nearest_offer(near, s->let[i].name);
	for (i = 0; i < s->nvars; i++)
		if (!s->var[i].nargs)
			nearest_offer(near, s->var[i].name);
}

static void *unknown_value(struct resolver *r, const struct node *n, int want)
{
	const char *operator = n->text + strcspn(n->text, "+-*/^");
	struct nearest near = { .typed = n->text };
	const char *values;

	offer_values(r, &near, want);
	resolve_error(r, "unknown-name", &n->loc, "there is no `%s`", n->text);
	if (want >= 0 && r->spec->sort[want].nconstants) {
		values = arena_printf(r->arena, "values of %s: %s", r->spec->sort[want].name, list_constants(r, want));
		diag_hint(r->diag, near.best ? "did you mean `%2$s`? %1$s" : "%s", values, near.best);
	} else if (near.best) {
		diag_hint(r->diag, "did you mean `%s`?", near.best);
	} else if (*operator) {
		diag_hint(r->diag, "in arithmetic there are blanks around `%c`", *operator);
	}
	return NULL;
}

static struct expr *resolve_name(struct resolver *r, const struct node *n, int want)
{
	enum sort_kind k = want >= 0 ? kind(r->spec, want) : SORT_COUNT;
	struct expr *e = NULL;
	int i;

	/* `w` is a device, but where a protection is expected it is write-only. */
	if (k == SORT_NAME || k == SORT_DOMAIN || k == SORT_RUN)
		e = constant(r, n, want);
	if (!e)
		e = letter(r, n);
	if (!e)
		e = builtin_word(r, n);
	if (e)
		return e;
	if ((i = find_let(r->spec, n->text)) >= 0)
		return let(r, n, i);
	if ((i = find_var(r->spec, n->text)) >= 0 && !r->spec->var[i].nargs)
		return var(r, n, i);
	e = all_constants(r, n);
	if (!e && (want == WANT_ANY || k == SORT_COUNT))
		e = any_constant(r, n);
	return e ? e : unknown_value(r, n, want);
}

/* Calls */

static void *unknown_function(struct resolver *r, const struct node *n)
{
	struct nearest near = { .typed = n->text };
	unsigned int i;

	for (i = 0; i < r->spec->nvars; i++)
		nearest_offer(&near, r->spec->var[i].name);
	for (i = 0; i < r->spec->ndefines; i++)
		nearest_offer(&near, r->spec->define[i].name);
	for (i = 0; i < BUILTINS; i++)
		nearest_offer(&near, builtins[i].name);
	resolve_error(r, "unknown-name", &n->loc, "there is no state, fact or definition `%s`", n->text);
	if (near.best)
		diag_hint(r->diag, "did you mean `%s`?", near.best);
	return NULL;
}

static void *bad_count(struct resolver *r, const struct node *n, unsigned int want)
{
	resolve_error(r, "sort-mismatch", &n->loc, "`%s` takes %u argument%s, not %u", n->text, want,
		      want == 1 ? "" : "s", n->nchildren);
	return NULL;
}

static struct expr *call_var(struct resolver *r, const struct node *n, int i)
{
	const struct var *v = &r->spec->var[i];
	struct expr *e = var(r, n, i);
	struct node *arg;
	unsigned int k = 0;

	if (n->nchildren != v->nargs)
		return bad_count(r, n, v->nargs);
	for (arg = n->first; arg; arg = arg->next, k++)
		e = expr_arg(r, e, fit(r, resolve_value(r, arg, v->args[k]), v->args[k], v->name));
	return e;
}

static struct expr *call_define(struct resolver *r, const struct node *n, int i)
{
	const struct body *body = need_define(r, i, &n->loc);
	const struct define *d = &r->spec->define[i];
	struct expr *e = expr_new(r, X_DEFINE, d->sort, &n->loc);
	struct node *arg;
	unsigned int k = 0;

	if (!body)
		return NULL;
	if (n->nchildren != d->nparams)
		return bad_count(r, n, d->nparams);
	e->index = i;
	e->letters = body->letters;
	e->dynamic = body->dynamic;
	for (arg = n->first; arg; arg = arg->next, k++) {
		int sort = r->spec->letter[d->params[k]].sort;

		e = expr_arg(r, e, fit(r, resolve_value(r, arg, sort), sort, d->name));
	}
	return e;
}

/* What a function takes: the sorts of its arguments differ, and some take several. */
static bool takes(const struct spec *s, int builtin, unsigned int i, const struct expr *arg)
{
	enum sort_kind k = kind(s, arg->sort);

	switch (builtin) {
	case B_FIRST: case B_LAST: case B_SIZE:
		return k == SORT_RANGE || k == SORT_RUN;
	case B_LIST: case B_MEMORY:
		return k == SORT_RUN;
	case B_PGSIZE:
		return k == (i == 0 ? SORT_DOMAIN : i == 1 ? SORT_RANGE : SORT_RUN);
	default:
		return k == SORT_COUNT || k == SORT_ADDRESS || k == SORT_RUN || k == SORT_RANGE;
	}
}

static int builtin_sort(const struct spec *s, int builtin)
{
	if (builtin == B_PGSIZE)
		return find_sort(s, "range");
	return builtin == B_LIST || builtin == B_MEMORY ? find_sort(s, "run") : WANT_NUMBER;
}

static struct expr *call_builtin(struct resolver *r, const struct node *n, int i)
{
	static const char *const wants[] = {
		[B_FIRST] = "range", [B_LAST] = "range", [B_SIZE] = "range", [B_LIST] = "run", [B_MEMORY] = "run",
	};
	int want = i == B_LIST ? find_sort(r->spec, "run") : WANT_ANY;
	struct expr *e = expr_new(r, X_BUILTIN, builtin_sort(r->spec, i), &n->loc), *arg;
	struct node *child;

	if (builtins[i].nargs && n->nchildren != builtins[i].nargs)
		return bad_count(r, n, builtins[i].nargs);
	e->index = i;
	for (child = n->first; child; child = child->next) {
		arg = resolve_value(r, child, want);
		if (arg && !takes(r->spec, i, e->nargs, arg))
			return sort_mismatch(r, arg, i <= B_MEMORY && wants[i] ? find_sort(r->spec, wants[i]) :
					     WANT_NUMBER, n->text);
		e = expr_arg(r, e, arg);
		if (!e)
			return NULL;
	}
	return e;
}

static struct expr *resolve_call(struct resolver *r, const struct node *n)
{
	unsigned int b;
	int i;

	if ((i = find_var(r->spec, n->text)) >= 0)
		return call_var(r, n, i);
	if ((i = find_define(r->spec, n->text)) >= 0)
		return call_define(r, n, i);
	for (b = 0; b < BUILTINS; b++)
		if (!strcmp(builtins[b].name, n->text))
			return call_builtin(r, n, b);
	return unknown_function(r, n);
}

/* Arithmetic, sets, comparisons */

/* In arithmetic a range or run stands for its first byte. */
static bool counts(const struct spec *s, const struct expr *e)
{
	enum sort_kind k = kind(s, e->sort);

	return e->kind != X_NONE && k != SORT_NAME && k != SORT_DEVICE && k != SORT_DOMAIN;
}

static struct expr *resolve_sum(struct resolver *r, const struct node *n, int want)
{
	static const char op[] = "+-*/%";
	static const enum expr_kind sum[] = { X_ADD, X_SUB, X_MUL, X_DIV, X_MOD };
	struct expr *a = resolve_value(r, n->first, WANT_ANY), *b = resolve_value(r, n->last, WANT_ANY), *e;

	if (!a || !b)
		return NULL;
	e = expr_pair(r, sum[strchr(op, n->op) - op], WANT_NUMBER, &n->loc, a, b);
	if (strchr("+-", n->op) && (a->plural || b->plural)) {	/* a union, a difference */
		e->plural = true;
		e->sort = a->sort != WANT_NUMBER ? a->sort : b->sort;
		return e;
	}
	if (!counts(r->spec, a) || !counts(r->spec, b))
		return sort_mismatch(r, counts(r->spec, a) ? b : a, WANT_NUMBER, "arithmetic");
	if (want >= 0 && sort_fits(r->spec, want, e))
		e->sort = want;
	return e;
}

static struct expr *resolve_set(struct resolver *r, const struct node *n, int want)
{
	struct expr *e = expr_new(r, X_SET, want == WANT_ANY ? WANT_NUMBER : want, &n->loc), *element;
	struct node *child;

	e->plural = true;
	for (child = n->first; child; child = child->next) {
		element = fit(r, resolve_value(r, child, want), want, NULL);
		if (want == WANT_ANY && element && element->sort >= 0)
			want = e->sort = element->sort;
		e = expr_arg(r, e, element);
		if (!e)
			return NULL;
	}
	return e;
}

/* A plain name that only a sort can explain: the other side of a comparison says which. */
static bool bare_constant(const struct spec *s, const struct node *n)
{
	return n->kind == N_NAME && find_letter(s, n->text) < 0 && find_let(s, n->text) < 0 && find_var(s, n->text) < 0;
}

struct expr *resolve_compare(struct resolver *r, struct node *n, struct expr *left)
{
	static const char op[] = "=!<[>]";
	static const enum expr_kind relation[] = { X_EQ, X_NE, X_LT, X_LE, X_LT, X_LE };
	size_t which = strchr(op, n->op) - op;
	struct expr *right;

	if (!left)
		return NULL;
	right = resolve_value(r, n->last, any_sort(left) ? WANT_ANY : left->sort);
	if (!right)
		return NULL;
	if (which > 1 && (!counts(r->spec, left) || !counts(r->spec, right)))
		return sort_mismatch(r, counts(r->spec, left) ? right : left, WANT_NUMBER, "an order");
	if (which <= 1 && !any_sort(left) && !sort_fits(r->spec, left->sort, right) &&
	    !sort_fits(r->spec, right->sort, left))
		return sort_mismatch(r, right, left->sort, NULL);
	if (which > 3)
		return expr_pair(r, relation[which], -1, &n->loc, right, left);
	return expr_pair(r, relation[which], -1, &n->loc, left, right);
}

/* Cut `for some LETTER` off the end of @test. Returns the letter, NULL if there is none. */
static struct node *cut_some(struct resolver *r, struct node **test)
{
	struct items side = items_of(r, (*test)->kind == N_COMPARE ? (*test)->last : *test);

	if (side.n < 4 || !node_is(side.item[side.n - 3], "for") || !node_is(side.item[side.n - 2], "some"))
		return NULL;
	*test = with_right(r, *test, items_node(r, items_from(side, 0, side.n - 3)));
	return side.item[side.n - 1];
}

/* `TEST for some v` */
static struct expr *some(struct resolver *r, struct expr *test, const struct node *of)
{
	struct expr *v = of->kind == N_NAME ? letter(r, of) : NULL, *e;

	if (!v) {
		resolve_error(r, "unknown-name", &of->loc, "a letter belongs behind `for some`");
		return NULL;
	}
	e = expr_arg(r, expr_new(r, X_SOME, -1, &of->loc), test);
	if (!e)
		return NULL;
	e->pos = test->pos;
	e->index = v->index;
	e->letters &= ~v->letters;
	return e;
}

static struct expr *compare(struct resolver *r, struct node *n)
{
	struct expr *right = NULL;

	if (bare_constant(r->spec, n->first) && !bare_constant(r->spec, n->last))
		right = resolve_value(r, n->last, WANT_ANY);
	return resolve_compare(r, n, resolve_value(r, n->first, right ? right->sort : WANT_ANY));
}

struct expr *resolve_value(struct resolver *r, struct node *n, int want)
{
	struct expr *e;

	switch (n->kind) {
	case N_NAME:
		return resolve_name(r, n, want);
	case N_NUMBER:
		e = expr_new(r, X_NUMBER, WANT_NUMBER, &n->loc);
		e->num = n->num;
		return e;
	case N_CALL:
		return resolve_call(r, n);
	case N_PAREN:
		return resolve_value(r, n->first, want);
	case N_SET:
		return resolve_set(r, n, want);
	case N_SUM:
		return resolve_sum(r, n, want);
	case N_COMPARE:
		return compare(r, n);
	case N_SIDE:
		return resolve_items(r, items_of(r, n), want);
	default:
		resolve_error(r, "syntax", &n->loc, "a value is expected here");
		return NULL;
	}
}

/* Words side by side */

static struct expr *call_word(struct resolver *r, struct items side, int word, bool negated, struct node **slot)
{
	const struct body *body;
	struct loc loc = items_loc(side);
	struct expr *e = expr_new(r, X_WORD, -1, &loc);
	unsigned int i;

	body = need_word(r, word, &loc);
	if (!body)
		return NULL;
	e->index = word;
	e->letters = body->letters;
	e->dynamic = body->dynamic;
	for (i = 0; i < r->spec->word[word].nparams; i++) {
		int sort = r->spec->letter[r->spec->word[word].params[i]].sort;

		e = expr_arg(r, e, fit(r, resolve_value(r, slot[i], sort), sort, r->spec->word[word].form.text));
	}
	return negated ? expr_arg(r, expr_new(r, X_NOT, -1, &loc), e) : e;
}

/* `not TEST`, or `not { … }` and `not X`: everything else. */
static struct expr *negation(struct resolver *r, struct items side, int want)
{
	struct loc loc = items_loc(side);
	struct expr *e = resolve_items(r, items_from(side, 1, side.n - 1), want), *not;
	unsigned int i;

	if (!e)
		return NULL;
	if (e->kind >= X_EQ && e->kind <= X_SOME)
		return expr_arg(r, expr_new(r, X_NOT, -1, &loc), e);
	not = expr_new(r, X_COMPLEMENT, e->sort, &loc);
	not->plural = true;
	if (e->kind != X_SET)
		return expr_arg(r, not, e);
	for (i = 0; i < e->nargs; i++)
		expr_arg(r, not, e->args[i]);
	return not;
}

struct expr *resolve_in(struct resolver *r, struct items side, unsigned int in)
{
	struct loc loc = items_loc(side);
	struct expr *a = resolve_items(r, items_from(side, 0, in), WANT_ANY), *b;
	enum sort_kind k;
	bool inside;

	if (!a)
		return NULL;
	b = resolve_items(r, items_from(side, in + 1, side.n - in - 1), any_sort(a) ? WANT_ANY : a->sort);
	if (!b)
		return NULL;
	k = kind(r->spec, b->sort);
	inside = counts(r->spec, a) && (k == SORT_RANGE || k == SORT_RUN);	/* an address in a range or in memory */
	if (!any_sort(a) && !inside)
		b = fit(r, b, a->sort, NULL);
	return expr_pair(r, X_IN, -1, &loc, a, b);
}

/* `A within B`, `A meets B`: ranges or runs; `P includes ACCESS`: rights. */
static struct expr *relation(struct resolver *r, enum expr_kind relation, struct items side, unsigned int at)
{
	struct expr *a = resolve_items(r, items_from(side, 0, at), WANT_ANY);
	struct expr *b = resolve_items(r, items_from(side, at + 1, side.n - at - 1), WANT_ANY);
	struct loc loc = items_loc(side);
	enum sort_kind ka, kb;

	if (!a || !b)
		return NULL;
	ka = kind(r->spec, a->sort);
	kb = kind(r->spec, b->sort);
	if (relation == X_INCLUDES ? ka != SORT_NAME : ka != SORT_RANGE && ka != SORT_RUN && ka != SORT_ADDRESS)
		return sort_mismatch(r, a, find_sort(r->spec, relation == X_INCLUDES ? "prot" : "range"), NULL);
	if (relation == X_INCLUDES ? kb != SORT_NAME : kb != SORT_RANGE && kb != SORT_RUN)
		return sort_mismatch(r, b, relation == X_INCLUDES ? find_sort(r->spec, "access") : a->sort, NULL);
	return expr_pair(r, relation, -1, &loc, a, b);
}

/* `FIRST size N`: a range, or a run where physical memory is meant. */
static struct expr *sized(struct resolver *r, struct items side, unsigned int at, int want)
{
	struct loc loc = items_loc(side);
	struct expr *a = resolve_items(r, items_from(side, 0, at), WANT_ANY);
	struct expr *b = resolve_items(r, items_from(side, at + 1, side.n - at - 1), WANT_NUMBER);
	bool run;

	if (!a || !b)
		return NULL;
	run = kind(r->spec, a->sort) == SORT_RUN || (want >= 0 && kind(r->spec, want) == SORT_RUN);
	if (!counts(r->spec, b) || !(counts(r->spec, a) || (run && a->kind == X_NONE)))	/* none: a bus address */
		return sort_mismatch(r, counts(r->spec, b) ? a : b, WANT_NUMBER, "size");
	return expr_pair(r, run ? X_RUN : X_RANGE, find_sort(r->spec, run ? "run" : "range"), &loc, a, b);
}

/* `old X`, `each X` */
static struct expr *prefixed(struct resolver *r, enum expr_kind prefix, struct items side, int want)
{
	struct loc loc = items_loc(side);
	struct expr *arg = resolve_items(r, items_from(side, 1, side.n - 1), want), *e;

	if (!arg)
		return NULL;
	e = expr_new(r, prefix, arg->sort, &loc);
	e->plural = prefix == X_OLD && arg->plural;
	return expr_arg(r, e, arg);
}

/* The loosest first: what stands on both sides of it is read on its own. */
static struct expr *infix(struct resolver *r, struct items side, int want, bool *found)
{
	static const struct { const char *word; enum expr_kind kind; } relations[] = {
		{ "within", X_WITHIN }, { "meets", X_MEETS }, { "includes", X_INCLUDES },
	};
	unsigned int i, at = items_find(side, "in");

	*found = true;
	if (at && at + 1 < side.n)
		return resolve_in(r, side, at);
	for (i = 0; i < sizeof(relations) / sizeof(*relations); i++) {
		at = items_find(side, relations[i].word);
		if (at && at + 1 < side.n)
			return relation(r, relations[i].kind, side, at);
	}
	at = items_find(side, "size");
	if (at && at + 1 < side.n)
		return sized(r, side, at, want);
	*found = false;
	return NULL;
}

struct expr *resolve_items(struct resolver *r, struct items side, int want)
{
	struct node *slot[SPEC_ARGS];
	bool negated, found;
	struct expr *e;
	int word;

	if (side.n == 1)
		return resolve_value(r, side.item[0], want);
	if (node_is(side.item[0], "not"))
		return negation(r, side, want);
	word = match_word(r, side, slot, &negated);
	if (word >= 0)
		return call_word(r, side, word, negated, slot);
	if (node_is(side.item[1], "is"))
		return unknown_form(r, side);
	e = infix(r, side, want, &found);
	if (found)
		return e;
	if (node_is(side.item[0], "old"))
		return prefixed(r, X_OLD, side, want);
	if (node_is(side.item[0], "each"))
		return prefixed(r, X_EACH, side, want);
	return unknown_form(r, side);
}

static struct expr *plain_test(struct resolver *r, struct node *n)
{
	struct expr *e = resolve_value(r, n, WANT_ANY);

	if (!e || e->kind == X_TRUE || (e->kind >= X_EQ && e->kind <= X_SOME))
		return e;
	resolve_error(r, "syntax", &n->loc, "this is a value, not a test");
	return NULL;
}

struct expr *resolve_test(struct resolver *r, struct node *n)
{
	struct node *of = cut_some(r, &n);
	struct expr *e = plain_test(r, n);

	return e && of ? some(r, e, of) : e;
}

/* A `for some` at the end of a guard is about all of its tests. */
struct expr *resolve_guard(struct resolver *r, struct syntax_phrase *phrase)
{
	struct expr *all = NULL, *test;
	struct node *n, *of = NULL;

	for (n = phrase->guard; n; n = n->next) {
		struct node *bare = n;

		if (n == phrase->last_guard)
			of = cut_some(r, &bare);
		test = plain_test(r, bare);
		if (!test)
			return NULL;
		if (phrase->guard == phrase->last_guard)
			all = test;
		else
			all = expr_arg(r, all ? all : expr_new(r, X_AND, -1, &phrase->guard->loc), test);
	}
	return all && of ? some(r, all, of) : all;
}

struct guarded resolve_guarded(struct resolver *r, struct syntax_phrase *phrase, struct node *value, int want)
{
	struct guarded g = { .pos = phrase->loc.pos, .guard = resolve_guard(r, phrase) };

	if (phrase->guard && !g.guard)
		return g;
	g.value = fit(r, resolve_value(r, value, want), want, NULL);
	if (g.value)
		g.value->text = phrase->text;
	return g;
}
