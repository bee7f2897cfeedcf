// SPDX-License-Identifier: GPL-2.0-only
/* bind.c - real values for the letters of a case: generate and test, see bind.h. */
#include <stdio.h>
#include <string.h>

#include "spec/bind.h"

#define FIRST_SLOT	3	/* handles below are default, blocked, identity */
#define MOST_TRIES	20000	/* values, of all letters together, before there are none */

struct binder {
	const struct rules *r;
	const struct world *w;
	const struct rcase *c;
	struct binding *b;
	uint32_t letters;	/* still to be bound */
	uint64_t seed;
	struct arena *arena;
	unsigned int deepest;	/* how many letters were bound when b->failed was noted */
	unsigned int tries;
};

static uint32_t step_letters(const struct rules *r, const struct step *s)
{
	uint32_t letters = 0;
	unsigned int i;

	for (i = 0; i < (r ? r->op[s->op].nslots : SPEC_ARGS); i++)
		if (s->arg[i].letter >= 0)
			letters |= 1u << s->arg[i].letter;
	if (s->env >= 0 && s->env_arg.letter >= 0)
		letters |= 1u << s->env_arg.letter;
	return letters;
}

uint32_t bind_letters(const struct rcase *c, const struct plan *plan)
{
	uint32_t letters = c->part->letters;
	unsigned int i;

	for (i = 0; plan && i < plan->nsteps; i++)
		letters |= step_letters(NULL, &plan->step[i]);
	return letters;
}

static enum sort_kind kind_of(const struct binder *x, int letter)
{
	return x->r->sort[x->r->letter[letter].sort].kind;
}

static struct value eval(struct binder *x, unsigned int phrase, unsigned int *each)
{
	return oracle_phrase(x->r, x->w, x->w, x->c->part, phrase, x->b->letter, each, x->arena);
}

static void note_failure(struct binder *x, const char *text)
{
	unsigned int depth = __builtin_popcount(x->b->bound);

	if (x->b->failed && depth < x->deepest)
		return;
	x->deepest = depth;
	x->b->failed = text;
}

/* Does the phrase hold, as far as it can be told: it reads @letter but no state, and all that it reads is bound? */
static bool phrase_holds(struct binder *x, unsigned int n, int letter)
{
	const struct phrase *p = &x->c->part->phrase[n];

	if (p->dynamic || !(p->letters >> letter & 1) || p->letters & ~x->b->bound)
		return true;
	if (v_true(eval(x, n, NULL)))
		return true;
	note_failure(x, p->text);
	return false;
}

static bool test(struct binder *x, int letter)
{
	unsigned int i;

	for (i = 0; i < x->c->part->ngiven; i++)
		if (!phrase_holds(x, i, letter))
			return false;
	for (i = 0; i < x->c->nextra; i++)
		if (!phrase_holds(x, x->c->extra[i], letter))
			return false;
	return true;
}

static bool set(struct binder *x, int letter, struct value v)
{
	x->b->letter[letter] = v;
	x->b->bound |= 1u << letter;
	return test(x, letter);
}

static void unset(struct binder *x, int letter)
{
	x->b->letter[letter] = v_none();
	x->b->bound &= ~(1u << letter);
}

/* ---- devices and domains ---- */

static bool taken(const struct binder *x, int device)
{
	for (unsigned int i = 0; i < x->r->nletters; i++)
		if (x->b->bound >> i & 1 && x->b->letter[i].kind == V_DEVICE && x->b->letter[i].u.id == device)
			return true;
	return false;
}

static bool is_device(const struct binder *x, int device)
{
	int group = x->r->known.group;
	struct value v = v_device(device);

	return group >= 0 && world_get(x->w, x->arena, group, 1, &v).kind == V_NUMBER;
}

static bool next_device(struct binder *x, uint32_t todo)
{
	int letter;

	if (!todo)
		return true;
	letter = __builtin_ctz(todo);
	for (int i = 0; i < WORLD_DEVICES; i++) {
		if (!is_device(x, i) || taken(x, i))
			continue;
		if (set(x, letter, v_device(i)) && next_device(x, todo & ~(1u << letter)))
			return true;
		unset(x, letter);
	}
	return false;
}

/* Do the phrases hold that read neither state nor a letter? */
static bool target_fits(struct binder *x)
{
	for (unsigned int i = 0; i < x->c->part->ngiven + x->c->nextra; i++) {
		unsigned int n = i < x->c->part->ngiven ? i : x->c->extra[i - x->c->part->ngiven];
		const struct phrase *p = &x->c->part->phrase[n];

		if (p->dynamic || p->letters || v_true(eval(x, n, NULL)))
			continue;
		note_failure(x, p->text);
		return false;
	}
	return true;
}

bool bind_devices(const struct rules *r, const struct world *w, const struct rcase *c, uint32_t letters,
		  struct binding *b, struct arena *a)
{
	struct binder x = { .r = r, .w = w, .c = c, .b = b, .arena = a };
	uint32_t devices = 0;
	int slot = FIRST_SLOT;

	b->failed = NULL;
	if (!target_fits(&x))
		return false;
	for (unsigned int i = 0; i < r->nletters; i++) {
		if (!(letters >> i & 1))
			continue;
		if (kind_of(&x, i) == SORT_DOMAIN) {
			b->letter[i] = v_domain(slot++);
			b->bound |= 1u << i;
		} else if (kind_of(&x, i) == SORT_DEVICE) {
			devices |= 1u << i;
		}
	}
	if (next_device(&x, devices))
		return true;
	if (!b->failed)
		b->failed = "enough devices";
	return false;
}

/* ---- ranges, addresses, runs, names ---- */

static bool in_space(number n)
{
	return n >= 0 && n < (number)1 << 64;
}

static bool is_memory(struct value v)
{
	for (unsigned int i = 0; i < v.u.pieces.n; i++)
		if (v.u.pieces.p[i].v.kind == V_NUMBER && !in_space(v.u.pieces.p[i].v.u.num))
			return false;
	return true;
}

/* A value of the letter's sort that an operation can be given. */
static bool is_candidate(const struct binder *x, int letter, struct value v)
{
	switch (kind_of(x, letter)) {
	case SORT_RANGE:
		return v.kind == V_RANGE && in_space(v.u.range.first) && in_space(v.u.range.size);
	case SORT_ADDRESS:
		return v.kind == V_NUMBER && in_space(v.u.num);
	case SORT_RUN:
		return v.kind == V_PIECES && v_memory(x->arena, v).u.pieces.n && is_memory(v);
	default:
		return v.kind == V_NAME || v.kind == V_NUMBER;
	}
}

/* Two letters for physical memory are two memories: else a DMA could not tell them apart. */
static bool run_is_free(const struct binder *x, int letter, struct value v)
{
	for (unsigned int i = 0; i < x->r->nletters; i++)
		if (i != (unsigned int)letter && x->b->bound >> i & 1 && kind_of(x, i) == SORT_RUN &&
		    v_true(v_meets(v, x->b->letter[i])))
			return false;
	return true;
}

static const struct candidate *chosen(const struct binder *x, int letter)
{
	for (unsigned int i = 0; i < x->c->nchoices; i++) {
		const struct candidate *k = &x->c->part->candidate[x->c->choice[i]];

		if (k->letter == letter)
			return k;
	}
	return NULL;
}

static bool ready(const struct binder *x, const struct candidate *k)
{
	return !(x->c->part->phrase[k->phrase].letters & x->letters & ~x->b->bound);
}

static bool next_value(struct binder *x);

static bool try_value(struct binder *x, const struct candidate *k, struct value v)
{
	if (x->tries++ >= MOST_TRIES)
		return false;
	if (!is_candidate(x, k->letter, v)) {
		note_failure(x, k->name ? k->name : x->c->part->phrase[k->phrase].text);
		return false;
	}
	if (kind_of(x, k->letter) == SORT_RUN && !run_is_free(x, k->letter, v))
		return false;
	if (set(x, k->letter, v) && next_value(x))
		return true;
	unset(x, k->letter);
	return false;
}

/* `each` of a candidate that the case chose is the element whose turn it is; of another, any that does. */
static bool try_candidate(struct binder *x, const struct candidate *k)
{
	bool mine = chosen(x, k->letter) == k;
	unsigned int i = mine ? x->b->each : 0, end = i + 1, count;

	if (!ready(x, k))
		return false;
	for (; i < end; i++) {
		struct value v;

		count = i;
		v = eval(x, k->phrase, &count);
		if (mine && count)
			x->b->each_count = count;
		if (!mine && count > end)
			end = count;
		if (try_value(x, k, v))
			return true;
	}
	return false;
}

/* The part's candidates in order; among the defaults, which have no name, the seed says where to begin. */
static bool try_letter(struct binder *x, int letter)
{
	const struct candidate *k = x->c->part->candidate, *choice = chosen(x, letter);
	unsigned int i, n = x->c->part->ncandidates, defaults = 0, turn;

	if (choice)
		return try_candidate(x, choice);
	for (i = 0; i < n; i++) {
		if (k[i].letter == letter && k[i].name && try_candidate(x, &k[i]))
			return true;
		defaults += k[i].letter == letter && !k[i].name;
	}
	for (turn = 0; turn < defaults; turn++) {
		unsigned int want = (turn + x->seed) % defaults, seen = 0;

		for (i = 0; i < n; i++)
			if (k[i].letter == letter && !k[i].name && seen++ == want && try_candidate(x, &k[i]))
				return true;
	}
	return false;
}

/* Next is the first letter with a candidate whose own letters are all bound. */
static int next_letter(const struct binder *x)
{
	for (unsigned int l = 0; l < x->r->nletters; l++) {
		const struct candidate *choice = chosen(x, l);

		if (!(x->letters >> l & 1) || x->b->bound >> l & 1)
			continue;
		for (unsigned int i = 0; i < x->c->part->ncandidates; i++) {
			const struct candidate *k = &x->c->part->candidate[i];

			if (k->letter == (int)l && (!choice || k == choice) && ready(x, k))
				return l;
		}
	}
	return -1;
}

static bool next_value(struct binder *x)
{
	int letter;

	if (!(x->letters & ~x->b->bound))
		return true;
	letter = next_letter(x);
	if (letter < 0) {
		note_failure(x, "a value for every letter");
		return false;
	}
	return try_letter(x, letter);
}

bool bind_values(const struct rules *r, const struct world *w, const struct rcase *c, uint32_t letters,
		 struct binding *b, uint64_t seed, struct arena *a)
{
	struct binder x = { .r = r, .w = w, .c = c, .b = b, .seed = seed, .arena = a };

	b->failed = NULL;
	b->each_count = 0;
	for (unsigned int i = 0; i < r->nletters; i++) {
		enum sort_kind kind = kind_of(&x, i);

		if (letters >> i & 1 && kind != SORT_DEVICE && kind != SORT_DOMAIN && kind != SORT_COUNT)
			x.letters |= 1u << i;
	}
	return next_value(&x);
}
