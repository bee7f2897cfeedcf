// SPDX-License-Identifier: GPL-2.0-only
/* lower.c - from the resolved spec to the tables of rule.h, see lower.h. */
#include <stdlib.h>
#include <string.h>

#include "spec/eval.h"
#include "spec/expr.h"
#include "spec/lower_inner.h"

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
		struct expr *body = lower_meaning(l, e);

		if (body->kind == X_AND || body->kind == X_WORD)
			flatten(l, part, body, text);
		else
			lower_phrase(l, part, body, text);
	} else if (e->kind != X_TRUE) {
		lower_phrase(l, part, e, text);
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
		o.text = arena_printf(l->arena, "%s%s%s", o.text, i ? ", " : "",
				      ast->phrase[i]->text ? ast->phrase[i]->text : "");
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
		if (!lower_is_class(ast->given[i]) || ast->given[i]->args[0]->kind != X_LETTER)
			flatten(l, part, ast->given[i], NULL);
	for (i = 0; i < ast->ngiven; i++)	/* `F in { … }` is a conjunct like any other, behind its classes */
		if (lower_is_class(ast->given[i]) && ast->given[i]->args[0]->kind == X_LETTER)
			lower_phrase(l, part, ast->given[i], NULL);
	part->ngiven = part->nphrases;
	lower_whens(l, part, ast, dims);
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
		if (lower_is_class(ast->given[i]))
			lower_classes(l, part, dims, ast->given[i]);
	for (i = 0; i < l->spec->nletters; i++) {
		if (!(part->letters >> i & 1))
			continue;
		lower_candidates(l, part, ast, dims, i, &crossed);
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
	const char *text = arena_printf(l->arena, "%s%s%s", s->kind, s->ref && *s->ref ? " " : "",
					s->ref ? s->ref : "");

	return s->quote ? arena_printf(l->arena, "%s \"%s\"", text, s->quote) : text;
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
		.unsafe = ast->unsafe, .bearable = ast->bearable, .since = ast->since, .until = ast->until,
		.text = ast->text,
		.unchecked = ast->unchecked ? ast->unchecked_why ? ast->unchecked_why : "" : NULL,
		.sources = sources, .unless = ast->unless, .nunless = ast->nunless,
		.where = arena_printf(l->arena, "%s:%d", ast->pos.file, ast->pos.line),
		.group = arena_printf(l->arena, "%.*s", (int)strcspn(ast->id, "-"), ast->id),
	};
	rule->part = part;
	if (ast->unchecked)
		return;
	rule->nparts = ast->nparts;
	l->dims[n] = arena_alloc(l->arena, (ast->nparts + 1) * sizeof(**l->dims));
	for (i = 0; i < ast->nparts; i++) {
		part[i].rule = rule;
		part[i].eval = l->eval;
		lower_part(l, &part[i], &ast->part[i], &l->dims[n][i]);
	}
}

struct given { uint64_t hash; struct phrase *phrase; };

static int by_hash(const void *a, const void *b)
{
	const struct given *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Number the givens that several parts have, so that the oracle needs to ask only once in a step. */
static void number_shared(struct lowered *l)
{
	struct given *g = NULL;
	unsigned int n = 0, i, k;

	for (i = 0; i < l->rules.nrules; i++)
		for (k = 0; k < l->rule[i].nparts; k++) {
			const struct part *part = &l->rule[i].part[k];

			for (unsigned int p = 0; p < part->ngiven; p++) {
				struct phrase *phrase = (struct phrase *)&part->phrase[p];
				struct given one = { expr_hash(phrase->expr), phrase };

				PUSH(l, g, n, one);
			}
		}
	if (n)
		qsort(g, n, sizeof(*g), by_hash);
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && expr_same(g[i].phrase->expr, g[k].phrase->expr); k++)
			;
		if (k == i + 1)
			continue;
		l->rules.nshared++;
		while (i < k)
			g[i++].phrase->shared = l->rules.nshared;
	}
}

/* Which `when` speaks of which operation. */
static void index_whens(struct lowered *l)
{
	for (unsigned int i = 0; i < l->rules.nrules; i++)
		for (unsigned int p = 0; p < l->rule[i].nparts; p++)
			for (unsigned int w = 0; w < l->rule[i].part[p].nwhens; w++) {
				struct op_info *op = &l->op[l->rule[i].part[p].when[w].op];
				struct spoken spoken = { i, p, w };

				PUSH(l, op->spoken, op->nspoken, spoken);
			}
}

void lower(const struct spec *spec, struct arena *arena, struct lowered *out)
{
	const struct rule **list = arena_alloc(arena, (spec->nrules + 1) * sizeof(*list));

	*out = (struct lowered){ .spec = spec, .arena = arena, .eval = eval_phrase };
	out->rule = arena_alloc(arena, (spec->nrules + 1) * sizeof(*out->rule));
	out->dims = arena_alloc(arena, (spec->nrules + 1) * sizeof(*out->dims));
	out->let_reads = arena_alloc(arena, (spec->nlets + 1) * sizeof(*out->let_reads));
	out->word_reads = arena_alloc(arena, (spec->nwords + 1) * sizeof(*out->word_reads));
	out->define_reads = arena_alloc(arena, (spec->ndefines + 1) * sizeof(*out->define_reads));
	out->rules = (struct rules){ .hash = spec->hash, .rule = list, .nrules = spec->nrules, .spec = spec };
	lower_vocabulary(out);
	for (unsigned int i = 0; i < spec->nrules; i++) {
		list[i] = &out->rule[i];
		lower_rule(out, i);
	}
	index_whens(out);
	number_shared(out);
}
