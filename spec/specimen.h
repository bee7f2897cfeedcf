/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * specimen.h - made-up targets on which the planner searches and the checks try picks: their facts, nothing else. They
 * span what real IOMMUs have: narrow and full apertures, few and many page sizes, static domains or none.
 */
#ifndef SPEC_SPECIMEN_H
#define SPEC_SPECIMEN_H

#include "spec/oracle.h"

extern const unsigned int nspecimens;

/* Fill @w, initialised for the vars of @r, with the facts of specimen @i; @a must outlive @w. */
void specimen_facts(const struct rules *r, unsigned int i, struct world *w, struct arena *a);
const char *specimen_name(unsigned int i);

/* What a target tells differently after @act succeeded, put into @w: page sizes after `narrow`. @a must outlive @w. */
void specimen_after(const struct rules *r, const struct act *act, struct world *w, struct arena *a);

#endif
