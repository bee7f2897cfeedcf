// SPDX-License-Identifier: GPL-2.0-only
/* The folder of machine files. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/qemu/machine.h"

#define MOST_TEXT	8192	/* bytes of one file */
#define MOST_MACHINES	32

/* The text of a file, to be freed; NULL if there is none. */
static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = f ? malloc(MOST_TEXT) : NULL;

	if (text)
		text[fread(text, 1, MOST_TEXT - 1, f)] = '\0';
	if (f)
		fclose(f);
	return text;
}

static char *read_part(const char *name, void *root)
{
	char path[4200];

	snprintf(path, sizeof(path), "%s/harness/qemu/parts/%s", (const char *)root, name);
	return read_file(path);
}

/* A name of a machine is that of no other file. */
static int is_machine(const struct dirent *entry)
{
	return *entry->d_name != '.' && !strpbrk(entry->d_name, ".~");
}

const char *machine_list(const char *root, unsigned int n)
{
	static char names[MOST_MACHINES][32];
	static unsigned int nnames;
	struct dirent **entry;
	char path[4200];
	int found, i;

	if (nnames)
		return n < nnames ? names[n] : NULL;
	snprintf(path, sizeof(path), "%s/harness/qemu/machines", root);
	found = scandir(path, &entry, is_machine, alphasort);
	for (i = 0; i < found; i++) {
		if (nnames < MOST_MACHINES)
			snprintf(names[nnames++], sizeof(names[0]), "%.31s", entry[i]->d_name);
		free(entry[i]);
	}
	if (found >= 0)
		free(entry);
	return n < nnames ? names[n] : NULL;
}

static bool no_machine(const char *root, const char *name, char *why, size_t len)
{
	const char *other;
	unsigned int n;
	size_t used;

	used = (size_t)snprintf(why, len, "no machine '%.40s': the machines are", name);
	for (n = 0; (other = machine_list(root, n)) && used < len; n++)
		used += (size_t)snprintf(why + used, len - used, "%s%s", n ? ", " : " ", other);
	return false;
}

bool machine_load(struct machine *m, const char *root, const char *name, char *why, size_t len)
{
	char path[4200], *text;
	unsigned int n;
	bool ok;

	for (n = 0; machine_list(root, n) && strcmp(machine_list(root, n), name); n++)
		;
	if (!machine_list(root, n))
		return no_machine(root, name, why, len);
	snprintf(path, sizeof(path), "%s/harness/qemu/machines/%s", root, name);
	text = read_file(path);
	if (!text)
		return no_machine(root, name, why, len);
	ok = machine_parse(m, path, text, read_part, (void *)root, why, len);
	free(text);
	return ok;
}
