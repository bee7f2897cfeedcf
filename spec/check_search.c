// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_search.c - checks of the cases that the planner makes: has each a set-up, are their names the old ones.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spec/checks.h"
#include "spec/explore.h"

/* Report the cases of which the planner said so. */
static void report_unplanned(struct checks *c, enum planned planned, const char *fmt)
{
	const struct explored *x = checks_explored(c);

	for (unsigned int i = 0; i < x->nunplanned; i++) {
		const struct unplanned *u = &x->unplanned[i];
		const struct rule_ast *rule = &c->spec->rule[u->rcase.part->rule - x->l.rule];
		const struct part_ast *part = &rule->part[u->rcase.part - u->rcase.part->rule->part];

		if (u->planned == planned)
			check_report(c, &part->pos, fmt, u->rcase.name, u->phrase);
	}
}

void check_unreachable_given(struct checks *c)
{
	report_unplanned(c, PLAN_NO_PATH, "%s: no operations that the rules speak of lead to `%s`");
	report_unplanned(c, PLAN_GAVE_UP, "%s: the search for operations that lead to `%s` was given up");
}

void check_empty_pick(struct checks *c)
{
	report_unplanned(c, PLAN_NO_VALUE, "%s: on no specimen is there a value with `%s`");
}

static void report_uncovered(void *arg, int op, const char *act, const char *steps)
{
	struct checks *c = arg;

	check_report(c, &c->spec->op[op].pos, "no rule says what `%s` does %s%s", act,
		     *steps ? "after: " : "at the start",
		     steps);
}

void check_unspecified(struct checks *c)
{
	plan_uncovered(checks_explored(c)->planner, report_uncovered, c);
}

/* ---- case-renamed ---- */

struct name { char *text; int line; };
struct names { struct name *name; unsigned int n; };	/* the lines of a file */

static bool read_names(const char *path, struct names *names)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;
	int line = 0;

	*names = (struct names){ 0 };
	if (!f)
		return false;
	while (getline(&text, &room, f) > 0) {
		line++;
		text[strcspn(text, "\r\n")] = '\0';
		if (!*text || *text == '#')
			continue;
		names->name = reallocarray(names->name, names->n + 1, sizeof(*names->name));
		if (!names->name)
			abort();
		names->name[names->n++] = (struct name){ strdup(text), line };
	}
	free(text);
	fclose(f);
	return true;
}

static void free_names(struct names *names)
{
	for (unsigned int i = 0; i < names->n; i++)
		free(names->name[i].text);
	free(names->name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->text, ((const struct name *)b)->text);
}

static bool listed(const struct names *names, const char *name)
{
	struct name wanted = { (char *)name, 0 };

	return names->n && bsearch(&wanted, names->name, names->n, sizeof(*names->name), by_name);
}

/* The names of all cases; what they point at is not theirs. */
static struct names names_now(const struct explored *x)
{
	struct names names = { calloc(x->ncases + 1, sizeof(*names.name)), x->ncases };

	if (!names.name)
		abort();
	for (unsigned int i = 0; i < x->ncases; i++)
		names.name[i].text = (char *)x->c[i].rcase->name;
	if (names.n)
		qsort(names.name, names.n, sizeof(*names.name), by_name);
	return names;
}

static bool is_of(const struct rule_ast *rule, const char *name)
{
	size_t len = strlen(rule->id);

	return !strncmp(rule->id, name, len) && (!name[len] || strchr("./", name[len]));
}

/* The rule whose case has that name, @likely as often as not; NULL if there is no such rule. */
static const struct rule_ast *rule_of(const struct spec *spec, const char *name, const struct rule_ast *likely)
{
	if (likely && is_of(likely, name))
		return likely;
	for (unsigned int i = 0; i < spec->nrules; i++)
		if (is_of(&spec->rule[i], name))
			return &spec->rule[i];
	return NULL;
}

static const char *more(struct checks *c, unsigned int n)
{
	return n > 1 ? arena_printf(&c->diag->arena, ", and %u more", n - 1) : "";
}

static void report_new(struct checks *c, const struct names *names)
{
	const struct explored *x = checks_explored(c);

	for (unsigned int i = 0, k; i < x->ncases; i = k) {
		const struct explored_case *first = NULL;
		unsigned int n = 0;

		for (k = i; k < x->ncases && x->c[k].rcase->part == x->c[i].rcase->part; k++) {
			if (listed(names, x->c[k].rcase->name))
				continue;
			first = n++ ? first : &x->c[k];
		}
		if (!n)
			continue;
		check_report(c, &c->spec->rule[first->rule].part[first->part].pos, "the name %s is new%s",
			     first->rcase->name, more(c, n));
		diag_hint(c->diag, "make update-cases");
	}
}

static void report_gone(struct checks *c, const struct names *names)
{
	struct names now = names_now(checks_explored(c));

	for (unsigned int i = 0, k; i < names->n; i = k) {
		const struct rule_ast *rule = rule_of(c->spec, names->name[i].text, NULL);
		struct srcpos in_list = { .file = c->cases, .line = names->name[i].line, .column = 1 };
		const char *first = NULL;
		unsigned int n = 0;

		for (k = i; k < names->n && rule_of(c->spec, names->name[k].text, rule) == rule; k++) {
			if ((!rule && !c->whole) || listed(&now, names->name[k].text))
				continue;
			first = n++ ? first : names->name[k].text;
		}
		if (!n)
			continue;
		check_report(c, rule ? &rule->pos : &in_list, "no case has the name %s any more%s", first, more(c, n));
		diag_hint(c->diag, "who has noted it will miss it: if that must be, make update-cases");
	}
	free(now.name);
}

/* Users have the names in their lists of what is expected to fail. */
void check_case_renamed(struct checks *c)
{
	struct names names;

	if (!c->cases || !read_names(c->cases, &names))
		return;
	if (names.n)
		qsort(names.name, names.n, sizeof(*names.name), by_name);
	report_new(c, &names);
	report_gone(c, &names);
	free_names(&names);
}
