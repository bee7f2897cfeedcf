// SPDX-License-Identifier: GPL-2.0-only
/* lower_vocabulary.c - the tables of what rules are written in: names, sorts, states, operations. */
#include <string.h>

#include "spec/eval.h"
#include "spec/lower_inner.h"

static struct value eval_op(struct ctx *c, int op, unsigned int phrase)
{
	const struct op *o = &c->rules->spec->op[op];
	const struct guarded *g;

	if (phrase < o->nsets)
		return eval_expr(c, c->rules->spec, o->sets[phrase]);
	g = &o->expects[(phrase - o->nsets) / 2];
	if ((phrase - o->nsets) % 2)
		return eval_expr(c, c->rules->spec, g->value);
	return g->guard ? eval_expr(c, c->rules->spec, g->guard) : v_bool(true);
}

static struct value eval_start(struct ctx *c, int var)
{
	const struct var *v = &c->rules->spec->var[var];

	for (unsigned int i = 0; i < v->nstarts; i++)
		if (!v->start[i].guard || v_true(eval_expr(c, c->rules->spec, v->start[i].guard)))
			return eval_expr(c, c->rules->spec, v->start[i].value);
	return v_none();
}

/* The letter that stands for argument @k in the clauses of a state: the next unused one of its sort. */
static int formal_letter(const struct spec *spec, const struct var *v, unsigned int k)
{
	unsigned int i, earlier = 0;

	for (i = 0; i < k; i++)
		earlier += v->args[i] == v->args[k];
	for (i = 0; i < spec->nletters; i++)
		if (spec->letter[i].sort == v->args[k] && !earlier--)
			return i;
	return -1;
}

static struct var_desc describe_var(const struct spec *spec, const struct var *v)
{
	struct var_desc d = {
		.name = v->name, .fact = v->fact, .by_address = v->by_address, .plural = v->plural,
		.per_group = v->per_group, .follows = v->follows, .with = v->with, .nargs = v->nargs,
		.dim = { 1, 1 }, .seen_by = v->seen_by, .frame = v->frame,
	};

	for (unsigned int k = 0; k < v->nargs - v->by_address && k < 2; k++) {
		const struct sort *s = &spec->sort[v->args[k]];

		d.dim[k] = s->kind == SORT_DEVICE ? WORLD_DEVICES : s->kind == SORT_DOMAIN ? WORLD_DOMAINS :
			   s->nconstants;
		if (s->kind != SORT_DEVICE && s->kind != SORT_DOMAIN)
			d.names[k] = s->constants;
	}
	return d;
}

static void vars(struct lowered *l)
{
	const struct spec *spec = l->spec;
	struct var_desc *var = arena_alloc(l->arena, (spec->nvars + 1) * sizeof(*var));
	unsigned int *offset = arena_alloc(l->arena, (spec->nvars + 1) * sizeof(*offset));
	int (*formal)[2] = arena_alloc(l->arena, (spec->nvars + 1) * sizeof(*formal));

	for (unsigned int i = 0; i < spec->nvars; i++) {
		var[i] = describe_var(spec, &spec->var[i]);
		offset[i + 1] = offset[i] + var[i].dim[0] * var[i].dim[1];
		for (unsigned int k = 0; k < 2; k++)
			formal[i][k] = k < spec->var[i].nargs - spec->var[i].by_address ?
				formal_letter(spec, &spec->var[i], k) : -1;
	}
	l->rules.var = var;
	l->rules.offset = offset;
	l->rules.nvars = spec->nvars;
	l->rules.formal = (const int (*)[2])formal;
	l->rules.start = eval_start;
}

static void ops(struct lowered *l)
{
	const struct spec *spec = l->spec;
	struct op_info *info = arena_alloc(l->arena, (spec->nops + 1) * sizeof(*info));

	for (unsigned int i = 0; i < spec->nops; i++) {
		const struct op *o = &spec->op[i];

		info[i] = (struct op_info){
			.name = o->name, .probe = o->probe, .nslots = o->nslots, .returns = o->returns,
			.fails = o->fails, .may = o->may, .nmay = o->nmay, .shows = o->shows, .nsets = o->nsets,
			.nexpects = o->nexpects, .eval = eval_op,
		};
		memcpy(info[i].slots, o->slots, sizeof(o->slots));
		for (unsigned int k = 0; k < SPEC_ARGS; k++)
			info[i].formal[k] = k < o->nslots ? o->slot_letter[k] : -1;
	}
	l->rules.op = l->op = info;
	l->rules.nops = spec->nops;
}

static void names(struct lowered *l)
{
	const struct spec *spec = l->spec;
	struct sort_info *sort = arena_alloc(l->arena, (spec->nsorts + 1) * sizeof(*sort));
	struct letter_info *letter = arena_alloc(l->arena, (spec->nletters + 1) * sizeof(*letter));
	const char **env = arena_alloc(l->arena, (spec->nenvs + 1) * sizeof(*env));
	const char **event = arena_alloc(l->arena, (spec->nevents + 1) * sizeof(*event));
	unsigned int i;

	for (i = 0; i < spec->nsorts; i++)
		sort[i] = (struct sort_info){ spec->sort[i].name, spec->sort[i].kind, spec->sort[i].constants,
					      spec->sort[i].nconstants };
	for (i = 0; i < spec->nletters; i++)
		letter[i] = (struct letter_info){ spec->letter[i].name, spec->letter[i].sort };
	for (i = 0; i < spec->nenvs; i++)
		env[i] = spec->env[i].name;
	for (i = 0; i < spec->nevents; i++)
		event[i] = spec->event[i].name;
	l->rules.names = spec->names;
	l->rules.nnames = spec->nnames;
	l->rules.sort = sort;
	l->rules.nsorts = spec->nsorts;
	l->rules.letter = letter;
	l->rules.nletters = spec->nletters;
	l->rules.env = env;
	l->rules.nenvs = spec->nenvs;
	l->rules.event = event;
	l->rules.nevents = spec->nevents;
}

void lower_vocabulary(struct lowered *l)
{
	names(l);
	vars(l);
	ops(l);
	l->rules.known = (struct known){
		.group = rules_var(&l->rules, "group"), .type = rules_var(&l->rules, "type"),
		.pgsizes = rules_var(&l->rules, "pgsizes"), .phys = rules_var(&l->rules, "phys"),
		.leaf = rules_var(&l->rules, "leaf"), .absent = rules_name(&l->rules, "absent"),
	};
}
