// SPDX-License-Identifier: GPL-2.0-only
/*
 * scout.c - start a target once and ask who it is, see runner_scout().
 */
#include "config.h"
#include "suite/runner.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "suite/isolate.h"
#include "suite/worker.h"

struct scout {
	struct runner *r;
	bool known, asked;	/* it has said who it is; whether it shows DMA */
	char cannot[256];
};

static void take_parcel(struct scout *s, struct parcel_view *v)
{
	const char *text;

	if (v->kind == WORKER_IS) {
		parcel_get_bytes(v, &s->r->desc, sizeof(s->r->desc));
		s->known = !v->bad;
		return;
	}
	text = parcel_get_text(v);
	if (v->kind == WORKER_CANNOT) {
		snprintf(s->cannot, sizeof(s->cannot), "%s", text ?: "");
	} else if (v->kind == WORKER_CALIBRATED) {
		s->asked = true;
		s->r->calibrated = !text;
		snprintf(s->r->uncalibrated, sizeof(s->r->uncalibrated), "%s", text ?: "");
	}
}

/* Listen to @child until it ends. Returns NULL, or why we end it. */
static const char *listen_to(struct scout *s, struct child *child)
{
	struct pollfd pfd = { child->fd, POLLIN, 0 };
	struct parcel_view v;
	bool gone = false;
	int more;

	while (!gone) {
		int64_t left = child->deadline - now_ms();

		if (*s->r->stop)
			return "interrupted";
		if (left <= 0)
			return "no answer in time";
		if (isolate_wait(&pfd, 1, left) <= 0)
			continue;
		gone = child_receive(child);
		while ((more = child_next(child, &v)) > 0)
			take_parcel(s, &v);
		if (more < 0)
			return "garbage instead of an answer";
	}
	return NULL;
}

int runner_scout(struct runner *r, char *why, size_t len)
{
	struct errand errand = { .rules = r->rules, .choice = r->choice };
	struct scout s = { .r = r };
	char how[64], said[4096];
	struct child child;
	const char *end;
	int err = child_start(&child, worker_scout, &errand);

	if (err) {
		snprintf(why, len, "cannot start a process: %s", strerror(-err));
		return err;
	}
	child.deadline = now_ms() + runner_start_ms(r);
	end = listen_to(&s, &child);
	child_end(&child, how, sizeof(how), said, sizeof(said));
	if (*r->stop)
		return -EINTR;
	if (!end)
		end = *how ? how : "exit without an answer";
	if (!s.known) {
		snprintf(why, len, "cannot be started: %s", *s.cannot ? s.cannot : end);
		return -ENODEV;
	}
	if (!s.asked) {
		r->calibrated = false;
		snprintf(r->uncalibrated, sizeof(r->uncalibrated), "the calibration ended with: %s", end);
	}
	return 0;
}
