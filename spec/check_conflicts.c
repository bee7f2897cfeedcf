// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_conflicts.c - checks of rules that speak of the same step: can they all be kept.
 */
#include <string.h>

#include "spec/checks.h"
#include "spec/explore.h"

static const struct rule_ast *rule_of(struct checks *c, const struct part *part)
{
	return &c->spec->rule[part->rule - checks_explored(c)->l.rule];
}

static const struct srcpos *pos_of(struct checks *c, const struct part *part)
{
	return &rule_of(c, part)->part[part - part->rule->part].pos;
}

/* What was reported, of two parts or of a part and a phrase: one case of each is enough. */
struct pairs {
	struct { const void *a, *b; } *pair;
	unsigned int n;
	struct arena arena;
};

static bool is_new(struct pairs *p, const void *a, const void *b)
{
	for (unsigned int i = 0; i < p->n; i++)
		if ((p->pair[i].a == a && p->pair[i].b == b) || (p->pair[i].a == b && p->pair[i].b == a))
			return false;
	p->pair = arena_grow(&p->arena, p->pair, p->n, sizeof(*p->pair));
	p->pair[p->n].a = a;
	p->pair[p->n++].b = b;
	return true;
}

static const char *part_name(struct checks *c, const struct part *part)
{
	return part->name ? arena_printf(&c->diag->arena, "%s.%s", part->rule->id, part->name) : part->rule->id;
}

/* Is there an answer that both allow? */
static bool common(const struct explored_case *x, unsigned int a, unsigned int b)
{
	for (unsigned int i = 0; i < x->nanswers; i++)
		if (x->answer[i].fits[a] && x->answer[i].fits[b])
			return true;
	return false;
}

static bool any_allowed(const struct explored_case *x)
{
	for (unsigned int i = 0; i < x->nanswers; i++)
		if (x->answer[i].allowed)
			return true;
	return false;
}

/* What a part allows in this case, for the message. */
static const char *allows(struct checks *c, const struct explored_case *x, unsigned int n)
{
	const char *text = "";

	for (unsigned int i = 0; i < x->nanswers; i++)
		if (x->answer[i].fits[n])
			text = arena_printf(&c->diag->arena, "%s%s%s", text, *text ? ", " : "", x->answer[i].text);
	return *text ? text : "nothing";
}

/* Looking for them, by the rules of one kernel. */
struct look {
	struct checks *c;
	const char *where;	/* ", on Linux 6.13", or nothing */
	struct pairs pairs;
};

/* At the one that stands further down: it is likely to be the newer one. */
static void report_outcomes(struct look *l, const struct explored_case *x, unsigned int a, unsigned int b)
{
	const struct rule_ast *other = rule_of(l->c, x->speaks[b]);

	if (other > rule_of(l->c, x->speaks[a]))
		return report_outcomes(l, x, b, a);
	check_report(l->c, pos_of(l->c, x->speaks[a]), "in %s%s, %s allows %s, and %s allows %s", x->rcase->name, l->where,
		     part_name(l->c, x->speaks[a]), allows(l->c, x, a), part_name(l->c, x->speaks[b]),
		     allows(l->c, x, b));
	diag_hint(l->c->diag, "say `unless %s`, or what is given here and not there (%s:%d)", other->id, other->pos.file,
		  other->pos.line);
}

static void look_at_outcomes(void *arg, const struct explored_case *x)
{
	struct look *l = arg;
	bool found = false;

	if (!x->nspeaks || any_allowed(x))
		return;
	for (unsigned int a = 0; a < x->nspeaks; a++)
		for (unsigned int b = a + 1; b < x->nspeaks; b++) {
			if (common(x, a, b))
				continue;
			found = true;
			if (is_new(&l->pairs, x->speaks[a], x->speaks[b]))
				report_outcomes(l, x, a, b);
		}
	if (!found && is_new(&l->pairs, x->speaks[0], x->speaks[0]))
		check_report(l->c, pos_of(l->c, x->speaks[0]),
			     "in %s%s no answer suits all %u parts of rules that speak of it", x->rcase->name,
			     l->where, x->nspeaks);
}

void check_conflicting_outcomes(struct checks *c)
{
	const struct explored *x = checks_explored(c);
	struct look look = { .c = c, .where = "" };

	for (unsigned int i = 0; i < x->ncases; i++)
		look_at_outcomes(&look, &x->c[i]);
	arena_free(&look.pairs.arena);
}

/* Versions with which something begins or ends. */
struct versions { const char **version; unsigned int n; struct arena arena; };

static void add_version(struct versions *v, const char *version)
{
	for (unsigned int i = 0; version && i < v->n; i++)
		if (!strcmp(v->version[i], version))
			return;
	if (version)
		*arena_append(&v->arena, v->version, v->n) = version;
}

/* On older kernels other rules are in force: those of each stretch between two versions, and before the first. */
void check_conflicting_versions(struct checks *c)
{
	struct explored *x = checks_explored(c);
	struct versions v = { 0 };
	struct look look = { .c = c };
	const struct outcome_ast *out;
	const struct rule_ast *rule;
	const struct part_ast *part;

	add_version(&v, "0.1");
	for_each_rule(c, rule) {
		add_version(&v, rule->since);
		add_version(&v, rule->until);
	}
	for_each_part(c, rule, part)
		for_each_outcome(part, out) {
			add_version(&v, out->since);
			add_version(&v, out->until);
		}
	for (unsigned int i = 0; v.n > 1 && i < v.n; i++) {
		look.where = i ? arena_printf(&c->diag->arena, ", on Linux %s", v.version[i]) : ", on an old kernel";
		explore_kernel(x, v.version[i], look_at_outcomes, &look);
	}
	arena_free(&v.arena);
	arena_free(&look.pairs.arena);
}

void check_conflicting_effects(struct checks *c)
{
	const struct explored *x = checks_explored(c);
	struct pairs pairs = { 0 };

	for (unsigned int i = 0; i < x->ncases; i++) {
		const struct explored_case *k = &x->c[i];

		for (unsigned int n = 0; n < k->nanswers; n++) {
			const struct answer *answer = &k->answer[n];
			const struct part *whose = k->speaks[answer->whose];

			if (!answer->allowed || answer->agreed || !answer->phrase ||
			    !is_new(&pairs, whose, answer->phrase))
				continue;
			check_report(c, pos_of(c, whose),
				     "in %s, if the answer is %s, `%s` of %s cannot be had with what the others want",
				     k->rcase->name, answer->text, answer->phrase, part_name(c, whose));
		}
	}
	arena_free(&pairs.arena);
}
