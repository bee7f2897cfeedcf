// SPDX-License-Identifier: GPL-2.0-only
/*
 * resume.c - go on with the records of a killed run, see resume.h.
 */
#include "reports/resume.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Even a last line that lacks nothing but its newline: what is appended would stick to it. */
static int cut_half_line(const char *path)
{
	FILE *f = fopen(path, "r+e");
	size_t size = 0;
	char *line = NULL;
	off_t end = 0;
	ssize_t n;
	int err = 0;

	if (!f)
		return -errno;
	while ((n = getline(&line, &size, f)) > 0)
		if (line[n - 1] == '\n')
			end += n;
	if (ferror(f) || ftruncate(fileno(f), end))
		err = -errno;
	free(line);
	fclose(f);
	return err;
}

FILE *record_resume(const char *path, struct record_set *set, char *why, size_t len)
{
	int err = cut_half_line(path);
	FILE *f = NULL;

	if (!err && record_read(path, set, why, len))
		return NULL;
	if (!err && !(f = fopen(path, "ae")))
		err = -errno;
	if (err)
		snprintf(why, len, "%s: %s", path, strerror(-err));
	return f;
}

struct record_counts record_count(const struct record_run *run)
{
	struct record_counts c = { 0 };

	for (unsigned int i = 0; i < run->nrecords; i++)
		c.n[run->records[i].verdict]++;
	return c;
}
