// SPDX-License-Identifier: GPL-2.0-only
/*
 * expect.c - expectations: what they turn, what they leave, and when they have had their day.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "suite/expect.h"
#include "suite/tests/fake.h"

#define TAIL " link=https://example.org/x \"because\"\n"

static const char *const names[] = { "a=1/b=1", "a=1/b=2", "a=2/b=1", NULL };
static char path[] = "/tmp/expect-XXXXXX";

static int read_text(struct expectations *x, const char *text, char *why, size_t len)
{
	int fd, err;

	strcpy(path, "/tmp/expect-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	err = expect_read(x, path, why, len);
	unlink(path);
	return err;
}

static void refused(const char *text, const char *because)
{
	struct expectations x;
	char why[512];

	ck_assert_int_eq(read_text(&x, text, why, sizeof(why)), -EINVAL);
	ck_assert_msg(!strncmp(why, path, strlen(path)), "%s", why);
	ck_assert_msg(strstr(why, because), "'%s' lacks '%s'", why, because);
}

START_TEST(what_a_line_lacks)
{
	refused("# comment\n\nFIAL X until=spec-1" TAIL, ":3: 'FIAL' is no verdict to expect: did you mean 'FAIL'?");
	refused("PASS X until=spec-1" TAIL, ":1: 'PASS' is no verdict to expect");
	refused("XPASS X until=spec-1" TAIL, "'XPASS' is no verdict to expect");
	refused("FAIL\n", "the case is missing");
	refused("FAIL X" TAIL, "where it ends is missing");
	refused("FAIL X until=6.13" TAIL, "where it ends is missing");
	refused("FAIL X until=linux-" TAIL, "where it ends is missing");
	refused("FAIL X until=linux-six" TAIL, "where it ends is missing");
	refused("FAIL X until=linux-6.13 \"r\"\n", "the link is missing");
	refused("FAIL X until=linux-6.13 link=l\n", "the reason is missing");
	refused("FAIL X until=linux-6.13 link=l \"\"\n", "the reason is missing");
	refused("FAIL X until=linux-6.13 link=l \"r\n", "the reason is missing");
	refused("FAIL X untill=linux-6.13 link=l \"r\"\n", "'untill=linux-6.13' is neither");
}
END_TEST

START_TEST(no_file)
{
	struct expectations x;
	char why[512];

	ck_assert_int_eq(expect_read(&x, "/nonexistent/file", why, sizeof(why)), -ENOENT);
	ck_assert_str_eq(why, "/nonexistent/file: No such file or directory");
	ck_assert_int_eq(read_text(&x, "", why, sizeof(why)), 0);
	ck_assert_uint_eq(x.n, 0);
	expect_free(&x);
}
END_TEST

static enum verdict judged(struct expectations *x, const struct rcase *c, enum verdict v)
{
	struct record r = { .verdict = v, .reason = "it broke" };
	bool known = expect_has(x, c, &r);

	expect_apply(x, c, &r);
	ck_assert_int_eq(r.verdict == VERDICT_XFAIL, known);
	if (r.verdict != v) {
		ck_assert_ptr_nonnull(strstr(r.reason, "because"));
		ck_assert_ptr_nonnull(strstr(r.reason, "https://example.org/x"));
		ck_assert_ptr_nonnull(strstr(r.reason, "it broke"));
	}
	return r.verdict;
}

START_TEST(turns_what_is_expected)
{
	const struct rcase *c = fake_rules(names)->rule[0]->rcase;
	struct expectations x;
	char why[512];

	ck_assert_int_eq(read_text(&x, "FAIL FAKE-001/a=1* until=linux-7.4" TAIL
				   "CRASH FAKE-001/a=2/b=1 until=spec-9" TAIL, why, sizeof(why)), 0);
	ck_assert_int_eq(judged(&x, &c[0], VERDICT_FAIL), VERDICT_XFAIL);
	ck_assert_int_eq(judged(&x, &c[0], VERDICT_PASS), VERDICT_XPASS);
	ck_assert_int_eq(judged(&x, &c[1], VERDICT_CRASH), VERDICT_CRASH);
	ck_assert_int_eq(judged(&x, &c[1], VERDICT_UNSTABLE), VERDICT_UNSTABLE);
	ck_assert_int_eq(judged(&x, &c[1], VERDICT_SKIP), VERDICT_SKIP);
	ck_assert_int_eq(judged(&x, &c[1], VERDICT_UNKNOWN), VERDICT_UNKNOWN);
	ck_assert_int_eq(judged(&x, &c[2], VERDICT_CRASH), VERDICT_XFAIL);
	ck_assert_int_eq(judged(&x, &c[2], VERDICT_FAIL), VERDICT_FAIL);
	ck_assert_uint_eq(x.e[0].used, 4);
	expect_free(&x);
}
END_TEST

START_TEST(leaves_other_cases_alone)
{
	const struct rcase *c = fake_rules(names)->rule[0]->rcase;
	struct expectations x;
	char why[512];

	ck_assert_int_eq(read_text(&x, "FAIL FAKE-001/a=1/b=1 until=linux-7.4" TAIL, why, sizeof(why)), 0);
	ck_assert_int_eq(judged(&x, &c[1], VERDICT_FAIL), VERDICT_FAIL);
	ck_assert_int_eq(judged(&x, &c[1], VERDICT_PASS), VERDICT_PASS);
	ck_assert_uint_eq(x.e[0].used, 0);
	expect_free(&x);
}
END_TEST

/* What expect_stale() prints of @text, after cases of @jobs were @v. */
static const char *stale(const char *text, unsigned int njobs, enum verdict v, const char *kernel)
{
	static char out[1024];
	const struct rules *rules = fake_rules(names);
	struct jobs jobs = { calloc(njobs + 1, sizeof(struct job)), njobs };
	FILE *f = fmemopen(out, sizeof(out), "w");
	struct expectations x;
	char why[512];

	ck_assert_int_eq(read_text(&x, text, why, sizeof(why)), 0);
	for (unsigned int i = 0; i < njobs; i++) {
		jobs.job[i].rcase = &rules->rule[0]->rcase[i];
		judged(&x, jobs.job[i].rcase, v);
	}
	out[0] = '\0';
	ck_assert_uint_le(expect_stale(&x, rules, &jobs, kernel, f), 1);
	fclose(f);
	free(jobs.job);
	expect_free(&x);
	return out;
}

static void is_stale(const char *text, enum verdict v, const char *kernel, const char *why)
{
	const char *out = stale(text, 3, v, kernel);

	ck_assert_msg(strstr(out, why), "'%s' lacks '%s'", out, why);
}

START_TEST(excuses_nothing_any_more)
{
	ck_assert_str_eq(stale("FAIL FAKE-001 until=linux-7.4" TAIL, 3, VERDICT_FAIL, "7.2.13"), "");
	ck_assert_str_eq(stale("FAIL FAKE-001 until=spec-99" TAIL, 3, VERDICT_FAIL, ""), "");
	is_stale("FAIL FAKE-001 until=linux-7.4" TAIL, VERDICT_FAIL, "7.4", "has expired");
	is_stale("FAIL FAKE-001 until=linux-7.4" TAIL, VERDICT_FAIL, "8.0.1", "has expired");
	is_stale("FAIL FAKE-001 until=spec-0.0.1" TAIL, VERDICT_FAIL, "", "has expired");
	is_stale("FAIL FAKE-001 until=linux-7.4" TAIL, VERDICT_FAIL, "", "has no kernel");
	is_stale("FAIL FAKE-009 until=linux-7.4" TAIL, VERDICT_FAIL, "7.2", "matches no case");
	is_stale("FAIL FAKE-001 until=linux-7.4" TAIL, VERDICT_SKIP, "7.2", "no case of it came");
	/* A run of other cases cannot tell. */
	ck_assert_str_eq(stale("FAIL FAKE-001/a=2/b=1 until=linux-7.4" TAIL, 2, VERDICT_FAIL, "7.2"), "");
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&what_a_line_lacks, &no_file, &turns_what_is_expected, &leaves_other_cases_alone,
		&excuses_nothing_any_more, NULL
	};

	return unit_main(unit_suite("expect", tests), NULL);
}
