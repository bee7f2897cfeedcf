// SPDX-License-Identifier: GPL-2.0-only
/* Machine files, as text. */
#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/qemu/machine.h"

#define MOST_INCLUDES	4	/* parts that include parts */

struct reader {
	struct machine *m;
	machine_part_fn part;
	void *ctx;
	unsigned int depth;
	char *why;
	size_t whylen;
};

/* The line that is read. */
struct line {
	const char *file;
	unsigned int number;
	char text[512];
};

static bool wrong(struct reader *r, const struct line *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static bool wrong(struct reader *r, const struct line *at, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(r->why, r->whylen, "%s:%u: %s", at->file, at->number, text);
	return false;
}

/* Keep @len bytes of @text for as long as the machine; NULL if there is no space left. */
static const char *keep(struct machine *m, const char *text, size_t len)
{
	char *kept = m->text + m->used;

	if (m->used + len + 1 > sizeof(m->text))
		return NULL;
	memcpy(kept, text, len);
	kept[len] = '\0';
	m->used += len + 1;
	return kept;
}

unsigned int machine_version(const char *text)
{
	unsigned int major, minor = 0;
	int end = 0;

	if (!isdigit((unsigned char)*text) || sscanf(text, "%3u%n.%3u%n", &major, &end, &minor, &end) < 1 ||
	    isdigit((unsigned char)text[end]))
		return 0;
	return major * VERSION_MAJOR + minor;
}

/* Take the next word of @rest, which is moved behind it. Returns its length, 0 at the end. */
static size_t next_word(const char **rest, const char **word)
{
	*word = *rest + strspn(*rest, " \t");
	*rest = *word + strcspn(*word, " \t");
	return (size_t)(*rest - *word);
}

/* ---- the words that begin a line */

/* Put what a line says behind what was said before, with a blank between. */
static bool join(struct reader *r, const struct line *at, char *text, size_t size, const char *rest)
{
	size_t used = strlen(text);

	if ((size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "", rest) >= size - used)
		return wrong(r, at, "too much of it: at most %zu bytes", size - 1);
	return true;
}

static bool take_arch(struct reader *r, const struct line *at, const char *rest)
{
	static const char *const known[] = { "x86_64", "arm64", "riscv", "s390", NULL };
	const char *const *arch;

	for (arch = known; *arch; arch++)
		if (!strcmp(*arch, rest))
			r->m->arch = *arch;
	return (r->m->arch && !strcmp(r->m->arch, rest)) ||
	       wrong(r, at, "no architecture '%s': x86_64, arm64, riscv or s390", rest);
}

static bool take_needs(struct reader *r, const struct line *at, const char *rest)
{
	r->m->needs = machine_version(rest);
	return r->m->needs || wrong(r, at, "'%s' is no version of QEMU, such as 10.0", rest);
}

/* Arguments of QEMU, of all versions, or as @condition (">=11", "<11.1") says. */
static bool take_qemu(struct reader *r, const struct line *at, const char *condition, const char *rest)
{
	const bool from = !strncmp(condition, ">=", 2), until = *condition == '<';
	struct machine_arg arg = { NULL, 0, UINT_MAX };
	const char *word;
	size_t n;

	if (from)
		arg.from = machine_version(condition + 2);
	if (until)
		arg.until = machine_version(condition + 1);
	if (*condition && !(from && arg.from) && !(until && arg.until))
		return wrong(r, at, "'qemu%s': write qemu, qemu<VERSION or qemu>=VERSION", condition);
	while ((n = next_word(&rest, &word))) {
		arg.text = keep(r->m, word, n);
		if (!arg.text || r->m->nargs == MACHINE_ARGS)
			return wrong(r, at, "too many arguments of QEMU");
		r->m->args[r->m->nargs++] = arg;
	}
	return true;
}

static bool read_text(struct reader *r, const char *file, const char *text);

static bool take_part(struct reader *r, const struct line *at, const char *rest)
{
	char file[64], *text;
	bool ok;

	if (r->depth == MOST_INCLUDES)
		return wrong(r, at, "parts include each other");
	text = strchr(rest, '/') || *rest == '.' ? NULL : r->part(rest, r->ctx);
	if (!text)
		return wrong(r, at, "there is no part '%s'", rest);
	snprintf(file, sizeof(file), "parts/%.50s", rest);
	r->depth++;
	ok = read_text(r, file, text);
	r->depth--;
	free(text);
	return ok;
}

static bool take_line(struct reader *r, const struct line *at)
{
	struct machine *m = r->m;
	const char *word = at->text, *rest = word + strcspn(word, " \t");
	const size_t n = (size_t)(rest - word);

	rest += strspn(rest, " \t");
	if (!*rest)
		return wrong(r, at, "'%s' says nothing", word);
#define IS(name) (n == sizeof(name) - 1 && !strncmp(word, name, n))
	if (IS("include"))
		return take_part(r, at, rest);
	if (IS("arch"))
		return take_arch(r, at, rest);
	if (IS("needs"))
		return take_needs(r, at, rest);
	if (IS("driver"))
		return join(r, at, m->driver, sizeof(m->driver), rest);
	if (IS("append"))
		return join(r, at, m->append, sizeof(m->append), rest);
	if (IS("lacks"))
		return join(r, at, m->lacks, sizeof(m->lacks), rest);
	if (IS("note"))
		return join(r, at, m->note, sizeof(m->note), rest);
#undef IS
	if (!strncmp(word, "qemu", 4)) {
		char condition[16];

		snprintf(condition, sizeof(condition), "%.*s", (int)(n - 4), word + 4);
		return take_qemu(r, at, condition, rest);
	}
	return wrong(r, at, "'%.*s' is no word of a machine, see harness/qemu/machine.h", (int)n, word);
}

static bool read_text(struct reader *r, const char *file, const char *text)
{
	struct line at = { .file = file };
	size_t n, end;

	for (; *text; text += n + !!text[n]) {
		n = strcspn(text, "\n");
		at.number++;
		if (n >= sizeof(at.text))
			return wrong(r, &at, "the line is too long");
		for (end = n; end && isspace((unsigned char)text[end - 1]); end--)
			;
		memcpy(at.text, text, end);
		at.text[end] = '\0';
		if (end && *at.text != '#' && !take_line(r, &at))
			return false;
	}
	return true;
}

bool machine_parse(struct machine *m, const char *file, const char *text, machine_part_fn part, void *ctx, char *why,
		   size_t len)
{
	struct reader r = { .m = m, .part = part, .ctx = ctx, .why = why, .whylen = len };
	const char *slash = strrchr(file, '/');

	memset(m, 0, sizeof(*m));
	snprintf(m->name, sizeof(m->name), "%.31s", slash ? slash + 1 : file);
	if (!read_text(&r, file, text))
		return false;
	if (!m->arch || !m->nargs) {
		snprintf(why, len, "%s: a machine wants a line '%s'", file, m->arch ? "qemu" : "arch");
		return false;
	}
	return true;
}
