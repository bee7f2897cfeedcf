// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group CC. */
#include "harness/model/mutants/mutant.h"

static bool enforce_on_those_that_are_there(struct model *m, struct domain *d)
{
	bool ret = reference_enforce_cache_coherency(m, d);

	d->coherent = false;
	return ret;
}

MUTANT(coherency_is_not_asked_of_later_devices) = { .ops.enforce_cache_coherency = enforce_on_those_that_are_there };

static bool enforce_in_use(struct model *m, struct domain *d)
{
	return d->was_attached && reference_enforce_cache_coherency(m, d);
}

MUTANT(coherency_needs_a_device) = { .ops.enforce_cache_coherency = enforce_in_use };
