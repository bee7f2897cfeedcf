// SPDX-License-Identifier: GPL-2.0-only
/*
 * html_rows.c - matrix.html, driver by driver: what it comes to in each group, and which rules to look at.
 */
#include "reports/html.h"
#include "reports/legend.h"

/* The rules of a group that passed or could not be tried need no more than their names. */
static void write_quiet_rules(const struct page *p, unsigned int row, const struct matrix_group *g, enum verdict v)
{
	unsigned int n = 0;

	for (unsigned int i = g->first; i < g->first + g->n; i++) {
		if (p->m->rows[row].rules[i].worst != v)
			continue;
		if (!n++)
			html(p, "<p><b class=\"v %s\">%s</b>", verdict_name(v), verdict_name(v));
		html(p, " <a href=\"#%s-%s\">%s</a>", p->row_ids[row], p->rule_ids[i], p->m->rules[i].rule->id);
	}
	html(p, n ? "</p>\n" : "");
}

static void write_loud_rules(const struct page *p, unsigned int row, const struct matrix_group *g, enum verdict v)
{
	for (unsigned int i = g->first; i < g->first + g->n; i++) {
		const struct matrix_cell *c = &p->m->rows[row].rules[i];

		if (c->worst == v)
			html(p,
			     "<p><b class=\"v %s\">%s</b> <a href=\"#%s-%s\">%s</a> <small>%u of %u</small> %s</p>\n",
			     verdict_name(v), verdict_name(v), p->row_ids[row], p->rule_ids[i], p->m->rules[i].rule->id,
			     c->counts.n[v], c->total, p->m->rules[i].rule->sentence);
	}
}

static void write_group(const struct page *p, unsigned int row, unsigned int group)
{
	const struct matrix_group *g = &p->m->groups[group];
	const struct matrix_cell *c = &p->m->rows[row].groups[group];

	html(p, "<section id=\"%s-%s\">\n<h4>%s <small>", p->row_ids[row], p->group_ids[group], g->name);
	html_counts(p, &c->counts);
	html(p, "%s</small></h4>\n", !c->partial ? "" : c->total ? "; not everything was run" : "not run");
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		(v < VERDICT_OBSERVED ? write_loud_rules : write_quiet_rules)(p, row, g, v);
	html(p, "</section>\n");
}

static void write_row(const struct page *p, unsigned int i)
{
	const struct matrix_row *row = &p->m->rows[i];
	char kernel[128];

	html(p, "<details class=\"row\" data-row=\"%s\">\n<summary><b>%s</b> <b class=\"e %s\">%s</b> <small>",
	     row->driver, row->driver, row->evidence, row->evidence);
	html_counts(p, &row->all.counts);
	html(p, "</small></summary>\n<div id=\"%s\">\n<p class=\"meta\">Evidence: %s. Target %s, %s%s%s.%s%s</p>\n",
	     p->row_ids[i], evidence_meaning(row->evidence), row->target,
	     kernel_phrase(row->kernel, kernel, sizeof(kernel)), *row->config ? ", " : "", row->config,
	     *row->remarks ? " Remarks: " : "", row->remarks);
	if (!row->complete)
		html(p, "<p class=\"caution\">* The run did not end: what is missing may hold anything.</p>\n");
	for (unsigned int j = 0; j < p->m->ngroups; j++)
		write_group(p, i, j);
	html(p, "</div>\n</details>\n");
}

void html_rows(const struct page *p)
{
	html(p, "<h2 id=\"drivers\">The drivers</h2>\n");
	for (unsigned int i = 0; i < p->m->nrows; i++)
		write_row(p, i);
}
