// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan_cover.c - what no rule speaks of, see plan.h: looked for in all worlds near the start of the first specimen,
 * with one device, one domain and one range.
 */
#include <string.h>

#include "spec/diag.h"
#include "spec/plan_inner.h"

#define WORLDS		400
#define DOMAIN_SETS	(1 << SPEC_ARGS)	/* which of its domains an operation finds there, as bits */

struct first { int node; unsigned int move; bool found; };

struct cover {
	struct planner *p;
	struct search *s;
	bool (*spoken)[DOMAIN_SETS];		/* of each operation: a rule spoke of it there */
	struct first (*silent)[DOMAIN_SETS];	/* and where none did first */
};

static unsigned int domains_there(const struct cover *c, const struct world *w, const struct act *act)
{
	const struct rules *r = c->p->r;
	unsigned int set = 0;

	for (unsigned int i = 0; r->known.type >= 0 && i < r->op[act->op].nslots; i++) {
		struct value type;

		if (act->arg[i].kind != V_DOMAIN)
			continue;
		type = world_get(w, &c->p->arena, r->known.type, 1, &act->arg[i]);
		if (type.kind != V_NAME || type.u.name != r->known.absent)
			set |= 1u << i;
	}
	return set;
}

static void look_at(struct cover *c, unsigned int node, unsigned int move)
{
	const struct world *w = state_world(c->p, c->p->node[node].state);
	const struct act *act = &c->s->move[move].deed->act;
	unsigned int set = domains_there(c, w, act);
	struct first *silent = &c->silent[act->op][set];

	if (c->p->r->op[act->op].probe)
		return;
	if (oracle_matches(c->p->r, w, act, kernel_version(NULL), NULL, &c->p->arena, c->p->verdict->match,
			   ORACLE_MATCHES))
		c->spoken[act->op][set] = true;
	else if (!silent->found)
		*silent = (struct first){ node, move, true };
}

/* All worlds in the order of their distance from the start. */
static void visit(struct cover *c)
{
	struct planner *p = c->p;

	for (unsigned int at = 0; at < p->nnodes; at++) {
		arena_reset(&p->arena);
		for (unsigned int m = 0; m < c->s->nmoves; m++)
			look_at(c, at, m);
		search_expand(c->s, at);
	}
}

static const char *act_text(const struct cover *c, const struct move *m)
{
	const struct rules *r = c->p->r;
	struct arena *a = c->p->l->arena;
	const char *text = r->op[m->deed->act.op].name;
	char value[64];

	for (unsigned int i = 0; i < r->op[m->deed->act.op].nslots; i++) {
		v_print(m->deed->act.arg[i], r->names, value, sizeof(value));
		text = arena_printf(a, "%s %s", text, m->letter[i] >= 0 ? r->letter[m->letter[i]].name : value);
	}
	return text;
}

static const char *steps_to(const struct cover *c, int node)
{
	const struct node *n = &c->p->node[node];
	const char *before, *step;

	if (n->parent < 0)
		return "";
	before = steps_to(c, n->parent);
	step = act_text(c, &c->s->move[n->move]);
	return *before ? arena_printf(c->p->l->arena, "%s; %s", before, step) : step;
}

/* Letters for one of each kind of thing; a run is one that a set-up maps to the range. */
static void prepare(struct search *s, struct part *part)
{
	static const enum sort_kind kinds[] = { SORT_DEVICE, SORT_DOMAIN, SORT_RANGE };
	int letter, run;

	for (unsigned int i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		letter = spare_letter(s->p->r, kinds[i], 0);
		if (letter < 0)
			continue;
		part->letters |= 1u << letter;
		lower_defaults(s->p->l, part, letter, -1);
	}
	s->letters = part->letters;
	run = letter < 0 ? -1 : run_letter(s, letter);
	if (run < 0)
		return;
	lower_defaults(s->p->l, part, run, letter);
	s->letters |= 1u << run;
}

void plan_uncovered(struct planner *p, uncovered_fn fn, void *arg)
{
	struct search *s = &p->search;
	struct part part = { .rule = p->l->rule, .eval = p->l->eval };
	struct rcase rcase = { .name = "", .part = &part };
	struct cover c = { .p = p, .s = s };

	c.spoken = arena_alloc(p->l->arena, p->r->nops * sizeof(*c.spoken));
	c.silent = arena_alloc(p->l->arena, p->r->nops * sizeof(*c.silent));
	*s = (struct search){ .p = p, .c = &rcase, .move = p->move, .banned = -1, .most = WORLDS, .aimless = true };
	prepare(s, &part);
	if (!bind_devices(p->r, &p->start[0], &rcase, s->letters, &s->b, &p->bound) ||
	    !bind_values(p->r, &p->start[0], &rcase, s->letters, &s->b, 0, &p->bound))
		return;
	find_moves(s);
	search_begin(s, 0);
	visit(&c);
	for (unsigned int op = 0; op < p->r->nops; op++) {
		for (unsigned int set = 0; set < DOMAIN_SETS; set++) {
			const struct first *silent = &c.silent[op][set];

			if (!silent->found || !c.spoken[op][set])
				continue;
			fn(arg, op, act_text(&c, &s->move[silent->move]), steps_to(&c, silent->node));
			break;
		}
	}
}
