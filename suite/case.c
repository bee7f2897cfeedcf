// SPDX-License-Identifier: GPL-2.0-only
/* case.c - the order of a case: plans, set-up, the step under test, and what is repeated; see case.h. */
#include <errno.h>
#include <string.h>

#include "suite/run.h"

#define MOST_FAILURES	100	/* allocations of one operation that are made to fail, one after the other */
#define MOST_SHOWN	16	/* cases that are run to see whether a rule is broken by itself */

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

bool fresh(struct run *run)
{
	struct target *t = run->s->target;
	bool clean = !run->must_reset && t->drv->digest(t) == run->s->desc.fingerprint;
	int err = clean ? 0 : t->drv->reset(t);

	run->must_reset = false;
	if (err == -ETIMEDOUT) {
		verdict(run, VERDICT_CRASH, "hang: what was done cannot be undone: no end of it");
		return false;
	}
	if (err) {
		verdict(run, VERDICT_ERROR, "reset: %s", errno_name(err));
		return false;
	}
	possible_drop(run);
	world_copy(&run->world[0], &run->start);
	run->nworlds = 1;
	memset(run->live, 0, sizeof(run->live));
	run->points_known = run->judging = false;
	run->extra_point = 0;
	run->random = run->seed;
	run->odd = run_random(run) | 1;
	return true;
}

enum ending { GO_ON, OTHER_PLAN, ENDED };

/* Where a domain without a device kills the target, rules about that show it; others cannot be reached. */
static enum ending unanswered(struct run *run, const struct happened *h)
{
	bool shy_enough = run->s->shy || !run->startled;

	verdict_no_answer(run, h->kind, "in set-up: ", h->why);
	if (!run->s->attach_first || h->kind != ANSWER_CRASHED || !shy_enough)
		return h->kind == ANSWER_UNSUPPORTED ? OTHER_PLAN : ENDED;
	verdict(run, VERDICT_SKIP, "blocked-by a crash in the set-up: %s", h->why);
	return OTHER_PLAN;
}

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
		return unanswered(run, &h);
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

/* What is given must be so now. If it is not, a choice of values or a fact of the target has made it otherwise. */
static bool ready(struct run *run)
{
	const struct phrase *p;

	if (!letters_of_values(run, true)) {
		verdict(run, VERDICT_SKIP, "not-applicable: %s", run->unbound);
		return false;
	}
	p = letters_unmet(run);
	if (p)
		verdict(run, VERDICT_SKIP, "not-applicable: %s: not so after the set-up", p->text);
	return !p;
}

#define SHY_REMARK	"translations of domains without a device are not looked at: the target crashed over one"

/* The result as it stands, with steps that outlive the next plan. */
static struct case_result kept(struct run *run)
{
	struct case_result *r = &run->result;
	size_t size = r->nsteps * sizeof(*r->steps);

	if (run->shied)
		remark(run, SHY_REMARK);
	run->shied = false;
	bear_remark(run);
	if (r->nsteps && r->steps == run->step)
		r->steps = memcpy(arena_alloc(&run->arena, size), run->step, size);
	return *r;
}

/* The world in which the step under test is to be done, or the verdict why there is none. */
static enum ending reach(struct run *run, const struct plan *plan)
{
	const struct case_result before = run->result;
	enum ending end;

	run->plan = plan;
	run->injected = false;
	run->in_doubt = run->shied = false;
	run->nborne = run->renew = run->renewed = 0;
	run->result = (struct case_result){ .reason = "" };
	if (run->s->desc.remarks[0])
		run->result.remarks = run->s->desc.remarks;
	if (lacks_something(run, plan))
		return OTHER_PLAN;
	if (!fresh(run)) {
		/* What could not be put back was done in these. */
		run->result.steps = before.steps;
		run->result.nsteps = before.nsteps;
		return ENDED;
	}
	if (!letters_of_objects(run, plan)) {
		verdict(run, VERDICT_SKIP, "not-applicable: %s", run->unbound);
		return ENDED;
	}
	end = set_up(run, plan);
	return end == GO_ON && !ready(run) ? OTHER_PLAN : end;
}

static bool is_core(const struct run *run, const char *id)
{
	const struct rule *rule = rules_find(run->r, id);

	return rule && rule->core;
}

/*
 * The answer broke the case's own rule. Is it this step, or does nothing work here? The set-up once more, then plain
 * good calls: if they fail too, and the cases of the rule that they break show it, this case adds nothing. If they
 * break the case's own rule as well, only a core rule stands before it.
 */
static void control(struct run *run, const struct plan *plan)
{
	struct case_result found = kept(run);
	bool injected = run->injected;
	struct mismatch m = { 0 };
	struct happened h;

	run->rule_broken = false;
	if (reach(run, plan) == GO_ON && good_calls(run, &h, &m) == BROKEN && m.accused &&
	    strcmp(m.accused, run->part->rule->id) && (!run->rule_broken || is_core(run, m.accused))) {
		found.accused = m.accused;
		run->nothing_works = true;
	}
	run->result = found;
	run->shied = false;
	run->nborne = 0;
	run->injected = injected;
}

/* One plan. True: the case has ended; false: another plan may do better, or something work there. */
static bool attempt(struct run *run, const struct plan *plan)
{
	enum ending end = reach(run, plan);

	if (end != GO_ON)
		return end == ENDED;
	judge(run);
	if (run->in_doubt)
		control(run, plan);
	return !run->nothing_works;
}

static bool attaches(const struct run *run, const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nsteps; i++)
		if (run->op[plan->step[i].op].op == TARGET_ATTACH)
			return true;
	return false;
}

#define ATTACH_REMARK	"the set-up has a device on its domain: the target maps into none without"

/* The first of the plans that are to be tried: of a target that must not meet a lonely domain, one that attaches. */
static unsigned int first_plan(struct run *run)
{
	for (unsigned int i = 0; i < run->c->nplans && run->s->attach_first; i++)
		if (attaches(run, &run->c->plan[i]))
			return i;
	return 0;
}

/* The plans one after the other; if none gets through, what the first of them met counts. */
static struct case_result body(struct run *run)
{
	struct case_result first = { .verdict = VERDICT_ERROR, .reason = "the planner found no set-up" };
	unsigned int begin = first_plan(run);
	bool nothing_worked = false;

	for (unsigned int i = begin; i < run->c->nplans; i++) {
		const struct plan *planned = held(run, &run->c->plan[i]), *plan = planned;

		if (run->s->attach_first)
			plan = hoisted(run, planned);
		run->nothing_works = false;
		if (attempt(run, plan)) {
			if (begin || plan != planned)
				remark(run, ATTACH_REMARK);
			return kept(run);
		}
		if (i == begin) {
			first = kept(run);
			nothing_worked = run->nothing_works;
		}
	}
	run->nothing_works = nothing_worked;
	return first;
}

/* Is the step under test repeated with the first, the second … allocation failing? */
static bool counted(const struct run *run)
{
	const struct step *when = &run->part->when[run->c->when];

	return when->env >= 0 && run->env[when->env].kind == ENV_ALLOC_FAILURE && !when->env_all;
}

/* The worst is the verdict of the whole; of equals the one that came further tells more. */
static void fold(struct case_result *worst, struct case_result r, bool first)
{
	uint64_t checks = first ? 0 : worst->checks;

	if (first || r.verdict < worst->verdict || (r.verdict == worst->verdict && r.checks && !checks))
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

/* All repetitions of a case. */
static struct case_result whole(struct run *run, const struct rcase *c)
{
	struct case_result r = { 0 };
	bool first = true;

	run->c = c;
	run->part = c->part;
	run->each_count = 1;
	if (!in_time(run, &r))
		return r;
	for (run->each = 0; run->each < run->each_count; run->each++) {
		for (run->count = 1; run->count <= MOST_FAILURES; run->count++) {
			fold(&r, body(run), first);
			first = false;
			if (!counted(run) || !run->injected)
				break;
		}
	}
	return r;
}

static bool bad(enum verdict v)
{
	return v == VERDICT_FAIL || v == VERDICT_CRASH;
}

/* Do the cases of the rule itself show that it is broken here? */
static bool shows(struct run *run, const char *id)
{
	const struct rule *rule = rules_find(run->r, id);
	struct target *t = run->s->target;
	unsigned int i = 0, k;

	while (i < run->r->nrules && run->r->rule[i] != rule)
		i++;
	if (!rule || rule->unsafe)
		return false;
	/* A driver remembers more than a digest sees. */
	if (!run->shows[i] && t->drv->renew)
		t->drv->renew(t);
	for (k = 0; !run->shows[i] && k < rule->ncases && k < MOST_SHOWN; k++) {
		struct case_result r = whole(run, &rule->rcase[k]);

		if (bad(r.verdict) && !r.accused)
			run->shows[i] = 1;
	}
	if (!run->shows[i])
		run->shows[i] = -1;
	return run->shows[i] > 0;
}

/* One bug is one rule's: it need not paint every rule whose cases meet it. */
static void attribute(struct run *run, struct case_result *out)
{
	bool nothing_works = run->nothing_works;

	if (out->verdict != VERDICT_FAIL || !out->accused)
		return;
	if (shows(run, out->accused)) {
		out->verdict = VERDICT_SKIP;
		out->reason = say(run, "blocked-by %s: %s", out->accused,
				  nothing_works ? "plain good calls fail here too" : out->reason);
	} else if (nothing_works) {
		out->accused = NULL;
	}
}

/* Not a line of the rule could be seen for shyness: then it is this rule that the crash belongs to. */
static bool needs_the_look(const struct case_result *r)
{
	return r->verdict == VERDICT_SKIP && !strncmp(r->reason, "no-oracle", 9) && r->remarks &&
		strstr(r->remarks, SHY_REMARK);
}

/* Look after all. The target is not the worse for it: a crash ends a case, and it is started again. */
static struct case_result bold(struct run *run, const struct rcase *c)
{
	struct case_result r;

	run->s->shy = false;
	r = whole(run, c);
	run->s->shy = true;
	return r;
}

void case_run(struct session *s, const struct rcase *c, uint64_t seed, struct case_result *out)
{
	struct run *run = s->run;

	arena_reset(&run->arena);
	run->result = (struct case_result){ .reason = "" };
	run->seed = seed;
	run->startled = run->nothing_works = false;
	*out = whole(run, c);
	if (out->verdict == VERDICT_CRASH && run->startled && !s->shy) {
		s->shy = true;
		*out = whole(run, c);
	}
	if (s->shy && needs_the_look(out))
		*out = bold(run, c);
	attribute(run, out);
}
