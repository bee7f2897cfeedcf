// SPDX-License-Identifier: GPL-2.0-only
/*
 * screen.c - what a run prints: the progress line, the summary, TAP.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "suite/isolate.h"
#include "suite/output.h"
#include "suite/progress.h"
#include "suite/tests/fake.h"

static char screen[16384];

static FILE *begin(void)
{
	memset(screen, 0, sizeof(screen));
	return fmemopen(screen, sizeof(screen), "w");
}

START_TEST(progress_counts_and_estimates)
{
	struct progress p;
	char line[256];

	progress_begin(&p, NULL, 0, "model:omap", 100);
	progress_line(&p, p.started, line, sizeof(line));
	ck_assert_str_eq(line, "model:omap: 0 of 100: none");
	for (unsigned int i = 0; i < 25; i++)
		progress_add(&p, i < 2 ? VERDICT_FAIL : VERDICT_PASS, p.started);
	progress_line(&p, p.started + 50000, line, sizeof(line));
	ck_assert_str_eq(line, "model:omap: 25 of 100: 2 FAIL, 23 PASS, 2:31 left");
	p.earlier = 20;
	progress_line(&p, p.started + 10000, line, sizeof(line));
	ck_assert_str_eq(line, "model:omap: 25 of 100: 2 FAIL, 23 PASS, 2:31 left");
	p.done = 100;
	progress_line(&p, p.started + 50000, line, sizeof(line));
	ck_assert_str_eq(line, "model:omap: 100 of 100: 2 FAIL, 23 PASS");
	ck_assert_int_gt(progress_line(&p, 0, line, 5), 5);
	ck_assert_str_eq(line, "mode");
}
END_TEST

START_TEST(progress_rewrites_a_terminal)
{
	struct progress p;
	FILE *f = begin();

	progress_begin(&p, f, 20, "model:omap", 10);
	progress_add(&p, VERDICT_PASS, p.started + 50);
	ck_assert_str_eq(screen, "");
	progress_add(&p, VERDICT_PASS, p.started + 150);
	ck_assert_str_eq(screen, "\rmodel:omap: 2 of 10\033[K");
	progress_clear(&p);
	progress_clear(&p);
	ck_assert_str_eq(screen, "\rmodel:omap: 2 of 10\033[K\r\033[K");
	fclose(f);
}
END_TEST

START_TEST(progress_elsewhere_is_lines)
{
	struct progress p;
	FILE *f = begin();

	progress_begin(&p, f, 0, "uml:omap", 10);
	progress_add(&p, VERDICT_PASS, p.started + 9000);
	ck_assert_str_eq(screen, "");
	progress_add(&p, VERDICT_PASS, p.started + 11000);
	ck_assert_str_eq(screen, "uml:omap: 2 of 10: 2 PASS, 0:45 left\n");
	progress_clear(&p);
	ck_assert_str_eq(screen, "uml:omap: 2 of 10: 2 PASS, 0:45 left\n");
	fclose(f);
}
END_TEST

static const char *const names[] = { "a", NULL };

static const struct record_header header = {
	.target = "model", .driver = "om\033ap", .kernel = "", .evidence = "model",
};

static struct record record(enum verdict v, const char *reason)
{
	static const struct record_step steps[] = {
		{ "alloc D0 for 0 with no-flags", "0", NULL }, { "map D0", "EBUSY", "line 1\n\033[31mline 2" },
	};

	return (struct record){
		.name = "FAKE-001/a", .rule = "FAKE-001", .target = "model", .driver = "om#ap", .kernel = "",
		.evidence = "model", .verdict = v, .reason = reason, .expected = "ok", .observed = "EBUSY",
		.repeat = "iommu-conform run --case 'FAKE-001/a'", .steps = steps, .nsteps = 2,
	};
}

static const char *summary(enum verdict v, const char *reason)
{
	const struct output *o = output_find("summary");
	struct record_counts counts = { { 0 } };
	struct record r = record(v, reason);
	FILE *f = begin();

	o->begin(f, &header, "no DMA is judged: blind");
	o->record(f, &r, fake_rules(names)->rule[0]);
	o->record(f, &r, fake_rules(names)->rule[0]);
	counts.n[v] = 2;
	o->end(f, &header, &counts);
	o->finish(f);
	fclose(f);
	return screen;
}

START_TEST(summary_tells_all_of_a_fail)
{
	static const char once[] =
		"FAIL FAKE-001/a: wrong errno\n"
		"  rule      FAKE-001, core, settled: \"A fake obeys.\"\n"
		"  source    mail Fake 2023-01-01 \"So it is\"\n"
		"  expected  ok\n"
		"  observed  EBUSY\n"
		"  steps     alloc D0 for 0 with no-flags -> 0\n"
		"            map D0 -> EBUSY\n"
		"            | line 1\n"
		"            | \\x1b[31mline 2\n"
		"  repeat    iommu-conform run --case 'FAKE-001/a'\n";
	const char *text = summary(VERDICT_FAIL, "wrong errno"), *at = strstr(text, once);

	ck_assert_msg(!strncmp(text, "model:om\\x1bap: evidence: model; ", 32), "%s", text);
	ck_assert_ptr_nonnull(strstr(text, "\n  note      no DMA is judged: blind\n"));
	ck_assert_msg(at, "%s", text);
	ck_assert_str_eq(at + 2 * strlen(once), "model:om\\x1bap: 2 FAIL\n");
}
END_TEST

START_TEST(summary_gathers_what_was_not_run)
{
	const char *text = summary(VERDICT_SKIP, "missing-capability: dma");

	ck_assert_ptr_null(strstr(text, "FAKE-001/a"));
	ck_assert_ptr_nonnull(strstr(text, "\n  2 SKIP: missing-capability: dma\nmodel:om\\x1bap: 2 SKIP\n"));
	ck_assert_ptr_null(strstr(summary(VERDICT_PASS, ""), "2 PASS: "));
}
END_TEST

static void tap_line(enum verdict v, const char *reason, const char *wanted)
{
	struct record r = record(v, reason);
	FILE *f = begin();
	char *dash;

	output_find("tap")->record(f, &r, fake_rules(names)->rule[0]);
	fclose(f);
	*strchr(screen, '\n') = '\0';
	dash = strstr(screen, " - ");
	ck_assert_ptr_nonnull(dash);
	memmove(strpbrk(screen, "0123456789"), dash + 1, strlen(dash));	/* without the running number */
	ck_assert_str_eq(screen, wanted);
}

START_TEST(tap_as_automake_reads_it)
{
	tap_line(VERDICT_PASS, "", "ok - model:om_ap FAKE-001/a");
	tap_line(VERDICT_FAIL, "wrong", "not ok - model:om_ap FAKE-001/a");
	tap_line(VERDICT_CRASH, "SIGSEGV", "not ok - model:om_ap FAKE-001/a");
	tap_line(VERDICT_DEGRADED, "closed", "not ok - model:om_ap FAKE-001/a");
	tap_line(VERDICT_SKIP, "no-oracle", "ok - model:om_ap FAKE-001/a # SKIP SKIP no-oracle");
	tap_line(VERDICT_UNKNOWN, "no idea\nTODO", "ok - model:om_ap FAKE-001/a # SKIP UNKNOWN no idea\\x0aTODO");
	tap_line(VERDICT_XFAIL, "known", "not ok - model:om_ap FAKE-001/a # TODO XFAIL known");
	tap_line(VERDICT_XPASS, "known", "ok - model:om_ap FAKE-001/a # TODO XPASS known");
}
END_TEST

START_TEST(tap_explains_a_fail)
{
	const struct output *o = output_find("tap");
	struct record_counts counts = { { 0 } };
	struct record r = record(VERDICT_FAIL, "wrong");
	FILE *f = begin();

	o->begin(f, &header, "no DMA is judged");
	o->record(f, &r, fake_rules(names)->rule[0]);
	o->end(f, &header, &counts);
	o->finish(f);
	fclose(f);
	ck_assert_ptr_nonnull(strstr(screen, "\n# no DMA is judged\n"));
	ck_assert_ptr_nonnull(strstr(screen, "\n#   FAIL: wrong\n#   rule: A fake obeys.\n#   expected: ok\n"
				     "#   observed: EBUSY\n#   repeat: iommu-conform run"));
	ck_assert_ptr_nonnull(strstr(screen, "\n1..1\n"));
}
END_TEST

START_TEST(outputs_by_name)
{
	ck_assert_ptr_eq(output_find("summary"), outputs[0]);
	ck_assert_ptr_null(output_find("nonsense"));
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&progress_counts_and_estimates, &progress_rewrites_a_terminal, &progress_elsewhere_is_lines,
		&summary_tells_all_of_a_fail, &summary_gathers_what_was_not_run, &tap_as_automake_reads_it,
		&tap_explains_a_fail, &outputs_by_name, NULL
	};

	return unit_main(unit_suite("screen", tests), NULL);
}
