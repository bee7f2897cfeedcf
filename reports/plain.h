/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plain.h - plain text in columns and paragraphs. Everything goes through escape().
 */
#ifndef REPORTS_PLAIN_H
#define REPORTS_PLAIN_H

#include <stddef.h>
#include <stdio.h>

/* Columns that @s takes on a terminal: its characters, not its bytes. */
unsigned int plain_width(const char *s);

/* @s for a place of @size bytes with its NUL: escaped, cut between two characters. Returns @buf. */
const char *plain_name(char *buf, size_t size, const char *s);

/* A paragraph of lines of @width columns; all but the first are indented by @indent. */
struct paragraph {
	FILE *out;
	unsigned int width, indent;
	unsigned int at;	/* columns used of this line; start with 0 */
};

/* Add words, separated by spaces, and end the paragraph. */
void plain_add(struct paragraph *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void plain_end(struct paragraph *p);

#endif
