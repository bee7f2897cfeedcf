// SPDX-License-Identifier: GPL-2.0-only
/*
 * repro.c - steps are left out as long as the rest shows the same, whatever happens to the target meanwhile.
 */
#include "config.h"

#include <string.h>

#include "build-aux/unit.h"
#include "suite/repro.h"
#include "suite/tests/fake.h"

static volatile sig_atomic_t stop;
static struct choice choice = { .drv = &fake_target, .arg = "fake", .name = "fake:fake" };
static struct runner runner;
static struct job job;
static struct attempt a;
static char why[256];

static void setup(void)
{
	static const char *const names[] = { "fail", NULL };

	fake_reset();
	runner = (struct runner){ .rules = fake_rules(names), .choice = &choice, .timeout = 1, .stop = &stop };
	job = (struct job){ &runner.rules->rule[0]->rcase[0], 1 };
	strcpy(runner.desc.target, "fake");
}

static void teardown(void)
{
	repro_free(&a);
}

static void try(const struct script *script)
{
	repro_free(&a);
	ck_assert_msg(!repro_try(&runner, &job, script, &a, why, sizeof(why)), "%s", why);
}

START_TEST(the_case_itself)
{
	struct script script;

	try(NULL);
	ck_assert_int_eq(a.rec.verdict, VERDICT_FAIL);
	ck_assert_str_eq(a.rec.rule, "FAKE-001");
	ck_assert_str_eq(a.rec.observed, "EBUSY");
	repro_script(&a.rec, &script);
	ck_assert_uint_eq(script.n, 1);
	ck_assert_str_eq(script.line[0], "map D0 0x1000+0x1000 -> 0x2000 rw");
}
END_TEST

START_TEST(what_is_not_needed_goes)
{
	struct script script = { { "sync D0", "alloc D0", "sync D0", "detach v0", "map D0", "sync D0" }, 6 };

	try(&script);
	ck_assert_int_eq(repro_shorten(&runner, &job, &script, &a.rec, why, sizeof(why)), 0);
	ck_assert_uint_eq(script.n, 2);
	ck_assert_str_eq(script.line[0], "alloc D0");
	ck_assert_str_eq(script.line[1], "map D0");
}
END_TEST

/* The last pages stay, where only they fail; nothing is simpler than what has the same reason. */
START_TEST(operands_are_simplified)
{
	struct script script = { {
		"alloc D0 for v0 with flags+0x40", "map D0 0x81234000+0x200000 -> 0x4567000 rw+0x80 watch v0 read 0x81235cc1",
		"map_sg D0 0x9abcd000+0x3000 -> 0x4568000+0x1000,bus:0x4569000+0x2000 rw", "dma v0 read 0x81234cc1",
	}, 4 };
	struct simplify s = { &runner, &job, &a.rec, why, sizeof(why) };
	static struct simple_steps simple;

	try(&script);
	ck_assert_str_eq(a.rec.reason, "wrong errno");
	ck_assert_int_eq(repro_simplify(&s, &script, &simple), 0);
	ck_assert_uint_eq(simple.script.n, 4);
	ck_assert_str_eq(simple.script.line[0], "alloc D0 for v0 with flags+0x40");
	ck_assert_str_eq(simple.script.line[1],
			 "map D0 0x81400000+0x10000 -> 0x4500000 rw+0x80 watch v0 read 0x80000000");
	ck_assert_str_eq(simple.script.line[2],
			 "map_sg D0 0x90000000+0x1000 -> 0x4000000+0x1000,bus:0x4000000+0x1000 rw");
	ck_assert_str_eq(simple.script.line[3], "dma v0 read 0x80000000");
}
END_TEST

START_TEST(one_step_stays)
{
	struct script script = { { "sync D0", "detach v0" }, 2 };

	try(&script);
	ck_assert_int_eq(a.rec.verdict, VERDICT_PASS);
	ck_assert_int_eq(repro_shorten(&runner, &job, &script, &a.rec, why, sizeof(why)), 0);
	ck_assert_uint_eq(script.n, 1);
}
END_TEST

START_TEST(a_death_is_a_crash)
{
	struct script script = { { "alloc D0", "free D0" }, 2 };

	try(&script);
	ck_assert_int_eq(a.rec.verdict, VERDICT_CRASH);
	ck_assert_str_eq(a.rec.reason, "SIGSEGV");
	ck_assert_int_eq(repro_shorten(&runner, &job, &script, &a.rec, why, sizeof(why)), 0);
	ck_assert_uint_eq(script.n, 1);
	ck_assert_str_eq(script.line[0], "free D0");
}
END_TEST

START_TEST(a_hang_is_a_crash)
{
	struct script script = { { "unmap D0" }, 1 };

	try(&script);
	ck_assert_int_eq(a.rec.verdict, VERDICT_CRASH);
	ck_assert_str_eq(a.rec.reason, "no end in time");
}
END_TEST

START_TEST(a_target_that_does_not_start)
{
	choice.arg = "refuses";
	ck_assert_int_lt(repro_try(&runner, &job, NULL, &a, why, sizeof(why)), 0);
	choice.arg = "fake";
	ck_assert_str_eq(why, "it does not want to");
}
END_TEST

START_TEST(only_the_same_is_the_same)
{
	struct record x = { .rule = "A", .verdict = VERDICT_FAIL, .reason = "wrong DMA" }, y = x;

	ck_assert(repro_same(&x, &y));
	y.accused = "B";
	ck_assert(!repro_same(&x, &y));
	y.accused = "A";
	ck_assert(repro_same(&x, &y));
	y.reason = "wrong errno";
	ck_assert(!repro_same(&x, &y));
	y.verdict = VERDICT_CRASH;
	ck_assert(!repro_same(&x, &y));
	x.verdict = VERDICT_CRASH;
	ck_assert(repro_same(&x, &y));
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&the_case_itself, &what_is_not_needed_goes, &operands_are_simplified, &one_step_stays, &a_death_is_a_crash, &a_hang_is_a_crash,
		&a_target_that_does_not_start, &only_the_same_is_the_same, NULL
	};
	Suite *s = suite_create("repro");
	TCase *tc = tcase_create("repro");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	for (const TTest *const *const *t = tests; *t; t++)
		tcase_add_test(tc, **t);
	suite_add_tcase(s, tc);
	return unit_main(s, NULL);
}
