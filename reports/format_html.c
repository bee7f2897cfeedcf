// SPDX-License-Identifier: GPL-2.0-only
/*
 * format_html.c - the matrix as one page that needs nothing else: no network, and no script. The script only filters.
 */
#include <stdlib.h>
#include <string.h>

#include "reports/format.h"
#include "reports/html.h"
#include "reports/html_css.inc"
#include "reports/html_js.inc"
#include "reports/legend.h"

/* A fragment of strangers' text: what is not plain becomes '_'. Empty parts are left out. */
static char *fragment(const char *a, const char *b, const char *c)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
	size_t size = strlen(a) + strlen(b) + strlen(c) + 3;
	char *s = malloc(size);

	if (!s)
		abort();
	snprintf(s, size, "%s%s%s%s%s", a, *b ? "-" : "", b, *c ? "-" : "", c);
	for (char *end = s; *(end += strspn(end, plain)); )
		*end = '_';
	return s;
}

/* The later one of two rows that differ in their configuration only has its number behind its name. */
static char *row_fragment(const struct page *p, unsigned int i)
{
	const struct matrix_row *row = &p->m->rows[i];
	char *s = fragment(row->driver, row->evidence, row->kernel), *longer, number[16];

	for (unsigned int j = 0; j < i; j++) {
		if (strcmp(s, p->row_ids[j]))
			continue;
		snprintf(number, sizeof(number), "%u", i + 1);
		longer = fragment(s, number, "");
		free(s);
		return longer;
	}
	return s;
}

static void open_page(struct page *p)
{
	const struct matrix *m = p->m;

	p->row_ids = calloc(m->nrows + m->nrules + m->ngroups + 1, sizeof(*p->row_ids));
	if (!p->row_ids)
		abort();
	p->rule_ids = p->row_ids + m->nrows;
	p->group_ids = p->rule_ids + m->nrules;
	for (unsigned int i = 0; i < m->nrows; i++)
		p->row_ids[i] = row_fragment(p, i);
	for (unsigned int i = 0; i < m->nrules; i++)
		p->rule_ids[i] = fragment(m->rules[i].rule->id, "", "");
	for (unsigned int i = 0; i < m->ngroups; i++)
		p->group_ids[i] = fragment(m->groups[i].name, "", "");
}

static void close_page(struct page *p)
{
	for (unsigned int i = 0; i < p->m->nrows + p->m->nrules + p->m->ngroups; i++)
		free(p->row_ids[i]);
	free(p->row_ids);
}

static void write_head(const struct page *p)
{
	html(p, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
		"script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<title>IOMMU domain conformance</title>\n<style>\n");
	fputs(html_css, p->out);
	html(p, "</style>\n</head>\n<body>\n");
}

static void write_intro(const struct page *p)
{
	const struct matrix *m = p->m;

	html(p, "<header>\n<h1>IOMMU domain conformance</h1>\n"
		"<p>Does an IOMMU driver of Linux keep the contract of an IOMMU domain? A row is a driver, a column "
		"a rule or a group of rules. A cell shows the worst verdict of its cases, and leads to them.</p>\n");
	if (m->header)
		html(p, "<p class=\"meta\">%u cases in %u rows and %u rules; spec <code>%s</code>, iommu-conform %s%s%s"
			"</p>\n", m->all.total, m->nrows, m->nrules, m->header->spec_hash, m->header->version,
		     *m->header->started ? ", " : "", m->header->started);
	if (m->nspecs > 1)
		html(p, "<p class=\"caution\"><b>Caution:</b> " CAUTION_SPECS "</p>\n", m->nspecs);
	if (m->nincomplete)
		html(p, "<p class=\"caution\"><b>Caution:</b> " CAUTION_INCOMPLETE "</p>\n", m->nincomplete, m->nrows);
	for (unsigned int i = 0; i < m->nabsent; i++)
		html(p, "<p class=\"caution\">" NOTE_ABSENT "</p>\n", m->absent[i]->target, m->absent[i]->driver,
		     m->absent[i]->why);
	html(p, "</header>\n");
}

/* Radio buttons, by which the style sheet filters; what a script filters by is hidden until there is one. */
static void write_legend(const struct page *p)
{
	html(p, "<fieldset>\n<legend>Verdicts, the worst first. Choose one to see where it occurs.</legend>\n"
		"<label><input type=\"radio\" name=\"verdict\" checked> <span>all</span></label>\n");
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (p->m->all.counts.n[v])
			html(p, "<label><input type=\"radio\" name=\"verdict\" id=\"only-%s\"><b class=\"v %s\">%c</b> "
				"<span>%s <small>%u</small> <i>%s</i></span></label>\n",
			     verdict_name(v), verdict_name(v), verdict_letter(v), verdict_name(v),
			     p->m->all.counts.n[v], verdict_meaning(v));
	html(p, "</fieldset>\n<form id=\"filter\" hidden>\n"
		"<label>Driver <input type=\"search\" id=\"filter-row\" placeholder=\"all\"></label>\n"
		"<label>Rule <input type=\"search\" id=\"filter-rule\" placeholder=\"all; MAP, MAP-001\"></label>\n"
		"</form>\n");
}

static void write_html(const struct matrix *m, FILE *out, const struct report_options *o)
{
	struct page page = { .m = m, .out = out };

	(void)o;
	open_page(&page);
	write_head(&page);
	write_intro(&page);
	write_legend(&page);
	html(&page, "<main>\n");
	html_tables(&page);
	html_rows(&page);
	html_rules(&page);
	html(&page, "</main>\n<script>\n");
	fputs(html_js, out);
	html(&page, "</script>\n</body>\n</html>\n");
	close_page(&page);
}

const struct format format_html = {
	.name = "html",
	.synopsis = "one page with everything, for a browser",
	.write = write_html,
};
