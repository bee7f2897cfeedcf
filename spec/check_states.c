// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_states.c - checks of what outcomes say about the state, and of what probes see of it.
 */
#include <string.h>

#include "spec/checks.h"

void check_no_frame_owner(struct checks *c)
{
	const struct var *v;

	for_each(v, c->spec->var, c->spec->nvars)
		if (v->seen_by && !v->frame) {
			check_report(c, &v->pos, "`%s` is seen by %s, and no rule owns it", v->name, v->seen_by);
			diag_hint(c->diag, "frame RULE: the rule that is accused when it changes unasked");
		}
}

void check_blind_effect(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out;
	const struct var *v;
	unsigned int i;

	for_each_part(c, rule, part)
		for_each_outcome(part, out)
			for (i = 0; i < out->nphrases; i++) {
				if (out->phrase[i]->kind != X_EFFECT)
					continue;
				v = &c->spec->var[out->phrase[i]->index];
				if (v->seen_by)
					continue;
				check_report(c, &out->phrase[i]->pos, "no probe sees `%s`: never checked", v->name);
				diag_hint(c->diag, "history that nobody sees is kept by the operation: sets %s",
					  out->phrase[i]->text);
			}
}

/* Does this phrase say that the operation failed? */
static bool says_no(const struct spec *s, const struct part_ast *part, const struct expr *e)
{
	if (e->kind == X_FAILS || e->kind == X_ERRNO)
		return true;
	return e->kind == X_RETURNS && e->nargs == 1 && e->args[0]->kind == X_NUMBER && !e->args[0]->num &&
	       part->nwhens && s->op[part->when[0].op].fails == FAILS_ZERO;
}

void check_silent_error(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out;
	const struct expr *no;
	bool silent;
	unsigned int i;

	for_each_part(c, rule, part)
		for_each_outcome(part, out) {
			no = NULL;
			silent = true;
			for (i = 0; i < out->nphrases; i++) {
				if (says_no(c->spec, part, out->phrase[i]))
					no = out->phrase[i];
				else
					silent = false;
			}
			if (!no || !silent)
				continue;
			check_report(c, &no->pos, "`%s`: and what becomes of the state?", no->text);
			diag_hint(c->diag, "say `unchanged`, or what changes");
		}
}

/* Is there a probe that sees whether this phrase is kept? What no outcome names is unchanged anyhow. */
static bool visible(const struct spec *s, const struct expr *e)
{
	if (e->kind == X_EFFECT)
		return s->var[e->index].seen_by;
	return e->kind != X_UNCHANGED;
}

/* Does @b have every visible phrase of @a? */
static bool covers(const struct spec *s, const struct outcome_ast *a, const struct outcome_ast *b)
{
	unsigned int i, j;

	for (i = 0; i < a->nphrases; i++) {
		for (j = 0; j < b->nphrases && !expr_same(a->phrase[i], b->phrase[j]); j++)
			;
		if (j == b->nphrases && visible(s, a->phrase[i]))
			return false;
	}
	return true;
}

static bool same_guard(const struct outcome_ast *a, const struct outcome_ast *b)
{
	return a->guard && b->guard ? expr_same(a->guard, b->guard) : a->guard == b->guard;
}

void check_indistinct(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out, *then;

	for_each_part(c, rule, part)
		for_each_outcome(part, out)
			for_each_outcome(part, then)
				if (out->class == OUT_DEGRADED && then->class == OUT_THEN && same_guard(out, then) &&
				    covers(c->spec, out, then) && covers(c->spec, then, out))
					check_report(c, &out->pos, "no probe tells `%s` from the `then` at line %d",
						     out->name ? out->name : "degraded", then->pos.line);
}

/* Is the number 0 among what is allowed? */
static bool allows_zero(const struct expr *e)
{
	unsigned int i;

	if (e->kind == X_NUMBER)
		return !e->num;
	for (i = 0; e->kind == X_SET && i < e->nargs; i++)
		if (allows_zero(e->args[i]))
			return true;
	return false;
}

/* The operation whose answer this phrase is about, or NULL. */
static const struct op *probed(const struct spec *s, const struct part_ast *part, const struct expr *e)
{
	if (e->kind == X_PROBE)
		return &s->op[e->index];
	return e->kind == X_RETURNS && part->nwhens ? &s->op[part->when[0].op] : NULL;
}

void check_zero_ambiguous(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out;
	unsigned int i;

	for_each_part(c, rule, part)
		for_each_outcome(part, out)
			for (i = 0; i < out->nphrases; i++) {
				const struct expr *e = out->phrase[i];
				const struct op *op = probed(c->spec, part, e);

				if (!op || !op->zero_twofold || !allows_zero(e->args[e->nargs - 1]))
					continue;
				check_report(c, &e->pos, "an answer of 0 from %s means two things", op->name);
				diag_hint(c->diag, "say `none`, or look at an address whose answer is not 0");
			}
}
