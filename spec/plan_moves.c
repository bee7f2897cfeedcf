// SPDX-License-Identifier: GPL-2.0-only
/* plan_moves.c - the moves of a search: every operation that some rule speaks of, with the letters of the case. */
#include <string.h>

#include "spec/plan_inner.h"

static enum sort_kind slot_kind(const struct rules *r, int op, unsigned int slot)
{
	return r->sort[r->op[op].slots[slot]].kind;
}

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

/* What the operation sets, and what comes with that. */
static uint64_t sets_of(const struct planner *p, int n)
{
	const struct op_info *op = &p->r->op[n];
	uint64_t sets = 0;

	for (unsigned int i = 0; i < op->nsets; i++)
		sets |= var_bit(p->l->spec->op[n].sets[i]->args[0]->index);
	for (unsigned int i = 0; i < op->nspoken; i++) {
		const struct part *part = &p->r->rule[op->spoken[i].rule]->part[op->spoken[i].part];

		for (unsigned int k = 0; k < part->nphrases; k++)
			if (part->phrase[k].asks == PHRASE_EFFECT)
				sets |= var_bit(part->phrase[k].var);
	}
	for (unsigned int i = 0; i < p->r->nvars; i++) {
		const struct var_desc *d = &p->r->var[i];

		if ((d->follows >= 0 && sets & var_bit(d->follows)) || (d->with >= 0 && sets & var_bit(d->with)))
			sets |= var_bit(i);
	}
	return sets;
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
	t.sets = sets_of(p, t.op);
	template_assigns(p, &t);
	p->template[p->ntemplates++] = t;
}

void planner_templates(struct planner *p)
{
	for (unsigned int i = 0; i < p->r->nrules; i++) {
		for (unsigned int k = 0; k < p->r->rule[i]->nparts; k++) {
			const struct part *part = &p->r->rule[i]->part[k];

			for (unsigned int w = 0; w < part->nwhens; w++)
				add_template(p, part, &part->when[w]);
		}
	}
}

int spare_letter(const struct rules *r, enum sort_kind kind, uint32_t used)
{
	for (unsigned int i = 0; i < r->nletters; i++)
		if (!(used >> i & 1) && letter_kind(r, i) == kind)
			return i;
	return -1;
}

int run_letter(const struct search *s, int range)
{
	uint32_t used = s->c->part->letters;

	for (int i = 0; i <= range; i++) {
		int spare;

		if (!(s->letters >> i & 1) || letter_kind(s->p->r, i) != SORT_RANGE)
			continue;
		spare = spare_letter(s->p->r, SORT_RUN, used);
		if (i == range || spare < 0)
			return spare;
		used |= 1u << spare;
	}
	return -1;
}

static bool fits_slot(const struct search *s, int op, unsigned int slot, int letter)
{
	enum sort_kind want = slot_kind(s->p->r, op, slot), have = letter_kind(s->p->r, letter);

	return want == have || (want == SORT_ADDRESS && have == SORT_RANGE);
}

static void add_move(struct search *s, const struct template *t, const int *letter)
{
	const struct value *arg[SPEC_ARGS];
	uint64_t operand[SPEC_ARGS];
	struct move *m;

	if (s->nmoves == MOST_MOVES)
		return;
	m = &s->move[s->nmoves++];
	m->t = t;
	m->domains = 0;
	memcpy(m->letter, letter, sizeof(m->letter));
	for (unsigned int i = 0; i < s->p->r->op[t->op].nslots; i++) {
		arg[i] = letter[i] >= 0 ? &s->b.letter[letter[i]] : &t->constant[i];
		operand[i] = letter[i] >= 0 ? s->letter_hash[letter[i]] : hash_value(0, t->constant[i]);
		if (letter[i] >= 0 && letter_kind(s->p->r, letter[i]) == SORT_DOMAIN)
			m->domains |= 1u << letter[i];
	}
	m->deed = deed_of(s->p, t->op, arg, operand);
}

static void fill_slots(struct search *s, const struct template *t, int *letter, unsigned int slot);

static void note_mentioned(bool *mentioned, const struct expr *e)
{
	if (e->kind == X_NAME)
		mentioned[e->name] = true;
	for (unsigned int i = 0; i < e->nargs; i++)
		note_mentioned(mentioned, e->args[i]);
}

/* The constants that the goal speaks of. Of several classes only the chosen one counts. */
static void goal_mentions(const struct search *s)
{
	const struct rcase *c = s->c;
	unsigned int i;

	memset(s->p->mentioned, 0, s->p->r->nnames);
	for (i = 0; i < c->part->ngiven; i++)
		if (c->part->phrase[i].expr->kind != X_IN)
			note_mentioned(s->p->mentioned, c->part->phrase[i].expr);
	for (i = 0; i < c->nextra; i++)
		note_mentioned(s->p->mentioned, c->part->phrase[c->extra[i]].expr);
}

/* Other constants of an enumeration than the usual one: where the goal speaks of them. */
static void fill_mentioned(struct search *s, const struct template *t, int *letter, unsigned int slot)
{
	const struct sort_info *sort = &s->p->r->sort[s->p->r->op[t->op].slots[slot]];

	for (unsigned int i = 0; t->constant[slot].kind == V_NAME && i < sort->nconstants; i++) {
		struct template *other;

		if (sort->constants[i] == t->constant[slot].u.name || !s->p->mentioned[sort->constants[i]])
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
		if (letter[i] >= 0 && letter_kind(r, letter[i]) == SORT_RANGE)
			range = letter[i];
	if (slot_kind(r, t->op, slot) == SORT_RUN && range >= 0) {
		letter[slot] = run_letter(s, range);
		if (letter[slot] >= 0 && s->b.bound >> letter[slot] & 1)
			fill_slots(s, t, letter, slot + 1);
		for (unsigned int i = 0; i < s->c->part->ngiven; i++)
			given |= s->c->part->phrase[i].letters;
	}
	for (uint32_t left = s->letters; left; left &= left - 1) {
		int i = __builtin_ctz(left);

		if (!fits_slot(s, t->op, slot, i) ||
		    (slot_kind(r, t->op, slot) == SORT_RUN && !(given >> i & 1)))
			continue;
		letter[slot] = i;
		fill_slots(s, t, letter, slot + 1);
	}
}

void find_moves(struct search *s)
{
	int letter[SPEC_ARGS] = { -1, -1, -1, -1, -1, -1 };

	s->nmoves = 0;
	for (unsigned int i = 0; i < s->p->r->nletters; i++)
		s->letter_hash[i] = hash_value(0, s->b.letter[i]);
	goal_mentions(s);
	for (unsigned int i = 0; i < s->p->ntemplates; i++) {
		const struct template *t = &s->p->template[i];

		if (t->op != s->banned && (t->sets || s->aimless))	/* what sets nothing leads nowhere */
			fill_slots(s, t, letter, 0);
	}
}
