/* SPDX-License-Identifier: GPL-2.0-only */
/* compiled.h - the short words that generated C is written in; nothing else includes it. */
#ifndef SPEC_COMPILED_H
#define SPEC_COMPILED_H

#include "spec/rule.h"

#define L(name)		(c->letter[LETTER_##name])
#define ARGS(...)	((struct value[]){ __VA_ARGS__ })
/* The number of arguments is written out: counting them here would expand nested ones over and over. */
#define STATE(var, n, ...)	world_get(c->now, c->arena, VAR_##var, n, ARGS(__VA_ARGS__))
#define STATE0(var)		world_get(c->now, c->arena, VAR_##var, 0, NULL)
#define SET(n, ...)		v_set(c->arena, n, ARGS(__VA_ARGS__))
#define EMPTY			v_set(c->arena, 0, NULL)
#define LIST(n, ...)		v_list(c->arena, n, ARGS(__VA_ARGS__))
#define EFFECT(var, in, to, n, ...)	demand_effect(c, VAR_##var, in, n, ARGS(__VA_ARGS__), to)
#define EFFECT0(var, in, to)		demand_effect(c, VAR_##var, in, 0, NULL, to)
#define PROBE(op, allowed, n, ...)	demand_probe(c, OP_##op, n, ARGS(__VA_ARGS__), allowed)
#define PROBE0(op, allowed)		demand_probe(c, OP_##op, 0, NULL, allowed)

/* `old X`: X in the state before the step. */
#define OLD(x) ({								\
	const struct world *now_ = c->now;					\
	struct value old_;							\
										\
	c->now = c->old;							\
	old_ = (x);								\
	c->now = now_;								\
	old_;									\
})

/* Conjunction and disjunction that stop as soon as they are decided. */
#define AND(a, b) ({								\
	struct value a_ = (a);							\
										\
	a_.kind == V_BOOL && !a_.u.num ? a_ : v_and(a_, (b));			\
})
#define OR(a, b) ({								\
	struct value a_ = (a);							\
										\
	v_true(a_) ? a_ : v_or(a_, (b));					\
})

/* `x for some LETTER` */
#define SOME(name, x) ({							\
	struct value saved_ = L(name), some_ = v_bool(false), object_;	\
										\
	for (unsigned int i_ = 0; rule_object(c, LETTER_##name, i_, &object_) && !v_true(some_); i_++) { \
		if (object_.kind == V_NONE)					\
			continue;						\
		L(name) = object_;						\
		some_ = v_or(some_, (x));					\
	}									\
	L(name) = saved_;							\
	some_;									\
})

/* Give formal letters of a word or definition their values while the body is evaluated. */
#define BIND(name, arg)		struct value saved_##name = L(name); L(name) = (arg)
#define UNBIND(name)		L(name) = saved_##name

#endif
