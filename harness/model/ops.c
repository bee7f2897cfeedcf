// SPDX-License-Identifier: GPL-2.0-only
/* The requests of the seam, carried out on the model. See ops.h. */
#include <errno.h>
#include <string.h>

#include "harness/model/core.h"
#include "harness/model/ioas.h"
#include "harness/model/ops.h"

/* The handle by which the group is on its domain now. */
static int moved(struct call *c, int ret, int handle)
{
	if (!ret && c->v->group)
		c->v->group->handle = handle;
	return ret;
}

static int64_t do_alloc(struct model *m, struct call *c)
{
	struct domain *d = NULL;
	int ret = m->core.alloc(m, c->v, c->rq->flags, &d);

	if (!ret)
		m->handle[c->rq->dom] = d;
	return ret;
}

static int64_t do_free(struct model *m, struct call *c)
{
	if (m->core.free(m, c->d))
		m->handle[c->rq->dom] = NULL;
	return 0;
}

static int64_t do_narrow(struct model *m, struct call *c)
{
	uint64_t *sizes = &c->d->facts.pgsize_bitmap;

	if (*sizes & (*sizes - 1))
		*sizes &= ~(1ull << (63 - __builtin_clzll(*sizes)));
	return 0;
}

static int64_t do_attach(struct model *m, struct call *c)
{
	return moved(c, m->core.attach_group(m, c->v, c->d), c->rq->dom);
}

static int64_t do_attach_device(struct model *m, struct call *c)
{
	return moved(c, m->core.attach_device(m, c->v, c->d), c->rq->dom);
}

static int64_t do_detach(struct model *m, struct call *c)
{
	m->core.detach_group(m, c->v);
	return moved(c, 0, DOM_DEFAULT);
}

static int64_t do_detach_device(struct model *m, struct call *c)
{
	m->core.detach_device(m, c->v, c->d);
	if (c->v->group && c->v->group->domain == c->v->group->standard && c->v->group->ndevs == 1)
		moved(c, 0, DOM_DEFAULT);
	return 0;
}

static int64_t do_replace(struct model *m, struct call *c)
{
	return moved(c, m->core.replace(m, c->v, c->d), c->rq->dom);
}

static int64_t do_attach_pasid(struct model *m, struct call *c)
{
	return m->core.attach_pasid(m, c->v, c->rq->pasid, c->d);
}

/* The handle of an attachment that there is, as far as there is one. */
static uint32_t handle_of(const struct call *c)
{
	return c->v->group && c->rq->pasid < HW_PASIDS ? c->v->group->pasid_handle[c->rq->pasid] : 0;
}

static int64_t do_replace_pasid(struct model *m, struct call *c)
{
	return m->core.replace_pasid(m, c->v, c->rq->pasid, c->d, handle_of(c) + 1);
}

static int64_t do_replace_pasid_reused(struct model *m, struct call *c)
{
	return m->core.replace_pasid(m, c->v, c->rq->pasid, c->d, handle_of(c));
}

static int64_t do_detach_pasid(struct model *m, struct call *c)
{
	m->core.detach_pasid(m, c->v, c->rq->pasid);
	return 0;
}

static int64_t do_map(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;

	return m->core.map(m, c->d, rq->iova, rq->paddr, rq->size, rq->prot, GFP_CLASS_KERNEL);
}

static int64_t do_map_gfp(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;
	int ret;

	m->phys.atomic = rq->gfp == GFP_CLASS_ATOMIC;
	ret = m->core.map(m, c->d, rq->iova, rq->paddr, rq->size, rq->prot, rq->gfp);
	m->phys.atomic = false;
	return ret;
}

static int64_t do_map_nosync(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;

	return m->core.map_nosync(m, c->d, rq->iova, rq->paddr, rq->size, rq->prot, GFP_CLASS_KERNEL);
}

static int64_t do_sync_map(struct model *m, struct call *c)
{
	return m->core.sync_map(m, c->d, c->rq->iova, c->rq->size);
}

static int64_t do_map_sg(struct model *m, struct call *c)
{
	return m->core.map_sg(m, c->d, c->rq->iova, c->rq->seg, c->rq->nsegs, c->rq->prot);
}

static int64_t do_unmap(struct model *m, struct call *c)
{
	return m->core.unmap(m, c->d, c->rq->iova, c->rq->size);
}

static int64_t do_unmap_fast(struct model *m, struct call *c)
{
	return m->core.unmap_loop(m, c->d, c->rq->iova, c->rq->size, &c->d->gather);
}

static int64_t do_unmap_queued(struct model *m, struct call *c)
{
	struct gather gather = { 0 };	/* its range is dropped: a flush of everything is owed */
	int64_t done = m->core.unmap_loop(m, c->d, c->rq->iova, c->rq->size, &gather);

	phys_list_splice(&m->phys, &c->d->unlinked, &gather.unlinked);
	return done;
}

static int64_t do_sync(struct model *m, struct call *c)
{
	if (c->d->root)
		c->d->owner->ops.iotlb_sync(m, c->d, &c->d->gather);
	return 0;
}

static int64_t do_flush_all(struct model *m, struct call *c)
{
	if (c->d->root)
		c->d->owner->ops.flush_iotlb_all(m, c->d);
	return 0;
}

/* Who claims: the addresses are the names. */
static const char the_suite, somebody_else;

static int64_t do_claim(struct model *m, struct call *c)
{
	return m->core.claim(m, c->v, &the_suite);
}

static int64_t do_claim_other(struct model *m, struct call *c)
{
	return m->core.claim(m, c->v, &somebody_else);
}

static int64_t do_claim_nobody(struct model *m, struct call *c)
{
	return m->core.claim(m, c->v, NULL);
}

static int64_t do_bind(struct model *m, struct call *c)
{
	return m->core.use_default_domain(m, c->v);
}

static int64_t do_release(struct model *m, struct call *c)
{
	m->core.release(m, c->v);
	if (c->v->group && !c->v->group->owners)
		moved(c, 0, DOM_DEFAULT);
	return 0;
}

static int64_t do_reprobe(struct model *m, struct call *c)
{
	if (!c->v->drv)
		return -ENODEV;
	if (c->v->group)
		m->core.remove(m, c->v);
	return m->core.probe(m, c->v, false);
}

static int64_t do_reprobe_deferred(struct model *m, struct call *c)
{
	if (!c->v->drv)
		return -ENODEV;
	if (c->v->group)
		core_forget(c->v);
	return m->core.probe(m, c->v, true);
}

static int64_t do_reset_prepare(struct model *m, struct call *c)
{
	return m->core.reset_prepare(m, c->v);
}

static int64_t do_reset_done(struct model *m, struct call *c)
{
	m->core.reset_done(m, c->v);
	return 0;
}

static int64_t do_enforce_coherency(struct model *m, struct call *c)
{
	return c->d->root && c->d->owner->ops.enforce_cache_coherency(m, c->d) ? 0 : -EOPNOTSUPP;
}

static int64_t do_msi_windows(struct model *m, struct call *c)
{
	return c->v->drv ? c->v->drv->ops.msi_windows(c->v) : 0;
}

static int64_t do_dma_api(struct model *m, struct call *c)
{
	return m->core.dma_api(m, c->v);
}

static int64_t do_objects(struct model *m, struct call *c)
{
	unsigned int i, n = m->phys.nlive + __builtin_popcount(m->domids);

	for (i = 0; i < MODEL_POOL; i++)
		n += m->pool[i].live;
	return n;
}

static int64_t (*const handlers[TARGET_NR_OPS])(struct model *m, struct call *c) = {
	[TARGET_ALLOC] = do_alloc, [TARGET_FREE] = do_free, [TARGET_NARROW] = do_narrow,
	[TARGET_ATTACH] = do_attach, [TARGET_ATTACH_DEVICE] = do_attach_device,
	[TARGET_DETACH] = do_detach, [TARGET_DETACH_DEVICE] = do_detach_device, [TARGET_REPLACE] = do_replace,
	[TARGET_ATTACH_PASID] = do_attach_pasid, [TARGET_REPLACE_PASID] = do_replace_pasid,
	[TARGET_REPLACE_PASID_REUSED] = do_replace_pasid_reused, [TARGET_DETACH_PASID] = do_detach_pasid,
	[TARGET_MAP] = do_map, [TARGET_MAP_GFP] = do_map_gfp, [TARGET_MAP_NOSYNC] = do_map_nosync,
	[TARGET_SYNC_MAP] = do_sync_map, [TARGET_MAP_SG] = do_map_sg,
	[TARGET_UNMAP] = do_unmap, [TARGET_UNMAP_FAST] = do_unmap_fast, [TARGET_UNMAP_QUEUED] = do_unmap_queued,
	[TARGET_SYNC] = do_sync, [TARGET_FLUSH_ALL] = do_flush_all,
	[TARGET_CLAIM] = do_claim, [TARGET_CLAIM_OTHER] = do_claim_other, [TARGET_CLAIM_NOBODY] = do_claim_nobody,
	[TARGET_RELEASE] = do_release, [TARGET_BIND] = do_bind,
	[TARGET_REPROBE] = do_reprobe, [TARGET_REPROBE_DEFERRED] = do_reprobe_deferred, [TARGET_DMA_API] = do_dma_api,
	[TARGET_RESET_PREPARE] = do_reset_prepare, [TARGET_RESET_DONE] = do_reset_done,
	[TARGET_ENFORCE_COHERENCY] = do_enforce_coherency, [TARGET_MSI_WINDOWS] = do_msi_windows, [TARGET_OBJECTS] = do_objects,
};

/* Find the operands of @rq. Returns NULL, or what is missing. */
static const char *find_operands(struct model *m, const struct request *rq, struct call *c)
{
	const char *operands;

	*c = (struct call){ .rq = rq };
	if ((unsigned int)rq->op >= TARGET_NR_OPS)
		return "no such operation";
	operands = target_ops[rq->op].operands;
	if (strchr(operands, 'v')) {
		if (rq->dev < 0 || (unsigned int)rq->dev >= m->ndevs)
			return "no such device";
		c->v = &m->dev[rq->dev];
	}
	if (rq->op == TARGET_DETACH_PASID &&
	    (!c->v->group || rq->pasid >= HW_PASIDS || !c->v->group->pasid[rq->pasid]))
		return "no such PASID in use";
	if (rq->op == TARGET_ALLOC)
		return rq->dom < DOM_FIRST || rq->dom >= TARGET_DOMAINS || m->handle[rq->dom] ?
			"not a free domain handle" : NULL;
	if (strchr(operands, 'D'))
		c->d = model_find_domain(m, rq->dom, c->v);
	if (rq->op >= TARGET_IOAS_ALLOC)
		return user_operands(m, rq, c);
	if (strchr(operands, 'D')) {
		if (!c->d)
			return "no such domain";
		if (c->d->ioas && (c->d->facts.type == TYPE_IOAS || strchr(operands, 'R') || rq->op == TARGET_FREE))
			return "that is reached through its IOAS";
		if (rq->op == TARGET_FREE && rq->dom < DOM_FIRST)
			return "a domain that is not the suite's to free";
	}
	return NULL;
}

/* Try the armed probes in the state that the hardware is in now. */
static void watch(void *data)
{
	struct model *m = data;
	struct answer *a = m->answer;
	unsigned int i, k;
	struct dma dma;

	for (i = 0; i < m->request->nwatch && i < TARGET_WATCHES; i++) {
		dma = m->request->watch[i];
		if (dma.dev < 0 || (unsigned int)dma.dev >= m->ndevs)
			continue;
		if (!hw_dma(&m->hw, &dma, true))
			dma.result = DMA_UNSEEN;
		for (k = 0; k < a->nduring; k++)
			if (a->during[k].watch == i && a->during[k].result == dma.result &&
			    a->during[k].paddr == dma.paddr)
				break;
		if (k < a->nduring || k == TARGET_WATCHES * 2)
			continue;
		a->during[k].watch = i;
		a->during[k].result = dma.result;
		a->during[k].paddr = dma.paddr;
		a->nduring++;
	}
}

static void arm(struct model *m, const struct request *rq)
{
	void (*fn)(void *) = rq->nwatch ? watch : NULL;

	m->hw.written = m->phys.written = fn;
	m->hw.written_data = m->phys.written_data = m;
	m->phys.fail_nth = rq->env.kind == ENV_ALLOC_FAILURE ? (int64_t)rq->env.n : -1;
	m->phys.allocations = m->phys.failures = 0;
	m->injected = 0;
}

static void disarm(struct model *m)
{
	m->hw.written = m->phys.written = NULL;
	m->phys.fail_nth = -1;
}

static void answer_why(struct answer *a, enum answer_kind kind, const char *why)
{
	a->kind = kind;
	a->value = 0;
	snprintf(a->why, sizeof(a->why), "%s", why);
}

void model_execute(struct model *m, const struct request *rq, struct answer *a)
{
	const char *missing;
	struct call c;

	a->kind = ANSWER_DONE;
	a->value = 0;
	a->nduring = 0;
	a->why[0] = a->log[0] = '\0';
	m->request = rq;
	m->answer = a;
	m->unknown = NULL;
	arm(m, rq);
	missing = find_operands(m, rq, &c);
	if (!missing)
		a->value = (handlers[rq->op] ? handlers : user_handlers)[rq->op](m, &c);
	disarm(m);
	ioas_reap(m);
	a->assumed = m->self->quote && (rq->op >= 32 || !(m->self->speaks >> rq->op & 1));
	a->injected = m->injected + m->phys.failures;
	a->events = model_take_events(m);
	if (missing)
		answer_why(a, ANSWER_UNSUPPORTED, missing);
	else if (m->unknown)
		answer_why(a, ANSWER_UNKNOWN, m->unknown);
	m->answer = NULL;
}
