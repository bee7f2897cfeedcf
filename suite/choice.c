// SPDX-License-Identifier: GPL-2.0-only
/*
 * choice.c - the targets that a user names, see choice.h.
 */
#include "suite/choice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "suite/must.h"
#include "suite/unknown.h"

static struct choice *add(struct choices *c, const struct target_driver *drv, const char *arg)
{
	struct choice *new;

	c->choice = must(reallocarray(c->choice, c->n + 1, sizeof(*c->choice)));
	new = &c->choice[c->n++];
	new->drv = drv;
	new->arg = arg;
	new->options = NULL;
	snprintf(new->name, sizeof(new->name), arg ? "%s:%s" : "%s", drv->name, arg);
	return new;
}

static unsigned int count(const char *const *options)
{
	unsigned int n = 0;

	while (options && options[n])
		n++;
	return n;
}

static void add_option(struct choice *choice, const char *option)
{
	unsigned int n = count(choice->options);

	choice->options = must(reallocarray(choice->options, n + 2, sizeof(*choice->options)));
	choice->options[n] = option;
	choice->options[n + 1] = NULL;
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

/* What @drv has, seen by a user. */
static void add_users(struct choices *c, const struct target_driver *drv)
{
	const char *driver;

	for (unsigned int i = 0; drv->user && (driver = drv->list(i)); i++)
		if (drv->user(driver))
			add_option(add(c, drv, driver), "api=iommufd");
}

/* Every target that knows by itself what it has. */
static void add_targets(struct choices *c, const struct target_driver *const *targets)
{
	for (; *targets; targets++) {
		if (!(*targets)->list(0))
			continue;
		add_all(c, *targets);
		add_users(c, *targets);
	}
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
	c->text = next = must(strdup(text));
	while ((name = strsep(&next, ","))) {
		char *arg = strchr(name, ':');
		const struct target_driver *drv;

		if (!strcmp(name, "all")) {
			add_targets(c, targets);
			continue;
		}
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

/* Is the key of @option ("key=value") among the words of @takes? */
static bool takes(const char *takes, const char *option)
{
	size_t len = strcspn(option, "=");

	for (const char *word = takes ?: ""; *word; word += strspn(word, " ")) {
		size_t n = strcspn(word, " ");

		if (n == len && !strncmp(word, option, len))
			return true;
		word += n;
	}
	return false;
}

/* Give @option to those who take it. Returns how many do. */
static unsigned int give(struct choices *c, const char *option)
{
	unsigned int takers = 0;

	for (struct choice *choice = c->choice; choice < c->choice + c->n; choice++) {
		if (!takes(choice->drv->takes, option))
			continue;
		add_option(choice, option);
		takers++;
	}
	return takers;
}

int choices_options(struct choices *c, const char *const *options, char *why, size_t len)
{
	for (unsigned int i = 0; options && options[i]; i++) {
		if (give(c, options[i]))
			continue;
		snprintf(why, len, "no target that was chosen takes '%s': 'iommu-conform doctor' lists what they take",
			 options[i]);
		return -EINVAL;
	}
	return 0;
}

void choices_free(struct choices *c)
{
	for (unsigned int i = 0; i < c->n; i++)
		free(c->choice[i].options);
	free(c->choice);
	free(c->text);
	memset(c, 0, sizeof(*c));
}
