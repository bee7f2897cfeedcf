// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as a machine file, and as the part that it includes. */
#include <stdlib.h>
#include <string.h>

#include "build-aux/fuzz.h"
#include "harness/qemu/machine.h"

static char *read_part(const char *name, void *text)
{
	return *name ? strdup(text) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct machine m;
	char why[256], *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (!machine_parse(&m, "machine", text, read_part, text, why, sizeof(why)) && !*why)
		abort();
	free(text);
	return 0;
}
