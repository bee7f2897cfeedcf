// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan.c - set-ups, see plan.h: which letters and values a search is made with, and what becomes of its result.
 */
#include <stdlib.h>
#include <string.h>

#include "spec/plan_inner.h"
#include "spec/specimen.h"

#define MORE_NODES	50	/* for another plan beside the first */

static int find_ordinary(const struct spec *spec)
{
	for (unsigned int i = 0; i < spec->nwords; i++)
		if (spec->word[i].nparams == 1 && spec->word[i].form.text && strstr(spec->word[i].form.text, "is ordinary"))
			return i;
	return -1;
}

static void make_room(struct planner *p)
{
	struct arena *a = p->l->arena;

	unsigned int ncells = p->r->offset[p->r->nvars], numbers = ncells + p->r->nvars + SPEC_ARGS;

	for (unsigned int i = 0; i < sizeof(p->notes) / sizeof(p->notes[0]); i++)
		p->notes[i] = (struct world_notes){
			.read = arena_alloc(a, (numbers + 1) * sizeof(*p->notes->read)),
			.set = arena_alloc(a, (numbers + 1) * sizeof(*p->notes->set)),
			.did = arena_alloc(a, numbers + 1),
		};
	p->var_of = arena_alloc(a, (ncells + 1) * sizeof(*p->var_of));
	for (unsigned int var = 0, cell = 0; cell < ncells; p->var_of[cell++] = var)
		while (p->r->offset[var + 1] <= cell)
			var++;
	p->met = arena_alloc(a, (ncells + 1) * sizeof(*p->met));
	p->match = arena_alloc(a, ORACLE_MATCHES * sizeof(*p->match));
	p->mentioned = arena_alloc(a, p->r->nnames + 1);
	p->memory.arena = p->states.arena = p->held.arena = p->contents.arena = p->deeds.arena = p->paths.arena =
		&p->lasting;
	p->atoms.arena = &p->lasting;
	world_init(&p->world, p->r->var, p->r->nvars, p->r->offset);
}

struct planner *planner_new(struct lowered *l, unsigned int plans)
{
	struct planner *p = arena_alloc(l->arena, sizeof(*p));

	p->l = l;
	p->r = &l->rules;
	p->plans = plans;
	p->ordinary = find_ordinary(l->spec);
	p->node = calloc(MOST_NODES, sizeof(*p->node));
	p->verdict = calloc(1, sizeof(*p->verdict));
	if (!p->node || !p->verdict)
		abort();
	make_room(p);
	for (unsigned int i = 0; i < nspecimens; i++) {
		world_init(&p->start[i], p->r->var, p->r->nvars, p->r->offset);
		specimen_facts(p->r, i, &p->start[i], l->arena);
		oracle_start(p->r, &p->start[i], l->arena);
		p->start_state[i] = state_of(p, &p->start[i]);
	}
	planner_templates(p);
	return p;
}

void planner_free(struct planner *p)
{
	for (unsigned int i = 0; i < nspecimens; i++)
		world_free(&p->start[i]);
	world_free(&p->world);
	world_free(&p->after);
	free(p->node);
	free(p->verdict);
	arena_free(&p->arena);
	arena_free(&p->lasting);
	arena_free(&p->bound);
}

/* ---- from the path to a plan ---- */

static struct operand constant_operand(struct planner *p, struct part *part, struct value v)
{
	struct expr *e;

	for (unsigned int i = 0; i < part->nphrases; i++) {
		e = (struct expr *)part->phrase[i].expr;
		if ((e->kind == X_DOMAIN && v.kind == V_DOMAIN && e->num == v.u.id) ||
		    (e->kind == X_NAME && v.kind == V_NAME && e->name == v.u.name))
			return (struct operand){ .letter = -1, .phrase = i };
	}
	e = arena_alloc(p->l->arena, sizeof(*e));
	e->kind = v.kind == V_DOMAIN ? X_DOMAIN : X_NAME;
	e->num = v.u.id;
	e->name = v.u.name;
	e->sort = -1;
	e->text = v.kind == V_NAME ? p->r->names[v.u.name] : (const char *[]){ "default", "blocked", "identity" }[v.u.id];
	return (struct operand){ .letter = -1, .phrase = lower_phrase(p->l, part, e, NULL) };
}

static struct step step_of(struct search *s, const struct move *m)
{
	struct step step = { .op = m->t->op, .env = -1, .env_arg = { -1, -1 } };

	for (unsigned int i = 0; i < SPEC_ARGS; i++) {
		step.arg[i] = (struct operand){ -1, -1 };
		if (i >= s->p->r->op[m->t->op].nslots)
			continue;
		if (m->letter[i] >= 0)
			step.arg[i].letter = m->letter[i];
		else
			step.arg[i] = constant_operand(s->p, (struct part *)s->c->part, m->t->constant[i]);
	}
	return step;
}

/* Allocations first: only then does a target tell the facts of its domains, which the values of ranges need. */
static unsigned int allocations_first(struct search *s, unsigned int *path, unsigned int n)
{
	int alloc = rules_op(s->p->r, "alloc");
	unsigned int sorted[PLAN_STEPS], i, k = 0;

	for (i = 0; i < n; i++)
		if (s->move[path[i]].t->op == alloc)
			sorted[k++] = path[i];
	for (i = 0; i < n; i++)
		if (s->move[path[i]].t->op != alloc)
			sorted[k++] = path[i];
	memcpy(path, sorted, n * sizeof(*path));
	return n;
}

static bool walk(struct search *s, unsigned int start, const unsigned int *path, unsigned int n)
{
	struct state *at = s->p->start_state[start];

	for (unsigned int i = 0; at && i < n; i++)
		at = state_after(s->p, at, s->move[path[i]].deed, NULL, 0);
	return at && !search_missing(s, at);
}

/* The path without move @out, and without those that cannot be made then. Returns @n if it misses the goal. */
static unsigned int leave_out(struct search *s, unsigned int start, unsigned int out, const unsigned int *path,
			      unsigned int n, unsigned int *shorter)
{
	struct state *at = s->p->start_state[start], *next;
	unsigned int k = 0;

	for (unsigned int i = 0; i < n; i++) {
		next = i == out ? NULL : state_after(s->p, at, s->move[path[i]].deed, NULL, 0);
		if (!next || next == at)
			continue;
		at = next;
		shorter[k++] = path[i];
	}
	return search_missing(s, at) ? n : k;
}

/* A search takes detours. Returns the number of moves that are left. */
static unsigned int straighten(struct search *s, unsigned int start, unsigned int *path, unsigned int n)
{
	unsigned int shorter[PLAN_STEPS], i = 0;

	while (i < n) {
		unsigned int k = leave_out(s, start, i, path, n, shorter);

		i++;
		if (k == n)
			continue;
		memcpy(path, shorter, k * sizeof(*path));
		n = k;
		i = 0;
	}
	return n;
}

/* The moves that lead to the last node. Returns how many. */
static unsigned int path_of(struct search *s, unsigned int start, unsigned int *path)
{
	unsigned int sorted[PLAN_STEPS] = { 0 }, n = 0, i;
	int at;

	for (at = s->p->nnodes - 1; s->p->node[at].parent >= 0; at = s->p->node[at].parent)
		n++;
	for (at = s->p->nnodes - 1, i = n; s->p->node[at].parent >= 0; at = s->p->node[at].parent)
		path[--i] = s->p->node[at].move;
	n = straighten(s, start, path, n);
	memcpy(sorted, path, n * sizeof(*path));
	allocations_first(s, sorted, n);
	if (walk(s, start, sorted, n))
		memcpy(path, sorted, n * sizeof(*path));
	return n;
}

static struct plan make_plan(struct search *s, const unsigned int *path, unsigned int n)
{
	struct step *step = arena_alloc(s->p->l->arena, (n + 1) * sizeof(*step));

	for (unsigned int i = 0; i < n; i++)
		step[i] = step_of(s, &s->move[path[i]]);
	return (struct plan){ .step = step, .nsteps = n };
}

static void keep_plan(struct search *s, unsigned int start, struct plan *plan)
{
	unsigned int path[PLAN_STEPS] = { 0 };
	unsigned int n = path_of(s, start, path);

	*plan = make_plan(s, path, n);
}

/* The move that attaches the device for which @alloc allocates; -1 if there is none. */
static int attach_of(const struct search *s, const struct move *alloc)
{
	int attach = rules_op(s->p->r, "attach");

	for (unsigned int i = 0; i < s->nmoves; i++)
		if (s->move[i].t->op == attach && s->move[i].letter[0] == alloc->letter[1] &&
		    s->move[i].letter[1] == alloc->letter[0])
			return i;
	return -1;
}

/*
 * The same set-up with a device on its first domain, where the given leaves that open: for a target that can do nothing
 * with a domain before.
 */
static bool attached_plan(struct search *s, unsigned int start, struct plan *plan)
{
	unsigned int path[PLAN_STEPS + 1] = { 0 }, n = path_of(s, start, path), i = 0;
	int alloc = rules_op(s->p->r, "alloc"), attach;

	while (i < n && s->move[path[i]].t->op == alloc)
		i++;
	attach = i && n < PLAN_STEPS ? attach_of(s, &s->move[path[0]]) : -1;
	if (attach < 0)
		return false;
	memmove(path + i + 1, path + i, (n - i) * sizeof(*path));
	path[i] = attach;
	if (!walk(s, start, path, n + 1))
		return false;
	*plan = make_plan(s, path, n + 1);
	return true;
}

/* ---- a case ---- */

/* Does the given itself say what kind of device the letter is? Then the set-up does not. */
static bool device_is_told(const struct planner *p, const struct part *part, int letter)
{
	for (unsigned int i = 0; i < part->ngiven; i++) {
		const char *text = part->phrase[i].text;

		if (part->phrase[i].letters >> letter & 1 && !part->phrase[i].dynamic &&
		    (strstr(text, "translated") || strstr(text, "direct") || strstr(text, "driver") || strstr(text, "ordinary")))
			return true;
	}
	return p->ordinary < 0;
}

/* The phrase of @part that says that device @letter is an ordinary one. */
static unsigned int ordinary_phrase(struct planner *p, struct part *part, int letter)
{
	static const char text[] = "the device is ordinary";
	const struct word *w = &p->l->spec->word[p->ordinary];
	struct expr *with[SPEC_LETTERS] = { NULL };

	for (unsigned int i = part->ngiven; i < part->nphrases; i++)
		if (part->phrase[i].text == text && part->phrase[i].letters == 1u << letter)
			return i;
	with[w->params[0]] = lower_letter(p->l, letter);
	return lower_phrase(p->l, part, lower_subst(p->l, w->means, with), text);
}

/* Devices are ordinary ones unless the rule says otherwise. */
static void want_ordinary(struct search *s)
{
	struct planner *p = s->p;
	unsigned int *extra = arena_alloc(p->l->arena, (s->nextra + SPEC_LETTERS) * sizeof(*extra));
	unsigned int n = s->nextra;

	if (n)
		memcpy(extra, s->extra, n * sizeof(*extra));
	for (unsigned int i = 0; i < p->r->nletters; i++)
		if (s->letters >> i & 1 && letter_kind(p->r, i) == SORT_DEVICE && !device_is_told(p, s->c->part, i))
			extra[n++] = ordinary_phrase(p, (struct part *)s->c->part, i);
	s->c->extra = extra;
	s->c->nextra = n;
}

static unsigned int count(const struct search *s, enum sort_kind kind, uint32_t letters)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < s->p->r->nletters; i++)
		n += letters >> i & 1 && letter_kind(s->p->r, i) == kind;
	return n;
}

/* Letters of the search: the part's, and as many spare devices and domains as this @round allows. */
static void choose_letters(struct search *s, unsigned int round)
{
	uint32_t mine = s->c->part->letters, used = mine;
	unsigned int devices = round > 0, domains = round > 1;
	int spare;

	s->letters = mine;
	if (!count(s, SORT_DEVICE, mine))
		devices++;
	if (!count(s, SORT_DOMAIN, mine))
		domains += round > 0;
	while (devices-- && (spare = spare_letter(s->p->r, SORT_DEVICE, used)) >= 0)
		used |= 1u << spare;
	while (domains-- && (spare = spare_letter(s->p->r, SORT_DOMAIN, used)) >= 0)
		used |= 1u << spare;
	s->letters = used;
}

/* Spare run letters, one for each range, so that set-ups can map. */
static uint32_t run_letters(const struct search *s)
{
	uint32_t runs = 0;

	for (unsigned int i = 0; i < s->p->r->nletters; i++) {
		int run = s->letters >> i & 1 && letter_kind(s->p->r, i) == SORT_RANGE ? run_letter(s, i) : -1;

		if (run >= 0)
			runs |= 1u << run;
	}
	return runs;
}

static bool has_candidates(const struct part *part, int letter)
{
	for (unsigned int i = 0; i < part->ncandidates; i++)
		if (part->candidate[i].letter == letter)
			return true;
	return false;
}

/* The set-up's own memory a page askew, so that its ranges are mapped with small leaves: chosen like a class. */
static void choose_askew(struct search *s, uint32_t runs)
{
	const struct part *part = s->c->part;
	unsigned int *choice = arena_alloc(s->p->l->arena, (s->nchoices + SPEC_LETTERS) * sizeof(*choice));
	unsigned int i, n = s->nchoices;

	if (n)
		memcpy(choice, s->choice, n * sizeof(*choice));
	for (i = 0; i + LOWER_PLACES < part->ncandidates; i++) {
		int letter = part->candidate[i].letter;

		if (!(runs >> letter & 1) || part->candidate[i].name)
			continue;
		choice[n++] = i + LOWER_PLACES;
		runs &= ~(1u << letter);
	}
	s->c->choice = choice;
	s->c->nchoices = n;
}

static bool bind_all(struct search *s, const struct world *start, unsigned int each)
{
	struct planner *p = s->p;
	uint32_t runs = run_letters(s);

	for (unsigned int i = 0; i < p->r->nletters; i++) {
		int run = s->letters >> i & 1 && letter_kind(p->r, i) == SORT_RANGE ? run_letter(s, i) : -1;

		if (run >= 0 && !has_candidates(s->c->part, run))
			lower_defaults(p->l, (struct part *)s->c->part, run, i);
	}
	s->c->choice = s->choice;
	s->c->nchoices = s->nchoices;
	if (s->askew)
		choose_askew(s, runs);
	s->b = (struct binding){ .each = each };
	if (bind_devices(p->r, start, s->c, s->letters, &s->b, &p->bound) &&
	    bind_values(p->r, start, s->c, s->letters | runs, &s->b, 0, &p->bound)) {
		s->bound = true;
		return true;
	}
	if (!s->bound)
		s->missing = s->b.failed;
	return false;
}

static bool done_without(const struct plan *plan, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		if (plan->step[i].op == plan->step[n].op)
			return true;
	return false;
}

static void more_plans(struct search *s, unsigned int start, struct plan *plan, unsigned int *n)
{
	const struct plan first = plan[0];

	s->most = MORE_NODES;
	for (unsigned int i = 0; i < first.nsteps && *n < s->p->plans; i++) {
		if (first.step[i].op == rules_op(s->p->r, "alloc") || done_without(&first, i))
			continue;
		s->banned = first.step[i].op;
		find_moves(s);
		if (search_goal(s, start))
			keep_plan(s, start, &plan[(*n)++]);
	}
}

static bool plan_on(struct search *s, unsigned int start)
{
	struct plan *plan;
	unsigned int n = 0;

	s->banned = -1;
	s->most = MOST_NODES;
	find_moves(s);
	if (!search_goal(s, start))
		return false;
	plan = arena_alloc(s->p->l->arena, s->p->plans * sizeof(*plan));
	keep_plan(s, start, &plan[n++]);
	if (n < s->p->plans)
		n += attached_plan(s, start, &plan[n]);
	more_plans(s, start, plan, &n);
	s->c->plan = plan;
	s->c->nplans = n;
	return true;
}

/*
 * Specimens differ in geometry, where the first on which values are found will do, and in the static domains that they
 * have, where a search that failed on one may succeed on another; one that was given up is not likely to. Elements of
 * `each` likewise.
 */
static bool plan_somewhere(struct search *s)
{
	unsigned int searched = 0;

	for (unsigned int i = 0; i < nspecimens && searched < (s->gave_up ? 1 : 2); i++) {
		unsigned int each, count = 1;

		for (each = 0; each < count; each++) {
			bool bound;

			arena_reset(&s->p->bound);
			bound = bind_all(s, &s->p->start[i], each);
			if (s->b.each_count > count)
				count = s->b.each_count;
			if (!bound)
				continue;
			if (plan_on(s, i))
				return true;
			searched += each == 0;
		}
	}
	return false;
}

/* With no more letters than the case has; with memory that is askew; with one and two spare letters more. */
static bool plan_any_way(struct search *s)
{
	for (unsigned int round = 0; round < 4; round++) {
		choose_letters(s, round > 1 ? round - 1 : 0);
		want_ordinary(s);
		s->askew = round == 1;
		if (plan_somewhere(s))
			return true;
	}
	return false;
}

enum planned plan_case(struct planner *p, struct rcase *c, const char **why)
{
	struct search *s = &p->search;

	*s = (struct search){ .p = p, .c = c, .move = p->move, .extra = c->extra, .nextra = c->nextra, .choice = c->choice,
			      .nchoices = c->nchoices };
	s->until = p->spent + CASE_NODES < ALL_NODES ? p->spent + CASE_NODES : ALL_NODES;
	if (plan_any_way(s))
		return PLAN_FOUND;
	*why = s->missing;
	if (!s->bound)
		return PLAN_NO_VALUE;
	return s->gave_up ? PLAN_GAVE_UP : PLAN_NO_PATH;
}
