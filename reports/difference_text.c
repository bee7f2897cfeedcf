// SPDX-License-Identifier: GPL-2.0-only
/*
 * difference_text.c - a difference in plain text, fit for a mail.
 */
#include "reports/difference.h"

#include <string.h>

#include "reports/escape.h"
#include "reports/legend.h"
#include "reports/plain.h"

#define WIDTH		72
#define LOG_LINES	3	/* of what the kernel said at a step */

static const char *const texts[] = {
#define X(id, text) [CHANGE_##id] = text,
	CHANGES(X)
#undef X
};

/* Somebody will paste it: not wrapped. */
static void line(FILE *out, const char *what, const char *text)
{
	if (!text || !*text)
		return;
	fprintf(out, "    %-9s ", what);
	escape(out, ESCAPE_TERMINAL, text);
	fputc('\n', out);
}

/* The beginning says what it is; the records have the rest. */
static void log_lines(FILE *out, const char *log)
{
	for (unsigned int n = 0; log && *log; n++) {
		size_t len = strcspn(log, "\n");
		char one[256];

		if (n == LOG_LINES) {
			fputs("              | ...\n", out);
			return;
		}
		snprintf(one, sizeof(one), "%.*s", (int)len, log);
		fputs("              | ", out);
		escape(out, ESCAPE_TERMINAL, one);
		fputc('\n', out);
		log += len + !!log[len];
	}
}

static void steps(FILE *out, const struct record *r)
{
	for (unsigned int i = 0; i < r->nsteps; i++) {
		fputs(i ? "              " : "    steps     ", out);
		escape(out, ESCAPE_TERMINAL, r->steps[i].request);
		fputs(" -> ", out);
		escape(out, ESCAPE_TERMINAL, r->steps[i].answer);
		fputc('\n', out);
		log_lines(out, r->steps[i].log);
	}
}

/* Assumptions, wrapped. Most cases of a driver have the same, which are told once. */
static void remarks(FILE *out, const char *text, const char **told)
{
	struct paragraph p = { .out = out, .width = WIDTH, .indent = 14, .at = 14 };

	if (!text || !*text || (*told && !strcmp(*told, text)))
		return;
	*told = text;
	fprintf(out, "    %-9s ", "remarks");
	plain_add(&p, "%s", text);
	plain_end(&p);
}

static const char *sentence_of(const struct difference *d, const char *rule)
{
	const struct record_header *h = d->after->nruns ? &d->after->runs[0].header : NULL;

	for (unsigned int i = 0; h && i < h->nrules; i++)
		if (!strcmp(h->rules[i].id, rule))
			return h->rules[i].sentence;
	return "";
}

static bool same_group(const struct changed *a, const struct changed *b)
{
	const struct record *x = a->after ?: a->before, *y = b->after ?: b->before;

	return a->change == b->change && !strcmp(x->target, y->target) && !strcmp(x->driver, y->driver) &&
	       !strcmp(a->rule, b->rule);
}

static const char *verdict_of(const struct record *r)
{
	return r ? verdict_name(r->verdict) : "not run";
}

/* The changes of one rule of one driver, the shortest first: @n of them. */
static void group(const struct difference *d, const struct changed *c, unsigned int n, const char **told, FILE *out)
{
	struct paragraph p = { .out = out, .width = WIDTH, .indent = 2 };
	const struct record *r = c->after ?: c->before;

	plain_add(&p, "%s:%s %s: %s, was %s (%u case%s): %s", r->target, r->driver, c->rule,
		  verdict_of(c->after), verdict_of(c->before), n, n == 1 ? "" : "s", sentence_of(d, c->rule));
	plain_end(&p);
	if (c->change > CHANGE_LOST)
		return;
	line(out, "case", r->name);
	line(out, "reason", c->after ? c->after->reason : NULL);
	if (c->change == CHANGE_LOST)
		return;
	line(out, "expected", r->expected);
	line(out, "observed", r->observed);
	remarks(out, r->remarks, told);
	steps(out, r);
	line(out, "repeat", r->repeat);
}

static void groups(const struct difference *d, FILE *out)
{
	const char *told = NULL;
	unsigned int i, n;

	for (i = 0; i < d->n; i += n) {
		const struct changed *c = &d->list[i];

		for (n = 1; i + n < d->n && same_group(c, &d->list[i + n]); n++)
			;
		if (!i || c->change != c[-1].change)
			fprintf(out, "\n== %s: %u case%s\n", texts[c->change], d->counts[c->change],
				d->counts[c->change] == 1 ? "" : "s");
		group(d, c, n, &told, out);
	}
}

static void stopped(const struct difference *d, FILE *out)
{
	struct paragraph p = { .out = out, .width = WIDTH, .indent = 2 };

	if (d->nstopped)
		fprintf(out, "\n== does not run any more: %u driver%s\n", d->nstopped, d->nstopped == 1 ? "" : "s");
	for (unsigned int i = 0; i < d->nstopped; i++) {
		plain_add(&p, "%s:%s: %s", d->stopped[i]->target, d->stopped[i]->driver, d->stopped[i]->why);
		plain_end(&p);
	}
}

static void summary(const struct difference *d, FILE *out)
{
	static const char *const results[] = {
		[DIFFERENCE_FINE] = "nothing became worse", [DIFFERENCE_WORSE] = "it became worse",
		[DIFFERENCE_UNTOLD] = "nothing is known to have become worse, but not all could be told",
	};
	struct paragraph p = { .out = out, .width = WIDTH, .indent = 2 };

	fputc('\n', out);
	for (unsigned int i = 0; i < d->nabsent; i++) {
		plain_add(&p, NOTE_ABSENT, d->absent[i]->target, d->absent[i]->driver, d->absent[i]->why);
		plain_end(&p);
	}
	if (d->caution) {
		plain_add(&p, "Caution: %s.", d->caution);
		plain_end(&p);
	}
	plain_add(&p, "Result: %s;", results[difference_result(d)]);
	if (d->nstopped)
		plain_add(&p, "%u driver%s stopped running,", d->nstopped, d->nstopped == 1 ? "" : "s");
	for (enum change c = 0; c < NR_CHANGES; c++)
		if (d->counts[c])
			plain_add(&p, "%u %s,", d->counts[c], texts[c]);
	plain_add(&p, "%u cases as before.", d->same);
	plain_end(&p);
}

void difference_write(const struct difference *d, FILE *out)
{
	stopped(d, out);
	groups(d, out);
	summary(d, out);
}
