/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * output.h - what `run` prints while it runs. A new format is one file, output_NAME.c, and one line in outputs.c.
 */
#ifndef SUITE_OUTPUT_H
#define SUITE_OUTPUT_H

#include "reports/record.h"
#include "spec/rule.h"

struct output {
	const char *name;	/* of --format */
	const char *synopsis;	/* one line for --help */
	/* A target begins; @note is what must be known of it, or NULL. */
	void (*begin)(FILE *out, const struct record_header *h, const char *note);
	/* A case is done. */
	void (*record)(FILE *out, const struct record *r, const struct rule *rule);
	/* The target is through, with these verdicts. */
	void (*end)(FILE *out, const struct record_header *h, const struct record_counts *counts);
	/* The run is through. */
	void (*finish)(FILE *out);
};

/* All of them, ended by NULL; the first is the default. */
extern const struct output *const outputs[];
/* The output of that name, or NULL. */
const struct output *output_find(const char *name);

#endif
