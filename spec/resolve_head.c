// SPDX-License-Identifier: GPL-2.0-only
/*
 * resolve_head.c - declare what the heads of blocks announce: names, sorts and forms, no values yet.
 */
#include <string.h>

#include "spec/resolve.h"

/* Index of @name in an array whose elements start with it. */
static int find(const void *array, unsigned int n, size_t size, const char *name)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (!strcmp(*(const char *const *)((const char *)array + i * size), name))
			return i;
	return -1;
}

#define FIND(s, array, count, name) find((s)->array, (s)->count, sizeof(*(s)->array), name)

int find_letter(const struct spec *s, const char *name) { return FIND(s, letter, nletters, name); }
int find_var(const struct spec *s, const char *name) { return FIND(s, var, nvars, name); }
int find_let(const struct spec *s, const char *name) { return FIND(s, let, nlets, name); }
int find_define(const struct spec *s, const char *name) { return FIND(s, define, ndefines, name); }
int find_op(const struct spec *s, const char *name) { return FIND(s, op, nops, name); }
int find_env(const struct spec *s, const char *name) { return FIND(s, env, nenvs, name); }
int find_event(const struct spec *s, const char *name) { return FIND(s, event, nevents, name); }
int find_rule(const struct spec *s, const char *name) { return FIND(s, rule, nrules, name); }

int find_sort(const struct spec *s, const char *name)
{
	unsigned int i;

	for (i = 0; i < s->nsorts; i++)
		if (!s->sort[i].anonymous && !strcmp(s->sort[i].name, name))
			return i;
	return -1;
}

int find_constant(const struct spec *s, int sort, const char *name)
{
	unsigned int i;

	for (i = 0; sort >= 0 && i < s->sort[sort].nconstants; i++)
		if (!strcmp(s->names[s->sort[sort].constants[i]], name))
			return i;
	return -1;
}

/* Report a name that is taken. Names of values (letters, lets, states …) share one space, as a phrase reads them. */
static bool taken(struct resolver *r, const struct loc *loc, const char *name)
{
	const struct spec *s = r->spec;
	const struct srcpos *pos = NULL;
	int i;

	if ((i = find_letter(s, name)) >= 0)
		pos = &s->letter[i].pos;
	else if ((i = find_var(s, name)) >= 0)
		pos = &s->var[i].pos;
	else if ((i = find_let(s, name)) >= 0)
		pos = &s->let[i].pos;
	else if ((i = find_define(s, name)) >= 0)
		pos = &s->define[i].pos;
	else
		return false;
	resolve_error(r, "duplicate-id", loc, "`%s` is also at %s:%d", name, pos->file, pos->line);
	return true;
}

static void *duplicate(struct resolver *r, const struct loc *loc, const char *name, const struct srcpos *pos)
{
	resolve_error(r, "duplicate-id", loc, "`%s` is also at %s:%d", name, pos->file, pos->line);
	return NULL;
}

static bool expect_end(struct resolver *r, struct items side, unsigned int at)
{
	if (at >= side.n)
		return true;
	resolve_error(r, "syntax", &side.item[at]->loc, "this does not belong here");
	return false;
}

static void add_body(struct resolver *r, struct body **bodies, unsigned int *n, struct syntax_block *b,
		     struct syntax_phrase *phrase, struct node *test)
{
	*arena_append(r->arena, *bodies, *n) = (struct body){ .block = b, .phrase = phrase, .test = test };
}

/* Sorts */

void add_constant(struct resolver *r, int sort, const char *name)
{
	struct sort *s = &r->spec->sort[sort];

	*arena_append(r->arena, s->constants, s->nconstants) = intern(r, name);
}

int anonymous_sort(struct resolver *r, const char *name, const struct loc *loc)
{
	*arena_append(r->arena, r->spec->sort, r->spec->nsorts) =
		(struct sort){ .name = name, .kind = SORT_NAME, .anonymous = true, .pos = loc->pos };
	return r->spec->nsorts - 1;
}

static void add_constants(struct resolver *r, int sort, const struct node *set)
{
	const struct node *n;

	for (n = set->first; n; n = n->next)
		if (n->kind != N_NAME)
			resolve_error(r, "syntax", &n->loc, "names belong into these braces");
		else if (find_constant(r->spec, sort, n->text) >= 0)
			resolve_error(r, "duplicate-id", &n->loc, "`%s` is in these braces twice", n->text);
		else
			add_constant(r, sort, n->text);
}

static void add_letter(struct resolver *r, int sort, const struct node *n)
{
	struct spec *s = r->spec;

	if (taken(r, &n->loc, n->text))
		return;
	if (s->nletters == SPEC_LETTERS) {
		resolve_error(r, "syntax", &n->loc, "there is room for %d letters", SPEC_LETTERS);
		return;
	}
	s->letter[s->nletters++] = (struct letter){ n->text, sort, n->loc.pos };
}

static enum sort_kind kind_of(const char *name)
{
	static const char *const kind[] = { "device", "domain", "range", "address", "run", "count" };
	int i;

	for (i = 0; i < SORT_NAME && strcmp(name, kind[i]); i++)
		;
	return i;
}

/* `prot p { rw, r, w }` */
static void declare_sort(struct resolver *r, struct items side)
{
	struct node *name = side.item[0];
	unsigned int i;
	int sort;

	if (name->kind != N_NAME) {
		resolve_error(r, "syntax", &name->loc, "a sort is written: sort device v w");
		return;
	}
	sort = find_sort(r->spec, name->text);
	if (sort >= 0) {
		duplicate(r, &name->loc, name->text, &r->spec->sort[sort].pos);
		return;
	}
	sort = anonymous_sort(r, name->text, &name->loc);
	r->spec->sort[sort].anonymous = false;
	r->spec->sort[sort].kind = kind_of(name->text);
	for (i = 1; i < side.n && side.item[i]->kind == N_NAME; i++)
		add_letter(r, sort, side.item[i]);
	if (i < side.n && side.item[i]->kind == N_SET)
		add_constants(r, sort, side.item[i++]);
	expect_end(r, side, i);
}

void declare_sorts(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p;

	for (p = b->first->first; p; p = p->next)
		declare_sort(r, items_of(r, p->test));
}

/* Facts and states */

static int need_sort(struct resolver *r, const struct node *n)
{
	struct nearest near = { .typed = n->kind == N_NAME ? n->text : "" };
	int sort = find_sort(r->spec, near.typed);
	unsigned int i;

	if (sort >= 0)
		return sort;
	for (i = 0; i < r->spec->nsorts; i++)
		nearest_offer(&near, r->spec->sort[i].name);
	resolve_error(r, "unknown-name", &n->loc, "`%s` is not a sort", near.typed);
	if (near.best)
		diag_hint(r->diag, "did you mean `%s`?", near.best);
	return -1;
}

/* What a state or fact holds: a sort, its plural, a number, or an enumeration of its own. */
static void var_result(struct resolver *r, struct var *var, const struct node *n)
{
	size_t len = n->text ? strlen(n->text) : 0;
	const struct sort *sort;
	struct node singular;

	if (n->kind == N_SET) {
		var->sort = anonymous_sort(r, var->name, &n->loc);
		add_constants(r, var->sort, n);
	} else if (node_is(n, "number") || node_is(n, "numbers")) {
		var->sort = WANT_NUMBER;
		var->plural = len == strlen("numbers");
		return;
	} else {
		singular = *n;
		var->plural = len > 1 && n->text[len - 1] == 's' && find_sort(r->spec, n->text) < 0;
		if (var->plural)
			singular.text = arena_strndup(r->arena, n->text, len - 1 - !strcmp(n->text, "addresses"));
		var->sort = need_sort(r, &singular);
	}
	if (var->sort < 0)
		return;
	sort = &r->spec->sort[var->sort];
	if (sort->kind == SORT_NAME) {
		var->values = sort->constants;
		var->nvalues = sort->nconstants;
	}
}

/* The words behind the result of a state or fact. Returns how many items it took, 0 if it is none. */
static unsigned int var_property(struct resolver *r, struct var *var, struct items side)
{
	const struct node *word = side.item[0], *value = side.n > 1 ? side.item[1] : NULL;

	if (value && node_is(word, "start") && !var->fact)
		return 2;
	if (!value || value->kind != N_NAME)
		return 0;
	if (node_is(word, "per") && node_is(value, "group"))
		var->per_group = true;
	else if (node_is(word, "frame"))
		var->frame = need_rule(r, &value->loc, value->text) >= 0 ? value->text : NULL;
	else if (node_is(word, "seen") && node_is(value, "by") && side.n > 2 && side.item[2]->kind == N_NAME)
		var->seen_by = side.item[2]->text;
	else if (!node_is(word, "follows") && !node_is(word, "with"))
		return 0;
	return var->seen_by && node_is(word, "seen") ? 3 : 2;
}

/* The name, with its argument sorts, of a state or fact: `phys(domain, address)`. */
static bool var_name(struct resolver *r, struct var *var, const struct node *n)
{
	const struct node *arg;

	if (n->kind != N_CALL && n->kind != N_NAME) {
		resolve_error(r, "syntax", &n->loc, "a state is written: state cur(device) domain start default");
		return false;
	}
	if (taken(r, &n->loc, n->text))
		return false;
	var->name = n->text;
	var->pos = n->loc.pos;
	if (n->nchildren > SPEC_ARGS) {
		resolve_error(r, "syntax", &n->loc, "more than %d arguments", SPEC_ARGS);
		return false;
	}
	for (arg = n->kind == N_CALL ? n->first : NULL; arg; arg = arg->next) {
		var->args[var->nargs] = need_sort(r, arg);
		if (var->args[var->nargs++] < 0)
			return false;
	}
	if (var->nargs)
		var->by_address = r->spec->sort[var->args[var->nargs - 1]].kind == SORT_ADDRESS;
	return true;
}

static void declare_var(struct resolver *r, struct syntax_block *b, struct syntax_phrase *p, bool fact)
{
	struct items side = items_of(r, p->test);
	struct var var = { .fact = fact, .follows = -1, .with = -1 };
	unsigned int i = 2, n;

	if (!var_name(r, &var, side.item[0]))
		return;
	if (side.n == 1) {
		resolve_error(r, "syntax", &p->loc, "what does `%s` hold?", var.name);
		diag_hint(r->diag, "a sort, `number`, or values in braces");
		return;
	}
	var_result(r, &var, side.item[1]);
	for (; i < side.n; i += n) {
		n = var_property(r, &var, items_from(side, i, side.n - i));
		if (!n)
			break;
	}
	expect_end(r, side, i);
	*arena_append(r->arena, r->spec->var, r->spec->nvars) = var;
	add_body(r, &r->var, &r->nvars, b, p, NULL);
}

void declare_facts(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p;

	for (p = b->first->first; p; p = p->next)
		declare_var(r, b, p, true);
}

void declare_states(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p;

	for (p = b->first->first; p; p = p->next)
		declare_var(r, b, p, false);
}

/* Lets and definitions */

void declare_lets(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p;
	const struct node *name;

	for (p = b->first->first; p; p = p->next) {
		name = p->test->first;
		if (p->test->kind != N_COMPARE || p->test->op != '=' || name->kind != N_NAME) {
			resolve_error(r, "syntax", &p->loc, "a let is written: let NAME = VALUE");
			continue;
		}
		if (taken(r, &name->loc, name->text))
			continue;
		*arena_append(r->arena, r->spec->let, r->spec->nlets) = (struct let){ name->text, NULL, name->loc.pos };
		add_body(r, &r->let, &r->nlets, b, p, p->test->last);
	}
}

void declare_defines(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p = b->first->first;
	const struct node *head = p->test, *arg;
	struct define d = { .sort = WANT_NUMBER };

	if (head->kind != N_CALL || p->next) {
		resolve_error(r, "syntax", &p->loc, "a definition is written: define attached(D), then `value` lines");
		return;
	}
	if (taken(r, &head->loc, head->text))
		return;
	for (arg = head->first; arg; arg = arg->next) {
		int letter = arg->kind == N_NAME ? find_letter(r->spec, arg->text) : -1;

		if (letter < 0 || d.nparams == SPEC_ARGS) {
			resolve_error(r, "syntax", &arg->loc, "at most %d letters belong here", SPEC_ARGS);
			return;
		}
		d.params[d.nparams++] = letter;
	}
	d.name = head->text;
	d.pos = head->loc.pos;
	*arena_append(r->arena, r->spec->define, r->spec->ndefines) = d;
	add_body(r, &r->define, &r->ndefines, b, p, NULL);
}

/* Environments, events, outcomes, rules */

void declare_envs(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p;

	for (p = b->first->first; p; p = p->next) {
		struct items side = items_of(r, p->test);
		struct node *head = side.item[0], *arg = head->kind == N_CALL ? head->first : NULL;
		struct spec_env env = { .name = head->text, .param = -1, .pos = head->loc.pos };
		int letter = arg && arg->kind == N_NAME ? find_letter(r->spec, arg->text) : -1, i;

		if ((head->kind != N_NAME && head->kind != N_CALL) || (arg && (letter < 0 || arg->next))) {
			resolve_error(r, "syntax", &p->loc, "an environment is written: env NAME(letter) \"meaning\"");
			continue;
		}
		i = find_env(r->spec, env.name);
		if (i >= 0) {
			duplicate(r, &head->loc, env.name, &r->spec->env[i].pos);
			continue;
		}
		if (arg)
			env.param = r->spec->letter[letter].sort;
		if (side.n > 1 && side.item[1]->kind == N_STRING)
			env.text = side.item[1]->text;
		expect_end(r, side, env.text ? 2 : 1);
		*arena_append(r->arena, r->spec->env, r->spec->nenvs) = env;
	}
}

void declare_events(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p;
	int i;

	for (p = b->first->first; p; p = p->next) {
		if (p->test->kind != N_NAME) {
			resolve_error(r, "syntax", &p->loc, "an event is a name");
			continue;
		}
		i = find_event(r->spec, p->test->text);
		if (i >= 0)
			duplicate(r, &p->loc, p->test->text, &r->spec->event[i].pos);
		else
			*arena_append(r->arena, r->spec->event, r->spec->nevents) =
				(struct event){ p->test->text, p->loc.pos };
	}
}

void declare_outcomes(struct resolver *r, struct syntax_block *b)
{
	struct node *name = items_of(r, b->first->first->test).item[0];
	unsigned int i;

	if (name->kind != N_NAME) {
		resolve_error(r, "syntax", &name->loc, "an outcome is written: outcome NAME \"what it means\"");
		return;
	}
	for (i = 0; i < r->spec->ncaller_bugs; i++)
		if (!strcmp(r->spec->caller_bug[i].name, name->text)) {
			duplicate(r, &name->loc, name->text, &r->spec->caller_bug[i].pos);
			return;
		}
	*arena_append(r->arena, r->spec->caller_bug, r->spec->ncaller_bugs) =
		(struct part_ast){ .name = name->text, .pos = name->loc.pos };
	add_body(r, &r->outcome, &r->noutcomes, b, b->first->first, NULL);
}

void declare_rules(struct resolver *r, struct syntax_block *b)
{
	struct node *id = items_of(r, b->first->first->test).item[0];
	int i;

	if (id->kind != N_NAME) {
		resolve_error(r, "syntax", &id->loc, "a rule is written: rule MAP-001 settled");
		return;
	}
	i = find_rule(r->spec, id->text);
	if (i >= 0) {
		duplicate(r, &id->loc, id->text, &r->spec->rule[i].pos);
		return;
	}
	*arena_append(r->arena, r->spec->rule, r->spec->nrules) = (struct rule_ast){
		.id = id->text, .text = b->text, .pos = id->loc.pos, .last_line = b->last_line,
	};
	add_body(r, &r->rule, &r->nrules, b, b->first->first, NULL);
}

int need_rule(struct resolver *r, const struct loc *loc, const char *name)
{
	int rule = find_rule(r->spec, name);

	if (rule < 0)
		resolve_error(r, "unknown-name", loc, "there is no rule `%s`", name);
	return rule;
}

/* Words */

void declare_words(struct resolver *r, struct syntax_block *b)
{
	struct syntax_phrase *p = b->first->first;
	struct node *test = p->test, *head = cut_left(r, &test, "means");
	struct word word = { .pos = b->loc.pos };
	unsigned int i, j;

	if (!form_make(r, &word.form, items_of(r, head ? head : p->test), false))
		return;
	for (i = 0; i < word.form.nitems && word.nparams < SPEC_ARGS; i++)
		if (!word.form.item[i].literal)
			word.params[word.nparams++] = word.form.item[i].letter;
	if (!word.nparams || word.form.item[0].literal) {
		resolve_error(r, "syntax", &p->loc, "a word starts with a letter, its subject: word R is inside D");
		return;
	}
	for (j = 0; j < r->spec->nwords; j++)
		if (!strcmp(r->spec->word[j].form.text, word.form.text)) {
			duplicate(r, &p->loc, word.form.text, &r->spec->word[j].pos);
			return;
		}
	*arena_append(r->arena, r->spec->word, r->spec->nwords) = word;
	add_body(r, &r->word, &r->nwords, b, p, head ? test : NULL);
}

/* Operations and probes: forms, each followed by the properties of all forms since the last one that had some. */

static const char *const op_property[] = { "returns", "reaches", "fails", "may", "sets", "expects", "reads" };

static bool is_property(const struct node *n)
{
	size_t i;

	for (i = 0; i < sizeof(op_property) / sizeof(*op_property); i++)
		if (node_is(n, op_property[i]))
			return true;
	return false;
}

static void declare_op(struct resolver *r, struct syntax_block *b, struct syntax_phrase *p, struct items side,
		       bool probe)
{
	struct op op = { .probe = probe, .shows = -1, .fails = FAILS_NOTHING, .returns = RETURNS_NOTHING };
	unsigned int i;
	int other;

	if (!form_make(r, &op.form, side, true))
		return;
	if (!op.form.item[0].literal || side.item[0]->kind != N_NAME) {
		resolve_error(r, "syntax", &p->loc, "an operation starts with its name: op map D R -> P prot");
		return;
	}
	op.name = op.form.item[0].literal;
	op.pos = side.item[0]->loc.pos;
	other = find_op(r->spec, op.name);
	if (other >= 0) {
		duplicate(r, &side.item[0]->loc, op.name, &r->spec->op[other].pos);
		return;
	}
	for (i = 0; i < op.form.nitems; i++) {
		if (op.form.item[i].literal)
			continue;
		if (op.nslots == SPEC_ARGS) {
			resolve_error(r, "syntax", &p->loc, "more than %d operands", SPEC_ARGS);
			break;
		}
		op.slots[op.nslots] = op.form.item[i].sort;
		op.slot_letter[op.nslots++] = op.form.item[i].letter;
	}
	*arena_append(r->arena, r->spec->op, r->spec->nops) = op;
	add_body(r, &r->op, &r->nops, b, p, NULL);
}

/* Phrases that start with a property, or assign behind `sets`, belong to the forms before them. */
static void declare_operations(struct resolver *r, struct syntax_block *b, bool probe)
{
	struct syntax_phrase *p;
	unsigned int i;

	for (p = b->first->first; p; p = p->next) {
		struct items side = items_of(r, p->test->kind == N_COMPARE ? p->test->first : p->test);

		for (i = 0; i < side.n && !is_property(side.item[i]); i++)
			;
		if (i && (p->test->kind != N_COMPARE || i < side.n))
			declare_op(r, b, p, items_from(side, 0, i), probe);
	}
}

void declare_ops(struct resolver *r, struct syntax_block *b)
{
	declare_operations(r, b, false);
}

void declare_probes(struct resolver *r, struct syntax_block *b)
{
	declare_operations(r, b, true);
}
