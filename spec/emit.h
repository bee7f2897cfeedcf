/* SPDX-License-Identifier: GPL-2.0-only */
/* emit.h - the tables of rule.h as C: readable, one function per part of a rule, a table of its cases. */
#ifndef SPEC_EMIT_H
#define SPEC_EMIT_H

#include "spec/lower.h"

/*
 * Write vocabulary.h, vocabulary.c, rules.c and one C file for each rule file (map.rule: map.c) into @dir. On failure
 * returns a negative errno and the file's name in @why.
 */
int emit(const struct lowered *l, const char *dir, const char **why);

#endif
