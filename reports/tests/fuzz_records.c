// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_records.c - the reader of records, and every format of what it accepted, on arbitrary bytes.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "build-aux/fuzz.h"
#include "reports/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("records", MFD_CLOEXEC);
	struct record_set set = { 0 };
	struct matrix m;
	char path[32], why[128];
	FILE *out = fopen("/dev/null", "w");

	if (fd < 0 || !out || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	if (!record_read(path, &set, why, sizeof(why))) {
		matrix_build(&m, &set);
		for (const struct format *const *f = formats; *f; f++)
			if (reports_write((*f)->name, &m, out, NULL))
				abort();
		matrix_free(&m);
	}
	record_set_free(&set);
	fclose(out);
	close(fd);
	return 0;
}
