// SPDX-License-Identifier: GPL-2.0-only
/*
 * runner.c - run cases on one target, see runner.h. Jobs wait in ranges; a worker takes the head of one; what comes
 * back is a result, or a suspicion, which waits until a worker has run its case again alone.
 */
#include "suite/runner.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "suite/finding.h"
#include "suite/isolate.h"
#include "suite/must.h"
#include "suite/worker.h"

#define START_MS	60000	/* for a target to boot and to be calibrated */
#define BATCH_MIN	16	/* cases for which it pays to start a worker */
#define WATCHED		12	/* so many times the limit for a target that ends itself what hangs */
#define STARTS		3	/* failed ones in a row after which the target is given up */

struct range { unsigned int first, n; };

struct worker {
	struct child child;
	bool used, ready, dirty;
	struct errand errand;
	struct range todo;		/* jobs without a result yet, of the run; of @job if each is alone */
	bool alone;			/* then: */
	bool inside;			/* the target has been asked and has not answered */
	struct suspicion *suspicion;	/* what is to be confirmed */
	struct job *job;		/* their cases */
	struct steps trace;		/* the steps that it told of the first of @todo; their texts are ours */
	char cannot[256];		/* why it could not start */
};

struct state {
	struct runner *r;
	const struct jobs *jobs;
	struct range *range; unsigned int nranges, range_room;
	struct suspicion *suspicion; unsigned int nsuspicions, suspicion_room;
	struct worker *worker;
	unsigned int failed_starts;
	struct steps steps;		/* room to unpack a result */
	char *why; size_t whylen;
};

int64_t runner_limit_ms(const struct runner *r)
{
	return r->timeout * 1000ll * (r->choice->drv->watched ? WATCHED : 1);
}

int64_t runner_start_ms(const struct runner *r)
{
	return START_MS * (r->choice->drv->watched ? WATCHED : 1);
}

static void push_range(struct state *s, struct range range)
{
	if (!range.n)
		return;
	s->range = must_grow(s->range, s->nranges, &s->range_room, sizeof(*s->range));
	s->range[s->nranges++] = range;
}

static void push_suspicion(struct state *s, struct suspicion suspicion)
{
	s->suspicion = must_grow(s->suspicion, s->nsuspicions, &s->suspicion_room, sizeof(*s->suspicion));
	s->suspicion[s->nsuspicions++] = suspicion;
}

/* The next batch: all there is for the only worker; otherwise less and less, so that all of them end together. */
static struct range pop_batch(struct state *s)
{
	struct range *last = &s->range[s->nranges - 1], batch = *last;
	unsigned int left = 0, fair;

	for (unsigned int i = 0; i < s->nranges; i++)
		left += s->range[i].n;
	fair = left / (2 * s->r->workers);
	if (fair < BATCH_MIN)
		fair = BATCH_MIN;
	if (s->r->workers > 1 && batch.n > fair)
		batch.n = fair;
	last->first += batch.n;
	last->n -= batch.n;
	if (!last->n)
		s->nranges--;
	return batch;
}

/* What is to be confirmed now. */
static struct suspicion *suspected(struct worker *w)
{
	return &w->suspicion[w->todo.first];
}

static const struct job *current(const struct state *s, struct worker *w)
{
	return w->alone ? suspected(w)->job : &s->jobs->job[w->todo.first];
}

static void clear_trace(struct worker *w)
{
	for (unsigned int i = 0; i < w->trace.n; i++) {
		free((char *)w->trace.step[i].request);
		free((char *)w->trace.step[i].answer);
	}
	w->trace.n = 0;
}

/* The first of @todo is done. */
static void go_on(struct worker *w)
{
	if (w->alone)
		suspicion_free(suspected(w));
	clear_trace(w);
	w->todo.first++;
	w->todo.n--;
}

/* A result, or a death if it cannot be read: -EBADMSG. */
static int take_result(struct state *s, struct worker *w, struct parcel_view v)
{
	const struct job *job = w->todo.n ? current(s, w) : NULL;
	struct record rec;
	int err = 0;

	if (!job)
		return -EBADMSG;
	finding_record(s->r, job, &rec);
	if (!worker_unpack(&v, &rec, &s->steps))
		return -EBADMSG;
	if (w->alone)
		err = finding_confirm(s->r, suspected(w), &rec);
	else if (!verdict_unexpected(rec.verdict))
		err = s->r->result(s->r->data, job, &rec);
	else if (s->r->known && s->r->known(s->r->data, job, &rec))
		err = finding_tell(s->r, job, &rec);
	else
		push_suspicion(s, suspicion_of_result(job, &v));
	go_on(w);
	return err;
}

static void take_step(struct worker *w, struct parcel_view *v)
{
	struct record_step *last = w->trace.n ? &w->trace.step[w->trace.n - 1] : NULL;
	const char *text = parcel_get_text(v);

	w->inside = v->kind == WORKER_REQUEST;
	if (!text)
		return;
	if (w->inside)
		steps_add(&w->trace)->request = must(strdup(text));
	else if (last && !last->answer)
		last->answer = must(strdup(text));
}

/* Returns 0, -EBADMSG when the worker talks nonsense, or what ends the run. */
static int take_parcel(struct state *s, struct worker *w, struct parcel_view *v)
{
	int64_t limit = now_ms() + runner_limit_ms(s->r);

	switch (v->kind) {
	case WORKER_READY:
		w->ready = true;
		s->failed_starts = 0;
		w->child.deadline = limit;
		return 0;
	case WORKER_RESULT:
		w->child.deadline = limit;
		return take_result(s, w, *v);
	case WORKER_REQUEST:
	case WORKER_ANSWER:
		take_step(w, v);
		return 0;
	case WORKER_DIRTY:
		w->dirty = true;
		return 0;
	case WORKER_CANNOT:
		snprintf(w->cannot, sizeof(w->cannot), "%s", parcel_get_text(v) ?: "");
		return 0;
	}
	return -EBADMSG;
}

static void free_worker(struct worker *w)
{
	clear_trace(w);
	free(w->trace.step);
	for (; w->alone && w->todo.n; w->todo.n--)
		suspicion_free(&w->suspicion[w->todo.first++]);
	free(w->suspicion);
	free(w->job);
	memset(w, 0, sizeof(*w));
}

/* What is left of it is for another worker. */
static void hand_back(struct state *s, struct worker *w)
{
	if (!w->alone)
		push_range(s, w->todo);
	for (; w->alone && w->todo.n; w->todo.n--)
		push_suspicion(s, w->suspicion[w->todo.first++]);
}

/* The worker never got to its cases: they wait for the next one, unless it is of no use. */
static int failed_start(struct state *s, struct worker *w, const char *death)
{
	if (++s->failed_starts >= STARTS) {
		snprintf(s->why, s->whylen, "%s cannot be started: %s", s->r->choice->name,
			 *w->cannot ? w->cannot : death);
		return -EIO;
	}
	hand_back(s, w);
	return 0;
}

/* The worker died of the first of its jobs left. */
static int died(struct state *s, struct worker *w, const char *death, const char *said)
{
	const struct job *job = current(s, w);
	struct record rec;
	int err = 0;

	if (w->alone) {
		suspected(w)->outside = !w->inside;
		finding_record(s->r, job, &rec);
		finding_death(&rec, suspected(w), death, said, &w->trace);
		err = finding_confirm(s->r, suspected(w), &rec);
	} else {
		push_suspicion(s, suspicion_of_death(job, death));
	}
	go_on(w);
	hand_back(s, w);
	return err;
}

/* It has done all its cases: nothing accuses anybody, but whoever wrote the target wants to know. */
static void ended_well(struct state *s, const char *how, const char *said)
{
	if (*how) {
		fprintf(stderr, "%s: after its last case: %s\n", s->r->choice->name, how);
		s->r->mishaps++;
	}
	if (*said)
		fprintf(stderr, "%s: %s%s", s->r->choice->name, said, said[strlen(said) - 1] == '\n' ? "" : "\n");
}

/* @death: why we end it, or NULL if it ended by itself. */
static int end_worker(struct state *s, struct worker *w, const char *death)
{
	char how[64], said[4096];
	int err = 0;

	child_end(&w->child, how, sizeof(how), said, sizeof(said));
	if (!death)
		death = *how ? how : "exit in the middle of the case";
	if (!w->ready)
		err = failed_start(s, w, death);
	else if (w->todo.n && w->dirty)
		hand_back(s, w);
	else if (w->todo.n)
		err = died(s, w, death, said);
	else
		ended_well(s, how, said);
	free_worker(w);
	return err;
}

static int serve_worker(struct state *s, struct worker *w)
{
	bool gone = child_receive(&w->child);
	struct parcel_view v;
	int more, err = 0;

	while ((more = child_next(&w->child, &v)) > 0 && !err)
		err = take_parcel(s, w, &v);
	if (more == -EBADMSG || err == -EBADMSG)
		return end_worker(s, w, "garbage instead of a result");
	return err || !gone ? err : end_worker(s, w, NULL);
}

/* The worker's share of what is to be confirmed: one, where each takes a start of the target. */
static void take_suspicions(struct state *s, struct worker *w)
{
	unsigned int n = s->r->choice->drv->renew ? (s->nsuspicions + s->r->workers - 1) / s->r->workers : 1;

	w->suspicion = must(calloc(n, sizeof(*w->suspicion)));
	w->job = must(calloc(n, sizeof(*w->job)));
	w->todo = (struct range){ 0, n };
	for (unsigned int i = 0; i < n; i++) {
		w->suspicion[i] = s->suspicion[--s->nsuspicions];
		w->job[i] = *w->suspicion[i].job;
	}
}

static int start_worker(struct state *s, struct worker *w)
{
	int err;

	w->alone = s->nsuspicions;
	if (w->alone)
		take_suspicions(s, w);
	else
		w->todo = pop_batch(s);
	w->errand = (struct errand){
		.rules = s->r->rules, .choice = s->r->choice,
		.calibrate = s->r->calibrated, .alone = w->alone,
		.job = w->alone ? w->job : &s->jobs->job[w->todo.first], .njobs = w->todo.n,
	};
	err = child_start(&w->child, worker_run, &w->errand);
	if (err) {
		snprintf(s->why, s->whylen, "cannot start a process: %s", strerror(-err));
		free_worker(w);
		return -EIO;
	}
	w->child.deadline = now_ms() + runner_start_ms(s->r);
	w->used = true;
	return 0;
}

/* Put everybody to work. Returns how many are at it, or a negative errno. */
static int start_workers(struct state *s)
{
	int active = 0, err = 0;

	for (unsigned int i = 0; i < s->r->workers && !err; i++) {
		struct worker *w = &s->worker[i];

		if (!w->used && (s->nsuspicions || s->nranges))
			err = start_worker(s, w);
		active += w->used;
	}
	return err ?: active;
}

/* Wait until somebody has something to say, or is late. @pfd gets an entry for each worker. */
static void wait_for_workers(struct state *s, struct pollfd *pfd)
{
	int64_t now = now_ms(), until = INT64_MAX;

	for (unsigned int i = 0; i < s->r->workers; i++) {
		struct worker *w = &s->worker[i];

		pfd[i] = (struct pollfd){ w->used ? w->child.fd : -1, POLLIN, 0 };
		if (w->used && w->child.deadline < until)
			until = w->child.deadline;
	}
	if (isolate_wait(pfd, s->r->workers, until - now) < 0)
		for (unsigned int i = 0; i < s->r->workers; i++)
			pfd[i].revents = 0;
}

static int serve_workers(struct state *s, const struct pollfd *pfd)
{
	char hang[64];
	int err = 0;

	snprintf(hang, sizeof(hang), "hang: no end within %lld s", (long long)runner_limit_ms(s->r) / 1000);
	for (unsigned int i = 0; i < s->r->workers && !err; i++) {
		struct worker *w = &s->worker[i];

		if (w->used && pfd[i].revents)
			err = serve_worker(s, w);
		else if (w->used && w->child.deadline <= now_ms())
			err = end_worker(s, w, hang);
	}
	return err;
}

static void free_state(struct state *s)
{
	char how[64], said[64];

	for (unsigned int i = 0; i < s->r->workers; i++) {
		if (!s->worker[i].used)
			continue;
		child_end(&s->worker[i].child, how, sizeof(how), said, sizeof(said));
		free_worker(&s->worker[i]);
	}
	for (unsigned int i = 0; i < s->nsuspicions; i++)
		suspicion_free(&s->suspicion[i]);
	free(s->suspicion);
	free(s->range);
	free(s->worker);
	free(s->steps.step);
}

int runner_run(struct runner *r, const struct jobs *jobs, char *why, size_t len)
{
	struct state s = { .r = r, .jobs = jobs, .why = why, .whylen = len };
	struct pollfd pfd[RUNNER_WORKERS];
	int active, err = 0;

	s.worker = must(calloc(r->workers, sizeof(*s.worker)));
	push_range(&s, (struct range){ 0, jobs->n });
	while (!err) {
		active = start_workers(&s);
		if (active <= 0) {
			err = active;
			break;
		}
		wait_for_workers(&s, pfd);
		err = *r->stop ? -EINTR : serve_workers(&s, pfd);
	}
	free_state(&s);
	return err;
}
