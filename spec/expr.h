/* SPDX-License-Identifier: GPL-2.0-only */
/* expr.h - looking at expressions. */
#ifndef SPEC_EXPR_H
#define SPEC_EXPR_H

#include "spec/spec.h"

/* Call @visit for @e and everything in it. */
void expr_walk(const struct expr *e, void (*visit)(const struct expr *e, void *data), void *data);
/* Do two expressions say the same? */
bool expr_same(const struct expr *a, const struct expr *b);
/* A number that is the same for two that do. */
uint64_t expr_hash(const struct expr *e);

#endif
