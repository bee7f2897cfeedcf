// SPDX-License-Identifier: GPL-2.0-only
/* Targets that break the harness, see broken.h. */
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "harness/model/broken.h"
#include "harness/model/ops.h"

static void die(struct target *t, const struct request *rq, struct answer *a)
{
	if (rq->op == TARGET_UNMAP) {
		signal(SIGSEGV, SIG_DFL);	/* whatever a sanitizer would make of it */
		raise(SIGSEGV);
	}
	model_execute((struct model *)t, rq, a);
}

static const struct model_driver segv = { .name = "broken/segv", .submit = die };

static void hang(struct target *t, const struct request *rq, struct answer *a)
{
	while (rq->op == TARGET_UNMAP)
		pause();
	model_execute((struct model *)t, rq, a);
}

static const struct model_driver hangs = { .name = "broken/hang", .submit = hang };

static void garble(struct target *t, const struct request *rq, struct answer *a)
{
	model_execute((struct model *)t, rq, a);
	if (rq->op != TARGET_UNMAP)
		return;
	a->kind = ANSWER_GARBLED;
	snprintf(a->why, sizeof(a->why), "the answer was noise");
}

static const struct model_driver garbage = { .name = "broken/garbage", .submit = garble };

static enum answer_kind lie(struct target *t, struct dma *d, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		d[i].result = DMA_REACHED;
		d[i].paddr = d[i].iova;
		d[i].fault = false;
	}
	return ANSWER_DONE;
}

static const struct model_driver lies = { .name = "broken/lies-about-dma", .dma = lie };

const struct model_driver *const model_broken[] = { &segv, &hangs, &garbage, &lies, NULL };
