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

static void add(struct choices *c, const struct target_driver *drv, const char *arg)
{
	struct choice *new;

	c->choice = must(reallocarray(c->choice, c->n + 1, sizeof(*c->choice)));
	new = &c->choice[c->n++];
	new->drv = drv;
	new->arg = arg;
	new->options = NULL;
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

/* Every target that knows by itself what it has. */
static void add_targets(struct choices *c, const struct target_driver *const *targets)
{
	for (; *targets; targets++)
		if ((*targets)->list(0))
			add_all(c, *targets);
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

static unsigned int count(const char *const *options)
{
	unsigned int n = 0;

	while (options && options[n])
		n++;
	return n;
}

/* Give @option, one of @max, to those who take it. Returns how many do. */
static unsigned int give(struct choices *c, const char *option, unsigned int max)
{
	unsigned int takers = 0;

	for (struct choice *choice = c->choice; choice < c->choice + c->n; choice++) {
		if (!takes(choice->drv->takes, option))
			continue;
		if (!choice->options)
			choice->options = must(calloc(max + 1, sizeof(*choice->options)));
		choice->options[count(choice->options)] = option;
		takers++;
	}
	return takers;
}

int choices_options(struct choices *c, const char *const *options, char *why, size_t len)
{
	unsigned int max = count(options);

	for (unsigned int i = 0; i < max; i++) {
		if (give(c, options[i], max))
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
