// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate.c - the same cases on two kernels, see gate.h.
 */
#include "config.h"
#include "suite/gate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite/command.h"
#include "suite/must.h"
#include "suite/store.h"

#define MOST_OPTIONS	64

/* One of the two kernels. */
struct side {
	const char *name;
	struct campaign campaign;
	const char *options[MOST_OPTIONS + 3];
	char kernel[4200], slot[64];
	struct record_set *records;
	bool stored;		/* records of earlier runs serve, and those of this one are kept for later ones */
};

static void side_init(struct side *s, const struct gate *g, const char *name, const char *kernel,
		      struct record_set *records)
{
	unsigned int n = 0;

	*s = (struct side){ .name = name, .campaign = g->campaign, .records = records };
	snprintf(s->kernel, sizeof(s->kernel), "kernel=%s", kernel);
	snprintf(s->slot, sizeof(s->slot), "slot=%s", name);
	for (; g->campaign.options && g->campaign.options[n] && n < MOST_OPTIONS; n++)
		s->options[n] = g->campaign.options[n];
	s->options[n++] = s->kernel;
	s->options[n] = s->slot;
	s->campaign.options = s->options;
}

/* A driver that cannot run on one side: the difference tells why. */
static void absent(struct side *s, const struct choice *choice, const char *why)
{
	record_set_add_absent(s->records, &(struct record_absent){
		.target = choice->drv->name, .driver = choice->arg ?: "", .why = why,
	});
}

/* Read what a run left at @path; the file of a run that died at once is empty. */
static void take_records(struct side *s, const struct choice *choice, const char *path)
{
	unsigned int runs = s->records->nruns, absents = s->records->nabsent;
	char why[512] = "";

	if (record_read(path, s->records, why, sizeof(why)) ||
	    (s->records->nruns == runs && s->records->nabsent == absents))
		absent(s, choice, *why ? why : "it left no records");
	else
		for (unsigned int i = absents; i < s->records->nabsent; i++)
			s->records->absent[i].prepared = true;
}

/* Run the side on @choice into @path. Returns whether all cases have their record. */
static bool run(struct side *s, const struct choice *choice, const char *path)
{
	struct campaign_result res;
	int status;

	s->campaign.target = choice->name;
	s->campaign.records = path;
	status = campaign_run(&s->campaign, &res);
	return !status && res.targets == 1;
}

/* Records that serve later runs appear only when they are complete. */
static void run_stored(struct side *s, const struct choice *choice, const char *path)
{
	char new[4400];

	if (access(path, R_OK)) {
		snprintf(new, sizeof(new), "%s.%ld", path, (long)getpid());
		if (!run(s, choice, new) || rename(new, path)) {
			take_records(s, choice, new);
			unlink(new);
			return;
		}
	}
	take_records(s, choice, path);
}

static void run_once(struct side *s, const struct choice *choice)
{
	const char *tmp = getenv("TMPDIR");
	char path[4200];
	int fd;

	snprintf(path, sizeof(path), "%s/iommu-conform-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	fd = mkstemp(path);
	if (fd < 0) {
		absent(s, choice, strerror(errno));
		return;
	}
	close(fd);
	run(s, choice, path);
	take_records(s, choice, path);
	unlink(path);
}

/* Where records of this very run are, or will be. */
static bool find_place(const struct side *s, const struct choice *choice, char *path, size_t len)
{
	const struct target_driver *drv = choice->drv;
	char identity[256];

	return drv->identity && drv->identity(choice->arg, s->options, identity, sizeof(identity)) &&
	       store_path(&s->campaign, choice, identity, path, len);
}

static void run_side(struct side *s, const struct choice *choice)
{
	char path[4200];

	if (s->stored && find_place(s, choice, path, sizeof(path)))
		run_stored(s, choice, path);
	else
		run_once(s, choice);
}

/* What does not start is started again: that may accuse a driver, so it must repeat. */
static void run_side_twice(struct side *s, const struct choice *choice)
{
	unsigned int absents = s->records->nabsent;

	run_side(s, choice);
	if (s->records->nabsent == absents)
		return;
	s->records->nabsent = absents;
	run_side(s, choice);
}

/* Both kernels are built before either runs: a patch that does not compile wastes no minute. */
static bool prepare(struct side *side, const struct choice *choice)
{
	char why[512];
	bool ok = true;

	for (unsigned int i = 0; i < 2; i++) {
		snprintf(why, sizeof(why), "it cannot be prepared");
		if (!choice->drv->prepare || choice->drv->prepare(choice->arg, side[i].options, why, sizeof(why)))
			continue;
		complain("%s, %s: %s", choice->name, side[i].name, why);
		absent(&side[i], choice, why);
		ok = false;
	}
	return ok;
}

static bool can_differ(const struct side *side, const struct choice *choice)
{
	return !choice->drv->differs || choice->drv->differs(choice->arg, side[0].options, side[1].options);
}

static void leave_out(struct gate_result *res, const struct choice *choice)
{
	char *text;

	if (asprintf(&text, "%s%s%s", res->left_out, *res->left_out ? ", " : "", choice->name) < 0)
		must(NULL);
	free(res->left_out);
	res->left_out = text;
}

static void run_choices(const struct gate *g, const struct choices *choices, struct gate_result *res)
{
	struct side side[2];

	side_init(&side[0], g, "base", g->base, &res->base);
	side_init(&side[1], g, "head", g->head, &res->head);
	side[0].stored = !g->fresh;
	for (unsigned int i = 0; i < choices->n; i++) {
		const struct choice *choice = &choices->choice[i];

		/* A driver is asked once, through the kernel's own interface unless the user names another. */
		if (choice->options)
			continue;
		if (!g->all && !can_differ(side, choice)) {
			leave_out(res, choice);
			continue;
		}
		res->drivers++;
		if (!prepare(side, choice))
			continue;
		run_side_twice(&side[0], choice);
		run_side_twice(&side[1], choice);
	}
}

int gate_run(const struct gate *g, struct gate_result *res)
{
	struct choices choices;
	char why[512];

	memset(res, 0, sizeof(*res));
	res->left_out = must(strdup(""));
	if (choices_parse(&choices, g->campaign.targets, g->campaign.target, why, sizeof(why))) {
		choices_free(&choices);
		return complain("%s", why);
	}
	run_choices(g, &choices, res);
	choices_free(&choices);
	difference_build(&res->difference, &res->base, &res->head);
	return 0;
}

void gate_free(struct gate_result *res)
{
	difference_free(&res->difference);
	record_set_free(&res->base);
	record_set_free(&res->head);
	free(res->left_out);
	memset(res, 0, sizeof(*res));
}
