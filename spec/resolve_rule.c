// SPDX-License-Identifier: GPL-2.0-only
/*
 * resolve_rule.c - the clauses of a rule, and of an outcome that rules refer to.
 */
#include <string.h>

#include "spec/resolve.h"

/* Where the clauses of a block go. */
struct target {
	struct resolver *r;
	struct rule_ast *rule;		/* NULL in a block of `outcome` */
	struct part_ast *part;
	uint32_t bound;			/* letters that `given` and `when` bind so far */
};

static void given(struct target *t, struct syntax_phrase *p)
{
	struct expr *e;

	if (p->guard) {
		resolve_error(t->r, "syntax", &p->guard->loc, "a `given` has no `if`");
		return;
	}
	e = resolve_test(t->r, p->test);
	if (!e)
		return;
	e->text = p->text;
	t->bound |= e->letters;
	*arena_append(t->r->arena, t->part->given, t->part->ngiven) = e;
}

static void when(struct target *t, struct syntax_phrase *p)
{
	struct when_ast w;
	unsigned int i;

	if (!resolve_when(t->r, p, &w))
		return;
	for (i = 0; i < w.nargs; i++)
		t->bound |= w.arg[i]->letters;
	if (w.env_arg)
		t->bound |= w.env_arg->letters;
	*arena_append(t->r->arena, t->part->when, t->part->nwhens) = w;
}

static void during(struct target *t, struct syntax_phrase *p)
{
	struct expr *e = resolve_demand(t->r, p, PLACE_DURING);

	if (e)
		*arena_append(t->r->arena, t->part->during, t->part->nduring) = e;
}

static void add_never(struct target *t, struct expr *e, struct expr *guard)
{
	unsigned int n = t->part->nnever;

	*arena_append(t->r->arena, t->part->never, t->part->nnever) = e;
	*arena_append(t->r->arena, t->part->never_guard, n) = guard;
}

static void never(struct target *t, struct syntax_phrase *p)
{
	struct expr *e = resolve_demand(t->r, p, PLACE_NEVER), *guard = resolve_guard(t->r, p);

	if (e && (guard || !p->guard))
		add_never(t, e, guard);
}

static void report(struct target *t, struct syntax_phrase *p)
{
	if (node_is(p->test, "result"))
		t->part->report_result = true;
	else if (node_is(p->test, "log"))
		t->part->report_log = true;
	else if (node_is(p->test, "fault-record"))
		t->part->report_fault = true;
	else
		resolve_error(t->r, "unknown-name", &p->loc, "what can be reported: result, log, fault-record");
}

static void after(struct target *t, struct syntax_phrase *p)
{
	t->part->healthy = node_is(p->test, "healthy");
	if (!t->part->healthy)
		resolve_error(t->r, "unknown-name", &p->loc, "what can be asked for afterwards: healthy");
}

static void unless(struct target *t, struct syntax_phrase *p)
{
	int rule = need_rule(t->r, &p->loc, p->test->kind == N_NAME ? p->test->text : "");

	if (rule >= 0)
		*arena_append(t->r->arena, t->rule->unless, t->rule->nunless) = rule;
}

static void see(struct target *t, struct syntax_phrase *p)
{
	int rule = need_rule(t->r, &p->loc, p->test->kind == N_NAME ? p->test->text : "");

	if (rule >= 0)
		*arena_append(t->r->arena, t->rule->see, t->rule->nsee) = t->r->spec->rule[rule].id;
}

static void note(struct target *t, struct syntax_phrase *p)
{
	if (p->test->kind == N_STRING)
		*arena_append(t->r->arena, t->rule->note, t->rule->nnotes) = p->test->text;
	else
		resolve_error(t->r, "syntax", &p->loc, "a note is a text in quotes");
}

static void unchecked(struct target *t, struct syntax_phrase *p)
{
	t->rule->unchecked = true;
	if (p->test->kind == N_STRING)
		t->rule->unchecked_why = p->test->text;
	else
		resolve_error(t->r, "syntax", &p->loc, "say why, in quotes: unchecked \"no operation shows it\"");
}

static void since(struct target *t, struct syntax_phrase *p)
{
	phrase_version(t->r, p, &t->rule->since);
}

static void until(struct target *t, struct syntax_phrase *p)
{
	phrase_version(t->r, p, &t->rule->until);
}

static const char *join(struct resolver *r, const char *a, const char *b)
{
	return a ? arena_printf(r->arena, "%s %s", a, b) : b;
}

/* `source KIND REF… "quotation"`; a line of strings alone goes on with the quotation above. */
static void source(struct target *t, struct syntax_phrase *p)
{
	struct items side = items_of(t->r, p->test);
	struct source s = { .pos = p->loc.pos }, *last;
	unsigned int i;

	for (i = 0; i < side.n && side.item[i]->kind == N_NAME; i++) {
		if (!i)
			s.kind = side.item[i]->text;
		else
			s.ref = join(t->r, s.ref, side.item[i]->text);
	}
	for (; i < side.n && side.item[i]->kind == N_STRING; i++)
		s.quote = join(t->r, s.quote, side.item[i]->text);
	last = t->rule->nsources ? &t->rule->source[t->rule->nsources - 1] : NULL;
	if (i < side.n || (!s.kind && !(last && last->quote)))
		resolve_error(t->r, "syntax", &p->loc, "a source is written: source KIND REFERENCE \"quotation\"");
	else if (!s.kind)
		last->quote = join(t->r, last->quote, s.quote);
	else
		*arena_append(t->r->arena, t->rule->source, t->rule->nsources) = s;
}

/* The clauses of which each phrase stands alone. */
static const struct {
	void (*add)(struct target *t, struct syntax_phrase *p);
	bool in_outcome;	/* an `outcome` has them too */
} clauses[] = {
	[CLAUSE_GIVEN] = { given, false },
	[CLAUSE_WHEN] = { when, false },
	[CLAUSE_DURING] = { during, false },
	[CLAUSE_NEVER] = { never, true },
	[CLAUSE_REPORT] = { report, true },
	[CLAUSE_AFTER] = { after, true },
	[CLAUSE_UNLESS] = { unless, false },
	[CLAUSE_SEE] = { see, false },
	[CLAUSE_NOTE] = { note, false },
	[CLAUSE_UNCHECKED] = { unchecked, false },
	[CLAUSE_SINCE] = { since, false },
	[CLAUSE_UNTIL] = { until, false },
	[CLAUSE_SOURCE] = { source, false },
};

/* Outcomes: all phrases of a line together */

static const struct part_ast *find_outcome(const struct spec *s, const struct node *n)
{
	unsigned int i;

	for (i = 0; i < s->ncaller_bugs; i++)
		if (node_is(n, s->caller_bug[i].name))
			return &s->caller_bug[i];
	return NULL;
}

/* Which letters stand for objects that are always there, so that an unbound one means each of them. */
static uint32_t devices(const struct spec *s)
{
	uint32_t set = 0;
	unsigned int i;

	for (i = 0; i < s->nletters; i++)
		if (s->sort[s->letter[i].sort].kind == SORT_DEVICE)
			set |= 1u << i;
	return set;
}

static struct expr *both(struct resolver *r, struct expr *a, struct expr *b)
{
	struct loc loc;

	if (!a || !b)
		return a ? a : b;
	loc.pos = a->pos;
	return expr_arg(r, expr_arg(r, expr_new(r, X_AND, -1, &loc), a), b);
}

/*
 * `caller-bug` where it stands: its phrases, and its other lines beside those of the part. A `never` about operands
 * that this operation does not have says nothing here.
 */
static void expand(struct target *t, struct outcome_ast *out, const struct part_ast *named)
{
	uint32_t known = t->bound | devices(t->r->spec);
	unsigned int i, j;

	for (i = 0; i < named->noutcomes; i++)
		for (j = 0; j < named->outcome[i].nphrases; j++)
			*arena_append(t->r->arena, out->phrase, out->nphrases) = named->outcome[i].phrase[j];
	for (i = 0; i < named->nnever; i++) {
		struct expr *guard = named->never_guard[i];

		if (!((named->never[i]->letters | (guard ? guard->letters : 0)) & ~known))
			add_never(t, named->never[i], both(t->r, guard, out->guard));
	}
	t->part->healthy |= named->healthy;
	t->part->report_result |= named->report_result;
	t->part->report_log |= named->report_log;
	t->part->report_fault |= named->report_fault;
}

static enum outcome_class class_of(enum clause clause)
{
	return clause == CLAUSE_THEN ? OUT_THEN : clause == CLAUSE_OR ? OUT_OR : clause == CLAUSE_SKIP ? OUT_SKIP :
	       OUT_DEGRADED;
}

/* The guard and versions that end a line; there is one guard for all of its phrases. */
static void line_ends(struct target *t, struct syntax_line *line, struct outcome_ast *out)
{
	struct syntax_phrase *p;

	for (p = line->first; p; p = p->next) {
		while (cut_tail(t->r, p, "since", &out->since) || cut_tail(t->r, p, "until", &out->until))
			;
		if (!p->guard)
			continue;
		if (out->guard)
			resolve_error(t->r, "syntax", &p->guard->loc, "one `if` guards the whole outcome");
		out->guard = resolve_guard(t->r, p);
	}
}

static void outcome(struct target *t, struct syntax_line *line)
{
	struct outcome_ast out = { .class = class_of(line->clause), .name = line->label, .pos = line->loc.pos };
	const struct part_ast *named;
	struct syntax_phrase *p;
	struct expr *e;

	out.pos.last_line = line->last->loc.pos.last_line;
	out.pos.last_column = line->last->loc.pos.last_column;
	if (line->clause == CLAUSE_DEGRADED && !line->label)
		resolve_error(t->r, "syntax", &line->loc, "a degraded outcome has a name: degraded fails-closed: …");
	line_ends(t, line, &out);
	for (p = line->first; p; p = p->next) {
		named = find_outcome(t->r->spec, p->test);
		e = named ? NULL : resolve_demand(t->r, p, PLACE_OUTCOME);
		if (named)
			expand(t, &out, named);
		else if (e)
			*arena_append(t->r->arena, out.phrase, out.nphrases) = e;
	}
	*arena_append(t->r->arena, t->part->outcome, t->part->noutcomes) = out;
}

/* Blocks */

static void next_part(struct target *t, const struct syntax_line *line, const char *name)
{
	t->part = arena_append(t->r->arena, t->rule->part, t->rule->nparts);
	*t->part = (struct part_ast){ .name = name, .pos = line->loc.pos };
	t->bound = 0;
}

static bool is_outcome(enum clause clause)
{
	return clause == CLAUSE_THEN || clause == CLAUSE_OR || clause == CLAUSE_SKIP || clause == CLAUSE_DEGRADED;
}

static void clause(struct target *t, const struct syntax_block *b, struct syntax_line *line)
{
	bool known = line->clause < sizeof(clauses) / sizeof(*clauses) && clauses[line->clause].add;
	struct syntax_phrase *p;

	if (is_outcome(line->clause) && (t->rule || line->clause == CLAUSE_THEN)) {
		outcome(t, line);
	} else if (line->clause == CLAUSE_PART && t->rule) {
		if (line->first->test->kind == N_NAME && !line->first->next)
			next_part(t, line, line->first->test->text);
		else
			resolve_error(t->r, "syntax", &line->loc, "a part has a name");
	} else if (known && (t->rule || clauses[line->clause].in_outcome)) {
		for (p = line->first; p; p = p->next)
			clauses[line->clause].add(t, p);
	} else {
		resolve_error(t->r, "syntax", &line->loc, "`%s` does not belong into a block of `%s`",
			      clause_name[line->clause], head_name[b->head]);
	}
}

static void block(struct target *t, struct syntax_block *b)
{
	struct syntax_line *line;

	for (line = b->first->next; line; line = line->next)
		if (!line->bad && line->first)
			clause(t, b, line);
}

/* `rule MAP-001 core settled`, and the sentence. */
static void rule_head(struct resolver *r, struct rule_ast *rule, struct syntax_phrase *p)
{
	struct items side = items_of(r, p->test);
	unsigned int i;

	for (i = 1; i < side.n; i++) {
		struct node *n = side.item[i];

		if (node_is(n, "core"))
			rule->core = true;
		else if (node_is(n, "unsafe"))
			rule->unsafe = true;
		else if (node_is(n, "bearable"))
			rule->bearable = true;
		else if (node_is(n, "settled") || node_is(n, "disputed") || node_is(n, "historical"))
			rule->consensus = n->text;
		else if (n->kind == N_STRING)
			rule->sentence = n->text;
		else
			resolve_error(r, "syntax", &n->loc, "behind the name of a rule stand: core, settled, disputed, "
				      "historical, unsafe, bearable");
	}
	for (p = p->next; p; p = p->next)
		if (p->test->kind == N_STRING)
			rule->sentence = join(r, rule->sentence, p->test->text);
		else
			resolve_error(r, "syntax", &p->loc, "a sentence in quotes stands here, or a clause");
}

void resolve_rules(struct resolver *r)
{
	unsigned int i;

	for (i = 0; i < r->nrules; i++) {
		struct target t = { .r = r, .rule = &r->spec->rule[i] };

		rule_head(r, t.rule, r->rule[i].phrase);
		next_part(&t, r->rule[i].block->first, NULL);
		block(&t, r->rule[i].block);
	}
}

void resolve_outcomes(struct resolver *r)
{
	unsigned int i;

	for (i = 0; i < r->noutcomes; i++) {
		struct target t = { .r = r, .part = &r->spec->caller_bug[i] };

		block(&t, r->outcome[i].block);
	}
}
