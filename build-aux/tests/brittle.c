// SPDX-License-Identifier: GPL-2.0-only
/* brittle.c - a fuzz target that dies of an input that starts with "[["; unit.sh looks whether that is found. */
#include <stdlib.h>

#include "build-aux/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= 2 && data[0] == '[' && data[1] == '[')
		abort();
	return 0;
}
