/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare.h - the same driver on several kernels: since which of them does it break a rule, or keep it?
 */
#ifndef REPORTS_COMPARE_H
#define REPORTS_COMPARE_H

#include "reports/matrix.h"

/* What a driver does about a rule on one kernel. */
enum keeping { KEEPING_UNTOLD, KEEPING_KEPT, KEEPING_SUBSTITUTED, KEEPING_BROKEN, KEEPING_CRASHED };

/* SINCE: the last change among the kernels that can tell. ALWAYS: there was none. */
#define COURSES(X) \
	X(BROKEN_SINCE,  "broken since") \
	X(KEPT_SINCE,    "kept since") \
	X(ALWAYS_BROKEN, "broken on all") \
	X(ALWAYS_KEPT,   "kept on all") \
	X(UNTOLD,        "not judged")
enum course {
#define X(id, text) COURSE_##id,
	COURSES(X)
#undef X
	NR_COURSES
};

struct compare_rule {
	const struct matrix_rule *rule;
	enum course course;
	unsigned int since;		/* index of the kernel of the last change; of those that changed */
	unsigned int before;		/* the last one before that could tell */
	enum keeping *keeping;		/* one a kernel */
};

struct compare_driver {			/* with the same evidence, on at least two kernels */
	const struct matrix_row **rows;	/* in the order of kernel versions */
	unsigned int nrows;
	struct compare_rule *rules;	/* in the order of matrix.rules */
	unsigned int counts[NR_COURSES];
};

struct compare {
	const struct matrix *m;
	struct compare_driver *drivers;
	unsigned int ndrivers;
	unsigned int alone;		/* rows that have no other to be compared with */
};

/* Compare the rows of @m, which must outlive @c. */
void compare_build(struct compare *c, const struct matrix *m);
void compare_free(struct compare *c);

/* What keeps and courses are called. Static storage. */
const char *keeping_name(enum keeping k);
const char *course_name(enum course c);

/* Write it as "text", "markdown" or "json". Returns false if there is no such format. */
bool compare_write(const char *format, const struct compare *c, FILE *out);

/* The command `iommu-conform compare`; exit status 0 written, 2 not. */
int compare_main(int argc, char **argv);

#endif
