/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unknown.h - what to say when a name is none.
 */
#ifndef SUITE_UNKNOWN_H
#define SUITE_UNKNOWN_H

#include "spec/diag.h"

/*
 * Write "no WHAT 'NAME': did you mean 'BEST'?" to @why, or where nothing is near, the @command that lists all of them.
 * Returns -EINVAL.
 */
int unknown(char *why, size_t len, const char *what, const struct nearest *n, const char *command);

#endif
