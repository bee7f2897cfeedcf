// SPDX-License-Identifier: GPL-2.0-only
/*
 * sources.c - look up quotations. White space is folded, and so are the marks that mail quoting and C comments put in
 * front of lines, because a quotation runs over line ends.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "spec/diag.h"
#include "spec/sources.h"

struct text {			/* a file that was cited */
	const char *path;
	char *raw;		/* NULL: it could not be read */
	char *folded;
	int *line;		/* of each character of @folded */
};

struct sources {
	char *dir;
	char *tree;		/* kernel tree, or NULL */
	bool mails;		/* there are mails in @dir */
	struct text *text;
	unsigned int ntexts;
	struct arena arena;
};

static bool is_tree(const char *dir)
{
	char *path;
	bool yes;

	if (asprintf(&path, "%s/drivers/iommu", dir) < 0)
		return false;
	yes = !access(path, R_OK);
	free(path);
	return yes;
}

static char *find_tree(const char *dir)
{
	char *pattern, *tree = NULL;
	glob_t found;
	size_t i;

	if (is_tree(dir))
		return strdup(dir);
	if (asprintf(&pattern, "%s/*/", dir) < 0)
		return NULL;
	if (!glob(pattern, 0, NULL, &found)) {
		for (i = 0; i < found.gl_pathc && !tree; i++)
			if (is_tree(found.gl_pathv[i]))
				tree = strndup(found.gl_pathv[i], strlen(found.gl_pathv[i]) - 1);
		globfree(&found);
	}
	free(pattern);
	return tree;
}

static bool has_mails(const char *dir)
{
	char *pattern;
	bool found;
	glob_t g;

	if (asprintf(&pattern, "%s/[0-9][0-9][0-9]_*.txt", dir) < 0)
		return false;
	found = !glob(pattern, 0, NULL, &g);
	if (found)
		globfree(&g);
	free(pattern);
	return found;
}

struct sources *sources_open(const char *dir)
{
	struct sources *s;
	struct stat st;

	if (stat(dir, &st) || !S_ISDIR(st.st_mode) || access(dir, R_OK | X_OK))
		return NULL;
	s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	s->dir = strdup(dir);
	s->tree = find_tree(dir);
	s->mails = has_mails(dir);
	return s;
}

void sources_close(struct sources *s)
{
	unsigned int i;

	if (!s)
		return;
	for (i = 0; i < s->ntexts; i++)
		free(s->text[i].raw);
	arena_free(&s->arena);
	free(s->dir);
	free(s->tree);
	free(s);
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	if (!f)
		return NULL;
	if (getdelim(&text, &room, '\0', f) < 0) {
		free(text);
		text = NULL;
	}
	fclose(f);
	return text;
}

/* A mark in front of a quoted or commented line: words made of nothing else are left out of the folded text. */
static bool is_mark(const char *word, size_t len)
{
	return strspn(word, ">*") >= len || (len == 2 && (!strncmp(word, "//", 2) || !strncmp(word, "/*", 2)));
}

/* Fold @from into @to, which has room for it. @line, unless NULL, gets the line of each character. */
static void fold(const char *from, char *to, int *line)
{
	char *start = to;
	int at = 1;
	size_t len;

	while (*from) {
		len = strcspn(from, " \t\r\n\f\v");
		if (len && !is_mark(from, len)) {
			if (to > start) {
				if (line)
					*line++ = at;
				*to++ = ' ';
			}
			memcpy(to, from, len);
			to += len;
			for (; line && len; len--, from++)
				*line++ = at;
		}
		from += len;
		for (; isspace((unsigned char)*from); from++)
			at += *from == '\n';
	}
	*to = '\0';
}

static const struct text *get_text(struct sources *s, const char *path)
{
	struct text *t;
	unsigned int i;
	size_t len;

	for (i = 0; i < s->ntexts; i++)
		if (!strcmp(s->text[i].path, path))
			return &s->text[i];
	t = arena_append(&s->arena, s->text, s->ntexts);
	*t = (struct text){ .path = arena_strndup(&s->arena, path, strlen(path)), .raw = read_file(path) };
	if (t->raw) {
		len = strlen(t->raw);
		t->folded = arena_alloc(&s->arena, len + 1);
		t->line = arena_alloc(&s->arena, (len + 1) * sizeof(*t->line));
		fold(t->raw, t->folded, t->line);
	}
	return t;
}

bool source_known(const struct source *source)
{
	static const char *const kind[] = { "seed", "linux", "commit", "mail" };
	size_t i;

	for (i = 0; i < sizeof(kind) / sizeof(*kind); i++)
		if (!strcmp(source->kind, kind[i]))
			return source->ref;
	return false;
}

/* The one file that @pattern matches, in the arena; NULL if there is none. */
static const char *only_file(struct sources *s, const char *pattern)
{
	const char *path = NULL;
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return NULL;
	if (found.gl_pathc == 1)
		path = arena_strndup(&s->arena, found.gl_pathv[0], strlen(found.gl_pathv[0]));
	globfree(&found);
	return path;
}

const char *source_file(struct sources *s, const struct source *source, const char **symbol, int *line)
{
	const char *ref = source->ref ? source->ref : "", *colon;
	size_t len = strcspn(ref, " ");

	*symbol = ref[len] ? ref + len + 1 : NULL;
	*line = 0;
	if (!strcmp(source->kind, "seed"))
		return only_file(s, arena_printf(&s->arena, "%s/%.*s_*.txt", s->dir, (int)len, ref));
	colon = memchr(ref, ':', len);
	if (colon) {
		*line = atoi(colon + 1);
		len = colon - ref;
	}
	return arena_printf(&s->arena, "%s/%.*s", s->tree ? s->tree : s->dir, (int)len, ref);
}

static enum source_answer source_text(struct sources *s, const struct source *source, const struct text **text)
{
	bool at_hand = !strcmp(source->kind, "seed") ? s->mails : !strcmp(source->kind, "linux") && s->tree;
	const char *symbol, *path;
	int line;

	if (!at_hand)
		return SOURCE_UNKNOWN;
	path = source_file(s, source, &symbol, &line);
	*text = path ? get_text(s, path) : NULL;
	return *text && (*text)->raw ? SOURCE_FOUND : SOURCE_NO_FILE;
}

enum source_answer source_quote(struct sources *s, const struct source *source, int *line)
{
	const struct text *text;
	enum source_answer answer = source_text(s, source, &text);
	char *quote;
	const char *at;

	if (answer != SOURCE_FOUND)
		return answer;
	quote = arena_alloc(&s->arena, strlen(source->quote) + 1);
	fold(source->quote, quote, NULL);
	at = strstr(text->folded, quote);
	if (!at)
		return SOURCE_MISSING;
	*line = text->line[at - text->folded];
	return SOURCE_FOUND;
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

enum source_answer source_symbol(struct sources *s, const struct source *source)
{
	const struct text *text;
	enum source_answer answer = source_text(s, source, &text);
	const char *symbol, *at;
	int line;

	if (answer != SOURCE_FOUND)
		return answer;
	source_file(s, source, &symbol, &line);
	for (at = symbol ? strstr(text->raw, symbol) : text->raw; at; at = strstr(at + 1, symbol))
		if (!symbol || ((at == text->raw || !in_name(at[-1])) && !in_name(at[strlen(symbol)])))
			return SOURCE_FOUND;
	return SOURCE_MISSING;
}
