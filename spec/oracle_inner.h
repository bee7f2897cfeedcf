/* SPDX-License-Identifier: GPL-2.0-only */
/* oracle_inner.h - what the files of oracle.h share among themselves. */
#ifndef SPEC_ORACLE_INNER_H
#define SPEC_ORACLE_INNER_H

#include "spec/oracle.h"

/* oracle.c: a context in which the phrases of match @m are evaluated. */
struct ctx oracle_ctx(const struct rules *r, const struct world *now, const struct world *old, const struct match *m,
		      struct arena *a);
/* What the @n phrases from @first on ask for. Returns how many demands that is, at most @max. */
unsigned int oracle_collect(struct ctx *c, const struct part *part, unsigned int first, unsigned int n,
			    struct demand *d, unsigned int max);

/* oracle_effect.c: the bookkeeping of @act, read in @old, done in @w. */
void oracle_bookkeeping(const struct rules *r, const struct world *old, struct world *w, const struct act *act,
			struct arena *a);
/* What the outcomes chosen in @f do to its world; turn[i] picks among the `in { … }` of choice i. */
void oracle_effects(const struct rules *r, const struct world *old, struct future *f, const unsigned int *turn,
		    struct arena *a);
/* How many worlds the `in { … }` of @o make. */
unsigned int oracle_branches(const struct rules *r, const struct world *w, const struct match *m,
			     const struct outcome *o, struct arena *a);

#endif
