// SPDX-License-Identifier: GPL-2.0-only
/*
 * unit.c - run Check suites, print TAP.
 *
 * Check's own TAP has no SKIP and breaks on messages of several lines. Its public results lack the name of the test;
 * its log has it. So the results tell what happened, and the log, kept in memory, tells the names.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "build-aux/unit.h"

#define SKIP "# SKIP "

Suite *unit_suite(const char *name, const TTest *const *const *tests)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);

	for (; *tests; tests++)
		tcase_add_test(tcase, **tests);
	suite_add_tcase(suite, tcase);
	return suite;
}

/* Check carries the last mark of a test from its process to us: its file name is free for the reason. */
void unit_skip_here(const char *why, int line)
{
	static char mark[256];

	snprintf(mark, sizeof(mark), SKIP "%s", why);
	_mark_point(mark, line);
}

/*
 * Find the line of @tr in the log at *@log ("file:line:P:case:test:iteration: message"), step over it, and print
 * "case:test", with the iteration of a loop test.
 */
static void print_name(TestResult *tr, char **log)
{
	char kind = tr_ctx(tr) == CK_CTX_TEST ? "?PFE"[tr_rtype(tr)] : 'S';	/* S: in the set-up */
	char prefix[512], test[128] = "?";
	int iteration = 0;
	char *line;

	snprintf(prefix, sizeof(prefix), "%s:%d:%c:%s:", tr_lfile(tr), tr_lno(tr), kind, tr_tcname(tr));
	line = strstr(*log, prefix);
	if (line) {
		*log = line + strlen(prefix);
		sscanf(*log, "%127[^:]:%d", test, &iteration);
	}
	printf("%s:%s", tr_tcname(tr), test);
	if (iteration)
		printf("[%d]", iteration);
}

static void print_diagnostics(TestResult *tr)
{
	const char *line = tr_msg(tr), *end;

	printf("# %s:%d: %s", tr_lfile(tr), tr_lno(tr), tr_rtype(tr) == CK_ERROR ? "after this point: " : "");
	for (; (end = strchr(line, '\n')); line = end + 1)
		printf("%.*s\n# ", (int)(end - line), line);
	printf("%s\n", line);
}

static void print_tap(SRunner *sr, char *log)
{
	TestResult **results = srunner_results(sr);
	int i, n = srunner_ntests_run(sr);

	printf("1..%d\n", n);
	for (i = 0; i < n; i++) {
		int passed = tr_rtype(results[i]) == CK_PASS;

		printf("%s %d - ", passed ? "ok" : "not ok", i + 1);
		print_name(results[i], &log);
		if (passed && !strncmp(tr_lfile(results[i]), SKIP, strlen(SKIP)))
			printf(" %s", tr_lfile(results[i]));
		putchar('\n');
		if (!passed)
			print_diagnostics(results[i]);
	}
	free(results);
}

/* Run silently; what the tests themselves print goes to standard error, away from the TAP. Returns Check's log. */
static char *run(SRunner *sr)
{
	char path[32], *log = NULL;
	int fd = memfd_create("unit", 0), out = dup(STDOUT_FILENO);
	off_t len;

	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	srunner_set_log(sr, path);
	fflush(stdout);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	srunner_run_all(sr, CK_SILENT);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);

	len = lseek(fd, 0, SEEK_END);
	if (len >= 0)
		log = calloc(1, len + 1);
	if (log && pread(fd, log, len, 0) != len)
		log[0] = '\0';
	close(fd);
	return log;
}

int unit_main(Suite *first, ...)
{
	SRunner *sr = srunner_create(first);
	int status = 99;
	Suite *suite;
	va_list ap;
	char *log;

	va_start(ap, first);
	while ((suite = va_arg(ap, Suite *)))
		srunner_add_suite(sr, suite);
	va_end(ap);

	log = run(sr);
	if (log && srunner_ntests_run(sr)) {
		print_tap(sr, log);
		status = srunner_ntests_failed(sr) ? 1 : 0;
	} else {
		puts("Bail out! no test was run");
	}
	free(log);
	srunner_free(sr);
	return status;
}

const char *unit_source(const char *path)
{
	static char buf[2][4096];
	static int which;

	which = !which;
	snprintf(buf[which], sizeof(buf[which]), "%s/%s", UNIT_SRCDIR, path);
	return buf[which];
}
