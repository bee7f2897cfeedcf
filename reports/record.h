/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record.h - what a run leaves behind: JSON Lines, a header, one line per case, a closing line. See
 * iommu-conform-records(5). The suite writes them; the reports read nothing else.
 */
#ifndef REPORTS_RECORD_H
#define REPORTS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define RECORD_FORMAT	"iommu-conform-records"
#define RECORD_VERSION	1

/* Worst first; the order is the order of aggregation. */
#define VERDICTS(X) X(ERROR) X(CRASH) X(FAIL) X(XPASS) X(UNSTABLE) X(DEGRADED) X(XFAIL) X(OBSERVED) X(PASS) X(UNKNOWN) X(SKIP)
enum verdict {
#define X(name) VERDICT_##name,
	VERDICTS(X)
#undef X
	NR_VERDICTS
};

/* Name of a verdict, "PASS". Static storage. */
const char *verdict_name(enum verdict v);
/* The verdict of that name, or NR_VERDICTS. */
enum verdict verdict_find(const char *name);
/* Would this verdict make a run exit with 1? (ERROR, CRASH, FAIL, XPASS, UNSTABLE, DEGRADED) */
bool verdict_unexpected(enum verdict v);

/* A rule as a report needs it; the header line carries all of them, in the order of the spec. */
struct record_rule {
	const char *id;		/* "MAP-001" */
	const char *group;	/* "MAP" */
	const char *sentence;
	const char *consensus;	/* "settled", "disputed", "historical" */
	bool core;
	bool unchecked;		/* stays as text: no case is made of it */
	const char *since, *until;	/* kernel versions, or NULL */
	const char *text;	/* the block as it stands in the spec, lines separated by '\n' */
	const char *where;	/* "spec/rules/map.rule:12" */
	const char *const *sources;	/* one string a source line, ended by NULL */
	unsigned int cases;	/* how many the spec makes of it */
};

struct record_header {
	const char *spec_hash;	/* hexadecimal, over all rule files */
	const char *version;	/* of iommu-conform */
	const char *target, *driver, *kernel, *evidence, *interface, *config, *remarks;	/* as struct description has them */
	uint64_t seed;
	const char *started;	/* ISO 8601, UTC */
	const char *command;	/* command line of the run */
	const struct record_rule *rules;
	unsigned int nrules;
};

struct record_step {
	const char *request;	/* text form of harness/target.h */
	const char *answer;
	const char *log;	/* what the kernel said meanwhile, or NULL */
};

struct record {
	const char *name;	/* of the case: "MAP-001/attached=never/range=last-page" */
	const char *rule;
	const char *target, *driver, *kernel, *evidence;
	const char *interface;	/* NULL or "" where that is the kernel's own */
	enum verdict verdict;
	const char *reason;	/* "" for a PASS; "closed" of DEGRADED; "missing-capability: dma" of SKIP; what broke of FAIL */
	const char *accused;	/* rule that was broken, if it is not @rule; or NULL */
	const char *expected, *observed;	/* of a non-pass; or NULL */
	const char *reported;	/* what `report` lines ask for: "result=EINVAL"; or NULL */
	const char *remarks;	/* assumptions; or NULL */
	const char *repeat;	/* command that repeats it alone; or NULL */
	const struct record_step *steps;
	unsigned int nsteps;
	uint64_t seed;
	uint64_t duration_us;
};

/* A driver of which nothing could be run. */
struct record_absent {
	const char *target, *driver;
	const char *why;	/* one line */
	bool prepared;		/* not in a file: all that it takes to run was there */
};

/* Counts of a run, by verdict; the closing line carries them. */
struct record_counts {
	unsigned int n[NR_VERDICTS];
};

/*
 * Writers: one line each, flushed, in one write(). Return 0 or a negative errno (-ENOSPC …); after an error what was
 * written before is intact and a partial line is cut off where the file allows it.
 */
int record_write_header(FILE *f, const struct record_header *h);
int record_write(FILE *f, const struct record *r);
int record_write_end(FILE *f, const struct record_counts *c);
int record_write_absent(FILE *f, const struct record_absent *a);	/* instead of a run */

/* A run as read back: a header, its records in the order written, whether its closing line is there. */
struct record_run {
	struct record_header header;
	struct record *records;
	unsigned int nrecords;
	bool complete;
};

struct record_set {
	struct record_run *runs;	/* a file holds one run after the other; several files are one after the other too */
	unsigned int nruns;
	struct record_absent *absent;
	unsigned int nabsent;
	void *memory;			/* everything that the pointers point into */
};

/*
 * Read one file of records and append its runs to @set (zeroed before the first). A last line that was cut off by a
 * killed run is dropped with a warning in @why; any other malformed line is an error: returns -EINVAL and one line
 * "file:line: what is wrong" in @why. A header of a newer RECORD_VERSION is refused.
 */
int record_read(const char *path, struct record_set *set, char *why, size_t len);
/* Append a copy of @a to @set. */
void record_set_add_absent(struct record_set *set, const struct record_absent *a);
void record_set_free(struct record_set *set);

#endif
