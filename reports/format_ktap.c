// SPDX-License-Identifier: GPL-2.0-only
/*
 * format_ktap.c - Kernel TAP version 1 (Documentation/dev-tools/ktap.rst): a subtest per row, a result per case.
 */
#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/format.h"

/* Descriptions may hold neither '#' nor a line feed. */
static void description(FILE *out, const char *s)
{
	char *clean = escape_dup(ESCAPE_TERMINAL, s);

	for (char *hash = clean; (hash = strchr(hash, '#')); )
		*hash = '_';
	fputs(clean, out);
	free(clean);
}

static bool failed(enum verdict v)
{
	return verdict_unexpected(v) || v == VERDICT_XFAIL;
}

/* The directive that comes closest; the verdict itself stands in a diagnostic line. */
static const char *directive(enum verdict v)
{
	switch (v) {
	case VERDICT_XFAIL:
		return " # XFAIL";
	case VERDICT_ERROR:
		return " # ERROR";
	case VERDICT_OBSERVED:
	case VERDICT_UNKNOWN:
	case VERDICT_SKIP:
		return " # SKIP";
	default:
		return "";
	}
}

static void write_case(FILE *out, unsigned int number, const struct record *r)
{
	if (r->verdict != VERDICT_PASS) {
		fprintf(out, "  # %s ", verdict_name(r->verdict));
		escape(out, ESCAPE_TERMINAL, r->reason);
		fputc('\n', out);
	}
	fprintf(out, "  %s %u ", failed(r->verdict) ? "not ok" : "ok", number);
	description(out, r->name);
	fprintf(out, "%s\n", directive(r->verdict));
}

static void write_row(const struct matrix *m, unsigned int number, const struct matrix_row *row, FILE *out)
{
	unsigned int n = 0;
	bool bad = !row->complete;

	fputs("  KTAP version 1\n  # Subtest: ", out);
	description(out, row->driver);
	fprintf(out, "\n  1..%u\n", row->all.total);
	for (unsigned int i = 0; i < m->nrules; i++)
		for (unsigned int j = 0; j < row->rules[i].total; j++)
			write_case(out, ++n, row->rules[i].records[j]);
	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		bad |= row->all.counts.n[v] && verdict_unexpected(v);
	if (!row->complete)
		fputs("# the run did not end\n", out);
	fprintf(out, "%s %u ", bad ? "not ok" : "ok", number);
	description(out, row->driver);
	fprintf(out, " (%s)\n", row->evidence);
}

static void write_ktap(const struct matrix *m, FILE *out, const struct report_options *o)
{
	(void)o;
	fprintf(out, "KTAP version 1\n1..%u\n", m->nrows);
	for (unsigned int i = 0; i < m->nrows; i++)
		write_row(m, i + 1, &m->rows[i], out);
}

const struct format format_ktap = {
	.name = "ktap",
	.synopsis = "Kernel TAP, for kselftest and CI systems",
	.write = write_ktap,
};
