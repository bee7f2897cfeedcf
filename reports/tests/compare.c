// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare.c - one driver on several kernels: what changed when, and what cannot be told.
 */
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "reports/compare.h"

static const struct record_rule rules[] = {
	{ .id = "MAP-001", .group = "MAP", .sentence = "A map maps.", .cases = 1 },
};

#define KERNELS 4
static struct record records[KERNELS];
static struct record_run runs[KERNELS];
static struct matrix m;
static struct compare c;

/* One record for each kernel, in this order; NR_VERDICTS: it was not run there. */
static void build(const enum verdict *verdicts, const char *const *kernels)
{
	unsigned int n;

	for (n = 0; kernels[n]; n++) {
		records[n] = (struct record){
			.name = "MAP-001/a", .rule = "MAP-001", .target = "uml", .driver = "omap",
			.kernel = kernels[n], .evidence = "real", .verdict = verdicts[n], .reason = "",
		};
		runs[n] = (struct record_run){
			.header = { .spec_hash = "a", .target = "uml", .driver = "omap", .kernel = kernels[n],
				    .evidence = "real", .config = "x", .remarks = "", .rules = rules, .nrules = 1 },
			.records = &records[n], .nrecords = verdicts[n] != NR_VERDICTS, .complete = true,
		};
	}
	matrix_build(&m, &(struct record_set){ .runs = runs, .nruns = n });
	compare_build(&c, &m);
}

static void clean(void)
{
	compare_free(&c);
	matrix_free(&m);
}

static char *written(const char *format)
{
	char *text;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	ck_assert(compare_write(format, &c, f));
	ck_assert_int_eq(fclose(f), 0);
	return text;
}

static const char *const three[] = { "6.1.176", "6.12.107", "7.2.13", NULL };

#define P VERDICT_PASS
#define F VERDICT_FAIL
#define C VERDICT_CRASH
#define D VERDICT_DEGRADED
#define S VERDICT_SKIP
#define O VERDICT_OBSERVED
static const struct {
	enum verdict on[3];
	enum course course;
	unsigned int since, before;
} courses[] = {
	{ { P, P, F }, COURSE_BROKEN_SINCE, 2, 1 },
	{ { P, F, F }, COURSE_BROKEN_SINCE, 1, 0 },
	{ { F, P, P }, COURSE_KEPT_SINCE, 1, 0 },
	{ { F, P, F }, COURSE_BROKEN_SINCE, 2, 1 },
	{ { F, F, C }, COURSE_BROKEN_SINCE, 2, 1 },
	{ { C, F, F }, COURSE_KEPT_SINCE, 1, 0 },
	{ { P, D, D }, COURSE_BROKEN_SINCE, 1, 0 },
	{ { P, S, F }, COURSE_BROKEN_SINCE, 2, 0 },
	{ { S, F, F }, COURSE_ALWAYS_BROKEN, 0, 0 },
	{ { O, P, P }, COURSE_ALWAYS_KEPT, 0, 0 },
	{ { F, VERDICT_XFAIL, F }, COURSE_ALWAYS_BROKEN, 0, 0 },
	{ { P, VERDICT_XPASS, P }, COURSE_ALWAYS_KEPT, 0, 0 },
	{ { P, VERDICT_ERROR, VERDICT_UNSTABLE }, COURSE_ALWAYS_KEPT, 0, 0 },
	{ { S, O, NR_VERDICTS }, COURSE_UNTOLD, 0, 0 },
};

START_TEST(courses_of_a_rule)
{
	build(courses[_i].on, three);
	ck_assert_uint_eq(c.ndrivers, 1);
	ck_assert_int_eq(c.drivers[0].rules[0].course, courses[_i].course);
	ck_assert_uint_eq(c.drivers[0].rules[0].since, courses[_i].since);
	ck_assert_uint_eq(c.drivers[0].rules[0].before, courses[_i].before);
	ck_assert_uint_eq(c.drivers[0].counts[courses[_i].course], 1);
}
END_TEST

START_TEST(kernels_are_ordered_by_version)
{
	static const char *const kernels[] = { "6.12.107", "7.2.13", "6.1.176", "6.12.9", NULL };
	static const enum verdict verdicts[] = { P, F, P, P };

	build(verdicts, kernels);
	ck_assert_str_eq(c.drivers[0].rows[0]->kernel, "6.1.176");
	ck_assert_str_eq(c.drivers[0].rows[1]->kernel, "6.12.9");
	ck_assert_str_eq(c.drivers[0].rows[2]->kernel, "6.12.107");
	ck_assert_str_eq(c.drivers[0].rows[3]->kernel, "7.2.13");
	ck_assert_int_eq(c.drivers[0].rules[0].course, COURSE_BROKEN_SINCE);
}
END_TEST

START_TEST(as_text)
{
	static const enum verdict verdicts[] = { P, S, F };
	char *text;

	build(verdicts, three);
	text = written("text");
	ck_assert_str_eq(text,
			 "uml:omap (real) on 6.1.176, 6.12.107, 7.2.13\n"
			 "  MAP-001: broken since 7.2.13, was kept on 6.1.176: A map maps.\n\n");
	free(text);
}
END_TEST

START_TEST(as_text_without_a_change)
{
	static const enum verdict verdicts[] = { F, F, F };
	char *text;

	build(verdicts, three);
	text = written("text");
	ck_assert_str_eq(text, "uml:omap (real) on 6.1.176, 6.12.107, 7.2.13\n  broken on all (1): MAP-001\n\n");
	free(text);
}
END_TEST

START_TEST(as_markdown)
{
	static const enum verdict verdicts[] = { F, P, P };
	char *text;

	build(verdicts, three);
	text = written("markdown");
	ck_assert_ptr_nonnull(strstr(text, "| rule | 6.1.176 | 6.12.107 | 7.2.13 | what it says |\n"
					   "|---|---|---|---|---|\n"
					   "| MAP-001 | broken | kept | kept | A map maps. |\n"));
	free(text);
}
END_TEST

START_TEST(as_json)
{
	static const enum verdict verdicts[] = { F, P, S };
	char *text;

	build(verdicts, three);
	text = written("json");
	ck_assert_ptr_nonnull(strstr(text, "\"course\": \"kept since\""));
	ck_assert_ptr_nonnull(strstr(text, "\"since\": \"6.12.107\""));
	free(text);
	ck_assert(!compare_write("yaml", &c, stdout));
}
END_TEST

START_TEST(a_model_is_of_no_kernel)
{
	static const char *const kernels[] = { "", "7.2.13", NULL };
	static const enum verdict verdicts[] = { P, F };

	build(verdicts, kernels);
	ck_assert_uint_eq(c.ndrivers, 0);
	ck_assert_uint_eq(c.alone, 2);
}
END_TEST

START_TEST(one_kernel_is_none)
{
	static const char *const one[] = { "7.2.13", NULL };
	static const enum verdict verdicts[] = { F };

	build(verdicts, one);
	ck_assert_uint_eq(c.ndrivers, 0);
	ck_assert_uint_eq(c.alone, 1);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&kernels_are_ordered_by_version, &as_text, &as_text_without_a_change, &as_markdown, &as_json,
		&a_model_is_of_no_kernel, &one_kernel_is_none, NULL
	};
	Suite *s = suite_create("compare");
	TCase *tc = tcase_create("compare");

	tcase_add_checked_fixture(tc, NULL, clean);
	tcase_add_loop_test(tc, courses_of_a_rule, 0, sizeof(courses) / sizeof(courses[0]));
	for (const TTest *const *const *t = tests; *t; t++)
		tcase_add_test(tc, **t);
	suite_add_tcase(s, tc);
	return unit_main(s, NULL);
}
