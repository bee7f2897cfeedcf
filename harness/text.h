/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * text.h - one line of text, written piece by piece and read word by word. Serves the text forms of harness/target.h
 * and of the wire protocol, in user space and in the kernel.
 */
#ifndef HARNESS_TEXT_H
#define HARNESS_TEXT_H

#include "harness/target.h"

#define TEXT_WORD	512	/* longest word, with its NUL; what is longer is cut in two and does not parse */

/* A line being written. @used goes on past @len, as snprintf() counts. Start with { buf, len, 0 }. */
struct text_out {
	char *buf;
	size_t len, used;
};

void text_put(struct text_out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Whatever @text holds, written as one printable line. */
void text_put_clean(struct text_out *o, const char *text);
/* "0x1000" */
void text_put_number(struct text_out *o, uint64_t value);
/* "v0 read 0x1000", with PASID 3 "v0.3 read 0x1000" */
void text_put_dma(struct text_out *o, const struct dma *d);
/* "0x8000", "nothing" or "unseen" */
void text_put_reached(struct text_out *o, enum dma_result result, uint64_t paddr);

/* A bit or a value and its name. A table of them ends with a NULL name. */
struct text_name {
	const char *name;
	uint32_t value;
};

/* The entry of that name or value; NULL if there is none. */
const struct text_name *text_find_name(const struct text_name *table, const char *name);
const struct text_name *text_find_value(const struct text_name *table, uint32_t value);

/* "warn", "slept", "freed-walk" …: bits of EVENT_* */
extern const struct text_name text_events[];

/* A line being read. @word is the word to look at, "" at the end of the line. */
struct text {
	const char *at;
	char word[TEXT_WORD];
	char *why;
	size_t whylen;
};

/* Begin with the first word of @line. Reasons of failure will go to @why. */
void text_start(struct text *t, const char *line, char *why, size_t whylen);
/* Go to the next word. */
void text_next(struct text *t);
/* If the word is @word go past it and return true. */
bool text_accept(struct text *t, const char *word);
/* Say that @expected should have stood here. Returns -EINVAL. */
int text_fail(struct text *t, const char *expected);
/* Check that the line ends here. Returns 0 or -EINVAL. */
int text_end(struct text *t);

/* Read a word that is a number, a device, a domain, a DMA. Return 0, or -EINVAL with a reason. */
int text_number(struct text *t, uint64_t *value);
int text_device(struct text *t, int *dev);
int text_domain(struct text *t, int *dom);
int text_dma(struct text *t, struct dma *d);
/* A word as text_put_reached() writes it, standing at @s. Returns false if it is something else. */
bool text_reached(const char *s, enum dma_result *result, uint64_t *paddr);
/* Event names, as many as follow each other, into *@events. */
void text_take_events(struct text *t, uint32_t *events);

/* Read a number at @s, hexadecimal behind 0x, else decimal. Returns what stands behind it, NULL if there is none. */
const char *text_scan_number(const char *s, uint64_t *value);
/* The same for "FIRST+SIZE". */
const char *text_scan_run(const char *s, uint64_t *first, uint64_t *size);
/* The same for a number of 32 bits that is followed by exactly @end. Returns false if it is not. */
bool text_scan_u32(const char *s, const char *end, uint32_t *value);

#endif
