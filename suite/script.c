// SPDX-License-Identifier: GPL-2.0-only
/* script.c - steps that somebody wrote down are done and judged, see script.h. */
#include "suite/script.h"

#include <string.h>

#include "harness/text.h"
#include "suite/run.h"

/* "dma v0 read 0x1000" */
static bool dma_act(struct run *run, struct text *t, struct act *act)
{
	struct dma d = { 0 };

	if (text_dma(t, &d) || text_end(t) || (unsigned int)d.dev >= run->s->desc.ndevs)
		return false;
	act->op = d.pasid ? run->dma_pasid : run->dma;
	if (d.pasid && (act->op < 0 || !name_of_pasid(run, d.pasid, d.dev, &act->arg[3])))
		return false;
	act->arg[0] = v_device(d.dev);
	act->arg[1] = v_name(d.write ? run->write_name : run->read_name);
	act->arg[2] = v_number((number)d.iova);
	return true;
}

/* "current v0" */
static bool current_act(struct run *run, struct text *t, struct act *act)
{
	int dev = 0;

	act->op = run->current;
	if (text_device(t, &dev) || text_end(t) || (unsigned int)dev >= run->s->desc.ndevs)
		return false;
	act->arg[0] = v_device(dev);
	return true;
}

/* "iova_to_phys D0 0x1000" */
static bool phys_act(struct run *run, struct text *t, struct act *act)
{
	uint64_t iova = 0;
	int dom = 0;

	act->op = run->phys;
	if (text_domain(t, &dom) || text_number(t, &iova) || text_end(t) || dom < 0 || dom >= TARGET_DOMAINS)
		return false;
	act->arg[0] = v_domain(dom);
	act->arg[1] = v_number((number)iova);
	return true;
}

static bool act_of_line(struct run *run, const char *line, struct act *act)
{
	char why[128] = "";
	struct request rq;
	struct text t;

	*act = (struct act){ .env = -1 };
	text_start(&t, line, why, sizeof(why));
	if (run->dma >= 0 && text_accept(&t, "dma"))
		return dma_act(run, &t, act);
	if (run->current >= 0 && text_accept(&t, "current"))
		return current_act(run, &t, act);
	if (run->phys >= 0 && text_accept(&t, "iova_to_phys"))
		return phys_act(run, &t, act);
	return !request_parse(line, &rq, why, sizeof(why)) && act_of_request(run, &rq, act);
}

/* What the steps are about is looked at after each, as if letters of a rule stood for it. */
static void bind_operands(struct run *run, const struct act *act)
{
	unsigned int n = run->r->nletters < SPEC_LETTERS ? run->r->nletters : SPEC_LETTERS;

	for (unsigned int i = 0; i < run->r->op[act->op].nslots; i++) {
		unsigned int letter = 0;

		if (act->arg[i].kind != V_RANGE && act->arg[i].kind != V_PIECES)
			continue;
		while (letter < n && run->b.bound >> letter & 1)
			letter++;
		if (letter == n)
			return;
		run->b.letter[letter] = act->arg[i];
		run->b.bound |= 1u << letter;
	}
}

/* False: the verdict is found. */
static bool do_step(struct run *run, const struct act *act)
{
	struct mismatch m = { 0 };
	struct happened h;

	switch (follow(run, act, &h, &m)) {
	case NO_ANSWER:
		verdict_no_answer(run, h.kind, "", h.why);
		return false;
	case BROKEN:
		if (m.frame)
			m.accused = NULL;
		verdict_fail(run, m);
		return false;
	case UNCLEAR:
		verdict(run, VERDICT_SKIP, "no-oracle: too many worlds are possible");
		return false;
	default:
		return true;
	}
}

static void steps(struct run *run, const struct script *script)
{
	struct act *act = arena_alloc(&run->arena, (script->n + 1) * sizeof(*act));

	for (unsigned int i = 0; i < script->n; i++) {
		if (!act_of_line(run, script->line[i], &act[i]))
			return verdict(run, VERDICT_ERROR, "no step of this spec and target: %s", script->line[i]);
		bind_operands(run, &act[i]);
	}
	for (unsigned int i = 0; i < script->n; i++)
		if (!do_step(run, &act[i]))
			return;
	verdict(run, VERDICT_PASS, "%s", "");
}

void script_run(struct session *s, const struct rcase *c, const struct script *script, uint64_t seed,
		struct case_result *out)
{
	struct run *run = s->run;

	arena_reset(&run->arena);
	run->seed = seed;
	run->c = c;
	run->part = c->part;
	run->each = 0;
	run->each_count = run->count = 1;
	run->verdictless = run->nothing_works = run->startled = false;
	run->result = (struct case_result){ .reason = "" };
	memset(&run->b, 0, sizeof(run->b));
	if (fresh(run)) {
		run->judging = true;
		steps(run, script);
	}
	*out = run->result;
}
