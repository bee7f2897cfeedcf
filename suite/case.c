// SPDX-License-Identifier: GPL-2.0-only
/* case.c - the order of a case: plans, set-up, the step under test, and what is repeated; see case.h. */
#include <string.h>

#include "suite/run.h"

#define MOST_FAILURES	100	/* allocations of one operation that are made to fail, one after the other */

/* What a plan needs and the target lacks; NULL if nothing. */
static const char *missing_in(const struct run *run, const struct step *step)
{
	const struct op_here *op = &run->op[step->op];

	if (!op->can)
		return run->r->op[step->op].name;
	if (step->env >= 0 && !run->env[step->env].can)
		return run->r->env[step->env];
	return NULL;
}

static bool blind_in(const struct run *run, const struct step *step)
{
	return run->op[step->op].probe == PROBE_DMA && !run->s->dma;
}

static bool lacks_something(struct run *run, const struct plan *plan)
{
	const struct step *when = &run->part->when[run->c->when];
	const char *missing = missing_in(run, when);
	bool blind = blind_in(run, when);

	for (unsigned int i = 0; i < plan->nsteps && !missing; i++) {
		missing = missing_in(run, &plan->step[i]);
		blind |= blind_in(run, &plan->step[i]);
	}
	if (!missing && run->part->nduring && !target_list_has(run->s->desc.can, "during"))
		missing = "during";
	if (missing)
		verdict(run, VERDICT_SKIP, "missing-capability: %s", missing);
	else if (blind)
		verdict(run, VERDICT_SKIP, "no-oracle: DMA is not calibrated");
	return missing || blind;
}

/* A target and a world before anything happened. */
static bool fresh(struct run *run)
{
	struct target *t = run->s->target;
	int err = t->drv->digest(t) == run->s->desc.fingerprint ? 0 : t->drv->reset(t);

	if (err) {
		verdict(run, VERDICT_ERROR, "reset: %s", errno_name(err));
		return false;
	}
	possible_drop(run);
	world_copy(&run->world[0], &run->start);
	run->nworlds = 1;
	memset(run->live, 0, sizeof(run->live));
	run->points_known = run->judging = false;
	run->random = run->seed;
	run->odd = run_random(run) | 1;
	return true;
}

enum ending { GO_ON, OTHER_PLAN, ENDED };

static enum ending set_up_step(struct run *run, const struct step *step)
{
	struct mismatch m = { 0 };
	struct happened h;
	struct act act;

	if (!letters_act(run, step, &act)) {
		verdict(run, VERDICT_ERROR, "in set-up: %s", run->unbound);
		return ENDED;
	}
	switch (follow(run, &act, &h, &m)) {
	case NO_ANSWER:
		verdict_no_answer(run, h.kind, "in set-up: ", h.why);
		return h.kind == ANSWER_UNSUPPORTED ? OTHER_PLAN : ENDED;
	case BROKEN:
		verdict(run, VERDICT_SKIP, "blocked-by %s", m.accused);
		run->result.expected = m.expected;
		run->result.observed = m.observed;
		return OTHER_PLAN;
	case UNCLEAR:
		verdict(run, VERDICT_SKIP, "no-oracle: after the set-up too many worlds are possible");
		return OTHER_PLAN;
	case FOLLOWED:
		break;
	}
	if (succeeded(run, &act, h.result.value))
		return GO_ON;
	verdict(run, VERDICT_SKIP, "not-applicable: in set-up, %s answered %s", run->r->op[act.op].name, h.text);
	return OTHER_PLAN;
}

static enum ending set_up(struct run *run, const struct plan *plan)
{
	enum ending end = GO_ON;

	for (unsigned int i = 0; i < plan->nsteps && end == GO_ON; i++) {
		if (step_letters(run, &plan->step[i]) & ~run->b.bound && !letters_of_values(run, false)) {
			verdict(run, VERDICT_SKIP, "not-applicable: %s", run->unbound);
			return ENDED;
		}
		end = set_up_step(run, &plan->step[i]);
	}
	return end;
}

/* What is given must be so now. If it is not, it was the choice of values, or else the plan is wrong. */
static bool ready(struct run *run)
{
	const struct phrase *p;
	uint32_t values = 0;

	if (!letters_of_values(run, true)) {
		verdict(run, VERDICT_SKIP, "not-applicable: %s", run->unbound);
		return false;
	}
	p = letters_unmet(run);
	if (!p)
		return true;
	for (unsigned int i = 0; i < run->r->nletters; i++)
		if (run->b.letter[i].kind != V_DEVICE && run->b.letter[i].kind != V_DOMAIN)
			values |= 1u << i;
	if (p->letters & values)
		verdict(run, VERDICT_SKIP, "not-applicable: %s: not so with these values", p->text);
	else
		verdict(run, VERDICT_ERROR, "the set-up does not reach '%s'", p->text);
	return false;
}

/* One plan. True: the case has ended; false: another plan may do better. */
static bool attempt(struct run *run, const struct plan *plan)
{
	enum ending end;

	run->plan = plan;
	run->injected = false;
	run->result = (struct case_result){ .reason = "" };
	if (run->s->desc.remarks[0])
		run->result.remarks = run->s->desc.remarks;
	if (lacks_something(run, plan))
		return false;
	if (!fresh(run))
		return true;
	if (!letters_of_objects(run, plan)) {
		verdict(run, VERDICT_SKIP, "not-applicable: %s", run->unbound);
		return true;
	}
	end = set_up(run, plan);
	if (end != GO_ON)
		return end == ENDED;
	if (!ready(run))
		return false;
	judge(run);
	return true;
}

/* The result as it stands, with steps that outlive the next plan. */
static struct case_result kept(struct run *run)
{
	struct case_result r = run->result;
	size_t size = r.nsteps * sizeof(*r.steps);

	if (r.nsteps)
		r.steps = memcpy(arena_alloc(&run->arena, size), run->step, size);
	return r;
}

/* The plans one after the other; if none gets through, what the first of them met counts. */
static struct case_result body(struct run *run)
{
	struct case_result first = { .verdict = VERDICT_ERROR, .reason = "the planner found no set-up" };

	for (unsigned int i = 0; i < run->c->nplans; i++) {
		if (attempt(run, &run->c->plan[i]))
			return kept(run);
		if (!i)
			first = kept(run);
	}
	return first;
}

/* Is the step under test repeated with the first, the second … allocation failing? */
static bool counted(const struct run *run)
{
	const struct step *when = &run->part->when[run->c->when];

	return when->env >= 0 && run->env[when->env].kind == ENV_ALLOC_FAILURE && !when->env_all;
}

static void fold(struct case_result *worst, struct case_result r, bool first)
{
	uint64_t checks = first ? 0 : worst->checks;

	if (first || r.verdict < worst->verdict)
		*worst = r;
	worst->checks = checks + r.checks;
}

/* Versions: past its time a rule says nothing; before it, the case is run and only told. */
static bool in_time(struct run *run, struct case_result *out)
{
	const struct rule *rule = run->part->rule;

	run->verdictless = !in_force(rule->since, NULL, run->s->kernel);
	if (in_force(NULL, rule->until, run->s->kernel))
		return true;
	*out = (struct case_result){ .verdict = VERDICT_SKIP,
				     .reason = say(run, "not-applicable: until %s", rule->until) };
	return false;
}

void case_run(struct session *s, const struct rcase *c, uint64_t seed, struct case_result *out)
{
	struct run *run = s->run;
	bool first = true;

	arena_reset(&run->arena);
	run->c = c;
	run->part = c->part;
	run->seed = seed;
	run->each_count = 1;
	if (!in_time(run, out))
		return;
	for (run->each = 0; run->each < run->each_count; run->each++) {
		for (run->count = 1; run->count <= MOST_FAILURES; run->count++) {
			fold(out, body(run), first);
			first = false;
			if (!counted(run) || !run->injected)
				break;
		}
	}
}
