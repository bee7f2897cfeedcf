/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * worker.h - what a child of the runner does with a target, and what it tells its parent.
 */
#ifndef SUITE_WORKER_H
#define SUITE_WORKER_H

#include "reports/record.h"
#include "suite/choice.h"
#include "suite/parcel.h"
#include "suite/script.h"
#include "suite/select.h"

/* What a parcel of a worker is about. */
enum {
	WORKER_CANNOT = 'e',	/* text: why the target cannot be used; the last one */
	WORKER_IS = 'd',	/* struct description; of a scout only */
	WORKER_CALIBRATED = 'c',	/* text: why DMA cannot be judged, or NULL; of a scout only */
	WORKER_READY = 's',	/* the target is open: cases follow */
	WORKER_REQUEST = 'q',	/* the target is asked; text: the step, or NULL for a look; of a case alone only */
	WORKER_ANSWER = 'a',	/* it has answered; text: what came of the step, or NULL */
	WORKER_RESULT = 'r',	/* a case is done: worker_unpack() */
	WORKER_DIRTY = 'x',	/* the target cannot be cleaned after the last case: the rest is for another worker */
};

struct errand {			/* what a worker is sent for */
	const struct rules *rules;
	const struct choice *choice;
	bool calibrate;
	bool alone;		/* each case in a target like new, step by step */
	const struct script *script;	/* to be run instead of the one case; NULL: the case itself */
	const struct job *job;
	unsigned int njobs;
};

/* Find out what the target is and whether it shows DMA; for child_start(), @arg is a struct errand. */
void worker_scout(int fd, void *arg);
/* Run the jobs of the errand in order; for child_start(), @arg is a struct errand. */
void worker_run(int fd, void *arg);

struct steps {			/* room for the steps of a record; zeroed is empty */
	struct record_step *step;
	unsigned int n, room;
};
struct record_step *steps_add(struct steps *s);

/*
 * The case's own fields of @r, which is zeroed before, out of a WORKER_RESULT. They point into the parcel and @steps.
 * Returns false if the parcel is damaged.
 */
bool worker_unpack(struct parcel_view *v, struct record *r, struct steps *steps);

#endif
