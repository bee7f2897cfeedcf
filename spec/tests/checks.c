// SPDX-License-Identifier: GPL-2.0-only
/*
 * checks.c - every check finds what it should, and nothing else. For each check of checks.def there is a spec
 * tests/checks/NAME.rule that fires it and a spec NAME.ok.rule that does not; both are read together with base.rule.
 * What must be found stands at the end of its line: `### CHECK: part of the message`, more than one if need be, or on
 * the line below, `###^ CHECK: …`, where the line itself has no room for a comment.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "spec/checks.h"
#include "spec/load.h"

#define DIR "spec/tests/checks/"

struct expected { int line; char check[64], message[256]; };

static struct {
	struct diag diag;
	struct checks checks;
	struct spec *spec;
	struct sources *sources;
	char *cases;
} run;

static void setup(void)
{
	ck_assert_int_eq(checks_init(&run.checks, &run.diag), 0);
	run.sources = sources_open(unit_source(DIR "sources"));
	ck_assert_ptr_nonnull(run.sources);
}

static void teardown(void)
{
	spec_free(run.spec);
	sources_close(run.sources);
	checks_free(&run.checks);
	diag_free(&run.diag);
	free(run.cases);
}

/* Read base.rule, and @name.rule unless it is NULL, and run all checks. Returns the path of the latter. */
static const char *check(const char *name)
{
	static char path[4096];

	ck_assert_int_eq(spec_read(unit_source(DIR "base.rule"), &run.diag), 0);
	if (name) {
		snprintf(path, sizeof(path), "%s%s.rule", unit_source(DIR), name);
		ck_assert_msg(!spec_read(path, &run.diag), "%s is missing", path);
	}
	run.spec = spec_resolve(&run.diag);
	checks_run(&run.checks, run.spec, run.sources);
	return path;
}

/* The annotations in a file, at most @max. Returns how many there are. */
static int read_expected(const char *path, struct expected *e, int max)
{
	char *line = NULL, *at;
	size_t room = 0;
	int n = 0, lineno = 0;
	FILE *f = fopen(path, "r");

	ck_assert_ptr_nonnull(f);
	while (getline(&line, &room, f) > 0) {
		lineno++;
		for (at = line; (at = strstr(at, "###")); at += 3) {
			bool above = at[3] == '^';
			char *end = strstr(at + 3, "###");

			ck_assert_int_lt(n, max);
			e[n].line = lineno - above;
			ck_assert_int_eq(sscanf(at + 3 + above, " %63[^:]: %255[^\n]", e[n].check, e[n].message), 2);
			if (end)
				*strstr(e[n].message, " ###") = '\0';
			n++;
		}
	}
	free(line);
	fclose(f);
	return n;
}

static bool is_expected(const struct finding *f, const struct expected *e, const char *path)
{
	return e->line == f->pos.line && !strcmp(e->check, f->check) && strstr(f->message, e->message) &&
	       !strcmp(f->pos.file, path);
}

/* base.rule leaves much unsaid. */
static bool counts(const struct finding *f, const char *path)
{
	return strcmp(f->check, "unspecified") || !strcmp(f->pos.file, path);
}

static void compare(const char *path)
{
	struct expected e[64];
	int n = read_expected(path, e, 64), i;
	unsigned int j;

	for (j = 0; j < run.diag.nfindings; j++) {
		const struct finding *f = &run.diag.finding[j];

		if (!counts(f, path))
			continue;
		for (i = 0; i < n && !is_expected(f, &e[i], path); i++)
			;
		ck_assert_msg(i < n, "%s:%d: not expected: %s [%s]", f->pos.file, f->pos.line, f->message, f->check);
		e[i] = e[--n];
	}
	ck_assert_msg(!n, "%s:%d: not found: %s: %s", path, e[0].line, e[0].check, e[0].message);
}

static bool fired(const char *name, const char *path)
{
	unsigned int i;

	for (i = 0; i < run.diag.nfindings; i++)
		if (!strcmp(run.diag.finding[i].check, name) && counts(&run.diag.finding[i], path))
			return true;
	return false;
}

START_TEST(base_is_clean)
{
	check(NULL);
	ck_assert_uint_eq(run.diag.nfindings, 0);
}
END_TEST

/* Specs for the other checks need not be ones that can be planned, or kept. */
static void without_search(const struct check *check)
{
	for (unsigned int i = 0; i < nr_checks; i++)
		if (check_table[i].search && !check->search)
			checks_set(&run.checks, check_table[i].name, SEV_OFF);
	if (check->severity == SEV_OFF)
		checks_set(&run.checks, check->name, SEV_NOTE);
	if (!strcmp(check->name, "case-renamed"))
		run.checks.cases = run.cases = strdup(unit_source(DIR "names/cases.list"));
}

START_TEST(fires)
{
	const char *name = check_table[_i].name, *path;

	without_search(&check_table[_i]);
	path = check(name);
	compare(path);
	ck_assert_msg(fired(name, path), "%s.rule does not fire it", name);
}
END_TEST

START_TEST(does_not_fire)
{
	const char *name = check_table[_i].name, *path;
	char ok[128];

	without_search(&check_table[_i]);
	snprintf(ok, sizeof(ok), "%s.ok", name);
	path = check(ok);
	compare(path);
	ck_assert_msg(!fired(name, path), "%s.ok.rule fires it", name);
}
END_TEST

START_TEST(levels)
{
	ck_assert_int_eq(checks_set(&run.checks, "long-role", SEV_ERROR), -1);
	ck_assert_int_eq(checks_set(&run.checks, "syntax", SEV_WARNING), -2);
	ck_assert_int_eq(checks_set(&run.checks, "syntax", SEV_ERROR), 0);
	ck_assert_int_eq(checks_set(&run.checks, "long-rule", SEV_ERROR), 0);
	check("long-rule");
	ck_assert_uint_eq(diag_count(&run.diag, SEV_ERROR), 1);
}
END_TEST

START_TEST(switched_off)
{
	ck_assert_int_eq(checks_set(&run.checks, "long-rule", SEV_OFF), 0);
	check("long-rule");
	ck_assert_uint_eq(run.diag.nfindings, 0);
}
END_TEST

/* quote-not-found waits for missing-quote, even if that is silent. */
START_TEST(prerequisites)
{
	const char *path;

	ck_assert_int_eq(checks_set(&run.checks, "missing-quote", SEV_OFF), 0);
	ck_assert_int_eq(spec_read(unit_source(DIR "missing-quote.rule"), &run.diag), 0);
	path = check("quote-not-found");
	ck_assert(!fired("missing-quote", path));
	ck_assert(!fired("quote-not-found", path));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("checks");
	TCase *tcase = tcase_create("checks");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, base_is_clean);
	tcase_add_loop_test(tcase, fires, 0, nr_checks);
	tcase_add_loop_test(tcase, does_not_fire, 0, nr_checks);
	tcase_add_test(tcase, levels);
	tcase_add_test(tcase, switched_off);
	tcase_add_test(tcase, prerequisites);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}
