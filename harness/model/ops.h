/* SPDX-License-Identifier: GPL-2.0-only */
/* ops.h - the requests of the seam, carried out on the model. */
#ifndef HARNESS_MODEL_OPS_H
#define HARNESS_MODEL_OPS_H

#include "harness/model/model.h"

extern const struct target_driver model_target;

/* What an operation gets: its operands found, as far as it has them. */
struct call {
	const struct request *rq;
	struct device *v;
	struct domain *d;
	struct domain *from;		/* operand E */
};

/* user.c: what a user space asks for. Find the operands that are domains; returns NULL, or what is missing. */
const char *user_operands(struct model *m, const struct request *rq, struct call *c);
extern int64_t (*const user_handlers[TARGET_NR_OPS])(struct model *m, struct call *c);

/* target_driver.submit, .observe, .dma and .digest */
void model_execute(struct model *m, const struct request *rq, struct answer *a);
enum answer_kind model_look(struct model *m, struct sample *s);
enum answer_kind model_access(struct model *m, struct dma *d, unsigned int n);
uint64_t model_digest(struct model *m);

#endif
