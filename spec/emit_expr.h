/* SPDX-License-Identifier: GPL-2.0-only */
/* emit_expr.h - one expression as C. */
#ifndef SPEC_EMIT_EXPR_H
#define SPEC_EMIT_EXPR_H

#include <stdio.h>

#include "spec/spec.h"

/* Print @e as a C expression of type struct value: the calls that eval.c makes. */
void emit_expr(FILE *f, const struct spec *spec, const struct expr *e);
/* Print @text as part of a C identifier: what is none of its letters becomes '_'. */
void emit_id(FILE *f, const char *text);
/* Print @text as a C string literal, or NULL. */
void emit_string(FILE *f, const char *text);

#endif
