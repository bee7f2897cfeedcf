/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * diag.h - findings about a spec: collected while it is read and checked, then printed for a person or as SARIF.
 */
#ifndef SPEC_DIAG_H
#define SPEC_DIAG_H

#include <stdio.h>

#include "spec/spec.h"

enum severity { SEV_OFF, SEV_NOTE, SEV_WARNING, SEV_ERROR };

struct finding {
	const char *check;	/* name of the check, "unknown-form" */
	enum severity severity;
	struct srcpos pos;
	const char *message;	/* one line */
	const char *hint;	/* how to put it right, one line; or NULL */
};

struct diag_file {		/* kept, so that a finding can show its line */
	const char *name;
	const char *text;	/* ends in two NULs beyond @len, as a scanner wants it */
	size_t len;
};

/* Zeroed is ready to use. */
struct diag {
	/* How serious a check is for this user; NULL: every finding is an error. */
	enum severity (*severity)(const void *data, const char *check);
	const void *severity_data;
	struct finding *finding;
	unsigned int nfindings;
	struct diag_file *file;
	unsigned int nfiles;
	bool dropped;		/* the last finding was switched off: its hint goes the same way */
	struct arena arena;
};

/* Keep a copy of the @len bytes @text of the file @name. Returns the copy. */
const struct diag_file *diag_add_file(struct diag *d, const char *name, const char *text, size_t len);

/* Report a finding of @check at @pos. */
void diag_report(struct diag *d, const char *check, const struct srcpos *pos, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Add a hint to the finding just reported. */
void diag_hint(struct diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* How many findings there are of @severity. */
unsigned int diag_count(const struct diag *d, enum severity severity);
/* Put the findings in the order of the files and lines. */
void diag_sort(struct diag *d);
/* Print the findings with their source lines. */
void diag_print(const struct diag *d, FILE *f, bool colour);
void diag_free(struct diag *d);

/* "error", "warning", "note". */
const char *severity_name(enum severity severity);

/* What a SARIF file says of a check beside its findings. */
struct diag_rule { const char *name, *help; enum severity severity; };

/* Write the findings as SARIF 2.1.0. @rule: all @nrules checks there are. Returns 0, or -1 if writing failed. */
int diag_sarif(const struct diag *d, const struct diag_rule *rule, unsigned int nrules, FILE *f);

/*
 * The candidate nearest to what was typed: start with { .typed = … }, offer candidates, take @best (NULL: none is near
 * enough to be meant).
 */
struct nearest {
	const char *typed;
	const char *best;
	unsigned int distance;
};
void nearest_offer(struct nearest *n, const char *candidate);

/* printf into @a. */
const char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *arena_strndup(struct arena *a, const char *s, size_t len);

/* Room for one more behind the @n elements of @size bytes at @array, which may move. */
void *arena_grow(struct arena *a, void *array, unsigned int n, size_t size);
/* Append a zeroed element to @array, which has @n; a pointer to it, valid until the next append. */
#define arena_append(a, array, n) \
	((array) = arena_grow((a), (array), (n), sizeof(*(array))), &(array)[(n)++])

#endif
