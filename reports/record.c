// SPDX-License-Identifier: GPL-2.0-only
/*
 * record.c - verdicts by name, and the writers of record.h.
 */
#include "reports/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/to_json.h"

static const char *const names[] = {
#define X(name) #name,
	VERDICTS(X)
#undef X
};

const char *verdict_name(enum verdict v)
{
	return names[v];
}

enum verdict verdict_find(const char *name)
{
	enum verdict v = 0;

	while (v < NR_VERDICTS && strcmp(names[v], name))
		v++;
	return v;
}

bool verdict_unexpected(enum verdict v)
{
	return v <= VERDICT_DEGRADED;
}

/* As a string: half of the world's JSON readers lose the bits above 2^53. */
static void put_u64(json_t *o, const char *key, uint64_t n)
{
	char buf[24];

	snprintf(buf, sizeof(buf), "%" PRIu64, n);
	json_put_text(o, key, buf);
}

static int write_all(int fd, const char *line, size_t len, size_t *done)
{
	while (*done < len) {
		ssize_t n = write(fd, line + *done, len - *done);

		if (n < 0 && errno != EINTR)
			return -errno;
		*done += n > 0 ? n : 0;
	}
	return 0;
}

/* Cut the @len bytes just written off, unless somebody appended behind them or the file is none that can be cut. */
static void take_back(int fd, size_t len)
{
	off_t end = lseek(fd, 0, SEEK_CUR);
	struct stat st;

	if (end >= (off_t)len && !fstat(fd, &st) && st.st_size == end && !ftruncate(fd, end - len))
		lseek(fd, end - len, SEEK_SET);
}

/* Consumes @o. */
static int write_line(FILE *f, json_t *o)
{
	char *line = json_dumps(o, JSON_COMPACT);
	size_t len, done = 0;
	int err;

	json_decref(o);
	if (!line)
		abort();
	len = strlen(line);
	line[len++] = '\n';	/* in the place of the NUL, so that one write() does */
	err = fflush(f) ? -errno : write_all(fileno(f), line, len, &done);
	if (err)
		take_back(fileno(f), done);
	free(line);
	return err;
}

int record_write_header(FILE *f, const struct record_header *h)
{
	json_t *o = json_object(), *rules = json_array();

	json_put_text(o, "kind", "header");
	json_put_text(o, "format", RECORD_FORMAT);
	json_put(o, "version", json_integer(RECORD_VERSION));
	json_put_text(o, "program", h->version);
	json_put_text(o, "spec", h->spec_hash);
	json_put_text(o, "target", h->target);
	json_put_text(o, "driver", h->driver);
	json_put_text(o, "kernel", h->kernel);
	json_put_text(o, "evidence", h->evidence);
	json_put_text(o, "interface", h->interface && *h->interface ? h->interface : NULL);
	json_put_text(o, "config", h->config);
	json_put_text(o, "remarks", h->remarks);
	put_u64(o, "seed", h->seed);
	json_put_text(o, "started", h->started);
	json_put_text(o, "command", h->command);
	for (unsigned int i = 0; i < h->nrules; i++)
		json_array_append_new(rules, json_rule(&h->rules[i]));
	json_put(o, "rules", rules);
	return write_line(f, o);
}

static json_t *steps_line(const struct record_step *steps, unsigned int n)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < n; i++) {
		json_t *o = json_object();

		json_put_text(o, "request", steps[i].request);
		json_put_text(o, "answer", steps[i].answer);
		json_put_text(o, "log", steps[i].log);
		json_array_append_new(list, o);
	}
	return list;
}

int record_write(FILE *f, const struct record *r)
{
	json_t *o = json_object();

	json_put_text(o, "kind", "case");
	json_put_text(o, "name", r->name);
	json_put_text(o, "rule", r->rule);
	json_put_text(o, "target", r->target);
	json_put_text(o, "driver", r->driver);
	json_put_text(o, "kernel", r->kernel);
	json_put_text(o, "evidence", r->evidence);
	json_put_text(o, "interface", r->interface && *r->interface ? r->interface : NULL);
	json_put_text(o, "verdict", verdict_name(r->verdict));
	json_put_text(o, "reason", r->reason);
	json_put_text(o, "accused", r->accused);
	json_put_text(o, "expected", r->expected);
	json_put_text(o, "observed", r->observed);
	json_put_text(o, "reported", r->reported);
	json_put_text(o, "remarks", r->remarks);
	json_put_text(o, "repeat", r->repeat);
	json_put(o, "steps", steps_line(r->steps, r->nsteps));
	put_u64(o, "seed", r->seed);
	json_put(o, "duration_us", json_integer(r->duration_us));
	return write_line(f, o);
}

int record_write_end(FILE *f, const struct record_counts *c)
{
	json_t *o = json_object(), *counts = json_object();

	for (enum verdict v = 0; v < NR_VERDICTS; v++)
		if (c->n[v])
			json_put(counts, verdict_name(v), json_integer(c->n[v]));
	json_put_text(o, "kind", "end");
	json_put(o, "counts", counts);
	return write_line(f, o);
}

int record_write_absent(FILE *f, const struct record_absent *a)
{
	json_t *o = json_object();

	json_put_text(o, "kind", "absent");
	json_put_text(o, "target", a->target);
	json_put_text(o, "driver", a->driver);
	json_put_text(o, "why", a->why);
	return write_line(f, o);
}
