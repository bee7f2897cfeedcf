// SPDX-License-Identifier: GPL-2.0-only
/*
 * html_rules.c - matrix.html, rule by rule: what it says, who says so, and the cases of each row.
 *
 * The page must stay small enough to be mailed. Cases that passed are only named. If the steps of all others are too
 * much, each cell shows those of a few; the records have them all.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "reports/html.h"
#include "reports/legend.h"

#define DETAILS_BUDGET	2500000		/* bytes of all cases that are shown with their steps */

/* The part of a case's name that its rule does not say. */
static const char *short_name(const struct record *r)
{
	const char *slash = strchr(r->name, '/');

	return slash ? slash + 1 : r->name;
}

static bool has_details(const struct record *r)
{
	return r->verdict != VERDICT_PASS && (r->nsteps || verdict_unexpected(r->verdict));
}

static size_t length(const char *s)
{
	return s ? strlen(s) : 0;
}

/* About what write_details() prints. */
static size_t details_size(const struct record *r)
{
	size_t size = 300 + strlen(r->name) + length(r->reason) + length(r->expected) + length(r->observed) +
		      length(r->reported) + length(r->remarks) + length(r->repeat);

	for (unsigned int i = 0; i < r->nsteps; i++)
		size += 60 + strlen(r->steps[i].request) + strlen(r->steps[i].answer) + length(r->steps[i].log);
	return size;
}

static size_t cell_size(const struct matrix_cell *c, unsigned int most)
{
	unsigned int shown = 0;
	size_t size = 0;

	for (unsigned int i = 0; i < c->total && shown < most; i++) {
		if (!has_details(c->records[i]))
			continue;
		size += details_size(c->records[i]);
		shown++;
	}
	return size;
}

/* How many cases a cell may show in detail. */
static unsigned int choose_most(const struct matrix *m)
{
	static const unsigned int choices[] = { UINT_MAX, 16, 8, 4, 2, 1 };

	for (unsigned int i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		size_t size = 0;

		for (unsigned int j = 0; j < m->nrows * m->nrules; j++)
			size += cell_size(&m->rows[j / m->nrules].rules[j % m->nrules], choices[i]);
		if (size <= DETAILS_BUDGET)
			return choices[i];
	}
	return 0;
}

static void write_fact(const struct page *p, const char *what, const char *value)
{
	if (length(value))
		html(p, "<dt>%s</dt><dd>%s</dd>\n", what, value);
}

/* A link where the rule is one of ours. */
static void write_accused(const struct page *p, const char *id)
{
	for (unsigned int i = 0; i < p->m->nrules; i++)
		if (!strcmp(p->m->rules[i].rule->id, id)) {
			html(p, "<dt>accused</dt><dd><a href=\"#%s\">%s</a></dd>\n", p->rule_ids[i], id);
			return;
		}
	write_fact(p, "accused", id);
}

static void write_steps(const struct page *p, const struct record *r)
{
	html(p, "<ol>\n");
	for (unsigned int i = 0; i < r->nsteps; i++) {
		const struct record_step *s = &r->steps[i];

		html(p, "<li><code>%s</code> <samp>%s</samp>", s->request, s->answer);
		if (length(s->log))
			html(p, "<pre>%s</pre>", s->log);
		html(p, "\n");
	}
	html(p, "</ol>\n");
}

static void write_details(const struct page *p, const struct record *r)
{
	html(p, "<article>\n<p><b class=\"v %s\">%s</b> <code>%s</code></p>\n<dl>\n", verdict_name(r->verdict),
	     verdict_name(r->verdict), r->name);
	write_fact(p, "reason", r->reason);
	if (r->accused)
		write_accused(p, r->accused);
	write_fact(p, "expected", r->expected);
	write_fact(p, "observed", r->observed);
	write_fact(p, "reported", r->reported);
	write_fact(p, "remarks", r->remarks);
	html(p, "</dl>\n");
	if (r->nsteps)
		write_steps(p, r);
	if (r->repeat)
		html(p, "<p>repeat it alone: <code>%s</code></p>\n", r->repeat);
	html(p, "</article>\n");
}

/* Cases of one verdict and reason, by name: from @from on, those that nobody has listed yet. */
static void write_names(const struct page *p, const struct matrix_cell *c, unsigned int from, bool *listed)
{
	const struct record *first = c->records[from];

	html(p, "<p><b class=\"v %s\">%s</b> %s%s</p>\n<ul>\n", verdict_name(first->verdict),
	     verdict_name(first->verdict), first->reason, has_details(first) ? " (steps: in the records)" : "");
	for (unsigned int i = from; i < c->total; i++) {
		const struct record *r = c->records[i];

		if (listed[i] || r->verdict != first->verdict || strcmp(r->reason, first->reason))
			continue;
		listed[i] = true;
		html(p, "<li>%s", short_name(r));
		if (length(r->reported))
			html(p, " <samp>%s</samp>", r->reported);
		html(p, "\n");
	}
	html(p, "</ul>\n");
}

/* At most @most cases with their steps, the worst first; the rest by name. */
static void write_cases(const struct page *p, const struct matrix_cell *c, unsigned int most)
{
	bool *listed = calloc(c->total + 1, sizeof(*listed));

	if (!listed)
		abort();
	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		for (unsigned int i = 0; i < c->total && most; i++) {
			if (c->records[i]->verdict != v || !has_details(c->records[i]))
				continue;
			write_details(p, c->records[i]);
			listed[i] = true;
			most--;
		}
		for (unsigned int i = 0; i < c->total; i++)
			if (c->records[i]->verdict == v && !listed[i])
				write_names(p, c, i, listed);
	}
	free(listed);
}

/* The choices that the contract leaves open, as the cases of a cell made them: each once. */
static void write_reported(const struct page *p, const struct matrix_cell *c)
{
	for (unsigned int i = 0; i < c->total; i++) {
		unsigned int j = 0;

		if (!length(c->records[i]->reported))
			continue;
		while (strcmp(c->records[j]->reported ? c->records[j]->reported : "", c->records[i]->reported))
			j++;
		if (j == i)
			html(p, " <samp>%s</samp>", c->records[i]->reported);
	}
}

static void write_cell(const struct page *p, unsigned int row, unsigned int rule, unsigned int most)
{
	const struct matrix_row *r = &p->m->rows[row];
	const struct matrix_cell *c = &r->rules[rule];

	if (!c->total)
		return;
	html(p, "<details class=\"cell\" data-row=\"%s\"", r->driver);
	html_has(p, &c->counts);
	html(p, "><summary><b class=\"v %s\">%c</b> %s <b class=\"e %s\">%s</b> <small>", verdict_name(c->worst),
	     verdict_letter(c->worst), r->driver, r->evidence, r->evidence);
	html_counts(p, &c->counts);
	html(p, "%s</small>", c->partial ? "; not all were run" : "");
	write_reported(p, c);
	html(p, "</summary>\n<div id=\"%s-%s\">\n", p->row_ids[row], p->rule_ids[rule]);
	write_cases(p, c, most);
	html(p, "</div></details>\n");
}

static void write_provenance(const struct page *p, const struct record_rule *r)
{
	html(p, "<dl>\n");
	write_fact(p, "consensus", r->consensus);
	for (const char *const *s = r->sources; s && *s; s++)
		write_fact(p, "source", *s);
	write_fact(p, "since", r->since);
	write_fact(p, "until", r->until);
	write_fact(p, "written in", r->where);
	html(p, "</dl>\n<pre>%s</pre>\n", r->text);
}

static void write_rule(const struct page *p, unsigned int rule, unsigned int most)
{
	const struct record_rule *r = p->m->rules[rule].rule;
	struct record_counts counts = { 0 };

	for (unsigned int i = 0; i < p->m->nrows; i++)
		for (enum verdict v = 0; v < NR_VERDICTS; v++)
			counts.n[v] += p->m->rows[i].rules[rule].counts.n[v];
	html(p, "<details class=\"rule\" data-rule=\"%s\"><summary><b>%s</b> %s%s <small>", r->id, r->id, r->sentence,
	     r->core ? " (core rule)" : "");
	html_counts(p, &counts);
	html(p, "%s</small></summary>\n<div id=\"%s\">\n", r->unchecked ? "not checked: stays as text" : "",
	     p->rule_ids[rule]);
	write_provenance(p, r);
	for (unsigned int i = 0; i < p->m->nrows; i++)
		write_cell(p, i, rule, most);
	html(p, "</div></details>\n");
}

void html_rules(const struct page *p)
{
	unsigned int most = choose_most(p->m);

	html(p, "<h2 id=\"rules\">The rules</h2>\n");
	for (unsigned int i = 0; i < p->m->ngroups; i++) {
		const struct matrix_group *g = &p->m->groups[i];

		html(p, "<h3 id=\"%s\">%s</h3>\n", p->group_ids[i], g->name);
		for (unsigned int j = g->first; j < g->first + g->n; j++)
			write_rule(p, j, most);
	}
}
