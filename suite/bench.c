// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench.c - how fast, how heavy: make bench. Figures only; nothing passes or fails.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "suite/runner.h"

#define RUNS	10000	/* case runs */
#define FORKS	2000	/* empty Check tests */
#define TIMES	5	/* of a command, the best counts */

static volatile sig_atomic_t never;

static void die(const char *why)
{
	fprintf(stderr, "bench: %s\n", why);
	exit(2);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

struct work {
	unsigned int runs, unexpected;
	double seconds;		/* within the cases */
};

static int note(void *data, const struct job *job, struct record *r)
{
	struct work *w = data;

	(void)job;
	w->runs++;
	w->unexpected += verdict_unexpected(r->verdict);
	w->seconds += r->duration_us / 1e6;
	return 0;
}

/* RUNS case runs on the reference model by @workers children. Returns the seconds that it took. */
static double run_cases(unsigned int workers, struct work *w)
{
	struct selection s = { .seed = 1 };
	struct runner r = {
		.rules = &compiled_rules, .workers = workers, .timeout = 10, .stop = &never, .result = note, .data = w,
	};
	struct choices choices;
	struct jobs jobs;
	char why[512] = "";
	double start;
	unsigned int n;

	memset(w, 0, sizeof(*w));
	if (select_jobs(&compiled_rules, &s, &jobs, why, sizeof(why)) || !jobs.n)
		die(*why ? why : "no cases");
	n = jobs.n;
	free(jobs.job);
	s.repeat = (RUNS + n - 1) / n;
	if (select_jobs(&compiled_rules, &s, &jobs, why, sizeof(why)) ||
	    choices_parse(&choices, target_drivers, "model:reference", why, sizeof(why)))
		die(why);
	jobs.n = RUNS;
	r.choice = choices.choice;
	start = now();
	if (runner_scout(&r, why, sizeof(why)) || runner_run(&r, &jobs, why, sizeof(why)))
		die(why);
	start = now() - start;
	choices_free(&choices);
	free(jobs.job);
	return start;
}

START_TEST(empty)
{
}
END_TEST

/* Seconds that Check needs for a test that does nothing, in a process of its own. */
static double check_test(void)
{
	Suite *suite = suite_create("empty");
	TCase *tcase = tcase_create("empty");
	SRunner *sr = srunner_create(suite);
	double start;

	tcase_add_loop_test(tcase, empty, 0, FORKS);
	suite_add_tcase(suite, tcase);
	srunner_set_fork_status(sr, CK_FORK);
	start = now();
	srunner_run_all(sr, CK_SILENT);
	start = (now() - start) / FORKS;
	srunner_free(sr);
	return start;
}

/* Run a command in silence, TIMES times. Returns the shortest time in seconds; *kib is its peak memory. */
static double command(char *const *argv, long *kib)
{
	double best = 1e9;

	for (unsigned int i = 0; i < TIMES; i++) {
		double start = now();
		struct rusage usage;
		pid_t pid = fork();

		if (!pid) {
			int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

			dup2(null, STDOUT_FILENO);
			dup2(null, STDERR_FILENO);
			execv(argv[0], argv);
			_exit(127);
		}
		wait4(pid, NULL, 0, &usage);
		if (now() - start < best)
			best = now() - start;
		*kib = usage.ru_maxrss;
	}
	return best;
}

static void bench_cases(void)
{
	cpu_set_t cpus;
	unsigned int n = sched_getaffinity(0, sizeof(cpus), &cpus) ? 1 : CPU_COUNT(&cpus);
	struct work w;
	double total = run_cases(n, &w), own, check;

	printf("%u case runs, isolated, with the frame, on %u CPUs: %.2f s, %.0f a second (%u unexpected)\n", w.runs, n,
	       total, w.runs / total, w.unexpected);
	total = run_cases(1, &w);
	own = (total - w.seconds) / w.runs;
	check = check_test();
	printf("one CPU: %.1f us a case, of which %.1f us the harness's own\n", 1e6 * total / w.runs, 1e6 * own);
	printf("an empty forked Check test: %.1f us: the harness's own cost is 1/%.0f of it\n", 1e6 * check, check / own);
}

static void bench_commands(void)
{
	char program[] = "./iommu-conform", check_spec[] = "check-spec", matrix[] = "matrix", target[] = "--target=model";
	char dir[] = "/tmp/iommu-conform-bench-XXXXXX", output[64], remove[64];
	char *const check_argv[] = { program, check_spec, NULL };
	char *const matrix_argv[] = { program, matrix, target, output, NULL };
	long kib;
	double s;

	if (!mkdtemp(dir))
		die(strerror(errno));
	snprintf(output, sizeof(output), "--output-dir=%s", dir);
	snprintf(remove, sizeof(remove), "rm -rf %s", dir);
	s = command(check_argv, &kib);
	printf("check-spec: %.1f ms, peak memory %ld KiB\n", 1e3 * s, kib);
	s = command(matrix_argv, &kib);
	printf("matrix --target=model: %.2f s, peak memory %ld KiB\n", s, kib);
	if (system(remove))
		die("cannot remove what matrix has written");
}

int main(void)
{
	bench_cases();
	bench_commands();
	return 0;
}
