/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * progress.h - one line that says how far a run is: rewritten in place on a terminal, now and then a line elsewhere.
 */
#ifndef SUITE_PROGRESS_H
#define SUITE_PROGRESS_H

#include <stdint.h>

#include "reports/record.h"

struct progress {
	FILE *out;		/* NULL: say nothing */
	unsigned int width;	/* of the terminal that @out is, in columns; 0: nothing can be rewritten */
	const char *title;	/* "model:omap" */
	unsigned int done, total;
	unsigned int earlier;	/* of @done: those of a run that is resumed, which cost no time now */
	struct record_counts counts;
	int64_t started, shown;	/* milliseconds */
	bool visible;		/* the cursor stands behind a progress line */
};

/* Begin to speak of @title, which has @total cases. */
void progress_begin(struct progress *p, FILE *out, unsigned int width, const char *title, unsigned int total);
/* One more is done. @now in milliseconds of a clock that never jumps. */
void progress_add(struct progress *p, enum verdict v, int64_t now);
/* Clear the line, so that something else can be printed. */
void progress_clear(struct progress *p);
/* The line as it should read now. Returns its length as snprintf() does. */
int progress_line(const struct progress *p, int64_t now, char *buf, size_t len);
/* "301 PASS, 2 FAIL", the worst first; "none" if all are 0. Returns its length as snprintf() does. */
int counts_print(const struct record_counts *c, char *buf, size_t len);

#endif
