// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_names.c - checks of what names and letters refer to.
 */
#include <stdlib.h>
#include <string.h>

#include "spec/checks.h"

/* Where a letter of @missing is written in a phrase, and which it is. */
struct sought { uint32_t missing; const struct expr *found; };

static void seek(const struct expr *e, void *data)
{
	struct sought *s = data;

	if (!s->found && e->kind == X_LETTER && s->missing & 1u << e->index)
		s->found = e;
}

static void unbound(struct checks *c, const struct expr *e, uint32_t bound, const char *where)
{
	struct sought s = { .missing = e ? e->letters & ~bound : 0 };
	const char *name;
	int letter;

	if (!s.missing)
		return;
	expr_walk(e, seek, &s);
	letter = s.found ? s.found->index : __builtin_ctz(s.missing);
	name = c->spec->letter[letter].name;
	if (s.found)
		check_report(c, &s.found->pos, "`%s` is in %s, in neither `given` nor `when`", name, where);
	else	/* a word or let reads it */
		check_report(c, &e->pos, "this reads `%s`, which is in neither `given` nor `when`", name);
}

/* In `never`, a device that nothing binds is each of them. */
static uint32_t devices(const struct spec *s)
{
	uint32_t set = 0;
	unsigned int i;

	for (i = 0; i < s->nletters; i++)
		if (s->sort[s->letter[i].sort].kind == SORT_DEVICE)
			set |= 1u << i;
	return set;
}

void check_unbound_letter(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out;
	unsigned int i;

	for_each_part(c, rule, part) {
		uint32_t bound = part_bound(part);

		for_each_outcome(part, out) {
			for (i = 0; i < out->nphrases; i++)
				unbound(c, out->phrase[i], bound, "an outcome");
			unbound(c, out->guard, bound, "`if`");
		}
		for (i = 0; i < part->nduring; i++)
			unbound(c, part->during[i], bound, "`during`");
		for (i = 0; i < part->nnever; i++) {
			unbound(c, part->never[i], bound | devices(c->spec), "`never`");
			unbound(c, part->never_guard[i], bound | devices(c->spec), "`if`");
		}
	}
}

void check_effect_on_fact(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out;
	unsigned int i;

	for_each_part(c, rule, part)
		for_each_outcome(part, out)
			for (i = 0; i < out->nphrases; i++) {
				const struct expr *e = out->phrase[i];
				bool define;

				if (e->kind != X_EQ && e->kind != X_IN)
					continue;
				define = e->args[0]->kind == X_DEFINE;
				if (!define && e->args[0]->kind != X_VAR)
					continue;
				check_report(c, &e->pos, "`%s` assigns a %s", e->text, define ? "definition" : "fact");
				diag_hint(c->diag, define ? "assign the states that it is defined by" :
					  "no operation changes a fact: say it in `given` or behind `if`");
			}
}

/* Unused declarations */

struct used {
	bool *word, *let, *define;
};

static void mark(const struct expr *e, void *data)
{
	struct used *u = data;

	if (e->kind == X_WORD)
		u->word[e->index] = true;
	else if (e->kind == X_LET)
		u->let[e->index] = true;
	else if (e->kind == X_DEFINE)
		u->define[e->index] = true;
}

static void mark_guarded(struct used *u, const struct guarded *g, unsigned int n)
{
	for (; n--; g++) {
		expr_walk(g->value, mark, u);
		expr_walk(g->guard, mark, u);
	}
}

static void mark_part(struct used *u, const struct part_ast *part)
{
	unsigned int i, j;

	for (i = 0; i < part->ngiven; i++)
		expr_walk(part->given[i], mark, u);
	for (i = 0; i < part->nwhens; i++)
		for (j = 0; j < part->when[i].nargs; j++)
			expr_walk(part->when[i].arg[j], mark, u);
	for (i = 0; i < part->nduring; i++)
		expr_walk(part->during[i], mark, u);
	for (i = 0; i < part->noutcomes; i++) {
		for (j = 0; j < part->outcome[i].nphrases; j++)
			expr_walk(part->outcome[i].phrase[j], mark, u);
		expr_walk(part->outcome[i].guard, mark, u);
	}
	for (i = 0; i < part->nnever; i++) {
		expr_walk(part->never[i], mark, u);
		expr_walk(part->never_guard[i], mark, u);
	}
}

static void mark_all(const struct spec *s, struct used *u)
{
	unsigned int i, j;

	for (i = 0; i < s->nsorts; i++)
		mark_guarded(u, s->sort[i].pick, s->sort[i].npicks);
	for (i = 0; i < s->nvars; i++)
		mark_guarded(u, s->var[i].start, s->var[i].nstarts);
	for (i = 0; i < s->nlets; i++)
		expr_walk(s->let[i].value, mark, u);
	for (i = 0; i < s->ndefines; i++)
		mark_guarded(u, s->define[i].value, s->define[i].nclauses);
	for (i = 0; i < s->nops; i++) {
		mark_guarded(u, s->op[i].expects, s->op[i].nexpects);
		for (j = 0; j < s->op[i].nsets; j++)
			expr_walk(s->op[i].sets[j], mark, u);
	}
	for (i = 0; i < s->nwords; i++) {
		expr_walk(s->word[i].means, mark, u);
		mark_guarded(u, s->word[i].pick, s->word[i].npicks);
		mark_guarded(u, s->word[i].miss, s->word[i].nmisses);
	}
	for (i = 0; i < s->ncaller_bugs; i++)
		mark_part(u, &s->caller_bug[i]);
	for (i = 0; i < s->nrules; i++)
		for (j = 0; j < s->rule[i].nparts; j++)
			mark_part(u, &s->rule[i].part[j]);
}

void check_unused(struct checks *c)
{
	const struct spec *s = c->spec;
	bool *used = calloc(s->nwords + s->nlets + s->ndefines + 1, sizeof(*used));
	struct used u = { .word = used };
	unsigned int i;

	if (!used)
		abort();
	u.let = u.word + s->nwords;
	u.define = u.let + s->nlets;
	mark_all(s, &u);
	for (i = 0; i < s->nwords; i++)
		if (!u.word[i])
			check_report(c, &s->word[i].pos, "nothing says `%s`", s->word[i].form.text);
	for (i = 0; i < s->nlets; i++)
		if (!u.let[i])
			check_report(c, &s->let[i].pos, "nothing reads `%s`", s->let[i].name);
	for (i = 0; i < s->ndefines; i++)
		if (!u.define[i])
			check_report(c, &s->define[i].pos, "nothing reads `%s`", s->define[i].name);
	free(used);
}
