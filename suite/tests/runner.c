// SPDX-License-Identifier: GPL-2.0-only
/*
 * runner.c - every way in which a case can end, contained; what repeats counts.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "build-aux/unit.h"
#include "suite/runner.h"
#include "suite/tests/fake.h"

#define MOST	64

static struct seen {
	char name[64], reason[512], repeat[256], observed[256];
	enum verdict verdict;
	unsigned int nsteps;
	char step[4][128], answer[4][128], log[256];
} seen[MOST];
static unsigned int nseen, stop_after;
static int refuse;
static volatile sig_atomic_t stop;

static void copy(char *to, size_t len, const char *from)
{
	snprintf(to, len, "%s", from ?: "");
}

static int note(void *data, const struct job *job, struct record *r)
{
	struct seen *s = &seen[nseen++];

	(void)data;
	ck_assert_str_eq(job->rcase->name, r->name);
	memset(s, 0, sizeof(*s));
	s->verdict = r->verdict;
	s->nsteps = r->nsteps;
	copy(s->name, sizeof(s->name), strchr(r->name, '/') + 1);
	copy(s->reason, sizeof(s->reason), r->reason);
	copy(s->repeat, sizeof(s->repeat), r->repeat);
	copy(s->observed, sizeof(s->observed), r->observed);
	for (unsigned int i = 0; i < r->nsteps && i < 4; i++) {
		copy(s->step[i], sizeof(s->step[i]), r->steps[i].request);
		copy(s->answer[i], sizeof(s->answer[i]), r->steps[i].answer);
		if (r->steps[i].log)
			copy(s->log, sizeof(s->log), r->steps[i].log);
	}
	if (nseen == stop_after)
		stop = SIGINT;
	return refuse;
}

/* What is known of a case whose name says so: it fails. */
static bool fails_known(void *data, const struct job *job, const struct record *r)
{
	(void)data;
	return strstr(job->rcase->name, "known") && r->verdict == VERDICT_FAIL;
}

/* Run cases of these names. Returns what runner_run() returns. */
static int run_on(const char *driver, unsigned int workers, const char *const *names)
{
	static const char *options[] = { "kernel=k", NULL };
	const struct choice choice = { &fake_target, driver, "fake:fake", options };
	const struct rules *rules = fake_rules(names);
	struct runner r = {
		.rules = rules, .choice = &choice, .workers = workers, .timeout = 1,
		.stop = &stop, .result = note, .known = fails_known,
	};
	struct selection all = { .seed = 7 };
	struct jobs jobs;
	char why[256];
	int err;

	fake_reset();
	nseen = 0;
	ck_assert_int_eq(select_jobs(rules, &all, &jobs, why, sizeof(why)), 0);
	err = runner_scout(&r, why, sizeof(why)) ?: runner_run(&r, &jobs, why, sizeof(why));
	free(jobs.job);
	return err;
}

static int run(unsigned int workers, const char *const *names)
{
	return run_on("fake", workers, names);
}

static const struct seen *find(const char *name)
{
	for (unsigned int i = 0; i < nseen; i++)
		if (!strcmp(seen[i].name, name))
			return &seen[i];
	ck_abort_msg("no record of %s", name);
	return NULL;
}

static void expect(const char *name, enum verdict v, const char *reason)
{
	const struct seen *s = find(name);

	ck_assert_msg(s->verdict == v, "%s: %s (%s)", name, verdict_name(s->verdict), s->reason);
	ck_assert_msg(strstr(s->reason, reason), "%s: %s", name, s->reason);
}

START_TEST(one_process_for_a_batch)
{
	static const char *const names[] = { "pass1", "skip", "pass2", "pass3", NULL };

	ck_assert_int_eq(run(1, names), 0);
	ck_assert_uint_eq(nseen, 4);
	expect("pass1", VERDICT_PASS, "");
	expect("skip", VERDICT_SKIP, "missing-capability: dma");
	ck_assert_uint_eq(fake_counts()->runs, 4);
	ck_assert_uint_eq(fake_counts()->opens, 2);	/* the scout, the batch */
}
END_TEST

START_TEST(a_fail_is_repeated_alone)
{
	static const char *const names[] = { "pass", "fail", "pass2", NULL };
	const struct seen *s;

	ck_assert_int_eq(run(1, names), 0);
	ck_assert_uint_eq(nseen, 3);
	expect("fail", VERDICT_FAIL, "wrong errno");
	ck_assert_uint_eq(fake_counts()->runs, 4);
	ck_assert_uint_eq(fake_counts()->opens, 3);
	s = find("fail");
	ck_assert_str_eq(s->step[0], "map D0 0x1000+0x1000 -> 0x2000 rw");
	ck_assert_str_eq(s->observed, "EBUSY");
	ck_assert_str_eq(s->repeat,
			 "iommu-conform run --target 'fake:fake' --case 'FAKE-001/fail' --seed 7 'kernel=k'");
}
END_TEST

START_TEST(what_is_known_is_not_repeated)
{
	static const char *const names[] = { "fail-known", "pass-known", "segv-known", "fail", NULL };
	const struct seen *s;

	ck_assert_int_eq(run(1, names), 0);
	ck_assert_uint_eq(nseen, 4);
	expect("fail-known", VERDICT_FAIL, "wrong errno");
	expect("pass-known", VERDICT_PASS, "");
	expect("segv-known", VERDICT_CRASH, "SIGSEGV");
	ck_assert_uint_eq(fake_counts()->runs, 6);
	ck_assert_uint_eq(fake_counts()->opens, 5);	/* the scout, a batch, segv-known, the rest, fail */
	s = find("fail-known");
	ck_assert_uint_eq(s->nsteps, 1);
	ck_assert_str_eq(s->repeat,
			 "iommu-conform run --target 'fake:fake' --case 'FAKE-001/fail-known' --seed 7 'kernel=k'");
}
END_TEST

/* Each in a target as after a start, with the steps of its own case only. */
START_TEST(one_process_for_what_is_alone)
{
	static const char *const names[] = { "fail1", "flaky", "ours", "fail2", "pass", NULL };

	ck_assert_int_eq(run_on("renews", 1, names), 0);
	ck_assert_uint_eq(nseen, 5);
	expect("fail1", VERDICT_FAIL, "wrong errno");
	expect("fail2", VERDICT_FAIL, "wrong errno");
	expect("flaky", VERDICT_UNSTABLE, "repeated alone PASS");
	expect("ours", VERDICT_ERROR, "SIGABRT");
	ck_assert_uint_eq(find("fail2")->nsteps, 1);
	ck_assert_uint_eq(find("ours")->nsteps, 1);
	/* The scout; the batch, until it dies; what is alone, until it dies, and the others; the rest, and fail2. */
	ck_assert_uint_eq(fake_counts()->opens, 6);
}
END_TEST

START_TEST(what_others_left_blocks_nobody)
{
	static const char *const names[] = { "pass", "shadow", "pass2", NULL };

	ck_assert_int_eq(run(1, names), 0);
	expect("shadow", VERDICT_PASS, "");
	ck_assert_uint_eq(fake_counts()->runs, 4);
	ck_assert_uint_eq(fake_counts()->opens, 2);
}
END_TEST

START_TEST(a_death_ends_one_case)
{
	static const char *const names[] = { "pass1", "segv", "pass2", "exit", "garbage", "pass3", NULL };
	const struct seen *s;

	ck_assert_int_eq(run(1, names), 0);
	ck_assert_uint_eq(nseen, 6);
	expect("pass1", VERDICT_PASS, "");
	expect("pass2", VERDICT_PASS, "");
	expect("pass3", VERDICT_PASS, "");
	expect("segv", VERDICT_CRASH, "SIGSEGV");
	expect("exit", VERDICT_CRASH, "exit in the middle of the case");
	expect("garbage", VERDICT_CRASH, "garbage");
	s = find("segv");
	ck_assert_uint_eq(s->nsteps, 2);
	ck_assert_ptr_nonnull(strstr(s->step[0], "alloc"));
	ck_assert_ptr_nonnull(strstr(s->step[1], "free"));
	ck_assert_str_eq(s->answer[1], "SIGSEGV");
	ck_assert_ptr_nonnull(strstr(s->log, "these are my last words"));
}
END_TEST

START_TEST(a_death_of_ours_accuses_nobody)
{
	static const char *const names[] = { "pass", "ours", NULL };
	const struct seen *s;

	ck_assert_int_eq(run(1, names), 0);
	expect("ours", VERDICT_ERROR, "SIGABRT");
	s = find("ours");
	ck_assert_uint_eq(s->nsteps, 1);
	ck_assert_str_ne(s->answer[0], "SIGABRT");
}
END_TEST

START_TEST(a_hang_ends_one_case)
{
	static const char *const names[] = { "pass1", "hang", "pass2", NULL };
	time_t start = time(NULL);

	ck_assert_int_eq(run(1, names), 0);
	expect("hang", VERDICT_CRASH, "hang: no end within 1 s");
	expect("pass2", VERDICT_PASS, "");
	ck_assert_int_ge(time(NULL) - start, 2);	/* twice: it is repeated */
	ck_assert_int_lt(time(NULL) - start, 5);
}
END_TEST

START_TEST(what_does_not_repeat_is_unstable)
{
	static const char *const names[] = { "pass", "flaky", "nervous", NULL };

	ck_assert_int_eq(run(1, names), 0);
	expect("flaky", VERDICT_UNSTABLE, "in a batch FAIL of FAKE-001 (only now), repeated alone PASS");
	expect("nervous", VERDICT_UNSTABLE, "in a batch CRASH of FAKE-001 (SIGABRT), repeated alone PASS");
	ck_assert_uint_eq(find("flaky")->nsteps, 1);
}
END_TEST

START_TEST(a_dirty_target_is_left)
{
	static const char *const names[] = { "dirty", "pass1", "dirty2", "pass2", NULL };

	ck_assert_int_eq(run(1, names), 0);
	ck_assert_uint_eq(nseen, 4);
	expect("pass2", VERDICT_PASS, "");
	ck_assert_uint_eq(fake_counts()->runs, 4);
	ck_assert_uint_eq(fake_counts()->opens, 4);	/* the scout, three batches */
}
END_TEST

START_TEST(many_workers_lose_nothing)
{
	static const char *const names[] = {
		"pass0", "fail0", "segv0", "pass1", "exit1", "skip1", "garbage2", "pass3", "pass4", "fail5", "pass6",
		"pass7", "pass8", "pass9", "segv10", "pass11", "pass12", "fail13", "pass14", "pass15", "pass16",
		"pass17", "pass18", "slow19", "pass20", "pass21", "pass22", "pass23", "pass24", "pass25", "pass26",
		"segv27", "fail28", "pass29",
		"pass30", "pass31", "pass32", "pass33", "pass34", "pass35", "pass36", "pass37", "pass38", "segv39", NULL
	};
	unsigned int n = sizeof(names) / sizeof(names[0]) - 1;

	ck_assert_int_eq(run(4, names), 0);
	ck_assert_uint_eq(nseen, n);
	for (unsigned int i = 0; i < n; i++) {
		const char *name = names[i];

		expect(name, *name == 'f' ? VERDICT_FAIL : strstr(name, "skip") ? VERDICT_SKIP :
		       *name == 'p' || strstr(name, "slow") ? VERDICT_PASS : VERDICT_CRASH, "");
	}
}
END_TEST

START_TEST(a_signal_ends_the_run)
{
	static const char *const names[] = { "pass1", "pass2", "pass3", "hang", NULL };

	stop_after = 2;
	ck_assert_int_eq(run(1, names), -EINTR);
	ck_assert_uint_ge(nseen, 2);
}
END_TEST

START_TEST(a_listener_ends_the_run)
{
	static const char *const names[] = { "pass1", "pass2", NULL };

	refuse = -ENOSPC;
	ck_assert_int_eq(run(1, names), -ENOSPC);
	ck_assert_uint_eq(nseen, 1);
}
END_TEST

START_TEST(a_target_that_does_not_start)
{
	static const char *const names[] = { "pass", NULL };
	static const struct choice dies = { &fake_target, "dies", "fake:dies", NULL };
	static const struct choice refuses = { &fake_target, "refuses", "fake:refuses", NULL };
	const struct rules *rules = fake_rules(names);
	struct runner r = {
		.rules = rules, .choice = &dies, .workers = 1, .timeout = 1, .stop = &stop, .result = note,
	};
	struct job job = { &rules->rule[0]->rcase[0], 1 };
	struct jobs jobs = { &job, 1 };
	char why[256];

	ck_assert_int_eq(runner_scout(&r, why, sizeof(why)), -ENODEV);
	ck_assert_str_eq(why, "cannot be started: SIGABRT");
	ck_assert_int_eq(runner_run(&r, &jobs, why, sizeof(why)), -EIO);
	ck_assert_str_eq(why, "fake:dies cannot be started: SIGABRT");
	r.choice = &refuses;
	ck_assert_int_eq(runner_scout(&r, why, sizeof(why)), -ENODEV);
	ck_assert_str_eq(why, "cannot be started: it does not want to");
	ck_assert_int_eq(runner_run(&r, &jobs, why, sizeof(why)), -EIO);
	ck_assert_str_eq(why, "fake:refuses cannot be started: it does not want to");
}
END_TEST

/* What runner_scout() says of the target that is called @driver. */
static int scout(const char *driver, struct runner *r, char *why, size_t len)
{
	static const char *const names[] = { "pass", NULL };
	static struct choice choice;

	choice = (struct choice){ .drv = &fake_target, .arg = driver };
	snprintf(choice.name, sizeof(choice.name), "fake:%s", driver);
	*r = (struct runner){ .rules = fake_rules(names), .choice = &choice, .workers = 1, .stop = &stop };
	return runner_scout(r, why, len);
}

START_TEST(what_a_scout_finds)
{
	struct runner r;
	char why[256];

	ck_assert_int_eq(scout("fake", &r, why, sizeof(why)), 0);
	ck_assert(r.calibrated);
	ck_assert_str_eq(r.desc.driver, "fake");
	ck_assert_int_eq(scout("mute", &r, why, sizeof(why)), 0);
	ck_assert(!r.calibrated);
	ck_assert_str_eq(r.uncalibrated, "it is mute");
	ck_assert_int_eq(scout("shy", &r, why, sizeof(why)), 0);
	ck_assert(!r.calibrated);
	ck_assert_str_eq(r.uncalibrated, "the calibration ended with: SIGABRT");
	ck_assert_int_eq(scout("babbles", &r, why, sizeof(why)), -ENODEV);
	ck_assert_str_eq(why, "cannot be started: garbage instead of an answer");
	stop = SIGTERM;
	ck_assert_int_eq(scout("fake", &r, why, sizeof(why)), -EINTR);
}
END_TEST

START_TEST(no_process_left)
{
	static const char *const names[] = { "pass", NULL };
	struct rlimit limit, all;
	struct runner r;
	struct job job;
	struct jobs jobs = { &job, 1 };
	char why[256];

	ck_assert_int_eq(scout("fake", &r, why, sizeof(why)), 0);
	getrlimit(RLIMIT_NOFILE, &all);
	limit = all;
	limit.rlim_cur = 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	job = (struct job){ &fake_rules(names)->rule[0]->rcase[0], 1 };
	ck_assert_int_eq(runner_run(&r, &jobs, why, sizeof(why)), -EIO);
	ck_assert_str_eq(why, "cannot start a process: Too many open files");
	ck_assert_int_eq(scout("fake", &r, why, sizeof(why)), -EMFILE);
	ck_assert_str_eq(why, "cannot start a process: Too many open files");
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &all), 0);	/* a sanitizer opens files at the end */
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&one_process_for_a_batch, &a_fail_is_repeated_alone, &a_death_ends_one_case,
		&a_death_of_ours_accuses_nobody, &a_hang_ends_one_case,
		&what_is_known_is_not_repeated, &one_process_for_what_is_alone, &what_others_left_blocks_nobody,
		&what_does_not_repeat_is_unstable, &a_dirty_target_is_left, &many_workers_lose_nothing,
		&a_signal_ends_the_run, &a_listener_ends_the_run, &a_target_that_does_not_start,
		&what_a_scout_finds, &no_process_left, NULL
	};

	return unit_main(unit_suite("runner", tests), NULL);
}
