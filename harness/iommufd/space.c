// SPDX-License-Identifier: GPL-2.0-only
/* Operations on address spaces: each is the ioctl that it is named after, and its errno is the answer. */
#include <errno.h>
#include <string.h>

#include "harness/iommufd/iofd.h"

#define NOBODY	0x7ffffff0u	/* an ID that nothing has */

/* ---- ioctls */

int iofd_ioas_alloc(struct iofd *t, uint32_t *ioas)
{
	struct iofd_ioas_alloc cmd = { .size = sizeof(cmd) };
	int ret = iofd_call(t->fd, IOFD_IOAS_ALLOC, &cmd);

	*ioas = cmd.out_id;
	return ret;
}

int iofd_destroy(struct iofd *t, uint32_t id)
{
	struct iofd_destroy cmd = { .size = sizeof(cmd), .id = id };

	return iofd_call(t->fd, IOFD_DESTROY, &cmd);
}

int iofd_map(struct iofd *t, uint32_t ioas, uint64_t iova, uint64_t size, const void *va, uint32_t prot,
	     uint32_t flags)
{
	struct iofd_map cmd = {
		.size = sizeof(cmd), .flags = flags, .ioas = ioas, .va = (uintptr_t)va, .length = size, .iova = iova,
	};

	cmd.flags |= (prot & PROT_READ_ ? IOFD_READABLE : 0) | (prot & PROT_WRITE_ ? IOFD_WRITEABLE : 0);
	return iofd_call(t->fd, IOFD_IOAS_MAP, &cmd);
}

int iofd_unmap(struct iofd *t, uint32_t ioas, uint64_t iova, uint64_t *size)
{
	struct iofd_unmap cmd = { .size = sizeof(cmd), .ioas = ioas, .iova = iova, .length = *size };
	int ret = iofd_call(t->fd, IOFD_IOAS_UNMAP, &cmd);

	*size = cmd.length;
	return ret;
}

int iofd_ranges(struct iofd *t, uint32_t ioas, struct domain_facts *f)
{
	struct iofd_ranges cmd = { .size = sizeof(cmd), .ioas = ioas, .n = TARGET_RANGES, .list = (uintptr_t)f->range };
	int ret = iofd_call(t->fd, IOFD_IOAS_IOVA_RANGES, &cmd);

	f->nranges = cmd.n < TARGET_RANGES ? cmd.n : TARGET_RANGES;
	f->alignment = cmd.alignment;
	return ret == -EMSGSIZE ? 0 : ret;
}

void iofd_reach(const struct iofd *t, struct domain_facts *f)
{
	unsigned int i;

	f->first = f->range[0].first;
	f->last = f->range[f->nranges - 1].last;
	for (i = 0; i < t->ndevs; i++) {
		f->first = f->first > t->dev[i].reach_first ? f->first : t->dev[i].reach_first;
		f->last = f->last < t->dev[i].reach_last ? f->last : t->dev[i].reach_last;
	}
}

int iofd_hwpt_alloc(struct iofd *t, uint32_t dev, uint32_t ioas, uint32_t flags, uint32_t *hwpt)
{
	struct iofd_hwpt_alloc cmd = { .size = sizeof(cmd), .flags = flags, .dev = dev, .pt = ioas };
	int ret = iofd_call(t->fd, IOFD_HWPT_ALLOC, &cmd);

	*hwpt = cmd.out_id;
	return ret;
}

/* ---- what is mapped, as far as we asked for it */

struct iofd_handle *iofd_space(struct iofd *t, int dom)
{
	struct iofd_handle *h = &t->handle[dom];

	return h->kind == IOFD_HWPT ? &t->handle[h->of] : h;
}

void iofd_note_area(struct iofd_handle *h, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot)
{
	memory_mapped(paddr, size);
	if (h->nareas < IOFD_AREAS)
		h->area[h->nareas++] = (struct iofd_area){ iova, size, paddr, prot };
}

void iofd_forget_areas(struct iofd_handle *h, uint64_t iova, uint64_t size)
{
	unsigned int i, n = 0;

	for (i = 0; i < h->nareas; i++)
		if (h->area[i].iova < iova || h->area[i].iova - iova > size - 1 ||
		    h->area[i].size - 1 > size - 1 - (h->area[i].iova - iova))
			h->area[n++] = h->area[i];
	h->nareas = n;
}

const struct iofd_area *iofd_area_at(const struct iofd_handle *h, uint64_t iova)
{
	unsigned int i;

	for (i = 0; i < h->nareas; i++)
		if (iova - h->area[i].iova < h->area[i].size)
			return &h->area[i];
	return NULL;
}

/* ---- operations */

static int64_t do_ioas_alloc(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	int ret;

	(void)a;
	*h = (struct iofd_handle){ .access = -1 };
	ret = iofd_ioas_alloc(t, &h->ioas);
	h->kind = ret ? IOFD_NOTHING : IOFD_IOAS;
	return ret;
}

static int64_t do_hwpt_alloc(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom], *of = &t->handle[rq->dom2];
	int ret;

	if (of->kind != IOFD_IOAS)
		return iofd_cannot(a, "not an IOAS");
	*h = (struct iofd_handle){ .of = rq->dom2, .ioas = of->ioas, .access = -1 };
	ret = iofd_hwpt_alloc(t, t->dev[rq->dev].id, of->ioas, rq->flags, &h->hwpt);
	h->kind = ret ? IOFD_NOTHING : IOFD_HWPT;
	return ret;
}

static int64_t do_destroy(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	uint32_t id = h->kind == IOFD_IOAS ? h->ioas : h->kind == IOFD_NOTHING ? NOBODY : h->hwpt;
	int ret;

	if (h->kind == IOFD_DOMAIN)
		return iofd_cannot(a, "that domain is freed");
	ret = iofd_destroy(t, id);
	if (!ret) {
		faults_leave(t, h);
		h->kind = IOFD_NOTHING;
	}
	return ret;
}

/* Memory for @paddr, or where it begins for a map that is refused before any is looked at. */
static const void *memory_for(uint64_t paddr, uint64_t size)
{
	return memory_at(paddr, size <= iofd_memory.size ? size : 0);
}

static int64_t do_ioas_map(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	const void *va = memory_for(rq->paddr, rq->size);
	int ret;

	if (!va)
		return iofd_cannot(a, "no memory of this process is there");
	ret = iofd_map(t, h->ioas, rq->iova, rq->size, va, rq->prot, IOFD_FIXED);
	if (!ret)
		iofd_note_area(h, rq->iova, rq->size, rq->paddr, rq->prot);
	return ret;
}

static int64_t do_ioas_map_poor(struct iofd *t, const struct request *rq, struct answer *a)
{
	int64_t ret;

	if (!locked_forbid())
		return iofd_cannot(a, "this process cannot change what it may lock");
	ret = do_ioas_map(t, rq, a);
	locked_allow();
	return ret;
}

static int64_t do_ioas_map_owed(struct iofd *t, const struct request *rq, struct answer *a)
{
	uint64_t before, after;

	if (!locked_bytes(&before))
		return iofd_cannot(a, "/proc/self/status does not tell what is pinned");
	do_ioas_map_poor(t, rq, a);
	return locked_bytes(&after) && after > before ? (int64_t)(after - before) : 0;
}

static int64_t do_ioas_place(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_map cmd = {
		.size = sizeof(cmd), .flags = IOFD_READABLE, .ioas = t->handle[rq->dom].ioas, .length = rq->size,
		.va = (uintptr_t)memory_at(iofd_memory.paddr, rq->size),
	};
	uint64_t size = rq->size;
	int ret;

	if (!cmd.va)
		return iofd_cannot(a, "this process has not as much memory");
	ret = iofd_call(t->fd, IOFD_IOAS_MAP, &cmd);
	if (!ret)
		ret = iofd_unmap(t, cmd.ioas, cmd.iova, &size);
	if (!ret && cmd.iova > INT64_MAX)
		return iofd_cannot(a, "it is placed at an address that would be taken for an error");
	return ret ? ret : (int64_t)cmd.iova;
}

static int64_t do_ioas_unmap(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	uint64_t size = rq->size;
	int ret = iofd_unmap(t, h->ioas, rq->iova, &size);

	(void)a;
	if (!ret && rq->size)
		iofd_forget_areas(h, rq->iova, rq->size);
	return ret ? ret : (int64_t)size;
}

static int64_t do_ioas_copy(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *to = &t->handle[rq->dom], *from = &t->handle[rq->dom2];
	const struct iofd_area *area = iofd_area_at(from, rq->iova2);
	struct iofd_copy cmd = {
		.size = sizeof(cmd), .to = to->ioas, .from = from->ioas, .length = rq->size, .iova = rq->iova,
		.source = rq->iova2,
		.flags = IOFD_FIXED | (rq->prot & PROT_READ_ ? IOFD_READABLE : 0) |
			 (rq->prot & PROT_WRITE_ ? IOFD_WRITEABLE : 0),
	};
	int ret;

	if (from->kind != IOFD_IOAS)
		return iofd_cannot(a, "not an IOAS");
	ret = iofd_call(t->fd, IOFD_IOAS_COPY, &cmd);
	if (!ret && area)
		iofd_note_area(to, rq->iova, rq->size, area->paddr + (rq->iova2 - area->iova), rq->prot);
	return ret;
}

static int64_t do_ioas_allow(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_range list[] = {
		{ rq->iova, rq->iova + rq->size - 1 }, { rq->iova2, rq->iova2 + rq->size2 - 1 },
	};
	struct iofd_allow cmd = {
		.size = sizeof(cmd), .ioas = t->handle[rq->dom].ioas, .n = rq->op == TARGET_IOAS_ALLOW ? 1 : 2,
		.list = (uintptr_t)list,
	};

	(void)a;
	return iofd_call(t->fd, IOFD_IOAS_ALLOW_IOVAS, &cmd);
}

static int64_t do_ioas_small(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_option cmd = {
		.size = sizeof(cmd), .option = IOFD_OPTION_HUGE_PAGES, .object = t->handle[rq->dom].ioas,
	};

	(void)a;
	return iofd_call(t->fd, IOFD_OPTION, &cmd);
}

static unsigned int room_of(enum target_how how, unsigned int ranges)
{
	return how == HOW_NO_ROOM ? 0 : how == HOW_ONE_LESS ? ranges - 1 : how == HOW_ONE_MORE ? ranges + 1 : ranges;
}

static int64_t do_ioas_ranges(struct iofd *t, const struct request *rq, struct answer *a)
{
	uint32_t ioas = t->handle[rq->dom].ioas;
	struct iofd_range list[TARGET_RANGES + 2];
	struct iofd_ranges cmd = { .size = sizeof(cmd), .ioas = ioas, .list = (uintptr_t)list };
	struct domain_facts f;
	int64_t filled = 0;
	int ret = iofd_ranges(t, ioas, &f);

	if (ret)
		return iofd_cannot(a, "the ranges cannot be counted first");
	memset(list, 0xa5, sizeof(list));
	cmd.n = room_of(rq->how, f.nranges);
	ret = iofd_call(t->fd, IOFD_IOAS_IOVA_RANGES, &cmd);
	if (rq->op == TARGET_IOAS_RANGES)
		return ret;
	if (rq->op == TARGET_IOAS_RANGES_TOLD)
		return cmd.n;
	while (filled < (int64_t)(sizeof(list) / sizeof(list[0])) && list[filled].start != 0xa5a5a5a5a5a5a5a5ull)
		filled++;
	return filled;
}

/* A structure as long as @size says, well formed but for what @how says. */
static int64_t do_ioctl(struct iofd *t, const struct request *rq, struct answer *a)
{
	static union { struct iofd_ioas_alloc cmd; unsigned char bytes[256]; } u;
	struct iofd_ranges reserved = { .size = sizeof(reserved), .reserved = 1 };
	int ret;

	(void)a;
	memset(&u, 0, sizeof(u));
	u.cmd.size = rq->how == HOW_SHORT ? 4 : rq->how == HOW_LONG || rq->how == HOW_LONG_ZEROES ? 256 : sizeof(u.cmd);
	u.cmd.flags = rq->how == HOW_UNKNOWN_FLAG ? 1u << 31 : 0;
	u.bytes[255] = rq->how == HOW_LONG;
	switch (rq->how) {
	case HOW_NO_SUCH_NUMBER:
		return iofd_call(t->fd, IOFD_NO_SUCH_COMMAND, &u);
	case HOW_BAD_POINTER:
		return iofd_call(t->fd, IOFD_IOAS_ALLOC, (void *)16);
	case HOW_RESERVED_SET:
		return iofd_call(t->fd, IOFD_IOAS_IOVA_RANGES, &reserved);
	case HOW_UNKNOWN_ID:
		return iofd_destroy(t, NOBODY);
	default:
		ret = iofd_call(t->fd, IOFD_IOAS_ALLOC, &u);
		return ret ? ret : iofd_destroy(t, u.cmd.out_id);
	}
}

static int64_t do_vfio_attach(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	int ret;

	if (h->kind == IOFD_NOTHING || h->kind == IOFD_VIOMMU)
		return iofd_cannot(a, "no such IOAS or HWPT");
	ret = device_attach(t, &t->dev[rq->dev], h->kind == IOFD_IOAS ? h->ioas : h->hwpt);
	if (!ret)
		t->dev[rq->dev].on = rq->dom;
	return ret;
}

static int64_t do_vfio_detach(struct iofd *t, const struct request *rq, struct answer *a)
{
	(void)a;
	return device_detach(t, &t->dev[rq->dev]);
}

static int64_t do_vfio_attach_pasid(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	struct iofd_device *v = &t->dev[rq->dev];

	if (h->kind == IOFD_NOTHING || h->kind == IOFD_VIOMMU || !v->max_pasids)
		return iofd_cannot(a, "no such IOAS or HWPT, or a device without PASIDs");
	if (v->npasids == sizeof(v->pasid) / sizeof(v->pasid[0]))
		return iofd_cannot(a, "too many PASIDs are in use");
	return device_attach_pasid(t, v, rq->pasid, h->kind == IOFD_IOAS ? h->ioas : h->hwpt);
}

static int64_t do_ioas_reserved(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_reserved list[64];
	int n = device_reserved(&t->dev[rq->dev], list, sizeof(list) / sizeof(list[0])), i;
	struct domain_facts f;
	int64_t found = 0;
	unsigned int k;

	if (t->handle[rq->dom].kind != IOFD_IOAS || iofd_ranges(t, t->handle[rq->dom].ioas, &f) || n < 0)
		return iofd_cannot(a, "not an IOAS, or sysfs does not tell what the device alone reserves");
	for (i = 0; i < n; i++)
		for (k = 0; k < f.nranges; k++)
			found += list[i].first <= f.range[k].last && f.range[k].first <= list[i].last;
	return found;
}

static int64_t do_same_hwpt(struct iofd *t, const struct request *rq, struct answer *a)
{
	(void)a;
	return t->dev[rq->dev].hwpt == t->dev[rq->dev2].hwpt;
}

/* A container's ioctls are about the one IOAS that it is told. */
static int container(struct iofd *t, uint32_t ioas, uint16_t op)
{
	struct iofd_vfio_ioas cmd = { .size = sizeof(cmd), .ioas = ioas, .op = op };

	return iofd_call(t->fd, IOFD_VFIO_IOAS, &cmd);
}

static int64_t do_vfio_map(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	struct vfio_map cmd = {
		.argsz = sizeof(cmd), .va = (uintptr_t)memory_for(rq->paddr, rq->size), .iova = rq->iova,
		.size = rq->size,
		.flags = (rq->prot & PROT_READ_ ? VFIO_MAP_READ : 0) | (rq->prot & PROT_WRITE_ ? VFIO_MAP_WRITE : 0),
	};
	int ret;

	if (!cmd.va || container(t, h->ioas, IOFD_VFIO_IOAS_SET))
		return iofd_cannot(a, "no memory of this process is there, or no container is served");
	ret = iofd_call(t->fd, VFIO_MAP_DMA, &cmd);
	if (!ret)
		iofd_note_area(h, rq->iova, rq->size, rq->paddr, rq->prot);
	container(t, 0, IOFD_VFIO_IOAS_CLEAR);
	return ret;
}

static int64_t do_vfio_unmap(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	struct vfio_unmap cmd = { .argsz = sizeof(cmd), .iova = rq->iova, .size = rq->size };
	int ret;

	if (container(t, h->ioas, IOFD_VFIO_IOAS_SET))
		return iofd_cannot(a, "no container is served");
	ret = iofd_call(t->fd, VFIO_UNMAP_DMA, &cmd);
	if (!ret && rq->size)
		iofd_forget_areas(h, rq->iova, rq->size);
	container(t, 0, IOFD_VFIO_IOAS_CLEAR);
	return ret ? ret : (int64_t)cmd.size;
}

int64_t space_submit(struct iofd *t, const struct request *rq, struct answer *a)
{
	static int64_t (*const handlers[TARGET_NR_OPS])(struct iofd *, const struct request *, struct answer *) = {
		[TARGET_IOAS_ALLOC] = do_ioas_alloc, [TARGET_HWPT_ALLOC] = do_hwpt_alloc, [TARGET_DESTROY] = do_destroy,
		[TARGET_IOAS_MAP] = do_ioas_map, [TARGET_IOAS_PLACE] = do_ioas_place,
		[TARGET_IOAS_MAP_POOR] = do_ioas_map_poor, [TARGET_IOAS_MAP_OWED] = do_ioas_map_owed,
		[TARGET_IOAS_UNMAP] = do_ioas_unmap, [TARGET_IOAS_COPY] = do_ioas_copy,
		[TARGET_IOAS_ALLOW] = do_ioas_allow, [TARGET_IOAS_ALLOW_BOTH] = do_ioas_allow,
		[TARGET_IOAS_SMALL] = do_ioas_small, [TARGET_IOAS_RANGES] = do_ioas_ranges,
		[TARGET_IOAS_RANGES_TOLD] = do_ioas_ranges, [TARGET_IOAS_RANGES_FILLED] = do_ioas_ranges,
		[TARGET_IOCTL] = do_ioctl, [TARGET_VFIO_ATTACH] = do_vfio_attach, [TARGET_VFIO_DETACH] = do_vfio_detach,
		[TARGET_VFIO_ATTACH_PASID] = do_vfio_attach_pasid, [TARGET_IOAS_RESERVED] = do_ioas_reserved,
		[TARGET_SAME_HWPT] = do_same_hwpt, [TARGET_VFIO_MAP] = do_vfio_map, [TARGET_VFIO_UNMAP] = do_vfio_unmap,
	};
	const char *operands = target_ops[rq->op].operands;
	bool makes = rq->op == TARGET_IOAS_ALLOC || rq->op == TARGET_HWPT_ALLOC;
	enum iofd_kind kind = strchr(operands, 'D') ? t->handle[rq->dom].kind : IOFD_NOTHING;

	if (makes && (rq->dom < DOM_FIRST || kind != IOFD_NOTHING))
		return iofd_cannot(a, "not a free domain handle");
	if (*operands == 'D' && !makes && rq->op != TARGET_DESTROY && kind != IOFD_IOAS)
		return iofd_cannot(a, "not an IOAS");
	return handlers[rq->op](t, rq, a);
}
