// SPDX-License-Identifier: GPL-2.0-only
/*
 * unknown.c - what to say when a name is none.
 */
#include "suite/unknown.h"

#include <errno.h>

int unknown(char *why, size_t len, const char *what, const struct nearest *n, const char *command)
{
	if (n->best)
		snprintf(why, len, "no %s '%s': did you mean '%s'?", what, n->typed, n->best);
	else
		snprintf(why, len, "no %s '%s': 'iommu-conform %s' lists them", what, n->typed, command);
	return -EINVAL;
}
