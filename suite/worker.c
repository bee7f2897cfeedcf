// SPDX-License-Identifier: GPL-2.0-only
/*
 * worker.c - what a child of the runner does with a target, see worker.h.
 */
#include "suite/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "suite/case.h"
#include "suite/must.h"
#include "suite/spy.h"

/* A parent that is gone wants no more: the pipe says so, or we have been killed with it. */
static void post(struct parcel *p, int fd)
{
	if (parcel_send(p, fd))
		exit(0);
	parcel_free(p);
}

static void tell(int fd, uint8_t kind, const char *text)
{
	struct parcel p = { 0 };

	parcel_begin(&p, kind);
	parcel_text(&p, text);
	post(&p, fd);
}

static void tell_step(void *data, bool back, const char *line)
{
	tell(*(int *)data, back ? WORKER_ANSWER : WORKER_REQUEST, line);
}

/* Open the target and a session on it; if that fails, say why and end. */
static struct target *begin(int fd, const struct errand *e, struct session *s)
{
	const struct target_driver *drv = e->choice->drv;
	char why[256] = "";
	struct target *t = drv->open(e->choice->arg, e->choice->options, why, sizeof(why));

	if (t && session_init(s, t, e->rules, why, sizeof(why)))
		return t;
	if (t)
		drv->close(t);
	tell(fd, WORKER_CANNOT, why);
	return NULL;
}

void worker_scout(int fd, void *arg)
{
	const struct errand *e = arg;
	struct parcel p = { 0 };
	char why[256] = "";
	struct session s;
	struct target *t = begin(fd, e, &s);

	if (!t)
		return;
	parcel_begin(&p, WORKER_IS);
	parcel_bytes(&p, &s.desc, sizeof(s.desc));
	post(&p, fd);
	tell(fd, WORKER_CALIBRATED, session_calibrate(&s, why, sizeof(why)) ? NULL : why);
	session_free(&s);
	t->drv->close(t);
}

static void send_result(int fd, const struct case_result *res, uint64_t duration_us)
{
	struct parcel p = { 0 };

	parcel_begin(&p, WORKER_RESULT);
	parcel_u64(&p, res->verdict);
	parcel_u64(&p, duration_us);
	parcel_text(&p, res->reason);
	parcel_text(&p, res->accused);
	parcel_text(&p, res->expected);
	parcel_text(&p, res->observed);
	parcel_text(&p, res->reported);
	parcel_text(&p, res->remarks);
	parcel_u64(&p, res->nsteps);
	for (unsigned int i = 0; i < res->nsteps; i++) {
		parcel_text(&p, res->steps[i].request);
		parcel_text(&p, res->steps[i].answer);
		parcel_text(&p, res->steps[i].log);
	}
	post(&p, fd);
}

struct record_step *steps_add(struct steps *s)
{
	s->step = must_grow(s->step, s->n, &s->room, sizeof(*s->step));
	memset(&s->step[s->n], 0, sizeof(*s->step));
	return &s->step[s->n++];
}

bool worker_unpack(struct parcel_view *v, struct record *r, struct steps *steps)
{
	uint64_t verdict = parcel_get_u64(v), n;

	r->verdict = verdict < NR_VERDICTS ? verdict : VERDICT_ERROR;
	r->duration_us = parcel_get_u64(v);
	r->reason = parcel_get_text(v) ?: "";
	r->accused = parcel_get_text(v);
	r->expected = parcel_get_text(v);
	r->observed = parcel_get_text(v);
	r->reported = parcel_get_text(v);
	r->remarks = parcel_get_text(v);
	steps->n = 0;
	for (n = parcel_get_u64(v); n && !v->bad; n--) {
		struct record_step *step = steps_add(steps);

		step->request = parcel_get_text(v) ?: "";
		step->answer = parcel_get_text(v) ?: "";
		step->log = parcel_get_text(v);
	}
	r->steps = steps->step;
	r->nsteps = steps->n;
	return !v->bad && verdict < NR_VERDICTS;
}

static uint64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000ull + ts.tv_nsec / 1000;
}

/* Is the target as it was before any case? A reset may help it; one that never ended once is not tried again. */
static bool clean(struct session *s, bool *stubborn)
{
	const struct target_driver *drv = s->target->drv;
	int err;

	if (drv->digest(s->target) == s->desc.fingerprint)
		return true;
	err = *stubborn && drv->renew ? drv->renew(s->target) : drv->reset(s->target);
	*stubborn |= err == -ETIMEDOUT;
	return (!err || err == -ETIMEDOUT) && drv->digest(s->target) == s->desc.fingerprint;
}

static void run_job(const struct errand *e, struct session *s, const struct job *job, struct case_result *res)
{
	if (e->script)
		script_run(s, job->rcase, e->script, job->seed, res);
	else
		case_run(s, job->rcase, job->seed, res);
}

/* The target as after a start, and a session that knows of nothing else. Returns false if that cannot be had cheaply. */
static bool begin_again(const struct errand *e, struct session *s, struct target *t)
{
	char why[256];

	session_free(s);
	if (!t->drv->renew || t->drv->renew(t))
		return false;
	if (!session_init(s, t, e->rules, why, sizeof(why)))
		return false;
	if (e->calibrate)
		session_calibrate(s, why, sizeof(why));
	return true;
}

/*
 * A driver remembers more than a digest sees: where a rule stands before the case in a target that has served other
 * cases, it may be for them. What would accuse somebody is repeated by the runner.
 */
static bool in_doubt(const struct case_result *res)
{
	return res->verdict == VERDICT_SKIP && !strncmp(res->reason, "blocked-by", strlen("blocked-by"));
}

/* One that would accuse somebody for what others have left is run again by itself. */
static void run_and_tell(int fd, const struct errand *e, struct session *s, const struct job *job, bool others)
{
	struct case_result res = { 0 };
	uint64_t start = now_us();

	run_job(e, s, job, &res);
	if (others && in_doubt(&res) && session_renew(s))
		run_job(e, s, job, &res);
	send_result(fd, &res, now_us() - start);
}

/* Cases one after the other in one target, as long as it is clean. Returns how many were run. */
static unsigned int run_batch(int fd, const struct errand *e, struct session *s)
{
	bool stubborn = false;
	unsigned int i = 0;

	do
		run_and_tell(fd, e, s, &e->job[i], i);
	while (++i < e->njobs && clean(s, &stubborn));
	return i;
}

/* The same, but to each the target is as after a start, and the session knows of no other. */
static unsigned int run_alone(int fd, const struct errand *e, struct session *s)
{
	struct target *t = s->target;
	unsigned int i = 0;
	struct spy spy;

	do {
		s->target = spy_on(&spy, t, tell_step, &fd);
		run_and_tell(fd, e, s, &e->job[i], false);
		s->target = t;
	} while (++i < e->njobs && begin_again(e, s, t));
	return i;
}

void worker_run(int fd, void *arg)
{
	const struct errand *e = arg;
	char why[256];
	struct session s;
	struct target *t = begin(fd, e, &s);

	if (!t)
		return;
	if (e->calibrate)
		session_calibrate(&s, why, sizeof(why));
	tell(fd, WORKER_READY, NULL);
	if ((e->alone ? run_alone : run_batch)(fd, e, &s) < e->njobs)
		tell(fd, WORKER_DIRTY, NULL);
	session_free(&s);
	t->drv->close(t);
}
