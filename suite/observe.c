// SPDX-License-Identifier: GPL-2.0-only
/*
 * observe.c - what can be seen without DMA: facts, current domains, iova_to_phys. All of it is the frame: what no rule
 * named must be as before, and what one named must be as it said.
 */
#include <string.h>

#include "suite/run.h"

/* Is no device on @dom? */
static bool lonely(struct run *run, const struct possible *p, int dom)
{
	for (unsigned int i = 0; i < run->s->desc.ndevs && run->current >= 0; i++) {
		struct value arg = v_device((int)i);
		struct value on = oracle_expects(run->r, &p->future->world, run->current, &arg, &run->arena);

		if (v_true(agrees(v_domain(dom), on)))
			return false;
	}
	return run->current >= 0;
}

bool shy_of(struct run *run, const struct possible *p, int dom)
{
	return run->s->shy && lonely(run, p, dom);
}

/* The handles whose facts are others after @op: that of its operand; and where it is about an IOAS, those of each. */
static uint32_t told_anew(struct run *run, enum target_op op)
{
	int dom = run->request.dom;
	uint32_t want = 0;

	if (dom >= DOM_FIRST && (op == TARGET_ALLOC || op == TARGET_NARROW || op == TARGET_IOAS_ALLOC ||
				 op == TARGET_HWPT_ALLOC || op == TARGET_NESTED_ALLOC || op == TARGET_HWPT_ALLOC_FAULTS || op == TARGET_VIOMMU_ALLOC))
		want = 1u << dom;
	for (int i = DOM_FIRST; i < TARGET_DOMAINS && op >= TARGET_IOAS_ALLOC; i++)
		if (run->live[i] && run->facts[i].type == TYPE_IOAS)
			want |= 1u << i;
	return want;
}

enum answer_kind learn(struct run *run, const struct act *act, const struct happened *h)
{
	uint32_t want = run->op[act->op].probe == PROBE_NOT ? told_anew(run, run->op[act->op].op) : 0;
	enum answer_kind kind;

	if (!want || !succeeded(run, act, h->result.value))
		return ANSWER_DONE;
	run->sample.want = want;
	run->sample.n = 0;
	kind = take_sample(run);
	for (int dom = DOM_FIRST; dom < TARGET_DOMAINS && kind == ANSWER_DONE; dom++) {
		if (!(want >> dom & 1))
			continue;
		run->facts[dom] = run->sample.facts[dom];
		run->live[dom] = true;
		run->points_known = false;
		for (unsigned int i = 0; i < run->npossible; i++)
			facts_learn(run, &run->possible[i].future->world, dom);
	}
	return kind;
}

static void sample_at(struct run *run, int dom, uint64_t iova)
{
	struct sample *s = &run->sample;

	if (s->n == TARGET_SAMPLES)
		return;
	s->at[s->n].dom = dom;
	s->at[s->n].iova = iova;
	s->n++;
}

/* The places where an outcome wants iova_to_phys to be asked. */
static void sample_asked(struct run *run, const struct demand *d)
{
	struct spot spot[RUN_SPOTS];
	unsigned int i, n;

	if (d->kind != DEMAND_PROBE || run->op[d->op].probe != PROBE_PHYS)
		return;
	n = spots_of(run, d, spot, RUN_SPOTS);
	for (i = 0; i < n; i++)
		sample_at(run, spot[i].dom, spot[i].address);
}

/* The translations of one domain: all that the case touches, and around it. */
static void sample_frame(struct run *run, int dom)
{
	if (shy_of(run, &run->possible[0], dom)) {
		run->shied = true;
		return;
	}
	for (unsigned int i = 0; i < run->npoints; i++)
		if (points_inside(run, dom, run->point[i]))
			sample_at(run, dom, run->point[i]);
}

static void choose_samples(struct run *run)
{
	unsigned int i, k;

	run->sample.want = 0;
	run->sample.n = 0;
	for (i = DOM_FIRST; i < TARGET_DOMAINS; i++)
		if (run->live[i])
			run->sample.want |= 1u << i;
	if (!probe_usable(run, "iova_to_phys"))
		return;
	for (i = 0; i < run->npossible; i++)
		for (k = 0; k < run->possible[i].nasked; k++)
			sample_asked(run, &run->possible[i].asked[k].demand);
	for (i = DOM_FIRST; i < TARGET_DOMAINS; i++)
		if (run->live[i])
			sample_frame(run, (int)i);
}

enum answer_kind observe(struct run *run)
{
	enum answer_kind kind;

	if (!run->points_known)
		points_make(run);
	choose_samples(run);
	kind = take_sample(run);
	for (int i = DOM_FIRST; i < TARGET_DOMAINS && kind == ANSWER_CRASHED && run->sample.n; i++)
		run->startled |= run->live[i] && lonely(run, &run->possible[0], i);
	return kind;
}

/* Comparing */

static void count(struct run *run, unsigned int n)
{
	if (run->judging)
		run->result.checks += n;
}

bool differs(struct run *run, struct value agreement)
{
	if (agreement.kind != V_BOOL)
		return false;		/* the spec does not say */
	count(run, 1);
	return !v_true(agreement);
}

bool compared(const struct run *run, int op)
{
	return op >= 0 && run->op[op].can && (run->judging || run->part->when[run->c->when].op != op);
}

struct value phys_value(uint64_t raw, struct value allowed)
{
	return raw || v_true(agrees(v_number(0), allowed)) ? v_number((number)raw) : v_none();
}

struct value current_value(int handle)
{
	return handle == DOM_NONE ? v_none() : v_domain(handle);
}

static void compare_type(struct run *run, struct possible *p, int dom)
{
	struct value arg = v_domain(dom), expected;
	int seen = facts_type_name(run, run->sample.facts[dom].type);

	if (run->type_var < 0 || seen < 0)
		return;
	expected = world_get(&p->future->world, &run->arena, run->type_var, 1, &arg);
	if (differs(run, agrees(v_name(seen), expected)))
		contradict(p, "wrong type of domain", blame_var(run, p, run->type_var, -1, dom, -1),
			   say(run, "type(%s) = %s", dom_name(dom), say_value(run, expected)), run->r->names[seen]);
}

static void compare_facts(struct run *run, struct possible *p, int dom)
{
	struct mismatch m = { 0 };

	if (run->sample.facts[dom].type != TYPE_PAGING || run->facts[dom].type != TYPE_PAGING)
		return;
	count(run, facts_compare(run, dom, &run->sample.facts[dom], &m));
	if (m.reason && !bears_facts(run, dom, m.accused))
		contradict(p, m.reason, (struct blame){ m.accused, true }, m.expected, m.observed);
}

static void compare_current(struct run *run, struct possible *p, int dev)
{
	struct value arg = v_device(dev), expected;
	int handle = run->sample.current[dev], var = run->r->op[run->current].shows;

	expected = oracle_expects(run->r, &p->future->world, run->current, &arg, &run->arena);
	if (differs(run, agrees(current_value(handle), expected)))
		contradict(p, "wrong current domain", blame_var(run, p, var, dev, -1, -1),
			   say(run, "current v%d = %s", dev, say_value(run, expected)), dom_name(handle));
}

static const char *say_phys(struct run *run, uint64_t raw)
{
	return raw ? say(run, "0x%llx", (unsigned long long)raw) : "0";
}

static void compare_phys(struct run *run, struct possible *p, unsigned int i)
{
	int dom = run->sample.at[i].dom, var = run->r->op[run->phys].shows;
	uint64_t iova = run->sample.at[i].iova, raw = run->sample.at[i].paddr;
	struct value arg[2] = { v_domain(dom), v_number((number)iova) }, expected;

	if (run->sample.facts[dom].type == TYPE_ABSENT && dom >= DOM_FIRST)
		return;
	expected = oracle_expects(run->r, &p->future->world, run->phys, arg, &run->arena);
	if (differs(run, agrees(phys_value(raw, expected), expected)))
		contradict(p, "wrong translation", blame_var(run, p, var, -1, dom, (number)iova),
			   say(run, "iova_to_phys %s 0x%llx = %s", dom_name(dom), (unsigned long long)iova,
			       say_value(run, expected)), say_phys(run, raw));
}

/* The answer that was sampled for @spot; false if none was. */
static bool sampled(const struct run *run, const struct spot *spot, uint64_t *raw)
{
	for (unsigned int i = 0; i < run->sample.n; i++) {
		if (run->sample.at[i].dom != spot->dom || run->sample.at[i].iova != spot->address)
			continue;
		*raw = run->sample.at[i].paddr;
		return true;
	}
	return false;
}

/* What a probe showed at @spot; V_UNKNOWN if it was not looked at. */
static struct value seen_at(struct run *run, const struct asked *a, const struct spot *spot)
{
	uint64_t raw;

	if (run->op[a->demand.op].probe == PROBE_PHYS)
		return sampled(run, spot, &raw) ?
			phys_value(raw, allowed_at(run, a->demand.value, spot->offset)) : v_unknown();
	return probe_usable(run, "current") ? current_value(run->sample.current[spot->dev]) : v_unknown();
}

static const char *line_of(struct run *run, const struct asked *a, const struct spot *spot)
{
	const char *never = a->never ? "never " : "", *allowed;

	allowed = say_value(run, a->never ? a->demand.value : allowed_at(run, a->demand.value, spot->offset));
	if (run->op[a->demand.op].probe == PROBE_CURRENT)
		return say(run, "%scurrent v%d = %s", never, spot->dev, allowed);
	return say(run, "%siova_to_phys %s 0x%llx = %s", never, dom_name(spot->dom),
		   (unsigned long long)spot->address, allowed);
}

static void check_probe(struct run *run, struct possible *p, const struct asked *a)
{
	struct spot spot[RUN_SPOTS];
	unsigned int i, n = spots_of(run, &a->demand, spot, RUN_SPOTS);

	for (i = 0; i < n && compared(run, a->demand.op); i++) {
		struct value seen = seen_at(run, a, &spot[i]);

		if (differs(run, v_not(contradicts(run, a, seen, spot[i].offset))))
			contradict(p, "a probe answers otherwise", blame_line(a), line_of(run, a, &spot[i]),
				   say_value(run, seen));
	}
}

static void check_objects(struct run *run, struct possible *p, const struct asked *a)
{
	struct value allowed = a->demand.value;

	if (!run->objects_known)
		return;
	if (allowed.kind == V_UNKNOWN)		/* `unchanged` */
		allowed = v_number((number)run->objects_before);
	if (differs(run, agrees(v_number((number)run->objects_after), allowed)))
		contradict(p, "objects were left behind or lost", blame_line(a),
			   say(run, "objects = %s", say_value(run, allowed)),
			   say(run, "0x%llx", (unsigned long long)run->objects_after));
}

/* The line that @a stems from. */
static const char *line(const struct possible *p, const struct asked *a)
{
	for (unsigned int i = 0; i < p->future->nchosen; i++)
		if (p->future->chosen[i].match == a->by && p->future->chosen[i].outcome)
			return p->future->chosen[i].outcome->text;
	return NULL;
}

static bool result_is(const struct run *run, const struct demand *d, const struct act *act, struct value v)
{
	switch (d->kind) {
	case DEMAND_OK:
		return succeeded(run, act, v);
	case DEMAND_FAILS:
		return !succeeded(run, act, v);
	case DEMAND_ERRNO:
		return v.kind == V_NUMBER && v.u.num == -(number)errno_find(run->r->names[d->name]);
	default:
		return v_true(v_in(v, d->value));
	}
}

static const char *never_text(struct run *run, const struct demand *d)
{
	switch (d->kind) {
	case DEMAND_OK:
		return "ok";
	case DEMAND_FAILS:
		return "fails";
	case DEMAND_ERRNO:
		return run->r->names[d->name];
	default:
		return say(run, "returns %s", say_value(run, d->value));
	}
}

/* A result that must never be, even beside others that may. */
static void check_never(struct run *run, struct possible *p, const struct asked *a, const struct act *act,
			const struct happened *h)
{
	if (differs(run, v_bool(!result_is(run, &a->demand, act, h->result.value))))
		contradict(p, "a result that must never be", blame_line(a),
			   say(run, "never %s", never_text(run, &a->demand)), h->text);
}

static void check(struct run *run, struct possible *p, const struct asked *a, const struct act *act,
		  const struct happened *h)
{
	const struct demand *d = &a->demand;

	switch (d->kind) {
	case DEMAND_OK: case DEMAND_FAILS: case DEMAND_ERRNO: case DEMAND_RETURNS:
		return check_never(run, p, a, act, h);
	case DEMAND_PROBE:
		if (run->op[d->op].probe == PROBE_OBJECTS)
			return check_objects(run, p, a);
		if (run->op[d->op].probe != PROBE_DMA)
			check_probe(run, p, a);
		return;
	case DEMAND_CHECK:
		if (differs(run, a->never ? v_not(d->value) : d->value) && !goes_without(run, a->by->part->rule->id))
			contradict(p, "a condition does not hold", blame_line(a), line(p, a), "it is not so");
		return;
	case DEMAND_SAME:
		if (v_true(v_ne(d->value, d->bound)))
			contradict(p, "changed", blame_line(a), say_value(run, d->bound), say_value(run, d->value));
		return;
	default:
		return;
	}
}

static void check_event(struct run *run, struct possible *p, const struct asked *a)
{
	const struct event_here *e = &run->event[a->demand.name];
	const char *name = run->r->event[a->demand.name];
	bool happened = run->events & e->bit;

	if (e->can && differs(run, v_bool(happened != a->never)))
		contradict(p, a->never ? "an event that must never be" : "an event is missing", blame_line(a),
			   say(run, "%s%s", a->never ? "never " : "", name), happened ? name : "nothing");
}

void compare_events(struct run *run, struct possible *p)
{
	for (unsigned int i = 0; i < p->nasked && !p->out; i++)
		if (p->asked[i].demand.kind == DEMAND_EVENT)
			check_event(run, p, &p->asked[i]);
}

void compare(struct run *run, struct possible *p, const struct act *act, const struct happened *h)
{
	unsigned int i;

	for (i = 0; i < p->nasked && !p->out; i++)
		check(run, p, &p->asked[i], act, h);
	for (i = DOM_FIRST; i < TARGET_DOMAINS && !p->out; i++) {
		if (!run->live[i])
			continue;
		compare_type(run, p, (int)i);
		compare_facts(run, p, (int)i);
	}
	for (i = 0; i < run->s->desc.ndevs && compared(run, run->current) && !p->out; i++)
		compare_current(run, p, (int)i);
	for (i = 0; i < run->sample.n && compared(run, run->phys) && !p->out; i++)
		compare_phys(run, p, i);
}
