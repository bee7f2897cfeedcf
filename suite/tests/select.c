// SPDX-License-Identifier: GPL-2.0-only
/*
 * select.c - which cases and which targets a user means.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "suite/choice.h"
#include "suite/select.h"
#include "suite/tests/fake.h"

static const char *const names[] = { "a=1/b=1", "a=1/b=2", "a=2/b=1", "a=2/b=2", "a=3", NULL };

/* The names that @s selects, without their rule, each followed by a blank. */
static const char *selected(const struct selection *s)
{
	static char text[1024];
	struct jobs jobs;
	char why[256];

	text[0] = '\0';
	ck_assert_int_eq(select_jobs(fake_rules(names), s, &jobs, why, sizeof(why)), 0);
	for (unsigned int i = 0; i < jobs.n; i++) {
		strcat(text, strchr(jobs.job[i].rcase->name, '/') + 1);
		strcat(text, " ");
	}
	free(jobs.job);
	return text;
}

#define LIST(...) (const char *const []){ __VA_ARGS__, NULL }

START_TEST(patterns)
{
	ck_assert_str_eq(selected(&(struct selection){ 0 }), "a=1/b=1 a=1/b=2 a=2/b=1 a=2/b=2 a=3 ");
	ck_assert_str_eq(selected(&(struct selection){ .pattern = LIST("FAKE-001") }),
			 "a=1/b=1 a=1/b=2 a=2/b=1 a=2/b=2 a=3 ");
	ck_assert_str_eq(selected(&(struct selection){ .pattern = LIST("*/b=1", "*a=3") }), "a=1/b=1 a=2/b=1 a=3 ");
	ck_assert_str_eq(selected(&(struct selection){ .pattern = LIST("FAKE-001/a=1/b=2") }), "a=1/b=2 ");
	ck_assert_str_eq(selected(&(struct selection){ .rule = LIST("FAKE"), .pattern = LIST("*a=3") }), "a=3 ");
	ck_assert_str_eq(selected(&(struct selection){ .rule = LIST("FAKE-002") }), "");
	ck_assert_str_eq(selected(&(struct selection){ .rule = LIST("*-001"), .pattern = LIST("*a=3") }), "a=3 ");
}
END_TEST

START_TEST(a_case_called_as_its_rule)
{
	static const char *const own[] = { "", "a=1", NULL };
	const struct rcase *c = fake_rules(own)->rule[0]->rcase;

	ck_assert(case_matches("FAKE-001", &c[0]));
	ck_assert(!case_matches("FAKE-001", &c[1]));
	ck_assert(case_matches("FAKE-001*", &c[1]));
	c = fake_rules(names)->rule[0]->rcase;
	ck_assert(case_matches("FAKE-001", &c[1]));
	ck_assert(!case_matches("FAKE-002", &c[1]));
}
END_TEST

static void refused(const struct selection *s, const char *because)
{
	struct jobs jobs;
	char why[256];

	ck_assert_int_eq(select_jobs(fake_rules(names), s, &jobs, why, sizeof(why)), -EINVAL);
	ck_assert_str_eq(why, because);
}

START_TEST(slips_of_the_pen)
{
	refused(&(struct selection){ .rule = LIST("FAKE-01") }, "no rule 'FAKE-01': did you mean 'FAKE-001'?");
	refused(&(struct selection){ .rule = LIST("zzzzzzzzzzz") },
		"no rule 'zzzzzzzzzzz': 'iommu-conform rules' lists them");
	refused(&(struct selection){ .pattern = LIST("FAKE-001", "FAKE-001/a=4") },
		"no case 'FAKE-001/a=4': did you mean 'FAKE-001/a=3'?");
	refused(&(struct selection){ .pattern = LIST("zzzzzzzzzzzzzzzzzzzzz") },
		"no case 'zzzzzzzzzzzzzzzzzzzzz': 'iommu-conform list-cases' lists them");
}
END_TEST

START_TEST(shards_are_a_partition)
{
	char all[1024] = "";

	ck_assert_str_eq(selected(&(struct selection){ .shard = 1, .shards = 2 }), "a=1/b=1 a=2/b=1 a=3 ");
	ck_assert_str_eq(selected(&(struct selection){ .shard = 2, .shards = 2 }), "a=1/b=2 a=2/b=2 ");
	for (unsigned int i = 1; i <= 7; i++)
		strcat(all, selected(&(struct selection){ .shard = i, .shards = 7 }));
	ck_assert_str_eq(all, "a=1/b=1 a=1/b=2 a=2/b=1 a=2/b=2 a=3 ");
}
END_TEST

START_TEST(rounds_and_shuffles)
{
	struct selection s = { .repeat = 3, .seed = 5 };
	unsigned int seen[8][5] = { 0 };
	struct jobs jobs, again;
	bool moved = false;
	char why[256];

	ck_assert_int_eq(select_jobs(fake_rules(names), &s, &jobs, why, sizeof(why)), 0);
	ck_assert_uint_eq(jobs.n, 15);
	ck_assert_uint_eq(jobs.job[4].seed, 5);
	ck_assert_uint_eq(jobs.job[14].seed, 7);
	s.shuffle = true;
	ck_assert_int_eq(select_jobs(fake_rules(names), &s, &again, why, sizeof(why)), 0);
	ck_assert_uint_eq(again.n, 15);
	for (unsigned int i = 0; i < 15; i++) {
		moved |= jobs.job[i].rcase != again.job[i].rcase;
		seen[again.job[i].seed][again.job[i].rcase - jobs.job[0].rcase]++;
	}
	ck_assert(moved);
	for (unsigned int i = 0; i < 15; i++)
		ck_assert_uint_eq(seen[5 + i / 5][i % 5], 1);
	free(jobs.job);
	free(again.job);
}
END_TEST

static const struct target_driver *const targets[] = { &fake_target, NULL };

START_TEST(targets_by_name)
{
	struct choices c;
	char why[256];

	ck_assert_int_eq(choices_parse(&c, targets, "fake", why, sizeof(why)), 0);
	ck_assert_uint_eq(c.n, 2);	/* no mutant, nothing broken */
	ck_assert_str_eq(c.choice[0].name, "fake:fake");
	ck_assert_str_eq(c.choice[1].arg, "mute");
	choices_free(&c);
	ck_assert_int_eq(choices_parse(&c, targets, "fake:mutant/x,fake:y:z", why, sizeof(why)), 0);
	ck_assert_uint_eq(c.n, 2);
	ck_assert_str_eq(c.choice[0].arg, "mutant/x");
	ck_assert_str_eq(c.choice[1].name, "fake:y:z");
	choices_free(&c);
	ck_assert_int_eq(choices_parse(&c, targets, "all", why, sizeof(why)), 0);
	ck_assert_uint_eq(c.n, 3);
	ck_assert_str_eq(c.choice[1].arg, "mute");
	ck_assert_ptr_null(c.choice[1].options);
	ck_assert_str_eq(c.choice[2].name, "fake:fake");	/* as a user sees it */
	ck_assert_int_eq(choices_options(&c, LIST("kernel=7.2"), why, sizeof(why)), 0);
	ck_assert_str_eq(c.choice[2].options[0], "api=iommufd");
	ck_assert_str_eq(c.choice[2].options[1], "kernel=7.2");
	ck_assert_ptr_null(c.choice[2].options[2]);
	choices_free(&c);
	ck_assert_int_eq(choices_parse(&c, targets, "fake,fale:x", why, sizeof(why)), -EINVAL);
	ck_assert_str_eq(why, "no target 'fale': did you mean 'fake'?");
	choices_free(&c);
}
END_TEST

START_TEST(options_go_to_those_who_take_them)
{
	static const struct target_driver plain = { .name = "plain" };
	static const struct target_driver *const both[] = { &fake_target, &plain, NULL };
	struct choices c;
	char why[256];

	ck_assert_int_eq(choices_parse(&c, both, "fake:a,plain:b,fake:c", why, sizeof(why)), 0);
	ck_assert_int_eq(choices_options(&c, NULL, why, sizeof(why)), 0);
	ck_assert_ptr_null(c.choice[0].options);
	ck_assert_int_eq(choices_options(&c, LIST("kernel=7.2", "speed=3"), why, sizeof(why)), 0);
	ck_assert_str_eq(c.choice[0].options[0], "kernel=7.2");
	ck_assert_str_eq(c.choice[2].options[1], "speed=3");
	ck_assert_ptr_null(c.choice[2].options[2]);
	ck_assert_ptr_null(c.choice[1].options);
	ck_assert_int_eq(choices_options(&c, LIST("kern=7.2"), why, sizeof(why)), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "no target that was chosen takes 'kern=7.2'"));
	choices_free(&c);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&patterns, &a_case_called_as_its_rule, &slips_of_the_pen, &shards_are_a_partition,
		&rounds_and_shuffles, &targets_by_name,
		&options_go_to_those_who_take_them, NULL
	};

	return unit_main(unit_suite("select", tests), NULL);
}
