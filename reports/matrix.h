/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * matrix.h - records sorted into rows (what was tested) and columns (rules, groups of rules). Data only: every output
 * format is made from it.
 */
#ifndef REPORTS_MATRIX_H
#define REPORTS_MATRIX_H

#include "reports/record.h"

struct matrix_cell {
	struct record_counts counts;	/* cases by verdict */
	unsigned int total;		/* cases */
	enum verdict worst;		/* NR_VERDICTS where there is no case */
	bool partial;			/* the spec makes more cases than were run */
	const struct record **records;	/* the cases, in the order written; only in the cell of a rule, else NULL */
};

/* A row is one driver in one setting: nothing of another evidence class, kernel or configuration goes into it. */
struct matrix_row {
	const char *target, *driver, *kernel, *evidence, *config, *remarks;
	const char *interface;		/* "" where that is the kernel's own, or a model's */
	char *label;			/* of a row of another one: what @driver points at */
	unsigned int place;		/* in its section: a driver's rows of several interfaces stand together */
	bool complete;			/* every run that went into it has its closing line */
	unsigned int section;		/* rows that differ in the driver only share it, and stand together */
	struct matrix_cell all;		/* over all rules */
	struct matrix_cell *rules;	/* matrix.nrules of them */
	struct matrix_cell *groups;	/* matrix.ngroups of them */
};

struct matrix_rule {
	const struct record_rule *rule;
	unsigned int group;		/* index in matrix.groups */
};

struct matrix_group {
	const char *name;
	unsigned int first, n;		/* its rules in matrix.rules */
};

struct matrix {
	struct matrix_row *rows;	/* the strongest evidence first, then in the order read */
	unsigned int nrows;
	struct matrix_rule *rules;	/* in the order of the spec, those of a group together */
	unsigned int nrules;
	unsigned int ncore;		/* rules that are core rules */
	struct matrix_group *groups;	/* in the order of the spec */
	unsigned int ngroups;
	struct matrix_cell all;		/* over everything */
	unsigned int nincomplete;	/* rows that are not complete */
	const struct record_absent **absent;	/* drivers without a row, because nothing of them could be run */
	unsigned int nabsent;
	unsigned int nspecs;		/* different specs that the records were made with; should be 1 */
	const struct record_header *header;	/* of the first run; NULL if there is none */
};

/*
 * Make a matrix of @set, as record_read() filled it; @set must outlive it. A case that was run more than once in a row
 * counts once, with the worst of its verdicts. Out of memory ends the program.
 */
void matrix_build(struct matrix *m, const struct record_set *set);
void matrix_free(struct matrix *m);

#endif
