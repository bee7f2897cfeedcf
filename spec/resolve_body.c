// SPDX-License-Identifier: GPL-2.0-only
/*
 * resolve_body.c - the bodies of what was declared. Lets, definitions and words may need each other in any order: each
 * is resolved when it is first asked for, and one that needs itself is reported.
 */
#include <string.h>

#include "spec/resolve.h"

#define DEPTH 64	/* longest chain of bodies that need each other */

/* What a clause line holds that does not belong into this block. */
static void misplaced(struct resolver *r, const struct syntax_block *b, const struct syntax_line *line)
{
	resolve_error(r, "syntax", &line->loc, "`%s` does not belong into a block of `%s`", clause_name[line->clause],
		      head_name[b->head]);
}

/* Enter a body. Returns false if it is done, busy (which is an error) or too deep. */
static bool enter(struct resolver *r, struct body *body, const struct loc *loc, const char *name)
{
	if (body->state == BODY_DONE)
		return false;
	if (body->state == BODY_BUSY || r->depth == DEPTH) {
		resolve_error(r, "circular", loc, body->state == BODY_BUSY ? "`%s` needs itself" :
			      "`%s` needs too many others", name);
		return false;
	}
	body->state = BODY_BUSY;
	r->depth++;
	return true;
}

static void leave(struct resolver *r, struct body *body)
{
	body->state = BODY_DONE;
	r->depth--;
}

static void reads(struct body *body, const struct expr *e)
{
	if (!e)
		return;
	body->letters |= e->letters;
	body->dynamic |= e->dynamic;
}

static uint32_t letters_of(const int *params, unsigned int n)
{
	uint32_t set = 0;

	while (n--)
		set |= 1u << params[n];
	return set;
}

const struct body *need_let(struct resolver *r, int let, const struct loc *loc)
{
	struct body *body = &r->let[let];

	if (enter(r, body, loc, r->spec->let[let].name)) {
		struct expr *value = resolve_value(r, body->test, WANT_ANY);

		if (value)
			value->text = body->phrase->text;
		r->spec->let[let].value = value;
		reads(body, value);
		leave(r, body);
	}
	return body->state == BODY_DONE ? body : NULL;
}

/* Definitions: the values are bare names that nothing else knows, and so an enumeration; or else expressions. */

static bool names_value(struct resolver *r, const struct node *n)
{
	const struct spec *s = r->spec;

	return n->kind == N_NAME && find_letter(s, n->text) < 0 && find_let(s, n->text) < 0 &&
	       find_var(s, n->text) < 0 && strcmp(n->text, "none");
}

static int define_sort(struct resolver *r, const struct body *body, struct define *d)
{
	struct syntax_phrase *p;
	struct syntax_line *line;
	int sort = -1;

	for (line = body->block->first->next; line; line = line->next)
		for (p = line->first; p && !line->bad && line->clause == CLAUSE_VALUE; p = p->next) {
			if (!names_value(r, p->test))
				continue;
			if (sort < 0)
				sort = anonymous_sort(r, d->name, &p->loc);
			if (find_constant(r->spec, sort, p->test->text) < 0)
				add_constant(r, sort, p->test->text);
		}
	return sort;
}

static void define_body(struct resolver *r, struct body *body, int define)
{
	struct define d = r->spec->define[define];
	struct syntax_line *line;
	struct syntax_phrase *p;

	d.sort = define_sort(r, body, &d);
	if (d.sort >= 0) {
		d.values = r->spec->sort[d.sort].constants;
		d.nvalues = r->spec->sort[d.sort].nconstants;
	}
	for (line = body->block->first->next; line; line = line->next) {
		if (line->clause != CLAUSE_VALUE)
			misplaced(r, body->block, line);
		for (p = line->first; p && !line->bad && line->clause == CLAUSE_VALUE; p = p->next) {
			struct guarded g = resolve_guarded(r, p, p->test, d.sort >= 0 ? d.sort : WANT_ANY);

			if (!g.value)
				continue;
			reads(body, g.value);
			reads(body, g.guard);
			if (d.sort < 0)
				d.sort = g.value->sort;
			*arena_append(r->arena, d.value, d.nclauses) = g;
		}
	}
	body->letters &= ~letters_of(d.params, d.nparams);
	r->spec->define[define] = d;
}

const struct body *need_define(struct resolver *r, int define, const struct loc *loc)
{
	struct body *body = &r->define[define];

	if (enter(r, body, loc, r->spec->define[define].name)) {
		define_body(r, body, define);
		leave(r, body);
	}
	return body->state == BODY_DONE ? body : NULL;
}

/* Words */

static struct expr *word_means(struct resolver *r, struct body *body)
{
	struct loc loc = body->phrase->loc;
	struct expr *all = NULL, *test;
	struct syntax_phrase *p = body->phrase;
	struct node *n = body->test;

	if (!n && p->next) {	/* it may stand on a line of its own */
		p = p->next;
		n = p->test;
		cut_left(r, &n, "means");
		n = n == p->test ? NULL : n;
	}
	if (!n) {
		resolve_error(r, "syntax", &loc, "what does it mean? a word is written: word R is inside D means TEST");
		return NULL;
	}
	for (; n; p = p->next, n = p ? p->test : NULL) {
		if (p->guard)
			resolve_error(r, "syntax", &p->guard->loc, "a meaning has no `if`");
		test = resolve_test(r, n);
		if (!test)
			return NULL;
		test->text = p->text;
		if (all && all->kind == X_AND)
			all = expr_arg(r, all, test);
		else
			all = all ? expr_arg(r, expr_arg(r, expr_new(r, X_AND, -1, &loc), all), test) : test;
	}
	return all;
}

const struct body *need_word(struct resolver *r, int word, const struct loc *loc)
{
	struct body *body = &r->word[word];
	struct expr *means;

	if (enter(r, body, loc, r->spec->word[word].form.text)) {
		means = word_means(r, body);
		r->spec->word[word].means = means;
		reads(body, means);
		body->letters &= ~letters_of(r->spec->word[word].params, r->spec->word[word].nparams);
		leave(r, body);
	}
	return body->state == BODY_DONE ? body : NULL;
}

/* `NAME = VALUE if TEST` for a letter of @sort */
static bool resolve_pick(struct resolver *r, struct syntax_phrase *p, int sort, struct guarded *g)
{
	if (p->test->kind != N_COMPARE || p->test->op != '=' || p->test->first->kind != N_NAME) {
		resolve_error(r, "syntax", &p->loc, "a value is written: pick NAME = VALUE");
		return false;
	}
	*g = resolve_guarded(r, p, p->test->last, sort);
	g->name = p->test->first->text;
	return g->value;
}

static bool pick_twice(struct resolver *r, const struct guarded *pick, unsigned int n, const struct loc *loc,
		       const char *name)
{
	for (; n--; pick++)
		if (!strcmp(pick->name, name)) {
			resolve_error(r, "duplicate-id", loc, "`%s` is also at line %d", name, pick->pos.line);
			return true;
		}
	return false;
}

static void word_picks(struct resolver *r, int i)
{
	struct body *body = &r->word[i];
	struct word *w = &r->spec->word[i];
	int sort = r->spec->letter[w->params[0]].sort;
	struct syntax_line *line;
	struct syntax_phrase *p;
	struct guarded g;

	for (line = body->block->first->next; line; line = line->next) {
		if (line->clause != CLAUSE_PICK && line->clause != CLAUSE_MISS)
			misplaced(r, body->block, line);
		for (p = line->bad ? NULL : line->first; p; p = p->next) {
			if (!resolve_pick(r, p, sort, &g))
				continue;
			if (line->clause == CLAUSE_PICK && !pick_twice(r, w->pick, w->npicks, &p->loc, g.name))
				*arena_append(r->arena, w->pick, w->npicks) = g;
			else if (line->clause == CLAUSE_MISS && !pick_twice(r, w->miss, w->nmisses, &p->loc, g.name))
				*arena_append(r->arena, w->miss, w->nmisses) = g;
		}
	}
}

/* The picks of a block of sorts belong to the last of them. */
static void sort_picks(struct resolver *r, struct syntax_block *b)
{
	const struct node *name = items_of(r, b->first->last->test).item[0];
	int sort = name->kind == N_NAME ? find_sort(r->spec, name->text) : -1;
	struct syntax_line *line;
	struct syntax_phrase *p;
	struct guarded g;

	for (line = b->first->next; line && sort >= 0; line = line->next) {
		struct sort *s = &r->spec->sort[sort];

		if (line->clause != CLAUSE_PICK)
			misplaced(r, b, line);
		for (p = line->bad ? NULL : line->first; p; p = p->next)
			if (resolve_pick(r, p, sort, &g) && !pick_twice(r, s->pick, s->npicks, &p->loc, g.name))
				*arena_append(r->arena, s->pick, s->npicks) = g;
	}
}

/* States */

static int other_var(struct resolver *r, struct items side, const char *word)
{
	unsigned int at = items_find(side, word);
	struct nearest near;
	unsigned int i;
	int var;

	if (at + 1 >= side.n || side.item[at + 1]->kind != N_NAME)
		return -1;
	near = (struct nearest){ .typed = side.item[at + 1]->text };
	var = find_var(r->spec, near.typed);
	if (var >= 0)
		return var;
	for (i = 0; i < r->spec->nvars; i++)
		nearest_offer(&near, r->spec->var[i].name);
	resolve_error(r, "unknown-name", &side.item[at + 1]->loc, "there is no state `%s`", near.typed);
	if (near.best)
		diag_hint(r->diag, "did you mean `%s`?", near.best);
	return -1;
}

static void check_probe(struct resolver *r, const struct var *v, const struct loc *loc)
{
	int op = v->seen_by ? find_op(r->spec, v->seen_by) : -1;

	if (v->seen_by && strcmp(v->seen_by, "facts") && (op < 0 || !r->spec->op[op].probe))
		resolve_error(r, "unknown-name", loc, "there is no probe `%s`", v->seen_by);
}

static void add_start(struct resolver *r, int var, struct syntax_phrase *p, struct node *value)
{
	struct guarded g = resolve_guarded(r, p, value, r->spec->var[var].sort);
	struct var *v = &r->spec->var[var];

	if (g.value)
		*arena_append(r->arena, v->start, v->nstarts) = g;
}

static void var_body(struct resolver *r, int var)
{
	struct syntax_phrase *phrase = r->var[var].phrase, *p;
	struct items side = items_of(r, phrase->test);
	unsigned int at = items_find(side, "start");
	struct syntax_block *b = r->var[var].block;
	struct syntax_line *line;

	r->spec->var[var].follows = other_var(r, side, "follows");
	r->spec->var[var].with = other_var(r, side, "with");
	check_probe(r, &r->spec->var[var], &phrase->loc);
	if (r->spec->var[var].fact)
		return;
	if (at + 1 < side.n)
		add_start(r, var, phrase, side.item[at + 1]);
	for (line = b->first->next; line && phrase == b->first->last; line = line->next) {
		if (line->clause != CLAUSE_START)
			misplaced(r, b, line);
		for (p = line->bad || line->clause != CLAUSE_START ? NULL : line->first; p; p = p->next)
			add_start(r, var, p, p->test);
	}
	if (!r->spec->var[var].nstarts)
		resolve_error(r, "syntax", &phrase->loc, "`%s` has no start value", r->spec->var[var].name);
}

/* Operations */

static bool op_returns(struct op *op, const char *what)
{
	static const char *const name[] = { "errno", "bytes", "nothing", "number", "domain", "run" };
	unsigned int i;

	for (i = 0; i < sizeof(name) / sizeof(*name); i++)
		if (!strcmp(what, name[i])) {
			op->returns = i;
			return true;
		}
	return false;
}

static bool op_fails(struct op *op, const struct node *how)
{
	if (node_is(how, "errno"))
		op->fails = FAILS_ERRNO;
	else if (how->kind == N_NUMBER && !how->num)
		op->fails = FAILS_ZERO;
	else if (!node_is(how, "nothing"))
		return false;
	return true;
}

/* `may ENOMEM under alloc-failure` */
static bool op_may(struct resolver *r, struct op *op, struct items side)
{
	struct may may = { .error = -1 };
	const struct node *error, *env;

	if (side.n < 4 || !node_is(side.item[2], "under"))
		return false;
	error = side.item[1];
	env = side.item[3];
	if (error->kind != N_NAME || env->kind != N_NAME)
		return false;
	may.env = find_env(r->spec, env->text);
	if (!node_is(error, "any"))
		may.error = errno_index(r, error->text);
	if (may.env < 0)
		resolve_error(r, "unknown-name", &env->loc, "there is no environment `%s`", env->text);
	else if (may.error >= 0 || node_is(error, "any"))
		*arena_append(r->arena, op->may, op->nmay) = may;
	else
		resolve_error(r, "unknown-name", &error->loc, "there is no errno `%s`", error->text);
	return true;
}

/* Read one property of an operation at the start of @side. Returns how many items it took; 0 if it is none. */
static unsigned int op_property(struct resolver *r, struct op *op, struct items side)
{
	if (side.n < 2)
		return 0;
	if ((node_is(side.item[0], "returns") || node_is(side.item[0], "reaches")) && side.item[1]->kind == N_NAME)
		return op_returns(op, side.item[1]->text) ? 2 : 0;
	if (node_is(side.item[0], "fails") && node_is(side.item[1], "by") && side.n > 2)
		return op_fails(op, side.item[2]) ? 3 : 0;
	if (node_is(side.item[0], "may"))
		return op_may(r, op, side) ? 4 : 0;
	if (node_is(side.item[0], "reads") && side.n > 3 && node_is(side.item[2], "as")) {
		op->zero_twofold = side.item[1]->kind == N_NUMBER && !side.item[1]->num;
		return op->zero_twofold ? 4 : 0;
	}
	return 0;
}

static void op_sets(struct resolver *r, struct op *op, struct node *test)
{
	struct expr *e = resolve_effect(r, test, true);

	if (e && e->kind != X_EFFECT)
		resolve_error(r, "syntax", &test->loc, "`sets` assigns a state or a fact");
	else if (e)
		*arena_append(r->arena, op->sets, op->nsets) = e;
}

static void op_expects(struct resolver *r, struct op *op, struct syntax_phrase *p, struct node *value)
{
	struct guarded g = resolve_guarded(r, p, value, result_sort(r->spec, op));

	if (!op->probe)
		resolve_error(r, "syntax", &p->loc, "only a probe expects something");
	else if (g.value)
		*arena_append(r->arena, op->expects, op->nexpects) = g;
}

/* The properties in one phrase of the head, from item @at on. */
static void op_phrase(struct resolver *r, struct op *op, struct syntax_phrase *p, unsigned int at)
{
	bool pair = p->test->kind == N_COMPARE;
	struct items side = items_of(r, pair ? p->test->first : p->test);
	unsigned int n;

	while (at < side.n) {
		struct items rest = items_from(side, at, side.n - at);

		if (pair && (node_is(rest.item[0], "sets") || rest.n == 1)) {
			struct node *test = p->test;

			cut_left(r, &test, "sets");
			op_sets(r, op, test);
			return;
		}
		if (node_is(rest.item[0], "expects") && rest.n > 1) {
			op_expects(r, op, p, items_node(r, items_from(rest, 1, rest.n - 1)));
			return;
		}
		n = op_property(r, op, rest);
		if (!n) {
			resolve_error(r, "syntax", &rest.item[0]->loc, "this is no property of an operation");
			diag_hint(r->diag, "returns RESULT, fails by errno|0|nothing, may ERRNO under ENVIRONMENT, "
				  "sets STATE = VALUE, expects SET");
			return;
		}
		at += n;
	}
}

/* The properties that the forms of a group share. */
static void copy_properties(struct op *to, const struct op *from)
{
	to->returns = from->returns;
	to->fails = from->fails;
	to->may = from->may;
	to->nmay = from->nmay;
	to->sets = from->sets;
	to->nsets = from->nsets;
	to->expects = from->expects;
	to->nexpects = from->nexpects;
	to->zero_twofold = from->zero_twofold;
}

/* Forms and properties alternate in a head: properties belong to all forms since the last ones. */
static void op_block(struct resolver *r, struct syntax_block *b, int op)
{
	struct syntax_phrase *p;
	struct syntax_line *line;
	int group = op, next = op;
	bool closed = false;

	for (p = b->first->first; p; p = p->next) {
		bool declares = next < (int)r->nops && r->op[next].phrase == p;
		unsigned int at = declares ? r->spec->op[next].form.nitems : 0;

		if (declares && closed)
			group = next;
		next += declares;
		closed = !declares || at < items_of(r, p->test->kind == N_COMPARE ? p->test->first : p->test).n;
		if (closed)
			op_phrase(r, &r->spec->op[group], p, at);
		if (closed || declares)
			for (op = group + 1; op < next; op++)
				copy_properties(&r->spec->op[op], &r->spec->op[group]);
	}
	for (line = b->first->next; line; line = line->next) {
		if (line->clause != CLAUSE_EXPECTS)
			misplaced(r, b, line);
		for (p = line->bad || line->clause != CLAUSE_EXPECTS ? NULL : line->first; p; p = p->next)
			op_expects(r, &r->spec->op[group], p, p->test);
	}
}

/* The state that a probe shows as it is; dma shows several, mixed. */
static void op_shows(struct resolver *r, struct op *op)
{
	unsigned int i;

	for (i = 0; op->probe && i < r->spec->nvars; i++) {
		const struct var *v = &r->spec->var[i];

		if (!v->seen_by || strcmp(v->seen_by, op->name))
			continue;
		if (op->shows >= 0) {
			op->shows = -1;
			return;
		}
		op->shows = i;
	}
}

void resolve_bodies(struct resolver *r)
{
	struct syntax_block *b;
	unsigned int i;

	for (i = 0; i < r->nlets; i++)
		need_let(r, i, &r->let[i].phrase->loc);
	for (i = 0; i < r->ndefines; i++)
		need_define(r, i, &r->define[i].phrase->loc);
	for (i = 0; i < r->nwords; i++)
		need_word(r, i, &r->word[i].phrase->loc);
	for (i = 0; i < r->nwords; i++)
		word_picks(r, i);
	for (i = 0; i < r->nvars; i++)
		var_body(r, i);
	for (i = 0; i < r->nops; i++)
		if (!i || r->op[i].block != r->op[i - 1].block)
			op_block(r, r->op[i].block, i);
	for (i = 0; i < r->nops; i++)
		op_shows(r, &r->spec->op[i]);
	for (b = r->syntax->first; b; b = b->next)
		if (b->head == HEAD_SORT && b->first->last && !b->first->bad)
			sort_picks(r, b);
}
