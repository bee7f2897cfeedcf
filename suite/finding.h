/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * finding.h - from what a worker said, or died of, to a record that may accuse somebody: only what repeats counts.
 */
#ifndef SUITE_FINDING_H
#define SUITE_FINDING_H

#include "suite/runner.h"
#include "suite/worker.h"

/* A case that did not go well in a batch, to be run again alone. */
struct suspicion {
	const struct job *job;
	uint8_t *parcel;	/* the result, or NULL: the worker died of it */
	size_t len;
	char death[64];
	bool outside;		/* repeated, it died of our own code: nothing is the target's fault */
};

struct suspicion suspicion_of_result(const struct job *job, const struct parcel_view *v);
struct suspicion suspicion_of_death(const struct job *job, const char *death);
void suspicion_free(struct suspicion *s);

/* Begin the record of @job: what does not depend on how it went. */
void finding_record(const struct runner *r, const struct job *job, struct record *rec);
/*
 * Complete @rec, begun, of a case that died again when it was repeated for @s: @death is what of, @said its last words,
 * @trace the steps that it told before. Inside the target that is a CRASH, outside an ERROR of ours.
 */
void finding_death(struct record *rec, const struct suspicion *s, const char *death, const char *said,
		   const struct steps *trace);
/* Hand on @rec of @job, with the command that repeats it. Returns what runner.result() returns. */
int finding_tell(const struct runner *r, const struct job *job, struct record *rec);
/*
 * @rec is what came of the case of @s when it was run again alone: hand it on if both say the same, else UNSTABLE.
 * Returns what runner.result() returns.
 */
int finding_confirm(const struct runner *r, const struct suspicion *s, struct record *rec);

#endif
