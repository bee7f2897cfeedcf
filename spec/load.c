// SPDX-License-Identifier: GPL-2.0-only
/*
 * load.c - read rule files.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "spec/load.h"

/* The rules beside which this program was built, while they are there; else the installed ones. */
static const char *default_dir(void)
{
	const char *dir = getenv("IOMMU_CONFORM_RULES");

	if (dir && *dir)
		return dir;
	return access(SPEC_RULES_SRCDIR, R_OK) ? SPEC_RULES_DIR : SPEC_RULES_SRCDIR;
}

char **spec_rule_files(const char *dir)
{
	char **files = NULL, *pattern;
	glob_t found;
	size_t i;

	if (!dir)
		dir = default_dir();
	if (asprintf(&pattern, "%s/*.rule", dir) < 0)
		return NULL;
	if (glob(pattern, 0, NULL, &found)) {
		errno = ENOENT;
	} else {
		files = calloc(found.gl_pathc + 1, sizeof(*files));
		for (i = 0; files && i < found.gl_pathc; i++)
			files[i] = strdup(found.gl_pathv[i]);
		globfree(&found);
	}
	free(pattern);
	return files;
}

void spec_files_free(char **files)
{
	char **file;

	for (file = files; file && *file; file++)
		free(*file);
	free(files);
}

static char *read_all(FILE *f, size_t *len)
{
	char *text = NULL, *more;
	size_t room = 0, n;

	*len = 0;
	do {
		if (*len == room) {
			room = room ? 2 * room : 1 << 16;
			more = realloc(text, room);
			if (!more)
				break;
			text = more;
		}
		n = fread(text + *len, 1, room - *len, f);
		*len += n;
	} while (n);
	if (*len < room && !ferror(f))
		return text;
	free(text);
	return NULL;
}

int spec_read(const char *file, struct diag *diag)
{
	FILE *f = fopen(file, "r");
	char *text;
	size_t len;

	if (!f)
		return -1;
	text = read_all(f, &len);
	fclose(f);
	if (!text)
		return -1;
	diag_add_file(diag, file, text, len);
	free(text);
	return 0;
}

struct spec *spec_load(const char *const *files, unsigned int nfiles, struct diag *diag)
{
	struct spec *spec;
	unsigned int i;

	for (i = 0; i < nfiles; i++)
		if (spec_read(files[i], diag)) {
			struct srcpos nowhere = { 0 };

			diag_report(diag, "syntax", &nowhere, "%s: %s", files[i], strerror(errno));
		}
	spec = spec_resolve(diag);
	if (!diag_count(diag, SEV_ERROR))
		return spec;
	spec_free(spec);
	return NULL;
}
