// SPDX-License-Identifier: GPL-2.0-only
/* during.c - what a DMA meets in the intermediate states of the hardware while the step under test is under way. */
#include "suite/run.h"

void during_arm(struct run *run, const struct match *own, struct watch *w)
{
	struct demand d[ORACLE_DEMANDS];
	struct spot spot[RUN_SPOTS];
	unsigned int i, k, spots, n;

	n = oracle_during(run->r, &run->world[0], own, &run->arena, d, ORACLE_DEMANDS);
	w->n = 0;
	for (i = 0; i < n; i++) {
		if (d[i].kind != DEMAND_PROBE || run->op[d[i].op].probe != PROBE_DMA)
			continue;
		spots = spots_of(run, &d[i], spot, RUN_SPOTS);
		for (k = 0; k < spots && w->n < TARGET_WATCHES; k++, w->n++) {
			w->dma[w->n] = dma_at(&spot[k]);
			w->by[w->n] = (struct asked){ d[i], own, false };
			w->offset[w->n] = spot[k].offset;
		}
	}
}

bool during_holds(struct run *run, const struct watch *w, struct mismatch *m)
{
	const struct answer *a = &run->answer;

	for (unsigned int i = 0; i < a->nduring && i < TARGET_WATCHES * 2; i++) {
		unsigned int k = a->during[i].watch;
		struct dma seen;

		if (k >= w->n)
			continue;
		seen = w->dma[k];
		seen.result = a->during[i].result;
		seen.paddr = a->during[i].paddr;
		if (!differs(run, v_not(contradicts(run, &w->by[k], dma_value(&seen), w->offset[k]))))
			continue;
		*m = (struct mismatch){ "wrong DMA while the step was under way", w->by[k].by->part->rule->id,
					say_try(run, &seen, allowed_at(run, w->by[k].demand.value, w->offset[k])),
					say_value(run, dma_value(&seen)), false };
		return false;
	}
	return true;
}
