// SPDX-License-Identifier: GPL-2.0-only
/* possible.c - the worlds that the rules allow after a step. */
#include <string.h>

#include "suite/run.h"

void possible_drop(struct run *run)
{
	for (unsigned int i = 0; i < ORACLE_WORLDS; i++)
		oracle_free(&run->says[i]);
	run->npossible = 0;
}

static void add(struct run *run, struct possible *p, const struct demand *d, unsigned int n, const struct match *by,
		bool never)
{
	if (p->nasked + n > p->room) {
		p->room = 2 * (p->nasked + n);
		p->asked = memcpy(arena_alloc(&run->arena, p->room * sizeof(*p->asked)), p->asked,
				  p->nasked * sizeof(*p->asked));
	}
	for (unsigned int i = 0; i < n; i++)
		p->asked[p->nasked++] = (struct asked){ d[i], by, never };
}

/* What all chosen outcomes and all `never` lines of a future ask for, now that it is known what the step did. */
static void ask(struct run *run, struct possible *p)
{
	struct demand d[ORACLE_DEMANDS];
	unsigned int n;

	p->room = 8;
	p->asked = arena_alloc(&run->arena, p->room * sizeof(*p->asked));
	p->nasked = 0;
	for (unsigned int i = 0; i < p->future->nchosen; i++) {
		const struct chosen *ch = &p->future->chosen[i];

		n = oracle_demands(run->r, p->old, p->future, ch, &run->arena, d, ORACLE_DEMANDS);
		add(run, p, d, n, ch->match, false);
		n = oracle_never(run->r, p->old, ch->match, &run->arena, d, ORACLE_DEMANDS);
		add(run, p, d, n, ch->match, true);
	}
}

void possible_ask(struct run *run)
{
	for (unsigned int i = 0; i < run->npossible; i++)
		ask(run, &run->possible[i]);
}

/* Is the rule of the case among those that the answer breaks, whichever is accused? */
static bool breaks_rule(const struct run *run, const struct verdict_of_rules *v)
{
	for (unsigned int i = 0; i < v->nmatches; i++)
		if (v->breaks[i] && v->match[i].part->rule == run->part->rule)
			return true;
	return false;
}

unsigned int consider(struct run *run, const struct act *act, const struct result *result, const struct match *own)
{
	unsigned int i, k;

	possible_drop(run);
	run->overflow = false;
	run->broken = NULL;
	for (i = 0; i < run->nworlds; i++) {
		struct verdict_of_rules *v = &run->says[i];

		oracle_step(run->r, &run->world[i], act, result, own, &run->arena, v);
		run->overflow |= v->overflow;
		if (!v->nfutures && !run->broken) {
			run->broken = v->broken;
			run->own_broken = v->own_broken;
			run->rule_broken = breaks_rule(run, v);
		}
		for (k = 0; k < v->nfutures; k++) {
			if (run->npossible == RUN_POSSIBLE) {
				run->overflow = true;
				break;
			}
			run->possible[run->npossible++] = (struct possible){ .future = &v->future[k],
									     .old = &run->world[i] };
		}
	}
	return run->npossible;
}

unsigned int possible_left(struct run *run, struct possible **first)
{
	struct possible *longest = NULL, *left = NULL;
	unsigned int i, n = 0;

	for (i = 0; i < run->npossible; i++) {
		struct possible *p = &run->possible[i];

		if (!p->out && !left)
			left = p;
		n += !p->out;
		if (!longest || p->lasted > longest->lasted)
			longest = p;
	}
	*first = left ? left : longest;
	return n;
}

void contradict(struct possible *p, const char *reason, struct blame blame, const char *expected,
		const char *observed)
{
	if (p->out)
		return;
	p->out = true;
	p->why = (struct mismatch){ reason, blame.rule, expected, observed, blame.frame };
}

void advance(struct run *run)
{
	unsigned int i, n = 0;

	for (i = 0; i < run->npossible; i++) {
		if (run->possible[i].out)
			continue;
		if (n == ORACLE_WORLDS) {
			run->overflow = true;
			break;
		}
		world_copy(&run->next[n++], &run->possible[i].future->world);
	}
	for (i = 0; i < n; i++) {
		struct world w = run->world[i];

		run->world[i] = run->next[i];
		run->next[i] = w;
	}
	run->nworlds = n;
	possible_drop(run);
}

unsigned int outcome_demands(struct run *run, const struct possible *p, const struct chosen *ch, struct demand *d,
			     unsigned int max)
{
	const struct part *part = ch->match->part;
	struct ctx c = { .rules = run->r, .now = &p->future->world, .old = p->old, .arena = &run->arena, .demand = d,
			 .max_demands = max };

	memcpy(c.letter, ch->match->letter, sizeof(c.letter));
	for (unsigned int i = 0; ch->outcome && i < ch->outcome->n; i++) {
		unsigned int before = c.ndemands;
		struct value v = part->eval(&c, part, ch->outcome->first + i);

		if (c.ndemands == before)
			demand_value(&c, DEMAND_CHECK, v, v_none());
	}
	return c.ndemands;
}
