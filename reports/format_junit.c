// SPDX-License-Identifier: GPL-2.0-only
/*
 * format_junit.c - JUnit XML as CI systems read it: a suite per row, a case per case.
 */
#include "reports/escape.h"
#include "reports/format.h"

/* JUnit knows four ends of a case; the verdict itself is the type. NULL: passed. */
static const char *element(enum verdict v)
{
	switch (v) {
	case VERDICT_ERROR:
	case VERDICT_CRASH:
		return "error";
	case VERDICT_FAIL:
	case VERDICT_XPASS:
	case VERDICT_UNSTABLE:
	case VERDICT_DEGRADED:
		return "failure";
	case VERDICT_PASS:
		return NULL;
	default:
		return "skipped";
	}
}

static void attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	escape(out, ESCAPE_HTML, value);
	fputc('"', out);
}

static void line(FILE *out, const char *what, const char *value)
{
	if (!value)
		return;
	fputs(what, out);
	escape(out, ESCAPE_HTML, value);
	fputc('\n', out);
}

static void write_case(FILE *out, const struct record *r)
{
	const char *name = element(r->verdict);

	fputs("  <testcase", out);
	attribute(out, "classname", r->rule);
	attribute(out, "name", r->name);
	fprintf(out, " time=\"%.6f\"", r->duration_us / 1e6);
	if (!name) {
		fputs("/>\n", out);
		return;
	}
	fprintf(out, ">\n   <%s type=\"%s\"", name, verdict_name(r->verdict));
	attribute(out, "message", r->reason);
	fputc('>', out);
	line(out, "expected: ", r->expected);
	line(out, "observed: ", r->observed);
	for (unsigned int i = 0; i < r->nsteps; i++) {
		line(out, "", r->steps[i].request);
		line(out, "\t", r->steps[i].answer);
		line(out, "\t", r->steps[i].log);
	}
	line(out, "repeat: ", r->repeat);
	fprintf(out, "</%s>\n  </testcase>\n", name);
}

static unsigned int count(const struct matrix_row *row, const char *name)
{
	unsigned int n = 0;

	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (element(v) && *element(v) == *name)
			n += row->all.counts.n[v];
	return n;
}

static void write_row(const struct matrix *m, const struct matrix_row *row, FILE *out)
{
	fputs(" <testsuite", out);
	attribute(out, "name", row->driver);
	fprintf(out, " tests=\"%u\" errors=\"%u\" failures=\"%u\" skipped=\"%u\">\n  <properties>\n", row->all.total,
		count(row, "error"), count(row, "failure"), count(row, "skipped"));
	for (unsigned int i = 0; i < 5; i++) {
		static const char *const names[] = { "target", "kernel", "evidence", "config", "complete" };
		const char *const values[] = {
			row->target, row->kernel, row->evidence, row->config, row->complete ? "yes" : "no",
		};

		fputs("   <property", out);
		attribute(out, "name", names[i]);
		attribute(out, "value", values[i]);
		fputs("/>\n", out);
	}
	fputs("  </properties>\n", out);
	for (unsigned int i = 0; i < m->nrules; i++)
		for (unsigned int j = 0; j < row->rules[i].total; j++)
			write_case(out, row->rules[i].records[j]);
	fputs(" </testsuite>\n", out);
}

static void write_junit(const struct matrix *m, FILE *out, const struct report_options *o)
{
	(void)o;
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"iommu-conform\">\n", out);
	for (unsigned int i = 0; i < m->nrows; i++)
		write_row(m, &m->rows[i], out);
	fputs("</testsuites>\n", out);
}

const struct format format_junit = {
	.name = "junit",
	.synopsis = "JUnit XML, for CI systems",
	.write = write_junit,
};
