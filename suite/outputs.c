// SPDX-License-Identifier: GPL-2.0-only
/*
 * outputs.c - the list of what `run` can print.
 */
#include "suite/output.h"

#include <string.h>

extern const struct output output_summary, output_tap;

const struct output *const outputs[] = {
	&output_summary,
	&output_tap,
	NULL
};

const struct output *output_find(const char *name)
{
	const struct output *const *o = outputs;

	while (*o && strcmp((*o)->name, name))
		o++;
	return *o;
}
