// SPDX-License-Identifier: GPL-2.0-only
/*
 * record_read.c - the reader of record.h. Out of memory ends the program.
 */
#include "reports/resume.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK	65536

struct chunk {			/* what set->memory points to: all that lives as long as the set */
	struct chunk *next;
	size_t left;		/* bytes at the end of @data that nobody has taken */
	size_t size;
	uint64_t data[];
};

struct reader {
	const char *path;
	unsigned long line;
	struct record_set *set;
	struct record_run *run;	/* the one that is being read; NULL before the first header of the file */
	bool ended;		/* its closing line was read */
	bool failed;
	char *why;
	size_t len;
};

static void *take_zeroed(struct record_set *set, size_t size)
{
	struct chunk *c = set->memory;

	size = (size + 7) & ~7ul;
	if (!c || c->left < size) {
		size_t n = size > CHUNK ? size : CHUNK;

		c = calloc(1, sizeof(*c) + n);
		if (!c)
			abort();
		*c = (struct chunk){ .next = set->memory, .left = n, .size = n };
		set->memory = c;
	}
	c->left -= size;
	return (char *)c->data + c->size - c->left - size;
}

static const char *take_copy(struct record_set *set, const char *s, size_t size)
{
	return memcpy(take_zeroed(set, size), s, size);
}

static const char *take_string(struct record_set *set, json_t *string)
{
	return take_copy(set, json_string_value(string), json_string_length(string) + 1);
}

/* Only the first complaint counts. */
__attribute__((format(printf, 2, 3))) static void fail(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (r->failed)
		return;
	r->failed = true;
	n = snprintf(r->why, r->len, "%s:%lu: ", r->path, r->line);
	va_start(ap, fmt);
	if (n >= 0 && (size_t)n < r->len)
		vsnprintf(r->why + n, r->len - n, fmt, ap);
	va_end(ap);
}

/* Says something that does not stop the reader. */
__attribute__((format(printf, 2, 3))) static void warn(struct reader *r, const char *fmt, ...)
{
	char what[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (!*r->why)
		snprintf(r->why, r->len, "%s:%lu: %s", r->path, r->line, what);
}

static const char *text(struct reader *r, json_t *o, const char *key, const char *missing)
{
	json_t *value = json_object_get(o, key);

	if (!value)
		return missing;
	if (!json_is_string(value)) {
		fail(r, "\"%s\" is not a string", key);
		return missing;
	}
	return take_string(r->set, value);
}

static const char *need_text(struct reader *r, json_t *o, const char *key)
{
	const char *s = text(r, o, key, NULL);

	if (!s)
		fail(r, "\"%s\" is missing", key);
	return s ? s : "";
}

static uint64_t u64(struct reader *r, json_t *o, const char *key)
{
	json_t *value = json_object_get(o, key);
	const char *s = json_string_value(value);
	uint64_t n;
	char *end;

	if (!value)
		return 0;
	errno = 0;
	n = s ? strtoull(s, &end, 10) : 0;
	if (!s || *s < '0' || *s > '9' || *end || errno)
		fail(r, "\"%s\" is not a number in a string", key);
	return n;
}

static json_int_t count(struct reader *r, json_t *o, const char *key, json_int_t most)
{
	json_t *value = json_object_get(o, key);
	json_int_t n = json_integer_value(value);

	if (value && (!json_is_integer(value) || n < 0 || n > most))
		fail(r, "\"%s\" is not a count", key);
	return n;
}

static bool flag(struct reader *r, json_t *o, const char *key)
{
	json_t *value = json_object_get(o, key);

	if (value && !json_is_boolean(value))
		fail(r, "\"%s\" is neither true nor false", key);
	return json_is_true(value);
}

/* The list at @key, whose @n elements become an array of @size bytes each, and one behind them, zeroed. */
static void *list(struct reader *r, json_t *o, const char *key, size_t size, json_t **values, unsigned int *n)
{
	*values = json_object_get(o, key);
	if (*values && !json_is_array(*values))
		fail(r, "\"%s\" is not a list", key);
	*n = json_array_size(*values);
	return take_zeroed(r->set, (*n + 1) * size);
}

static const char *const *sources(struct reader *r, json_t *o)
{
	unsigned int n;
	json_t *values;
	const char **s = list(r, o, "sources", sizeof(*s), &values, &n);

	for (unsigned int i = 0; i < n; i++) {
		json_t *value = json_array_get(values, i);

		if (!json_is_string(value))
			fail(r, "\"sources\" holds something that is not a string");
		else
			s[i] = take_string(r->set, value);
	}
	return s;
}

static void read_rule(struct reader *r, json_t *o, struct record_rule *rule)
{
	if (!json_is_object(o))
		fail(r, "\"rules\" holds something that is not an object");
	rule->id = need_text(r, o, "id");
	rule->group = need_text(r, o, "group");
	rule->sentence = text(r, o, "sentence", "");
	rule->consensus = text(r, o, "consensus", "");
	rule->core = flag(r, o, "core");
	rule->unchecked = flag(r, o, "unchecked");
	rule->since = text(r, o, "since", NULL);
	rule->until = text(r, o, "until", NULL);
	rule->text = text(r, o, "text", "");
	rule->where = text(r, o, "where", "");
	rule->sources = sources(r, o);
	rule->cases = count(r, o, "cases", INT32_MAX);
}

static const char *evidence(struct reader *r, json_t *o)
{
	const char *s = need_text(r, o, "evidence");

	if (strcmp(s, "real") && strcmp(s, "hardware") && strcmp(s, "model"))
		fail(r, "evidence '%s' is neither real, hardware nor model", s);
	return s;
}

static void read_header(struct reader *r, json_t *o)
{
	struct record_set *set = r->set;
	struct record_header *h;
	json_t *values;
	struct record_rule *rules;

	set->runs = reallocarray(set->runs, set->nruns + 1, sizeof(*set->runs));
	if (!set->runs)
		abort();
	r->run = memset(&set->runs[set->nruns++], 0, sizeof(*set->runs));
	r->ended = false;
	h = &r->run->header;
	h->version = text(r, o, "program", "");
	h->spec_hash = need_text(r, o, "spec");
	h->target = need_text(r, o, "target");
	h->driver = need_text(r, o, "driver");
	h->kernel = need_text(r, o, "kernel");
	h->evidence = evidence(r, o);
	h->interface = text(r, o, "interface", "");
	h->config = text(r, o, "config", "");
	h->remarks = text(r, o, "remarks", "");
	h->seed = u64(r, o, "seed");
	h->started = text(r, o, "started", "");
	h->command = text(r, o, "command", "");
	h->rules = rules = list(r, o, "rules", sizeof(*rules), &values, &h->nrules);
	for (unsigned int i = 0; i < h->nrules; i++)
		read_rule(r, json_array_get(values, i), &rules[i]);
}

/* What this reader cannot know must stop it before anything of it is believed. */
static void check_header(struct reader *r, json_t *o)
{
	const char *format = json_string_value(json_object_get(o, "format"));
	json_int_t version = json_integer_value(json_object_get(o, "version"));

	if (!format || strcmp(format, RECORD_FORMAT))
		fail(r, "no records of iommu-conform: \"format\" is not \"%s\"", RECORD_FORMAT);
	else if (version < 1)
		fail(r, "\"version\" is not a positive number");
	else if (version > RECORD_VERSION)
		fail(r, "records of version %" JSON_INTEGER_FORMAT ", this program reads up to %d: update it", version,
		     RECORD_VERSION);
	else
		read_header(r, o);
}

/* A place for one more record; the array doubles when its length is a power of two. */
static struct record *new_record(struct record_run *run)
{
	unsigned int n = run->nrecords;

	if (!(n & (n - 1)))
		run->records = reallocarray(run->records, n ? 2 * n : 1, sizeof(*run->records));
	if (!run->records)
		abort();
	run->nrecords++;
	return memset(&run->records[n], 0, sizeof(*run->records));
}

static void check_rule(struct reader *r, const char *id)
{
	const struct record_header *h = &r->run->header;
	unsigned int i = 0;

	while (i < h->nrules && strcmp(h->rules[i].id, id))
		i++;
	if (i == h->nrules)
		fail(r, "rule '%s' is not in the header", id);
}

static enum verdict read_verdict(struct reader *r, json_t *o)
{
	const char *name = need_text(r, o, "verdict");
	enum verdict v = verdict_find(name);

	if (v == NR_VERDICTS)
		fail(r, "unknown verdict '%s'", name);
	return v;
}

static const struct record_step *read_steps(struct reader *r, json_t *o, unsigned int *n)
{
	json_t *values;
	struct record_step *steps = list(r, o, "steps", sizeof(*steps), &values, n);

	for (unsigned int i = 0; i < *n; i++) {
		json_t *step = json_array_get(values, i);

		if (!json_is_object(step))
			fail(r, "\"steps\" holds something that is not an object");
		steps[i].request = need_text(r, step, "request");
		steps[i].answer = need_text(r, step, "answer");
		steps[i].log = text(r, step, "log", NULL);
	}
	return steps;
}

static void read_case(struct reader *r, json_t *o)
{
	struct record *rec = new_record(r->run);

	rec->name = need_text(r, o, "name");
	rec->rule = need_text(r, o, "rule");
	rec->target = need_text(r, o, "target");
	rec->driver = need_text(r, o, "driver");
	rec->kernel = need_text(r, o, "kernel");
	rec->evidence = evidence(r, o);
	rec->interface = text(r, o, "interface", "");
	rec->verdict = read_verdict(r, o);
	rec->reason = text(r, o, "reason", "");
	rec->accused = text(r, o, "accused", NULL);
	rec->expected = text(r, o, "expected", NULL);
	rec->observed = text(r, o, "observed", NULL);
	rec->reported = text(r, o, "reported", NULL);
	rec->remarks = text(r, o, "remarks", NULL);
	rec->repeat = text(r, o, "repeat", NULL);
	rec->steps = read_steps(r, o, &rec->nsteps);
	rec->seed = u64(r, o, "seed");
	rec->duration_us = count(r, o, "duration_us", INT64_MAX);
	check_rule(r, rec->rule);
}

/* A run is complete only if its closing line counts what is really there. */
static void read_end(struct reader *r, json_t *o)
{
	struct record_counts real = record_count(r->run);
	json_t *counts = json_object_get(o, "counts");

	r->ended = r->run->complete = true;
	if (!json_is_object(counts))
		fail(r, "\"counts\" is missing");
	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		json_int_t told = count(r, counts, verdict_name(v), INT32_MAX);

		if (told == real.n[v])
			continue;
		warn(r, "the run counted %" JSON_INTEGER_FORMAT " %s, the file holds %u: taken as incomplete", told,
		     verdict_name(v), real.n[v]);
		r->run->complete = false;
	}
}

static void push_absent(struct record_set *set, struct record_absent a)
{
	set->absent = reallocarray(set->absent, set->nabsent + 1, sizeof(*set->absent));
	if (!set->absent)
		abort();
	set->absent[set->nabsent++] = a;
}

static void read_absent(struct reader *r, json_t *o)
{
	struct record_absent a = {
		.target = need_text(r, o, "target"), .driver = need_text(r, o, "driver"),
		.why = need_text(r, o, "why"),
	};

	push_absent(r->set, a);
}

static void read_object(struct reader *r, json_t *o)
{
	const char *kind = json_string_value(json_object_get(o, "kind"));

	if (!kind)
		fail(r, "no records of iommu-conform: \"kind\" is missing");
	else if (!strcmp(kind, "header"))
		check_header(r, o);
	else if (!strcmp(kind, "absent"))
		read_absent(r, o);
	else if (strcmp(kind, "case") && strcmp(kind, "end"))
		fail(r, "unknown kind of line '%s'", kind);
	else if (!r->run)
		fail(r, "a line of kind '%s' before any header", kind);
	else if (r->ended)
		fail(r, "a line of kind '%s' behind the end of the run", kind);
	else if (!strcmp(kind, "case"))
		read_case(r, o);
	else
		read_end(r, o);
}

static void read_line(struct reader *r, const char *line, size_t len)
{
	json_error_t error;
	json_t *o = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error);

	if (json_is_object(o))
		read_object(r, o);
	else if (line[len - 1] != '\n' && r->line > 1)
		warn(r, "the last line is cut off, left out: the run was killed");
	else
		fail(r, "not a JSON object: %s", o ? "another value" : error.text);
	json_decref(o);
}

static void read_lines(struct reader *r, FILE *f)
{
	size_t size = 0;
	char *line = NULL;
	ssize_t n;

	while (!r->failed && (n = getline(&line, &size, f)) > 0) {
		r->line++;
		read_line(r, line, n);
	}
	free(line);
}

int record_read(const char *path, struct record_set *set, char *why, size_t len)
{
	struct reader r = { .path = path, .set = set, .why = why, .len = len };
	FILE *f = fopen(path, "re");
	int err = f ? 0 : -errno;

	*why = '\0';
	if (f) {
		read_lines(&r, f);
		err = ferror(f) ? -errno : 0;
		fclose(f);
	}
	if (err)
		snprintf(why, len, "%s: %s", path, strerror(-err));
	else if (!r.line)
		fail(&r, "empty, not even a header");
	return r.failed ? -EINVAL : err;
}

void record_set_add_absent(struct record_set *set, const struct record_absent *a)
{
	push_absent(set, (struct record_absent){
		take_copy(set, a->target, strlen(a->target) + 1), take_copy(set, a->driver, strlen(a->driver) + 1),
		take_copy(set, a->why, strlen(a->why) + 1), a->prepared,
	});
}

void record_set_free(struct record_set *set)
{
	for (struct chunk *c = set->memory, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	for (unsigned int i = 0; i < set->nruns; i++)
		free(set->runs[i].records);
	free(set->runs);
	free(set->absent);
	memset(set, 0, sizeof(*set));
}
