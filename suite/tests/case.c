// SPDX-License-Identifier: GPL-2.0-only
/*
 * The case runtime: every way to a verdict, on a target that lies as it is told, judged by the rules of tiny.rule.
 */
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "spec/cases.h"
#include "spec/diag.h"
#include "suite/case.h"
#include "suite/tests/liar.h"

static struct spec *spec;
static struct arena arena;
static struct lowered lowered;
static struct planner *planner;

static void load(void)
{
	const char *file = unit_source("suite/tests/tiny.rule");
	struct diag diag = { 0 };

	spec = spec_load(&file, 1, &diag);
	diag_print(&diag, stderr, false);
	if (!spec)
		exit(99);
	diag_free(&diag);
	lower(spec, &arena, &lowered);
	planner = planner_new(&lowered);
	make_cases(&lowered, planner, NULL, NULL);
}

static void unload(void)
{
	planner_free(planner);
	arena_free(&arena);
	spec_free(spec);
}

static const struct rcase *find_case(const char *name)
{
	const struct rules *r = &lowered.rules;

	for (unsigned int i = 0; i < r->nrules; i++)
		for (unsigned int k = 0; k < r->rule[i]->ncases; k++)
			if (!strcmp(r->rule[i]->rcase[k].name, name))
				return &r->rule[i]->rcase[k];
	ck_abort_msg("there is no case %s", name);
	return NULL;
}

/* One row: a case, what the target does, and what must come of it. */
struct row {
	const char *name;
	enum lie lie;
	const char *cannot;
	enum target_op lying;
	enum answer_kind kind;
	enum verdict verdict;
	const char *reason;	/* as it begins */
	const char *accused;
	const char *expected, *observed;	/* what they contain; NULL: not looked at */
	const char *kernel;	/* NULL: 6.12 */
	unsigned int ndevs;	/* 0: all */
	unsigned int allocations;	/* 0: two */
	const char *reported;
};

static void run_on(struct liar *l, const char *name, bool calibrated, struct session *s, struct case_result *r)
{
	char why[256] = "";

	ck_assert_msg(session_init(s, &l->target, &lowered.rules, why, sizeof(why)), "%s", why);
	s->dma = calibrated && target_list_has(l->desc.can, "dma");
	case_run(s, find_case(name), 1, r);
}

static void check_row(const struct row *row)
{
	struct case_result r;
	struct session s;
	struct liar l;

	liar_init(&l);
	l.lie = row->lie;
	l.kind = row->kind;
	if (row->kind != ANSWER_DONE || row->lie == LIE_ERRNO || row->lie == LIE_OK)
		l.lying = row->lying;
	if (row->cannot)
		liar_cannot(&l, row->cannot);
	if (row->kernel)
		snprintf(l.desc.kernel, sizeof(l.desc.kernel), "%s", row->kernel);
	if (row->ndevs)
		l.desc.ndevs = row->ndevs;
	if (row->allocations)
		l.allocations = row->allocations - 1;
	run_on(&l, row->name, true, &s, &r);
	ck_assert_msg(r.verdict == row->verdict && !strncmp(r.reason, row->reason, strlen(row->reason)),
		      "%s: %s '%s' instead of %s '%s' (expected %s, observed %s)", row->name, verdict_name(r.verdict), r.reason,
		      verdict_name(row->verdict), row->reason, r.expected, r.observed);
	ck_assert_msg(!row->accused == !r.accused && (!r.accused || !strcmp(row->accused, r.accused)),
		      "%s: %s is accused, not %s", row->name, r.accused, row->accused);
	ck_assert_msg(!row->expected || (r.expected && strstr(r.expected, row->expected)), "%s: expected is '%s', not '%s'",
		      row->name, r.expected, row->expected);
	ck_assert_msg(!row->observed || (r.observed && strstr(r.observed, row->observed)), "%s: observed is '%s', not '%s'",
		      row->name, r.observed, row->observed);
	ck_assert_msg(!row->reported || (r.reported && !strcmp(r.reported, row->reported)), "%s: reported is '%s'", row->name,
		      r.reported);
	ck_assert_msg(r.verdict != VERDICT_PASS || r.checks, "%s: a pass without a check", row->name);
	session_free(&s);
}

#define P(name)			{ name, .verdict = VERDICT_PASS, .reason = "" }
#define FAILS(name, lie, ...)	{ name, lie, .verdict = VERDICT_FAIL, __VA_ARGS__ }
#define SKIPS(name, ...)	{ name, __VA_ARGS__, .verdict = VERDICT_SKIP }

static const struct row rows[] = {
	/* An honest target passes. */
	P("ALLOC-001"), P("ALLOC-004"), P("ATT-001"), P("ATT-005"), P("ATT-006"), P("MAP-001/range=page"),
	P("MAP-001/range=each-pgsize"), P("MAP-011/range=page"), P("MAP-015/range=page"), P("GEO-003"),
	P("UNMAP-001/range=page"), P("I2P-001"), P("TLB-001"), P("TLB-003"), P("DET-001"),

	/* Results. */
	FAILS("MAP-001/range=page", LIE_ERRNO, .lying = TARGET_MAP, .reason = "wrong result", .observed = "EBUSY"),
	FAILS("GEO-003", LIE_OK, .lying = TARGET_MAP, .reason = "wrong result", .observed = "ok"),
	FAILS("UNMAP-001/range=page", LIE_OK, .lying = TARGET_UNMAP, .reason = "wrong result", .observed = "0x0"),
	FAILS("ATT-005", LIE_ERRNO, .lying = TARGET_ATTACH, .reason = "wrong result", .expected = "EINVAL"),

	/* Observations, and whom they accuse. */
	FAILS("MAP-001/range=page", LIE_PHYS, .reason = "wrong translation", .expected = "iova_to_phys D0 0x"),
	FAILS("MAP-001/range=page", LIE_NEIGHBOUR, .reason = "wrong translation", .accused = "MAP-017", .expected = "none"),
	FAILS("MAP-001/range=page", LIE_ALIAS, .reason = "wrong translation", .accused = "MAP-017", .expected = "none"),
	FAILS("GEO-003", LIE_HALF, .reason = "wrong translation", .accused = "MAP-017"),
	FAILS("GEO-003", LIE_NO_MORE, .reason = "later good calls fail"),
	FAILS("ATT-001", LIE_CURRENT, .reason = "wrong current domain", .expected = "D0", .observed = "default"),
	FAILS("ATT-001", LIE_OTHER_DEVICE, .reason = "wrong current domain", .expected = "v1", .observed = "D0"),
	FAILS("ATT-001", LIE_FACTS, .reason = "a fact changed", .accused = "ALLOC-007", .expected = "pgsizes(D0)"),
	FAILS("ALLOC-001", LIE_NO_PGSIZES, .reason = "a condition does not hold"),
	FAILS("ALLOC-001", LIE_TYPE, .reason = "wrong type of domain", .observed = "dma"),
	FAILS("ALLOC-004", LIE_LEAK, .reason = "objects were left", .expected = "objects = 0x3", .observed = "0x4"),
	FAILS("MAP-015/range=page", LIE_SLEEP, .reason = "an event that must never be", .expected = "never slept"),
	FAILS("I2P-001", LIE_PHYS, .reason = "wrong result"),
	FAILS("I2P-001", LIE_ONE_PHYS, .reason = "wrong result", .expected = "returns phys(D, A)"),

	/* DMA, after the step: what a rule asks for, and the frame. */
	FAILS("MAP-011/range=page", LIE_READ_ONLY, .reason = "wrong DMA", .expected = "dma v0 write 0x", .observed = "0x"),
	FAILS("TLB-001", LIE_STALE, .reason = "wrong DMA", .expected = "reaches none"),
	FAILS("ATT-001", LIE_DMA, .reason = "wrong DMA", .expected = "dma v"),
	FAILS("UNMAP-001/range=page", LIE_DMA, .reason = "wrong DMA", .accused = "ATT-001"),
	FAILS("ATT-008", LIE_DURING, .reason = "wrong DMA while", .expected = "dma v0 read", .observed = "0x0"),
	P("ATT-008"),

	/* Several worlds are possible, and what is seen chooses. */
	{ "DET-001", LIE_BACK_BLOCKED, .verdict = VERDICT_PASS, .reason = "" },
	FAILS("DET-001", LIE_OK, .lying = TARGET_DETACH, .reason = "wrong current domain", .expected = "default"),
	{ "ATT-006", LIE_CLOSED, .verdict = VERDICT_DEGRADED, .reason = "closed" },
	{ "ATT-006", LIE_CLOSED, "dma", .verdict = VERDICT_SKIP, .reason = "missing-capability: dma" },

	/* In set-up. */
	SKIPS("UNMAP-001/range=page", LIE_PHYS, .reason = "blocked-by MAP-001"),
	SKIPS("MAP-011/range=page", LIE_FACTS, .reason = "blocked-by ALLOC-007"),
	SKIPS("MAP-011/range=page", LIE_NO_PGSIZES, .reason = "blocked-by ALLOC-001"),
	SKIPS("TLB-001", LIE_DMA, .reason = "blocked-by MAP-0"),
	SKIPS("MAP-011/range=page", LIE_ERRNO, .lying = TARGET_ATTACH,
	      .reason = "not-applicable: in set-up, attach answered EBUSY"),

	/* No answer. */
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_CRASHED, .verdict = VERDICT_CRASH, .reason = "as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_HUNG, .verdict = VERDICT_CRASH, .reason = "as told" },
	{ "UNMAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_CRASHED, .verdict = VERDICT_CRASH,
	  .reason = "in set-up: as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_GARBLED, .verdict = VERDICT_ERROR, .reason = "as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_UNKNOWN, .verdict = VERDICT_UNKNOWN,
	  .reason = "as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_UNSUPPORTED, .verdict = VERDICT_SKIP,
	  .reason = "missing-capability: as told" },

	/* What the target lacks. */
	SKIPS("MAP-001/range=page", .cannot = "map", .reason = "missing-capability: map"),
	SKIPS("UNMAP-001/range=page", .cannot = "map", .reason = "missing-capability: map"),
	SKIPS("ALLOC-004", .cannot = "alloc-failure", .reason = "missing-capability: alloc-failure"),
	SKIPS("ATT-008", .cannot = "during", .reason = "missing-capability: during"),
	SKIPS("TLB-001", .cannot = "dma", .reason = "missing-capability: dma"),
	SKIPS("MAP-011/range=page", .cannot = "dma", .reason = "no-oracle"),
	SKIPS("MAP-011/range=page", LIE_UNSEEN, .reason = "no-oracle"),
	SKIPS("ALLOC-004", .cannot = "objects", .reason = "no-oracle"),
	SKIPS("MAP-001/range=page", .cannot = "iova_to_phys", .reason = "no-oracle"),
	{ "MAP-011/range=page", LIE_READ_ONLY, "dma", .verdict = VERDICT_SKIP, .reason = "no-oracle" },
	SKIPS("DOM-010", .ndevs = 2, .reason = "not-applicable: no devices here"),
	P("DOM-010"),

	/* Nothing was proven. */
	SKIPS("ALLOC-004", .allocations = 1, .reason = "vacuous"),
	SKIPS("ATT-005", LIE_FITS, .reason = "vacuous"),
	{ "SYN-001", .verdict = VERDICT_ERROR, .reason = "checked nothing" },

	/* Versions. */
	{ "MAP-020/range=page", .verdict = VERDICT_OBSERVED, .reason = "before 7.5", .observed = "ok" },
	FAILS("MAP-020/range=page", HONEST, .kernel = "7.5.1", .reason = "wrong result"),
	FAILS("MAP-020/range=page", HONEST, .kernel = "", .reason = "wrong result"),
	SKIPS("MAP-021/range=page", .reason = "not-applicable: until 5.0"),
	FAILS("MAP-021/range=page", HONEST, .kernel = "4.19", .reason = "wrong result"),

	/* Reports. */
	{ "GEO-003", .verdict = VERDICT_PASS, .reason = "", .reported = "result=ERANGE, log=WARN: outside" },
	{ "MAP-015/range=page", .verdict = VERDICT_PASS, .reason = "", .reported = "result=ok, log=none" },
};

START_TEST(verdict_of_row)
{
	check_row(&rows[_i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("case");
	TCase *tcase = tcase_create("case");
	int status;

	load();
	tcase_add_loop_test(tcase, verdict_of_row, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	suite_add_tcase(suite, tcase);
	status = unit_main(suite, NULL);
	unload();
	return status;
}
