// SPDX-License-Identifier: GPL-2.0-only
/* Looking at the model without changing it, and the devices' DMA. See ops.h. */
#include <stddef.h>

#include "harness/model/core.h"
#include "harness/model/ioas.h"
#include "harness/model/ops.h"

/* The handle of the domain that @dev's group is on. */
static int current_handle(struct model *m, const struct device *dev)
{
	const struct group *g = dev->group;
	int dom;

	if (!g || !g->domain)
		return DOM_NONE;
	/* With identity as default domain the two are one object: the name it was asked for by is as good as any. */
	if (g->domain == &dev->drv->identity)
		return g->domain == g->standard && g->handle != DOM_IDENTITY ? DOM_DEFAULT : DOM_IDENTITY;
	if (g->domain == g->standard)
		return DOM_DEFAULT;
	if (g->domain == g->blocking || g->domain == &dev->drv->blocked)
		return DOM_BLOCKED;
	for (dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++)
		if (m->handle[dom] == g->domain)
			return dom;
	for (dom = DOM_FIRST; dom < TARGET_DOMAINS && g->domain->automatic; dom++)
		if (m->handle[dom] == &g->domain->ioas->self)
			return dom;
	return DOM_NONE;
}

enum answer_kind model_look(struct model *m, struct sample *s)
{
	struct domain *d;
	unsigned int i;

	m->unknown = NULL;
	for (i = 0; i < TARGET_DOMAINS; i++) {
		if (!(s->want & 1u << i))
			continue;
		d = model_find_domain(m, i, NULL);
		s->facts[i] = d ? d->facts : (struct domain_facts){ .type = TYPE_ABSENT };
		if (s->facts[i].type == TYPE_IOAS)
			ioas_facts(m, d->ioas, &s->facts[i]);
	}
	for (i = 0; i < TARGET_DEVICES; i++)
		s->current[i] = i < m->ndevs ? current_handle(m, &m->dev[i]) : DOM_NONE;
	for (i = 0; i < s->n && i < TARGET_SAMPLES; i++) {
		d = model_find_domain(m, s->at[i].dom, NULL);
		s->at[i].paddr = d ? m->core.iova_to_phys(m, d, s->at[i].iova) : 0;
	}
	s->events = model_take_events(m);
	return m->unknown ? ANSWER_UNKNOWN : ANSWER_DONE;
}

/* Does the suite listen to the faults of the domain that @dev is on? */
static bool has_handler(struct model *m, const struct device *dev)
{
	int dom;

	for (dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++)
		if (dev->domain && m->handle[dom] == dev->domain)
			return true;
	return false;
}

static void take_interrupt(struct model *m, struct dma *d)
{
	struct device *dev = &m->dev[d->dev];

	d->report.made = false;
	if (d->fault && !d->pasid && has_handler(m, dev))
		dev->drv->ops.fault(m, dev, d->iova, d->write, &d->report);
}

enum answer_kind model_access(struct model *m, struct dma *d, unsigned int n)
{
	enum answer_kind kind = ANSWER_DONE;
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (d[i].dev < 0 || (unsigned int)d[i].dev >= m->ndevs)
			return ANSWER_UNSUPPORTED;
		/* All that a mail says of DMA is what becomes of it when no paging domain translates it. */
		d[i].assumed = m->self->quote && m->hw.dte[d[i].dev][0].mode == DTE_TRANSLATE;
		if (!hw_dma(&m->hw, &d[i], false)) {
			d[i].result = DMA_UNSEEN;
			kind = ANSWER_UNKNOWN;
		}
		take_interrupt(m, &d[i]);
	}
	return kind;
}

struct hash {
	uint64_t h;
};

static void mix(struct hash *h, uint64_t n)
{
	h->h = (h->h ^ n) * 0x100000001b3ull;
}

static void mix_device(struct hash *h, struct model *m, const struct device *dev)
{
	const struct dte *dte;
	int stream;

	uint32_t pasid;

	mix(h, (uintptr_t)dev->domain - (uintptr_t)m);
	mix(h, dev->deferred);
	mix(h, dev->reset_depth);
	mix(h, dev->page.state);
	for (pasid = 0; pasid < HW_PASIDS; pasid++)
		mix(h, m->hw.pasid[dev->index][pasid].mode);
	for (stream = 0; stream < HW_STREAMS; stream++) {
		dte = &m->hw.dte[dev->index][stream];
		mix(h, dte->mode);
		mix(h, dte->domid);
		mix(h, dte->root);
		mix(h, dte->last);
	}
}

static void mix_group(struct hash *h, struct model *m, const struct group *g)
{
	mix(h, g->ndevs);
	mix(h, model_pasids_in_use(g));
	mix(h, g->owners);
	mix(h, !!g->owner);
	mix(h, g->handle);
	mix(h, (uintptr_t)g->domain - (uintptr_t)m);
	mix(h, (uintptr_t)g->standard - (uintptr_t)m);
	mix(h, (uintptr_t)g->blocking - (uintptr_t)m);
}

uint64_t model_digest(struct model *m)
{
	struct hash h = { 0xcbf29ce484222325ull };
	unsigned int i;

	mix(&h, m->phys.nlive);
	mix(&h, m->domids);
	for (i = 0; i < MODEL_POOL; i++)
		mix(&h, m->pool[i].live);
	for (i = 0; i < MODEL_IOAS; i++)
		mix(&h, m->ioas[i].live);
	for (i = 0; i < TARGET_DOMAINS; i++)
		mix(&h, !!m->handle[i]);
	for (i = 0; i < HW_INSTANCES; i++) {
		mix(&h, m->hw.leaves[i][HW_READS].n);
		mix(&h, m->hw.leaves[i][HW_WRITES].n);
		mix(&h, m->hw.tables[i].n);
	}
	for (i = 0; i < m->ndevs; i++)
		mix_device(&h, m, &m->dev[i]);
	for (i = 0; i < MODEL_GROUPS; i++)
		mix_group(&h, m, &m->group[i]);
	return h.h;
}
