// SPDX-License-Identifier: GPL-2.0-only
/* held.c - a set-up for targets whose devices are claimed before any case: what claims them has been done. */
#include "suite/run.h"

static bool claims(const struct run *run, const struct step *step)
{
	return run->op[step->op].probe == PROBE_NOT && run->op[step->op].op == TARGET_CLAIM;
}

const struct plan *held(struct run *run, const struct plan *plan)
{
	struct plan *copy;
	struct step *step;
	unsigned int i, n = 0;

	for (i = 0; i < run->s->desc.ndevs; i++)
		if (!run->s->desc.dev[i].held)
			return plan;
	copy = arena_alloc(&run->arena, sizeof(*copy));
	step = arena_alloc(&run->arena, (plan->nsteps + 1) * sizeof(*step));
	for (i = 0; i < plan->nsteps; i++)
		if (!claims(run, &plan->step[i]))
			step[n++] = plan->step[i];
	*copy = (struct plan){ step, n };
	return n < plan->nsteps ? copy : plan;
}
