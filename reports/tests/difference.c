// SPDX-License-Identifier: GPL-2.0-only
/*
 * difference.c - what a patch changed is told, and nothing else is.
 */
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "reports/difference.h"

static const struct record_rule rules[] = {
	{ .id = "MAP-001", .group = "MAP", .sentence = "A map maps.", .cases = 2 },
};

/* The records of a test, "before" or "after": one run each. */
struct side {
	struct record record[8];
	struct record_run run;
	struct record_set set;
};
static struct side before, after;
static struct difference d;

static void begin(struct side *s)
{
	*s = (struct side){
		.run = {
			.header = { .spec_hash = "a", .target = "uml", .driver = "omap", .rules = rules, .nrules = 1 },
			.records = s->record, .complete = true,
		},
		.set = { .runs = &s->run, .nruns = 1 },
	};
}

static void setup(void)
{
	begin(&before);
	begin(&after);
}

static void teardown(void)
{
	difference_free(&d);
}

static struct record *put(struct side *s, const char *name, enum verdict v)
{
	struct record *r = &s->record[s->run.nrecords++];

	*r = (struct record){ .name = name, .rule = "MAP-001", .target = "uml", .driver = "omap", .verdict = v,
			      .reason = "" };
	return r;
}

static char *text_of(void)
{
	char *text;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	difference_build(&d, &before.set, &after.set);
	difference_write(&d, f);
	ck_assert_int_eq(fclose(f), 0);
	return text;
}

/* Each verdict before, each after. */
static const struct { enum verdict before, after; enum change change; } changes[] = {
	{ VERDICT_PASS, VERDICT_PASS, CHANGE_NONE },
	{ VERDICT_PASS, VERDICT_FAIL, CHANGE_WORSE },
	{ VERDICT_PASS, VERDICT_CRASH, CHANGE_WORSE },
	{ VERDICT_PASS, VERDICT_DEGRADED, CHANGE_WORSE },
	{ VERDICT_PASS, VERDICT_XFAIL, CHANGE_WORSE },
	{ VERDICT_PASS, VERDICT_SKIP, CHANGE_LOST },
	{ VERDICT_PASS, VERDICT_UNSTABLE, CHANGE_UNTOLD },
	{ VERDICT_PASS, VERDICT_ERROR, CHANGE_UNTOLD },
	{ VERDICT_DEGRADED, VERDICT_FAIL, CHANGE_WORSE },
	{ VERDICT_DEGRADED, VERDICT_PASS, CHANGE_BETTER },
	{ VERDICT_FAIL, VERDICT_FAIL, CHANGE_NONE },
	{ VERDICT_FAIL, VERDICT_XFAIL, CHANGE_NONE },
	{ VERDICT_XPASS, VERDICT_PASS, CHANGE_NONE },
	{ VERDICT_FAIL, VERDICT_CRASH, CHANGE_WORSE },
	{ VERDICT_CRASH, VERDICT_FAIL, CHANGE_BETTER },
	{ VERDICT_FAIL, VERDICT_PASS, CHANGE_BETTER },
	{ VERDICT_FAIL, VERDICT_SKIP, CHANGE_LOST },
	{ VERDICT_SKIP, VERDICT_PASS, CHANGE_NEW },
	{ VERDICT_SKIP, VERDICT_FAIL, CHANGE_BROKEN },
	{ VERDICT_SKIP, VERDICT_CRASH, CHANGE_BROKEN },
	{ VERDICT_OBSERVED, VERDICT_SKIP, CHANGE_NONE },
	{ VERDICT_UNSTABLE, VERDICT_FAIL, CHANGE_UNTOLD },
	{ VERDICT_UNSTABLE, VERDICT_PASS, CHANGE_BETTER },
	{ VERDICT_UNSTABLE, VERDICT_ERROR, CHANGE_NONE },
};

START_TEST(verdicts_by_pairs)
{
	struct record a = { .verdict = changes[_i].before, .reason = "" };
	struct record b = { .verdict = changes[_i].after, .reason = "" };

	ck_assert_int_eq(change_between(&a, &b), changes[_i].change);
}
END_TEST

START_TEST(a_case_of_one_side_only)
{
	struct record pass = { .verdict = VERDICT_PASS }, fail = { .verdict = VERDICT_FAIL };

	ck_assert_int_eq(change_between(NULL, &pass), CHANGE_NEW);
	ck_assert_int_eq(change_between(NULL, &fail), CHANGE_BROKEN);
	ck_assert_int_eq(change_between(&pass, NULL), CHANGE_LOST);
}
END_TEST

START_TEST(what_was_hidden_is_not_new)
{
	struct record blocked = { .verdict = VERDICT_SKIP, .reason = "blocked-by MAP-002" };
	struct record fail = { .verdict = VERDICT_FAIL, .reason = "" };

	ck_assert_int_eq(change_between(&blocked, &fail), CHANGE_NEW);
}
END_TEST

START_TEST(the_shortest_of_a_rule_is_shown)
{
	static const struct record_step steps[] = {
		{ "alloc D0 for v0", "ok", NULL }, { "free D0", "crash", "BUG: one\ntwo\nthree\nfour\nfive" },
	};
	struct record *r;
	char *text;

	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&before, "MAP-001/b", VERDICT_PASS);
	put(&before, "MAP-001/c", VERDICT_PASS);
	r = put(&after, "MAP-001/a", VERDICT_FAIL);
	r->steps = steps;
	r->nsteps = 2;
	r = put(&after, "MAP-001/b", VERDICT_CRASH);
	r->steps = steps + 1;
	r->nsteps = 1;
	r->repeat = "do it again";
	put(&after, "MAP-001/c", VERDICT_PASS);
	text = text_of();
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_WORSE);
	ck_assert_uint_eq(d.counts[CHANGE_WORSE], 2);
	ck_assert_uint_eq(d.same, 1);
	ck_assert_str_eq(text,
			 "\n== worse: 2 cases\n"
			 "uml:omap MAP-001: CRASH, was PASS (2 cases): A map maps.\n"
			 "    case      MAP-001/b\n"
			 "    steps     free D0 -> crash\n"
			 "              | BUG: one\n"
			 "              | two\n"
			 "              | three\n"
			 "              | ...\n"
			 "    repeat    do it again\n"
			 "\nResult: it became worse; 2 worse, 1 cases as before.\n");
	free(text);
}
END_TEST

START_TEST(the_accused_rule_is_named)
{
	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&after, "MAP-001/a", VERDICT_FAIL)->accused = "TLB-001";
	difference_build(&d, &before.set, &after.set);
	ck_assert_str_eq(d.list[0].rule, "TLB-001");
}
END_TEST

START_TEST(the_worst_of_repetitions_counts)
{
	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&before, "MAP-001/a", VERDICT_FAIL);
	put(&after, "MAP-001/a", VERDICT_FAIL);
	difference_build(&d, &before.set, &after.set);
	ck_assert_uint_eq(d.n, 0);
	ck_assert_uint_eq(d.same, 1);
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_FINE);
}
END_TEST

START_TEST(an_unlike_order_is_no_difference)
{
	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&before, "MAP-001/b", VERDICT_SKIP);
	put(&after, "MAP-001/b", VERDICT_SKIP);
	put(&after, "MAP-001/a", VERDICT_PASS);
	difference_build(&d, &before.set, &after.set);
	ck_assert_uint_eq(d.n, 0);
	ck_assert_uint_eq(d.same, 1);
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_FINE);
}
END_TEST

START_TEST(drivers_are_told_apart)
{
	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&before, "MAP-001/a", VERDICT_FAIL)->driver = "vsi";
	put(&after, "MAP-001/a", VERDICT_PASS);
	put(&after, "MAP-001/a", VERDICT_PASS)->driver = "vsi";
	difference_build(&d, &before.set, &after.set);
	ck_assert_uint_eq(d.n, 1);
	ck_assert_int_eq(d.list[0].change, CHANGE_BETTER);
	ck_assert_str_eq(d.list[0].after->driver, "vsi");
}
END_TEST

START_TEST(what_cannot_be_told_is_not_fine)
{
	char *text;

	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&after, "MAP-001/a", VERDICT_SKIP)->reason = "not-applicable: no reset";
	text = text_of();
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_UNTOLD);
	ck_assert_str_eq(text,
			 "\n== not tried any more: 1 case\n"
			 "uml:omap MAP-001: SKIP, was PASS (1 case): A map maps.\n"
			 "    case      MAP-001/a\n"
			 "    reason    not-applicable: no reset\n"
			 "\nResult: nothing is known to have become worse, but not all could be\n"
			 "  told; 1 not tried any more, 0 cases as before.\n");
	free(text);
}
END_TEST

START_TEST(a_driver_that_could_not_run)
{
	static struct record_absent absent = { "uml", "vsi", "it did not probe", true };
	char *text;

	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&after, "MAP-001/a", VERDICT_PASS);
	after.set.absent = &absent;
	after.set.nabsent = 1;
	text = text_of();
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_UNTOLD);
	ck_assert_ptr_nonnull(strstr(text, "Could not run uml:vsi: it did not probe\n"));
	free(text);
}
END_TEST

START_TEST(a_side_that_could_not_run_at_all)
{
	static struct record_absent absent = { "uml", "omap", "error: this is broken", false };

	put(&before, "MAP-001/a", VERDICT_PASS);
	after.set = (struct record_set){ .absent = &absent, .nabsent = 1 };
	difference_build(&d, &before.set, &after.set);
	ck_assert_ptr_null(d.caution);
	ck_assert_uint_eq(d.nabsent, 1);
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_UNTOLD);
}
END_TEST

/* What it breaks now it may have broken before. */
START_TEST(a_driver_that_could_not_run_before)
{
	static struct record_absent absent = { "uml", "omap", "error: this is broken", false };

	put(&after, "MAP-001/a", VERDICT_FAIL);
	put(&after, "MAP-001/b", VERDICT_PASS);
	before.set = (struct record_set){ .absent = &absent, .nabsent = 1 };
	difference_build(&d, &before.set, &after.set);
	ck_assert_uint_eq(d.n, 0);
	ck_assert_uint_eq(d.nabsent, 1);
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_UNTOLD);
}
END_TEST

START_TEST(a_driver_that_stopped)
{
	static struct record_absent absent = { "uml", "omap", "it did not probe", true };
	char *text;

	put(&before, "MAP-001/a", VERDICT_PASS);
	after.set = (struct record_set){ .absent = &absent, .nabsent = 1 };
	text = text_of();
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_WORSE);
	ck_assert_str_eq(text,
			 "\n== does not run any more: 1 driver\n"
			 "uml:omap: it did not probe\n"
			 "\nResult: it became worse; 1 driver stopped running, 0 cases as before.\n");
	free(text);
}
END_TEST

START_TEST(what_cannot_be_compared)
{
	put(&before, "MAP-001/a", VERDICT_PASS);
	put(&after, "MAP-001/a", VERDICT_PASS);
	after.run.complete = false;
	difference_build(&d, &before.set, &after.set);
	ck_assert_str_eq(d.caution, "a run did not end");
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_UNTOLD);
	difference_free(&d);
	after.run.complete = true;
	after.run.header.spec_hash = "b";
	difference_build(&d, &before.set, &after.set);
	ck_assert_str_eq(d.caution, "they were judged by different specs");
	difference_free(&d);
	after.set.nruns = 0;
	difference_build(&d, &before.set, &after.set);
	ck_assert_str_eq(d.caution, "nothing was run after");
	difference_free(&d);
	before.set.nruns = 0;
	difference_build(&d, &before.set, &after.set);
	ck_assert_str_eq(d.caution, "nothing was run before");
	ck_assert_int_eq(difference_result(&d), DIFFERENCE_UNTOLD);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&a_case_of_one_side_only, &what_was_hidden_is_not_new, &the_shortest_of_a_rule_is_shown,
		&the_accused_rule_is_named, &the_worst_of_repetitions_counts, &an_unlike_order_is_no_difference,
		&drivers_are_told_apart, &what_cannot_be_told_is_not_fine, &a_driver_that_could_not_run,
		&a_side_that_could_not_run_at_all, &a_driver_that_could_not_run_before,
		&a_driver_that_stopped, &what_cannot_be_compared, NULL
	};
	Suite *s = suite_create("difference");
	TCase *tc = tcase_create("difference");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, verdicts_by_pairs, 0, sizeof(changes) / sizeof(changes[0]));
	for (const TTest *const *const *t = tests; *t; t++)
		tcase_add_test(tc, **t);
	suite_add_tcase(s, tc);
	return unit_main(s, NULL);
}
