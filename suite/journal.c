// SPDX-License-Identifier: GPL-2.0-only
/*
 * journal.c - the file of records, see journal.h.
 */
#include "suite/journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reports/resume.h"
#include "suite/must.h"

int journal_open(struct journal *j, const char *path, bool resume, char *why, size_t len)
{
	memset(j, 0, sizeof(*j));
	j->path = path;
	if (resume && !access(path, F_OK)) {
		j->f = record_resume(path, &j->old, why, len);
		return j->f ? 0 : -EINVAL;
	}
	j->f = fopen(path, "we");
	if (j->f)
		return 0;
	snprintf(why, len, "%s: %s", path, strerror(errno));
	return -errno;
}

/* Did the same target in the same setting write @run? */
static bool same_run(const struct record_header *a, const struct record_header *b)
{
	return !strcmp(a->target, b->target) && !strcmp(a->driver, b->driver) && !strcmp(a->kernel, b->kernel) &&
	       !strcmp(a->config ?: "", b->config ?: "") && !strcmp(a->interface ?: "", b->interface ?: "");
}

/* A case of a run: what tells it from the others. */
struct entry {
	const char *name;
	uint64_t seed;
	const struct record *record;
};

static int compare(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	return strcmp(a->name, b->name) ?: (a->seed > b->seed) - (a->seed < b->seed);
}

/* All cases that the file has of the run that @h begins, sorted. */
static struct entry *entries(const struct journal *j, const struct record_header *h, unsigned int *n)
{
	struct entry *e = NULL;

	*n = 0;
	for (unsigned int i = 0; i < j->old.nruns; i++) {
		const struct record_run *run = &j->old.runs[i];

		if (!same_run(&run->header, h))
			continue;
		e = must(reallocarray(e, *n + run->nrecords + 1, sizeof(*e)));
		for (unsigned int k = 0; k < run->nrecords; k++)
			e[(*n)++] = (struct entry){ run->records[k].name, run->records[k].seed, &run->records[k] };
	}
	if (*n)
		qsort(e, *n, sizeof(*e), compare);
	return e;
}

static void take_out_done(struct journal *j, const struct record_header *h, struct jobs *jobs,
			  void (*done)(void *data, const struct job *job, const struct record *r), void *data)
{
	unsigned int n, left = 0;
	struct entry *all = entries(j, h, &n);

	for (unsigned int i = 0; i < jobs->n; i++) {
		struct entry key = { .name = jobs->job[i].rcase->name, .seed = jobs->job[i].seed };
		struct entry *e = n ? bsearch(&key, all, n, sizeof(*all), compare) : NULL;

		if (e)
			done(data, &jobs->job[i], e->record);
		else
			jobs->job[left++] = jobs->job[i];
	}
	jobs->n = left;
	free(all);
}

/* Does the file have that run whole? */
static bool has_run(const struct journal *j, const struct record_header *h)
{
	for (unsigned int i = 0; i < j->old.nruns; i++)
		if (j->old.runs[i].complete && same_run(&j->old.runs[i].header, h))
			return true;
	return false;
}

/* Is the run @h the one at the end of the file, which was stopped in the middle? */
static bool goes_on(const struct journal *j, const struct record_header *h)
{
	const struct record_run *last = j->old.nruns ? &j->old.runs[j->old.nruns - 1] : NULL;

	return last && !j->grown && !last->complete && same_run(&last->header, h);
}

int journal_begin(struct journal *j, const struct record_header *h, struct jobs *jobs,
		  void (*done)(void *data, const struct job *job, const struct record *r), void *data,
		  char *why, size_t len)
{
	int err;

	memset(&j->counts, 0, sizeof(j->counts));
	if (!j->f)
		return 0;
	for (unsigned int i = 0; i < j->old.nruns; i++) {
		if (strcmp(j->old.runs[i].header.spec_hash, h->spec_hash)) {
			snprintf(why, len, "%s: made with another spec: begin a new file, without --resume", j->path);
			return -EINVAL;
		}
	}
	take_out_done(j, h, jobs, done, data);
	j->has_all = !jobs->n && has_run(j, h);
	if (j->has_all)
		return 0;
	if (goes_on(j, h)) {
		j->counts = record_count(&j->old.runs[j->old.nruns - 1]);
		j->grown = true;
		return 0;
	}
	j->grown = true;
	err = record_write_header(j->f, h);
	if (err)
		snprintf(why, len, "%s: %s", j->path, strerror(-err));
	return err;
}

int journal_record(struct journal *j, const struct record *r)
{
	j->counts.n[r->verdict]++;
	return j->f ? record_write(j->f, r) : 0;
}

int journal_absent(struct journal *j, const struct record_absent *a)
{
	j->grown = true;
	return j->f ? record_write_absent(j->f, a) : 0;
}

int journal_end(struct journal *j)
{
	return j->f && !j->has_all ? record_write_end(j->f, &j->counts) : 0;
}

int journal_close(struct journal *j)
{
	int err = j->f && fclose(j->f) ? -errno : 0;

	record_set_free(&j->old);
	memset(j, 0, sizeof(*j));
	return err;
}
