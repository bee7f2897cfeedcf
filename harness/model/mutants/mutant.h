/* SPDX-License-Identifier: GPL-2.0-only */
/* mutant.h - for the code of mutants. What each of them is for says mutants.c. */
#ifndef HARNESS_MODEL_MUTANTS_MUTANT_H
#define HARNESS_MODEL_MUTANTS_MUTANT_H

#include <errno.h>
#include <string.h>

#include "harness/model/core.h"
#include "harness/model/pgtable.h"

#define MUTANT(name)	const struct model_driver mutant_##name

static inline bool is_identity(const struct domain *d)
{
	return d->facts.type == TYPE_IDENTITY;
}

static inline bool is_blocked(const struct domain *d)
{
	return d->facts.type == TYPE_BLOCKED;
}

/* Is a device of another group than @dev's on @d? */
static inline bool in_use_elsewhere(const struct model *m, const struct domain *d, const struct device *dev)
{
	unsigned int i;

	for (i = 0; i < m->ndevs; i++)
		if (m->dev[i].domain == d && m->dev[i].group != dev->group)
			return true;
	return false;
}

#endif
