// SPDX-License-Identifier: GPL-2.0-only
/*
 * format_markdown.c - the matrix as tables of Markdown that read well as plain text too, and what was not passed.
 */
#include "reports/escape.h"
#include "reports/format.h"
#include "reports/legend.h"

static void cell(FILE *out, const struct matrix_cell *c)
{
	if (!c->total)
		fprintf(out, " %s |", c->partial ? "not run" : "");
	else if (c->counts.n[c->worst] == c->total)
		fprintf(out, " %s %u%s |", verdict_name(c->worst), c->total, c->partial ? "\\*" : "");
	else
		fprintf(out, " %s %u of %u%s |", verdict_name(c->worst), c->counts.n[c->worst], c->total,
			c->partial ? "\\*" : "");
}

static void head(const struct matrix *m, FILE *out)
{
	unsigned int n = 2 + m->ngroups;

	fputs("\n| driver | evidence |", out);
	for (unsigned int i = 0; i < m->nrules; i++) {
		if (!m->rules[i].rule->core)
			continue;
		fputc(' ', out);
		escape(out, ESCAPE_MARKDOWN, m->rules[i].rule->id);
		fputs(" |", out);
		n++;
	}
	for (unsigned int i = 0; i < m->ngroups; i++) {
		fputc(' ', out);
		escape(out, ESCAPE_MARKDOWN, m->groups[i].name);
		fputs(" |", out);
	}
	fputs("\n|", out);
	while (n--)
		fputs("---|", out);
	fputc('\n', out);
}

static void section(const struct matrix_row *row, FILE *out)
{
	char kernel[128];

	fprintf(out, "\n**%s**: %s. Target ", row->evidence, evidence_meaning(row->evidence));
	escape(out, ESCAPE_MARKDOWN, row->target);
	fputs(", ", out);
	escape(out, ESCAPE_MARKDOWN, kernel_phrase(row->kernel, kernel, sizeof(kernel)));
	if (*row->config) {
		fputs(" (", out);
		escape(out, ESCAPE_MARKDOWN, row->config);
		fputc(')', out);
	}
	fputs(".\n", out);
}

static void row(const struct matrix *m, const struct matrix_row *row, FILE *out)
{
	fputs("| ", out);
	escape(out, ESCAPE_MARKDOWN, row->driver);
	fprintf(out, "%s | %s |", row->complete ? "" : "\\*", row->evidence);
	for (unsigned int i = 0; i < m->nrules; i++)
		if (m->rules[i].rule->core)
			cell(out, &row->rules[i]);
	for (unsigned int i = 0; i < m->ngroups; i++)
		cell(out, &row->groups[i]);
	fputc('\n', out);
}

static void counts(FILE *out, const struct record_counts *c)
{
	const char *comma = "";

	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		if (!c->n[v])
			continue;
		fprintf(out, "%s %s %u", comma, verdict_name(v), c->n[v]);
		comma = ",";
	}
}

/* One line per cell that is worse than OBSERVED. */
static void findings(const struct matrix *m, FILE *out)
{
	static const char heading[] = "\n| rule | driver | evidence | cases | the rule says |\n"
				      "|---|---|---|---|---|\n| ";
	unsigned int n = 0;

	for (unsigned int i = 0; i < m->nrules; i++) {
		for (unsigned int j = 0; j < m->nrows; j++) {
			const struct matrix_cell *c = &m->rows[j].rules[i];

			if (c->worst >= VERDICT_OBSERVED)
				continue;
			fputs(n++ ? "| " : heading, out);
			escape(out, ESCAPE_MARKDOWN, m->rules[i].rule->id);
			fputs(" | ", out);
			escape(out, ESCAPE_MARKDOWN, m->rows[j].driver);
			fprintf(out, " | %s |", m->rows[j].evidence);
			counts(out, &c->counts);
			fputs(" | ", out);
			escape(out, ESCAPE_MARKDOWN, m->rules[i].rule->sentence);
			fputs(" |\n", out);
		}
	}
}

static void absent(const struct record_absent *a, FILE *out)
{
	char line[1024];

	snprintf(line, sizeof(line), NOTE_ABSENT, a->target, a->driver, a->why);
	fputc('\n', out);
	escape(out, ESCAPE_MARKDOWN, line);
	fputc('\n', out);
}

static void write_markdown(const struct matrix *m, FILE *out, const struct report_options *o)
{
	(void)o;
	fputs("# IOMMU domain conformance\n", out);
	for (unsigned int i = 0; i < m->nrows; i++) {
		if (!i || m->rows[i].section != m->rows[i - 1].section) {
			section(&m->rows[i], out);
			head(m, out);
		}
		row(m, &m->rows[i], out);
	}
	fputs("\nA cell: the worst verdict of its cases, and how many have it. \\*: not everything was run.\n\n", out);
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (m->all.counts.n[v])
			fprintf(out, "- %s (%u): %s\n", verdict_name(v), m->all.counts.n[v], verdict_meaning(v));
	if (m->nspecs > 1)
		fprintf(out, "\nCaution: " CAUTION_SPECS "\n", m->nspecs);
	if (m->nincomplete)
		fprintf(out, "\nCaution: " CAUTION_INCOMPLETE "\n", m->nincomplete, m->nrows);
	for (unsigned int i = 0; i < m->nabsent; i++)
		absent(m->absent[i], out);
	findings(m, out);
}

const struct format format_markdown = {
	.name = "markdown",
	.synopsis = "for a web page, a mail or an issue",
	.write = write_markdown,
};
