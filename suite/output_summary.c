// SPDX-License-Identifier: GPL-2.0-only
/*
 * output_summary.c - for a person: each verdict that needs a look with all that it rests on, then the counts.
 */
#include "suite/must.h"
#include "suite/output.h"

#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/legend.h"
#include "suite/progress.h"

/* Why cases came to no verdict, and how many of each. */
static struct why_not {
	enum verdict verdict;
	char *reason;
	unsigned int n;
} *why_not;
static unsigned int nwhy_not;

static void begin(FILE *out, const struct record_header *h, const char *note)
{
	char kernel[128];

	escape(out, ESCAPE_TERMINAL, h->target);
	fputc(':', out);
	escape(out, ESCAPE_TERMINAL, h->driver);
	fprintf(out, ": evidence: %s; ", h->evidence);
	escape(out, ESCAPE_TERMINAL, kernel_phrase(h->kernel, kernel, sizeof(kernel)));
	fputc('\n', out);
	if (note) {
		fputs("  note      ", out);
		escape(out, ESCAPE_TERMINAL, note);
		fputc('\n', out);
	}
}

static void line(FILE *out, const char *what, const char *text)
{
	if (!text || !*text)
		return;
	fprintf(out, "  %-9s ", what);
	escape(out, ESCAPE_TERMINAL, text);
	fputc('\n', out);
}

/* Kernel messages have several lines. */
static void print_log(FILE *out, const char *log)
{
	while (log && *log) {
		int len = strcspn(log, "\n");
		char *one = must(strndup(log, len));

		fputs("            | ", out);
		escape(out, ESCAPE_TERMINAL, one);
		fputc('\n', out);
		free(one);
		log += len + (log[len] == '\n');
	}
}

static void print_steps(FILE *out, const struct record *r)
{
	for (unsigned int i = 0; i < r->nsteps; i++) {
		const struct record_step *step = &r->steps[i];

		fprintf(out, i ? "            " : "  steps     ");
		escape(out, ESCAPE_TERMINAL, step->request);
		fputs(" -> ", out);
		escape(out, ESCAPE_TERMINAL, step->answer ?: "?");
		fputc('\n', out);
		print_log(out, step->log);
	}
}

static void print_rule(FILE *out, const struct record *r, const struct rule *rule)
{
	fprintf(out, "  rule      %s, %s%s: \"%s\"\n", rule->id, rule->core ? "core, " : "", rule->consensus,
		rule->sentence);
	for (const char *const *s = rule->sources; s && *s; s++)
		fprintf(out, s == rule->sources ? "  source    %s\n" : "            %s\n", *s);
	if (r->accused && strcmp(r->accused, r->rule))
		line(out, "accused", r->accused);
}

static void note_why_not(const struct record *r)
{
	for (unsigned int i = 0; i < nwhy_not; i++) {
		if (why_not[i].verdict == r->verdict && !strcmp(why_not[i].reason, r->reason)) {
			why_not[i].n++;
			return;
		}
	}
	why_not = must(reallocarray(why_not, nwhy_not + 1, sizeof(*why_not)));
	why_not[nwhy_not++] = (struct why_not){ r->verdict, must(strdup(r->reason)), 1 };
}

static void record(FILE *out, const struct record *r, const struct rule *rule)
{
	if (r->verdict >= VERDICT_OBSERVED && r->verdict != VERDICT_PASS)
		note_why_not(r);
	if (!verdict_unexpected(r->verdict))
		return;
	fprintf(out, "%s %s", verdict_name(r->verdict), r->name);
	if (*r->reason) {
		fputs(": ", out);
		escape(out, ESCAPE_TERMINAL, r->reason);
	}
	fputc('\n', out);
	print_rule(out, r, rule);
	line(out, "expected", r->expected);
	line(out, "observed", r->observed);
	line(out, "remarks", r->remarks);
	print_steps(out, r);
	line(out, "repeat", r->repeat);
}

static int most_first(const void *pa, const void *pb)
{
	const struct why_not *a = pa, *b = pb;

	return (a->n < b->n) - (a->n > b->n) ?: strcmp(a->reason, b->reason);
}

static void end(FILE *out, const struct record_header *h, const struct record_counts *counts)
{
	char text[256];

	if (nwhy_not)
		qsort(why_not, nwhy_not, sizeof(*why_not), most_first);
	for (unsigned int i = 0; i < nwhy_not; i++) {
		fprintf(out, "  %u %s: ", why_not[i].n, verdict_name(why_not[i].verdict));
		escape(out, ESCAPE_TERMINAL, why_not[i].reason);
		fputc('\n', out);
		free(why_not[i].reason);
	}
	free(why_not);
	why_not = NULL;
	nwhy_not = 0;
	counts_print(counts, text, sizeof(text));
	escape(out, ESCAPE_TERMINAL, h->target);
	fputc(':', out);
	escape(out, ESCAPE_TERMINAL, h->driver);
	fprintf(out, ": %s\n", text);
	fflush(out);
}

static void finish(FILE *out)
{
	fflush(out);
}

const struct output output_summary = {
	.name = "summary",
	.synopsis = "what needs a look, with the steps, the rule and its source, then the counts (default)",
	.begin = begin,
	.record = record,
	.end = end,
	.finish = finish,
};
