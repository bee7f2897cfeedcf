/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * choice.h - the targets that a user names: "model:omap,uml".
 */
#ifndef SUITE_CHOICE_H
#define SUITE_CHOICE_H

#include "harness/target.h"

struct choice {
	const struct target_driver *drv;
	const char *arg;	/* behind the ':', or NULL */
	char name[2 * TARGET_NAME];	/* as --target takes it */
	const char **options;	/* "key=value", those that it takes, ended by NULL; NULL: none */
};

struct choices {		/* zeroed is empty */
	struct choice *choice;
	unsigned int n;
	char *text;		/* what the arguments point into */
};

/*
 * Read a comma-separated list into @c. A target without a driver stands for all that it lists, but those with a
 * '/' in their name, which put the suite to the test (mutant/..., broken/...); "all" for those of all targets, through
 * each interface that they have. Returns 0, or -EINVAL with one line in @why.
 */
int choices_parse(struct choices *c, const struct target_driver *const *targets, const char *text, char *why,
		  size_t len);
/*
 * Give each choice the @options ("key=value", ended by NULL) that its target takes. One that nobody takes is a slip of
 * the pen: returns -EINVAL with one line in @why. Otherwise 0; @options must outlive @c.
 */
int choices_options(struct choices *c, const char *const *options, char *why, size_t len);
void choices_free(struct choices *c);

#endif
