// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_memory.c - what was asked of a state before need not be found out again: the answer is remembered by the cells
 * that decided it, in the order in which they were looked at. Where one holds something else the way branches off.
 * Operands of a step count as cells. A question that is asked while another one is looked into is a part of that.
 */
#include "spec/plan_inner.h"

/* One look on the way to an answer: @number was found to hold @holds. Behind it stands the next, or the answer. */
struct look {
	unsigned int number;
	union { uint64_t holds; struct answer *answer; };
};
#define ANSWER		UINT32_MAX	/* the number of an answer */

static void note(struct world_notes *notes, const struct planner *p, unsigned int number)
{
	unsigned int ncells = p->r->offset[p->r->nvars], all = number < ncells ? ncells + p->var_of[number] : number;

	if ((notes->did[number] | notes->did[all]) & NOTE_READ)
		return;
	notes->did[number] |= NOTE_READ;
	notes->read[notes->nreads++] = number;
}

/* What @number of the notes is about, as the state has it. */
static uint64_t noted_hash(const struct planner *p, const struct state *state, unsigned int number)
{
	unsigned int ncells = p->r->offset[p->r->nvars], var;

	if (number >= ncells + p->r->nvars)
		return p->deed->operand[number - ncells - p->r->nvars];
	if (number >= ncells)
		return state->var[number - ncells]->hash;
	var = p->var_of[number];
	return state->var[var]->cell[number - p->r->offset[var]].hash;
}

static const struct look *look_at(const struct planner *p, uint64_t key)
{
	const uint64_t *known = hashes_find(&p->memory, key);

	return known ? (const struct look *)(uintptr_t)*known : NULL;
}

static uint64_t branch(const struct look *at, uint64_t holds)
{
	return hash_mix((uintptr_t)at, holds);
}

const struct answer *recall(struct planner *p, const struct state *state, uint64_t key)
{
	const struct look *at = look_at(p, key);

	while (at && at->number != ANSWER) {
		uint64_t holds = noted_hash(p, state, at->number);

		if (p->depth)
			note(&p->notes[p->depth - 1], p, at->number);
		at = holds == at->holds ? at + 1 : look_at(p, branch(at, holds));
	}
	return at ? at->answer : NULL;
}

const struct world *look_into(struct planner *p, const struct state *state)
{
	state_world(p, state);
	p->world.notes = &p->notes[p->depth++];
	return &p->world;
}

/* Follow what was noted as far as it is known. Returns how far that is, and where in the map the rest belongs. */
static unsigned int known_part(const struct planner *p, const struct state *state, const struct world_notes *notes,
			       uint64_t *key)
{
	const struct look *at = look_at(p, *key);
	unsigned int n = 0;

	while (at && n < notes->nreads && at->number == notes->read[n]) {
		uint64_t holds = noted_hash(p, state, at->number);

		n++;
		if (holds == at->holds) {
			at++;
			continue;
		}
		*key = branch(at, holds);
		at = look_at(p, *key);
	}
	return n;
}

/* The vars that were looked at. */
static uint64_t vars_of(const struct planner *p, const struct world_notes *notes)
{
	unsigned int ncells = p->r->offset[p->r->nvars], i;
	uint64_t vars = 0;

	for (i = 0; i < notes->nreads; i++) {
		unsigned int n = notes->read[i], var = n < ncells ? p->var_of[n] : n - ncells;

		if (var < p->r->nvars)		/* no operand */
			vars |= var_bit(var);
	}
	return vars;
}

static struct answer *add_to_memory(struct planner *p, const struct state *state, const struct world_notes *notes,
				    uint64_t key, uint64_t what)
{
	struct answer *answer = arena_alloc(&p->lasting, sizeof(*answer));
	unsigned int n, i;
	struct look *look;

	*answer = (struct answer){ what, vars_of(p, notes) };
	n = known_part(p, state, notes, &key);
	look = arena_alloc(&p->lasting, (notes->nreads - n + 1) * sizeof(*look));
	for (i = 0; n + i < notes->nreads; i++) {
		look[i].number = notes->read[n + i];
		look[i].holds = noted_hash(p, state, notes->read[n + i]);
	}
	look[i].number = ANSWER;
	look[i].answer = answer;
	hashes_add(&p->memory, key, (uintptr_t)look);
	return answer;
}

const struct answer *remember(struct planner *p, const struct state *state, uint64_t key, uint64_t what)
{
	struct world_notes *notes = &p->notes[--p->depth], *outer = p->depth ? notes - 1 : NULL;
	const struct answer *answer = add_to_memory(p, state, notes, key, what);
	unsigned int i;

	p->world.notes = outer;
	for (i = 0; i < notes->nreads; i++) {
		notes->did[notes->read[i]] = 0;
		if (outer)
			note(outer, p, notes->read[i]);
	}
	for (i = 0; i < notes->nsets; i++)
		notes->did[notes->set[i]] = 0;
	notes->nreads = notes->nsets = 0;
	return answer;
}
