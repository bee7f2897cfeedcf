// SPDX-License-Identifier: GPL-2.0-only
/*
 * repro.c - the fewest steps that still show what a case found, see repro.h.
 */
#include "config.h"
#include "suite/repro.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "suite/finding.h"
#include "suite/isolate.h"
#include "suite/must.h"

#define START_MS	60000	/* for a target to boot and to be calibrated */

static bool keep(struct attempt *a, const struct parcel_view *v)
{
	struct parcel_view copy;

	a->copy.data = must(malloc(v->raw_len));
	memcpy(a->copy.data, v->raw, v->raw_len);
	return parcel_open(a->copy.data, v->raw_len, &copy) > 0 && worker_unpack(&copy, &a->rec, &a->steps);
}

/* What @child tells until it ends. Returns false if it is late. */
static bool listen_to(const struct runner *r, struct child *child, struct attempt *a, bool *done, char *cannot,
		      size_t len)
{
	struct parcel_view v;
	bool gone = false;

	while (!gone && now_ms() < child->deadline && !*r->stop) {
		struct pollfd pfd = { child->fd, POLLIN, 0 };

		if (isolate_wait(&pfd, 1, child->deadline - now_ms()) <= 0)
			continue;
		gone = child_receive(child);
		while (!*done && child_next(child, &v) > 0) {
			if (v.kind == WORKER_READY)
				child->deadline = now_ms() + runner_limit_ms(r);
			else if (v.kind == WORKER_CANNOT)
				snprintf(cannot, len, "%s", parcel_get_text(&v) ?: "");
			else if (v.kind == WORKER_RESULT)
				*done = keep(a, &v);
		}
	}
	return gone;
}

int repro_try(const struct runner *r, const struct job *job, const struct script *script, struct attempt *a, char *why,
	      size_t len)
{
	struct errand errand = {
		.rules = r->rules, .choice = r->choice, .calibrate = r->calibrated, .script = script,
		.job = job, .njobs = 1,
	};
	char cannot[256] = "", said[256];
	struct child child;
	bool done = false, in_time;
	int err;

	memset(a, 0, sizeof(*a));
	finding_record(r, job, &a->rec);
	err = child_start(&child, worker_run, &errand);
	if (err) {
		snprintf(why, len, "cannot start a process: %s", strerror(-err));
		return err;
	}
	child.deadline = now_ms() + START_MS;
	in_time = listen_to(r, &child, a, &done, cannot, sizeof(cannot));
	child_end(&child, a->death, sizeof(a->death), said, sizeof(said));
	if (*r->stop || *cannot) {
		snprintf(why, len, "%s", *cannot ? cannot : "interrupted");
		return *cannot ? -ENODEV : -EINTR;
	}
	if (!done) {
		a->rec.verdict = VERDICT_CRASH;
		a->rec.reason = !in_time ? "no end in time" : *a->death ? a->death : "exit in the middle";
	}
	return 0;
}

void repro_free(struct attempt *a)
{
	free(a->copy.data);
	free(a->steps.step);
	memset(a, 0, sizeof(*a));
}

void repro_script(const struct record *rec, struct script *script)
{
	script->n = 0;
	for (unsigned int i = 0; i < rec->nsteps && script->n < SCRIPT_STEPS; i++)
		script->line[script->n++] = rec->steps[i].request;
}

bool repro_same(const struct record *a, const struct record *b)
{
	return a->verdict == b->verdict && !strcmp(a->accused ?: a->rule, b->accused ?: b->rule) &&
	       (a->verdict != VERDICT_FAIL || !strcmp(a->reason, b->reason));
}

static struct script without(const struct script *script, unsigned int step)
{
	struct script less = *script;

	memmove(&less.line[step], &less.line[step + 1], (less.n - step - 1) * sizeof(*less.line));
	less.n--;
	return less;
}

/* What comes last is most often what shows it: begin with what stands before. Until no step can go any more. */
int repro_shorten(const struct runner *r, const struct job *job, struct script *script, const struct record *wanted,
		  char *why, size_t len)
{
	bool shorter = true;

	while (shorter) {
		shorter = false;
		for (unsigned int i = 0; i < script->n && script->n > 1; ) {
			struct script less = without(script, i);
			struct attempt a;
			int err = repro_try(r, job, &less, &a, why, len);
			bool same = !err && repro_same(&a.rec, wanted);

			repro_free(&a);
			if (err)
				return err;
			if (same)
				*script = less;
			else
				i++;
			shorter |= same;
		}
	}
	return 0;
}
