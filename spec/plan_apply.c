// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_apply.c - what the rules say of a move, and of a phrase, in a state. What each part says of it is remembered by
 * itself: it looks at little, and says the same in many states. So is what all that together leads to.
 */
#include <string.h>

#include "spec/plan_inner.h"
#include "spec/specimen.h"

/* What a part says of a move: so many matches, and of each the values of the part's letters, in order. */
struct said {
	unsigned int n;
	struct value letter[];
};

static uint64_t keep_said(struct planner *p, const struct match *m, unsigned int n)
{
	struct said *said;
	struct value *v;

	if (!n)
		return 0;
	said = arena_alloc(&p->lasting, sizeof(*said) + n * __builtin_popcount(m->part->letters) * sizeof(*v));
	v = said->letter;
	for (; said->n < n; said->n++)
		for (uint32_t left = m->part->letters; left; left &= left - 1)
			*v++ = v_copy(&p->lasting, m[said->n].letter[__builtin_ctz(left)]);
	return (uintptr_t)said;
}

static unsigned int said_again(const struct said *said, const struct part *part, const struct step *when,
				struct match *m, unsigned int max)
{
	const struct value *v = said->letter;
	unsigned int n;

	for (n = 0; n < said->n && n < max; n++) {
		m[n] = (struct match){ .part = part, .when = when };
		for (uint32_t left = part->letters; left; left &= left - 1)
			m[n].letter[__builtin_ctz(left)] = *v++;
	}
	return n;
}

/* What is slow to find out holds, or does not, in many states, and for many rules. */
static bool slow_holds(void *planner, const struct part *part, unsigned int n, const struct value *letter)
{
	struct planner *p = planner;
	const struct conjunct given = { .phrase = n, .hash = hash_phrase(&part->phrase[n], letter) };

	return state_holds(p, p->loaded, part, &given, letter);
}

/* The matches of one `when` with the act, at most @max. */
static unsigned int speaks(struct planner *p, const struct state *state, const struct act *act, uint64_t hash,
			   const struct spoken *spoken, struct match *m, unsigned int max)
{
	const struct part *part = &p->r->rule[spoken->rule]->part[spoken->part];
	const struct answer *known = recall(p, state, hash);
	uint64_t said = known ? known->what : 0;

	if (!known) {
		const struct oracle_friend friend = { slow_holds, p };
		unsigned int n = oracle_speaks(p->r, look_into(p, state), act, spoken, &friend, &p->arena, p->match,
					       ORACLE_MATCHES);

		said = keep_said(p, p->match, n);
		remember(p, state, hash, said);
	}
	if (!said)
		return 0;
	return said_again((const struct said *)(uintptr_t)said, part, &part->when[spoken->when], m, max);
}

/* All parts that speak of the act, as oracle_matches() has them. */
static unsigned int matches(struct planner *p, const struct state *state, const struct act *act, uint64_t hash,
			    struct match *m)
{
	const struct op_info *op = &p->r->op[act->op];
	unsigned int n = 0;

	for (unsigned int i = 0; i < op->nspoken; i++) {
		const struct rule *rule = p->r->rule[op->spoken[i].rule];

		if (in_force(rule->since, rule->until, kernel_version(NULL)))
			n += speaks(p, state, act, hash_mix(hash, i + 1), &op->spoken[i], m + n, ORACLE_MATCHES - n);
	}
	return oracle_sift(p->r, m, n);
}

/* What a target that keeps the rules would answer to a call that succeeds. */
static struct value ideal_result(struct planner *p, const struct act *act)
{
	const struct op_info *op = &p->r->op[act->op];

	for (unsigned int i = 0; op->returns == RETURNS_BYTES && i < op->nslots; i++)
		if (act->arg[i].kind == V_RANGE)
			return v_size(act->arg[i]);
	return v_number(0);
}

/* What the cells that were assigned hold in @w. One that is as before may not have been assigned in this world. */
static const struct effect *effect_of(struct planner *p, const struct state *state, const struct world *w)
{
	const struct world_notes *notes = w->notes;
	struct effect *e = arena_alloc(&p->lasting, sizeof(*e) + notes->nsets * sizeof(*e->set));

	for (unsigned int i = 0; i < notes->nsets; i++) {
		unsigned int cell = notes->set[i], var = p->var_of[cell], index = cell - w->offset[var];
		struct content *to = content_of(p, w, var, index);

		if (to->hash == state->var[var]->cell[index].hash)
			world_note_read(w, var, cell);
		else
			e->set[e->n++] = (struct change){ var, index, to };
	}
	return e;
}

static const struct effect *effect_in(const struct answer *answer)
{
	return (const struct effect *)(uintptr_t)answer->what;
}

/* The effect of an operation on @w, of which the matches in the verdict speak. */
static const struct effect *judge(struct planner *p, const struct state *state, const struct act *act)
{
	const struct world *w = look_into(p, state);
	struct result res = { .value = ideal_result(p, act), .kernel = kernel_version(NULL) };
	struct verdict_of_rules *v = p->verdict;
	const struct effect *e = NULL;

	oracle_judge(p->r, w, act, &res, NULL, &p->arena, v);
	if (v->nfutures && v->future[0].worst <= OUT_SKIP) {
		specimen_after(p->r, act, &v->future[0].world, &p->arena);
		e = effect_of(p, state, &v->future[0].world);
	}
	oracle_free(v);
	return e;
}

static uint64_t hash_matches(const struct match *m, unsigned int n, uint64_t h)
{
	for (unsigned int i = 0; i < n; i++) {
		h = hash_mix(h, (uintptr_t)m[i].when);
		for (uint32_t left = m[i].part->letters; left; left &= left - 1)
			h = hash_value(h, m[i].letter[__builtin_ctz(left)]);
	}
	return h;
}

static const struct effect *learn_operation(struct planner *p, const struct state *state, const struct deed *deed)
{
	struct verdict_of_rules *v = p->verdict;
	const struct answer *known;
	const struct effect *e;
	uint64_t hash;

	v->nmatches = matches(p, state, &deed->act, deed->kind, v->match);
	if (!v->nmatches)
		return NULL;
	hash = hash_matches(v->match, v->nmatches, deed->hash);
	known = recall(p, state, hash);
	if (known)
		return effect_in(known);
	e = judge(p, state, &deed->act);
	remember(p, state, hash, (uintptr_t)e);
	return e;
}

/* The bookkeeping of a probe; NULL if nobody can say what it answers. */
static const struct effect *learn_probe(struct planner *p, const struct state *state, const struct act *act)
{
	const struct world *w = &p->world;
	struct value set = oracle_expects(p->r, w, act->op, act->arg, &p->arena);

	for (unsigned int i = 0; i < p->r->op[act->op].nslots; i++)
		world_note_operand(w, i);
	if ((set.kind == V_SET ? v_element(set, 0) : set).kind == V_UNKNOWN)
		return NULL;
	world_copy(&p->after, w);
	oracle_sets(p->r, &p->after, act, &p->arena);
	return effect_of(p, state, &p->after);
}

/* Of devices and domains it is known at once which they are; the other operands only count where they are looked at. */
static struct deed *new_deed(struct planner *p, int op, const struct value *const *arg, const uint64_t *operand)
{
	struct deed *d = arena_alloc(&p->lasting, sizeof(*d));

	d->act = (struct act){ .op = op, .env = -1 };
	d->kind = hash_mix(0, op);
	for (unsigned int i = 0; i < p->r->op[op].nslots; i++) {
		d->act.arg[i] = v_copy(&p->lasting, *arg[i]);
		d->operand[i] = operand[i];
		if (arg[i]->kind == V_DEVICE || arg[i]->kind == V_DOMAIN)
			d->kind = hash_mix(d->kind, d->operand[i]);
	}
	return d;
}

const struct deed *deed_of(struct planner *p, int op, const struct value *const *arg, const uint64_t *operand)
{
	uint64_t hash = hash_mix(0, op);
	const uint64_t *known;
	struct deed *d;

	for (unsigned int i = 0; i < p->r->op[op].nslots; i++)
		hash = hash_mix(hash, operand[i]);
	known = hashes_find(&p->deeds, hash);
	if (known)
		return (const struct deed *)(uintptr_t)*known;
	d = new_deed(p, op, arg, operand);
	d->hash = hash;
	hashes_add(&p->deeds, hash, (uintptr_t)d);
	return d;
}

/* What @deed sets in @state, found out. */
static const struct answer *learn(struct planner *p, const struct state *state, const struct deed *deed)
{
	const struct effect *e;

	look_into(p, state);
	e = p->r->op[deed->act.op].probe ? learn_probe(p, state, &deed->act) : learn_operation(p, state, deed);
	return remember(p, state, deed->kind, (uintptr_t)e);
}

static const struct answer *known_in(const struct state *state, const struct deed *deed)
{
	const uint64_t *known = hashes_find(&state->answers, deed->hash);

	return known ? (const struct answer *)(uintptr_t)*known : NULL;
}

struct state *state_after(struct planner *p, struct state *state, const struct deed *deed, const struct state *like,
			  uint64_t changed)
{
	const struct answer *answer = known_in(state, deed);
	const struct effect *e;

	if (!answer) {
		answer = like ? known_in(like, deed) : NULL;
		if (!answer || answer->looks & changed) {
			p->deed = deed;
			answer = recall(p, state, deed->kind);
			if (!answer)
				answer = learn(p, state, deed);
		}
		hashes_add(&state->answers, deed->hash, (uintptr_t)answer);
	}
	e = effect_in(answer);
	return e ? state_with(p, state, e) : NULL;
}

/* ---- phrases ---- */

bool state_holds(struct planner *p, const struct state *state, const struct part *part, const struct conjunct *goal,
		 const struct value *letter)
{
	const struct answer *known = recall(p, state, goal->hash);
	const struct world *w;
	bool holds;

	if (known)
		return known->what;
	w = look_into(p, state);
	holds = v_true(oracle_phrase(p->r, w, w, part, goal->phrase, letter, NULL, &p->arena));
	remember(p, state, goal->hash, holds);
	return holds;
}
