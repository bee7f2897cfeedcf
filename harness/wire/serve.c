// SPDX-License-Identifier: GPL-2.0-only
/* Any target at the far end of a byte stream: one line in, the lines of its answer out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/text.h"
#include "harness/wire/protocol.h"
#include "harness/wire/serve.h"

#define WHY	128	/* bytes of a reason */

struct server {
	struct target *t;
	struct description about;
	uint64_t seq;
	int from, to;
	int error;			/* of writing, a negative errno */
	char in[WIRE_LINE];		/* read but not yet served */
	size_t in_len;
	bool skipping;			/* the line began with more than fits; its end is still to come */
	char out[4 * WIRE_LINE];	/* the lines of one answer go out in one write */
	size_t out_len;
	char scratch[WIRE_LINE - 32];
	/* Of the line that is served. */
	struct request rq;
	struct answer answer;
	struct sample sample;
	struct dma dma[WIRE_DMAS];
};

/* ---- lines out */

static void flush(struct server *s)
{
	size_t at = 0;
	ssize_t n;

	while (at < s->out_len && !s->error) {
		n = write(s->to, s->out + at, s->out_len - at);
		if (n > 0)
			at += (size_t)n;
		else if (n < 0 && errno != EINTR)
			s->error = -errno;
	}
	s->out_len = 0;
}

static void say(struct server *s, char mark, const char *text)
{
	char head[32];
	size_t len = strnlen(text, sizeof(s->scratch) - 1);
	size_t n = (size_t)snprintf(head, sizeof(head), "%llu%c ", (unsigned long long)s->seq, mark);

	if (s->out_len + n + len + 1 > sizeof(s->out))
		flush(s);
	memcpy(s->out + s->out_len, head, n);
	memcpy(s->out + s->out_len + n, text, len);
	s->out_len += n + len;
	s->out[s->out_len++] = '\n';
}

static void say_result(struct server *s, const char *text)
{
	say(s, ':', text);
	flush(s);
}

static void say_log(struct server *s, char *log)
{
	char *line;

	while ((line = strsep(&log, "\n")))
		if (*line)
			say(s, '|', line);
}

/* ---- one line in */

/* A target need not look for a device that it does not have. */
static bool has_device(const struct server *s, int dev)
{
	return dev >= 0 && (unsigned int)dev < s->about.ndevs;
}

static bool has_devices(const struct server *s, const struct dma *d, unsigned int n)
{
	while (n && has_device(s, d[n - 1].dev))
		n--;
	return !n;
}

static void serve_describe(struct server *s)
{
	unsigned int n;

	for (n = 0; description_print(&s->about, n, s->scratch, sizeof(s->scratch)); n++)
		say(s, '+', s->scratch);
	say_result(s, "ok");
}

static void serve_reset(struct server *s)
{
	int ret = s->t->drv->reset(s->t);

	say_result(s, ret ? errno_name(ret) : "ok");
}

static void serve_digest(struct server *s)
{
	snprintf(s->scratch, sizeof(s->scratch), "0x%llx", (unsigned long long)s->t->drv->digest(s->t));
	say_result(s, s->scratch);
}

/* There is no word for it: what is no result tells the near end that this far end has to be started again. */
static void say_no_result(struct server *s)
{
	say_result(s, "the target is gone");
}

static void serve_look(struct server *s, const char *text)
{
	char why[WHY];
	unsigned int n;

	if (look_parse(text, &s->sample, why, sizeof(why))) {
		say_result(s, why);
		return;
	}
	if (s->t->drv->observe(s->t, &s->sample) != ANSWER_DONE) {
		say_no_result(s);
		return;
	}
	for (n = 0; sample_print(&s->sample, n, s->scratch, sizeof(s->scratch)); n++)
		say(s, '+', s->scratch);
	sample_result_print(&s->sample, s->scratch, sizeof(s->scratch));
	say_result(s, s->scratch);
}

static void serve_dma(struct server *s, const char *text)
{
	char why[WHY];
	unsigned int n;

	if (dmas_parse(text, s->dma, &n, why, sizeof(why))) {
		say_result(s, why);
		return;
	}
	if (!has_devices(s, s->dma, n)) {
		say_result(s, "no such device");
		return;
	}
	if (s->t->drv->dma(s->t, s->dma, n) != ANSWER_DONE) {
		say_no_result(s);
		return;
	}
	dmas_result_print(s->dma, n, s->scratch, sizeof(s->scratch));
	say_result(s, s->scratch);
}

static void serve_operation(struct server *s, const char *text)
{
	char why[WHY];

	if (request_parse(text, &s->rq, why, sizeof(why))) {
		say_result(s, why);
		return;
	}
	if (!has_device(s, s->rq.dev) || !has_device(s, s->rq.env.dev) ||
	    !has_devices(s, s->rq.watch, s->rq.nwatch)) {
		say_result(s, "no such device");
		return;
	}
	s->t->drv->submit(s->t, &s->rq, &s->answer);
	say_log(s, s->answer.log);
	answer_print(&s->rq, &s->answer, s->scratch, sizeof(s->scratch));
	say_result(s, s->scratch);
}

/* Read the SEQ of a line. Returns what stands behind it, or NULL with the refusal already said. */
static const char *take_seq(struct server *s, const char *line)
{
	const char *text;

	s->seq = 0;
	text = text_scan_number(line, &s->seq);
	if (text && *text == ' ')
		return text + 1;
	say_result(s, "expected SEQ REQUEST");
	return NULL;
}

static void serve_line(struct server *s, const char *line)
{
	const char *text = take_seq(s, line);

	if (!text)
		return;
	if (!strcmp(text, "describe"))
		serve_describe(s);
	else if (!strcmp(text, "reset"))
		serve_reset(s);
	else if (!strcmp(text, "digest"))
		serve_digest(s);
	else if (!strncmp(text, "look ", 5))
		serve_look(s, text);
	else if (!strncmp(text, "dma ", 4))
		serve_dma(s, text);
	else
		serve_operation(s, text);
}

/* ---- lines out of bytes */

static void refuse_line(struct server *s, const char *line, const char *why)
{
	if (take_seq(s, line))
		say_result(s, why);
}

/* The line of @len bytes at @line, its newline being a NUL now. */
static void take_line(struct server *s, char *line, size_t len)
{
	if (s->skipping)
		s->skipping = false;
	else if (strlen(line) != len)
		refuse_line(s, line, "a line with a NUL in it");
	else if (len)
		serve_line(s, line);
}

/* What is in the buffer has no end. Refuse it once, and forget all up to its end. */
static void skip_line(struct server *s)
{
	s->in[sizeof(s->in) - 1] = '\0';
	if (!s->skipping)
		refuse_line(s, s->in, "a line without end");
	s->skipping = true;
	s->in_len = 0;
}

static void take_bytes(struct server *s)
{
	char *line = s->in, *end;

	while ((end = memchr(line, '\n', (size_t)(s->in + s->in_len - line)))) {
		*end = '\0';
		take_line(s, line, (size_t)(end - line));
		line = end + 1;
	}
	s->in_len = (size_t)(s->in + s->in_len - line);
	memmove(s->in, line, s->in_len);
	if (s->in_len == sizeof(s->in))
		skip_line(s);
}

static int serve_stream(struct server *s)
{
	ssize_t n;

	while (!s->error) {
		n = read(s->from, s->in + s->in_len, sizeof(s->in) - s->in_len);
		if (!n)
			return s->in_len || s->skipping ? -EPROTO : 0;
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n < 0)
			continue;
		s->in_len += (size_t)n;
		take_bytes(s);
	}
	return s->error;
}

int serve_target(struct target *t, int from, int to)
{
	struct server *s = calloc(1, sizeof(*s));
	int ret;

	if (!s)
		return -ENOMEM;
	s->t = t;
	s->from = from;
	s->to = to;
	ret = t->drv->describe(t, &s->about);
	if (!ret)
		ret = serve_stream(s);
	free(s);
	return ret;
}
