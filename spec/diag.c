// SPDX-License-Identifier: GPL-2.0-only
/*
 * diag.c - collect findings and print them as a modern compiler does: place, message, line, caret, hint.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "spec/diag.h"

#define EXCERPT 160	/* most bytes shown of a source line */

const char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	return memcpy(arena_alloc(a, len + 1), s, len);
}

static const char *vprint(struct arena *a, const char *fmt, va_list ap)
{
	const char *s;
	char *text;
	int len = vasprintf(&text, fmt, ap);

	if (len < 0)
		abort();
	s = arena_strndup(a, text, len);
	free(text);
	return s;
}

const char *arena_printf(struct arena *a, const char *fmt, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, fmt);
	s = vprint(a, fmt, ap);
	va_end(ap);
	return s;
}

void *arena_grow(struct arena *a, void *array, unsigned int n, size_t size)
{
	void *bigger;

	if (n & (n - 1) || n == 1)	/* full at 0, 2, 4, 8 … elements */
		return array;
	bigger = arena_alloc(a, (n ? 2 * n : 2) * size);
	return n ? memcpy(bigger, array, n * size) : bigger;
}

const struct diag_file *diag_add_file(struct diag *d, const char *name, const char *text, size_t len)
{
	struct diag_file *file = arena_append(&d->arena, d->file, d->nfiles);
	char *copy = arena_alloc(&d->arena, len + 2);

	if (len)
		memcpy(copy, text, len);
	*file = (struct diag_file){ arena_strndup(&d->arena, name, strlen(name)), copy, len };
	return file;
}

static const struct diag_file *find_file(const struct diag *d, const char *name)
{
	unsigned int i;

	for (i = 0; name && i < d->nfiles; i++)
		if (!strcmp(d->file[i].name, name))
			return &d->file[i];
	return NULL;
}

void diag_report(struct diag *d, const char *check, const struct srcpos *pos, const char *fmt, ...)
{
	enum severity severity = d->severity ? d->severity(d->severity_data, check) : SEV_ERROR;
	const struct diag_file *file = find_file(d, pos->file);
	struct finding *f;
	va_list ap;

	d->dropped = severity == SEV_OFF;
	if (d->dropped)
		return;
	f = arena_append(&d->arena, d->finding, d->nfindings);
	*f = (struct finding){ .check = check, .severity = severity, .pos = *pos };
	f->pos.file = file ? file->name : NULL;
	va_start(ap, fmt);
	f->message = vprint(&d->arena, fmt, ap);
	va_end(ap);
}

void diag_hint(struct diag *d, const char *fmt, ...)
{
	va_list ap;

	if (d->dropped)
		return;
	va_start(ap, fmt);
	d->finding[d->nfindings - 1].hint = vprint(&d->arena, fmt, ap);
	va_end(ap);
}

unsigned int diag_count(const struct diag *d, enum severity severity)
{
	unsigned int i, n = 0;

	for (i = 0; i < d->nfindings; i++)
		n += d->finding[i].severity == severity;
	return n;
}

/* Findings about the same file are compared by its index, so files keep the order in which they were given. */
static int by_place(const void *x, const void *y, void *data)
{
	const struct finding *a = x, *b = y;
	const struct diag *d = data;
	const struct diag_file *fa = find_file(d, a->pos.file), *fb = find_file(d, b->pos.file);

	if (fa != fb)
		return !fa || (fb && fa > fb) ? 1 : -1;
	if (a->pos.line != b->pos.line)
		return a->pos.line - b->pos.line;
	if (a->pos.column != b->pos.column)
		return a->pos.column - b->pos.column;
	return strcmp(a->check, b->check);
}

void diag_sort(struct diag *d)
{
	if (d->nfindings)
		qsort_r(d->finding, d->nfindings, sizeof(*d->finding), by_place, d);
}

const char *severity_name(enum severity severity)
{
	static const char *const name[] = { "off", "note", "warning", "error" };

	return name[severity];
}

/* The text of line @line of @file; its length without the newline in @len. */
static const char *source_line(const struct diag_file *file, int line, size_t *len)
{
	const char *p = file->text, *end = file->text + file->len, *nl = p;

	while (--line > 0 && (nl = memchr(p, '\n', end - p)))
		p = nl + 1;
	if (!nl)
		return NULL;
	nl = memchr(p, '\n', end - p);
	*len = (nl ? nl : end) - p;
	return p;
}

static bool continues(char c)	/* a byte inside a character of UTF-8 */
{
	return (c & 0xc0) == 0x80;
}

static const char *skip_characters(const char *p, const char *end, int n)
{
	while (n-- > 0 && p < end)
		for (p++; p < end && continues(*p); p++)
			;
	return p;
}

static void print_line(FILE *f, const char *p, const char *end)
{
	for (; p < end; p++)
		fputc(*p == '\t' || (unsigned char)*p >= 0x80 || (*p >= ' ' && *p != 0x7f) ? *p : '?', f);
	fputc('\n', f);
}

/* Blanks (and the tabs of the line above) from @p to @at, then a caret and a tail up to @tail. */
static void print_caret(FILE *f, const char *p, const char *at, const char *tail)
{
	for (; p < at; p++)
		if (!continues(*p))
			fputc(*p == '\t' ? '\t' : ' ', f);
	fputc('^', f);
	for (p = at + 1; p < tail; p++)
		if (!continues(*p))
			fputc('~', f);
}

static void print_excerpt(const struct diag *d, const struct finding *x, FILE *f, bool colour)
{
	const struct diag_file *file = find_file(d, x->pos.file);
	const char *line, *end, *at, *tail;
	size_t len;

	line = file && x->pos.line > 0 ? source_line(file, x->pos.line, &len) : NULL;
	if (!line)
		return;
	end = line + len;
	at = skip_characters(line, end, x->pos.column - 1);
	tail = x->pos.last_line == x->pos.line ? skip_characters(line, end, x->pos.last_column) : end;
	if (at - line > EXCERPT / 2)
		line = skip_characters(at - EXCERPT / 2, at, 1);
	if (end - line > EXCERPT)
		end = line + EXCERPT;
	fprintf(f, "%5d | ", x->pos.line);
	print_line(f, line, end);
	fprintf(f, "      | %s", colour ? "\033[1;32m" : "");
	print_caret(f, line, at, tail < end ? tail : end);
	fputs(colour ? "\033[m\n" : "\n", f);
}

static void print_finding(const struct diag *d, const struct finding *x, FILE *f, bool colour)
{
	static const char *const shade[] = { "", "\033[1;36m", "\033[1;35m", "\033[1;31m" };

	if (colour)
		fputs("\033[1m", f);
	if (x->pos.file)
		fprintf(f, "%s:%d:%d: ", x->pos.file, x->pos.line, x->pos.column);
	fprintf(f, "%s%s:%s %s%s [%s]\n", colour ? shade[x->severity] : "", severity_name(x->severity),
		colour ? "\033[m\033[1m" : "", x->message, colour ? "\033[m" : "", x->check);
	print_excerpt(d, x, f, colour);
	if (x->hint)
		fprintf(f, "      = %s\n", x->hint);
}

void diag_print(const struct diag *d, FILE *f, bool colour)
{
	unsigned int i;

	for (i = 0; i < d->nfindings; i++)
		print_finding(d, &d->finding[i], f, colour);
}

void diag_free(struct diag *d)
{
	arena_free(&d->arena);
	*d = (struct diag){ 0 };
}

/* Edit distance where a swap of neighbours counts one; words longer than the table are not near anything. */
static unsigned int edit_distance(const char *a, const char *b)
{
	unsigned char t[33][33];
	size_t la = strlen(a), lb = strlen(b), i, j;

	if (la > 32 || lb > 32)
		return 255;
	for (i = 0; i <= la; i++)
		for (j = 0; j <= lb; j++) {
			unsigned int cost;

			if (!i || !j) {
				t[i][j] = i + j;
				continue;
			}
			cost = t[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (cost > t[i - 1][j] + 1u)
				cost = t[i - 1][j] + 1;
			if (cost > t[i][j - 1] + 1u)
				cost = t[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    cost > t[i - 2][j - 2] + 1u)
				cost = t[i - 2][j - 2] + 1;
			t[i][j] = cost;
		}
	return t[la][lb];
}

void nearest_offer(struct nearest *n, const char *candidate)
{
	unsigned int distance = edit_distance(n->typed, candidate);

	if (distance > (strlen(n->typed) + 2) / 3 || (n->best && distance >= n->distance))
		return;
	n->best = candidate;
	n->distance = distance;
}
