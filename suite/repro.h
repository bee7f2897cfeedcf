/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * repro.h - the fewest and simplest steps that still show what a case found.
 */
#ifndef SUITE_REPRO_H
#define SUITE_REPRO_H

#include "suite/runner.h"
#include "suite/worker.h"

/* One run of a case, or of a script in its place, in a child of its own. repro_free() releases it. */
struct attempt {
	struct record rec;	/* verdict, reason, accused, expected, observed, steps: valid until repro_free() */
	struct steps steps;
	struct parcel copy;	/* what they point into */
	char death[64];
};

/* Run @job, or @script for it. Returns 0, or a negative errno with one line in @why. */
int repro_try(const struct runner *r, const struct job *job, const struct script *script, struct attempt *a, char *why,
	      size_t len);
void repro_free(struct attempt *a);

/* The steps of @rec that can be done again. */
void repro_script(const struct record *rec, struct script *script);

/* Do both accuse the same rule of the same? What a kernel says when it dies need not be the same. */
bool repro_same(const struct record *a, const struct record *b);

/*
 * Leave out of @script, which shows what @wanted says, all steps without which it still does. Returns 0, or a negative
 * errno with one line in @why.
 */
int repro_shorten(const struct runner *r, const struct job *job, struct script *script, const struct record *wanted,
		  char *why, size_t len);

/* Steps with texts of their own. */
struct simple_steps {
	struct script script;
	char text[SCRIPT_STEPS][512];
};

struct simplify {
	const struct runner *runner;
	const struct job *job;
	const struct record *wanted;	/* what the steps show, and shall show: verdict, rule, reason */
	char *why;			/* takes one line of @len bytes */
	size_t len;
};

/*
 * Make sizes in @script smaller and addresses rounder as long as that shows the same; the result is in @steps. Returns 0,
 * or a negative errno with one line in @s->why.
 */
int repro_simplify(const struct simplify *s, const struct script *script, struct simple_steps *steps);

#endif
