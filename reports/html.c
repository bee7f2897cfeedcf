// SPDX-License-Identifier: GPL-2.0-only
/*
 * html.c - printing markup, see html.h.
 */
#include "reports/html.h"

#include <stdarg.h>

#include "reports/escape.h"

void html(const struct page *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	for (; *fmt; fmt++) {
		if (*fmt != '%')
			fputc(*fmt, p->out);
		else if (*++fmt == 's')
			escape(p->out, ESCAPE_HTML, va_arg(ap, const char *));
		else if (*fmt == 'u')
			fprintf(p->out, "%u", va_arg(ap, unsigned int));
		else
			fputc(va_arg(ap, int), p->out);
	}
	va_end(ap);
}

void html_counts(const struct page *p, const struct record_counts *c)
{
	const char *between = "";

	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		if (!c->n[v])
			continue;
		html(p, "%s%s %u", between, verdict_name(v), c->n[v]);
		between = ", ";
	}
}

void html_has(const struct page *p, const struct record_counts *c)
{
	const char *between = "";

	html(p, " data-has=\"");
	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		if (!c->n[v])
			continue;
		html(p, "%s%s", between, verdict_name(v));
		between = " ";
	}
	html(p, "\"");
}
