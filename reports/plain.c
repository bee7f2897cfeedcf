// SPDX-License-Identifier: GPL-2.0-only
/*
 * plain.c - plain text in columns and paragraphs, see plain.h.
 */
#define _GNU_SOURCE
#include "reports/plain.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"

static int continues(char c)
{
	return (c & 0xc0) == 0x80;
}

unsigned int plain_width(const char *s)
{
	unsigned int n = 0;

	for (; *s; s++)
		n += !continues(*s);
	return n;
}

const char *plain_name(char *buf, size_t size, const char *s)
{
	char *clean = escape_dup(ESCAPE_TERMINAL, s);
	size_t len = strlen(clean);

	if (len >= size)
		for (len = size - 1; len && continues(clean[len]);)
			len--;
	memcpy(buf, clean, len);
	buf[len] = '\0';
	free(clean);
	return buf;
}

static void add_word(struct paragraph *p, const char *word)
{
	unsigned int n = plain_width(word);

	if (p->at > p->indent && p->at + 1 + n > p->width) {
		fprintf(p->out, "\n%*s", (int)p->indent, "");
		p->at = p->indent;
	} else if (p->at > p->indent) {
		fputc(' ', p->out);
		p->at++;
	}
	fputs(word, p->out);
	p->at += n;
}

void plain_add(struct paragraph *p, const char *fmt, ...)
{
	char *text, *clean, *rest, *word;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	rest = clean = escape_dup(ESCAPE_TERMINAL, text);
	while ((word = strsep(&rest, " ")))
		if (*word)
			add_word(p, word);
	free(clean);
	free(text);
}

void plain_end(struct paragraph *p)
{
	fputc('\n', p->out);
	p->at = 0;
}
