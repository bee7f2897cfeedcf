/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * journal.h - the file of records that a run leaves behind, written as it happens, so that a killed run can go on.
 */
#ifndef SUITE_JOURNAL_H
#define SUITE_JOURNAL_H

#include "reports/record.h"
#include "suite/select.h"

struct journal {		/* zeroed: keep no records */
	FILE *f;
	const char *path;
	struct record_set old;	/* what the file held before, if it is resumed */
	struct record_counts counts;	/* of the run being written */
	bool grown;		/* something stands behind what was old */
	bool has_all;		/* of the run that was begun: nothing is written */
};

/*
 * Begin a file at @path, which must outlive @j, or with @resume go on with the one that is there, if any. Returns 0,
 * or a negative errno with one line in @why.
 */
int journal_open(struct journal *j, const char *path, bool resume, char *why, size_t len);

/*
 * A run of @jobs begins. Those that the file has already are taken out of @jobs, after @done was called for each; its
 * record is valid until journal_close(). Returns 0, or a negative errno with one line in @why.
 */
int journal_begin(struct journal *j, const struct record_header *h, struct jobs *jobs,
		  void (*done)(void *data, const struct job *job, const struct record *r), void *data,
		  char *why, size_t len);
/* A case is done. Returns 0 or a negative errno; what was written before is intact. */
int journal_record(struct journal *j, const struct record *r);
/* Instead of a run: nothing of that driver could be run. Returns 0 or a negative errno. */
int journal_absent(struct journal *j, const struct record_absent *a);
/* The run is complete. Returns 0 or a negative errno. */
int journal_end(struct journal *j);
/* Returns 0 or a negative errno. */
int journal_close(struct journal *j);

#endif
