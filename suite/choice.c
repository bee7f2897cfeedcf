// SPDX-License-Identifier: GPL-2.0-only
/*
 * choice.c - the targets that a user names, see choice.h.
 */
#include "suite/choice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "suite/unknown.h"

static void add(struct choices *c, const struct target_driver *drv, const char *arg)
{
	struct choice *new;

	c->choice = realloc(c->choice, (c->n + 1) * sizeof(*c->choice));
	if (!c->choice)
		abort();
	new = &c->choice[c->n++];
	new->drv = drv;
	new->arg = arg;
	snprintf(new->name, sizeof(new->name), arg ? "%s:%s" : "%s", drv->name, arg);
}

/* "mutant/…", "broken/…" and the like put us to the test, not drivers. */
static bool for_testing_us(const char *driver)
{
	return strchr(driver, '/');
}

static void add_all(struct choices *c, const struct target_driver *drv)
{
	const char *driver;

	if (!drv->list(0))
		add(c, drv, NULL);
	for (unsigned int i = 0; (driver = drv->list(i)); i++)
		if (!for_testing_us(driver))
			add(c, drv, driver);
}

static const struct target_driver *find(const struct target_driver *const *targets, const char *name, char *why,
					size_t len)
{
	struct nearest n = { .typed = name };

	for (; *targets; targets++) {
		if (!strcmp((*targets)->name, name))
			return *targets;
		nearest_offer(&n, (*targets)->name);
	}
	unknown(why, len, "target", &n, "doctor");
	return NULL;
}

int choices_parse(struct choices *c, const struct target_driver *const *targets, const char *text, char *why,
		  size_t len)
{
	char *next, *name;

	memset(c, 0, sizeof(*c));
	c->text = next = strdup(text);
	if (!next)
		abort();
	while ((name = strsep(&next, ","))) {
		char *arg = strchr(name, ':');
		const struct target_driver *drv;

		if (arg)
			*arg++ = '\0';
		drv = find(targets, name, why, len);
		if (!drv)
			return -EINVAL;
		if (arg)
			add(c, drv, arg);
		else
			add_all(c, drv);
	}
	return 0;
}

void choices_free(struct choices *c)
{
	free(c->choice);
	free(c->text);
	memset(c, 0, sizeof(*c));
}
