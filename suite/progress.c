// SPDX-License-Identifier: GPL-2.0-only
/*
 * progress.c - the progress line, see progress.h.
 */
#include "suite/progress.h"

#include <string.h>

#include "suite/isolate.h"

#define REWRITE_MS	100
#define NEW_LINE_MS	10000

void progress_begin(struct progress *p, FILE *out, unsigned int width, const char *title, unsigned int total)
{
	memset(p, 0, sizeof(*p));
	p->out = out;
	p->width = width;
	p->title = title;
	p->total = total;
	p->started = p->shown = now_ms();
}

int counts_print(const struct record_counts *c, char *buf, size_t len)
{
	int n = 0;

	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (c->n[v])
			n += snprintf(buf + n, (size_t)n < len ? len - n : 0, "%s%u %s", n ? ", " : "", c->n[v],
				      verdict_name(v));
	return n ?: snprintf(buf, len, "none");
}

int progress_line(const struct progress *p, int64_t now, char *buf, size_t len)
{
	unsigned int fresh = p->done - p->earlier;
	int64_t left;
	char counts[256];
	int n;

	counts_print(&p->counts, counts, sizeof(counts));
	n = snprintf(buf, len, "%s: %u of %u: %s", p->title, p->done, p->total, counts);
	if (!fresh || now <= p->started || p->done >= p->total)
		return n;
	left = (now - p->started) * (p->total - p->done) / fresh / 1000 + 1;
	return n + snprintf(buf + n, (size_t)n < len ? len - n : 0, ", %d:%02d left", (int)(left / 60),
			    (int)(left % 60));
}

void progress_add(struct progress *p, enum verdict v, int64_t now)
{
	char line[512];

	p->done++;
	p->counts.n[v]++;
	if (!p->out || now - p->shown < (p->width ? REWRITE_MS : NEW_LINE_MS))
		return;
	p->shown = now;
	progress_line(p, now, line, sizeof(line));
	if (p->width)
		fprintf(p->out, "\r%.*s\033[K", (int)p->width - 1, line);
	else
		fprintf(p->out, "%s\n", line);
	fflush(p->out);
	p->visible = p->width;
}

void progress_clear(struct progress *p)
{
	if (p->visible)
		fputs("\r\033[K", p->out);
	if (p->out)
		fflush(p->out);
	p->visible = false;
}
