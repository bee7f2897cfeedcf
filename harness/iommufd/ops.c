// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations of the kernel's own API, as far as iommufd passes them on to the driver as they are asked for. What it
 * would refuse by itself, or do otherwise, cannot be asked of it: those rules are judged by the kernel side of this
 * suite, and what iommufd owes instead by those of the group IOAS.
 */
#include <errno.h>

#include "harness/iommufd/iofd.h"

#define DRIVER_FLAGS	(FLAG_NEST_PARENT | FLAG_DIRTY_TRACKING | FLAG_PASID)

static int64_t do_alloc(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	int ret;

	if (rq->dom < DOM_FIRST || h->kind != IOFD_NOTHING)
		return iofd_cannot(a, "not a free domain handle");
	if (rq->flags & ~(uint32_t)DRIVER_FLAGS)
		return iofd_cannot(a, "iommufd itself refuses that flag");
	*h = (struct iofd_handle){ .access = -1 };
	ret = iofd_ioas_alloc(t, &h->ioas);
	if (ret)
		return iofd_cannot(a, "no IOAS for the domain");
	ret = iofd_hwpt_alloc(t, t->dev[rq->dev].id, h->ioas, rq->flags, &h->hwpt);
	if (ret)
		iofd_destroy(t, h->ioas);
	else
		h->kind = IOFD_DOMAIN;
	return ret;
}

static bool in_use(const struct iofd *t, int dom)
{
	unsigned int i;

	for (i = 0; i < t->ndevs; i++)
		if (t->dev[i].on == dom)
			return true;
	return false;
}

static int64_t do_free(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];

	if (in_use(t, rq->dom))
		return iofd_cannot(a, "iommufd does not let go of a domain in use");
	if (iofd_destroy(t, h->hwpt) || iofd_destroy(t, h->ioas))
		return iofd_cannot(a, "iommufd holds on to the domain");
	h->kind = IOFD_NOTHING;
	return 0;
}

/* Is another device of its group attached, and it not? iommufd attaches them one by one, to the same. */
static bool lags_behind(const struct iofd *t, const struct iofd_device *v)
{
	unsigned int i;

	for (i = 0; i < t->ndevs; i++)
		if (v->on == DOM_NONE && t->dev[i].group == v->group && t->dev[i].on != DOM_NONE)
			return true;
	return false;
}

/* VFIO replaces where something is attached: attach is asked for only where nothing is. */
static int64_t do_attach(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_device *v = &t->dev[rq->dev];
	int ret;

	if (rq->op == TARGET_ATTACH && v->on != DOM_NONE)
		return iofd_cannot(a, "VFIO replaces what is attached");
	if (rq->op == TARGET_REPLACE && rq->dom == DOM_BLOCKED)
		return device_detach(t, v);
	if (rq->op == TARGET_REPLACE && lags_behind(t, v))
		return iofd_cannot(a, "iommufd replaces only for devices that are attached themselves");
	if (rq->dom < DOM_FIRST || t->handle[rq->dom].kind == IOFD_NOTHING)
		return iofd_cannot(a, "VFIO attaches no such domain");
	ret = device_attach(t, v, t->handle[rq->dom].hwpt);
	if (!ret)
		v->on = rq->dom;
	return ret;
}

static int64_t do_detach(struct iofd *t, const struct request *rq, struct answer *a)
{
	(void)a;
	return device_detach(t, &t->dev[rq->dev]) ? iofd_cannot(a, "VFIO does not detach it") : 0;
}

/* Would iommufd itself have something to say against it? */
static const char *against_map(struct iofd *t, const struct request *rq, const struct iofd_handle *h)
{
	uint64_t last = rq->iova + rq->size - 1;
	struct domain_facts f = { 0 };
	unsigned int i;

	if (rq->prot & ~(uint32_t)(PROT_READ_ | PROT_WRITE_ | PROT_CACHE_) || !(rq->prot & (PROT_READ_ | PROT_WRITE_)))
		return "iommufd maps with other rights than these";
	if (iofd_ranges(t, h->ioas, &f) || !f.alignment || !f.nranges)
		return "the IOAS tells no ranges";
	iofd_reach(t, &f);
	if (!rq->size || (rq->iova | rq->size | rq->paddr) & (f.alignment - 1))
		return "iommufd itself refuses what is not aligned";
	for (i = 0; i < f.nranges && (rq->iova < f.range[i].first || last > f.range[i].last); i++)
		;
	if (i == f.nranges || last < rq->iova)
		return "iommufd itself refuses what is outside of its ranges";
	if (rq->iova < f.first || last > f.last)
		return "a device reserves what is there";
	for (i = 0; i < h->nareas; i++)
		if (h->area[i].iova <= last && rq->iova <= h->area[i].iova + h->area[i].size - 1)
			return "iommufd itself refuses what overlaps a mapping";
	return memory_at(rq->paddr, rq->size) ? NULL : "no memory of this process is there";
}

static int64_t do_map(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	const char *why = against_map(t, rq, h);
	int ret;

	if (why)
		return iofd_cannot(a, why);
	ret = iofd_map(t, h->ioas, rq->iova, rq->size, memory_at(rq->paddr, rq->size), rq->prot, IOFD_FIXED);
	if (!ret)
		iofd_note_area(h, rq->iova, rq->size, rq->paddr, rq->prot);
	return ret;
}

/* Bytes of mappings that lie wholly in the range; 0 if one is cut. */
static uint64_t whole_bytes(const struct iofd_handle *h, uint64_t iova, uint64_t size)
{
	uint64_t bytes = 0, last = iova + size - 1;
	unsigned int i;

	for (i = 0; i < h->nareas; i++) {
		const struct iofd_area *area = &h->area[i];
		uint64_t end = area->iova + area->size - 1;

		if (area->iova > last || end < iova)
			continue;
		if (area->iova < iova || end > last)
			return 0;
		bytes += area->size;
	}
	return bytes;
}

static int64_t do_unmap(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	uint64_t size = rq->size;
	int ret;

	if (!size || whole_bytes(h, rq->iova, size) != size)
		return iofd_cannot(a, "iommufd unmaps whole mappings, and no holes");
	ret = iofd_unmap(t, h->ioas, rq->iova, &size);
	if (!ret)
		iofd_forget_areas(h, rq->iova, rq->size);
	return ret ? ret : (int64_t)size;
}

int64_t ops_submit(struct iofd *t, const struct request *rq, struct answer *a)
{
	bool constant = rq->dom < DOM_FIRST;

	switch (rq->op) {
	case TARGET_ALLOC:
		return do_alloc(t, rq, a);
	case TARGET_ATTACH: case TARGET_REPLACE:
		return do_attach(t, rq, a);
	case TARGET_DETACH:
		return do_detach(t, rq, a);
	default:
		break;
	}
	if (constant || t->handle[rq->dom].kind != IOFD_DOMAIN)
		return iofd_cannot(a, "not a domain with an IOAS of its own");
	switch (rq->op) {
	case TARGET_FREE:
		return do_free(t, rq, a);
	case TARGET_MAP:
		return do_map(t, rq, a);
	case TARGET_UNMAP:
		return do_unmap(t, rq, a);
	default:
		return iofd_cannot(a, "a user space cannot ask for that");
	}
}
