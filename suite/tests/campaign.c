// SPDX-License-Identifier: GPL-2.0-only
/*
 * campaign.c - whole runs: what they leave behind, how they are resumed, what ends them.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "suite/campaign.h"
#include "suite/command.h"
#include "suite/tests/fake.h"

static const struct target_driver *const targets[] = { &fake_target, NULL };
static char dir[64], records[128], errors[4096];

static void setup(void)
{
	strcpy(dir, "/tmp/campaign-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(records, sizeof(records), "%s/records.jsonl", dir);
	setenv("IOMMU_CONFORM_EXPECTATIONS", dir, 1);
	fake_reset();
}

static void teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static struct campaign campaign(const char *const *names)
{
	return (struct campaign){
		.rules = fake_rules(names), .targets = targets, .target = "fake:fake", .workers = 1, .timeout = 1,
		.records = records, .command = "test", .selection.seed = 1,
	};
}

/* Run @c with what it says on standard error in @errors. */
static int run(const struct campaign *c, struct campaign_result *res)
{
	int saved = dup(STDERR_FILENO), status;
	FILE *f = tmpfile();

	dup2(fileno(f), STDERR_FILENO);
	status = campaign_run(c, res);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(f);
	errors[fread(errors, 1, sizeof(errors) - 1, f)] = '\0';
	fclose(f);
	return status;
}

static struct record_set read_records(void)
{
	struct record_set set = { 0 };
	char why[256] = "";

	ck_assert_msg(!record_read(records, &set, why, sizeof(why)), "%s", why);
	return set;
}

static void write_file(const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

START_TEST(records_of_each_target)
{
	static const char *const names[] = { "pass", "fail", "skip", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;
	struct record_set set;

	c.target = "fake";
	ck_assert_int_eq(run(&c, &res), 0);
	ck_assert_uint_eq(res.targets, 2);
	ck_assert_uint_eq(res.counts.n[VERDICT_FAIL], 2);
	ck_assert_uint_eq(res.counts.n[VERDICT_PASS], 2);
	set = read_records();
	ck_assert_uint_eq(set.nruns, 2);
	ck_assert(set.runs[0].complete && set.runs[1].complete);
	ck_assert_uint_eq(set.runs[1].nrecords, 3);
	ck_assert_str_eq(set.runs[0].header.spec_hash, "f00d");
	ck_assert_uint_eq(set.runs[0].header.nrules, 2);
	ck_assert(set.runs[0].header.rules[1].unchecked);
	record_set_free(&set);
}
END_TEST

START_TEST(one_target_that_cannot_run)
{
	static const char *const names[] = { "pass", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;
	struct record_set set;

	c.target = "fake:raw,fake:refuses,fake:fake";
	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	ck_assert_str_eq(errors, "iommu-conform: fake:raw: nobody has built it\n"
			 "iommu-conform: fake:refuses: cannot be started: it does not want to\n");
	ck_assert_uint_eq(res.targets, 1);
	ck_assert_uint_eq(res.absent, 2);
	ck_assert_uint_eq(res.counts.n[VERDICT_PASS], 1);
	set = read_records();
	ck_assert_uint_eq(set.nruns, 1);
	ck_assert_uint_eq(set.nabsent, 2);
	ck_assert_str_eq(set.absent[0].driver, "raw");
	ck_assert_str_eq(set.absent[0].why, "nobody has built it");
	record_set_free(&set);
}
END_TEST

/* A killed run: the records up to a point, the last one half. */
static void cut_records(unsigned int lines)
{
	char *text = NULL;
	size_t room = 0;
	FILE *f = fopen(records, "r+");

	ck_assert_ptr_nonnull(f);
	while (lines--)
		ck_assert_int_gt(getline(&text, &room, f), 0);
	ck_assert_int_eq(ftruncate(fileno(f), ftell(f) + 20), 0);
	fclose(f);
	free(text);
}

START_TEST(resumes_where_it_was_killed)
{
	static const char *const names[] = { "pass1", "fail", "pass2", "pass3", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;
	struct record_set set;

	ck_assert_int_eq(run(&c, &res), 0);
	cut_records(3);		/* header, two of them */
	fake_reset();
	c.resume = true;
	ck_assert_int_eq(run(&c, &res), 0);
	ck_assert_uint_le(fake_counts()->runs, 3);	/* two, and the fail once more if it was among them */
	ck_assert_uint_eq(res.counts.n[VERDICT_PASS], 3);
	ck_assert_uint_eq(res.counts.n[VERDICT_FAIL], 1);
	set = read_records();
	ck_assert_uint_eq(set.nruns, 1);
	ck_assert(set.runs[0].complete);
	ck_assert_uint_eq(set.runs[0].nrecords, 4);
	record_set_free(&set);

	/* All is done: nothing is run, nothing counts twice. */
	fake_reset();
	ck_assert_int_eq(run(&c, &res), 0);
	ck_assert_uint_eq(fake_counts()->runs, 0);
	ck_assert_uint_eq(res.counts.n[VERDICT_FAIL], 1);
}
END_TEST

/* The same driver and configuration through two interfaces: two runs. */
START_TEST(resumes_each_interface_for_itself)
{
	static const char *const names[] = { "pass1", "pass2", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;
	struct record_set set;

	ck_assert_int_eq(run(&c, &res), 0);
	fake_reset();
	c.target = "all";
	c.resume = true;
	ck_assert_int_eq(run(&c, &res), 0);
	ck_assert_uint_eq(fake_counts()->runs, 4);	/* mute, and fake as a user sees it */
	set = read_records();
	ck_assert_uint_eq(set.nruns, 3);
	ck_assert_str_eq(set.runs[2].header.interface, "iommufd");
	record_set_free(&set);
}
END_TEST

START_TEST(resumes_only_its_own_spec)
{
	static const char *const names[] = { "pass1", "pass2", NULL };
	struct campaign c = campaign(names);
	struct rules other = *c.rules;
	struct campaign_result res;

	ck_assert_int_eq(run(&c, &res), 0);
	other.hash = "beef";
	c.rules = &other;
	c.resume = true;
	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	ck_assert_ptr_nonnull(strstr(errors, "made with another spec"));
}
END_TEST

START_TEST(a_full_disk)
{
	static const char *const names[] = { "pass1", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;

	c.records = "/dev/full";
	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	ck_assert_str_eq(errors, "iommu-conform: /dev/full: No space left on device\n");
	c.records = "/nonexistent/records";
	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	ck_assert_str_eq(errors, "iommu-conform: /nonexistent/records: No such file or directory\n");
}
END_TEST

START_TEST(a_signal_keeps_what_there_is)
{
	static const char *const names[] = { "pass1", "pass2", "hang", "pass3", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;
	struct record_set set;
	int status;
	pid_t pid;

	c.timeout = 100;
	pid = fork();
	if (!pid) {
		signal(SIGTERM, SIG_DFL);	/* Check has a handler */
		run(&c, &res);
		_exit(0);
	}
	usleep(500000);
	kill(pid, SIGTERM);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	set = read_records();
	ck_assert_uint_eq(set.runs[0].nrecords, 2);
	ck_assert(!set.runs[0].complete);
	record_set_free(&set);
}
END_TEST

START_TEST(expectations_of_the_target)
{
	static const char *const names[] = { "pass", "fail", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;

	write_file("fake-fake.expect", "FAIL FAKE-001/* until=spec-99 link=l \"r\"\n");
	ck_assert_int_eq(run(&c, &res), 0);
	ck_assert_uint_eq(res.counts.n[VERDICT_XFAIL], 1);
	ck_assert_uint_eq(res.counts.n[VERDICT_XPASS], 1);
	ck_assert_uint_eq(res.stale, 0);

	write_file("fake-fake.expect", "FAIL FAKE-007 until=spec-99 link=l \"r\"\n");
	ck_assert_int_eq(run(&c, &res), 0);
	ck_assert_uint_eq(res.stale, 1);
	ck_assert_ptr_nonnull(strstr(errors, "fake-fake.expect:1: FAKE-007: matches no case"));

	write_file("fake-fake.expect", "nonsense\n");
	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	c.expect = "/nonexistent/file";
	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	ck_assert_str_eq(errors, "iommu-conform: /nonexistent/file: No such file or directory\n");
}
END_TEST

START_TEST(a_target_that_dies_at_last)
{
	static const char *const names[] = { "pass", "close", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;

	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	ck_assert_str_eq(errors, "fake:fake: after its last case: exit status 7\n");
	ck_assert_uint_eq(res.counts.n[VERDICT_PASS], 2);
}
END_TEST

START_TEST(a_slip_of_the_pen)
{
	static const char *const names[] = { "pass", NULL };
	struct campaign c = campaign(names);
	struct campaign_result res;

	c.target = "fale";
	ck_assert_int_eq(run(&c, &res), STATUS_UNABLE);
	ck_assert_ptr_nonnull(strstr(errors, "did you mean 'fake'?"));
	ck_assert_int_ne(access(records, F_OK), 0);	/* nothing was overwritten for it */
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&records_of_each_target, &one_target_that_cannot_run, &resumes_where_it_was_killed,
		&resumes_each_interface_for_itself, &resumes_only_its_own_spec, &a_full_disk,
		&a_signal_keeps_what_there_is, &expectations_of_the_target, &a_target_that_dies_at_last, &a_slip_of_the_pen,
	};
	Suite *suite = suite_create("campaign");
	TCase *tcase = tcase_create("campaign");

	tcase_add_checked_fixture(tcase, setup, teardown);
	for (unsigned int i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_test(tcase, *tests[i]);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}
