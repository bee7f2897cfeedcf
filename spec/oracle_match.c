// SPDX-License-Identifier: GPL-2.0-only
/* oracle_match.c - which parts of rules speak of a step, and for which letters, see oracle.h. */
#include <string.h>

#include "spec/oracle.h"

#define MOST_EDGES	12	/* ends of runs of leaves that a free range letter is tried with */
#define MOST_VALUES	32	/* different values of letters in one search */
#define KEY_BITS	8
#define SAID_BITS	2	/* so many answers are remembered of a given: 2^2 */

static struct value eval_phrase(struct ctx *c, const struct part *part, unsigned int n)
{
	return part->eval(c, part, n);
}

/* What was said about a given that several parts share: for letters with these values it holds, or does not. */
struct said { uint32_t key; bool holds; };

struct search {			/* for matches of one part with one act */
	const struct rules *r;
	const struct world *w;
	const struct act *act;
	const struct oracle_friend *friend;	/* or NULL */
	struct ctx c;
	const struct part *part;
	const struct step *when;
	uint32_t bound;
	uint32_t told;			/* letters of operands, neither devices nor domains */
	struct match *m;
	unsigned int n, max;
	unsigned char number[SPEC_LETTERS];	/* of each bound letter's value, from 1; 0: there were too many */
	struct said *said;			/* 2^SAID_BITS of each shared given; NULL: nothing is kept */
	unsigned int nvalues;
	/* Neither devices nor domains: different ones, each has a number. Not cleared. */
	struct value value[MOST_VALUES];
};

static bool same_value(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case V_NUMBER:
		return a->u.num == b->u.num;
	case V_NAME:
		return a->u.name == b->u.name;
	case V_RANGE:
		return a->u.range.first == b->u.range.first && a->u.range.size == b->u.range.size;
	case V_PIECES:
		return a->u.pieces.p == b->u.pieces.p && a->u.pieces.n == b->u.pieces.n;
	case V_NONE: case V_UNKNOWN: case V_EVERY:
		return true;
	default:
		return false;
	}
}

/* The number of a value, 0 if there are too many. Equal ones may have several, different ones never have the same. */
static unsigned char number_of(struct search *s, struct value v)
{
	unsigned int i;

	if (v.kind == V_DEVICE)
		return 1 + v.u.id;
	if (v.kind == V_DOMAIN)
		return 1 + WORLD_DEVICES + v.u.id;
	for (i = 0; i < s->nvalues && !same_value(&s->value[i], &v); i++)
		;
	if (i == MOST_VALUES)
		return 0;
	if (i == s->nvalues)
		s->value[s->nvalues++] = v;
	return 1 + WORLD_DEVICES + WORLD_DOMAINS + i;
}

/* The values of @letters as one number, 0 if they are too many. */
static uint32_t key_of(const struct search *s, uint32_t letters)
{
	uint32_t key = 1;

	for (; letters; letters &= letters - 1) {
		unsigned char n = s->number[__builtin_ctz(letters)];

		if (!n || key >> (32 - KEY_BITS))
			return 0;
		key = key << KEY_BITS | n;
	}
	return key;
}

/* The operands that stand for @letters are looked at. */
static void note_operands(const struct search *s, uint32_t letters)
{
	for (unsigned int i = 0; letters && i < s->r->op[s->when->op].nslots; i++)
		if (s->when->arg[i].letter >= 0 && letters >> s->when->arg[i].letter & 1)
			world_note_operand(s->w, i);
}

/* Does given @n hold? Nothing changes during the search, so what was said for the same values is said again. */
static bool holds(struct search *s, unsigned int n)
{
	const struct phrase *p = &s->part->phrase[n];
	uint32_t key = s->said && p->shared ? key_of(s, p->letters) : 0;
	struct said *said;

	if (s->friend && p->slow)
		return s->friend->holds(s->friend->arg, s->part, n, s->c.letter);
	note_operands(s, p->letters & s->told);
	if (!key)
		return v_true(eval_phrase(&s->c, s->part, n));
	said = &s->said[(p->shared - 1) << SAID_BITS | key * 0x9e3779b9 >> (32 - SAID_BITS)];
	if (said->key != key)
		*said = (struct said){ key, v_true(eval_phrase(&s->c, s->part, n)) };
	return said->holds;
}

static enum sort_kind letter_kind(const struct rules *r, int letter)
{
	return r->sort[r->letter[letter].sort].kind;
}

/* Different letters for a device or a domain are different objects. */
static bool distinct(const struct search *s, int letter, struct value v)
{
	enum sort_kind kind = letter_kind(s->r, letter);

	if (kind != SORT_DEVICE && kind != SORT_DOMAIN)
		return true;
	for (uint32_t left = s->bound & ~(1u << letter); left; left &= left - 1) {
		int other = __builtin_ctz(left);

		if (letter_kind(s->r, other) == kind && v_true(v_eq(s->c.letter[other], v)))
			return false;
	}
	return true;
}

static bool bind(struct search *s, int letter, struct value v)
{
	if (s->bound >> letter & 1) {
		note_operands(s, 1u << letter & s->told);
		return v_true(v_eq(s->c.letter[letter], v));
	}
	if (!distinct(s, letter, v))
		return false;
	s->c.letter[letter] = v;
	s->number[letter] = number_of(s, v);
	s->bound |= 1u << letter;
	return true;
}

/* A letter binds, a phrase is compared. Letters first: phrases may read them. */
static bool bind_operands(struct search *s, bool letters)
{
	const struct step *when = s->when;
	unsigned int i;

	for (i = 0; i < s->r->op[when->op].nslots; i++) {
		const struct operand *o = &when->arg[i];

		if (letters != (o->letter >= 0))
			continue;
		if (letters && s->act->arg[i].kind != V_DEVICE && s->act->arg[i].kind != V_DOMAIN)
			s->told |= 1u << o->letter;
		else if (!letters)
			world_note_operand(s->w, i);
		if (letters ? !bind(s, o->letter, s->act->arg[i]) :
			      !v_true(v_in(s->act->arg[i], eval_phrase(&s->c, s->part, o->phrase))))
			return false;
	}
	return true;
}

static bool bind_env(struct search *s)
{
	const struct step *when = s->when;

	if (when->env < 0)
		return true;
	if (when->env != s->act->env)
		return false;
	if (when->env_all)
		return s->act->env_arg.kind == V_EVERY;
	if (when->env_arg.letter >= 0)
		return s->act->env_arg.kind != V_EVERY && bind(s, when->env_arg.letter, s->act->env_arg);
	return true;
}

static bool those_hold(struct search *s, uint32_t before, bool quick)
{
	for (unsigned int i = 0; i < s->part->ngiven; i++) {
		uint32_t reads = s->part->phrase[i].letters;

		if (s->part->phrase[i].quick != quick || reads & ~s->bound ||
		    (before != UINT32_MAX && !(reads & ~before)))
			continue;
		if (!holds(s, i))
			return false;
	}
	return true;
}

/* Do the phrases of `given` that became readable with the last letter hold? Most of those that do not are quick. */
static bool given_holds(struct search *s, uint32_t before)
{
	return those_hold(s, before, true) && those_hold(s, before, false);
}

static void found(struct search *s)
{
	struct match *m;

	note_operands(s, s->told);
	if (s->n == s->max)
		return;
	m = &s->m[s->n++];
	m->part = s->part;
	m->when = s->when;
	memcpy(m->letter, s->c.letter, sizeof(m->letter));
}

struct edges { number at[MOST_EDGES]; unsigned int n; };

static void add_edge(struct edges *e, number at)
{
	for (unsigned int i = 0; i < e->n; i++)
		if (e->at[i] == at)
			return;
	if (e->n < MOST_EDGES)
		e->at[e->n++] = at;
}

/* The leaf at @at, out of a stretch of leaves of one size. */
static void leaf_at(const struct span *p, number at, struct edges *e)
{
	number size = p->v.kind == V_RANGE ? p->v.u.range.size : p->last + 1 - p->first;
	number first = p->first + (at - p->first) / size * size;

	if (at < p->first || at > p->last)
		return;
	add_edge(e, first);
	add_edge(e, first + size);
}

/* Where runs of adjacent leaves may begin and end: the leaves at the act's own range, and the ends of mappings. */
static void leaf_edges(const struct search *s, struct edges *e)
{
	const struct world *w = s->w;
	unsigned int i, j;

	e->n = 0;
	if (s->r->known.leaf >= 0)
		world_note_all(w, s->r->known.leaf);
	if (s->r->known.phys >= 0)
		world_note_all(w, s->r->known.phys);
	for (i = 0; i < w->nspans; i++) {
		for (j = 0; w->span[i].var == s->r->known.leaf && j < s->r->op[s->act->op].nslots; j++) {
			struct value v = s->act->arg[j];

			if (v.kind != V_RANGE)
				continue;
			world_note_operand(w, j);
			leaf_at(&w->span[i], v.u.range.first, e);
			leaf_at(&w->span[i], v.u.range.first + v.u.range.size - 1, e);
		}
	}
	for (i = 0; i < w->nspans; i++) {
		if (w->span[i].var != s->r->known.phys)
			continue;
		add_edge(e, w->span[i].first);
		add_edge(e, w->span[i].last + 1);
	}
}

static void enumerate(struct search *s, uint32_t todo);

static void try_value(struct search *s, uint32_t todo, int letter, struct value v)
{
	uint32_t before = s->bound;

	if (!bind(s, letter, v))
		return;
	if (given_holds(s, before))
		enumerate(s, todo & ~(1u << letter));
	s->bound = before;
	s->c.letter[letter] = v_none();
}

static void try_objects(struct search *s, uint32_t todo, int letter)
{
	struct value v;

	for (unsigned int i = 0; rule_object(&s->c, letter, i, &v); i++)
		if (v.kind != V_NONE)
			try_value(s, todo, letter, v);
}

static void try_ranges(struct search *s, uint32_t todo, int letter)
{
	struct edges e;

	leaf_edges(s, &e);
	for (unsigned int i = 0; i < e.n; i++)
		for (unsigned int j = 0; j < e.n; j++)
			if (e.at[i] < e.at[j])
				try_value(s, todo, letter, v_range(v_number(e.at[i]), v_number(e.at[j] - e.at[i])));
}

static void try_addresses(struct search *s, uint32_t todo, int letter)
{
	struct edges e;

	leaf_edges(s, &e);
	for (unsigned int i = 0; i < e.n; i++)
		try_value(s, todo, letter, v_number(e.at[i]));
}

/* Bind the remaining letters with every object there is. */
static void enumerate(struct search *s, uint32_t todo)
{
	int letter;

	if (!todo)
		return found(s);
	letter = __builtin_ctz(todo);
	switch (letter_kind(s->r, letter)) {
	case SORT_DEVICE:
	case SORT_DOMAIN:
		return try_objects(s, todo, letter);
	case SORT_RANGE:
		return try_ranges(s, todo, letter);
	case SORT_ADDRESS:
		return try_addresses(s, todo, letter);
	default:	/* a run, a count or a name that only the case's own match chooses */
		return try_value(s, todo, letter, v_unknown());
	}
}

/* Devices and domains first, then ranges, then the rest: the letters' own order is that of their sorts. */
static void match_when(struct search *s, const struct part *part, const struct step *when)
{
	s->part = part;
	s->when = when;
	s->bound = s->told = 0;
	if (bind_operands(s, true) && bind_env(s) && bind_operands(s, false) && given_holds(s, UINT32_MAX))
		enumerate(s, part->letters & ~s->bound);
	for (; s->bound; s->bound &= s->bound - 1)
		s->c.letter[__builtin_ctz(s->bound)] = v_none();
}

/* The match whose letters a case has chosen: as it stands, if its given holds. */
static void match_own(struct search *s, const struct match *own)
{
	s->part = own->part;
	s->when = own->when;
	s->bound = UINT32_MAX;
	memset(s->number, 0, sizeof(s->number));
	memcpy(s->c.letter, own->letter, sizeof(s->c.letter));
	if (given_holds(s, UINT32_MAX))
		found(s);
	memset(s->c.letter, 0, sizeof(s->c.letter));
}

static bool same_match(const struct match *a, const struct match *b)
{
	if (a->part != b->part)
		return false;
	for (unsigned int i = 0; i < SPEC_LETTERS; i++)
		if (a->part->letters >> i & 1 && !v_true(v_eq(a->letter[i], b->letter[i])))
			return false;
	return true;
}

static unsigned int drop_doubles(struct match *m, unsigned int n)
{
	unsigned int i, j, k = 0;

	for (i = 0; i < n; i++) {
		for (j = 0; j < k && !same_match(&m[j], &m[i]); j++)
			;
		if (j == k)
			m[k++] = m[i];
	}
	return k;
}

/* `unless RULE`: out where that rule speaks of the same step. */
static unsigned int drop_excepted(const struct rules *r, struct match *m, unsigned int n)
{
	bool out[ORACLE_MATCHES] = { false };
	unsigned int i, j, u, k = 0;

	for (i = 0; i < n; i++)
		for (u = 0; u < m[i].part->rule->nunless; u++)
			for (j = 0; j < n; j++)
				out[i] |= m[j].part->rule == r->rule[m[i].part->rule->unless[u]];
	for (i = 0; i < n; i++)
		if (!out[i])
			m[k++] = m[i];
	return k;
}

static void begin(struct search *s, const struct rules *r, const struct world *w, const struct act *act,
		  struct arena *a, struct match *m, unsigned int max)
{
	memset(s, 0, offsetof(struct search, value));
	s->r = r;
	s->w = w;
	s->act = act;
	s->c.rules = r;
	s->c.now = s->c.old = w;
	s->c.arena = a;
	s->m = m;
	s->max = max < ORACLE_MATCHES ? max : ORACLE_MATCHES;
}

unsigned int oracle_speaks(const struct rules *r, const struct world *w, const struct act *act,
			   const struct spoken *spoken, const struct oracle_friend *friend, struct arena *a,
			   struct match *m, unsigned int max)
{
	const struct part *part = &r->rule[spoken->rule]->part[spoken->part];
	struct search s;

	begin(&s, r, w, act, a, m, max);
	s.friend = friend;
	match_when(&s, part, &part->when[spoken->when]);
	return s.n;
}

unsigned int oracle_sift(const struct rules *r, struct match *m, unsigned int n)
{
	return drop_excepted(r, m, drop_doubles(m, n));
}

unsigned int oracle_matches(const struct rules *r, const struct world *w, const struct act *act, int kernel,
			    const struct match *own, struct arena *a, struct match *m, unsigned int max)
{
	const struct op_info *op = &r->op[act->op];
	struct search s;

	begin(&s, r, w, act, a, m, max);
	s.said = arena_alloc(a, ((size_t)r->nshared << SAID_BITS) * sizeof(*s.said));
	if (own)
		match_own(&s, own);
	for (unsigned int i = 0; i < op->nspoken; i++) {
		const struct rule *rule = r->rule[op->spoken[i].rule];
		const struct part *part = &rule->part[op->spoken[i].part];

		if (in_force(rule->since, rule->until, kernel))
			match_when(&s, part, &part->when[op->spoken[i].when]);
	}
	return oracle_sift(r, m, s.n);
}

