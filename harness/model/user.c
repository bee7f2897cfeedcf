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

int64_t (*const user_handlers[TARGET_NR_OPS])(struct model *m, struct call *c) = {
	[TARGET_IOAS_ALLOC] = do_ioas_alloc, [TARGET_HWPT_ALLOC] = do_hwpt_alloc, [TARGET_DESTROY] = do_destroy,
	[TARGET_IOAS_MAP] = do_ioas_map, [TARGET_IOAS_PLACE] = do_ioas_place, [TARGET_IOAS_UNMAP] = do_ioas_unmap,
	[TARGET_IOAS_COPY] = do_ioas_copy, [TARGET_IOAS_ALLOW] = do_ioas_allow,
	[TARGET_IOAS_ALLOW_BOTH] = do_ioas_allow, [TARGET_IOAS_SMALL] = do_ioas_small,
	[TARGET_IOAS_RANGES] = do_ioas_ranges, [TARGET_IOAS_RANGES_TOLD] = do_ioas_ranges,
	[TARGET_IOAS_RANGES_FILLED] = do_ioas_ranges, [TARGET_IOCTL] = do_ioctl,
	[TARGET_VFIO_ATTACH] = do_vfio_attach, [TARGET_VFIO_DETACH] = do_vfio_detach,
	[TARGET_SAME_HWPT] = do_same_hwpt, [TARGET_ACCESS_PIN] = do_access_pin,
	[TARGET_ACCESS_UNPIN] = do_access_unpin, [TARGET_ACCESS_RW] = do_access_rw,
	[TARGET_DIRTY_ON] = do_dirty_track, [TARGET_DIRTY_OFF] = do_dirty_track, [TARGET_DIRTY_WRITE] = do_dirty_write,
	[TARGET_DIRTY_READ] = do_dirty_read, [TARGET_DIRTY_PEEK] = do_dirty_read,
	[TARGET_DIRTY_SIZELESS] = do_dirty_read, [TARGET_VFIO_MAP] = do_vfio_map, [TARGET_VFIO_UNMAP] = do_vfio_unmap,
};

static bool is_ioas(const struct domain *d)
{
	return d && d->facts.type == TYPE_IOAS;
}

const char *user_operands(struct model *m, const struct request *rq, struct call *c)
{
	bool makes = rq->op == TARGET_IOAS_ALLOC || rq->op == TARGET_HWPT_ALLOC;
	bool hwpt = rq->op >= TARGET_DIRTY_ON && rq->op <= TARGET_DIRTY_SIZELESS;

	c->from = strchr(target_ops[rq->op].operands, 'E') ? model_find_domain(m, rq->dom2, NULL) : NULL;
	if (rq->dom < DOM_FIRST || (makes && c->d))
		return "not a free domain handle";
	if (strchr(target_ops[rq->op].operands, 'E') && !is_ioas(c->from))
		return "no such IOAS";
	if (makes || rq->op == TARGET_DESTROY)
		return c->d && !c->d->ioas ? "neither an IOAS nor a HWPT" : NULL;
	if (rq->op == TARGET_VFIO_ATTACH || hwpt)
		return c->d && c->d->ioas && (!hwpt || !is_ioas(c->d)) ? NULL : "not a HWPT";
	return is_ioas(c->d) ? NULL : "not an IOAS";
}
