// SPDX-License-Identifier: GPL-2.0-only
/* The operations of a user space, carried out on the model. See ops.h. */
#include <errno.h>
#include <string.h>

#include "harness/model/ioas.h"
#include "harness/model/ops.h"

static int64_t do_ioas_alloc(struct model *m, struct call *c)
{
	struct ioas *io;
	int ret = m->user.alloc(m, &io);

	if (!ret)
		m->handle[c->rq->dom] = &io->self;
	return ret;
}

static int64_t do_hwpt_alloc(struct model *m, struct call *c)
{
	struct domain *d;
	int ret = m->user.alloc_hwpt(m, c->from->ioas, c->v, c->rq->flags, &d);

	if (!ret)
		m->handle[c->rq->dom] = d;
	return ret;
}

static int64_t do_destroy(struct model *m, struct call *c)
{
	int ret = m->user.destroy(m, c->d);

	if (!ret)
		m->handle[c->rq->dom] = NULL;
	return ret;
}

static int64_t do_ioas_map(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;

	return m->user.map(m, c->d->ioas, rq->iova, rq->size, rq->paddr, rq->prot, rq->prot & PROT_WRITE_);
}

static int64_t do_ioas_map_poor(struct model *m, struct call *c)
{
	int64_t ret;

	m->poor = true;
	ret = do_ioas_map(m, c);
	m->poor = false;
	return ret;
}

static int64_t do_ioas_map_owed(struct model *m, struct call *c)
{
	uint64_t before = m->charged;

	do_ioas_map_poor(m, c);
	return (int64_t)(m->charged - before);
}

static int64_t do_ioas_place(struct model *m, struct call *c)
{
	return m->user.place(m, c->d->ioas, c->rq->size);
}

static int64_t do_ioas_unmap(struct model *m, struct call *c)
{
	return m->user.unmap(m, c->d->ioas, c->rq->iova, c->rq->size);
}

static int64_t do_ioas_copy(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;

	return m->user.copy(m, c->d->ioas, rq->iova, rq->size, rq->prot, c->from->ioas, rq->iova2);
}

static int64_t do_ioas_allow(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;
	const struct iova_range list[] = {
		{ rq->iova, rq->iova + rq->size - 1 }, { rq->iova2, rq->iova2 + rq->size2 - 1 },
	};

	return m->user.allow(m, c->d->ioas, list, rq->op == TARGET_IOAS_ALLOW ? 1 : 2);
}

static int64_t do_ioas_small(struct model *m, struct call *c)
{
	return m->user.no_large_pages(m, c->d->ioas);
}

/* How many entries the array has that is asked for. */
static unsigned int room_of(enum target_how how, unsigned int ranges)
{
	switch (how) {
	case HOW_NO_ROOM:
		return 0;
	case HOW_ONE_LESS:
		return ranges - 1;
	case HOW_ONE_MORE:
		return ranges + 1;
	default:
		return ranges;
	}
}

static int64_t do_ioas_ranges(struct model *m, struct call *c)
{
	unsigned int filled, n = m->user.ranges(m, c->d->ioas, TARGET_RANGES, &filled);
	unsigned int room = room_of(c->rq->how, filled);

	n = m->user.ranges(m, c->d->ioas, room, &filled);
	if (c->rq->op == TARGET_IOAS_RANGES)
		return n > room ? -EMSGSIZE : 0;
	return c->rq->op == TARGET_IOAS_RANGES_TOLD ? n : filled;
}

static int64_t do_ioctl(struct model *m, struct call *c)
{
	return m->user.frame(m, c->rq->how);
}

static int64_t do_vfio_attach(struct model *m, struct call *c)
{
	int ret = m->user.attach(m, c->v, c->d);

	if (!ret)
		c->v->group->handle = c->rq->dom;
	return ret;
}

static int64_t do_vfio_attach_pasid(struct model *m, struct call *c)
{
	return m->user.attach_pasid(m, c->v, c->rq->pasid, c->d);
}

static int64_t do_ioas_reserved(struct model *m, struct call *c)
{
	return ioas_reserved(m, c->d->ioas, c->v);
}

static int64_t do_vfio_detach(struct model *m, struct call *c)
{
	int ret = m->user.detach(m, c->v);

	if (!ret)
		c->v->group->handle = DOM_DEFAULT;
	return ret;
}

static int64_t do_same_hwpt(struct model *m, struct call *c)
{
	const struct device *w = &m->dev[c->rq->dev2];

	return c->v->group && w->group && c->v->group->domain == w->group->domain;
}

static int64_t do_access_pin(struct model *m, struct call *c)
{
	return m->user.pin(m, c->d->ioas, c->rq->iova, c->rq->size, c->rq->prot);
}

static int64_t do_access_unpin(struct model *m, struct call *c)
{
	return m->user.unpin(m, c->d->ioas, c->rq->iova, c->rq->size);
}

static int64_t do_access_rw(struct model *m, struct call *c)
{
	return m->user.access(m, c->d->ioas, c->rq->iova, c->rq->size, c->rq->prot);
}

static int64_t do_dirty_track(struct model *m, struct call *c)
{
	return m->user.track(m, c->d, c->rq->op == TARGET_DIRTY_ON);
}

static int64_t do_dirty_write(struct model *m, struct call *c)
{
	return m->user.dirty_write(m, c->d, c->rq->iova, c->rq->size);
}

static int64_t do_dirty_read(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;
	uint64_t page = rq->op == TARGET_DIRTY_SIZELESS ? 0 : ioas_page(m);

	return m->user.dirty_read(m, c->d, rq->iova, rq->size, page, rq->op != TARGET_DIRTY_PEEK);
}

static int64_t do_vfio_map(struct model *m, struct call *c)
{
	const struct request *rq = c->rq;

	return m->user.vfio_map(m, c->d->ioas, rq->iova, rq->size, rq->paddr, rq->prot);
}

static int64_t do_vfio_unmap(struct model *m, struct call *c)
{
	return m->user.vfio_unmap(m, c->d->ioas, c->rq->iova, c->rq->size);
}

static int64_t do_nested_alloc(struct model *m, struct call *c)
{
	struct domain *d;
	int ret = m->user.alloc_nested(m, c->from, c->v, c->rq->how, &d);

	if (!ret)
		m->handle[c->rq->dom] = d;
	return ret;
}

static int64_t do_guest_map(struct model *m, struct call *c)
{
	return m->user.guest_map(m, c->v->domain, c->rq->iova, c->rq->size);
}

static int64_t do_guest_unmap(struct model *m, struct call *c)
{
	return m->user.guest_unmap(m, c->v->domain, c->rq->iova, c->rq->size);
}

static int64_t do_invalidate(struct model *m, struct call *c)
{
	return m->user.invalidate(m, c->d, c->rq->iova, c->rq->size);
}

static int64_t do_invalidate_list(struct model *m, struct call *c)
{
	unsigned int done;
	int ret = m->user.invalidate_list(m, c->d, c->rq->iova, c->rq->how, &done);

	return c->rq->op == TARGET_INVALIDATE_DONE ? (int64_t)done : ret;
}

static int64_t do_nested_cached(struct model *m, struct call *c)
{
	const uint64_t page = ioas_page(m);
	uint64_t at, bytes = 0;

	for (at = 0; at < c->rq->size; at += page)
		bytes += hw_caches(&m->hw, c->d->domid, c->rq->iova + at, c->rq->iova + at) ? page : 0;
	return (int64_t)bytes;
}

static int64_t do_viommu_alloc(struct model *m, struct call *c)
{
	struct domain *d;
	int ret = m->user.alloc_viommu(m, c->from, c->v, &d);

	if (!ret)
		m->handle[c->rq->dom] = d;
	return ret;
}

static int64_t do_vdevice_alloc(struct model *m, struct call *c)
{
	return m->user.alloc_vdevice(m, c->v, c->rq->pasid, c->d);
}

static int64_t do_alloc_faults(struct model *m, struct call *c)
{
	struct domain *d;
	int ret = m->user.alloc_faults(m, c->from->ioas, c->v, c->rq->flags, c->rq->how, &d);

	if (!ret)
		m->handle[c->rq->dom] = d;
	return ret;
}

static int64_t do_page_request(struct model *m, struct call *c)
{
	return m->user.page_request(m, c->v, c->rq->iova);
}

static int64_t do_page_read(struct model *m, struct call *c)
{
	return m->user.page_read(m, c->v, c->rq->how);
}

static int64_t do_page_answer(struct model *m, struct call *c)
{
	enum target_how how = c->rq->op == TARGET_PAGE_ANSWER ? c->rq->how : HOW_WELL_FORMED;

	return m->user.page_answer(m, c->v, c->rq->op != TARGET_PAGE_INVALID, how);
}

static int64_t do_page_waits(struct model *m, struct call *c)
{
	return c->v->page.state != PAGE_ANSWERED;
}

static int64_t do_page_got(struct model *m, struct call *c)
{
	return c->v->page.got;
}

int64_t (*const user_handlers[TARGET_NR_OPS])(struct model *m, struct call *c) = {
	[TARGET_IOAS_ALLOC] = do_ioas_alloc, [TARGET_HWPT_ALLOC] = do_hwpt_alloc, [TARGET_DESTROY] = do_destroy,
	[TARGET_IOAS_MAP] = do_ioas_map, [TARGET_IOAS_PLACE] = do_ioas_place, [TARGET_IOAS_UNMAP] = do_ioas_unmap,
	[TARGET_IOAS_MAP_POOR] = do_ioas_map_poor, [TARGET_IOAS_MAP_OWED] = do_ioas_map_owed,
	[TARGET_IOAS_COPY] = do_ioas_copy, [TARGET_IOAS_ALLOW] = do_ioas_allow,
	[TARGET_IOAS_ALLOW_BOTH] = do_ioas_allow, [TARGET_IOAS_SMALL] = do_ioas_small,
	[TARGET_IOAS_RANGES] = do_ioas_ranges, [TARGET_IOAS_RANGES_TOLD] = do_ioas_ranges,
	[TARGET_IOAS_RANGES_FILLED] = do_ioas_ranges, [TARGET_IOCTL] = do_ioctl,
	[TARGET_VFIO_ATTACH] = do_vfio_attach, [TARGET_VFIO_DETACH] = do_vfio_detach,
	[TARGET_VFIO_ATTACH_PASID] = do_vfio_attach_pasid, [TARGET_IOAS_RESERVED] = do_ioas_reserved,
	[TARGET_SAME_HWPT] = do_same_hwpt, [TARGET_ACCESS_PIN] = do_access_pin,
	[TARGET_ACCESS_UNPIN] = do_access_unpin, [TARGET_ACCESS_RW] = do_access_rw,
	[TARGET_DIRTY_ON] = do_dirty_track, [TARGET_DIRTY_OFF] = do_dirty_track, [TARGET_DIRTY_WRITE] = do_dirty_write,
	[TARGET_DIRTY_READ] = do_dirty_read, [TARGET_DIRTY_PEEK] = do_dirty_read,
	[TARGET_DIRTY_SIZELESS] = do_dirty_read, [TARGET_VFIO_MAP] = do_vfio_map, [TARGET_VFIO_UNMAP] = do_vfio_unmap,
	[TARGET_NESTED_ALLOC] = do_nested_alloc, [TARGET_GUEST_MAP] = do_guest_map, [TARGET_GUEST_UNMAP] = do_guest_unmap,
	[TARGET_NESTED_INVALIDATE] = do_invalidate, [TARGET_INVALIDATE_LIST] = do_invalidate_list,
	[TARGET_INVALIDATE_DONE] = do_invalidate_list, [TARGET_NESTED_CACHED] = do_nested_cached,
	[TARGET_HWPT_ALLOC_FAULTS] = do_alloc_faults, [TARGET_PAGE_REQUEST] = do_page_request,
	[TARGET_PAGE_READ] = do_page_read, [TARGET_PAGE_SUCCESS] = do_page_answer,
	[TARGET_PAGE_INVALID] = do_page_answer, [TARGET_PAGE_ANSWER] = do_page_answer,
	[TARGET_PAGE_WAITS] = do_page_waits, [TARGET_PAGE_GOT] = do_page_got,
	[TARGET_VIOMMU_ALLOC] = do_viommu_alloc, [TARGET_VDEVICE_ALLOC] = do_vdevice_alloc,
};

static bool is_ioas(const struct domain *d)
{
	return d && d->facts.type == TYPE_IOAS;
}

static bool is_hwpt(const struct domain *d)
{
	return d && d->ioas && (d->facts.type == TYPE_PAGING || d->facts.type == TYPE_NESTED);
}

static bool is_viommu(const struct domain *d)
{
	return d && d->facts.type == TYPE_VIOMMU;
}

/* What operand D must be: NULL if @c->d is that, or what it is not. */
static const char *wrong_kind(const struct request *rq, const struct call *c)
{
	switch (rq->op) {
	case TARGET_IOAS_ALLOC: case TARGET_HWPT_ALLOC: case TARGET_NESTED_ALLOC: case TARGET_VIOMMU_ALLOC:
	case TARGET_HWPT_ALLOC_FAULTS:
		return c->d ? "not a free domain handle" : NULL;
	case TARGET_DESTROY:
		return c->d && !c->d->ioas ? "neither an IOAS nor a HWPT" : NULL;
	case TARGET_VFIO_ATTACH: case TARGET_VFIO_ATTACH_PASID:
		return is_ioas(c->d) || is_hwpt(c->d) ? NULL : "neither an IOAS nor a HWPT";
	case TARGET_DIRTY_ON: case TARGET_DIRTY_OFF: case TARGET_DIRTY_WRITE: case TARGET_DIRTY_READ:
	case TARGET_DIRTY_PEEK: case TARGET_DIRTY_SIZELESS: case TARGET_NESTED_INVALIDATE:
	case TARGET_INVALIDATE_LIST: case TARGET_INVALIDATE_DONE: case TARGET_NESTED_CACHED:
		return is_hwpt(c->d) ? NULL : "not a HWPT";
	case TARGET_VDEVICE_ALLOC:
		return is_viommu(c->d) ? NULL : "not a virtual IOMMU";
	default:
		return is_ioas(c->d) ? NULL : "not an IOAS";
	}
}

const char *user_operands(struct model *m, const struct request *rq, struct call *c)
{
	const char *operands = target_ops[rq->op].operands;
	bool hwpt = rq->op == TARGET_NESTED_ALLOC || rq->op == TARGET_VIOMMU_ALLOC;

	if (rq->op == TARGET_GUEST_MAP || rq->op == TARGET_GUEST_UNMAP)
		return c->v->domain && c->v->domain->facts.type == TYPE_NESTED ? NULL : "not on a nested HWPT";
	c->from = strchr(operands, 'E') ? model_find_domain(m, rq->dom2, NULL) : NULL;
	if (strchr(operands, 'D') && rq->dom < DOM_FIRST)
		return "not a free domain handle";
	if (strchr(operands, 'E') && !(hwpt ? is_hwpt(c->from) : is_ioas(c->from)))
		return hwpt ? "no such HWPT" : "no such IOAS";
	return strchr(operands, 'D') ? wrong_kind(rq, c) : NULL;
}
