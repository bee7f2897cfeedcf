// SPDX-License-Identifier: GPL-2.0-only
/* bear.c - rules that a case goes on without: what breaks a bearable rule is told by the cases of that rule. */
#include <string.h>

#include "suite/run.h"

static void name(struct run *run, const char *id)
{
	unsigned int i;

	for (i = 0; i < run->nborne; i++)
		if (!strcmp(run->borne[i], id))
			return;
	if (i < sizeof(run->borne) / sizeof(run->borne[0]))
		run->borne[run->nborne++] = id;
}

bool goes_without(struct run *run, const char *id)
{
	const struct rule *rule = rules_find(run->r, id);

	if (!rule || !rule->bearable || rule == run->part->rule)
		return false;
	name(run, rule->id);
	return true;
}

bool bears_facts(struct run *run, int dom, const char *id)
{
	if (run->renewed & 1u << dom || !goes_without(run, id))
		return false;
	run->renew |= 1u << dom;
	return true;
}

void bear_facts(struct run *run)
{
	for (int dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++) {
		if (!(run->renew & 1u << dom))
			continue;
		run->facts[dom] = run->sample.facts[dom];
		run->points_known = false;
		for (unsigned int i = 0; i < run->npossible; i++)
			facts_learn(run, &run->possible[i].future->world, dom);
	}
	run->renewed |= run->renew;
	run->renew = 0;
}

void bear_remark(struct run *run)
{
	const char *text = "";

	for (unsigned int i = 0; i < run->nborne; i++)
		text = say(run, "%s%s%s", text, i ? ", " : "goes on without ", run->borne[i]);
	if (run->nborne)
		remark(run, text);
	run->nborne = 0;
}
