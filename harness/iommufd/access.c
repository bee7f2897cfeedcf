// SPDX-License-Identifier: GPL-2.0-only
/* What uses an IOAS other than by DMA: accesses of the mock driver; and dirty tracking of its HWPTs. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

#define PAGE	4096u		/* what a bit of a dirty bitmap stands for */
#define PAGES	4096u		/* most bits of one */

/* ---- accesses: one an IOAS, made when it is needed first */

static int open_access(struct iofd *t, struct iofd_handle *h)
{
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_CREATE_ACCESS, .id = h->ioas };
	int ret;

	if (h->access >= 0)
		return 0;
	cmd.create_access.flags = MOCK_NEEDS_PIN_PAGES;
	ret = iofd_call(t->fd, IOFD_TEST, &cmd);
	if (!ret)
		h->access = (int)cmd.create_access.out_fd;
	return ret;
}

static int64_t do_pin(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom];
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_ACCESS_PAGES };
	int ret;

	if (t->npins == IOFD_PINS || open_access(t, h))
		return iofd_cannot(a, "no access to pin with");
	cmd.id = (uint32_t)h->access;
	cmd.access_pages.flags = rq->prot & PROT_WRITE_ ? MOCK_WRITE : 0;
	cmd.access_pages.iova = rq->iova;
	cmd.access_pages.length = rq->size;
	ret = iofd_call(t->fd, IOFD_TEST, &cmd);
	if (!ret)
		t->pin[t->npins++] = (struct iofd_pin){ rq->dom, rq->iova, rq->size, cmd.access_pages.out_pages };
	return ret;
}

static int unpin(struct iofd *t, unsigned int i)
{
	struct mock_cmd cmd = {
		.size = sizeof(cmd), .op = MOCK_DESTROY_ACCESS_PAGES, .id = (uint32_t)t->handle[t->pin[i].dom].access,
	};

	cmd.destroy_access_pages.pages = t->pin[i].id;
	t->pin[i] = t->pin[--t->npins];
	return iofd_call(t->fd, IOFD_TEST, &cmd);
}

static int64_t do_unpin(struct iofd *t, const struct request *rq, struct answer *a)
{
	unsigned int i;

	for (i = 0; i < t->npins; i++)
		if (t->pin[i].dom == rq->dom && t->pin[i].iova == rq->iova && t->pin[i].size == rq->size)
			return unpin(t, i);
	return iofd_cannot(a, "that was never pinned");
}

static int64_t do_rw(struct iofd *t, const struct request *rq, struct answer *a)
{
	static unsigned char bytes[1u << 16];
	struct iofd_handle *h = &t->handle[rq->dom];
	const struct iofd_area *area = iofd_area_at(h, rq->iova);
	const void *there = area ? memory_at(area->paddr + (rq->iova - area->iova), 1) : NULL;
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_ACCESS_RW };

	if (open_access(t, h))
		return iofd_cannot(a, "no access to read with");
	/* What is written is what is there. */
	if (there && rq->size <= sizeof(bytes) && rq->size <= area->size)
		memcpy(bytes, there, rq->size);
	cmd.id = (uint32_t)h->access;
	cmd.access_rw.iova = rq->iova;
	cmd.access_rw.length = rq->size;
	cmd.access_rw.va = (uintptr_t)bytes;
	cmd.access_rw.flags = rq->prot & PROT_WRITE_ ? MOCK_WRITE : 0;
	return rq->size > sizeof(bytes) ? iofd_cannot(a, "more than this process has a buffer for") :
					  iofd_call(t->fd, IOFD_TEST, &cmd);
}

void access_leave(struct iofd_handle *h)
{
	if (h->kind != IOFD_NOTHING && h->access >= 0)
		close(h->access);
	h->access = -1;
}

void access_reset(struct iofd *t)
{
	int dom;

	while (t->npins)
		unpin(t, 0);
	for (dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++)
		access_leave(&t->handle[dom]);
}

/* ---- dirty tracking */

static int64_t do_track(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_set_dirty cmd = {
		.size = sizeof(cmd), .hwpt = t->handle[rq->dom].hwpt,
		.flags = rq->op == TARGET_DIRTY_ON ? IOFD_DIRTY_ENABLE : 0,
	};

	(void)a;
	return iofd_call(t->fd, IOFD_SET_DIRTY, &cmd);
}

/* The mock driver has no device that writes: its self-test says that one did. */
static int mock_write(struct iofd *t, const struct request *rq)
{
	unsigned char bits[PAGES / 8];
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_DIRTY, .id = t->handle[rq->dom].hwpt };

	memset(bits, 0xff, sizeof(bits));
	cmd.dirty.iova = rq->iova;
	cmd.dirty.length = rq->size;
	cmd.dirty.page_size = PAGE;
	cmd.dirty.va = (uintptr_t)bits;
	return iofd_call(t->fd, IOFD_TEST, &cmd);
}

static int64_t do_write(struct iofd *t, const struct request *rq, struct answer *a)
{
	uint64_t at;
	int ret = 0;

	if (rq->size > (uint64_t)PAGES * PAGE)
		return iofd_cannot(a, "more than this process has a bitmap for");
	if (t->mock)
		return mock_write(t, rq);
	for (at = 0; at < rq->size && !ret; at += PAGE)
		ret = dma_write_page(t, rq->dom, rq->iova + at);
	return ret == -ENODEV ? iofd_cannot(a, "no device on that domain can be told to write") : ret;
}

static int64_t do_read(struct iofd *t, const struct request *rq, struct answer *a)
{
	uint64_t bits[PAGES / 64] = { 0 };
	struct iofd_get_dirty cmd = {
		.size = sizeof(cmd), .hwpt = t->handle[rq->dom].hwpt, .iova = rq->iova, .length = rq->size,
		.flags = rq->op == TARGET_DIRTY_PEEK ? IOFD_DIRTY_NO_CLEAR : 0,
		.page_size = rq->op == TARGET_DIRTY_SIZELESS ? 0 : PAGE, .data = (uintptr_t)bits,
	};
	unsigned int i, n = 0;
	int ret;

	if (rq->size > (uint64_t)PAGES * PAGE)
		return iofd_cannot(a, "more than this process has a bitmap for");
	ret = iofd_call(t->fd, IOFD_GET_DIRTY, &cmd);
	for (i = 0; i < PAGES / 64; i++)
		n += (unsigned int)__builtin_popcountll(bits[i]);
	return ret ? ret : (int64_t)n * PAGE;
}

int64_t access_submit(struct iofd *t, const struct request *rq, struct answer *a)
{
	enum iofd_kind kind = t->handle[rq->dom].kind;

	if (rq->op >= TARGET_DIRTY_ON && kind != IOFD_HWPT && kind != IOFD_DOMAIN)
		return iofd_cannot(a, "not a HWPT");
	if (rq->op < TARGET_DIRTY_ON && kind != IOFD_IOAS)
		return iofd_cannot(a, "not an IOAS");
	switch (rq->op) {
	case TARGET_ACCESS_PIN:
		return do_pin(t, rq, a);
	case TARGET_ACCESS_UNPIN:
		return do_unpin(t, rq, a);
	case TARGET_ACCESS_RW:
		return do_rw(t, rq, a);
	case TARGET_DIRTY_WRITE:
		return do_write(t, rq, a);
	case TARGET_DIRTY_ON: case TARGET_DIRTY_OFF:
		return do_track(t, rq, a);
	default:
		return do_read(t, rq, a);
	}
}
