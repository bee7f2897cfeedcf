// SPDX-License-Identifier: GPL-2.0-only
/*
 * spy.c - a target that tells what is asked of another one, see spy.h.
 */
#include "suite/spy.h"

#include <string.h>

static struct spy *spy(struct target *t)
{
	return (struct spy *)t;
}

static struct target *other(struct target *t)
{
	return spy(t)->other;
}

static void in(struct target *t, const char *line)
{
	spy(t)->tell(spy(t)->data, false, line);
}

static void back(struct target *t, const char *line)
{
	spy(t)->tell(spy(t)->data, true, line);
}

static int spy_describe(struct target *t, struct description *d)
{
	int err;

	in(t, NULL);
	err = other(t)->drv->describe(other(t), d);
	back(t, NULL);
	return err;
}

static int spy_reset(struct target *t)
{
	int err;

	in(t, NULL);
	err = other(t)->drv->reset(other(t));
	back(t, NULL);
	return err;
}

static int spy_renew(struct target *t)
{
	int err;

	in(t, NULL);
	err = other(t)->drv->renew(other(t));
	back(t, NULL);
	return err;
}

static void spy_submit(struct target *t, const struct request *rq, struct answer *a)
{
	char line[2 * TARGET_LOG];

	request_print(rq, line, sizeof(line));
	in(t, line);
	other(t)->drv->submit(other(t), rq, a);
	answer_print(rq, a, line, sizeof(line));
	back(t, line);
}

static enum answer_kind spy_observe(struct target *t, struct sample *s)
{
	enum answer_kind kind;

	in(t, NULL);
	kind = other(t)->drv->observe(other(t), s);
	back(t, NULL);
	return kind;
}

/* One at a time, so that the one that kills is the last one told. */
static enum answer_kind spy_dma(struct target *t, struct dma *d, unsigned int n)
{
	enum answer_kind kind = ANSWER_DONE;
	char line[256], *result;

	for (unsigned int i = 0; i < n && kind == ANSWER_DONE; i++) {
		dma_print(&d[i], line, sizeof(line));
		result = strstr(line, " -> ");
		*result = '\0';
		in(t, line);
		kind = other(t)->drv->dma(other(t), &d[i], 1);
		dma_print(&d[i], line, sizeof(line));
		result = strstr(line, " -> ");
		back(t, result + strlen(" -> "));
	}
	return kind;
}

static uint64_t spy_digest(struct target *t)
{
	uint64_t digest;

	in(t, NULL);
	digest = other(t)->drv->digest(other(t));
	back(t, NULL);
	return digest;
}

struct target *spy_on(struct spy *s, struct target *other, spy_fn tell, void *data)
{
	*s = (struct spy){
		.target.drv = &s->drv,
		.drv = {
			.name = other->drv->name,
			.describe = spy_describe,
			.reset = spy_reset,
			.renew = other->drv->renew ? spy_renew : NULL,
			.submit = spy_submit,
			.observe = spy_observe,
			.dma = spy_dma,
			.digest = spy_digest,
		},
		.other = other,
		.tell = tell,
		.data = data,
	};
	return &s->target;
}
