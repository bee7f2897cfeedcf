// SPDX-License-Identifier: GPL-2.0-only
/* perform.c - a step with real operands is done by the target, and noted down for the record. */
#include <stdarg.h>
#include <string.h>

#include "suite/run.h"

const char *say(struct run *run, const char *fmt, ...)
{
	char buf[4096];
	va_list ap;
	size_t n;
	char *text;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	n = strlen(buf) + 1;
	text = arena_alloc(&run->arena, n);
	return memcpy(text, buf, n);
}

const char *say_value(struct run *run, struct value v)
{
	char buf[512];

	if (v.kind == V_SET && v.u.set.n == 1 && !v.complement)
		v = v.u.set.v[0];
	v_print(v, run->r->names, buf, sizeof(buf));
	return say(run, "%s", buf);
}

/* Names of the spec as bits of harness/target.h */

struct bits { const char *name; uint32_t bits; };

static const struct bits prot_bits[] = {
	{ "rw", PROT_READ_ | PROT_WRITE_ }, { "r", PROT_READ_ }, { "w", PROT_WRITE_ }, { "nothing", 0 },
	{ "cache", PROT_CACHE_ }, { "noexec", PROT_NOEXEC_ }, { "mmio", PROT_MMIO_ }, { "priv", PROT_PRIV_ },
	{ NULL, 0 },
};
static const struct bits flag_bits[] = {
	{ "no-flags", 0 }, { "nest-parent", FLAG_NEST_PARENT }, { "dirty-tracking", FLAG_DIRTY_TRACKING },
	{ "pasid", FLAG_PASID }, { "unknown-bit", FLAG_UNKNOWN }, { NULL, 0 },
};
static const struct bits gfp_values[] = {
	{ "kernel", GFP_CLASS_KERNEL }, { "atomic", GFP_CLASS_ATOMIC }, { "dma32", GFP_CLASS_DMA32 },
	{ "highmem", GFP_CLASS_HIGHMEM }, { "comp", GFP_CLASS_COMP }, { NULL, 0 },
};

/* "rw+cache" */
static bool bits_of(const struct run *run, struct value v, const struct bits *table, uint32_t *bits)
{
	const char *at;

	*bits = 0;
	if (v.kind != V_NAME)
		return false;
	for (at = run->r->names[v.u.name]; ; at++) {
		size_t len = strcspn(at, "+");
		const struct bits *b = table;

		while (b->name && (strlen(b->name) != len || memcmp(b->name, at, len)))
			b++;
		if (!b->name)
			return false;
		*bits |= b->bits;
		at += len;
		if (!*at)
			return true;
	}
}

/* Physical segments; a piece without an address is a bus address, which map_sg skips. */
static bool segments_of(struct value v, struct request *rq)
{
	rq->nsegs = 0;
	if (v.kind != V_PIECES || v.u.pieces.n > TARGET_SEGS)
		return false;
	for (unsigned int i = 0; i < v.u.pieces.n; i++) {
		const struct piece *p = &v.u.pieces.p[i];
		struct seg *seg = &rq->seg[rq->nsegs++];

		if (p->v.kind != V_NUMBER && p->v.kind != V_NONE)
			return false;
		seg->bus = p->v.kind == V_NONE;
		seg->paddr = seg->bus ? 0 : (uint64_t)p->v.u.num;
		seg->size = (uint64_t)p->size;
	}
	return true;
}

/* Words for PASIDs, which a device has up to a number of its own. */
static const struct { const char *name; uint32_t pasid; bool from_max; } pasids[] = {
	{ "first", 1, false }, { "second", 2, false }, { "last", -1u, true }, { "end", 0, true },
	{ "no-pasid", 0, false }, { "far", 1u << 20, false }, { "all-ones", -1u, false },
};
#define NR_PASIDS (sizeof(pasids) / sizeof(pasids[0]))

static uint32_t pasid_on(const struct run *run, unsigned int i, int dev)
{
	return pasids[i].pasid + (pasids[i].from_max ? run->s->desc.dev[dev].max_pasids : 0);
}

bool pasid_of(const struct run *run, struct value v, int dev, uint32_t *pasid)
{
	for (unsigned int i = 0; i < NR_PASIDS && v.kind == V_NAME; i++) {
		if (strcmp(run->r->names[v.u.name], pasids[i].name))
			continue;
		*pasid = pasid_on(run, i, dev);
		return true;
	}
	return false;
}

bool name_of_pasid(const struct run *run, uint32_t pasid, int dev, struct value *v)
{
	for (unsigned int i = 0; i < NR_PASIDS; i++) {
		int name = pasid_on(run, i, dev) == pasid ? rules_name(run->r, pasids[i].name) : -1;

		if (name < 0)
			continue;
		*v = v_name(name);
		return true;
	}
	return false;
}

static bool how_of(const struct run *run, struct value v, enum target_how *how)
{
	unsigned int i = 0;

	if (v.kind != V_NAME)
		return false;
	while (i < TARGET_NR_HOW && strcmp(target_how[i], run->r->names[v.u.name]))
		i++;
	*how = (enum target_how)i;
	return i < TARGET_NR_HOW;
}

static bool operand_of(struct run *run, struct request *rq, char operand, struct value v)
{
	uint32_t gfp = 0;
	bool ok;

	switch (operand) {
	case 'v':
		rq->dev = v.u.id;
		return v.kind == V_DEVICE;
	case 'D':
		rq->dom = v.u.id;
		return v.kind == V_DOMAIN;
	case 'k':
		return pasid_of(run, v, rq->dev, &rq->pasid);
	case 'w':
		rq->dev2 = v.u.id;
		return v.kind == V_DEVICE;
	case 'E':
		rq->dom2 = v.u.id;
		return v.kind == V_DOMAIN;
	case 'h':
		return how_of(run, v, &rq->how);
	case 'S':
		rq->iova2 = (uint64_t)v.u.range.first;
		rq->size2 = (uint64_t)v.u.range.size;
		return v.kind == V_RANGE;
	case 'R':
		rq->iova = (uint64_t)v.u.range.first;
		rq->size = (uint64_t)v.u.range.size;
		return v.kind == V_RANGE;
	case 'P':
		v = v_first(v);
		rq->paddr = (uint64_t)v.u.num;
		return v.kind == V_NUMBER;
	case 'L':
		return segments_of(v, rq);
	case 'p':
		return bits_of(run, v, prot_bits, &rq->prot);
	case 'F':
		return bits_of(run, v, flag_bits, &rq->flags);
	default:
		ok = bits_of(run, v, gfp_values, &gfp);
		rq->gfp = (enum gfp_class)gfp;
		return ok;
	}
}

/* The word of the spec for @bits. */
static bool name_of_bits(struct run *run, const struct bits *table, uint32_t bits, struct value *v)
{
	uint32_t got;

	for (unsigned int i = 0; i < run->r->nnames; i++) {
		*v = v_name((int)i);
		if (bits_of(run, *v, table, &got) && got == bits)
			return true;
	}
	return false;
}

static struct value pieces_of(struct run *run, const struct request *rq)
{
	struct piece *p = arena_alloc(&run->arena, (rq->nsegs + 1) * sizeof(*p));

	for (unsigned int i = 0; i < rq->nsegs; i++)
		p[i] = (struct piece){ .size = (number)rq->seg[i].size, .rises = !rq->seg[i].bus,
				       .v = rq->seg[i].bus ? v_none() : v_number((number)rq->seg[i].paddr) };
	return (struct value){ .kind = V_PIECES, .u.pieces = { p, rq->nsegs } };
}

static bool value_of(struct run *run, const struct request *rq, char operand, struct value *v)
{
	*v = v_none();
	switch (operand) {
	case 'v':
		*v = v_device(rq->dev);
		return (unsigned int)rq->dev < run->s->desc.ndevs;
	case 'D':
		*v = v_domain(rq->dom);
		return rq->dom >= 0 && rq->dom < TARGET_DOMAINS;
	case 'k':
		return (unsigned int)rq->dev < run->s->desc.ndevs && name_of_pasid(run, rq->pasid, rq->dev, v);
	case 'w':
		*v = v_device(rq->dev2);
		return (unsigned int)rq->dev2 < run->s->desc.ndevs;
	case 'E':
		*v = v_domain(rq->dom2);
		return rq->dom2 >= 0 && rq->dom2 < TARGET_DOMAINS;
	case 'h':
		*v = v_name(rules_name(run->r, target_how[rq->how]));
		return v->u.name >= 0;
	case 'R':
		*v = v_range(v_number((number)rq->iova), v_number((number)rq->size));
		return true;
	case 'S':
		*v = v_range(v_number((number)rq->iova2), v_number((number)rq->size2));
		return true;
	case 'P':
		*v = v_run(&run->arena, v_number((number)rq->paddr), v_number((number)rq->size));
		return true;
	case 'L':
		*v = pieces_of(run, rq);
		return true;
	case 'p':
		return name_of_bits(run, prot_bits, rq->prot, v);
	case 'F':
		return name_of_bits(run, flag_bits, rq->flags, v);
	default:
		return name_of_bits(run, gfp_values, rq->gfp, v);
	}
}

static bool env_of_request(const struct run *run, const struct env *env, struct act *act)
{
	unsigned int i = 0;

	act->env = -1;
	act->env_arg = v_none();
	if (env->kind == ENV_NONE)
		return true;
	while (i < run->r->nenvs && run->env[i].kind != env->kind)
		i++;
	if (i == run->r->nenvs)
		return false;
	act->env = (int)i;
	if (env->kind == ENV_ALLOC_FAILURE && env->n)
		act->env_arg = v_number(env->n);
	if (env->kind == ENV_ATTACH_FAILURE)
		act->env_arg = v_device(env->dev);
	return true;
}

bool act_of_request(struct run *run, const struct request *rq, struct act *act)
{
	const char *operands = target_ops[rq->op].operands;

	act->op = rules_op(run->r, target_ops[rq->op].name);
	if (act->op < 0 || run->op[act->op].probe != PROBE_NOT || !env_of_request(run, &rq->env, act))
		return false;
	for (unsigned int i = 0; operands[i]; i++)
		if (!value_of(run, rq, operands[i], &act->arg[i]))
			return false;
	return true;
}

static void env_of(const struct run *run, const struct act *act, struct env *env)
{
	*env = (struct env){ ENV_NONE, 0, 0 };
	if (act->env < 0)
		return;
	env->kind = run->env[act->env].kind;
	if (act->env_arg.kind == V_NUMBER)
		env->n = (uint32_t)act->env_arg.u.num;
	if (act->env_arg.kind == V_DEVICE)
		env->dev = act->env_arg.u.id;
}

bool succeeded(const struct run *run, const struct act *act, struct value v)
{
	const struct op_info *op = &run->r->op[act->op];

	if (op->fails == FAILS_NOTHING || op->returns == RETURNS_NOTHING || v.kind != V_NUMBER)
		return true;
	if (op->fails == FAILS_ZERO)
		return v.u.num > 0;
	return op->returns == RETURNS_ERRNO ? v.u.num == 0 : v.u.num >= 0;
}

/* Doing */

static void note(struct run *run, const char *request, const char *answer)
{
	if (run->result.nsteps == RUN_STEPS)
		return;
	run->result.steps = run->step;
	run->step[run->result.nsteps++] = (struct record_step){ request, answer, NULL };
}

void note_dma(struct run *run, const struct dma *d)
{
	char buf[128], *arrow;

	dma_print(d, buf, sizeof(buf));
	arrow = strstr(buf, " -> ");
	if (!arrow)
		return;
	*arrow = '\0';
	note(run, say(run, "%s", buf), say(run, "%s", arrow + 4));
}

/* The first line of the log that such a report begins with. */
static const char *report_in(struct run *run, const char *log)
{
	const char *line = strstr(log, "BUG: ");

	if (!line)
		line = strstr(log, "WARNING: ");
	if (!line)
		line = log;
	return say(run, "%.*s", (int)strcspn(line, "\n"), line);
}

/* Where a sanitizer reports, nothing that follows can be trusted: it is as if the target had died of it. */
static enum answer_kind outlived(enum answer_kind kind, uint32_t events)
{
	return kind == ANSWER_DONE && events & (EVENT_MEMORY | EVENT_LOCK) ? ANSWER_CRASHED : kind;
}

enum answer_kind take_sample(struct run *run)
{
	struct target *t = run->s->target;
	enum answer_kind kind;

	run->sample.events = 0;
	kind = t->drv->observe(t, &run->sample);
	run->events |= run->sample.events;
	return outlived(kind, run->sample.events);
}

static void submit(struct run *run, struct happened *h)
{
	struct target *t = run->s->target;
	struct answer *a = &run->answer;
	char buf[2048];

	request_print(&run->request, buf, sizeof(buf));
	a->kind = ANSWER_DONE;
	a->value = 0;
	a->injected = a->events = a->nduring = 0;
	a->assumed = false;
	a->why[0] = a->log[0] = '\0';
	note(run, say(run, "%s", buf), "no answer");
	t->drv->submit(t, &run->request, a);
	answer_print(&run->request, a, buf, sizeof(buf));
	h->kind = outlived(a->kind, a->events);
	h->text = say(run, "%s", buf);
	if (h->kind != ANSWER_DONE)
		h->why = a->kind == ANSWER_DONE ? report_in(run, a->log) : say(run, "%s", a->why);
	h->result.value = v_number(a->value);
	h->result.injected = a->injected > 0;
	h->events = a->events;
	h->assumed = a->assumed;
	run->step[run->result.nsteps - 1].answer = h->text;
	run->step[run->result.nsteps - 1].log = a->log[0] ? say(run, "%s", a->log) : NULL;
}

/* What has ended answers the next operation by the same, and with its last words. */
const char *why_silent(struct run *run, enum answer_kind kind)
{
	struct target *t = run->s->target;
	struct request rq = { .op = TARGET_OBJECTS };
	struct answer *a = &run->counted;

	if (kind == ANSWER_UNSUPPORTED)
		return "to look at such an address";
	if (kind != ANSWER_CRASHED && kind != ANSWER_HUNG && kind != ANSWER_GARBLED)
		return "while looking";
	t->drv->submit(t, &rq, a);
	if (a->kind != kind || !a->why[0])
		return "while looking";
	note(run, "look", "no answer");
	run->step[run->result.nsteps - 1].log = a->log[0] ? say(run, "%s", a->log) : NULL;
	return say(run, "while looking: %s", a->why);
}

bool count_objects(struct run *run, uint64_t *n)
{
	struct target *t = run->s->target;
	struct request rq = { .op = TARGET_OBJECTS };

	t->drv->submit(t, &rq, &run->counted);
	*n = (uint64_t)run->counted.value;
	return run->counted.kind == ANSWER_DONE;
}

/* Looking, as a step of its own */

static void look_dma(struct run *run, const struct act *act, struct happened *h)
{
	struct demand d = { .op = act->op };
	struct spot spot[RUN_SPOTS];
	unsigned int i, n;

	memcpy(d.args, act->arg, sizeof(d.args));
	n = spots_of(run, &d, spot, RUN_SPOTS);
	for (i = 0; i < n; i++)
		run->did[i] = dma_at(&spot[i]);
	run->ndid = n;
	h->kind = n ? dma_do(run) : ANSWER_GARBLED;
	if (!n)
		h->why = "the step names no address";
	for (i = 0; i < n; i++) {
		note_dma(run, &run->did[i]);
		h->events |= dma_events(&run->did[i]);
		h->assumed |= run->did[i].assumed;
	}
	h->result.value = n ? dma_value(&run->did[0]) : v_unknown();
	if (n && run->result.nsteps)
		h->text = run->step[run->result.nsteps - 1].answer;
}

static void look_current(struct run *run, const struct act *act, struct happened *h)
{
	int handle;

	run->sample.want = 0;
	run->sample.n = 0;
	h->kind = take_sample(run);
	h->events = run->sample.events;
	handle = run->sample.current[act->arg[0].u.id];
	h->result.value = current_value(handle);
	h->text = dom_name(handle);
	note(run, say(run, "current v%d", act->arg[0].u.id), h->text);
}

static void look_phys(struct run *run, const struct act *act, struct happened *h)
{
	struct value allowed = oracle_expects(run->r, &run->world[0], act->op, act->arg, &run->arena);

	run->sample.want = 0;
	run->sample.n = 1;
	run->sample.at[0].dom = act->arg[0].u.id;
	run->sample.at[0].iova = (uint64_t)act->arg[1].u.num;
	h->kind = take_sample(run);
	h->events = run->sample.events;
	h->result.value = phys_value(run->sample.at[0].paddr, allowed);
	h->text = say(run, "0x%llx", (unsigned long long)run->sample.at[0].paddr);
	note(run, say(run, "iova_to_phys %s 0x%llx", dom_name(act->arg[0].u.id),
		      (unsigned long long)run->sample.at[0].iova), h->text);
}

static bool operands_of(struct run *run, const struct act *act)
{
	const char *operands = target_ops[run->op[act->op].op].operands;

	for (unsigned int i = 0; operands[i]; i++)
		if (!operand_of(run, &run->request, operands[i], act->arg[i]))
			return false;
	return true;
}

static void operate(struct run *run, const struct act *act, const struct dma *watch, unsigned int nwatch,
		    struct happened *h)
{
	struct request *rq = &run->request;

	*rq = (struct request){ .op = run->op[act->op].op };
	if (!operands_of(run, act)) {
		h->kind = ANSWER_GARBLED;
		h->why = say(run, "the operands of '%s' cannot be put into a request", run->r->op[act->op].name);
		return;
	}
	env_of(run, act, &rq->env);
	if (nwatch)
		memcpy(rq->watch, watch, nwatch * sizeof(*watch));
	rq->nwatch = nwatch;
	submit(run, h);
}

void perform(struct run *run, const struct act *act, const struct dma *watch, unsigned int nwatch, struct happened *h)
{
	*h = (struct happened){ .result = { .kernel = run->s->kernel }, .text = "" };
	switch (run->op[act->op].probe) {
	case PROBE_DMA:
		look_dma(run, act, h);
		break;
	case PROBE_CURRENT:
		look_current(run, act, h);
		break;
	case PROBE_PHYS:
		look_phys(run, act, h);
		break;
	default:
		operate(run, act, watch, nwatch, h);
		break;
	}
	if (h->kind != ANSWER_DONE && !h->why)
		h->why = why_silent(run, h->kind);
	run->events = h->events;
}
