/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sources.h - the texts that rules cite: a folder of mails, a kernel tree.
 */
#ifndef SPEC_SOURCES_H
#define SPEC_SOURCES_H

#include "spec/spec.h"

struct sources;

enum source_answer {
	SOURCE_FOUND,
	SOURCE_MISSING,		/* it is not there */
	SOURCE_NO_FILE,		/* the file is not there */
	SOURCE_UNKNOWN,		/* this kind of source, or the tree, is not at hand */
};

/*
 * Open folder @dir: it holds mails, files 000_*.txt, or is or holds a kernel tree, or both. Returns NULL if it is no
 * folder that can be read, or there is no memory.
 */
struct sources *sources_open(const char *dir);
void sources_close(struct sources *s);

/* Is that a kind of source at all? */
bool source_known(const struct source *source);
/* Are the words of @source there, white space and quoting folded? *@line: the one on which they start. */
enum source_answer source_quote(struct sources *s, const struct source *source, int *line);
/* Is the function or other name that it cites in its file? */
enum source_answer source_symbol(struct sources *s, const struct source *source);
/* The parts of its reference: file, cited name (NULL: none), cited line (0: none). The strings live as long as @s. */
const char *source_file(struct sources *s, const struct source *source, const char **symbol, int *line);

#endif
