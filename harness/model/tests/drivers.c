// SPDX-License-Identifier: GPL-2.0-only
/* All that stands behind model: it opens, says what it is, and differs from what it is made of. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "harness/model/mutants.h"
#include "harness/model/ops.h"
#include "harness/model/tests/scenario.h"
#include "harness/model/tests/script.h"
#include "harness/model/variants.h"

static char transcript[2][32768];

START_TEST(all_open_and_describe_themselves)
{
	struct description d;
	const char *name;
	struct target *t;
	unsigned int n;

	for (n = 0; (name = model_target.list(n)); n++) {
		t = script_open(name);
		ck_assert_int_eq(t->drv->describe(t, &d), 0);
		ck_assert_str_eq(d.driver, name);
		ck_assert_str_eq(d.evidence, "model");
		ck_assert_uint_eq(d.ndevs, TARGET_DEVICES);
		ck_assert(target_list_has(d.can, "objects"));
		ck_assert(target_list_has(d.can, "fault-record"));
		ck_assert_uint_eq(t->drv->digest(t), d.fingerprint);
		ck_assert_str_eq(script_ask(t, "reset"), "clean");
		t->drv->close(t);
	}
	ck_assert_uint_gt(n, 100);
	ck_assert(model_target.doctor(transcript[0], sizeof(transcript[0])));
}
END_TEST

START_TEST(what_there_is_not_is_refused)
{
	static const char *const options[] = { "kernel=7.2", NULL }, *const none[] = { NULL };
	char why[128];
	struct target *t;

	ck_assert_ptr_null(model_target.open("rockship", NULL, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "rockship"));
	ck_assert_ptr_null(model_target.open(NULL, options, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "kernel=7.2"));
	t = model_target.open(NULL, none, why, sizeof(why));
	ck_assert_ptr_nonnull(t);
	t->drv->close(t);
}
END_TEST

START_TEST(there_is_a_device_for_every_need)
{
	struct target *t = script_open("reference");
	struct description d;

	ck_assert_int_eq(t->drv->describe(t, &d), 0);
	ck_assert(d.dev[0].instance == d.dev[1].instance && d.dev[0].group != d.dev[1].group);
	ck_assert_int_ne(d.dev[2].instance, d.dev[0].instance);
	ck_assert_int_eq(d.dev[3].group, d.dev[4].group);
	ck_assert(device_region(&d.dev[5], REGION_DIRECT) && !d.dev[6].translated && d.dev[7].driver == 1);
	t->drv->close(t);
}
END_TEST

START_TEST(the_scenario_repeats_itself)
{
	scenario_play("reference", transcript[0], sizeof(transcript[0]));
	scenario_play("reference", transcript[1], sizeof(transcript[1]));
	ck_assert_str_eq(transcript[0], transcript[1]);
	ck_assert_ptr_null(strstr(transcript[0], "reset: dirty"));
}
END_TEST

START_TEST(each_mutant_differs)
{
	const struct model_driver *played = NULL;
	const struct mutant *m;
	int same = 0;

	for (m = model_mutants; m->name; m++) {
		const struct model_driver *base = m->driver->base ? m->driver->base : &reference;

		if (base != played)
			scenario_play(base->name, transcript[0], sizeof(transcript[0]));
		played = base;
		scenario_play(m->target, transcript[1], sizeof(transcript[1]));
		ck_assert_uint_gt(strlen(m->what), 10);
		if (strcmp(transcript[0], transcript[1]))
			continue;
		fprintf(stderr, "%s is like what it is made of\n", m->name);
		same++;
	}
	ck_assert_int_eq(same, 0);
}
END_TEST

START_TEST(each_variant_differs)
{
	unsigned int i;

	scenario_play("reference", transcript[0], sizeof(transcript[0]));
	for (i = 0; model_variants[i]; i++) {
		scenario_play(model_variants[i]->name, transcript[1], sizeof(transcript[1]));
		ck_assert_msg(strcmp(transcript[0], transcript[1]), "%s", model_variants[i]->name);
	}
}
END_TEST

START_TEST(the_digest_sees_a_leak)
{
	struct target *t = script_open("mutant/failed_alloc_leaks_its_number");
	struct description d;

	ck_assert_int_eq(t->drv->describe(t, &d), 0);
	ck_assert_str_eq(script_ask(t, "alloc D0 for v0 with no-flags under alloc-failure(3)"), "ENOMEM injected 1");
	ck_assert_uint_ne(t->drv->digest(t), d.fingerprint);
	t->drv->close(t);
}
END_TEST

START_TEST(names_are_unique)
{
	const char *a, *b;
	unsigned int i, k;

	for (i = 0; (a = model_target.list(i)); i++)
		for (k = i + 1; (b = model_target.list(k)); k++)
			ck_assert_str_ne(a, b);
}
END_TEST

static void unmap_on(const char *name)
{
	struct target *t = script_open(name);

	ck_assert_str_eq(script_ask(t, "alloc D0 for v0 with no-flags"), "ok");
	ck_assert_str_eq(script_ask(t, "map D0 0x1000+0x1000 -> 0x200000000 rw"), "ok");
	script_ask(t, "unmap D0 0x1000+0x1000");
}

START_TEST(broken_segv)
{
	unmap_on("broken/segv");
}
END_TEST

START_TEST(broken_hang)
{
	signal(SIGALRM, SIG_DFL);
	alarm(1);
	unmap_on("broken/hang");
}
END_TEST

START_TEST(broken_garbage_and_lies)
{
	struct target *t = script_open("broken/garbage");

	ck_assert_str_eq(script_ask(t, "alloc D0 for v0 with no-flags"), "ok");
	ck_assert_str_eq(script_ask(t, "unmap D0 0x1000+0x1000"), "garbled: the answer was noise");
	t->drv->close(t);
	t = script_open("broken/lies-about-dma");
	ck_assert_str_eq(script_ask(t, "replace v0 blocked"), "ok");
	ck_assert_str_eq(script_ask(t, "dma v0 write 0x1000"), "0x1000");
	t->drv->close(t);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&all_open_and_describe_themselves, &what_there_is_not_is_refused, &there_is_a_device_for_every_need,
		&the_scenario_repeats_itself, &each_mutant_differs, &each_variant_differs, &the_digest_sees_a_leak,
		&names_are_unique,
		&broken_garbage_and_lies, NULL
	};
	Suite *broken = suite_create("broken");
	TCase *tc = tcase_create("broken");

	tcase_add_test_raise_signal(tc, broken_segv, SIGSEGV);
	tcase_add_test_raise_signal(tc, broken_hang, SIGALRM);
	suite_add_tcase(broken, tc);
	return unit_main(unit_suite("drivers", tests), broken, NULL);
}
