// SPDX-License-Identifier: GPL-2.0-only
/* blame.c - the rule to accuse when what was seen fits no world that the rules allow. */
#include <string.h>

#include "suite/run.h"

static bool covers_device(const struct run *run, const struct var_desc *var, struct value v, int dev)
{
	const struct device_desc *d = run->s->desc.dev;

	return dev < 0 || v.u.id == dev || (var->per_group && d[v.u.id].group == d[dev].group);
}

static bool covers_address(struct value v, number address)
{
	return address < 0 || v_true(v_in(v_number(address), v));
}

/* Does an effect set the var for this device, in this domain, at this address? -1: any. */
static bool covers(const struct run *run, const struct demand *e, int dev, int dom, number address)
{
	for (unsigned int i = 0; i < e->nargs; i++) {
		struct value v = e->args[i];

		if (v.kind == V_DEVICE && !covers_device(run, &run->r->var[e->var], v, dev))
			return false;
		if (v.kind == V_DOMAIN && dom >= 0 && v.u.id != dom)
			return false;
		if ((v.kind == V_NUMBER || v.kind == V_RANGE) && !covers_address(v, address))
			return false;
	}
	return true;
}

static const char *setter(struct run *run, const struct possible *p, int var, int dev, int dom, number address)
{
	struct demand d[ORACLE_DEMANDS];
	unsigned int i, k, n;

	for (i = 0; var >= 0 && i < p->future->nchosen; i++) {
		n = outcome_demands(run, p, &p->future->chosen[i], d, ORACLE_DEMANDS);
		for (k = 0; k < n; k++)
			if (d[k].kind == DEMAND_EFFECT && (d[k].var == var || d[k].var == run->r->var[var].follows) &&
			    covers(run, &d[k], dev, dom, address))
				return p->future->chosen[i].match->part->rule->id;
	}
	return NULL;
}

struct blame blame_var(struct run *run, const struct possible *p, int var, int dev, int dom, number address)
{
	const char *id = setter(run, p, var, dev, dom, address);

	if (id)
		return (struct blame){ id, false };
	if (var >= 0)
		id = run->r->var[var].frame;
	return (struct blame){ id ? id : run->part->rule->id, true };
}

struct blame blame_line(const struct asked *a)
{
	return (struct blame){ a->by->part->rule->id, false };
}

/* Does that DMA show the var, or the tables that it goes through? */
static bool shown_by(const struct var_desc *var, const struct dma *d)
{
	return var->seen_by && (!strcmp(var->seen_by, "iova_to_phys") ||
				!strcmp(var->seen_by, d->pasid ? "dma_pasid" : "dma") ||
				(var->by_address && !strcmp(var->seen_by, "dma")));
}

/* The domain whose tables the device walks, as far as a var that DMA shows says so; DOM_NONE if none does. */
static int domain_of(struct run *run, const struct possible *p, const struct dma *dma)
{
	struct value arg[2] = { v_device(dma->dev) }, v;

	if (dma->pasid && !name_of_pasid(run, dma->pasid, dma->dev, &arg[1]))
		return DOM_NONE;
	for (unsigned int i = 0; i < run->r->nvars; i++) {
		const struct var_desc *d = &run->r->var[i];

		if (!shown_by(d, dma) || d->nargs != (dma->pasid ? 2 : 1) || d->by_address)
			continue;
		v = world_get(&p->future->world, &run->arena, i, d->nargs, arg);
		if (v.kind == V_DOMAIN)
			return v.u.id;
	}
	return DOM_NONE;
}

/* Whoever set what the DMA shows there; else the owner of the frame: of the tables, or of the device's domain. */
struct blame blame_dma(struct run *run, const struct possible *p, const struct dma *d)
{
	int dom = domain_of(run, p, d);
	const char *id = NULL, *frame = NULL;

	for (unsigned int i = 0; i < run->r->nvars && !id; i++) {
		const struct var_desc *var = &run->r->var[i];

		if (!shown_by(var, d))
			continue;
		id = setter(run, p, (int)i, d->dev, dom, (number)d->iova);
		if (!frame && var->by_address == (dom >= DOM_FIRST))
			frame = var->frame;
	}
	return (struct blame){ id ? id : frame ? frame : run->part->rule->id, !id };
}

/* The lines that were broken: all outcomes of the part, for none of them fits. */
struct mismatch blame_result(struct run *run, const struct match *broken, const char *text)
{
	const struct part *part = broken->part;
	const char *lines = "";

	for (unsigned int i = 0; i < part->noutcomes; i++)
		lines = say(run, "%s%s%s", lines, i ? "; " : "", part->outcome[i].text);
	return (struct mismatch){ "wrong result", part->rule->id, lines, text, false };
}
