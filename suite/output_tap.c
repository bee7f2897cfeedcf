// SPDX-License-Identifier: GPL-2.0-only
/*
 * output_tap.c - flat TAP for Automake's driver, with its directives. The plan comes last: a run that was killed has none,
 * and reads as failed.
 */
#include "suite/output.h"

#include <stdlib.h>

#include "reports/escape.h"

static unsigned int count;

static void begin(FILE *out, const struct record_header *h, const char *note)
{
	fprintf(out, "# %s:%s\n", h->target, h->driver);
	if (!note)
		return;
	fputs("# ", out);
	escape(out, ESCAPE_TERMINAL, note);
	fputc('\n', out);
}

/* The TAP directive of a verdict, or NULL. TODO is TAP's word for a failure that is on record. */
static const char *directive(enum verdict v)
{
	switch (v) {
	case VERDICT_SKIP:
	case VERDICT_UNKNOWN:
	case VERDICT_OBSERVED:
		return "SKIP";
	case VERDICT_XFAIL:
	case VERDICT_XPASS:
		return "TODO";
	default:
		return NULL;
	}
}

static void diagnostic(FILE *out, const char *what, const char *text)
{
	if (!text)
		return;
	fprintf(out, "#   %s: ", what);
	escape(out, ESCAPE_TERMINAL, text);
	fputc('\n', out);
}

/* A name that comes from a target: a '#' in it must not begin a directive. */
static void put_name(FILE *out, const char *name)
{
	char *copy = escape_dup(ESCAPE_TERMINAL, name);

	for (char *c = copy; *c; c++)
		fputc(*c == '#' ? '_' : *c, out);
	free(copy);
}

static void record(FILE *out, const struct record *r, const struct rule *rule)
{
	const char *dir = directive(r->verdict);
	bool ok = r->verdict == VERDICT_XPASS || (!verdict_unexpected(r->verdict) && r->verdict != VERDICT_XFAIL);

	fprintf(out, "%s %u - ", ok ? "ok" : "not ok", ++count);
	put_name(out, r->target);
	fputc(':', out);
	put_name(out, r->driver);
	fprintf(out, " %s", r->name);
	if (dir) {
		fprintf(out, " # %s %s ", dir, verdict_name(r->verdict));
		escape(out, ESCAPE_TERMINAL, r->reason);
	}
	fputc('\n', out);
	if (ok || dir)
		return;
	diagnostic(out, verdict_name(r->verdict), r->reason);
	diagnostic(out, "rule", rule->sentence);
	diagnostic(out, "expected", r->expected);
	diagnostic(out, "observed", r->observed);
	diagnostic(out, "repeat", r->repeat);
}

static void end(FILE *out, const struct record_header *h, const struct record_counts *counts)
{
	(void)h;
	(void)counts;
	fflush(out);
}

static void finish(FILE *out)
{
	fprintf(out, "1..%u\n", count);
}

const struct output output_tap = {
	.name = "tap",
	.synopsis = "flat TAP, as Automake's driver reads it",
	.begin = begin,
	.record = record,
	.end = end,
	.finish = finish,
};
