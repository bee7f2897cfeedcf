/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * expect.h - what is known to go wrong on a target: a file of lines
 *
 *	FAIL MAP-001/attached=never* until=linux-7.4 link=https://lore.kernel.org/... "why it goes wrong"
 *
 * The verdict, the cases (the id of a rule or a glob), where the excuse ends (linux-VERSION: the target's kernel;
 * spec-VERSION: iommu-conform itself), where it is discussed, and the reason. '#' begins a comment.
 */
#ifndef SUITE_EXPECT_H
#define SUITE_EXPECT_H

#include "reports/record.h"
#include "suite/select.h"

struct expectation {
	unsigned int line;
	enum verdict verdict;
	const char *pattern, *until, *link, *reason;
	unsigned int used;	/* cases that came to a verdict */
};

struct expectations {		/* zeroed is empty */
	const char *path;
	struct expectation *e;
	unsigned int n;
	char *text;		/* what the strings above point into */
	char reason[1024];	/* of the last record that was changed */
};

/* Read the file at @path. Returns 0, or a negative errno with one line "file:line: what is wrong" in @why. */
int expect_read(struct expectations *x, const char *path, char *why, size_t len);
/* Is the verdict of @r, a record of case @c, the expected one? */
bool expect_has(const struct expectations *x, const struct rcase *c, const struct record *r);
/*
 * Judge @r, a record of case @c, by what is expected: the expected verdict becomes XFAIL, a PASS becomes XPASS,
 * anything else stays. The reason is valid until the next call.
 */
void expect_apply(struct expectations *x, const struct rcase *c, struct record *r);
/*
 * After a run of @jobs out of @rules against a target with @kernel: print the entries that excuse nothing any more,
 * because they match no case, no case of theirs came to a verdict, or their end has come. Returns how many there are.
 */
unsigned int expect_stale(const struct expectations *x, const struct rules *rules, const struct jobs *jobs,
			  const char *kernel, FILE *out);
void expect_free(struct expectations *x);

#endif
