/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * format.h - what a matrix can be written as. A new format is one file, format_NAME.c, and one line in formats.c.
 */
#ifndef REPORTS_FORMAT_H
#define REPORTS_FORMAT_H

#include "reports/matrix.h"

enum report_columns { COLUMNS_AUTO, COLUMNS_GROUP, COLUMNS_RULE };

struct report_options {		/* a format ignores what it has no use for */
	unsigned int width;	/* of the terminal, in columns */
	bool color;
	enum report_columns by;
};

struct format {
	const char *name;	/* of --format */
	const char *synopsis;	/* one line for --help */
	void (*write)(const struct matrix *m, FILE *out, const struct report_options *o);
};

/* All formats, ended by NULL. */
extern const struct format *const formats[];

/*
 * Write @m to @out in the format of that name. @o may be NULL: 80 columns, no colour. Returns 0, -EINVAL if there is no
 * such format, or the negative errno of a failed write.
 */
int reports_write(const char *format, const struct matrix *m, FILE *out, const struct report_options *o);

#endif
