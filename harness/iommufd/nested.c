// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands on a HWPT: nested ones, whose tables a guest writes, and virtual IOMMUs. What describes one is another
 * structure for each driver; that of the mock driver is known here. Its IOTLB is an array, full at first, of which an
 * invalidation empties an entry: that of a page is chosen by its number.
 */
#include <string.h>

#include "harness/iommufd/iofd.h"

#define PAGE	4096u
#define LIST	3u		/* invalidations in a list */
#define NONSENSE 99u		/* an entry that the IOTLB has not */

static uint32_t entry_of(uint64_t iova)
{
	return (uint32_t)(iova / PAGE % MOCK_IOTLB_ENTRIES);
}

static int64_t do_alloc(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct { struct mock_nested known; unsigned char more[64]; } data = { .known = { .iotlb = MOCK_IOTLB } };
	struct iofd_handle *h = &t->handle[rq->dom], *of = &t->handle[rq->dom2];
	struct iofd_hwpt_alloc cmd = {
		.size = sizeof(cmd), .dev = t->dev[rq->dev].id, .pt = of->hwpt, .data_type = MOCK_NESTED,
		.data = (uintptr_t)&data, .data_len = sizeof(data.known),
	};
	int ret;

	if (of->kind != IOFD_HWPT && of->kind != IOFD_NESTED)
		return iofd_cannot(a, "not a HWPT");
	data.more[63] = rq->how == HOW_LONG;
	if (rq->how == HOW_LONG || rq->how == HOW_SHORT)
		cmd.data_len = rq->how == HOW_LONG ? sizeof(data) : 2;
	if (rq->how == HOW_BAD_POINTER)
		cmd.data = 16;
	cmd.data_type += rq->how == HOW_NO_SUCH_NUMBER;
	cmd.flags = rq->how == HOW_UNKNOWN_FLAG ? FLAG_UNKNOWN : 0;
	ret = iofd_call(t->fd, IOFD_HWPT_ALLOC, &cmd);
	*h = (struct iofd_handle){ .kind = ret ? IOFD_NOTHING : IOFD_NESTED, .hwpt = cmd.out_id, .access = -1 };
	return ret;
}

/* Entries of 64 bytes of which the first ones are known. */
struct entry { struct mock_invalidation known; unsigned char more[56]; };

static int invalidate(struct iofd *t, uint32_t hwpt, struct entry *entry, uint32_t n, enum target_how how, uint32_t *done)
{
	struct mock_invalidation packed[MOCK_IOTLB_ENTRIES];
	struct iofd_invalidate cmd = {
		.size = sizeof(cmd), .hwpt = hwpt, .data_type = MOCK_INVALIDATION, .entries = n,
		.entry_len = sizeof(packed[0]), .data = (uintptr_t)packed,
	};
	unsigned int i;
	int ret;

	for (i = 0; i < n; i++)
		packed[i] = entry[i].known;
	if (how == HOW_LONG) {
		cmd.entry_len = sizeof(*entry);
		cmd.data = (uintptr_t)entry;
	}
	if (how == HOW_SHORT)
		cmd.entry_len = 2;
	if (how == HOW_BAD_POINTER)
		cmd.data = 16;
	cmd.data_type -= how == HOW_NO_SUCH_NUMBER;
	ret = iofd_call(t->fd, IOFD_INVALIDATE, &cmd);
	*done = cmd.entries;
	return ret;
}

static int64_t do_invalidate(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct entry entry[MOCK_IOTLB_ENTRIES] = { { .known = { 0 } } };
	uint32_t n = 0, done;

	if (rq->size > PAGE * MOCK_IOTLB_ENTRIES)
		return iofd_cannot(a, "more pages than its IOTLB has entries");
	for (; n * (uint64_t)PAGE < rq->size; n++)
		entry[n].known.entry = entry_of(rq->iova + n * PAGE);
	return invalidate(t, t->handle[rq->dom].hwpt, entry, n, HOW_WELL_FORMED, &done);
}

static int64_t do_list(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct entry entry[LIST] = { { .known = { 0 } } };
	uint32_t i, done;
	int ret;

	(void)a;
	for (i = 0; i < LIST; i++)
		entry[i].known.entry = entry_of(rq->iova + i * PAGE);
	if (rq->how == HOW_FIRST_BAD || rq->how == HOW_SECOND_BAD)
		entry[rq->how == HOW_SECOND_BAD].known.entry = NONSENSE;
	entry[0].more[0] = rq->how == HOW_LONG;
	ret = invalidate(t, t->handle[rq->dom].hwpt, entry, rq->how == HOW_NO_ROOM ? 0 : LIST, rq->how, &done);
	return rq->op == TARGET_INVALIDATE_DONE ? (int64_t)done : ret;
}

static int64_t do_cached(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_CHECK_IOTLB, .id = t->handle[rq->dom].hwpt };
	int64_t bytes = 0;
	uint64_t at;

	(void)a;
	cmd.check_iotlb.iotlb = MOCK_IOTLB;
	for (at = 0; at < rq->size && at < (uint64_t)PAGE * MOCK_IOTLB_ENTRIES; at += PAGE) {
		cmd.check_iotlb.id = entry_of(rq->iova + at);
		bytes += iofd_call(t->fd, IOFD_TEST, &cmd) ? 0 : PAGE;
	}
	return bytes;
}

static int64_t do_viommu(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom], *of = &t->handle[rq->dom2];
	struct iofd_viommu_alloc cmd = {
		.size = sizeof(cmd), .type = MOCK_VIOMMU, .dev = t->dev[rq->dev].id, .hwpt = of->hwpt,
	};
	int ret;

	if (of->kind != IOFD_HWPT)
		return iofd_cannot(a, "not a HWPT");
	ret = iofd_call(t->fd, IOFD_VIOMMU_ALLOC, &cmd);
	*h = (struct iofd_handle){ .kind = ret ? IOFD_NOTHING : IOFD_VIOMMU, .hwpt = cmd.out_id, .access = -1 };
	return ret;
}

static int64_t do_vdevice(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_device *v = &t->dev[rq->dev];
	struct iofd_vdevice_alloc cmd = {
		.size = sizeof(cmd), .viommu = t->handle[rq->dom].hwpt, .dev = v->id, .number = rq->pasid,
	};
	int ret;

	(void)a;
	ret = iofd_call(t->fd, IOFD_VDEVICE_ALLOC, &cmd);
	if (!ret)
		v->vdevice = cmd.out_id;
	return ret;
}

bool nested_reset(struct iofd *t)
{
	bool ok = true;
	unsigned int i;

	for (i = 0; i < t->ndevs; i++) {
		ok &= !t->dev[i].vdevice || !iofd_destroy(t, t->dev[i].vdevice);
		t->dev[i].vdevice = 0;
	}
	for (i = DOM_FIRST; i < TARGET_DOMAINS; i++)
		if (t->handle[i].kind == IOFD_NESTED || t->handle[i].kind == IOFD_VIOMMU)
			ok &= !iofd_destroy(t, t->handle[i].hwpt);
	return ok;
}

int64_t nested_submit(struct iofd *t, const struct request *rq, struct answer *a)
{
	enum iofd_kind kind = strchr(target_ops[rq->op].operands, 'D') ? t->handle[rq->dom].kind : IOFD_NOTHING;
	bool makes = rq->op == TARGET_NESTED_ALLOC || rq->op == TARGET_VIOMMU_ALLOC;

	if (!t->mock)
		return iofd_cannot(a, "what describes a nested domain of this driver is not known here");
	if (makes && (rq->dom < DOM_FIRST || kind != IOFD_NOTHING))
		return iofd_cannot(a, "not a free domain handle");
	switch (rq->op) {
	case TARGET_NESTED_ALLOC:
		return do_alloc(t, rq, a);
	case TARGET_NESTED_INVALIDATE:
		return kind == IOFD_NESTED || kind == IOFD_HWPT ? do_invalidate(t, rq, a) : iofd_cannot(a, "not a HWPT");
	case TARGET_INVALIDATE_LIST: case TARGET_INVALIDATE_DONE:
		return kind == IOFD_NESTED ? do_list(t, rq, a) : iofd_cannot(a, "not a nested HWPT");
	case TARGET_NESTED_CACHED:
		return kind == IOFD_NESTED ? do_cached(t, rq, a) : iofd_cannot(a, "not a nested HWPT");
	case TARGET_VIOMMU_ALLOC:
		return do_viommu(t, rq, a);
	case TARGET_VDEVICE_ALLOC:
		return kind == IOFD_VIOMMU ? do_vdevice(t, rq, a) : iofd_cannot(a, "not a virtual IOMMU");
	default:
		return iofd_cannot(a, "no guest is there to write tables");
	}
}
