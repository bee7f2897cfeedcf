// SPDX-License-Identifier: GPL-2.0-only
/*
 * letters.c - when the letters of a case get their values (spec/bind.h says which): devices and domains first; the
 * others when a step needs one of them, for then the domains have told their facts; those whose values depend on the
 * state when the set-up is done.
 */
#include "suite/run.h"

static struct value evaluate(struct run *run, const struct world *w, unsigned int phrase)
{
	return oracle_phrase(run->r, w, w, run->part, phrase, run->b.letter, NULL, &run->arena);
}

/* The phrases that the case needs: all that is given, and the classes chosen. */
static unsigned int needed(const struct run *run, unsigned int i)
{
	return i < run->part->ngiven ? i : run->c->extra[i - run->part->ngiven];
}

static const struct phrase *first_unmet(struct run *run, const struct world *w, bool of_target_only)
{
	for (unsigned int i = 0; i < run->part->ngiven + run->c->nextra; i++) {
		const struct phrase *p = &run->part->phrase[needed(run, i)];
		bool is_void = i >= run->part->ngiven && p->letters & ~run->b.bound;

		if (of_target_only ? p->dynamic || p->letters : is_void)
			continue;
		if (!v_true(evaluate(run, w, needed(run, i))))
			return p;
	}
	return NULL;
}

const struct phrase *letters_unmet(struct run *run)
{
	const struct phrase *p = NULL;

	for (unsigned int i = 0; i < run->nworlds && !p; i++)
		p = first_unmet(run, &run->world[i], false);
	return p;
}

bool letters_of_objects(struct run *run, const struct plan *plan)
{
	const struct phrase *p = first_unmet(run, &run->world[0], true);
	uint32_t letters = bind_letters(run->c, plan);

	run->b = (struct binding){ .each = run->each };
	if (p) {
		run->unbound = say(run, "%s: not so here", p->text);
		return false;
	}
	if (!bind_devices(run->r, &run->world[0], run->c, letters, &run->b, &run->arena)) {
		run->unbound = say(run, "no devices here for: %s", run->b.failed);
		return false;
	}
	for (unsigned int i = 0; i < run->r->nletters; i++) {
		if (run->r->sort[run->r->letter[i].sort].kind != SORT_COUNT)
			continue;
		run->b.letter[i] = v_number(run->count);
		run->b.bound |= 1u << i;
	}
	return true;
}

/* Domains of one driver are alike: one that the plan allocates later is taken to be as the first, until it tells. */
static void assume_facts(struct run *run)
{
	int i, known = DOM_FIRST;

	while (known < TARGET_DOMAINS && !run->live[known])
		known++;
	for (i = DOM_FIRST; known < TARGET_DOMAINS && i < TARGET_DOMAINS; i++) {
		if (run->live[i])
			continue;
		run->facts[i] = run->facts[known];
		for (unsigned int w = 0; w < run->nworlds; w++)
			facts_learn(run, &run->world[w], i);
	}
}

static bool chosen(const struct run *run, unsigned int candidate)
{
	for (unsigned int i = 0; i < run->c->nchoices; i++)
		if (run->c->choice[i] == candidate)
			return true;
	return false;
}

/* Letters whose candidates read the state: with the one that the case chose, or with all. */
static uint32_t waiting(const struct run *run)
{
	uint32_t now = 0, later = 0, fixed = 0;
	unsigned int i;

	for (i = 0; i < run->c->nchoices; i++)
		fixed |= 1u << run->part->candidate[run->c->choice[i]].letter;
	for (i = 0; i < run->part->ncandidates; i++) {
		const struct candidate *k = &run->part->candidate[i];

		if (fixed >> k->letter & 1 && !chosen(run, i))
			continue;
		if (run->part->phrase[k->phrase].dynamic)
			later |= 1u << k->letter;
		else
			now |= 1u << k->letter;
	}
	return later & ~now;
}

static uint32_t plan_letters(const struct run *run)
{
	uint32_t letters = 0;

	for (unsigned int i = 0; i < run->plan->nsteps; i++)
		letters |= step_letters(run, &run->plan->step[i]);
	return letters;
}

bool letters_of_values(struct run *run, bool last)
{
	uint32_t letters = bind_letters(run->c, run->plan);
	bool bound;

	if (!last)
		letters &= ~waiting(run) | plan_letters(run);
	if (!(letters & ~run->b.bound))
		return true;
	assume_facts(run);
	run->points_known = false;
	bound = bind_values(run->r, &run->world[0], run->c, letters, &run->b, run->seed, &run->arena);
	if (run->b.each_count > run->each_count)	/* another element may do where this one does not */
		run->each_count = run->b.each_count;
	if (!bound)
		run->unbound = say(run, "no values here for: %s", run->b.failed);
	return bound;
}

uint32_t step_letters(const struct run *run, const struct step *step)
{
	uint32_t letters = 0;

	for (unsigned int i = 0; i < run->r->op[step->op].nslots; i++) {
		const struct operand *o = &step->arg[i];

		if (o->letter >= 0)
			letters |= 1u << o->letter;
		else if (o->phrase >= 0)
			letters |= run->part->phrase[o->phrase].letters;
	}
	if (step->env >= 0 && !step->env_all && step->env_arg.letter >= 0)
		letters |= 1u << step->env_arg.letter;
	return letters;
}

static struct value operand_value(struct run *run, const struct operand *o)
{
	if (o->letter >= 0)
		return run->b.bound >> o->letter & 1 ? run->b.letter[o->letter] : v_unknown();
	return o->phrase >= 0 ? evaluate(run, &run->world[0], o->phrase) : v_unknown();
}

bool letters_act(struct run *run, const struct step *step, struct act *act)
{
	*act = (struct act){ .op = step->op, .env = step->env };
	for (unsigned int i = 0; i < run->r->op[step->op].nslots; i++) {
		act->arg[i] = operand_value(run, &step->arg[i]);
		if (act->arg[i].kind == V_UNKNOWN) {
			run->unbound = say(run, "operand %u of %s has no value", i + 1, run->r->op[step->op].name);
			return false;
		}
	}
	if (step->env_all)
		act->env_arg = v_every();
	else if (step->env >= 0 && (step->env_arg.letter >= 0 || step->env_arg.phrase >= 0))
		act->env_arg = operand_value(run, &step->env_arg);
	return true;
}
