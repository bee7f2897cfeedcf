/* SPDX-License-Identifier: GPL-2.0-only */
/* small.h - a spec out of a few lines of text, for tests of what a spec means. */
#ifndef SPEC_TESTS_SMALL_H
#define SPEC_TESTS_SMALL_H

#include "build-aux/unit.h"
#include "spec/cases.h"
#include "spec/load.h"

struct small {
	struct diag diag;
	struct spec *spec;
	struct arena arena;
	struct lowered l;
	const struct rules *r;
	struct world world;	/* the start, on the first specimen */
};

/* Read @text, which must have no errors, lower it, and make the world before anything happened. */
void small_load(struct small *s, const char *text);
void small_free(struct small *s);

/* An operation, a state or a fact, a name; the test fails if there is none. */
int small_op(const struct small *s, const char *name);
int small_var(const struct small *s, const char *name);
struct value small_name(const struct small *s, const char *name);
/* The value of a letter by its name in @letter. */
struct value *small_letter(const struct small *s, struct value *letter, const char *name);
/* Part @part of rule @id. */
const struct part *small_part(const struct small *s, const char *id, unsigned int part);

#endif
