// SPDX-License-Identifier: GPL-2.0-only
/* sight.c - which lines of an outcome this target can show: a PASS on lines that nobody saw would be none. */
#include <string.h>

#include "suite/run.h"

static bool shows_probe(struct run *run, const struct demand *d)
{
	if (run->op[d->op].probe == PROBE_DMA)
		return run->s->dma && dma_seen(run, d);
	return probe_usable(run, run->r->op[d->op].name);
}

static bool shows_effect(struct run *run, const struct possible *p, const struct demand *d)
{
	const char *probe = run->r->var[d->var].seen_by;
	bool shy = !strcmp(probe, "iova_to_phys") && d->args[0].kind == V_DOMAIN && shy_of(run, p, d->args[0].u.id);

	return probe_usable(run, probe) && !shy;
}

static void add(struct run *run, const struct possible *p, const struct demand *d, struct sight *s)
{
	const struct op_info *under_test = &run->r->op[run->part->when[run->c->when].op];
	bool shown;

	switch (d->kind) {
	case DEMAND_ERRNO: case DEMAND_RETURNS:
		/* What a user space is told is what such a rule is about. */
		s->seen += !under_test->probe && run->op[run->part->when[run->c->when].op].op >= TARGET_IOAS_ALLOC;
		/* fall through */
	case DEMAND_OK: case DEMAND_FAILS:
		s->results += under_test->probe || under_test->returns != RETURNS_NOTHING;
		return;
	case DEMAND_PROBE:
		shown = shows_probe(run, d);
		s->seen += shown;
		s->probes_unseen += !shown;
		return;
	case DEMAND_EFFECT:
		if (!run->r->var[d->var].seen_by)
			return;
		shown = shows_effect(run, p, d);
		break;
	case DEMAND_EVENT:
		shown = run->event[d->name].can;
		break;
	case DEMAND_CHECK:
		shown = d->value.kind == V_BOOL;
		break;
	default:
		shown = probe_usable(run, "iova_to_phys") || probe_usable(run, "current");
		break;
	}
	s->seen += shown;
	s->unseen += !shown;
}

struct sight sight_of(struct run *run, const struct possible *p, const struct chosen *own)
{
	struct sight s = { 0 }, never = { 0 };
	struct demand d[ORACLE_DEMANDS];
	unsigned int i, n = outcome_demands(run, p, own, d, ORACLE_DEMANDS);

	for (i = 0; i < n; i++)
		add(run, p, &d[i], &s);
	n = oracle_never(run->r, p->old, own->match, &run->arena, d, ORACLE_DEMANDS);
	for (i = 0; i < n; i++)
		add(run, p, &d[i], &never);
	s.results += never.results;
	s.seen += never.seen;
	s.unseen += never.unseen + never.probes_unseen;
	return s;
}
