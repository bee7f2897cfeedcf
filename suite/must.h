/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * must.h - without memory there is no run: it ends here, and what was written stays.
 */
#ifndef SUITE_MUST_H
#define SUITE_MUST_H

#include <stdio.h>
#include <stdlib.h>

/* @p, memory just asked for. */
static inline void *must(void *p)
{
	if (!p) {
		fputs("iommu-conform: out of memory\n", stderr);
		abort();
	}
	return p;
}

/* Room for one more behind the @n elements of @size bytes at @array, which has *@room and may move. */
static inline void *must_grow(void *array, unsigned int n, unsigned int *room, size_t size)
{
	if (n < *room)
		return array;
	*room = 2 * *room + 16;
	return must(reallocarray(array, *room, size));
}

#endif
