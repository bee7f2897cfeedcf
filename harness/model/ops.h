/* SPDX-License-Identifier: GPL-2.0-only */
/* ops.h - the requests of the seam, carried out on the model. */
#ifndef HARNESS_MODEL_OPS_H
#define HARNESS_MODEL_OPS_H

#include "harness/model/model.h"

extern const struct target_driver model_target;

/* target_driver.submit, .observe, .dma and .digest */
void model_execute(struct model *m, const struct request *rq, struct answer *a);
enum answer_kind model_look(struct model *m, struct sample *s);
enum answer_kind model_access(struct model *m, struct dma *d, unsigned int n);
uint64_t model_digest(struct model *m);

#endif
