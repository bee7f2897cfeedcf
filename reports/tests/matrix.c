// SPDX-License-Identifier: GPL-2.0-only
/*
 * matrix.c - every record lands in its cell, and nothing else does.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "reports/format.h"
#include "reports/legend.h"

#define RULE(id_, group_) .id = id_, .group = group_, .sentence = "", .consensus = "", .text = "", .where = ""
static const struct record_rule rules[] = {
	{ RULE("MAP-001", "MAP"), .core = true, .cases = 2 },
	{ RULE("GEO-003", "GEO"), .cases = 1 },
	{ RULE("MAP-002", "MAP"), .unchecked = true },
};

#define HEADER(evidence_, driver_) {								\
	.spec_hash = "a", .version = "", .target = "t", .driver = driver_, .kernel = "",		\
	.evidence = evidence_, .config = "", .remarks = "", .started = "", .command = "",		\
	.rules = rules, .nrules = 3,								\
}
#define RECORD(evidence_, driver_, rule_, name_, verdict_) {					\
	.name = name_, .rule = rule_, .target = "t", .driver = driver_, .kernel = "",			\
	.evidence = evidence_, .verdict = VERDICT_##verdict_, .reason = "",				\
}

static struct matrix m;

static void build(struct record_run *runs, unsigned int n)
{
	matrix_build(&m, &(struct record_set){ .runs = runs, .nruns = n });
}

static void clean(void)
{
	matrix_free(&m);
}

START_TEST(worst_verdict_and_counts)
{
	struct record r[] = {
		RECORD("model", "d", "MAP-001", "MAP-001/a", PASS), RECORD("model", "d", "MAP-001", "MAP-001/b", FAIL),
		RECORD("model", "d", "GEO-003", "GEO-003/a", SKIP),
	};
	struct record_run run = { .header = HEADER("model", "d"), .records = r, .nrecords = 3, .complete = true };

	build(&run, 1);
	ck_assert_uint_eq(m.nrows, 1);
	ck_assert_uint_eq(m.nrules, 3);
	ck_assert_uint_eq(m.ngroups, 2);
	ck_assert_uint_eq(m.ncore, 1);
	ck_assert_int_eq(m.rows[0].rules[0].worst, VERDICT_FAIL);
	ck_assert_uint_eq(m.rows[0].rules[0].total, 2);
	ck_assert_ptr_eq(m.rows[0].rules[0].records[1], &r[1]);
	ck_assert_uint_eq(m.rows[0].rules[0].counts.n[VERDICT_PASS], 1);
	ck_assert_int_eq(m.rows[0].groups[0].worst, VERDICT_FAIL);
	ck_assert_int_eq(m.rows[0].groups[1].worst, VERDICT_SKIP);
	ck_assert_int_eq(m.rows[0].all.worst, VERDICT_FAIL);
	ck_assert_uint_eq(m.all.total, 3);
	ck_assert_uint_eq(m.all.counts.n[VERDICT_SKIP], 1);
	ck_assert(!m.all.partial);
	ck_assert(m.rows[0].complete);
	ck_assert_uint_eq(m.nincomplete, 0);
	ck_assert_uint_eq(m.nspecs, 1);
}
END_TEST

START_TEST(rules_of_a_group_stand_together)
{
	struct record r = RECORD("model", "d", "MAP-002", "MAP-002/a", PASS);
	struct record_run run = { .header = HEADER("model", "d"), .records = &r, .nrecords = 1 };

	build(&run, 1);
	ck_assert_str_eq(m.rules[0].rule->id, "MAP-001");
	ck_assert_str_eq(m.rules[1].rule->id, "MAP-002");
	ck_assert_str_eq(m.rules[2].rule->id, "GEO-003");
	ck_assert_uint_eq(m.groups[0].n, 2);
	ck_assert_uint_eq(m.groups[1].first, 2);
	ck_assert_uint_eq(m.rules[2].group, 1);
	ck_assert_uint_eq(m.rows[0].rules[1].total, 1);
}
END_TEST

START_TEST(missing_cases_are_marked)
{
	struct record r = RECORD("model", "d", "MAP-001", "MAP-001/a", PASS);
	struct record_run run = { .header = HEADER("model", "d"), .records = &r, .nrecords = 1, .complete = true };

	build(&run, 1);
	ck_assert(m.rows[0].rules[0].partial);	/* one of two */
	ck_assert(!m.rows[0].rules[1].partial);	/* none is made */
	ck_assert(m.rows[0].rules[2].partial);	/* none of one */
	ck_assert_int_eq(m.rows[0].rules[2].worst, NR_VERDICTS);
	ck_assert(m.rows[0].groups[0].partial);
	ck_assert(m.all.partial);
}
END_TEST

START_TEST(evidence_is_never_mixed)
{
	struct record real = RECORD("real", "d", "MAP-001", "MAP-001/a", PASS);
	struct record model = RECORD("model", "d", "MAP-001", "MAP-001/a", FAIL);
	struct record hardware = RECORD("hardware", "d", "MAP-001", "MAP-001/a", SKIP);
	struct record_run runs[] = {
		{ .header = HEADER("model", "d"), .records = &model, .nrecords = 1, .complete = true },
		{ .header = HEADER("hardware", "d"), .records = &hardware, .nrecords = 1, .complete = true },
		{ .header = HEADER("real", "d"), .records = &real, .nrecords = 1, .complete = true },
	};

	build(runs, 3);
	ck_assert_uint_eq(m.nrows, 3);
	ck_assert_str_eq(m.rows[0].evidence, "real");
	ck_assert_str_eq(m.rows[1].evidence, "hardware");
	ck_assert_str_eq(m.rows[2].evidence, "model");
	ck_assert_int_eq(m.rows[0].all.worst, VERDICT_PASS);
	ck_assert_int_eq(m.rows[2].all.worst, VERDICT_FAIL);
}
END_TEST

START_TEST(interfaces_of_a_driver_stand_together)
{
	struct record own = RECORD("real", "d", "MAP-001", "MAP-001/a", PASS);
	struct record user = RECORD("real", "d", "MAP-001", "MAP-001/a", FAIL);
	struct record_run runs[] = {
		{ .header = HEADER("real", "d"), .records = &own, .nrecords = 1, .complete = true },
		{ .header = HEADER("real", "e"), .complete = true },
		{ .header = HEADER("real", "d"), .records = &user, .nrecords = 1, .complete = true },
	};

	runs[0].header.interface = runs[1].header.interface = "kernel";
	runs[2].header.interface = user.interface = "iommufd";
	runs[2].header.config = "another";
	build(runs, 3);
	ck_assert_uint_eq(m.nrows, 3);
	ck_assert_str_eq(m.rows[0].driver, "d");
	ck_assert_str_eq(m.rows[1].driver, "d/iommufd");
	ck_assert_str_eq(m.rows[2].driver, "e");
	ck_assert_uint_eq(m.rows[1].section, m.rows[0].section);
	ck_assert_int_eq(m.rows[0].all.worst, VERDICT_PASS);
	ck_assert_int_eq(m.rows[1].all.worst, VERDICT_FAIL);
}
END_TEST

START_TEST(rows_of_a_section_keep_their_order)
{
	struct record_run runs[] = {
		{ .header = HEADER("model", "z") }, { .header = HEADER("real", "y") },
		{ .header = HEADER("model", "x") }, { .header = HEADER("model", "w") },
		{ .header = HEADER("model", "v") },
	};

	runs[2].header.kernel = "6.12";
	runs[4].header.config = "c";
	build(runs, 5);
	ck_assert_uint_eq(m.nrows, 5);
	ck_assert_str_eq(m.rows[0].driver, "y");
	ck_assert_str_eq(m.rows[1].driver, "z");
	ck_assert_str_eq(m.rows[2].driver, "w");
	ck_assert_uint_eq(m.rows[1].section, m.rows[2].section);
	ck_assert_str_eq(m.rows[3].driver, "x");
	ck_assert_str_eq(m.rows[4].driver, "v");
	ck_assert_uint_ne(m.rows[3].section, m.rows[4].section);
}
END_TEST

START_TEST(case_run_twice_counts_once_with_its_worst)
{
	struct record r[] = {
		RECORD("model", "d", "MAP-001", "MAP-001/a", PASS), RECORD("model", "d", "MAP-001", "MAP-001/a", FAIL),
		RECORD("model", "d", "MAP-001", "MAP-001/a", SKIP),
	};
	struct record_run runs[] = {
		{ .header = HEADER("model", "d"), .records = r, .nrecords = 2, .complete = true },
		{ .header = HEADER("model", "d"), .records = r + 2, .nrecords = 1, .complete = true },
	};

	build(runs, 2);
	ck_assert_uint_eq(m.nrows, 1);
	ck_assert_uint_eq(m.rows[0].rules[0].total, 1);
	ck_assert_ptr_eq(m.rows[0].rules[0].records[0], &r[1]);
	ck_assert(m.rows[0].rules[0].partial);
}
END_TEST

START_TEST(run_without_end_marks_its_rows)
{
	struct record r[] = {
		RECORD("model", "d", "MAP-001", "MAP-001/a", PASS), RECORD("model", "e", "MAP-001", "MAP-001/a", PASS),
	};
	struct record_run runs[] = {
		{ .header = HEADER("model", ""), .records = r, .nrecords = 2 },
		{ .header = HEADER("model", "f"), .complete = true },
		{ .header = HEADER("model", "g") },
	};

	build(runs, 3);
	ck_assert_uint_eq(m.nrows, 4);
	ck_assert(!m.rows[0].complete);
	ck_assert(!m.rows[1].complete);
	ck_assert(m.rows[2].complete);
	ck_assert(!m.rows[3].complete);
	ck_assert_uint_eq(m.nincomplete, 3);
	ck_assert_int_eq(m.rows[3].all.worst, NR_VERDICTS);
}
END_TEST

START_TEST(different_specs_are_counted)
{
	static const struct record_rule other = { RULE("TLB-001", "TLB") };
	struct record_run runs[] = {
		{ .header = HEADER("model", "d") }, { .header = HEADER("model", "e") },
		{ .header = HEADER("model", "f") },
	};

	runs[1].header.spec_hash = "b";
	runs[1].header.rules = &other;
	runs[1].header.nrules = 1;
	build(runs, 3);
	ck_assert_uint_eq(m.nspecs, 2);
	ck_assert_uint_eq(m.nrules, 4);
	ck_assert_str_eq(m.groups[2].name, "TLB");
}
END_TEST

START_TEST(nothing_makes_an_empty_matrix_in_every_format)
{
	FILE *out = fopen("/dev/null", "w");

	build(NULL, 0);
	ck_assert_uint_eq(m.nrows, 0);
	ck_assert_ptr_null(m.header);
	for (const struct format *const *f = formats; *f; f++)
		ck_assert_int_eq(reports_write((*f)->name, &m, out, NULL), 0);
	ck_assert_int_eq(reports_write("punched-cards", &m, out, NULL), -EINVAL);
	fclose(out);
	out = fopen("/dev/full", "w");
	ck_assert_int_eq(reports_write("text", &m, out, NULL), -ENOSPC);
	fclose(out);
}
END_TEST

START_TEST(everything_has_a_name_of_its_own)
{
	char letters[NR_VERDICTS + 1] = "";

	for (enum verdict v = 0; v < NR_VERDICTS; v++) {
		ck_assert_ptr_null(strchr(letters, verdict_letter(v)));
		letters[v] = verdict_letter(v);
		ck_assert_str_ne(verdict_meaning(v), "");
	}
	ck_assert_str_ne(evidence_meaning("real"), evidence_meaning("model"));
	ck_assert_str_eq(evidence_meaning("rumour"), "");
	ck_assert_uint_lt(evidence_rank("real"), evidence_rank("model"));
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&worst_verdict_and_counts, &rules_of_a_group_stand_together, &missing_cases_are_marked,
		&evidence_is_never_mixed, &interfaces_of_a_driver_stand_together, &rows_of_a_section_keep_their_order,
		&case_run_twice_counts_once_with_its_worst, &run_without_end_marks_its_rows,
		&different_specs_are_counted, &nothing_makes_an_empty_matrix_in_every_format,
		&everything_has_a_name_of_its_own, NULL
	};
	Suite *suite = suite_create("matrix");
	TCase *tcase = tcase_create("matrix");

	tcase_add_checked_fixture(tcase, NULL, clean);
	for (const TTest *const *const *t = tests; *t; t++)
		tcase_add_test(tcase, **t);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}
