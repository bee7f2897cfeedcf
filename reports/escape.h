/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * escape.h - strangers' text made harmless. A driver name or a log line comes from the machine under test: it may
 * hold markup, control characters, invalid UTF-8. Every format prints such text through here.
 */
#ifndef REPORTS_ESCAPE_H
#define REPORTS_ESCAPE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum escape {
	ESCAPE_TERMINAL,	/* plain text, one line */
	ESCAPE_HTML,		/* HTML or XML, as content of an element or in a quoted attribute; keeps line feeds */
	ESCAPE_MARKDOWN,	/* Markdown, one line, also inside a table */
};

/* Print @s (NULL: nothing). A byte that is no UTF-8 or a character that is not printable appears as \x1b or \u202e. */
void escape(FILE *out, enum escape how, const char *s);

/* The same in memory, to be freed by the caller. Out of memory ends the program. */
char *escape_dup(enum escape how, const char *s);

/* Length in bytes of the UTF-8 character at @s, which goes to @c; 0 if it is invalid, or the end of the string. */
size_t utf8_char(const char *s, uint32_t *c);

#endif
