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

#include "harness/qemu/qemu.h"
#include "suite/case.h"
#include "suite/runner.h"

#define RUNS	10000	/* case runs */
#define FORKS	2000	/* empty Check tests */
#define TIMES	5	/* of a command, the best counts */
#define BOOTS	100u	/* of a kernel */

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

/* CPU seconds that this program and its children have used: unlike the clock, they do not count who else is there. */
static double cpu(void)
{
	double seconds = 0;
	struct rusage u;

	for (int who = RUSAGE_CHILDREN; who <= RUSAGE_SELF; who++) {
		getrusage(who, &u);
		seconds += u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
	}
	return seconds;
}

static int note(void *data, const struct job *job, struct record *r)
{
	unsigned int *unexpected = data;

	(void)job;
	*unexpected += verdict_unexpected(r->verdict);
	return 0;
}

/* RUNS case runs: the directed cases with one seed after the other. */
static struct jobs choose_cases(void)
{
	struct selection s = { .seed = 1 };
	struct jobs jobs;
	char why[512];

	if (select_jobs(&compiled_rules, &s, &jobs, why, sizeof(why)))
		die(why);
	if (!jobs.n)
		die("the spec has no cases");
	s.repeat = (RUNS + jobs.n - 1) / jobs.n;
	free(jobs.job);
	if (select_jobs(&compiled_rules, &s, &jobs, why, sizeof(why)))
		die(why);
	jobs.n = RUNS;
	return jobs;
}

/* Run them on the reference model by @workers children. Returns how many verdicts were unexpected. */
static unsigned int run_cases(const struct choice *choice, const struct jobs *jobs, unsigned int workers)
{
	unsigned int unexpected = 0;
	struct runner r = {
		.rules = &compiled_rules, .choice = choice, .workers = workers, .timeout = 60, .stop = &never,
		.result = note, .data = &unexpected,
	};
	char why[512];

	if (runner_scout(&r, why, sizeof(why)) || runner_run(&r, jobs, why, sizeof(why)))
		die(why);
	return unexpected;
}

/* The same cases in a child with no harness around them: what the cases themselves cost. */
static void run_bare(const struct choice *choice, const struct jobs *jobs)
{
	pid_t pid = fork();

	if (!pid) {
		struct case_result res;
		char why[512] = "";
		struct session s;
		struct target *t = choice->drv->open(choice->arg, NULL, why, sizeof(why));

		if (!t || !session_init(&s, t, &compiled_rules, why, sizeof(why)))
			die(why);
		session_calibrate(&s, why, sizeof(why));
		for (unsigned int i = 0; i < jobs->n; i++)
			case_run(&s, jobs->job[i].rcase, jobs->job[i].seed, &res);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

START_TEST(empty)
{
}
END_TEST

/* FORKS tests of Check that do nothing, each in a process of its own. */
static void run_check(void)
{
	Suite *suite = suite_create("empty");
	TCase *tcase = tcase_create("empty");
	SRunner *sr = srunner_create(suite);

	tcase_add_loop_test(tcase, empty, 0, FORKS);
	suite_add_tcase(suite, tcase);
	srunner_set_fork_status(sr, CK_FORK);
	srunner_run_all(sr, CK_SILENT);
	srunner_free(sr);
}

/*
 * Run a command in silence, @times times. Returns the shortest time in seconds, or -1 where it said that it cannot run;
 * *kib is its peak memory.
 */
static double command(char *const *argv, unsigned int times, long *kib)
{
	double best = 1e9;

	for (unsigned int i = 0; i < times; i++) {
		double start = now();
		struct rusage usage;
		int status = 0;
		pid_t pid = fork();

		if (!pid) {
			int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

			dup2(null, STDOUT_FILENO);
			dup2(null, STDERR_FILENO);
			execv(argv[0], argv);
			_exit(127);
		}
		wait4(pid, &status, 0, &usage);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
			return -1;
		if (now() - start < best)
			best = now() - start;
		*kib = usage.ru_maxrss;
	}
	return best;
}

static void bench_cases(void)
{
	cpu_set_t cpus;
	unsigned int n = sched_getaffinity(0, sizeof(cpus), &cpus) ? 1 : CPU_COUNT(&cpus), unexpected;
	struct jobs jobs = choose_cases();
	double start, bare, own, check;
	struct choices choices;
	char why[512];

	if (choices_parse(&choices, target_drivers, "model:reference", why, sizeof(why)))
		die(why);
	start = now();
	unexpected = run_cases(choices.choice, &jobs, n);
	start = now() - start;
	printf("%u case runs, isolated, with the frame, on %u CPUs: %.2f s, %.0f a second (%u unexpected)\n", jobs.n, n,
	       start, jobs.n / start, unexpected);
	start = cpu();
	run_bare(choices.choice, &jobs);
	bare = cpu() - start;
	start = cpu();
	run_cases(choices.choice, &jobs, 1);
	own = (cpu() - start - bare) / jobs.n;
	start = cpu();
	run_check();
	check = (cpu() - start) / FORKS;
	printf("CPU time of a case: %.1f us, and %.1f us for the harness\n", 1e6 * bare / jobs.n, 1e6 * own);
	printf("CPU time of an empty forked Check test: %.1f us; the harness needs 1/%.1f of it\n", 1e6 * check,
	       check / own);
	choices_free(&choices);
	free(jobs.job);
}

/* Cases whose line of @records holds @what. */
static unsigned int count_cases(const char *records, const char *what)
{
	FILE *f = fopen(records, "re");
	unsigned int n = 0;
	size_t size = 0;
	char *line = NULL;

	while (f && getline(&line, &size, f) > 0)
		n += !strncmp(line, "{\"kind\":\"case\"", 14) && strstr(line, what);
	free(line);
	if (f)
		fclose(f);
	return n;
}

/* A kernel is started and asked who it is; none may fail to come up. */
static void bench_boots(void)
{
	const char *const options[] = { "build=no", NULL };
	unsigned int up = 0;
	struct choices choices;
	double start = now();
	char why[512];

	if (choices_parse(&choices, target_drivers, "uml:rockchip", why, sizeof(why)) ||
	    choices_options(&choices, options, why, sizeof(why)))
		die(why);
	for (unsigned int i = 0; i < BOOTS; i++) {
		const struct choice *c = &choices.choice[0];
		struct target *t = c->drv->open(c->arg, c->options, why, sizeof(why));

		if (!t)
			continue;
		up++;
		t->drv->close(t);
	}
	printf("boots of uml:rockchip: %u of %u came up, %.0f ms each\n", up, BOOTS, 1e3 * (now() - start) / BOOTS);
	choices_free(&choices);
}

/* Those in guests: a boot, or more, is in each figure. */
static void bench_guests(const char *dir, char *output)
{
	char program[] = "./iommu-conform", matrix[] = "matrix", as_it_is[] = "build=no", target[128], records[64];
	char *const argv[] = { program, matrix, target, output, as_it_is, NULL };
	const char *machine;
	double s, used;
	long kib;

	snprintf(records, sizeof(records), "%s/records.jsonl", dir);
	for (unsigned int i = 0; (machine = qemu_target.list(i)); i++) {
		snprintf(target, sizeof(target), "--target=qemu:%s", machine);
		used = cpu();
		s = command(argv, 1, &kib);
		if (s < 0)
			printf("matrix %s: not measured, its kernel or QEMU is missing\n", target);
		else
			printf("matrix %s: %.1f s, %.1f s of CPU, %u cases, %.0f a second\n", target, s, cpu() - used,
			       count_cases(records, ""), count_cases(records, "") / s);
	}
}

/* Real drivers, where their kernels are built; @output is the option that names the folder @dir. */
static void bench_drivers(const char *dir, char *output)
{
	char program[] = "./iommu-conform", matrix[] = "matrix", one[] = "--target=uml:rockchip", all[] = "--target=uml";
	char as_it_is[] = "build=no", records[64];
	char *const one_argv[] = { program, matrix, one, output, as_it_is, NULL };
	char *const all_argv[] = { program, matrix, all, output, as_it_is, NULL };
	double s, start, began;
	long kib;

	snprintf(records, sizeof(records), "%s/records.jsonl", dir);
	s = command(one_argv, TIMES, &kib);
	if (s < 0) {
		printf("real drivers: not measured, iommu-conform doctor says what is missing\n");
		return;
	}
	printf("matrix --target=uml:rockchip: %.2f s, %.0f cases a second\n", s, count_cases(records, "") / s);
	bench_boots();
	start = cpu();
	began = now();
	command(all_argv, 1, &kib);	/* says that it cannot: a kernel has not every driver */
	printf("matrix --target=uml: %.1f s, %.1f s of CPU, %u cases, of which %u killed their kernel, each time\n",
	       now() - began, cpu() - start, count_cases(records, ""), count_cases(records, "\"verdict\":\"CRASH\""));
}

static void bench_commands(void)
{
	char program[] = "./iommu-conform", check_spec[] = "check-spec";
	char matrix[] = "matrix", target[] = "--target=model";
	char dir[] = "/tmp/iommu-conform-bench-XXXXXX", output[64], remove[64];
	char *const check_argv[] = { program, check_spec, NULL };
	char *const matrix_argv[] = { program, matrix, target, output, NULL };
	long kib;
	double s;

	if (!mkdtemp(dir))
		die(strerror(errno));
	snprintf(output, sizeof(output), "--output-dir=%s", dir);
	snprintf(remove, sizeof(remove), "rm -rf %s", dir);
	s = command(check_argv, TIMES, &kib);
	printf("check-spec: %.1f ms, peak memory %ld KiB\n", 1e3 * s, kib);
	s = command(matrix_argv, TIMES, &kib);
	printf("matrix --target=model: %.2f s, peak memory %ld KiB\n", s, kib);
	bench_drivers(dir, output);
	bench_guests(dir, output);
	if (system(remove))
		die("cannot remove what matrix has written");
}

int main(void)
{
	/* Some of it takes minutes: what is known is said. */
	setlinebuf(stdout);
	bench_cases();
	bench_commands();
	return 0;
}
