// SPDX-License-Identifier: GPL-2.0-only
/*
 * complain.c - errors, one line each.
 */
#include "suite/command.h"

#include <stdarg.h>
#include <stdio.h>

int complain(const char *fmt, ...)
{
	va_list ap;

	fputs("iommu-conform: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return STATUS_UNABLE;
}
