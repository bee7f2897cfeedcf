/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * checks.h - the named checks of a spec: a table, checks.def, and what a check works with.
 */
#ifndef SPEC_CHECKS_H
#define SPEC_CHECKS_H

#include "spec/diag.h"
#include "spec/expr.h"
#include "spec/sources.h"

struct checks;

struct check {
	const char *name;		/* "unknown-form" */
	void (*run)(struct checks *c);	/* NULL: found while the spec is read */
	enum severity severity;		/* unless the user says otherwise */
	const char *after;		/* prerequisites, with blanks between */
	const char *help;		/* one line */
	bool search;			/* it needs the planner */
};

extern const struct check check_table[];
extern const unsigned int nr_checks;

/* One run of the checks. */
struct checks {
	const struct spec *spec;
	struct diag *diag;
	struct sources *sources;	/* NULL: not given */
	unsigned int quotes_found, quotes_unknown;	/* quotations looked up; those whose source is not at hand */
	struct explored *explored;	/* made when a check first asks for it */
	const char *cases;		/* file with the names of all cases, or NULL */
	bool whole;			/* the spec is all that these names are of */
	const struct check *current;
	enum severity *level;		/* of each check */
	enum { CHECK_TODO, CHECK_PASSED, CHECK_FAILED, CHECK_LEFT_OUT } *state;
};

/* Prepare a run; findings will go to @diag. Returns 0, or -1 if there is no memory. */
int checks_init(struct checks *c, struct diag *diag);
/* Change the level of a check. Returns 0; -1 if there is none of that name, -2 if it cannot be changed. */
int checks_set(struct checks *c, const char *name, enum severity severity);
/* Run them all on @spec. @sources may be NULL. */
void checks_run(struct checks *c, const struct spec *spec, struct sources *sources);
void checks_free(struct checks *c);

/* For the checks: report a finding of the one that runs. A hint may follow, diag_hint(). */
void check_report(struct checks *c, const struct srcpos *pos, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Each of the @n elements of @array, which is NULL if there are none. */
#define for_each(p, array, n) for (p = (array); p && p < (array) + (n); p++)
/* Each rule, each part of each rule, each outcome of a part. */
#define for_each_rule(c, rule) for_each(rule, (c)->spec->rule, (c)->spec->nrules)
#define for_each_part(c, rule, part) for_each_rule(c, rule) for_each(part, rule->part, rule->nparts)
#define for_each_outcome(part, out) for_each(out, (part)->outcome, (part)->noutcomes)

/* The cases of the spec, planned and explored once for all checks. */
struct explored *checks_explored(struct checks *c);
/* The letters that `given` and `when` of @part bind. */
uint32_t part_bound(const struct part_ast *part);

#endif
