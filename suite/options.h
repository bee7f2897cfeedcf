/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * options.h - the options that commands which run cases share, as an argp parser to be a child of theirs.
 */
#ifndef SUITE_OPTIONS_H
#define SUITE_OPTIONS_H

#include <argp.h>

#include "suite/campaign.h"

#define OPTIONS_MAX	64	/* most --rule, --case and key=value of a command line, each */

struct options {
	struct campaign campaign;	/* points into what follows */
	const char *rule[OPTIONS_MAX + 1], *pattern[OPTIONS_MAX + 1];
	char *key_value[OPTIONS_MAX + 1];
	unsigned int nrules, npatterns, nkey_values;
	char *command;
};

/* Defaults, and the command line as the records keep it. */
void options_init(struct options *o, int argc, char **argv);
void options_free(struct options *o);

/* The children of a command's parser; the input is a struct options. They take "key=value" arguments, too. */
extern const struct argp_child options_children[];

/* A number from @min to @max; for anything else, says what is wrong with @what and exits. */
unsigned long options_number(struct argp_state *state, const char *what, const char *text, unsigned long min,
			     unsigned long max);

/* As if "@key=@value" stood on the command line. */
void options_key_value(struct argp_state *state, struct options *o, const char *key, const char *value);

/* argp_parse() with the exit status of this program. */
void options_parse(const struct argp *argp, int argc, char **argv, void *input);

#endif
