// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_outcomes.c - checks of what a part can come to: can it fail, can it pass, can each of its lines happen.
 */
#include <string.h>

#include "spec/checks.h"
#include "spec/explore.h"

/* The cases of part @p of rule @r, one after the other; start with @i = 0. */
static const struct explored_case *next_case(const struct explored *x, unsigned int r, unsigned int p, unsigned int *i)
{
	for (; *i < x->ncases; ++*i)
		if (x->c[*i].rule == r && x->c[*i].part == p && x->c[*i].nspeaks &&
		    x->c[*i].speaks[0] == x->c[*i].rcase->part)
			return &x->c[(*i)++];
	return NULL;
}

/* Call @look for each part. */
static void each_part(struct checks *c, void (*look)(struct checks *c, unsigned int rule, unsigned int part))
{
	const struct explored *x = checks_explored(c);

	for (unsigned int r = 0; r < c->spec->nrules; r++)
		for (unsigned int p = 0; p < x->l.rule[r].nparts; p++)
			look(c, r, p);
}

/* Does the outcome ask for no more than the answer that it fits? */
static bool asks_no_more(const struct part *part, const struct outcome *o)
{
	for (unsigned int i = o->first; i < o->first + o->n; i++)
		if (part->phrase[i].asks != PHRASE_RESULT)
			return false;
	return true;
}

/* Is the case content with every answer, and looks at nothing else? */
static bool is_content(const struct explored_case *x)
{
	const struct part *part = x->rcase->part;

	for (unsigned int i = 0; i < x->nanswers; i++) {
		bool content = x->answer[i].fits[0] == EXPLORE_SILENT;

		for (unsigned int k = 0; k < part->noutcomes; k++)
			content |= x->answer[i].fits[0] >> k & 1 && asks_no_more(part, &part->outcome[k]);
		if (!content)
			return false;
	}
	return true;
}

static void look_if_it_can_fail(struct checks *c, unsigned int rule, unsigned int part)
{
	const struct explored *x = checks_explored(c);
	const struct part *p = &x->l.rule[rule].part[part];
	const struct explored_case *k;
	unsigned int i = 0;

	bool content = false;

	while (!p->nnever && !p->nduring && !p->healthy && (k = next_case(x, rule, part, &i))) {
		content = is_content(k);
		if (!content)
			break;
	}
	if (!content)
		return;
	check_report(c, &c->spec->rule[rule].part[part].pos, "whatever %s answers, %s is content",
		     x->l.rules.op[p->when[0].op].name, c->spec->rule[rule].id);
	diag_hint(c->diag, "say what must be so afterwards");
}

void check_cannot_fail(struct checks *c)
{
	each_part(c, look_if_it_can_fail);
}

/* Who forbids the outcome in the case, though it fits an answer? NULL: nobody, or it fits none. */
static const struct part *forbidden_by(const struct explored_case *x, unsigned int outcome)
{
	const struct part *who = NULL;

	for (unsigned int i = 0; i < x->nanswers; i++) {
		const struct answer *a = &x->answer[i];

		if (a->chosen >> outcome & 1)
			return NULL;
		if (!(a->fits[0] >> outcome & 1) || who)
			continue;
		if (a->allowed)		/* its own wishes cannot be had: whoever else speaks is in the way */
			who = x->speaks[a->whose || x->nspeaks == 1 ? a->whose : 1];
		for (unsigned int k = 1; k < x->nspeaks && !who; k++)
			if (!a->fits[k])
				who = x->speaks[k];
	}
	return who;
}

static void look_at_alternative(struct checks *c, unsigned int rule, unsigned int part, unsigned int outcome)
{
	const struct explored *x = checks_explored(c);
	const struct outcome_ast *ast = &c->spec->rule[rule].part[part].outcome[outcome];
	const struct part *who = NULL;
	const struct explored_case *k;
	unsigned int i = 0;

	while ((k = next_case(x, rule, part, &i))) {
		const struct part *forbids = forbidden_by(k, outcome);
		bool fits = false;

		for (unsigned int n = 0; n < k->nanswers; n++)
			fits |= k->answer[n].fits[0] >> outcome & 1;
		if (fits && !forbids)
			return;
		who = who ? who : forbids;
	}
	if (!who)
		return;
	check_report(c, &ast->pos, "this can never happen: %s forbids it", who->rule->id);
	diag_hint(c->diag, "leave it out, or say `unless %s` here, or `unless %s` there", who->rule->id,
		  c->spec->rule[rule].id);
}

static void look_at_alternatives(struct checks *c, unsigned int rule, unsigned int part)
{
	const struct part_ast *ast = &c->spec->rule[rule].part[part];

	for (unsigned int i = 0; i < ast->noutcomes && i < 31; i++)
		if (ast->outcome[i].class != OUT_THEN)
			look_at_alternative(c, rule, part, i);
}

void check_dead_alternative(struct checks *c)
{
	each_part(c, look_at_alternatives);
}

/* Can the case come to an outcome that is no skip? */
static bool can_tell(const struct explored_case *x)
{
	const struct part *part = x->rcase->part;

	for (unsigned int i = 0; i < x->nanswers; i++)
		for (unsigned int k = 0; k < part->noutcomes; k++)
			if (x->answer[i].chosen >> k & 1 && part->outcome[k].class != OUT_SKIP)
				return true;
	return false;
}

static void look_if_only_skip(struct checks *c, unsigned int rule, unsigned int part)
{
	const struct explored *x = checks_explored(c);
	const struct explored_case *k;
	bool skips = false;
	unsigned int i = 0;

	while ((k = next_case(x, rule, part, &i))) {
		if (can_tell(k))
			return;
		for (unsigned int n = 0; n < k->nanswers; n++)
			skips |= k->answer[n].chosen != 0;
	}
	if (skips)
		check_report(c, &c->spec->rule[rule].part[part].pos,
			     "as the other rules have it only a `skip` of %s can happen", c->spec->rule[rule].id);
}

/* A part that is excepted by `unless` in all its own cases says nothing in any. */
static void look_if_excepted(struct checks *c, unsigned int rule, unsigned int part)
{
	const struct explored *x = checks_explored(c);
	const struct rule_ast *ast = &c->spec->rule[rule];
	const struct explored_case *some = NULL;

	for (unsigned int i = 0; i < x->ncases; i++) {
		const struct explored_case *k = &x->c[i];

		if (k->rule != rule || k->part != part || !k->nspeaks)
			continue;
		if (k->speaks[0] == k->rcase->part)
			return;
		some = k;
	}
	for (unsigned int i = 0; some && i < some->nspeaks; i++)
		for (unsigned int u = 0; u < ast->nunless; u++)
			if (some->speaks[i]->rule == &x->l.rule[ast->unless[u]])
				return check_report(c, &ast->part[part].pos, "%s excepts %s in each of its cases",
						    some->speaks[i]->rule->id, ast->id);
}

void check_only_skip(struct checks *c)
{
	each_part(c, look_if_only_skip);
	each_part(c, look_if_excepted);
}

/* Can the target be seen to keep, or to break, a phrase of an outcome of @op? */
static bool can_be_seen(const struct spec *s, const struct op *op, const struct expr *e)
{
	switch (e->kind) {
	case X_SUCCEEDS: case X_FAILS: case X_ERRNO: case X_RETURNS:
		return op->returns != RETURNS_NOTHING;
	case X_EFFECT:
		return s->var[e->args[0]->index].seen_by;
	case X_UNCHANGED:
		return !e->nargs || e->args[0]->kind != X_VAR || s->var[e->args[0]->index].fact ||
		       s->var[e->args[0]->index].seen_by;
	default:
		return true;
	}
}

void check_unobservable(struct checks *c)
{
	const struct rule_ast *rule;
	const struct part_ast *part;
	const struct outcome_ast *out;

	for_each_part(c, rule, part)
		for_each_outcome(part, out) {
			bool seen = part->nnever || part->nduring || part->healthy;

			for (unsigned int i = 0; i < out->nphrases; i++)
				seen |= can_be_seen(c->spec, &c->spec->op[part->when[0].op], out->phrase[i]);
			if (seen || out->class == OUT_SKIP)
				continue;
			check_report(c, &out->pos, "nobody can see whether this is so");
			diag_hint(c->diag, "say what a probe shows of it");
		}
}
