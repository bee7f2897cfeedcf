// SPDX-License-Identifier: GPL-2.0-only
/* follow.c - a step before or after the one under test: done, judged, and the worlds that it leaves. */
#include "suite/run.h"

/* A DMA in the set-up fills caches; each place that it touches must be as the world says. */
static enum followed follow_dma(struct run *run, const struct act *act, struct mismatch *m)
{
	unsigned int i, k, n = 0;

	for (i = 0; i < run->nworlds; i++) {
		struct possible p = { .future = &(struct future){ .world = run->world[i] }, .old = &run->world[i] };

		for (k = 0; k < run->ndid && compared(run, run->dma) && !p.out; k++)
			dma_check(run, &p, &run->did[k]);
		if (p.out) {
			*m = p.why;
			continue;
		}
		if (i != n)
			world_copy(&run->world[n], &run->world[i]);
		oracle_sets(run->r, &run->world[n++], act, &run->arena);
	}
	run->nworlds = n;
	return n ? FOLLOWED : BROKEN;
}

static enum followed look(struct run *run, const struct act *act, struct happened *h)
{
	h->kind = learn(run, act, h);
	if (h->kind == ANSWER_DONE) {
		possible_ask(run);
		h->kind = observe(run);
	}
	if (h->kind != ANSWER_DONE)
		h->why = why_silent(run, h->kind);
	return h->kind == ANSWER_DONE ? FOLLOWED : NO_ANSWER;
}

enum followed follow(struct run *run, const struct act *act, struct happened *h, struct mismatch *m)
{
	struct possible *first;
	unsigned int i;

	perform(run, act, NULL, 0, h);
	if (h->kind != ANSWER_DONE)
		return NO_ANSWER;
	if (run->op[act->op].probe == PROBE_DMA)
		return follow_dma(run, act, m);
	if (!consider(run, act, &h->result, NULL)) {
		*m = blame_result(run, run->broken, h->text);
		return BROKEN;
	}
	if (look(run, act, h) == NO_ANSWER)
		return NO_ANSWER;
	for (i = 0; i < run->npossible; i++) {
		compare(run, &run->possible[i], act, h);
		compare_events(run, &run->possible[i]);
	}
	bear_facts(run);
	if (run->overflow)
		return UNCLEAR;
	if (!possible_left(run, &first)) {
		*m = first->why;
		return BROKEN;
	}
	advance(run);
	return run->overflow ? UNCLEAR : FOLLOWED;
}
