// SPDX-License-Identifier: GPL-2.0-only
/*
 * HWPTs that take page requests, each with a queue of its own. No device of VFIO can be told to ask for a page; the mock
 * driver has a command that says that one did. What the device is answered ends in the mock driver, unseen.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

#define NOBODY	0x7ffffff0u	/* an ID that nothing has */

static int open_queue(struct iofd *t, struct iofd_handle *h)
{
	struct iofd_fault_alloc cmd = { .size = sizeof(cmd) };
	int ret = iofd_call(t->fd, IOFD_FAULT_ALLOC, &cmd);

	if (!ret) {
		h->queue = cmd.out_id;
		h->queue_fd = (int)cmd.out_fd;
	}
	return ret;
}

void faults_leave(struct iofd *t, struct iofd_handle *h)
{
	unsigned int i;

	if (!h->queue)
		return;
	close(h->queue_fd);
	iofd_destroy(t, h->queue);
	h->queue = 0;
	for (i = 0; i < t->ndevs; i++)
		if (t->dev[i].asked != DOM_NONE && &t->handle[t->dev[i].asked] == h)
			t->dev[i].asked = DOM_NONE;
}

static int64_t do_alloc(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_handle *h = &t->handle[rq->dom], *of = &t->handle[rq->dom2];
	struct iofd_hwpt_alloc cmd = {
		.size = sizeof(cmd), .flags = rq->flags | IOFD_HWPT_FAULT_ID, .dev = t->dev[rq->dev].id, .pt = of->ioas,
		.fault_id = NOBODY,
	};
	int ret;

	if (rq->dom < DOM_FIRST || h->kind != IOFD_NOTHING || of->kind != IOFD_IOAS)
		return iofd_cannot(a, "not a free domain handle, or not an IOAS");
	*h = (struct iofd_handle){ .of = rq->dom2, .ioas = of->ioas, .access = -1 };
	if (rq->how != HOW_UNKNOWN_ID) {
		if (open_queue(t, h))
			return iofd_cannot(a, "this kernel has no queues of page requests");
		cmd.fault_id = h->queue;
	}
	ret = iofd_call(t->fd, IOFD_HWPT_ALLOC, &cmd);
	h->hwpt = cmd.out_id;
	h->kind = ret ? IOFD_NOTHING : IOFD_HWPT;
	if (ret)
		faults_leave(t, h);
	return ret;
}

static int64_t do_request(struct iofd *t, const struct request *rq, struct answer *a)
{
	struct iofd_device *v = &t->dev[rq->dev];
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_TRIGGER_IOPF };
	int ret;

	if (!t->mock)
		return iofd_cannot(a, "no device of VFIO can be told to ask for a page");
	cmd.page_request.dev = v->id;
	cmd.page_request.group = 1;
	cmd.page_request.perm = 1;
	cmd.page_request.addr = rq->iova;
	ret = iofd_call(t->fd, IOFD_TEST, &cmd);
	if (!ret && v->on != DOM_NONE && t->handle[v->on].queue) {
		v->asked = v->on;
		v->cookie = IOFD_NO_COOKIE;
	}
	return ret;
}

/* The queue where @v asked last, or else that of its HWPT; NULL if there is none. */
static const struct iofd_handle *queue_of(const struct iofd *t, const struct iofd_device *v)
{
	int dom = v->asked != DOM_NONE ? v->asked : v->on;

	return dom != DOM_NONE && t->handle[dom].queue ? &t->handle[dom] : NULL;
}

static int64_t do_read(struct iofd *t, const struct request *rq)
{
	struct iofd_device *v = &t->dev[rq->dev];
	struct iofd_page_request got[2];
	size_t len = rq->how == HOW_ONE_LESS ? 0 : rq->how == HOW_SHORT ? sizeof(got[0]) - 4 : sizeof(got[0]);
	ssize_t n = read(queue_of(t, v)->queue_fd, got, len);

	if (n < 0)
		return -errno;
	if (n != (ssize_t)sizeof(got[0]))
		return -EAGAIN;
	v->cookie = got[0].cookie;
	return 0;
}

static int64_t do_answer(struct iofd *t, const struct request *rq)
{
	struct iofd_device *v = &t->dev[rq->dev];
	enum target_how how = rq->op == TARGET_PAGE_ANSWER ? rq->how : HOW_WELL_FORMED;
	struct iofd_page_response response = {
		.cookie = how == HOW_UNKNOWN_ID ? IOFD_NO_COOKIE : v->cookie,
		.code = how == HOW_NO_SUCH_NUMBER ? IOFD_PAGE_NO_SUCH_CODE :
			rq->op == TARGET_PAGE_INVALID ? IOFD_PAGE_INVALID : IOFD_PAGE_SUCCESS,
	};
	ssize_t n = write(queue_of(t, v)->queue_fd, &response, sizeof(response) - (how == HOW_SHORT));

	return n < 0 ? -errno : 0;
}

int64_t faults_submit(struct iofd *t, const struct request *rq, struct answer *a)
{
	switch (rq->op) {
	case TARGET_HWPT_ALLOC_FAULTS:
		return do_alloc(t, rq, a);
	case TARGET_PAGE_REQUEST:
		return do_request(t, rq, a);
	case TARGET_PAGE_READ:
		return queue_of(t, &t->dev[rq->dev]) ? do_read(t, rq) : iofd_cannot(a, "no queue of page requests");
	case TARGET_PAGE_SUCCESS: case TARGET_PAGE_INVALID: case TARGET_PAGE_ANSWER:
		return queue_of(t, &t->dev[rq->dev]) ? do_answer(t, rq) : iofd_cannot(a, "no queue of page requests");
	default:
		return iofd_cannot(a, "what the device was answered is not seen");
	}
}
