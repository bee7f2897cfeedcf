// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare_write.c - a comparison of kernels as text, as Markdown, as JSON.
 */
#include <string.h>

#include "reports/compare.h"
#include "reports/escape.h"
#include "reports/legend.h"
#include "reports/plain.h"
#include "reports/to_json.h"

#define WIDTH	100

/* Rows of one kernel differ in the configuration. */
static const char *kernel_name(const struct compare_driver *d, unsigned int i, char *buf, size_t len)
{
	const struct matrix_row *row = d->rows[i];
	bool twice = (i && !strcmp(row->kernel, d->rows[i - 1]->kernel)) ||
		     (i + 1 < d->nrows && !strcmp(row->kernel, d->rows[i + 1]->kernel));

	snprintf(buf, len, twice ? "%s (%s)" : "%s", row->kernel, row->config);
	return buf;
}

static bool changed(const struct compare_rule *r)
{
	return r->course == COURSE_BROKEN_SINCE || r->course == COURSE_KEPT_SINCE;
}

static void text_rule(const struct compare_driver *d, const struct compare_rule *r, FILE *out)
{
	struct paragraph p = { .out = out, .width = WIDTH, .indent = 4, .at = 2 };
	char since[256], before[256];

	fputs("  ", out);
	plain_add(&p, "%s: %s since %s, was %s on %s: %s", r->rule->rule->id, keeping_name(r->keeping[r->since]),
		  kernel_name(d, r->since, since, sizeof(since)), keeping_name(r->keeping[r->before]),
		  kernel_name(d, r->before, before, sizeof(before)), r->rule->rule->sentence);
	plain_end(&p);
}

static void text_course(const struct compare *c, const struct compare_driver *d, enum course course, FILE *out)
{
	struct paragraph p = { .out = out, .width = WIDTH, .indent = 4, .at = 2 };

	if (!d->counts[course])
		return;
	fputs("  ", out);
	plain_add(&p, "%s (%u):", course_name(course), d->counts[course]);
	for (unsigned int i = 0; i < c->m->nrules; i++)
		if (d->rules[i].course == course)
			plain_add(&p, "%s", d->rules[i].rule->rule->id);
	plain_end(&p);
}

static void text_driver(const struct compare *c, const struct compare_driver *d, FILE *out)
{
	struct paragraph p = { .out = out, .width = WIDTH, .indent = 2 };
	char kernel[256];

	plain_add(&p, "%s:%s (%s) on", d->rows[0]->target, d->rows[0]->driver, d->rows[0]->evidence);
	for (unsigned int i = 0; i < d->nrows; i++)
		plain_add(&p, "%s%s", kernel_name(d, i, kernel, sizeof(kernel)), i + 1 < d->nrows ? "," : "");
	plain_end(&p);
	for (enum course course = COURSE_BROKEN_SINCE; course <= COURSE_KEPT_SINCE; course++)
		for (unsigned int i = 0; i < c->m->nrules; i++)
			if (d->rules[i].course == course)
				text_rule(d, &d->rules[i], out);
	for (enum course course = COURSE_ALWAYS_BROKEN; course < NR_COURSES; course++)
		text_course(c, d, course, out);
	fputc('\n', out);
}

static void write_text(const struct compare *c, FILE *out)
{
	for (unsigned int i = 0; i < c->ndrivers; i++)
		text_driver(c, &c->drivers[i], out);
	if (c->alone)
		fprintf(out, "%u driver%s on one kernel only.\n", c->alone, c->alone == 1 ? "" : "s");
	if (c->m->nspecs > 1)
		fprintf(out, "Caution: " CAUTION_SPECS "\n", c->m->nspecs);
	if (c->m->nincomplete)
		fprintf(out, "Caution: %u runs did not end.\n", c->m->nincomplete);
}

static void markdown_cell(FILE *out, const char *text)
{
	fputc(' ', out);
	escape(out, ESCAPE_MARKDOWN, text);
	fputs(" |", out);
}

static void markdown_driver(const struct compare *c, const struct compare_driver *d, FILE *out)
{
	char kernel[256];

	fputs("\n## ", out);
	escape(out, ESCAPE_MARKDOWN, d->rows[0]->driver);
	fprintf(out, " (%s)\n\n| rule |", d->rows[0]->evidence);
	for (unsigned int k = 0; k < d->nrows; k++)
		markdown_cell(out, kernel_name(d, k, kernel, sizeof(kernel)));
	fputs(" what it says |\n|---|---|", out);
	for (unsigned int k = 0; k < d->nrows; k++)
		fputs("---|", out);
	fputc('\n', out);
	for (unsigned int i = 0; i < c->m->nrules; i++) {
		const struct compare_rule *r = &d->rules[i];

		if (!changed(r))
			continue;
		fputc('|', out);
		markdown_cell(out, r->rule->rule->id);
		for (unsigned int k = 0; k < d->nrows; k++)
			markdown_cell(out, keeping_name(r->keeping[k]));
		markdown_cell(out, r->rule->rule->sentence);
		fputc('\n', out);
	}
	fprintf(out, "\nKept on all: %u rules; broken on all: %u; not judged: %u.\n", d->counts[COURSE_ALWAYS_KEPT],
		d->counts[COURSE_ALWAYS_BROKEN], d->counts[COURSE_UNTOLD]);
}

static void write_markdown(const struct compare *c, FILE *out)
{
	fputs("# Rules by kernel\n", out);
	for (unsigned int i = 0; i < c->ndrivers; i++)
		markdown_driver(c, &c->drivers[i], out);
	if (c->m->nspecs > 1)
		fprintf(out, "\nCaution: " CAUTION_SPECS "\n", c->m->nspecs);
}

static json_t *rule_value(const struct compare_driver *d, const struct compare_rule *r)
{
	json_t *o = json_object(), *list = json_array();

	json_put_text(o, "rule", r->rule->rule->id);
	json_put_text(o, "course", course_name(r->course));
	if (changed(r))
		json_put_text(o, "since", d->rows[r->since]->kernel);
	for (unsigned int k = 0; k < d->nrows; k++)
		json_array_append_new(list, to_json(keeping_name(r->keeping[k])));
	json_put(o, "on", list);
	return o;
}

static json_t *driver_value(const struct compare *c, const struct compare_driver *d)
{
	json_t *o = json_object(), *kernels = json_array(), *rules = json_array();

	json_put_text(o, "target", d->rows[0]->target);
	json_put_text(o, "driver", d->rows[0]->driver);
	json_put_text(o, "evidence", d->rows[0]->evidence);
	for (unsigned int k = 0; k < d->nrows; k++) {
		json_t *kernel = json_object();

		json_put_text(kernel, "kernel", d->rows[k]->kernel);
		json_put_text(kernel, "config", d->rows[k]->config);
		json_array_append_new(kernels, kernel);
	}
	for (unsigned int i = 0; i < c->m->nrules; i++)
		json_array_append_new(rules, rule_value(d, &d->rules[i]));
	json_put(o, "kernels", kernels);
	json_put(o, "rules", rules);
	return o;
}

static void write_json(const struct compare *c, FILE *out)
{
	json_t *o = json_object(), *drivers = json_array();

	json_put_text(o, "format", "iommu-conform-compare");
	json_put(o, "version", json_integer(1));
	json_put(o, "specs", json_integer(c->m->nspecs));
	for (unsigned int i = 0; i < c->ndrivers; i++)
		json_array_append_new(drivers, driver_value(c, &c->drivers[i]));
	json_put(o, "drivers", drivers);
	json_dumpf(o, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(o);
}

bool compare_write(const char *format, const struct compare *c, FILE *out)
{
	static const struct {
		const char *name;
		void (*write)(const struct compare *c, FILE *out);
	} writers[] = { { "text", write_text }, { "markdown", write_markdown }, { "json", write_json } };

	for (unsigned int i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		if (strcmp(writers[i].name, format))
			continue;
		if (c)
			writers[i].write(c, out);
		return true;
	}
	return false;
}
