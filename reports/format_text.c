// SPDX-License-Identifier: GPL-2.0-only
/*
 * format_text.c - the matrix for a terminal. Narrow: a count per core rule and per group. Wide: a count per core rule,
 * and per group a strip of one character a rule. What does not fit beside each other stands below each other.
 */
#include <stdlib.h>
#include <string.h>

#include "reports/format.h"
#include "reports/legend.h"
#include "reports/plain.h"

#define NAME	24		/* longest name of a row or a column, with its NUL */

enum kind { RULE_COUNT, GROUP_COUNT, GROUP_STRIP };

struct column {
	enum kind kind;
	unsigned int index;	/* of the rule or the group */
	unsigned int width;
	char head[3][256];
};

struct table {
	const struct matrix *m;
	FILE *out;
	bool color;
	unsigned int width, label;	/* of the terminal; of the names of the rows */
	struct column *columns;
	unsigned int ncolumns;
};

static const char *const paint[NR_VERDICTS + 1] = {
	[VERDICT_ERROR] = "1;35", [VERDICT_CRASH] = "1;31", [VERDICT_FAIL] = "31", [VERDICT_XPASS] = "31",
	[VERDICT_UNSTABLE] = "33", [VERDICT_DEGRADED] = "33", [VERDICT_XFAIL] = "33", [VERDICT_OBSERVED] = "36",
	[VERDICT_PASS] = "32", [VERDICT_UNKNOWN] = "2", [VERDICT_SKIP] = "2", [NR_VERDICTS] = "2",
};

static void painted(const struct table *t, enum verdict v, const char *s)
{
	if (t->color && *s != ' ')
		fprintf(t->out, "\x1b[%sm%s\x1b[0m", paint[v], s);
	else
		fputs(s, t->out);
}

static void spaces(const struct table *t, unsigned int n)
{
	fprintf(t->out, "%*s", (int)n, "");
}

/* What is missing of a cell: '*' not everything was run, '-' not everything that passed could be tried. */
static char missing(const struct matrix_cell *c)
{
	if (c->partial)
		return '*';
	return c->worst == VERDICT_PASS && c->counts.n[VERDICT_PASS] < c->total ? '-' : ' ';
}

/* "42 ", "F3 ", "40-", "F3*": the last character says what is missing, so that the counts stand below each other. */
static const char *count_text(const struct matrix_cell *c, char *buf, size_t len)
{
	if (!c->total)
		snprintf(buf, len, "%c", missing(c));
	else if (c->worst == VERDICT_PASS)
		snprintf(buf, len, "%u%c", c->counts.n[c->worst], missing(c));
	else
		snprintf(buf, len, "%c%u%c", verdict_letter(c->worst), c->counts.n[c->worst], missing(c));
	return buf;
}

static char strip_letter(const struct matrix_cell *c)
{
	if (!c->total)
		return missing(c);
	return c->worst == VERDICT_PASS && missing(c) != ' ' ? ',' : verdict_letter(c->worst);
}

static const struct matrix_cell *cell_of(const struct matrix_row *row, const struct column *c)
{
	return c->kind == RULE_COUNT ? &row->rules[c->index] : &row->groups[c->index];
}

static void print_strip(const struct table *t, const struct matrix_row *row, const struct column *col)
{
	const struct matrix_group *g = &t->m->groups[col->index];

	for (unsigned int i = g->first; i < g->first + g->n; i++)
		painted(t, row->rules[i].worst, (char [2]){ strip_letter(&row->rules[i]) });
	spaces(t, col->width - g->n);
}

static void print_cell(const struct table *t, const struct matrix_row *row, const struct column *col)
{
	char buf[16];

	fputc(' ', t->out);
	if (col->kind == GROUP_STRIP) {
		print_strip(t, row, col);
		return;
	}
	count_text(cell_of(row, col), buf, sizeof(buf));
	spaces(t, col->width - strlen(buf));
	painted(t, cell_of(row, col)->worst, buf);
}

static struct column *add_column(struct table *t, enum kind kind, unsigned int index)
{
	struct column *c = &t->columns[t->ncolumns++];

	*c = (struct column){ .kind = kind, .index = index };
	return c;
}

/* "MAP" above "001". */
static void add_core(struct table *t, unsigned int rule)
{
	struct column *c = add_column(t, RULE_COUNT, rule);
	char *number;

	plain_name(c->head[1], NAME, t->m->rules[rule].rule->id);
	number = strchr(c->head[1], '-');
	if (number) {
		strcpy(c->head[2], number + 1);
		*number = '\0';
	}
}

static void add_group(struct table *t, unsigned int group)
{
	plain_name(add_column(t, GROUP_COUNT, group)->head[2], NAME, t->m->groups[group].name);
}

/* The last two digits of each rule stand upright above its character. */
static void add_strip(struct table *t, unsigned int group)
{
	const struct matrix_group *g = &t->m->groups[group];
	struct column *c = add_column(t, GROUP_STRIP, group);

	plain_name(c->head[0], NAME, g->name);
	c->width = g->n;
	for (unsigned int i = 0; i < g->n && i < sizeof(c->head[1]) - 1; i++) {
		char id[NAME];
		size_t len = strlen(plain_name(id, sizeof(id), t->m->rules[g->first + i].rule->id));

		c->head[1][i] = len > 1 ? id[len - 2] : ' ';
		c->head[2][i] = len > 0 ? id[len - 1] : ' ';
	}
}

static unsigned int wider(unsigned int width, const char *s)
{
	return plain_width(s) > width ? plain_width(s) : width;
}

static void fit_column(const struct table *t, struct column *c)
{
	char buf[16];

	for (unsigned int i = 0; i < 3; i++)
		c->width = wider(c->width, c->head[i]);
	for (unsigned int i = 0; i < t->m->nrows && c->kind != GROUP_STRIP; i++)
		c->width = wider(c->width, count_text(cell_of(&t->m->rows[i], c), buf, sizeof(buf)));
}

/* Returns the width of the whole table. */
static unsigned int make_columns(struct table *t, bool strips)
{
	unsigned int width = t->label;

	t->ncolumns = 0;
	for (unsigned int i = 0; i < t->m->nrules; i++)
		if (t->m->rules[i].rule->core)
			add_core(t, i);
	for (unsigned int i = 0; i < t->m->ngroups; i++)
		(strips ? add_strip : add_group)(t, i);
	for (unsigned int i = 0; i < t->ncolumns; i++) {
		fit_column(t, &t->columns[i]);
		width += 1 + t->columns[i].width;
	}
	return width;
}

static const char *row_name(const struct matrix_row *row, char *buf)
{
	plain_name(buf, NAME - 1, row->driver);
	return strcat(buf, row->complete ? "" : "*");
}

static bool line_is_empty(const struct table *t, unsigned int from, unsigned int to, unsigned int line)
{
	while (from < to && !*t->columns[from].head[line])
		from++;
	return from == to;
}

static void print_heads(const struct table *t, unsigned int from, unsigned int to)
{
	for (unsigned int line = 0; line < 3; line++) {
		if (line_is_empty(t, from, to, line))
			continue;
		spaces(t, t->label);
		for (unsigned int i = from; i < to; i++) {
			const struct column *c = &t->columns[i];
			unsigned int gap = c->width - plain_width(c->head[line]);
			/* A head ends where the digits below it end. */
			unsigned int left = c->kind == GROUP_STRIP || !gap ? 0 : gap - 1;

			spaces(t, 1 + left);
			fputs(c->head[line], t->out);
			spaces(t, gap - left);
		}
		fputc('\n', t->out);
	}
}

static void print_section(const struct table *t, const struct matrix_row *row)
{
	struct paragraph p = { .out = t->out, .width = t->width, .indent = 2 };
	char kernel[128];

	fputc('\n', t->out);
	plain_add(&p, "%s: %s; target %s, %s", row->evidence, evidence_meaning(row->evidence), row->target,
		  kernel_phrase(row->kernel, kernel, sizeof(kernel)));
	if (*row->config)
		plain_add(&p, "(%s)", row->config);
	plain_end(&p);
}

/* The columns from @from to before @to, of all rows. */
static void print_block(const struct table *t, unsigned int from, unsigned int to)
{
	for (unsigned int i = 0; i < t->m->nrows; i++) {
		const struct matrix_row *row = &t->m->rows[i];
		char name[NAME];

		if (!i || row->section != row[-1].section) {
			print_section(t, row);
			print_heads(t, from, to);
		}
		fputs(row_name(row, name), t->out);
		spaces(t, t->label - plain_width(name));
		for (unsigned int j = from; j < to; j++)
			print_cell(t, row, &t->columns[j]);
		fputc('\n', t->out);
	}
}

static void print_table(const struct table *t)
{
	for (unsigned int from = 0, to; from < t->ncolumns; from = to) {
		unsigned int width = t->label + 1 + t->columns[from].width;

		for (to = from + 1; to < t->ncolumns; to++) {
			width += 1 + t->columns[to].width;
			if (width > t->width)
				break;
		}
		print_block(t, from, to);
	}
}

static void print_legend(const struct table *t)
{
	struct paragraph p = { .out = t->out, .width = t->width, .indent = 0 };

	fputc('\n', t->out);
	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		if (!t->m->all.counts.n[v])
			continue;
		painted(t, v, (char [2]){ verdict_letter(v) });
		fprintf(t->out, " %-8s %6u  %s\n", verdict_name(v), t->m->all.counts.n[v], verdict_meaning(v));
	}
	plain_add(&p, "A cell: the worst verdict and the number of cases that have it; a number alone is PASS. "
		  "Behind it, - (in a strip a comma): the others could not be tried or answered; *: not everything "
		  "was run.");
	plain_end(&p);
}

/* "FAIL rockchip 3, omap 1": the rows in which cases of @rule ended with @v. */
static void print_finding(const struct table *t, unsigned int rule, enum verdict v)
{
	const struct matrix *m = t->m;
	bool classes = m->nrows && strcmp(m->rows[0].evidence, m->rows[m->nrows - 1].evidence);
	struct paragraph p = { .out = t->out, .width = t->width, .indent = 4 };

	for (unsigned int i = 0; i < m->nrows; i++) {
		const struct matrix_row *row = &m->rows[i];
		unsigned int n = row->rules[rule].counts.n[v];

		if (!n)
			continue;
		if (p.at) {
			fputc(',', t->out);
			p.at++;
		} else {
			p.at = fprintf(t->out, "  %s", verdict_name(v));
		}
		plain_add(&p, "%s%s%s %u", row->driver, classes ? "/" : "", classes ? row->evidence : "", n);
	}
	if (p.at)
		plain_end(&p);
}

static void print_findings(const struct table *t, unsigned int rule)
{
	const struct record_rule *r = t->m->rules[rule].rule;
	struct paragraph p = { .out = t->out, .width = t->width, .indent = 2 };
	enum verdict worst = NR_VERDICTS;

	for (unsigned int i = 0; i < t->m->nrows; i++)
		if (t->m->rows[i].rules[rule].worst < worst)
			worst = t->m->rows[i].rules[rule].worst;
	if (worst >= VERDICT_OBSERVED)
		return;
	fputc('\n', t->out);
	plain_add(&p, "%s%s %s", r->id, r->core ? " (core)" : "", r->sentence);
	plain_end(&p);
	for (enum verdict v = worst; v < VERDICT_OBSERVED; v++)
		print_finding(t, rule, v);
}

static void print_notes(const struct table *t)
{
	struct paragraph p = { .out = t->out, .width = t->width, .indent = 2 };

	if (t->m->nspecs > 1) {
		plain_add(&p, "Caution: " CAUTION_SPECS, t->m->nspecs);
		plain_end(&p);
	}
	if (t->m->nincomplete) {
		plain_add(&p, "Caution: " CAUTION_INCOMPLETE, t->m->nincomplete, t->m->nrows);
		plain_end(&p);
	}
	for (unsigned int i = 0; i < t->m->nabsent; i++) {
		plain_add(&p, NOTE_ABSENT, t->m->absent[i]->target, t->m->absent[i]->driver, t->m->absent[i]->why);
		plain_end(&p);
	}
}

static void write_all(struct table *t, const struct report_options *o)
{
	const struct matrix *m = t->m;
	char name[NAME];

	for (unsigned int i = 0; i < m->nrows; i++)
		t->label = wider(t->label, row_name(&m->rows[i], name));
	if (make_columns(t, o->by != COLUMNS_GROUP) > o->width && o->by == COLUMNS_AUTO)
		make_columns(t, false);
	print_table(t);
	print_legend(t);
	print_notes(t);
	for (unsigned int i = 0; i < m->nrules; i++)
		print_findings(t, i);
}

/* Columns end in spaces; a mail should not. */
static void write_text(const struct matrix *m, FILE *out, const struct report_options *o)
{
	struct table t = { .m = m, .color = o->color, .width = o->width };
	char *text, *rest, *line;
	size_t len;

	t.columns = calloc(m->nrules + m->ngroups + 1, sizeof(*t.columns));
	t.out = open_memstream(&text, &len);
	if (!t.columns || !t.out)
		abort();
	write_all(&t, o);
	if (fclose(t.out))
		abort();
	for (rest = text; (line = strsep(&rest, "\n")) && rest; ) {
		for (len = strlen(line); len && line[len - 1] == ' '; )
			len--;
		fprintf(out, "%.*s\n", (int)len, line);
	}
	free(text);
	free(t.columns);
}

const struct format format_text = {
	.name = "text",
	.synopsis = "for a terminal",
	.write = write_text,
};
