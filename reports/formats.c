// SPDX-License-Identifier: GPL-2.0-only
/*
 * formats.c - the list of output formats.
 */
#include "reports/format.h"

#include <errno.h>
#include <string.h>

extern const struct format format_text, format_html, format_json, format_markdown, format_junit, format_ktap;

const struct format *const formats[] = {
	&format_text,
	&format_html,
	&format_json,
	&format_markdown,
	&format_junit,
	&format_ktap,
	NULL
};

int reports_write(const char *format, const struct matrix *m, FILE *out, const struct report_options *o)
{
	static const struct report_options plain = { .width = 80 };
	const struct format *const *f = formats;

	while (*f && strcmp((*f)->name, format))
		f++;
	if (!*f)
		return -EINVAL;
	errno = 0;
	(*f)->write(m, out, o ? o : &plain);
	if (!fflush(out) && !ferror(out))
		return 0;
	return errno ? -errno : -EIO;
}
