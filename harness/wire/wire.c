// SPDX-License-Identifier: GPL-2.0-only
/* A target at the other end of a byte stream. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/text.h"
#include "harness/wire/process.h"
#include "harness/wire/protocol.h"
#include "harness/wire/wire.h"

#define START_SECONDS	60		/* until the first answer: a board boots meanwhile */
#define ANSWER_SECONDS	10
#define PATIENCE	10		/* so many times that for a far end that watches itself, or that others keep waiting */
#define SLICE_MS	500		/* of the wait for one that others may keep waiting */
#define CLOSE_GRACE_MS	1000
#define PREAMBLE	65536		/* bytes of other people's text before the first answer */
#define LOG_HEAD	1536		/* of a log that is too long the beginning is kept, and the end */

struct wire {
	struct target target;
	char **argv;
	char label[TARGET_NAME];
	int timeout_ms, start_ms;	/* for an answer, and for the first one */
	struct process process;
	enum answer_kind broken;	/* nothing but a reset will do; until then this is every answer */
	bool greeted;			/* it has answered since it was started */
	bool renewed;			/* it is broken, but was started anew: as after start() */
	size_t preamble;
	unsigned long seq;
	struct description about;
	/* Of the question that is asked now. */
	char question[WIRE_LINE];
	char log[TARGET_LOG];
	size_t log_len;
	char why[sizeof(((struct answer *)NULL)->why)];
};

/* Takes a line of data of an answer. Returns 0, or -EINVAL with a reason in @why. */
typedef int (*data_fn)(const char *line, void *ctx, char *why, size_t whylen);

static struct wire *to_wire(struct target *t)
{
	return (struct wire *)t;
}

/* ---- the log of one answer */

static void log_add(struct wire *w, const char *text)
{
	size_t n = strnlen(text, TARGET_LOG - LOG_HEAD - 2);
	char *tail, *end;

	while (w->log_len + n + 2 > sizeof(w->log)) {
		tail = w->log_len > LOG_HEAD ? memchr(w->log + LOG_HEAD, '\n', w->log_len - LOG_HEAD) : NULL;
		end = tail ? memchr(tail + 1, '\n', (size_t)(w->log + w->log_len - (tail + 1))) : NULL;
		if (!end) {
			w->log_len = LOG_HEAD;
			break;
		}
		memmove(tail, end, (size_t)(w->log + w->log_len - end));
		w->log_len -= (size_t)(end - tail);
	}
	memcpy(w->log + w->log_len, text, n);
	w->log_len += n;
	w->log[w->log_len++] = '\n';
	w->log[w->log_len] = '\0';
}

/* ---- one question and its answer */

static enum answer_kind broken(struct wire *w, enum answer_kind kind)
{
	/*
	 * Its last words stay until it is reset. What it said on its console is the only trace where it could not say it
	 * in its answer.
	 */
	if (!w->renewed)
		process_stop(&w->process, 0);
	if (!w->log_len)
		snprintf(w->log, sizeof(w->log), "%s", w->process.errtext);
	w->broken = kind;
	return kind;
}

static enum answer_kind garbled(struct wire *w, const char *reason, const char *line)
{
	char shown[41];
	struct text_out o = { w->why, sizeof(w->why), 0 };

	char because[sizeof(w->why)];

	snprintf(shown, sizeof(shown), "%.40s", line);
	snprintf(because, sizeof(because), "%s", reason);	/* may be w->why itself */
	text_put(&o, "%s: '", because);
	text_put_clean(&o, shown);
	text_put(&o, "'");
	return broken(w, ANSWER_GARBLED);
}

/* Split "7| text" into its parts. Returns the mark, 0 if it is no line of the protocol. */
static char split(const char *line, uint64_t *seq, const char **text)
{
	const char *mark = text_scan_number(line, seq);

	if (!mark || !*mark || !strchr("|+:!", *mark) || (mark[1] != ' ' && mark[1]))
		return 0;
	*text = mark + 1 + (mark[1] == ' ');
	return *mark;
}

/* A login banner or boot messages may come before the first answer, but not for ever. */
static bool is_preamble(struct wire *w, const char *line)
{
	w->preamble += strlen(line) + 1;
	return !w->greeted && w->preamble <= PREAMBLE;
}

/* What stands behind @key in @text, up to the end of its line; NULL if it is not there. */
static const char *find_said(const char *text, const char *key, int *len)
{
	const char *at = strstr(text, key);

	if (at) {
		at += strlen(key);
		*len = (int)strcspn(at, "\n");
	}
	return at;
}

/*
 * Where in the kernel it died, as the architectures write it: "RIP: 0010:function+0x1/0x2", "pc : function+0x1/0x2",
 * "Krnl PSW : 0704c001 (function+0x1/0x2)". NULL where that is not said; what is no function is user space.
 */
static const char *find_place(const char *text, int *len)
{
	static const char *const keys[] = { "RIP: ", "pc : ", "Krnl PSW : " };
	const char *at, *plus;
	unsigned int i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		for (at = find_said(text, keys[i], len); at; at = find_said(at, keys[i], len)) {
			plus = memchr(at, '+', (size_t)*len);
			if (!plus)
				continue;
			for (at = plus; !strchr(" :(", at[-1]); at--)
				;
			*len = (int)(plus - at);
			return at;
		}
	return NULL;
}

/* Why it died: in a kernel's own words, if it could say them, in its answer or on its console; and where. */
static enum answer_kind crash_reason(struct wire *w)
{
	static const char said[] = "Kernel panic - not syncing: ";
	const char *text = strstr(w->log, said) ? w->log : w->process.errtext;
	struct text_out o = { w->why, sizeof(w->why), 0 };
	const char *panic, *where;
	int len;

	panic = find_said(text, said, &len);
	if (!panic) {
		text_put(&o, "the far end %s%s", *w->process.end ? w->process.end : "is gone",
			 w->process.used > w->process.taken ? " within a line" : "");
		return ANSWER_CRASHED;
	}
	if (!strncmp(panic, WIRE_HANG, strlen(WIRE_HANG))) {
		text_put(&o, "%.*s", len - (int)strlen(WIRE_HANG), panic + strlen(WIRE_HANG));
		return ANSWER_HUNG;
	}
	text_put(&o, "kernel panic: %.*s", len, panic);
	where = find_place(text, &len);
	if (where)
		text_put(&o, " in %.*s", len, where);
	return ANSWER_CRASHED;
}

/* Its last words are said, and somebody has taken its place. */
static enum answer_kind renewed(struct wire *w, const char *how)
{
	snprintf(w->process.end, sizeof(w->process.end), "%s", how);
	w->renewed = true;
	return broken(w, crash_reason(w));
}

static enum answer_kind no_line(struct wire *w, enum process_event event, int limit_ms)
{
	switch (event) {
	case PROCESS_LATE:
		snprintf(w->why, sizeof(w->why), "no answer within %d s", limit_ms / 1000);
		return broken(w, ANSWER_HUNG);
	case PROCESS_LONG:
		return garbled(w, "a line without end", w->process.line);
	default:
		return broken(w, crash_reason(w));
	}
}

/* How long there is for an answer, in milliseconds, and times on the clock of deadlines. */
struct patience {
	int64_t first, left, last;
};

/* Half of the time is that of the clock. In the other half only what other loads left it counts; but not for ever. */
static struct patience patience(int limit_ms)
{
	int64_t now = process_now();

	return (struct patience){ now + limit_ms / 2, limit_ms / 2, now + (int64_t)limit_ms * PATIENCE };
}

static enum process_event listen(struct wire *w, const char *send, struct patience *p, const char **line)
{
	enum process_event event = process_talk(&w->process, send, p->first, line);
	int64_t now, delay, took, missed;

	while (event == PROCESS_LATE && p->left > 0 && (now = process_now()) < p->last) {
		delay = process_delay(&w->process);
		event = process_talk(&w->process, NULL, now + (p->left < SLICE_MS ? p->left : SLICE_MS), line);
		took = process_now() - now;
		missed = process_delay(&w->process) - delay;
		p->left -= missed > 0 && missed < took ? took - missed : missed > 0 ? 0 : took;
	}
	return event;
}

/*
 * Ask w->question, which begins with the current SEQ. Data lines go to @data; the result is left in @result. Returns
 * ANSWER_DONE, or why there is no result.
 */
static enum answer_kind ask(struct wire *w, data_fn data, void *ctx, const char **result)
{
	int limit_ms = w->greeted ? w->timeout_ms : w->start_ms;
	struct patience p = patience(limit_ms);
	const char *send = w->question, *line, *text;
	enum process_event event;
	uint64_t seq;
	char mark;

	while ((event = listen(w, send, &p, &line)) == PROCESS_LINE) {
		send = NULL;
		mark = split(line, &seq, &text);
		if (!mark && is_preamble(w, line))
			continue;
		if (!mark)
			return garbled(w, "not a line of the protocol", line);
		if (mark == '!')
			return renewed(w, text);
		if (seq != w->seq)
			return garbled(w, "an answer to another question", line);
		w->greeted = true;
		if (mark == '|')
			log_add(w, text);
		else if (mark == '+' && (!data || data(text, ctx, w->why, sizeof(w->why))))
			return garbled(w, data ? w->why : "data that nobody asked for", line);
		*result = text;
		if (mark == ':')
			return ANSWER_DONE;
	}
	return no_line(w, event, limit_ms);
}

/* Begin a question. Returns where its text goes. */
static struct text_out question(struct wire *w)
{
	struct text_out o = { w->question, sizeof(w->question), 0 };

	if (!w->broken) {
		w->log_len = 0;
		w->log[0] = '\0';
		w->why[0] = '\0';
		w->process.errlen = 0;
		w->process.errtext[0] = '\0';
	}
	w->seq++;
	text_put(&o, "%lu ", w->seq);
	return o;
}

/* Ask the question that @printed bytes were written of behind the SEQ. */
static enum answer_kind ask_printed(struct wire *w, struct text_out *o, int printed, data_fn data, void *ctx,
				    const char **result)
{
	o->used += (size_t)printed;
	text_put(o, "\n");
	return w->broken ? w->broken : ask(w, data, ctx, result);
}

static enum answer_kind ask_word(struct wire *w, const char *word, data_fn data, void *ctx, const char **result)
{
	struct text_out o = question(w);

	text_put(&o, "%s", word);
	return ask_printed(w, &o, 0, data, ctx, result);
}

/* ---- starting */

static int take_fact(const char *line, void *ctx, char *why, size_t whylen)
{
	return description_parse(line, ctx, why, whylen);
}

/* Hear who it is. Returns false with a reason in w->why. */
static bool meet(struct wire *w, struct description *about)
{
	enum answer_kind kind;
	const char *result;

	memset(about, 0, sizeof(*about));
	w->broken = ANSWER_DONE;
	w->renewed = false;
	kind = ask_word(w, "describe", take_fact, about, &result);
	if (kind == ANSWER_DONE && strcmp(result, "ok"))
		kind = garbled(w, "no description", result);
	if (kind == ANSWER_DONE && (!about->ndevs || !about->fingerprint))
		kind = garbled(w, "a description without devices or fingerprint", "");
	return kind == ANSWER_DONE;
}

/* Have it started anew by itself, if it can. */
static bool again(struct wire *w, struct description *about)
{
	const char *result;

	if (!w->broken && ask_word(w, WIRE_AGAIN, NULL, NULL, &result) == ANSWER_DONE)
		w->renewed = !strcmp(result, "ok");
	return w->renewed && meet(w, about);
}

/* Start the command and hear who it is. Returns false with a reason in w->why. */
static bool start(struct wire *w, struct description *about)
{
	int ret;

	w->renewed = false;
	process_stop(&w->process, 0);
	w->greeted = false;
	w->preamble = 0;
	ret = process_start(&w->process, w->argv);
	if (ret) {
		snprintf(w->why, sizeof(w->why), "%s", strerror(-ret));
		w->broken = ANSWER_CRASHED;
		return false;
	}
	return meet(w, about);
}

static void free_argv(char **argv)
{
	char **arg;

	for (arg = argv; arg && *arg; arg++)
		free(*arg);
	free(argv);
}

static char **copy_argv(char *const argv[])
{
	size_t n = 0, i;
	char **copy;

	while (argv[n])
		n++;
	copy = calloc(n + 1, sizeof(*copy));
	for (i = 0; copy && i < n; i++) {
		copy[i] = strdup(argv[i]);
		if (!copy[i]) {
			free_argv(copy);
			return NULL;
		}
	}
	return copy;
}

const char *wire_option(const char *const *options, const char *key)
{
	size_t n = strlen(key);

	for (; options && *options; options++)
		if (!strncmp(*options, key, n) && (*options)[n] == '=')
			return *options + n + 1;
	return NULL;
}

static bool is_key(const char *option, const char *key)
{
	size_t n = strlen(key);

	return !strncmp(option, key, n) && option[n] == '=';
}

bool wire_options_known(const char *const *options, const char *const *known, char *why, size_t len)
{
	const char *const *k;

	for (; options && *options; options++) {
		for (k = known; *k && !is_key(*options, *k); k++)
			;
		if (*k || is_key(*options, WIRE_OPTIONS))
			continue;
		snprintf(why, len, "unknown option '%s'", *options);
		return false;
	}
	return true;
}

static bool parse_timeouts(struct wire *w, const char *const *options)
{
	const char *value = wire_option(options, "timeout");
	uint32_t seconds = ANSWER_SECONDS;

	if (value && (!text_scan_u32(value, "", &seconds) || !seconds || seconds > 86400))
		return false;
	w->timeout_ms = (int)seconds * 1000;
	/* A short limit is meant for a far end that starts as quickly as it answers. */
	w->start_ms = value && seconds < ANSWER_SECONDS ? w->timeout_ms : START_SECONDS * 1000;
	return true;
}

/* The last line of what it wrote to standard error: most commands say there what they miss. */
static const char *last_err(struct wire *w)
{
	char *text = w->process.errtext, *line;
	size_t n = strlen(text);

	while (n && text[n - 1] == '\n')
		text[--n] = '\0';
	line = strrchr(text, '\n');
	return line ? line + 1 : text;
}

struct target *wire_start(const struct target_driver *drv, char *const argv[], const char *label,
			  const char *const *options, char *why, size_t len)
{
	struct wire *w = calloc(1, sizeof(*w));
	const char *err;

	if (!w || !(w->argv = copy_argv(argv))) {
		snprintf(why, len, "%s: out of memory", label);
		free(w);
		return NULL;
	}
	w->target.drv = drv;
	snprintf(w->label, sizeof(w->label), "%.*s", (int)sizeof(w->label) - 1, label);
	if (!parse_timeouts(w, options)) {
		snprintf(why, len, "%s: timeout= wants seconds, 1 to 86400", label);
	} else if (start(w, &w->about)) {
		return &w->target;
	} else {
		err = last_err(w);
		snprintf(why, len, "%s: %s%s%s", label, w->why, *err ? ": " : "", err);
	}
	wire_close(&w->target);
	return NULL;
}

void wire_close(struct target *t)
{
	struct wire *w = to_wire(t);

	process_stop(&w->process, CLOSE_GRACE_MS);
	free_argv(w->argv);
	free(w);
}

void wire_be_patient(struct target *t)
{
	to_wire(t)->timeout_ms *= PATIENCE;
}

/* ---- the functions of a target */

int wire_describe(struct target *t, struct description *d)
{
	*d = to_wire(t)->about;
	return 0;
}

static int same_as_before(struct wire *w, const struct description *about)
{
	return about->fingerprint == w->about.fingerprint ? 0 : -ESTALE;
}

int wire_renew(struct target *t)
{
	static struct description about;
	struct wire *w = to_wire(t);

	return again(w, &about) ? same_as_before(w, &about) : -EOPNOTSUPP;
}

int wire_reset(struct target *t)
{
	static struct description about;
	struct wire *w = to_wire(t);
	bool broken = w->broken, hung;
	const char *result;
	int err;

	if (!w->broken && ask_word(w, "reset", NULL, NULL, &result) == ANSWER_DONE && !strcmp(result, "ok"))
		return 0;
	hung = w->broken == ANSWER_HUNG && !broken;
	err = wire_renew(t);
	if (err == -EOPNOTSUPP)
		err = start(w, &about) ? same_as_before(w, &about) : -EIO;
	return err ? err : hung ? -ETIMEDOUT : 0;
}

void wire_submit(struct target *t, const struct request *rq, struct answer *a)
{
	struct wire *w = to_wire(t);
	struct text_out o = question(w);
	enum answer_kind kind;
	const char *result;
	int printed;

	printed = request_print(rq, o.buf + o.used, o.len - o.used);
	kind = ask_printed(w, &o, printed, NULL, NULL, &result);
	if (kind == ANSWER_DONE && answer_parse(result, rq, a, w->why, sizeof(w->why)))
		kind = garbled(w, "not an answer", result);
	if (kind != ANSWER_DONE) {
		memset(a, 0, sizeof(*a));
		a->kind = kind;
		memcpy(a->why, w->why, sizeof(a->why));
	}
	memcpy(a->log, w->log, sizeof(a->log));
}

static int take_sample(const char *line, void *ctx, char *why, size_t whylen)
{
	return sample_parse(line, ctx, why, whylen);
}

enum answer_kind wire_observe(struct target *t, struct sample *s)
{
	struct wire *w = to_wire(t);
	struct text_out o = question(w);
	enum answer_kind kind;
	const char *result;
	int printed;

	printed = look_print(s, o.buf + o.used, o.len - o.used);
	kind = ask_printed(w, &o, printed, take_sample, s, &result);
	if (kind == ANSWER_DONE && !strncmp(result, "unsupported: ", strlen("unsupported: ")))
		return ANSWER_UNSUPPORTED;
	if (kind == ANSWER_DONE && sample_result_parse(result, s, w->why, sizeof(w->why)))
		return garbled(w, "not a sample", result);
	return kind;
}

enum answer_kind wire_dma(struct target *t, struct dma *d, unsigned int n)
{
	struct wire *w = to_wire(t);
	enum answer_kind kind = ANSWER_DONE;
	unsigned int now;
	struct text_out o;
	const char *result;
	int printed;

	for (; n && kind == ANSWER_DONE; d += now, n -= now) {
		now = n < WIRE_DMAS ? n : WIRE_DMAS;
		o = question(w);
		printed = dmas_print(d, now, o.buf + o.used, o.len - o.used);
		kind = ask_printed(w, &o, printed, NULL, NULL, &result);
		if (kind == ANSWER_DONE && dmas_result_parse(result, d, now, w->why, sizeof(w->why)))
			kind = garbled(w, "not the results of DMA", result);
	}
	return kind;
}

uint64_t wire_digest(struct target *t)
{
	struct wire *w = to_wire(t);
	const char *result, *end;
	uint64_t digest;

	if (ask_word(w, "digest", NULL, NULL, &result) != ANSWER_DONE)
		return 0;
	end = text_scan_number(result, &digest);
	return end && !*end ? digest : 0;
}

/* ---- --target 'wire:COMMAND' */

static struct target *wire_open(const char *arg, const char *const *options, char *why, size_t len)
{
	static const char *const none[] = { NULL };
	char *argv[] = { "sh", "-c", (char *)arg, NULL };

	if (!arg || !*arg) {
		snprintf(why, len, "wire: give the command that speaks the protocol: --target 'wire:ssh board agent'");
		return NULL;
	}
	if (!wire_options_known(options, none, why, len))
		return NULL;
	return wire_start(&wire_target, argv, arg, options, why, len);
}

static const char *wire_list(unsigned int n)
{
	(void)n;
	return NULL;
}

static bool wire_doctor(char *why, size_t len)
{
	snprintf(why, len, "built in");
	return true;
}

const struct target_driver wire_target = {
	.name = "wire",
	.synopsis = "a command whose standard input and output speak the wire protocol",
	.takes = WIRE_OPTIONS,
	.open = wire_open, .list = wire_list, .doctor = wire_doctor, .describe = wire_describe, .reset = wire_reset,
	.submit = wire_submit, .observe = wire_observe, .dma = wire_dma, .digest = wire_digest, .close = wire_close,
};
