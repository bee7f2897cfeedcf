// SPDX-License-Identifier: GPL-2.0-only
/*
 * escape.c - strangers' text made harmless, see escape.h.
 */
#include "reports/escape.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

size_t utf8_char(const char *s, uint32_t *c)
{
	static const uint32_t least[] = { 1, 1, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s;
	size_t len = *p < 0x80 ? 1 : *p < 0xc0 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf8 ? 4 : 0;

	*c = len > 1 ? *p & (0x7f >> len) : *p;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (p[i] & 0x3f);
	}
	if (*c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000))
		return 0;
	return len;
}

/* Besides the terminal's controls: what is invisible or turns the direction of writing lets a log line lie. */
static bool printable(uint32_t c)
{
	return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !(c >= 0x200b && c <= 0x200f) &&
	       !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff && (c & 0xfffe) != 0xfffe;
}

/* What stands for @c in @how; NULL if it stands for itself. */
static const char *entity(enum escape how, uint32_t c)
{
	static const char *const html[128] = {
		['<'] = "&lt;", ['>'] = "&gt;", ['&'] = "&amp;", ['"'] = "&quot;", ['\''] = "&#39;",
		['\n'] = "\n", ['\t'] = "\t",
	};
	static const char *const markdown[128] = {
		['<'] = "&lt;", ['>'] = "&gt;", ['&'] = "&amp;", ['|'] = "\\|", ['*'] = "\\*", ['_'] = "\\_",
		['`'] = "\\`", ['['] = "\\[", [']'] = "\\]", ['\\'] = "\\\\", ['#'] = "\\#", ['~'] = "\\~",
		['!'] = "\\!", ['@'] = "&#64;", ['\n'] = " ", ['\t'] = " ",
	};

	if (c >= 128 || how == ESCAPE_TERMINAL)
		return NULL;
	return how == ESCAPE_HTML ? html[c] : markdown[c];
}

void escape(FILE *out, enum escape how, const char *s)
{
	const char *backslash = how == ESCAPE_MARKDOWN ? "\\\\" : "\\";

	while (s && *s) {
		uint32_t c;
		size_t len = utf8_char(s, &c);
		const char *name = len ? entity(how, c) : NULL;

		if (!len)
			fprintf(out, "%sx%02x", backslash, (unsigned char)*s);
		else if (name)
			fputs(name, out);
		else if (printable(c))
			fwrite(s, 1, len, out);
		else
			fprintf(out, c < 0x100 ? "%sx%02x" : "%su%04x", backslash, c);
		s += len ? len : 1;
	}
}

char *escape_dup(enum escape how, const char *s)
{
	char *buf;
	size_t len;
	FILE *f = open_memstream(&buf, &len);

	if (!f)
		abort();
	escape(f, how, s);
	if (fclose(f))
		abort();
	return buf;
}
