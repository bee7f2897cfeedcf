// SPDX-License-Identifier: GPL-2.0-only
/*
 * html_tables.c - the two tables of matrix.html: rows by core rules and groups, with counts, and rows by all rules.
 */
#include <string.h>

#include "reports/html.h"
#include "reports/legend.h"

/* @columns: without the one of the names. */
static void write_section(const struct page *p, const struct matrix_row *row, unsigned int columns)
{
	char kernel[128];

	html(p, "<tbody>\n<tr class=\"section\"><th colspan=\"%u\" scope=\"rowgroup\"><div><b class=\"e %s\">%s</b> %s"
		"<small>target %s, %s%s%s</small></div></th></tr>\n", columns + 1, row->evidence, row->evidence,
	     evidence_meaning(row->evidence), row->target, kernel_phrase(row->kernel, kernel, sizeof(kernel)),
	     *row->config ? ", " : "", row->config);
}

static void write_name(const struct page *p, unsigned int i)
{
	const struct matrix_row *row = &p->m->rows[i];

	html(p, "<tr data-row=\"%s\"><th scope=\"row\"><a href=\"#%s\">%s%s</a><b class=\"e %s\">%s</b></th>",
	     row->driver, p->row_ids[i], row->driver, row->complete ? "" : "*", row->evidence, row->evidence);
}

/* The body of a table whose head is printed: @row prints the cells of a row. */
static void write_table(const struct page *p, unsigned int columns, void (*row)(const struct page *p, unsigned int i))
{
	const struct matrix *m = p->m;

	for (unsigned int i = 0; i < m->nrows; i++) {
		if (!i || m->rows[i].section != m->rows[i - 1].section)
			write_section(p, &m->rows[i], columns);
		write_name(p, i);
		row(p, i);
		html(p, "</tr>\n");
	}
	html(p, "</table>\n</div>\n");
}

/* What share of the cases has which verdict: one broken case in a hundred should not look like a hundred. */
static void write_bar(const struct page *p, const struct record_counts *c)
{
	html(p, "<span class=\"bar\">");
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (c->n[v])
			html(p, "<i class=\"%s\" style=\"flex:%u\"></i>", verdict_name(v), c->n[v]);
	html(p, "</span>");
}

static void write_count(const struct page *p, const struct matrix_cell *c, const char *row, const char *column)
{
	if (!c->total) {
		html(p, "<td class=\"none\">%s</td>", c->partial ? "not run" : "");
		return;
	}
	html(p, "<td");
	html_has(p, &c->counts);
	html(p, "><a class=\"v %s\" href=\"#%s-%s\" title=\"", verdict_name(c->worst), row, column);
	html_counts(p, &c->counts);
	html(p, "%s\">%s <b>%u</b>", c->partial ? "; not all were run" : "", verdict_name(c->worst),
	     c->counts.n[c->worst]);
	html(p, "<small>/%u%s</small>", c->total, c->partial ? "*" : "");
	write_bar(p, &c->counts);
	html(p, "</a></td>");
}

static void write_counts(const struct page *p, unsigned int i)
{
	const struct matrix *m = p->m;

	for (unsigned int j = 0; j < m->nrules; j++)
		if (m->rules[j].rule->core)
			write_count(p, &m->rows[i].rules[j], p->row_ids[i], p->rule_ids[j]);
	for (unsigned int j = 0; j < m->ngroups; j++)
		write_count(p, &m->rows[i].groups[j], p->row_ids[i], p->group_ids[j]);
}

static void write_counts_head(const struct page *p)
{
	const struct matrix *m = p->m;

	html(p, "<h2 id=\"groups\">By group</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		"aria-labelledby=\"groups\">\n"
		"<table class=\"counts\">\n<thead>\n<tr><td></td>");
	if (m->ncore)
		html(p, "<th colspan=\"%u\" scope=\"colgroup\">the core rules</th>", m->ncore);
	html(p, "<th colspan=\"%u\" scope=\"colgroup\">all rules, by group</th></tr>\n<tr><td></td>", m->ngroups);
	for (unsigned int i = 0; i < m->nrules; i++)
		if (m->rules[i].rule->core)
			html(p, "<th scope=\"col\"><a href=\"#%s\" title=\"%s\">%s</a></th>", p->rule_ids[i],
			     m->rules[i].rule->sentence, m->rules[i].rule->id);
	for (unsigned int i = 0; i < m->ngroups; i++)
		html(p, "<th scope=\"col\"><a href=\"#%s\">%s</a></th>", p->group_ids[i], m->groups[i].name);
	html(p, "</tr>\n</thead>\n");
}

static void write_letter(const struct page *p, unsigned int row, unsigned int rule)
{
	const struct matrix *m = p->m;
	const struct matrix_cell *c = &m->rows[row].rules[rule];

	html(p, "<td class=\"%s\" data-rule=\"%s\"", rule == m->groups[m->rules[rule].group].first ? "first" : "",
	     m->rules[rule].rule->id);
	if (!c->total) {
		html(p, ">%s</td>", c->partial ? "*" : "");
		return;
	}
	html_has(p, &c->counts);
	html(p, "><a class=\"v %s %s\" href=\"#%s-%s\" title=\"", verdict_name(c->worst), c->partial ? "part" : "",
	     p->row_ids[row], p->rule_ids[rule]);
	html_counts(p, &c->counts);
	html(p, "%s\">%c</a></td>", c->partial ? "; not all were run" : "", verdict_letter(c->worst));
}

static void write_letters(const struct page *p, unsigned int row)
{
	for (unsigned int i = 0; i < p->m->nrules; i++)
		write_letter(p, row, i);
}

/* "1" of "MAP-001": the group stands above it. */
static const char *short_number(const char *id)
{
	const char *number = strrchr(id, '-');

	if (!number || !number[1])
		return id;
	number += 1 + strspn(number + 1, "0");
	return *number ? number : number - 1;
}

static void write_letters_head(const struct page *p)
{
	const struct matrix *m = p->m;

	html(p, "<h2 id=\"letters\">By rule</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		"aria-labelledby=\"letters\">\n<table class=\"letters\">\n<thead>\n<tr><td></td>");
	for (unsigned int i = 0; i < m->ngroups; i++)
		html(p, "<th class=\"first\" colspan=\"%u\" scope=\"colgroup\">%s</th>", m->groups[i].n,
		     m->groups[i].name);
	html(p, "</tr>\n<tr><td></td>");
	for (unsigned int i = 0; i < m->nrules; i++) {
		const struct record_rule *rule = m->rules[i].rule;

		html(p,
		     "<th scope=\"col\" class=\"%s %s\" data-rule=\"%s\"><a href=\"#%s\" title=\"%s: %s\">%s</a></th>",
		     i == m->groups[m->rules[i].group].first ? "first" : "", rule->core ? "core" : "", rule->id,
		     p->rule_ids[i], rule->id, rule->sentence, short_number(rule->id));
	}
	html(p, "</tr>\n</thead>\n");
}

void html_tables(const struct page *p)
{
	write_counts_head(p);
	write_table(p, p->m->ncore + p->m->ngroups, write_counts);
	write_letters_head(p);
	write_table(p, p->m->nrules, write_letters);
}
