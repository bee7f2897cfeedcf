// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan.c - set-ups, found by search, see plan.h. The states are worlds with real values on a specimen, the moves are
 * operations that succeed as the rules say; best first, by steps taken plus twice the conjuncts of the goal that miss.
 */
#include <stdlib.h>
#include <string.h>

#include "spec/bind.h"
#include "spec/plan.h"
#include "spec/specimen.h"

#define MOST_NODES	1500
#define MOST_TEMPLATES	96
#define MOST_MOVES	192

/* The shape of an operation that some rule's `when` has: slots that are letters, slots that are constants. */
struct template {
	int op;
	struct value constant[SPEC_ARGS];	/* V_NONE: a letter */
};

struct move {			/* a template with letters put in */
	const struct template *t;
	int letter[SPEC_ARGS];
	struct act act;
};

struct node {
	struct world world;
	uint64_t hash;
	int parent;
	unsigned int move, depth, missing;
	bool open;
};

struct search {
	struct planner *p;
	struct rcase *c;
	const unsigned int *extra;	/* the case's own, before the planner added to them */
	unsigned int nextra;
	const unsigned int *choice;
	unsigned int nchoices;
	bool askew;
	struct binding b;
	uint32_t letters;
	struct move move[MOST_MOVES];
	unsigned int nmoves;
	int banned;			/* operation that this plan must do without, or -1 */
	unsigned int most;
	const char *missing;		/* phrase that no node reached */
};

struct planner {
	struct lowered *l;
	const struct rules *r;
	struct template template[MOST_TEMPLATES];
	unsigned int ntemplates;
	int ordinary;			/* the word that a device of a set-up must satisfy, or -1 */
	struct world start[16];		/* of each specimen */
	struct node *node;
	unsigned int nnodes;
	struct arena arena;		/* of one move */
	struct arena bound;		/* of the letters' values */
	struct verdict_of_rules *verdict;
	struct search search;
};

static enum sort_kind kind_of(const struct rules *r, int letter)
{
	return r->sort[r->letter[letter].sort].kind;
}

static enum sort_kind slot_kind(const struct rules *r, int op, unsigned int slot)
{
	return r->sort[r->op[op].slots[slot]].kind;
}

/* ---- templates ---- */

static bool constant_of(struct planner *p, const struct part *part, const struct step *when, unsigned int k,
			struct value *v)
{
	const struct operand *o = &when->arg[k];

	*v = v_none();
	if (o->letter >= 0) {
		if (slot_kind(p->r, when->op, k) == SORT_NAME)
			*v = v_name(p->r->sort[p->r->op[when->op].slots[k]].constants[0]);
		return true;
	}
	if (part->phrase[o->phrase].letters)
		return false;
	*v = oracle_phrase(p->r, &p->start[0], &p->start[0], part, o->phrase, (struct value[SPEC_LETTERS]){ { 0 } },
			   NULL, &p->bound);
	return v->kind == V_NAME || v->kind == V_DOMAIN;
}

/* The first constant of an enumeration serves; only which domain it is makes another operation of it. */
static bool same_template(const struct template *a, const struct template *b)
{
	if (a->op != b->op)
		return false;
	for (unsigned int i = 0; i < SPEC_ARGS; i++)
		if ((a->constant[i].kind == V_DOMAIN || b->constant[i].kind == V_DOMAIN) &&
		    !v_true(v_eq(a->constant[i], b->constant[i])))
			return false;
	return true;
}

static void add_template(struct planner *p, const struct part *part, const struct step *when)
{
	struct template t = { .op = when->op };
	unsigned int i;

	if (when->env >= 0 || p->ntemplates == MOST_TEMPLATES || (p->r->op[t.op].probe && !p->r->op[t.op].nsets))
		return;
	for (i = 0; i < p->r->op[t.op].nslots; i++)
		if (!constant_of(p, part, when, i, &t.constant[i]))
			return;
	for (i = 0; i < p->ntemplates; i++)
		if (same_template(&p->template[i], &t))
			return;
	p->template[p->ntemplates++] = t;
}

static void find_templates(struct planner *p)
{
	for (unsigned int i = 0; i < p->r->nrules; i++)
		for (unsigned int k = 0; k < p->r->rule[i]->nparts; k++)
			for (unsigned int w = 0; w < p->r->rule[i]->part[k].nwhens; w++)
				add_template(p, &p->r->rule[i]->part[k], &p->r->rule[i]->part[k].when[w]);
}

static int find_ordinary(const struct spec *spec)
{
	for (unsigned int i = 0; i < spec->nwords; i++)
		if (spec->word[i].nparams == 1 && spec->word[i].form.text && strstr(spec->word[i].form.text, "is ordinary"))
			return i;
	return -1;
}

struct planner *planner_new(struct lowered *l)
{
	struct planner *p = arena_alloc(l->arena, sizeof(*p));

	p->l = l;
	p->r = &l->rules;
	p->ordinary = find_ordinary(l->spec);
	p->node = calloc(MOST_NODES, sizeof(*p->node));
	p->verdict = calloc(1, sizeof(*p->verdict));
	if (!p->node || !p->verdict)
		abort();
	for (unsigned int i = 0; i < nspecimens; i++) {
		world_init(&p->start[i], p->r->var, p->r->nvars, p->r->offset);
		specimen_facts(p->r, i, &p->start[i], l->arena);
		oracle_start(p->r, &p->start[i], l->arena);
	}
	find_templates(p);
	return p;
}

void planner_free(struct planner *p)
{
	for (unsigned int i = 0; i < MOST_NODES; i++)
		world_free(&p->node[i].world);
	for (unsigned int i = 0; i < nspecimens; i++)
		world_free(&p->start[i]);
	free(p->node);
	free(p->verdict);
	arena_free(&p->arena);
	arena_free(&p->bound);
}

/* ---- moves ---- */

static unsigned int count(const struct search *s, enum sort_kind kind, uint32_t letters)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < s->p->r->nletters; i++)
		n += letters >> i & 1 && kind_of(s->p->r, i) == kind;
	return n;
}

/* The first letter of that kind that is not in @used; -1 if all are. */
static int spare_letter(const struct search *s, enum sort_kind kind, uint32_t used)
{
	for (unsigned int i = 0; i < s->p->r->nletters; i++)
		if (!(used >> i & 1) && kind_of(s->p->r, i) == kind)
			return i;
	return -1;
}

/* Which run letter a set-up maps to range letter @range: spare ones, one for each range, in order. */
static int run_letter(const struct search *s, int range)
{
	uint32_t used = s->c->part->letters;

	for (int i = 0; i <= range; i++) {
		int spare;

		if (!(s->letters >> i & 1) || kind_of(s->p->r, i) != SORT_RANGE)
			continue;
		spare = spare_letter(s, SORT_RUN, used);
		if (i == range || spare < 0)
			return spare;
		used |= 1u << spare;
	}
	return -1;
}

static bool fits_slot(const struct search *s, int op, unsigned int slot, int letter)
{
	enum sort_kind want = slot_kind(s->p->r, op, slot), have = kind_of(s->p->r, letter);

	return want == have || (want == SORT_ADDRESS && have == SORT_RANGE);
}

static void add_move(struct search *s, const struct template *t, const int *letter)
{
	struct move *m;

	if (s->nmoves == MOST_MOVES)
		return;
	m = &s->move[s->nmoves++];
	m->t = t;
	memcpy(m->letter, letter, sizeof(m->letter));
	m->act = (struct act){ .op = t->op, .env = -1 };
	for (unsigned int i = 0; i < s->p->r->op[t->op].nslots; i++)
		m->act.arg[i] = letter[i] >= 0 ? s->b.letter[letter[i]] : t->constant[i];
}

static void fill_slots(struct search *s, const struct template *t, int *letter, unsigned int slot);

static bool mentions(const struct expr *e, int name)
{
	if (e->kind == X_NAME && e->name == name)
		return true;
	for (unsigned int i = 0; i < e->nargs; i++)
		if (mentions(e->args[i], name))
			return true;
	return false;
}

/* Does the goal speak of this constant? Of several classes only the chosen one counts. */
static bool goal_mentions(const struct search *s, int name)
{
	const struct rcase *c = s->c;
	unsigned int i;

	for (i = 0; i < c->part->ngiven; i++)
		if (c->part->phrase[i].expr->kind != X_IN && mentions(c->part->phrase[i].expr, name))
			return true;
	for (i = 0; i < c->nextra; i++)
		if (mentions(c->part->phrase[c->extra[i]].expr, name))
			return true;
	return false;
}

/* Other constants of an enumeration than the usual one: where the goal speaks of them. */
static void fill_mentioned(struct search *s, const struct template *t, int *letter, unsigned int slot)
{
	const struct sort_info *sort = &s->p->r->sort[s->p->r->op[t->op].slots[slot]];

	for (unsigned int i = 0; t->constant[slot].kind == V_NAME && i < sort->nconstants; i++) {
		struct template *other;

		if (sort->constants[i] == t->constant[slot].u.name || !goal_mentions(s, sort->constants[i]))
			continue;
		other = arena_alloc(s->p->l->arena, sizeof(*other));
		*other = *t;
		other->constant[slot] = v_name(sort->constants[i]);
		fill_slots(s, other, letter, slot + 1);
	}
}

/* Put letters into slot @slot and those behind it. */
static void fill_slots(struct search *s, const struct template *t, int *letter, unsigned int slot)
{
	const struct rules *r = s->p->r;
	uint32_t given = 0;
	int range = -1;

	if (slot == r->op[t->op].nslots)
		return add_move(s, t, letter);
	letter[slot] = -1;
	if (t->constant[slot].kind != V_NONE) {
		fill_slots(s, t, letter, slot + 1);
		return fill_mentioned(s, t, letter, slot);
	}
	for (unsigned int i = 0; i < slot; i++)
		if (letter[i] >= 0 && kind_of(r, letter[i]) == SORT_RANGE)
			range = letter[i];
	if (slot_kind(r, t->op, slot) == SORT_RUN && range >= 0) {
		letter[slot] = run_letter(s, range);
		if (letter[slot] >= 0 && s->b.bound >> letter[slot] & 1)
			fill_slots(s, t, letter, slot + 1);
		for (unsigned int i = 0; i < s->c->part->ngiven; i++)
			given |= s->c->part->phrase[i].letters;
	}
	for (unsigned int i = 0; i < r->nletters; i++) {
		if (!(s->letters >> i & 1) || !fits_slot(s, t->op, slot, i) ||
		    (slot_kind(r, t->op, slot) == SORT_RUN && !(given >> i & 1)))
			continue;
		letter[slot] = i;
		fill_slots(s, t, letter, slot + 1);
	}
}

static void find_moves(struct search *s)
{
	int letter[SPEC_ARGS] = { -1, -1, -1, -1, -1, -1 };

	s->nmoves = 0;
	for (unsigned int i = 0; i < s->p->ntemplates; i++)
		if (s->p->template[i].op != s->banned)
			fill_slots(s, &s->p->template[i], letter, 0);
}

/* ---- nodes ---- */

static uint64_t mix(uint64_t h, uint64_t x)
{
	h ^= x + 0x9e3779b97f4a7c15 + (h << 6) + (h >> 2);
	return h * 0xff51afd7ed558ccd;
}

static uint64_t hash_value(uint64_t h, struct value v)
{
	switch (v.kind) {
	case V_NUMBER:
	case V_BOOL:
		return mix(h, v.u.num);
	case V_RANGE:
		return mix(mix(h, v.u.range.first), v.u.range.size);
	case V_NAME:
	case V_DEVICE:
	case V_DOMAIN:
		return mix(h, v.kind * 4096 + v.u.id);
	default:
		return mix(h, v.kind);
	}
}

/* Independent of the order of the spans: they are added up. */
static uint64_t hash_world(const struct world *w)
{
	uint64_t h = 1, spans = 0;
	unsigned int i;

	for (i = 0; i < w->nvars; i++)
		for (unsigned int k = w->offset[i]; !w->var[i].fact && k < w->offset[i + 1]; k++)
			h = hash_value(h, w->cell[k]);
	for (i = 0; i < w->nspans; i++) {
		const struct span *s = &w->span[i];

		spans += hash_value(mix(mix(mix(s->var, s->index), s->first), s->last), s->v);
	}
	return mix(h, spans);
}

/* How many conjuncts of the goal do not hold. */
static unsigned int missing(struct search *s, const struct world *w, const char **first)
{
	const struct rcase *c = s->c;
	unsigned int i, n = 0;

	for (i = 0; i < c->part->ngiven + c->nextra; i++) {
		unsigned int phrase = i < c->part->ngiven ? i : c->extra[i - c->part->ngiven];

		if (c->part->phrase[phrase].letters & ~s->b.bound && i >= c->part->ngiven)
			continue;
		if (!v_true(oracle_phrase(s->p->r, w, w, c->part, phrase, s->b.letter, NULL, &s->p->arena)) && !n++ && first)
			*first = c->part->phrase[phrase].text;
	}
	return n;
}

/* What a target that keeps the rules would answer to a call that succeeds. */
static struct value ideal_result(struct planner *p, const struct world *w, const struct act *act)
{
	const struct op_info *op = &p->r->op[act->op];
	struct value set;

	if (op->probe) {
		set = oracle_expects(p->r, w, act->op, act->arg, &p->arena);
		return set.kind == V_SET ? v_element(set, 0) : set;
	}
	for (unsigned int i = 0; op->returns == RETURNS_BYTES && i < op->nslots; i++)
		if (act->arg[i].kind == V_RANGE)
			return v_size(act->arg[i]);
	return v_number(0);
}

/* Make the move in world @w: false if the rules do not say that it succeeds. */
static bool apply(struct planner *p, const struct world *w, const struct act *act, struct world *to)
{
	struct result res = { .value = ideal_result(p, w, act), .kernel = kernel_version(NULL) };
	bool ok;

	if (p->r->op[act->op].probe) {
		if (res.value.kind == V_UNKNOWN)
			return false;
		world_copy(to, w);
		oracle_sets(p->r, to, act, &p->arena);
		return true;
	}
	oracle_step(p->r, w, act, &res, NULL, &p->arena, p->verdict);
	ok = p->verdict->nmatches && p->verdict->nfutures && p->verdict->future[0].worst <= OUT_SKIP;
	if (ok)
		world_copy(to, &p->verdict->future[0].world);
	oracle_free(p->verdict);
	return ok;
}

static bool seen(const struct planner *p, uint64_t hash)
{
	for (unsigned int i = 0; i < p->nnodes; i++)
		if (p->node[i].hash == hash)
			return true;
	return false;
}

static int best_open(const struct planner *p)
{
	int best = -1;

	for (unsigned int i = 0; i < p->nnodes; i++) {
		const struct node *n = &p->node[i], *b = best < 0 ? NULL : &p->node[best];

		if (n->open && (!b || n->depth + 2 * n->missing < b->depth + 2 * b->missing ||
				(n->depth + 2 * n->missing == b->depth + 2 * b->missing && n->missing < b->missing)))
			best = i;
	}
	return best;
}

static bool expand(struct search *s, unsigned int at)
{
	struct planner *p = s->p;

	p->node[at].open = false;
	arena_reset(&p->arena);
	for (unsigned int m = 0; m < s->nmoves && p->nnodes < s->most; m++) {
		struct node *n = &p->node[p->nnodes];

		if (!apply(p, &p->node[at].world, &s->move[m].act, &n->world))
			continue;
		n->hash = hash_world(&n->world);
		if (seen(p, n->hash))
			continue;
		n->parent = at;
		n->move = m;
		n->depth = p->node[at].depth + 1;
		n->missing = missing(s, &n->world, NULL);
		n->open = n->depth < PLAN_STEPS;
		p->nnodes++;
		if (!n->missing)
			return true;
	}
	return false;
}

/* Search from the start of the specimen; on success the last node is the goal. */
static bool search(struct search *s, const struct world *start)
{
	struct planner *p = s->p;
	unsigned int least;
	int at;

	p->nnodes = 1;
	world_copy(&p->node[0].world, start);
	p->node[0].hash = hash_world(start);
	p->node[0].parent = -1;
	p->node[0].depth = 0;
	p->node[0].open = true;
	p->node[0].missing = missing(s, start, &s->missing);
	if (!p->node[0].missing)
		return true;
	least = p->node[0].missing;
	while ((at = best_open(p)) >= 0 && p->nnodes < s->most) {
		if (p->node[at].missing < least) {
			least = p->node[at].missing;
			missing(s, &p->node[at].world, &s->missing);
		}
		if (expand(s, at))
			return true;
	}
	return false;
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

static bool walk(struct search *s, const struct world *start, const unsigned int *path, unsigned int n,
		 struct world *w)
{
	struct world next = { 0 };
	bool ok = true;

	world_copy(w, start);
	for (unsigned int i = 0; i < n && ok; i++) {
		ok = apply(s->p, w, &s->move[path[i]].act, &next);
		if (ok)
			world_copy(w, &next);
	}
	world_free(&next);
	return ok && !missing(s, w, NULL);
}

static void keep_plan(struct search *s, const struct world *start, struct plan *plan)
{
	unsigned int path[PLAN_STEPS] = { 0 }, sorted[PLAN_STEPS], n = 0, i;
	struct world w = { 0 };
	struct step *step;
	int at;

	for (at = s->p->nnodes - 1; s->p->node[at].parent >= 0; at = s->p->node[at].parent)
		n++;
	for (at = s->p->nnodes - 1, i = n; s->p->node[at].parent >= 0; at = s->p->node[at].parent)
		path[--i] = s->p->node[at].move;
	memcpy(sorted, path, sizeof(path));
	allocations_first(s, sorted, n);
	if (walk(s, start, sorted, n, &w))
		memcpy(path, sorted, sizeof(path));
	world_free(&w);
	step = arena_alloc(s->p->l->arena, (n + 1) * sizeof(*step));
	for (i = 0; i < n; i++)
		step[i] = step_of(s, &s->move[path[i]]);
	*plan = (struct plan){ .step = step, .nsteps = n };
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
		if (s->letters >> i & 1 && kind_of(p->r, i) == SORT_DEVICE && !device_is_told(p, s->c->part, i))
			extra[n++] = ordinary_phrase(p, (struct part *)s->c->part, i);
	s->c->extra = extra;
	s->c->nextra = n;
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
	while (devices-- && (spare = spare_letter(s, SORT_DEVICE, used)) >= 0)
		used |= 1u << spare;
	while (domains-- && (spare = spare_letter(s, SORT_DOMAIN, used)) >= 0)
		used |= 1u << spare;
	s->letters = used;
}

/* Spare run letters, one for each range, so that set-ups can map. */
static uint32_t run_letters(const struct search *s)
{
	uint32_t runs = 0;

	for (unsigned int i = 0; i < s->p->r->nletters; i++) {
		int run = s->letters >> i & 1 && kind_of(s->p->r, i) == SORT_RANGE ? run_letter(s, i) : -1;

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
		int run = s->letters >> i & 1 && kind_of(p->r, i) == SORT_RANGE ? run_letter(s, i) : -1;

		if (run >= 0 && !has_candidates(s->c->part, run))
			lower_defaults(p->l, (struct part *)s->c->part, run, i);
	}
	s->c->choice = s->choice;
	s->c->nchoices = s->nchoices;
	if (s->askew)
		choose_askew(s, runs);
	s->b = (struct binding){ .each = each };
	if (bind_devices(p->r, start, s->c, s->letters, &s->b, &p->bound) &&
	    bind_values(p->r, start, s->c, s->letters | runs, &s->b, 0, &p->bound))
		return true;
	s->missing = s->b.failed;
	return false;
}

static void more_plans(struct search *s, const struct world *start, struct plan *plan, unsigned int *n)
{
	const struct plan first = plan[0];

	s->most = 60;
	for (unsigned int i = 0; i < first.nsteps && *n < PLANS; i++) {
		s->banned = first.step[i].op;
		if (s->banned == rules_op(s->p->r, "alloc"))
			continue;
		find_moves(s);
		if (search(s, start))
			keep_plan(s, start, &plan[(*n)++]);
	}
}

static bool plan_on(struct search *s, const struct world *start)
{
	struct plan *plan;
	unsigned int n = 0;

	s->banned = -1;
	s->most = MOST_NODES;
	find_moves(s);
	if (!search(s, start))
		return false;
	plan = arena_alloc(s->p->l->arena, PLANS * sizeof(*plan));
	keep_plan(s, start, &plan[n++]);
	more_plans(s, start, plan, &n);
	s->c->plan = plan;
	s->c->nplans = n;
	return true;
}

/*
 * Specimens differ in geometry, where the first on which values are found will do, and in the static domains that they
 * have, where a search that failed on one may succeed on another. Elements of `each` likewise.
 */
static bool plan_somewhere(struct search *s)
{
	unsigned int searched = 0;

	for (unsigned int i = 0; i < nspecimens && searched < 2; i++) {
		unsigned int each, count = 1;

		for (each = 0; each < count; each++) {
			bool bound;

			arena_reset(&s->p->bound);
			bound = bind_all(s, &s->p->start[i], each);
			if (s->b.each_count > count)
				count = s->b.each_count;
			if (!bound)
				continue;
			if (plan_on(s, &s->p->start[i]))
				return true;
			searched += each == 0;
		}
	}
	return false;
}

bool plan_case(struct planner *p, struct rcase *c, const char **why)
{
	struct search *s = &p->search;

	*s = (struct search){ .p = p, .c = c, .extra = c->extra, .nextra = c->nextra, .choice = c->choice,
			      .nchoices = c->nchoices };
	for (unsigned int round = 0; round < 4; round++) {
		choose_letters(s, round > 1 ? round - 1 : 0);
		want_ordinary(s);
		s->askew = round == 1;
		if (plan_somewhere(s))
			return true;
	}
	*why = s->missing;
	return false;
}

/* ---- replay ---- */

static struct act act_of(struct planner *p, const struct part *part, const struct step *step, const struct binding *b,
			 const struct world *w)
{
	struct act act = { .op = step->op, .env = step->env };

	for (unsigned int i = 0; i < p->r->op[step->op].nslots; i++)
		act.arg[i] = step->arg[i].letter >= 0 ? b->letter[step->arg[i].letter] :
			     oracle_phrase(p->r, w, w, part, step->arg[i].phrase, b->letter, NULL, &p->arena);
	if (step->env_all)
		act.env_arg = v_every();
	else if (step->env_arg.letter >= 0)
		act.env_arg = kind_of(p->r, step->env_arg.letter) == SORT_COUNT ? v_number(1) :
			      b->letter[step->env_arg.letter];
	return act;
}

static bool replay_on(struct search *s, const struct world *start, struct world *w, struct act *act,
		      unsigned int *each)
{
	struct planner *p = s->p;
	const struct rcase *c = s->c;
	struct world next = { 0 };
	bool ok;

	s->b = (struct binding){ .each = *each };
	*each = 0;
	ok = bind_devices(p->r, start, c, s->letters, &s->b, &p->bound) &&
		bind_values(p->r, start, c, s->letters, &s->b, 0, &p->bound);
	*each = s->b.each_count;
	if (!ok)
		return false;
	world_copy(w, start);
	for (unsigned int i = 0; i < c->plan[0].nsteps && ok; i++) {
		struct act step = act_of(p, c->part, &c->plan[0].step[i], &s->b, w);

		ok = apply(p, w, &step, &next);
		if (ok)
			world_copy(w, &next);
	}
	world_free(&next);
	*act = act_of(p, c->part, &c->part->when[c->when], &s->b, w);
	return ok && !missing(s, w, NULL);
}

bool plan_replay(struct planner *p, const struct rcase *c, struct world *w, struct binding *b, struct act *act)
{
	struct search *s = &p->search;

	*s = (struct search){ .p = p, .c = (struct rcase *)c, .letters = bind_letters(c, &c->plan[0]) };
	arena_reset(&p->arena);
	arena_reset(&p->bound);
	for (unsigned int i = 0; i < nspecimens; i++) {
		unsigned int each, k, count = 1;

		for (k = 0; k < count; k++) {
			each = k;
			if (replay_on(s, &p->start[i], w, act, &each)) {
				*b = s->b;
				return true;
			}
			if (each > count)
				count = each;
		}
	}
	return false;
}
