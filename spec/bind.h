/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bind.h - real values for the letters of a case: generate and test. The candidates come from the picks of the spec,
 * the test is the rule's own `given`, so a wrong candidate cannot make a wrong case. The planner binds on a specimen,
 * the suite on what its target reports.
 */
#ifndef SPEC_BIND_H
#define SPEC_BIND_H

#include "spec/oracle.h"

struct binding {
	struct value letter[SPEC_LETTERS];	/* V_NONE: not bound */
	uint32_t bound;				/* a bit for each letter that is */
	unsigned int each, each_count;		/* in: which element `each` is; out: how many there are, 0: none */
	const char *failed;			/* out: the phrase that no candidate satisfied, or what was missing */
};

/* Letters that the case uses: those of its part and of @plan (may be NULL). */
uint32_t bind_letters(const struct rcase *c, const struct plan *plan);

/*
 * Bind the devices among @letters to distinct devices of world @w, and the domains to the slots DOM_FIRST and up, so
 * that every phrase of `given` and of the case's extra phrases that reads no state and only bound letters holds.
 * Returns false if there is no way; b->failed says why.
 */
bool bind_devices(const struct rules *r, const struct world *w, const struct rcase *c, uint32_t letters,
		  struct binding *b, struct arena *a);

/*
 * Bind all other @letters, when the facts of the domains are in @w: the candidates that the case chose, for others the
 * part's candidates of that letter in order and then the defaults of its sort. @seed varies the order of defaults.
 */
bool bind_values(const struct rules *r, const struct world *w, const struct rcase *c, uint32_t letters,
		 struct binding *b, uint64_t seed, struct arena *a);

#endif
