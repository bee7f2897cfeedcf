// SPDX-License-Identifier: GPL-2.0-only
/*
 * hoist.c - a set-up for targets that map into no domain without a device: each attach comes before the maps that stand
 * in front of it. What was mapped and who is attached are the same in the end.
 */
#include <string.h>

#include "suite/run.h"

static bool puts_on(const struct run *run, const struct step *step)
{
	enum target_op op = run->op[step->op].op;

	return run->op[step->op].probe == PROBE_NOT &&
		(op == TARGET_ATTACH || op == TARGET_ATTACH_DEVICE || op == TARGET_REPLACE);
}

/* Does it only change the tables of a domain, or make one that @attach is not about? */
static bool passes(const struct run *run, const struct step *attach, const struct step *step)
{
	if (run->op[step->op].probe != PROBE_NOT)
		return false;
	switch (run->op[step->op].op) {
	case TARGET_MAP: case TARGET_MAP_GFP: case TARGET_MAP_NOSYNC: case TARGET_SYNC_MAP: case TARGET_MAP_SG:
	case TARGET_UNMAP: case TARGET_UNMAP_FAST: case TARGET_UNMAP_QUEUED:
		return true;
	case TARGET_ALLOC:
		return step->arg[0].letter != attach->arg[1].letter;
	default:
		return false;
	}
}

const struct plan *hoisted(struct run *run, const struct plan *plan)
{
	size_t size = plan->nsteps * sizeof(*plan->step);
	struct plan *copy;
	struct step *step;

	if (!size)
		return plan;
	copy = arena_alloc(&run->arena, sizeof(*copy));
	step = memcpy(arena_alloc(&run->arena, size), plan->step, size);
	for (unsigned int i = 1; i < plan->nsteps; i++) {
		struct step attach = step[i];
		unsigned int k = i;

		for (; puts_on(run, &attach) && k && passes(run, &attach, &step[k - 1]); k--)
			step[k] = step[k - 1];
		step[k] = attach;
	}
	*copy = (struct plan){ step, plan->nsteps };
	return memcmp(step, plan->step, size) ? copy : plan;
}
