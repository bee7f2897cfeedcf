// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz-spec.c - any bytes as a rule file: read, checked, printed in both formats, and freed.
 */
#include <stdlib.h>

#include "build-aux/fuzz.h"
#include "spec/checks.h"
#include "spec/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *null;
	struct diag diag = { 0 };
	struct checks checks;
	struct spec *spec;

	if (!null)
		null = fopen("/dev/null", "w");
	if (!null || checks_init(&checks, &diag))
		abort();
	diag_add_file(&diag, "fuzz.rule", (const char *)data, size);
	spec = spec_resolve(&diag);
	checks_run(&checks, spec, NULL);
	diag_sort(&diag);
	diag_print(&diag, null, true);
	if (diag_sarif(&diag, NULL, 0, null))
		abort();
	spec_free(spec);
	checks_free(&checks);
	diag_free(&diag);
	return 0;
}
