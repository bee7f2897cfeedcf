// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate.c - the same cases on two kernels: what is run, what is not run again, what is told.
 */
#include "config.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "suite/command.h"
#include "suite/gate.h"
#include "suite/store.h"
#include "suite/tests/fake.h"

static const struct target_driver *const targets[] = { &fake_target, NULL };
static char dir[64];
static struct gate_result res;
static int errors;

static void setup(void)
{
	strcpy(dir, "/tmp/gate-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	setenv("XDG_CACHE_HOME", dir, 1);
	setenv("TMPDIR", dir, 1);
	setenv("IOMMU_CONFORM_EXPECTATIONS", dir, 1);
	ck_assert_int_eq(chdir(dir), 0);
	ck_assert_int_eq(system("mkdir iommu-conform"), 0);
	errors = dup(STDERR_FILENO);
	ck_assert_ptr_nonnull(freopen("errors", "w", stderr));
	fake_reset();
}

static void teardown(void)
{
	char command[128];

	dup2(errors, STDERR_FILENO);
	close(errors);
	gate_free(&res);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static struct gate gate(const char *target, const char *base, const char *head)
{
	static const char *const names[] = { "a-pass", "on-new", "on-old", "skip", NULL };

	return (struct gate){
		.campaign = {
			.rules = fake_rules(names), .targets = targets, .target = target, .workers = 1, .timeout = 1,
			.command = "test", .selection.seed = 1,
		},
		.base = base, .head = head,
	};
}

static void run(const struct gate *g)
{
	gate_free(&res);
	ck_assert_int_eq(gate_run(g, &res), 0);
}

/* How many files match. */
static unsigned int files(const char *pattern)
{
	glob_t g;
	unsigned int n = glob(pattern, 0, NULL, &g) ? 0 : g.gl_pathc;

	globfree(&g);
	return n;
}

START_TEST(worse_and_better)
{
	struct gate g = gate("fake:fake", "old", "new");

	run(&g);
	ck_assert_uint_eq(res.drivers, 1);
	ck_assert_uint_eq(res.difference.counts[CHANGE_WORSE], 1);
	ck_assert_uint_eq(res.difference.counts[CHANGE_BETTER], 1);
	ck_assert_uint_eq(res.difference.same, 1);
	ck_assert_str_eq(res.difference.list[0].after->name, "FAKE-001/on-new");
	ck_assert_str_eq(res.difference.list[0].after->reason, "only there");
	ck_assert_ptr_nonnull(strstr(res.difference.list[0].after->repeat, "'kernel=new'"));
	ck_assert_int_eq(difference_result(&res.difference), DIFFERENCE_WORSE);
	ck_assert_uint_eq(files("iommu-conform-*"), 0);
}
END_TEST

START_TEST(nothing_changed)
{
	struct gate g = gate("fake:fake", "one", "two");

	run(&g);
	ck_assert_uint_eq(res.difference.n, 0);
	ck_assert_int_eq(difference_result(&res.difference), DIFFERENCE_FINE);
}
END_TEST

START_TEST(the_base_is_run_once)
{
	struct gate g = gate("fake:fake", "old", "new");
	unsigned int runs;

	run(&g);
	ck_assert_uint_eq(files("iommu-conform/records/*/*.jsonl"), 1);
	runs = fake_counts()->runs;
	run(&g);
	/* The head: four cases, and the failure once more alone. */
	ck_assert_uint_eq(fake_counts()->runs - runs, 5);
	ck_assert_uint_eq(res.difference.counts[CHANGE_WORSE], 1);
	g.fresh = true;
	run(&g);
	ck_assert_uint_eq(fake_counts()->runs - runs, 5 + 10);
}
END_TEST

START_TEST(records_serve_only_the_same_run)
{
	static const char *const rule[] = { "FAKE-001", NULL };
	struct gate g = gate("fake:fake", "old", "new");

	run(&g);
	g.campaign.selection.seed = 2;
	run(&g);
	g.campaign.selection.shuffle = true;
	run(&g);
	g.campaign.selection.rule = rule;
	run(&g);
	g.base = "older";
	run(&g);
	ck_assert_uint_eq(files("iommu-conform/records/*/*.jsonl"), 5);
}
END_TEST

START_TEST(what_cannot_differ_is_left_out)
{
	struct gate g = gate("fake:fake,fake:mute", "old", "new");

	run(&g);
	ck_assert_uint_eq(res.drivers, 1);
	ck_assert_str_eq(res.left_out, "fake:mute");
	g.all = true;
	run(&g);
	ck_assert_uint_eq(res.drivers, 2);
	ck_assert_str_eq(res.left_out, "");
	g = gate("fake:fake", "old", "old");
	run(&g);
	ck_assert_uint_eq(res.drivers, 0);
	ck_assert_str_eq(res.left_out, "fake:fake");
}
END_TEST

START_TEST(a_driver_that_cannot_run)
{
	struct gate g = gate("fake:raw,fake:refuses,fake:fake", "one", "two");

	run(&g);
	ck_assert_uint_eq(res.difference.nabsent, 4);
	ck_assert_str_eq(res.difference.absent[0]->driver, "raw");
	ck_assert_str_eq(res.difference.absent[0]->why, "nobody has built it");
	ck_assert_str_eq(res.difference.absent[1]->driver, "refuses");
	ck_assert_str_eq(res.difference.absent[1]->why, "cannot be started: it does not want to");
	ck_assert_uint_eq(res.difference.same, 3);
	ck_assert_int_eq(difference_result(&res.difference), DIFFERENCE_UNTOLD);
	ck_assert_uint_eq(files("iommu-conform/records/*/*"), 1);
}
END_TEST

START_TEST(a_driver_that_ran_before)
{
	struct gate g = gate("fake:stops,fake:fake", "old", "new");

	run(&g);
	ck_assert_uint_eq(res.difference.nabsent, 0);
	ck_assert_uint_eq(res.difference.nstopped, 1);
	ck_assert_str_eq(res.difference.stopped[0]->driver, "stops");
	ck_assert_str_eq(res.difference.stopped[0]->why, "cannot be started: it does not want to");
	ck_assert_uint_eq(res.difference.counts[CHANGE_LOST], 0);
	g = gate("fake:stops", "old", "one");
	run(&g);
	ck_assert_uint_eq(res.difference.nstopped, 0);
	g = gate("fake:stops", "new", "old");
	run(&g);
	ck_assert_uint_eq(res.difference.nstopped, 0);
	ck_assert_uint_eq(res.difference.nabsent, 1);
}
END_TEST

START_TEST(a_driver_that_starts_at_the_second_try)
{
	struct gate g = gate("fake:hesitates", "one", "two");

	run(&g);
	ck_assert_uint_eq(res.difference.nabsent, 0);
	ck_assert_int_eq(difference_result(&res.difference), DIFFERENCE_FINE);
}
END_TEST

START_TEST(without_a_cache)
{
	struct gate g = gate("fake:fake", "old", "new");

	unsetenv("XDG_CACHE_HOME");
	unsetenv("HOME");
	run(&g);
	ck_assert_uint_eq(res.difference.counts[CHANGE_WORSE], 1);
	setenv("TMPDIR", "/no/such/folder", 1);
	run(&g);
	ck_assert_uint_eq(res.difference.nabsent, 2);
	ck_assert_str_eq(res.difference.absent[0]->why, "No such file or directory");
}
END_TEST

START_TEST(no_such_target)
{
	struct gate g = gate("nothing", "old", "new");

	ck_assert_int_eq(gate_run(&g, &res), STATUS_UNABLE);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&worse_and_better, &nothing_changed, &the_base_is_run_once, &records_serve_only_the_same_run,
		&what_cannot_differ_is_left_out, &a_driver_that_cannot_run, &a_driver_that_ran_before,
		&a_driver_that_starts_at_the_second_try, &without_a_cache, &no_such_target, NULL
	};
	Suite *s = suite_create("gate");
	TCase *tc = tcase_create("gate");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	for (const TTest *const *const *t = tests; *t; t++)
		tcase_add_test(tc, **t);
	suite_add_tcase(s, tc);
	return unit_main(s, NULL);
}
