// SPDX-License-Identifier: GPL-2.0-only
/* explore.c - what the rules say together about the step under test of every case, see explore.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "spec/diag.h"
#include "spec/explore.h"
#include "spec/specimen.h"

#define MOST_ANSWERS	64
#define SOME_ERROR	ENOTNAM		/* one that no rule names */

struct stage {			/* where a case's set-up leads */
	struct explored *x;
	const struct rules *r;
	const struct rcase *rcase;
	int kernel;
	struct arena *results;	/* where what is found is kept */
	const struct world *world;	/* the planner's */
	struct binding b;
	struct act act;
	struct match own;	/* the case's own match, if its rule is in force */
	struct value value[MOST_ANSWERS]; unsigned int nvalues;
	struct verdict_of_rules verdict;	/* with the matches, whatever is answered */
	struct arena arena;
};

/* ---- answers worth trying ---- */

static void add_answer(struct stage *s, struct value v)
{
	if (v.kind == V_EVERY || v.kind == V_UNKNOWN || s->nvalues == MOST_ANSWERS)
		return;
	if (v.kind == V_SET) {
		for (unsigned int i = 0; !v.complement && i < v.u.set.n; i++)
			add_answer(s, v.u.set.v[i]);
		return;
	}
	for (unsigned int i = 0; i < s->nvalues; i++)
		if (v_true(v_eq(s->value[i], v)))
			return;
	s->value[s->nvalues++] = v;
}

static int errno_of(const char *name)
{
	for (int e = 1; e < 134; e++) {
		const char *its = strerrorname_np(e);

		if (its && !strcmp(its, name))
			return e;
	}
	return SOME_ERROR;
}

/* What the outcomes of a match name. */
static void named_answers(struct stage *s, const struct match *m)
{
	struct future f = { .world = *s->world };
	struct demand d[ORACLE_DEMANDS];

	for (unsigned int i = 0; i < m->part->noutcomes; i++) {
		struct chosen ch = { .match = m, .outcome = &m->part->outcome[i] };
		unsigned int n = oracle_outcome(s->r, s->world, &f, &ch, &s->arena, d, ORACLE_DEMANDS);

		for (unsigned int k = 0; k < n; k++) {
			if (d[k].kind == DEMAND_ERRNO)
				add_answer(s, v_number(-errno_of(s->r->names[d[k].name])));
			if (d[k].kind != DEMAND_RETURNS)
				continue;
			add_answer(s, d[k].value);
			if (d[k].bound.kind != V_NONE)
				add_answer(s, d[k].bound);
		}
	}
}

/* What such an operation answers, and something that nobody expects. */
static void usual_answers(struct stage *s)
{
	const struct op_info *op = &s->r->op[s->act.op];

	switch (op->returns) {
	case RETURNS_ERRNO:
		add_answer(s, v_number(0));
		break;
	case RETURNS_BYTES:
		add_answer(s, v_number(0));
		for (unsigned int i = 0; i < op->nslots; i++)
			if (s->act.arg[i].kind == V_RANGE)
				add_answer(s, v_size(s->act.arg[i]));
		add_answer(s, v_number(12345));
		break;
	case RETURNS_NOTHING:
		add_answer(s, v_number(0));
		return;
	case RETURNS_NUMBER:
		add_answer(s, v_number(12345));
		break;
	case RETURNS_DOMAIN:
		for (int i = 0; i < WORLD_DOMAINS; i++)
			add_answer(s, v_domain(i));
		return;
	case RETURNS_RUN:
		add_answer(s, oracle_expects(s->r, s->world, s->act.op, s->act.arg, &s->arena));
		add_answer(s, v_none());
		add_answer(s, v_number(12345));
		return;
	}
	if (op->fails == FAILS_ERRNO) {
		add_answer(s, v_number(-EINVAL));
		add_answer(s, v_number(-SOME_ERROR));
	}
}

/* ---- what an answer leads to ---- */

static bool is_false(struct value v)
{
	return v.kind == V_BOOL && !v.u.num;
}

static struct value now(struct stage *s, const struct world *w, const struct demand *d)
{
	return world_get(w, &s->arena, d->var, d->nargs, d->args);
}

static bool changes(struct stage *s, const struct future *f, const struct chosen *ch)
{
	struct demand d[ORACLE_DEMANDS];
	unsigned int n = oracle_outcome(s->r, s->world, f, ch, &s->arena, d, ORACLE_DEMANDS);

	for (unsigned int i = 0; i < n; i++)
		if (d[i].kind == DEMAND_EFFECT && is_false(v_eq(now(s, s->world, &d[i]), now(s, &f->world, &d[i]))))
			return true;
	return false;
}

/* Which choices of a future change something: found out when it is first asked. */
struct changing { enum { NOT_ASKED, CHANGES, CHANGES_NOT } is[ORACLE_MATCHES]; };

/* Is `unchanged` true of what the others chose? A failure that was injected leaves it to the rule that is degraded. */
static bool others_unchanged(struct stage *s, const struct future *f, unsigned int mine, struct changing *changing)
{
	for (unsigned int i = 0; i < f->nchosen; i++) {
		const struct chosen *ch = &f->chosen[i];

		if (i == mine || (f->chosen[mine].may && ch->outcome && ch->outcome->class == OUT_DEGRADED))
			continue;
		if (changing->is[i] == NOT_ASKED)
			changing->is[i] = changes(s, f, ch) ? CHANGES : CHANGES_NOT;
		if (changing->is[i] == CHANGES)
			return false;
	}
	return true;
}

/* A set of allowed answers over a range, as it is at the first byte. */
static struct value first_byte(struct stage *s, struct value set)
{
	struct value *v = arena_alloc(&s->arena, (set.u.set.n + 1) * sizeof(*v)), out;

	for (unsigned int i = 0; i < set.u.set.n; i++)
		v[i] = v_at(set.u.set.v[i], 0);
	out = v_set(&s->arena, set.u.set.n, v);
	return set.complement ? v_complement(out) : out;
}

/* Can what is asked of a probe be had, as far as one address shows it? */
static bool probe_agrees(struct stage *s, const struct future *f, const struct demand *d)
{
	struct value arg[SPEC_ARGS], told, v;
	unsigned int i;

	for (i = 0; i < d->nargs; i++) {
		if (d->args[i].kind == V_UNKNOWN || d->args[i].kind == V_EVERY)
			return true;
		arg[i] = d->args[i].kind == V_SET ? v_element(d->args[i], 0) : d->args[i];
		if (arg[i].kind == V_RANGE)
			arg[i] = v_first(arg[i]);
	}
	told = oracle_expects(s->r, &f->world, d->op, arg, &s->arena);
	if (told.kind != V_SET || told.complement || d->value.kind != V_SET)
		return true;
	for (i = 0; i < told.u.set.n; i++) {
		v = v_in(told.u.set.v[i], first_byte(s, d->value));
		if (!is_false(v))
			return true;
	}
	return false;
}

static bool agrees(struct stage *s, const struct future *f, unsigned int chosen, struct changing *changing,
		   const struct demand *d)
{
	switch (d->kind) {
	case DEMAND_EFFECT:
		return !is_false(d->membership ? v_in(now(s, &f->world, d), d->value) :
						 v_eq(now(s, &f->world, d), d->value));
	case DEMAND_SAME:
		return !is_false(v_eq(d->value, d->bound));
	case DEMAND_CHECK:
		return !is_false(d->value);
	case DEMAND_UNCHANGED:
		return others_unchanged(s, f, chosen, changing);
	case DEMAND_PROBE:
		return probe_agrees(s, f, d);
	default:
		return true;
	}
}

/* The first phrase of any chosen outcome that cannot be had in @f; NULL: all can. */
static const char *contradiction(struct stage *s, const struct future *f, unsigned int *whose)
{
	struct changing changing = { { NOT_ASKED } };
	struct demand d[ORACLE_DEMANDS];

	for (unsigned int i = 0; i < f->nchosen; i++) {
		const struct chosen *ch = &f->chosen[i];
		unsigned int n = oracle_outcome(s->r, s->world, f, ch, &s->arena, d, ORACLE_DEMANDS);

		for (unsigned int k = 0; k < n; k++) {
			if (agrees(s, f, i, &changing, &d[k]))
				continue;
			*whose = i;
			return ch->outcome ? ch->match->part->phrase[ch->outcome->first + k].text : "unchanged";
		}
	}
	return NULL;
}

static uint32_t outcome_bit(const struct part *part, const struct outcome *o)
{
	return (uint32_t)1 << ((o - part->outcome) & 31);
}

/* Which outcomes fit the answer, for each part that speaks. */
static void fit_answer(struct stage *s, const struct result *res, struct answer *out)
{
	struct fitting f;

	out->fits = arena_alloc(s->results, (s->verdict.nmatches + 1) * sizeof(*out->fits));
	out->allowed = true;
	for (unsigned int i = 0; i < s->verdict.nmatches; i++) {
		const struct match *m = &s->verdict.match[i];
		bool fits = oracle_fit(s->r, s->world, &s->act, res, m, &s->arena, &f);

		for (unsigned int k = 0; k < f.n; k++)
			out->fits[i] |= outcome_bit(m->part, f.outcome[k]);
		if (fits && !f.n)
			out->fits[i] = EXPLORE_SILENT;
		out->allowed &= fits;
	}
}

static const char *answer_text(struct stage *s, struct value v)
{
	char buf[128];

	if (v.kind == V_NUMBER && v.u.num < 0 && v.u.num > -4096 && strerrorname_np(-v.u.num))
		return arena_printf(s->results, "-%s", strerrorname_np(-v.u.num));
	v_print(v, s->r->names, buf, sizeof(buf));
	return arena_printf(s->results, "%s", buf);
}

static const struct match *own_match(const struct stage *s)
{
	const struct rule *rule = s->rcase->part->rule;

	return in_force(rule->since, rule->until, s->kernel) ? &s->own : NULL;
}

static void try_answer(struct stage *s, struct value v, struct answer *out)
{
	struct result res = { .value = v, .injected = s->act.env >= 0, .kernel = s->kernel };

	out->text = answer_text(s, v);
	fit_answer(s, &res, out);
	if (!out->allowed)
		return;
	oracle_judge(s->r, s->world, &s->act, &res, own_match(s), &s->arena, &s->verdict);
	out->agreed = s->verdict.overflow;	/* too many futures to look at: no complaint */
	for (unsigned int i = 0; i < s->verdict.nfutures; i++) {
		struct future *f = &s->verdict.future[i];
		unsigned int whose = 0;
		const char *phrase;

		if (v.kind != V_NUMBER || v.u.num >= 0)		/* no errno */
			specimen_after(s->r, &s->act, &f->world, &s->arena);
		phrase = contradiction(s, f, &whose);

		if (phrase && !out->phrase) {
			out->phrase = phrase;
			out->whose = whose;
		} else if (!phrase) {
			out->agreed = true;
			if (f->nchosen && f->chosen[0].outcome)
				out->chosen |= outcome_bit(s->verdict.match[0].part, f->chosen[0].outcome);
		}
	}
	if (s->verdict.overflow)
		out->chosen = out->fits[0];
	oracle_free(&s->verdict);
}

/* ---- a case ---- */

static void set_stage(struct stage *s)
{
	s->own = (struct match){ .part = s->rcase->part, .when = &s->rcase->part->when[s->rcase->when] };
	memcpy(s->own.letter, s->b.letter, sizeof(s->own.letter));
	for (unsigned int i = 0; i < s->r->nletters; i++)
		if (s->r->sort[s->r->letter[i].sort].kind == SORT_COUNT)
			s->own.letter[i] = v_number(1);
	s->verdict.nmatches = oracle_matches(s->r, s->world, &s->act, s->kernel, own_match(s), &s->arena,
					     s->verdict.match, ORACLE_MATCHES);
	s->nvalues = 0;
	for (unsigned int i = 0; i < s->verdict.nmatches; i++)
		named_answers(s, &s->verdict.match[i]);
	usual_answers(s);
}

static void explore_case(struct stage *s, struct explored_case *out)
{
	struct arena *a = s->results;

	arena_reset(&s->arena);
	s->world = plan_replay(s->x->planner, s->rcase, &s->b, &s->act);
	if (!s->world)
		return;
	set_stage(s);
	out->nspeaks = s->verdict.nmatches;
	out->speaks = arena_alloc(a, (s->verdict.nmatches + 1) * sizeof(*out->speaks));
	for (unsigned int i = 0; i < s->verdict.nmatches; i++)
		out->speaks[i] = s->verdict.match[i].part;
	out->nanswers = s->nvalues;
	out->answer = arena_alloc(a, (s->nvalues + 1) * sizeof(*out->answer));
	for (unsigned int i = 0; i < s->nvalues; i++)
		try_answer(s, s->value[i], &out->answer[i]);
}

static void explore_rule(struct stage *s, unsigned int rule, void (*fn)(void *arg, const struct explored_case *c),
			 void *arg)
{
	const struct rule *its = &s->x->l.rule[rule];

	for (unsigned int i = 0; i < its->ncases; i++) {
		struct explored_case one = { .rcase = &its->rcase[i], .rule = rule };

		s->rcase = one.rcase;
		one.part = one.rcase->part - its->part;
		explore_case(s, &one);
		fn(arg, &one);
	}
}

/* What is found lies in @results. */
static struct stage *new_stage(struct explored *x, const char *version, struct arena *results)
{
	struct stage *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	*s = (struct stage){ .x = x, .r = &x->l.rules, .kernel = kernel_version(version), .results = results };
	return s;
}

static void free_stage(struct stage *s)
{
	arena_free(&s->arena);
	free(s);
}

/* ---- two threads ---- */

#define WORTH_TWO	40	/* rules, for which a second thread pays */

static void no_plan(void *arg, const struct rcase *c, enum planned planned, const char *phrase)
{
	struct explored *x = arg;
	struct explored_rule *its = &x->rule[c->part->rule - x->l.rule];

	*arena_append(&x->arena, its->unplanned, its->nunplanned) = (struct unplanned){ *c, planned, phrase };
}

static void keep(void *arg, const struct explored_case *c)
{
	struct explored *x = arg;
	struct explored_rule *its = &x->rule[c->rule];

	*arena_append(&x->arena, its->c, its->ncases) = *c;
}

/* One takes them from the first on, the rest from the last down, until they meet. */
static bool next_rule(struct explored *x, unsigned int *rule)
{
	if (atomic_fetch_sub(x->left, 1) <= 0)
		return false;
	*rule = x->first ? --x->first : x->end++;
	return true;
}

static void *explore_rules(void *arg)
{
	struct explored *x = arg;
	struct stage *s;
	unsigned int rule;

	lower(x->spec, &x->arena, &x->l);
	x->planner = planner_new(&x->l, 1);
	s = new_stage(x, NULL, &x->arena);
	while (next_rule(x, &rule)) {
		make_rule_cases(&x->l, x->planner, rule, no_plan, x);
		explore_rule(s, rule, keep, x);
	}
	free_stage(s);
	return NULL;
}

/* @first: of the rules that it begins with, 0 or one past the last. */
static struct explored *new_explored(const struct spec *spec, unsigned int first, atomic_int *left)
{
	struct explored *x = calloc(1, sizeof(*x));

	if (!x)
		abort();
	*x = (struct explored){ .spec = spec, .first = first, .end = first, .left = left };
	x->rule = arena_alloc(&x->arena, (spec->nrules + 1) * sizeof(*x->rule));
	return x;
}

/* The part of @x that is @part in the tables of the rest. */
static const struct part *same_part(const struct explored *x, const struct part *part)
{
	const struct rule *rule = part->rule;

	return &x->l.rule[rule - x->rest->l.rule].part[part - rule->part];
}

/* A case of the rest, in terms of @x. */
static struct explored_case translated(const struct explored *x, struct arena *a, const struct explored_case *c)
{
	struct rcase *rcase = arena_alloc(a, sizeof(*rcase));
	struct explored_case out = *c;

	*rcase = *c->rcase;
	rcase->part = same_part(x, rcase->part);
	out.rcase = rcase;
	for (unsigned int i = 0; i < c->nspeaks; i++)
		out.speaks[i] = same_part(x, c->speaks[i]);
	return out;
}

static void gather_rule(struct explored *x, const struct explored_rule *its, bool mine)
{
	for (unsigned int i = 0; i < its->ncases; i++)
		*arena_append(&x->arena, x->c, x->ncases) = mine ? its->c[i] : translated(x, &x->arena, &its->c[i]);
	for (unsigned int i = 0; i < its->nunplanned; i++) {
		struct unplanned *u = arena_append(&x->arena, x->unplanned, x->nunplanned);

		*u = its->unplanned[i];
		if (!mine)
			u->rcase.part = same_part(x, u->rcase.part);
	}
}

/* Searches share nothing but the spec, which they only read, so two processors can be used. */
struct explored *explore(const struct spec *spec)
{
	atomic_int left = spec->nrules;
	struct explored *x = new_explored(spec, 0, &left);
	pthread_t thread;

	if (spec->nrules >= WORTH_TWO)
		x->rest = new_explored(spec, spec->nrules, &left);
	if (x->rest && pthread_create(&thread, NULL, explore_rules, x->rest)) {
		explored_free(x->rest);
		x->rest = NULL;
	}
	explore_rules(x);
	if (x->rest)
		pthread_join(thread, NULL);
	for (unsigned int i = 0; i < spec->nrules; i++)
		gather_rule(x, i < x->end ? &x->rule[i] : &x->rest->rule[i], i < x->end);
	return x;
}

struct teller {
	const struct explored *x;
	struct arena *results;
	void (*fn)(void *arg, const struct explored_case *c);
	void *arg;
};

static void tell_translated(void *arg, const struct explored_case *c)
{
	const struct teller *t = arg;
	const struct explored_case one = translated(t->x, t->results, c);

	t->fn(t->arg, &one);
}

static void explore_again(struct explored *x, const char *version, struct arena *results,
			  void (*fn)(void *arg, const struct explored_case *c), void *arg)
{
	struct stage *s = new_stage(x, version, results);

	for (unsigned int i = x->first; i < x->end; i++)
		explore_rule(s, i, fn, arg);
	free_stage(s);
}

void explore_kernel(struct explored *x, const char *version,
		    void (*fn)(void *arg, const struct explored_case *c), void *arg)
{
	struct arena results = { 0 };
	struct teller teller = { x, &results, fn, arg };

	explore_again(x, version, &results, fn, arg);
	if (x->rest)
		explore_again(x->rest, version, &results, tell_translated, &teller);
	arena_free(&results);
}

void explored_free(struct explored *x)
{
	if (!x)
		return;
	explored_free(x->rest);
	if (x->planner)
		planner_free(x->planner);
	arena_free(&x->arena);
	free(x);
}
