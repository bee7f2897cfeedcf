// SPDX-License-Identifier: GPL-2.0-only
/* One line of text, written piece by piece and read word by word. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "harness/text.h"

const struct text_name text_events[] = {
	{ "warn", EVENT_WARN }, { "slept", EVENT_SLEPT }, { "freed-walk", EVENT_FREED_WALK },
	{ "memory-error", EVENT_MEMORY }, { "lock-error", EVENT_LOCK }, { NULL, 0 },
};

const struct text_name *text_find_name(const struct text_name *table, const char *name)
{
	for (; table->name; table++)
		if (!strcmp(table->name, name))
			return table;
	return NULL;
}

const struct text_name *text_find_value(const struct text_name *table, uint32_t value)
{
	for (; table->name; table++)
		if (table->value == value)
			return table;
	return NULL;
}

/* Writing */

void text_put(struct text_out *o, const char *fmt, ...)
{
	size_t at = o->used < o->len ? o->used : o->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(at < o->len ? o->buf + at : NULL, o->len - at, fmt, ap);
	va_end(ap);
	o->used += n > 0 ? (size_t)n : 0;
}

void text_put_clean(struct text_out *o, const char *text)
{
	for (; *text; text++)
		text_put(o, "%c", *text >= ' ' && *text <= '~' ? *text : ' ');
}

void text_put_number(struct text_out *o, uint64_t value)
{
	text_put(o, "0x%llx", (unsigned long long)value);
}

void text_put_dma(struct text_out *o, const struct dma *d)
{
	text_put(o, "v%d", d->dev);
	if (d->pasid)
		text_put(o, ".%u", d->pasid);
	text_put(o, " %s ", d->write ? "write" : "read");
	text_put_number(o, d->iova);
}

void text_put_reached(struct text_out *o, enum dma_result result, uint64_t paddr)
{
	if (result == DMA_REACHED)
		text_put_number(o, paddr);
	else
		text_put(o, "%s", result == DMA_UNSEEN ? "unseen" : "nothing");
}

/* Reading */

void text_start(struct text *t, const char *line, char *why, size_t whylen)
{
	t->at = line;
	t->why = why;
	t->whylen = whylen;
	text_next(t);
}

void text_next(struct text *t)
{
	size_t n = 0;

	while (*t->at == ' ')
		t->at++;
	while (*t->at && *t->at != ' ' && n < TEXT_WORD - 1)
		t->word[n++] = *t->at++;
	t->word[n] = '\0';
}

bool text_accept(struct text *t, const char *word)
{
	if (strcmp(t->word, word))
		return false;
	text_next(t);
	return true;
}

int text_fail(struct text *t, const char *expected)
{
	struct text_out o = { t->why, t->whylen, 0 };
	char found[41];

	snprintf(found, sizeof(found), "%.40s", t->word);
	text_put(&o, "expected %s, found ", expected);
	if (!*found) {
		text_put(&o, "the end of the line");
	} else {
		text_put(&o, "'");
		text_put_clean(&o, found);
		text_put(&o, "'");
	}
	return -EINVAL;
}

int text_end(struct text *t)
{
	return *t->word ? text_fail(t, "the end of the line") : 0;
}

static int digit(char ch, unsigned int base)
{
	int d = ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : 99;

	return d < (int)base ? d : -1;
}

const char *text_scan_number(const char *s, uint64_t *value)
{
	unsigned int base = s[0] == '0' && s[1] == 'x' ? 16 : 10;

	s += base == 16 ? 2 : 0;
	if (digit(*s, base) < 0)
		return NULL;
	for (*value = 0; digit(*s, base) >= 0; s++)
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, (unsigned int)digit(*s, base), value))
			return NULL;
	return s;
}

const char *text_scan_run(const char *s, uint64_t *first, uint64_t *size)
{
	s = text_scan_number(s, first);
	return s && *s == '+' ? text_scan_number(s + 1, size) : NULL;
}

bool text_scan_u32(const char *s, const char *end, uint32_t *value)
{
	uint64_t v;

	s = text_scan_number(s, &v);
	if (!s || strcmp(s, end) || v > UINT32_MAX)
		return false;
	*value = (uint32_t)v;
	return true;
}

int text_number(struct text *t, uint64_t *value)
{
	const char *end = text_scan_number(t->word, value);

	if (!end || *end)
		return text_fail(t, "a number");
	text_next(t);
	return 0;
}

int text_device(struct text *t, int *dev)
{
	uint32_t v;

	if (*t->word != 'v' || !text_scan_u32(t->word + 1, "", &v) || v >= TARGET_DEVICES)
		return text_fail(t, "a device, v0 to v7");
	*dev = (int)v;
	text_next(t);
	return 0;
}

int text_domain(struct text *t, int *dom)
{
	*dom = dom_find(t->word);
	if (*dom == DOM_NONE)
		return text_fail(t, "a domain: default, blocked, identity or D0 to D4");
	text_next(t);
	return 0;
}

/* "v0", or "v0.3" with PASID 3 */
static int text_master(struct text *t, struct dma *d)
{
	char *dot = strchr(t->word, '.');

	d->pasid = 0;
	if (dot && (!text_scan_u32(dot + 1, "", &d->pasid) || !d->pasid))
		return text_fail(t, "a PASID behind the device");
	if (dot)
		*dot = '\0';
	return text_device(t, &d->dev);
}

int text_dma(struct text *t, struct dma *d)
{
	if (text_master(t, d))
		return -EINVAL;
	d->write = !strcmp(t->word, "write");
	if (!d->write && strcmp(t->word, "read"))
		return text_fail(t, "read or write");
	text_next(t);
	return text_number(t, &d->iova);
}

bool text_reached(const char *s, enum dma_result *result, uint64_t *paddr)
{
	*result = !strcmp(s, "nothing") ? DMA_NOTHING : !strcmp(s, "unseen") ? DMA_UNSEEN : DMA_REACHED;
	if (*result != DMA_REACHED)
		return true;
	s = text_scan_number(s, paddr);
	return s && !*s;
}

void text_take_events(struct text *t, uint32_t *events)
{
	const struct text_name *event;

	while ((event = text_find_name(text_events, t->word))) {
		*events |= event->value;
		text_next(t);
	}
}
