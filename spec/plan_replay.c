// SPDX-License-Identifier: GPL-2.0-only
/* plan_replay.c - where a plan leads on the specimens, see plan.h. */
#include "spec/plan_inner.h"
#include "spec/specimen.h"

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
		act.env_arg = letter_kind(p->r, step->env_arg.letter) == SORT_COUNT ? v_number(1) :
			      b->letter[step->env_arg.letter];
	return act;
}

static const struct world *replay_on(struct search *s, unsigned int specimen, struct act *act, unsigned int *each)
{
	struct planner *p = s->p;
	const struct rcase *c = s->c;
	const struct world *start = &p->start[specimen];
	struct state *at = p->start_state[specimen];
	const struct world *w;
	bool ok;

	s->b = (struct binding){ .each = *each };
	*each = 0;
	ok = bind_devices(p->r, start, c, s->letters, &s->b, &p->bound) &&
		bind_values(p->r, start, c, s->letters, &s->b, 0, &p->bound);
	*each = s->b.each_count;
	if (!ok)
		return NULL;
	for (unsigned int i = 0; i < c->plan[0].nsteps && at; i++) {
		struct act step = act_of(p, c->part, &c->plan[0].step[i], &s->b, start);
		const struct value *arg[SPEC_ARGS];
		uint64_t operand[SPEC_ARGS];

		for (unsigned int k = 0; k < p->r->op[step.op].nslots; k++) {
			arg[k] = &step.arg[k];
			operand[k] = hash_value(0, step.arg[k]);
		}
		at = state_after(p, at, deed_of(p, step.op, arg, operand), NULL, 0);
	}
	search_aim(s);
	if (!at || search_missing(s, at))
		return NULL;
	w = state_world(p, at);
	*act = act_of(p, c->part, &c->part->when[c->when], &s->b, w);
	return w;
}

const struct world *plan_replay(struct planner *p, const struct rcase *c, struct binding *b, struct act *act)
{
	struct search *s = &p->search;

	*s = (struct search){ .p = p, .c = (struct rcase *)c, .letters = bind_letters(c, &c->plan[0]) };
	arena_reset(&p->arena);
	arena_reset(&p->bound);
	for (unsigned int i = 0; i < nspecimens; i++) {
		unsigned int each, k, count = 1;

		for (k = 0; k < count; k++) {
			const struct world *w;

			each = k;
			w = replay_on(s, i, act, &each);
			if (w) {
				*b = s->b;
				return w;
			}
			if (each > count)
				count = each;
		}
	}
	return NULL;
}
