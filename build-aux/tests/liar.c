// SPDX-License-Identifier: GPL-2.0-only
/* liar.c - a test program that goes wrong in every way; unit.sh looks at what unit.c says of it. */
#include <stdio.h>
#include <stdlib.h>

#include "build-aux/unit.h"

START_TEST(passes)
{
	puts("not ok 1 - noise on standard output");
	ck_assert_int_eq(_i, 0);
}
END_TEST

START_TEST(fails)
{
	ck_assert_msg(0, "first line\nsecond line");
}
END_TEST

START_TEST(crashes)
{
	ck_assert_int_eq(_i, 0);
	abort();
}
END_TEST

START_TEST(leaves)
{
	ck_assert_int_eq(_i, 0);
	exit(3);
}
END_TEST

START_TEST(lacks)
{
	unit_skip("no such machine");
	ck_abort_msg("went on after a skip");
}
END_TEST

START_TEST(loops)
{
	if (_i == 1)
		unit_skip("not this one");
	ck_assert_int_ne(_i, 2);
}
END_TEST

static void no_setup(void)
{
	ck_assert_msg(0, "set-up");
}

int main(int argc, char **argv)
{
	static const TTest *const *const tests[] = { &passes, &fails, &crashes, &leaves, &lacks, NULL };
	TCase *loop = tcase_create("loop"), *fixture = tcase_create("fixture");
	Suite *suite = suite_create("more");

	(void)argv;
	if (argc > 1)	/* nothing to run */
		setenv("CK_RUN_CASE", "no such case", 1);
	tcase_add_loop_test(loop, loops, 0, 4);
	suite_add_tcase(suite, loop);
	tcase_add_checked_fixture(fixture, no_setup, NULL);
	tcase_add_test(fixture, passes);
	suite_add_tcase(suite, fixture);
	return unit_main(unit_suite("liar", tests), suite, NULL);
}
