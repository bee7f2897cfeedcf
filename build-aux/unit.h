/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unit.h - what a unit test program needs beside Check: a main() that speaks TAP, and a skip.
 *
 *	#include "build-aux/unit.h"
 *
 *	START_TEST(walk_stops_at_hole)
 *	{
 *		ck_assert_int_eq(walk(0x1000), -EINVAL);
 *	}
 *	END_TEST
 *
 *	int main(void)
 *	{
 *		static const TTest *const *const walk[] = { &walk_stops_at_hole, NULL };
 *
 *		return unit_main(unit_suite("walk", walk), NULL);
 *	}
 *
 * Register it in the room's local.mk:
 *
 *	check_PROGRAMS += harness/tests/walk
 *	TESTS += harness/tests/walk
 *	harness_tests_walk_SOURCES = harness/tests/walk.c
 *	harness_tests_walk_LDADD = libharness.a $(UNIT_LIBS)
 *
 * Check's own environment works: CK_RUN_CASE=walk ./walk, CK_FORK=no gdb ./walk, CK_TIMEOUT_MULTIPLIER=10.
 */
#ifndef BUILD_AUX_UNIT_H
#define BUILD_AUX_UNIT_H

#include <check.h>

/*
 * A suite named @name with one test case of the same name that holds @tests (ended by NULL). A file that needs
 * fixtures, loops or time-outs builds its Suite with Check's own functions.
 */
Suite *unit_suite(const char *name, const TTest *const *const *tests);

/*
 * Run the suites given (ended by NULL) and print TAP on standard output; what the tests print goes to standard error.
 * Returns the exit status for main(): 0 when all passed, 1 when a test failed, 99 when no test could be run.
 */
int unit_main(Suite *first, ...) __attribute__((sentinel));

/*
 * Leave a test because the machine lacks something: it is reported as "ok # SKIP @why". Only in the body of a test, and
 * only for what the environment lacks; a thing that the program lacks is a failure.
 */
#define unit_skip(why) do {			\
	unit_skip_here(why, __LINE__);		\
	return;					\
} while (0)
void unit_skip_here(const char *why, int line);

/* Path of @path (relative to the top of the source tree), however the build was configured. Static storage, two deep. */
const char *unit_source(const char *path);

#endif
