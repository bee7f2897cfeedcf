/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * runner.h - run cases on one target, each contained: a crash, a hang or a memory fault ends that case alone.
 *
 * Children run batches of cases. When one dies, its case is run again alone, and the batch goes on behind it. Whatever
 * would accuse somebody is repeated alone before it counts, in a target that was just started, or is as if it were:
 * target.h, renew(); what does not repeat is UNSTABLE. What is known accuses nobody.
 */
#ifndef SUITE_RUNNER_H
#define SUITE_RUNNER_H

#include <signal.h>

#include "harness/target.h"
#include "reports/record.h"
#include "suite/choice.h"
#include "suite/select.h"

#define RUNNER_WORKERS	256	/* most children at a time */

struct runner {
	/* The caller's part. */
	const struct rules *rules;
	const struct choice *choice;
	unsigned int workers;		/* children at a time */
	unsigned int timeout;		/* seconds that one case may take */
	const volatile sig_atomic_t *stop;	/* becomes nonzero when all must end */
	/* A case is done, in any order. Returns 0, or a negative errno to end the run. @r lives until then. */
	int (*result)(void *data, const struct job *job, struct record *r);
	/* Optional: is it known that the case goes wrong like that? Then it need not be repeated. */
	bool (*known)(void *data, const struct job *job, const struct record *r);
	void *data;

	/* What runner_scout() found out. */
	struct description desc;
	bool calibrated;
	char uncalibrated[256];		/* why DMA cannot be judged, "" if it can */

	unsigned int mishaps;		/* children that died after their last case: the target's close(), or a leak */
};

/* Milliseconds that a case may take: more where the target itself ends what hangs in it. */
int64_t runner_limit_ms(const struct runner *r);
/* The same for a start, with the calibration, in which a guest may panic and have to boot again. */
int64_t runner_start_ms(const struct runner *r);

/* Start the target once, in a child, and ask who it is. Returns 0, or a negative errno with one line in @why. */
int runner_scout(struct runner *r, char *why, size_t len);

/*
 * Run @jobs; runner_scout() comes first. Returns 0 when each has its result, -EINTR when *stop was set, what result()
 * returned, or -EIO with one line in @why when the target can be started no more.
 */
int runner_run(struct runner *r, const struct jobs *jobs, char *why, size_t len);

#endif
