/* SPDX-License-Identifier: GPL-2.0-only */
/* eval.h - the interpreter of expressions: what the compiled C does, for the planner and the checks. */
#ifndef SPEC_EVAL_H
#define SPEC_EVAL_H

#include "spec/rule.h"

/* The value of @e; phrases of outcomes put their demands into @c. @spec is where its words and lets are. */
struct value eval_expr(struct ctx *c, const struct spec *spec, const struct expr *e);

#endif
