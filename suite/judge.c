// SPDX-License-Identifier: GPL-2.0-only
/*
 * judge.c - the verdict of the step under test. The step is done; the rules say which worlds it may have left; what can
 * be seen contradicts some of them; the verdict is that of the best one left, and without any it is FAIL.
 */
#include <stdarg.h>
#include <string.h>

#include "suite/run.h"

void verdict(struct run *run, enum verdict v, const char *fmt, ...)
{
	char reason[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	run->result.verdict = v;
	run->result.reason = say(run, "%s", reason);
}

void remark(struct run *run, const char *text)
{
	run->result.remarks = run->result.remarks ? say(run, "%s; %s", run->result.remarks, text) : text;
}

void verdict_fail(struct run *run, struct mismatch m)
{
	verdict(run, VERDICT_FAIL, "%s", m.reason);
	if (m.accused && strcmp(m.accused, run->part->rule->id))
		run->result.accused = m.accused;
	run->result.expected = m.expected;
	run->result.observed = m.observed;
}

void verdict_no_answer(struct run *run, enum answer_kind kind, const char *where, const char *why)
{
	run->must_reset = kind == ANSWER_CRASHED || kind == ANSWER_HUNG || kind == ANSWER_GARBLED;
	switch (kind) {
	case ANSWER_CRASHED:
		return verdict(run, VERDICT_CRASH, "%s%s", where, *why ? why : "the target died");
	case ANSWER_HUNG:
		return verdict(run, VERDICT_CRASH, "%shang: %s", where, *why ? why : "no answer");
	case ANSWER_UNSUPPORTED:
		return verdict(run, VERDICT_SKIP, "missing-capability: %s", why);
	case ANSWER_UNKNOWN:
		return verdict(run, VERDICT_UNKNOWN, "%s%s", where, why);
	default:
		return verdict(run, VERDICT_ERROR, "%s%s", where, *why ? why : "the target answered nonsense");
	}
}

/* The case's rule in a future: what it chose there; NULL if it does not speak of the step after all. */
static const struct chosen *own_choice(const struct run *run, const struct possible *p)
{
	for (unsigned int i = 0; i < p->future->nchosen; i++)
		if (p->future->chosen[i].match->part == run->part)
			return &p->future->chosen[i];
	return NULL;
}

/* Does the case's own outcome in that future say that nothing changes? Then what changed broke its line. */
static bool says_unchanged(const struct run *run, const struct possible *p)
{
	for (unsigned int i = 0; i < p->nasked; i++)
		if (p->asked[i].by->part == run->part && p->asked[i].demand.kind == DEMAND_UNCHANGED)
			return true;
	return false;
}

/* How good a future is: the classes of verdicts, best first. */
enum grade { GRADE_PASS, GRADE_VACUOUS, GRADE_DEGRADED };

/* By the case's own rule; by another one only where the own says that nothing changes, for then something did. */
static bool degraded(const struct run *run, const struct possible *p)
{
	const struct chosen *own = own_choice(run, p);

	if (own && own->outcome && own->outcome->class == OUT_DEGRADED)
		return true;
	return p->future->degraded && says_unchanged(run, p);
}

static enum grade grade_of(const struct run *run, const struct possible *p)
{
	const struct chosen *own = own_choice(run, p);

	if (degraded(run, p))
		return GRADE_DEGRADED;
	if (own && (!own->outcome || own->outcome->class == OUT_SKIP))
		return GRADE_VACUOUS;
	return GRADE_PASS;
}

/* The end */

static void report(struct run *run, const struct happened *h)
{
	const char *log = *run->answer.log ? run->answer.log : "none", *text = "";

	if (run->part->report_result)
		text = say(run, "result=%.*s", (int)strcspn(h->text, " "), h->text);
	if (run->part->report_log)
		text = say(run, "%s%slog=%.*s", text, *text ? ", " : "", (int)strcspn(log, "\n"), log);
	if (run->part->report_fault)
		text = say(run, "%s%sfault-record=%s", text, *text ? ", " : "", run->events & DMA_FAULT ? "yes" : "no");
	run->result.reported = *text ? text : NULL;
}

static void degrade(struct run *run, const struct possible *p, const struct chosen *own)
{
	if (own->outcome && own->outcome->class == OUT_DEGRADED)
		return verdict(run, VERDICT_DEGRADED, "%s", own->outcome->name);
	verdict(run, VERDICT_DEGRADED, "%s", p->future->degraded->name);
	for (unsigned int i = 0; i < p->future->nchosen; i++)
		if (p->future->chosen[i].outcome == p->future->degraded)
			run->result.accused = p->future->chosen[i].match->part->rule->id;
}

/* A model did what the reference does, for want of a source: in the step, and in each DMA that the rule asks for. */
static bool only_assumed(struct run *run, const struct possible *p, const struct happened *h)
{
	if (!h->assumed)
		return false;
	for (unsigned int i = 0; i < p->nasked; i++)
		if (p->asked[i].by->part == run->part && dma_told(run, &p->asked[i].demand))
			return false;
	return true;
}

/* The verdict that a future stands for, if nothing else speaks against it. */
static void conclude(struct run *run, const struct possible *p, const struct chosen *own, const struct happened *h)
{
	struct sight sight = sight_of(run, p, own);

	if (degraded(run, p))
		return degrade(run, p, own);
	if (!own->outcome)
		return own->may ? verdict(run, VERDICT_SKIP, "vacuous: the environment failed it") :
			verdict(run, VERDICT_SKIP, "not-applicable: no outcome of the rule is for this state");
	if (own->outcome->class == OUT_SKIP)
		return verdict(run, VERDICT_SKIP, "vacuous: %s", own->outcome->text);
	if (sight.probes_unseen || (sight.unseen && !sight.seen))
		return verdict(run, VERDICT_SKIP, "no-oracle: the target does not show what the rule is about");
	if (!run->result.checks || (!sight.seen && !sight.results))
		return verdict(run, VERDICT_ERROR, "checked nothing");
	if (only_assumed(run, p, h))
		return verdict(run, VERDICT_UNKNOWN, "its source does not speak of this");
	if (sight.unseen)
		remark(run, "some lines of the rule are unseen on this target");
	verdict(run, VERDICT_PASS, "%s", "");
}

static void fail_or_unclear(struct run *run, struct mismatch m)
{
	if (run->overflow)
		verdict(run, VERDICT_SKIP, "no-oracle: more than %d worlds are possible", ORACLE_WORLDS);
	else
		verdict_fail(run, m);
}

/* Of those left, the best; where they differ in what a DMA would show and none can be made, nobody can say. */
static const struct possible *best(struct run *run, bool *ambiguous)
{
	const struct possible *best = NULL;

	*ambiguous = false;
	for (unsigned int i = 0; i < run->npossible; i++) {
		const struct possible *p = &run->possible[i];

		if (p->out)
			continue;
		*ambiguous |= best && grade_of(run, p) != grade_of(run, best);
		if (!best || grade_of(run, p) < grade_of(run, best))
			best = p;
	}
	*ambiguous &= !run->s->dma;
	return best;
}

/* Good calls before the step: where they fail already, what comes after it says nothing of it. */
static bool healthy_yet(struct run *run)
{
	struct mismatch m = { 0 };
	struct happened h;

	switch (good_calls(run, &h, &m)) {
	case NO_ANSWER:
		verdict_no_answer(run, h.kind, "good calls before the step: ", h.why);
		return false;
	case BROKEN:
		verdict(run, VERDICT_SKIP, "%s: good calls fail before the step",
			m.accused ? say(run, "blocked-by %s", m.accused) : "not-applicable");
		run->result.expected = m.expected;
		run->result.observed = m.observed;
		run->nothing_works = true;
		return false;
	default:
		return true;
	}
}

static void still_healthy(struct run *run)
{
	struct mismatch m = { 0 };
	struct happened h;

	advance(run);
	switch (good_calls(run, &h, &m)) {
	case NO_ANSWER:
		return verdict_no_answer(run, h.kind, "later good calls: ", h.why);
	case BROKEN:
		m.reason = "later good calls fail";
		m.accused = NULL;
		return verdict_fail(run, m);
	default:
		return;
	}
}

static void finish_out(struct run *run)
{
	struct possible *longest;

	possible_left(run, &longest);
	if (longest->why.frame && says_unchanged(run, longest))
		longest->why.accused = NULL;
	fail_or_unclear(run, longest->why);
}

static void finish(struct run *run, const struct happened *h)
{
	bool ambiguous;
	const struct possible *p = best(run, &ambiguous);
	const struct chosen *own;

	if (!p)
		return finish_out(run);
	own = own_choice(run, p);
	if (!own && run->part->rule->nunless)
		return verdict(run, VERDICT_SKIP, "not-applicable: the step is the matter of a rule named by unless");
	if (!own)
		return verdict(run, VERDICT_ERROR, "the rule does not speak of its own case");
	if (run->overflow)
		return fail_or_unclear(run, (struct mismatch){ 0 });
	if (ambiguous)
		return verdict(run, VERDICT_SKIP, "missing-capability: dma");
	conclude(run, p, own, h);
	if (run->part->healthy && run->result.verdict != VERDICT_ERROR)
		still_healthy(run);
}

/* Looking */

static bool answered(struct run *run, enum answer_kind kind)
{
	if (kind != ANSWER_DONE)
		verdict_no_answer(run, kind, "", why_silent(run, kind));
	return kind == ANSWER_DONE;
}

static bool look(struct run *run, const struct act *act, const struct happened *h)
{
	unsigned int i;

	if (!answered(run, learn(run, act, h)))
		return false;
	possible_ask(run);
	if (!answered(run, observe(run)))
		return false;
	for (i = 0; i < run->npossible; i++) {
		compare(run, &run->possible[i], act, h);
		run->possible[i].lasted += !run->possible[i].out;
	}
	bear_facts(run);
	return true;
}

static bool look_at_dma(struct run *run)
{
	unsigned int i;

	run->ndid = 0;
	if (!run->s->dma || run->dma < 0)
		return true;
	if (!answered(run, dma_look(run)))
		return false;
	for (i = 0; i < run->npossible; i++)
		dma_compare(run, &run->possible[i]);
	/* That a driver reports is asked of the step's own DMA only. */
	for (i = 0; i < run->ndid; i++)
		run->events |= dma_events(&run->did[i]) & (DMA_FAULT | DMA_ELSEWHERE);
	if (!run->ndid || !target_list_has(run->s->desc.can, "freed-walk"))
		return true;
	run->sample.want = run->sample.n = 0;
	return answered(run, take_sample(run));
}

static void count_result(struct run *run, const struct act *act)
{
	const struct op_info *op = &run->r->op[act->op];

	run->result.checks += op->probe || op->returns != RETURNS_NOTHING;
}

/* No outcome fits the answer. If the rule is no core one, it may be that nothing works here, not even plain calls. */
static void verdict_broken(struct run *run, const struct match *own, const struct happened *h)
{
	run->in_doubt = run->own_broken && !run->part->rule->core;
	verdict_fail(run, blame_result(run, run->own_broken ? own : run->broken, h->text));
}

/* The worlds that may follow, less those that something contradicts. False: the verdict is found. */
static bool weigh(struct run *run, const struct act *act, const struct match *own, const struct happened *h,
		  const struct watch *watch)
{
	struct mismatch m;
	unsigned int i;

	if (!consider(run, act, &h->result, own)) {
		verdict_broken(run, own, h);
		return false;
	}
	if (!look(run, act, h))
		return false;
	if (!during_holds(run, watch, &m)) {
		verdict_fail(run, m);
		return false;
	}
	if (!look_at_dma(run))
		return false;
	for (i = 0; i < run->npossible; i++)
		compare_events(run, &run->possible[i]);
	return true;
}

/* A rule that is not in force yet has no say: what happened is kept, whether or not another rule was broken. */
static void withhold(struct run *run, const struct happened *h, bool weighed)
{
	if (!weighed && run->result.verdict != VERDICT_FAIL)
		return;
	run->result.accused = run->result.expected = NULL;
	run->result.observed = h->text;
	verdict(run, VERDICT_OBSERVED, "before %s", run->part->rule->since);
}

static void before(struct run *run, const struct match *own, struct watch *watch)
{
	watch->n = 0;
	if (run->part->nduring && run->nworlds == 1)
		during_arm(run, own, watch);
	run->objects_known = run->objects_countable && count_objects(run, &run->objects_before);
}

void judge(struct run *run)
{
	struct match own = { .part = run->part, .when = &run->part->when[run->c->when] };
	struct watch watch;
	struct happened h;
	struct act act;
	bool weighed;

	memcpy(own.letter, run->b.letter, sizeof(own.letter));
	if (!letters_act(run, own.when, &act))
		return verdict(run, VERDICT_ERROR, "%s", run->unbound);
	if (run->part->healthy && !healthy_yet(run))
		return;
	before(run, &own, &watch);
	perform(run, &act, watch.dma, watch.n, &h);
	run->injected = h.result.injected;
	if (h.kind != ANSWER_DONE)
		return verdict_no_answer(run, h.kind, "", h.why);
	if (h.result.value.kind == V_UNKNOWN)
		return verdict(run, VERDICT_SKIP, "no-oracle: the target could not tell what the DMA did");
	if (run->objects_known)
		run->objects_known = count_objects(run, &run->objects_after);
	run->judging = true;
	count_result(run, &act);
	weighed = weigh(run, &act, run->verdictless ? NULL : &own, &h, &watch);
	report(run, &h);
	if (run->verdictless)
		withhold(run, &h, weighed);
	else if (weighed)
		finish(run, &h);
}
