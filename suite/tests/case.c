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
	planner = planner_new(&lowered, PLANS);
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
	unsigned int allocations;	/* one more than an alloc makes; 0: two */
	unsigned int resets, blind_after;	/* see liar.h */
	const char *reported, *remarks;
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
	if (row->lying)
		l.lying = row->lying;
	if (row->cannot)
		liar_cannot(&l, row->cannot);
	if (row->kernel)
		snprintf(l.desc.kernel, sizeof(l.desc.kernel), "%s", row->kernel);
	if (row->ndevs)
		l.desc.ndevs = row->ndevs;
	if (row->allocations)
		l.allocations = row->allocations - 1;
	l.resets = row->resets;
	l.blind_after = row->blind_after;
	run_on(&l, row->name, true, &s, &r);
	ck_assert_msg(r.verdict == row->verdict && !strncmp(r.reason, row->reason, strlen(row->reason)),
		      "%s: %s '%s' instead of %s '%s' (expected %s, observed %s)", row->name, verdict_name(r.verdict),
		      r.reason,
		      verdict_name(row->verdict), row->reason, r.expected, r.observed);
	ck_assert_msg(!row->accused == !r.accused && (!r.accused || !strcmp(row->accused, r.accused)),
		      "%s: %s is accused, not %s", row->name, r.accused, row->accused);
	ck_assert_msg(!row->expected || (r.expected && strstr(r.expected, row->expected)),
		      "%s: expected is '%s', not '%s'",
		      row->name, r.expected, row->expected);
	ck_assert_msg(!row->observed || (r.observed && strstr(r.observed, row->observed)),
		      "%s: observed is '%s', not '%s'",
		      row->name, r.observed, row->observed);
	ck_assert_msg(!row->remarks || (r.remarks && strstr(r.remarks, row->remarks)), "%s: remarks are '%s'",
		      row->name,
		      r.remarks);
	ck_assert_msg(!row->reported || (r.reported && !strcmp(r.reported, row->reported)), "%s: reported is '%s'",
		      row->name,
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
	P("UNMAP-001/range=page"), P("I2P-001"), P("TLB-001"), P("TLB-003"), P("DET-001"), P("DOM-003/access=read"),
	P("DOM-003/access=write"), P("MAP-008"), P("ALLOC-008"), P("ATT-016"), P("ATT-020"), P("ATT-021"), P("RES-001"),
	P("RES-002"), P("MAP-007"), P("MAP-010"), P("MAP-014/gfp=kernel/range=page"),
	P("MAP-014/gfp=atomic/range=page"),
	P("MAP-016"), P("MAP-018/range=page"),

	/* Results. */
	FAILS("MAP-001/range=page", LIE_ERRNO, .lying = TARGET_MAP, .reason = "wrong result", .observed = "EBUSY"),
	FAILS("GEO-003", LIE_OUTSIDE, .reason = "wrong result", .observed = "ok"),
	FAILS("UNMAP-001/range=page", LIE_OK, .lying = TARGET_UNMAP, .reason = "wrong result", .observed = "0x0"),
	FAILS("ATT-005", LIE_ERRNO, .lying = TARGET_ATTACH, .reason = "wrong result", .expected = "EINVAL"),

	/* Observations, and whom they accuse. */
	FAILS("MAP-001/range=page", LIE_PHYS, .reason = "wrong translation", .expected = "iova_to_phys D0 0x"),
	FAILS("MAP-001/range=page", LIE_NEIGHBOUR, .reason = "wrong translation", .accused = "MAP-017",
	      .expected = "none"),
	FAILS("MAP-001/range=page", LIE_ALIAS, .reason = "wrong translation", .accused = "MAP-017", .expected = "none"),
	FAILS("MAP-018/range=page", LIE_OTHER_DOMAIN, .reason = "wrong translation", .accused = "MAP-017",
	      .expected = "iova_to_phys D1 0x"),
	FAILS("GEO-003", LIE_HALF, .reason = "wrong translation"),
	FAILS("GEO-003", LIE_NO_MORE, .reason = "later good calls fail"),
	FAILS("ATT-001", LIE_CURRENT, .reason = "wrong current domain", .expected = "D0", .observed = "default"),
	FAILS("ATT-001", LIE_OTHER_DEVICE, .reason = "wrong current domain", .expected = "v1", .observed = "D0"),
	FAILS("ALLOC-007", LIE_FACTS, .reason = "a fact changed", .expected = "pgsizes(D0)"),
	{ "ATT-001", LIE_FACTS, .verdict = VERDICT_PASS, .reason = "", .remarks = "goes on without ALLOC-007" },
	FAILS("ALLOC-001", LIE_NO_PGSIZES, .reason = "a condition does not hold"),
	FAILS("ALLOC-001", LIE_TYPE, .reason = "wrong type of domain", .observed = "dma"),
	FAILS("ALLOC-004", LIE_LEAK, .reason = "objects were left", .expected = "objects = 0x3", .observed = "0x4"),
	FAILS("ALLOC-004", LIE_LEAK_SECOND, .reason = "objects were left"),
	FAILS("MAP-015/range=page", LIE_SLEEP, .reason = "an event that must never be", .expected = "never slept"),
	FAILS("I2P-001", LIE_PHYS, .reason = "wrong result"),
	FAILS("I2P-001", LIE_ONE_PHYS, .reason = "wrong result", .expected = "returns phys(D, A)"),

	FAILS("ATT-016", LIE_NOT_FREED, .reason = "wrong type of domain", .expected = "type(D0) = absent"),
	FAILS("ATT-020", LIE_CURRENT, .reason = "wrong result", .expected = "returns D", .observed = "default"),
	FAILS("ATT-021", LIE_CURRENT, .reason = "a probe answers otherwise",
	      .expected = "current v0 = { D0, identity }"),
	FAILS("ATT-021", LIE_BLOCKED, .reason = "a probe answers otherwise", .observed = "blocked"),
	FAILS("MAP-007", LIE_SAME_PAGE, .reason = "a probe answers otherwise", .expected = "iova_to_phys D0 0x"),
	FAILS("MAP-010", LIE_NO_WARN, .reason = "an event is missing", .expected = "warn", .observed = "nothing"),
	FAILS("MAP-010", LIE_ERRNO, .lying = TARGET_MAP, .reason = "a result that must never be",
	      .expected = "never EBUSY",
	      .observed = "EBUSY"),
	FAILS("MAP-016", LIE_BUS, .reason = "wrong result"),
	FAILS("RES-001", LIE_OK, .lying = TARGET_OBJECTS, .reason = "wrong result", .observed = "0"),
	FAILS("RES-002", LIE_LEAK_ATTACH, .reason = "objects were left", .expected = "objects = 0x5",
	      .observed = "0x6"),
	FAILS("DOM-003/access=write", LIE_DMA, .reason = "wrong result"),

	/* DMA, after the step: what a rule asks for, and the frame. */
	FAILS("MAP-011/range=page", LIE_READ_ONLY, .reason = "wrong DMA", .expected = "dma v0 write 0x",
	      .observed = "0x"),
	FAILS("TLB-001", LIE_STALE, .reason = "wrong DMA", .expected = "reaches none"),
	FAILS("ATT-001", LIE_DMA, .reason = "wrong DMA", .expected = "dma v"),
	SKIPS("UNMAP-001/range=page", LIE_DMA, .reason = "blocked-by ATT-001: wrong DMA", .accused = "ATT-001"),
	FAILS("ATT-008", LIE_DURING, .reason = "wrong DMA while", .expected = "dma v0 read", .observed = "0x0"),
	P("ATT-008"),

	/* Several worlds are possible, and what is seen chooses. */
	{ "DET-001", LIE_BACK_BLOCKED, .verdict = VERDICT_PASS, .reason = "" },
	FAILS("DET-001", LIE_OK, .lying = TARGET_DETACH, .reason = "wrong current domain", .expected = "default"),
	{ "ATT-006", LIE_CLOSED, .verdict = VERDICT_DEGRADED, .reason = "closed" },
	{ "ATT-007", LIE_CLOSED, .verdict = VERDICT_DEGRADED, .reason = "closed", .accused = "ATT-006" },
	{ "ATT-009", LIE_CLOSED, .verdict = VERDICT_PASS, .reason = "" },
	{ "ATT-006", LIE_CLOSED, "dma", .verdict = VERDICT_SKIP, .reason = "missing-capability: dma" },

	/* In set-up. */
	SKIPS("UNMAP-001/range=page", LIE_PHYS, .reason = "blocked-by MAP-001"),
	{ "MAP-011/range=page", LIE_FACTS, .verdict = VERDICT_PASS, .reason = "",
	  .remarks = "goes on without ALLOC-007" },
	SKIPS("MAP-011/range=page", LIE_NO_PGSIZES, .reason = "blocked-by ALLOC-001"),
	SKIPS("TLB-001", LIE_DMA, .reason = "blocked-by MAP-0"),
	SKIPS("GEO-003", LIE_ERRNO, .lying = TARGET_MAP,
	      .reason = "blocked-by MAP-001: good calls fail before the step"),

	/* Another rule is broken by the same step: one without which nothing works,
	or one that is not the case's own. */
	SKIPS("MAP-024/range=page", LIE_ERRNO, .lying = TARGET_MAP,
	      .reason = "blocked-by MAP-001: plain good calls fail here too",
	      .accused = "MAP-001", .observed = "EBUSY"),
	/* MAP-015 speaks of plain maps, too, but a core rule that they break stands before it. */
	SKIPS("MAP-015/range=page", LIE_ERRNO, .lying = TARGET_MAP,
	      .reason = "blocked-by MAP-001: plain good calls fail here too",
	      .accused = "MAP-001", .observed = "EBUSY"),
	P("MAP-024/range=page"),
	FAILS("MAP-015/range=page", LIE_MID, .reason = "wrong result", .observed = "EBUSY"),
	FAILS("MAP-001/range=page", LIE_MID, .reason = "wrong result", .observed = "EBUSY"),
	SKIPS("MAP-023/range=page", LIE_ERRNO, .lying = TARGET_MAP, .reason = "blocked-by MAP-001: wrong result",
	      .accused = "MAP-001"),
	SKIPS("DOM-010", LIE_NO_PGSIZES, .reason = "blocked-by ALLOC-001: a condition", .accused = "ALLOC-001"),
	SKIPS("DOM-010", LIE_TYPE, .reason = "blocked-by ALLOC-001: wrong type", .accused = "ALLOC-001"),

	/* A target that a look brings down: it is looked at less. */
	{ "MAP-011/range=page", LIE_TIMID, .verdict = VERDICT_PASS, .reason = "",
	  .remarks = "translations of domains without" },
	{ "MAP-001/range=page", LIE_TIMID, .verdict = VERDICT_CRASH, .reason = "in set-up: while looking" },
	{ "I2P-001", LIE_TIMID, .verdict = VERDICT_CRASH, .reason = "while looking" },

	/* A model that had no source to say what happens. */
	{ "MAP-001/range=page", LIE_ASSUMED, .verdict = VERDICT_UNKNOWN,
	  .reason = "its source does not speak of this" },
	{ "MAP-011/range=page", LIE_ASSUMED, .verdict = VERDICT_PASS, .reason = "" },
	{ "MAP-011/range=page", LIE_ASSUMED_DMA, .verdict = VERDICT_UNKNOWN,
	  .reason = "its source does not speak of this" },
	{ "DOM-003/access=read", LIE_ASSUMED_DMA, .verdict = VERDICT_UNKNOWN,
	  .reason = "its source does not speak of" },
	FAILS("UNMAP-001/range=page", LIE_ASSUMED, .lying = TARGET_UNMAP, .reason = "wrong result"),
	SKIPS("MAP-011/range=page", LIE_ERRNO, .lying = TARGET_ATTACH,
	      .reason = "not-applicable: in set-up, attach answered EBUSY"),

	/* No answer. */
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_CRASHED, .verdict = VERDICT_CRASH,
	  .reason = "as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_HUNG, .verdict = VERDICT_CRASH,
	  .reason = "hang: as told" },
	{ "UNMAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_CRASHED, .verdict = VERDICT_CRASH,
	  .reason = "in set-up: as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_GARBLED, .verdict = VERDICT_ERROR,
	  .reason = "as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_UNKNOWN, .verdict = VERDICT_UNKNOWN,
	  .reason = "as told" },
	{ "MAP-001/range=page", .lying = TARGET_MAP, .kind = ANSWER_UNSUPPORTED, .verdict = VERDICT_SKIP,
	  .reason = "missing-capability: as told" },

	{ "DOM-003/access=read", LIE_DMA_DIES, .verdict = VERDICT_CRASH, .reason = "while looking: as told" },
	{ "MAP-001/range=page", LIE_DMA_DIES, .verdict = VERDICT_CRASH, .reason = "while looking: as told" },
	{ "TLB-001", LIE_DMA_DIES, .verdict = VERDICT_CRASH,
	  .reason = "in set-up: while looking: as told" },
	{ "MAP-001/range=page", .blind_after = 2, .verdict = VERDICT_CRASH, .reason = "in set-up: while looking" },
	{ "MAP-011/range=page", .blind_after = 4, .verdict = VERDICT_CRASH, .reason = "in set-up: while looking" },
	{ "MAP-011/range=page", .blind_after = 5, .verdict = VERDICT_CRASH, .reason = "while looking" },
	{ "ALLOC-001", .blind_after = 2, .verdict = VERDICT_CRASH, .reason = "while looking" },
	{ "MAP-001/range=page", .resets = 2, .verdict = VERDICT_ERROR, .reason = "reset: EIO" },
	{ "MAP-001/range=page", LIE_MEMORY, .verdict = VERDICT_CRASH,
	  .reason = "BUG: KASAN: slab-use-after-free in map" },
	{ "UNMAP-001/range=page", LIE_MEMORY, .verdict = VERDICT_CRASH, .reason = "in set-up: BUG: KASAN: " },
	{ "MAP-001/range=page", LIE_LOCK, .verdict = VERDICT_CRASH, .reason = "in set-up: while looking" },
	{ "GEO-003", LIE_DIES, .verdict = VERDICT_CRASH, .reason = "later good calls: as told" },
	{ "GEO-003", .lying = TARGET_UNMAP, .kind = ANSWER_HUNG, .verdict = VERDICT_CRASH,
	  .reason = "good calls before the step: hang: as told" },

	/* What the target lacks. */
	SKIPS("MAP-001/range=page", .cannot = "map", .reason = "missing-capability: map"),
	SKIPS("MAP-011/range=page", .cannot = "attach", .reason = "missing-capability: attach"),
	SKIPS("ALLOC-004", .cannot = "alloc-failure", .reason = "missing-capability: alloc-failure"),
	SKIPS("ATT-008", .cannot = "during", .reason = "missing-capability: during"),
	SKIPS("TLB-001", .cannot = "dma", .reason = "missing-capability: dma"),
	SKIPS("MAP-011/range=page", .cannot = "dma", .reason = "no-oracle"),
	SKIPS("MAP-011/range=page", LIE_UNSEEN, .reason = "no-oracle"),
	SKIPS("ALLOC-004", .cannot = "objects", .reason = "no-oracle"),
	SKIPS("MAP-001/range=page", .cannot = "iova_to_phys", .reason = "no-oracle"),
	{ "MAP-011/range=page", LIE_READ_ONLY, "dma", .verdict = VERDICT_SKIP, .reason = "no-oracle" },
	SKIPS("DOM-010", .ndevs = 2, .reason = "not-applicable: no devices here"),
	SKIPS("DOM-011", .reason = "not-applicable: has(identity) = yes: not so here"),
	SKIPS("MAP-022", .reason = "not-applicable: no values here for: "),
	P("DOM-010"),

	/* Nothing was proven. */
	SKIPS("ALLOC-004", .allocations = 1, .reason = "vacuous"),
	SKIPS("ATT-005", LIE_FITS, .reason = "vacuous"),
	SKIPS("OWN-001", .reason = "no-oracle: more than 8 worlds"),
	{ "SYN-001", .verdict = VERDICT_ERROR, .reason = "checked nothing" },

	/* Versions. */
	{ "MAP-020/range=page", .verdict = VERDICT_OBSERVED, .reason = "before 7.5", .observed = "ok" },
	FAILS("MAP-020/range=page", HONEST, .kernel = "7.5.1", .reason = "wrong result"),
	FAILS("MAP-020/range=page", HONEST, .kernel = "", .reason = "wrong result"),
	SKIPS("MAP-021/range=page", .reason = "not-applicable: until 5.0"),
	FAILS("MAP-021/range=page", HONEST, .kernel = "4.19", .reason = "wrong result"),

	/* Reported faults. */
	{ "FAULT-002/access=write", .verdict = VERDICT_PASS, .reason = "" },
	{ "FAULT-002/access=write", LIE_REPORT_PAGE, .verdict = VERDICT_PASS, .reason = "" },
	{ "FAULT-002/access=write", LIE_REPORT_READ, .verdict = VERDICT_DEGRADED,
	  .reason = "no-direction" },
	{ "FAULT-002/access=read", LIE_REPORT_READ, .verdict = VERDICT_PASS, .reason = "" },
	{ "FAULT-002/access=read", LIE_NO_REPORT, .verdict = VERDICT_DEGRADED, .reason = "unreported" },
	FAILS("FAULT-002/access=read", LIE_REPORT_NEXT, .reason = "an event"),

	/* Reports. */
	{ "GEO-003", .verdict = VERDICT_PASS, .reason = "", .reported = "result=ERANGE, log=WARN: outside" },
	{ "MAP-015/range=page", .verdict = VERDICT_PASS, .reason = "", .reported = "result=ok, log=none" },
	{ "DOM-003/access=read", .verdict = VERDICT_PASS, .reason = "", .reported = "fault-record=no" },
};

START_TEST(verdict_of_row)
{
	check_row(&rows[_i]);
}
END_TEST

/* The same seed, the same case: to the letter. */
START_TEST(repeats)
{
	struct case_result a, b;
	struct session s, t;
	struct liar l, m;
	unsigned int i;

	liar_init(&l);
	liar_init(&m);
	run_on(&l, "GEO-003", true, &s, &a);
	run_on(&m, "GEO-003", true, &t, &b);
	ck_assert_uint_eq(a.checks, b.checks);
	ck_assert_uint_eq(a.nsteps, b.nsteps);
	ck_assert_uint_gt(a.nsteps, 3);
	for (i = 0; i < a.nsteps; i++) {
		ck_assert_str_eq(a.steps[i].request, b.steps[i].request);
		ck_assert_str_eq(a.steps[i].answer, b.steps[i].answer);
	}
	ck_assert_str_eq(a.steps[3].request, "map D0 0x100000000+0x1000 -> 0x41000000 rw");
	ck_assert_str_eq(a.steps[3].answer, "ERANGE warn");
	ck_assert_str_eq(a.steps[3].log, "WARN: outside\nand more");
	session_free(&s);
	session_free(&t);
}
END_TEST

START_TEST(seeds_vary)
{
	struct case_result a, b;
	struct session s;
	struct liar l;
	const char *step;

	liar_init(&l);
	run_on(&l, "TLB-001", true, &s, &a);
	ck_assert_uint_eq(a.verdict, VERDICT_PASS);
	step = strdup(a.steps[a.nsteps - 2].request);
	case_run(&s, find_case("TLB-001"), 7, &b);
	ck_assert_uint_eq(b.verdict, VERDICT_PASS);
	ck_assert_int_eq(strncmp(step, "dma v0 read 0x", 14), 0);
	ck_assert_str_ne(step, b.steps[b.nsteps - 2].request);
	free((char *)step);
	session_free(&s);
}
END_TEST

/* Devices of one group move together, and that is no change of the frame. */
START_TEST(groups)
{
	static const char *const names[] = { "ATT-001", "DET-001", "MAP-011/range=page" };
	struct case_result r;
	struct session s;
	struct liar l;

	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		liar_init(&l);
		l.desc.dev[1].group = 0;
		run_on(&l, names[i], true, &s, &r);
		ck_assert_msg(r.verdict == VERDICT_PASS, "%s: %s", names[i], r.reason);
		session_free(&s);
	}
	liar_init(&l);
	l.desc.dev[1].group = 0;
	l.lie = LIE_CURRENT;
	run_on(&l, "ATT-001", true, &s, &r);
	ck_assert_int_eq(r.verdict, VERDICT_FAIL);
	ck_assert_ptr_null(r.accused);
	session_free(&s);
}
END_TEST

/* What a description remarks goes into every verdict. */
START_TEST(remarks)
{
	struct case_result r;
	struct session s;
	struct liar l;

	liar_init(&l);
	snprintf(l.desc.remarks, sizeof(l.desc.remarks), "a 64-bit build");
	liar_cannot(&l, "slept");
	run_on(&l, "MAP-015/range=page", true, &s, &r);
	ck_assert_int_eq(r.verdict, VERDICT_PASS);
	ck_assert_str_eq(r.remarks, "a 64-bit build; some lines of the rule are unseen on this target");
	session_free(&s);
}
END_TEST

static bool calibrated(struct liar *l, char *why, size_t len)
{
	struct session s;
	bool ok;

	ck_assert(session_init(&s, &l->target, &lowered.rules, why, len));
	ok = session_calibrate(&s, why, len);
	ck_assert(s.dma == ok);
	session_free(&s);
	return ok;
}

START_TEST(calibration_wants_to_see)
{
	static const struct { enum lie lie; const char *why; } bad[] = {
		{ LIE_DMA, "v0: a read of a mapped page does not reach it" },
		{ LIE_UNSEEN, "v0: a read of a mapped page does not reach it" },
		{ LIE_NEIGHBOUR, NULL },
		{ LIE_HOLE, "v0: a read of an unmapped page is not without effect" },
		{ LIE_DMA_DIES, "v0: no answer to a read" },
		{ LIE_NO_PGSIZES, "the domain tells no geometry" },
	};
	char why[256] = "";
	struct liar l;

	for (unsigned int i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		liar_init(&l);
		l.desc.ndevs = 1;
		l.lie = bad[i].lie;
		ck_assert(calibrated(&l, why, sizeof(why)) == !bad[i].why);
		ck_assert_msg(!bad[i].why || strstr(why, bad[i].why), "%s", why);
	}
}
END_TEST

/* Where a map into a domain without a device kills the target, set-ups have one; a case that may have none shows it. */
START_TEST(calibration_finds_what_kills)
{
	char why[256] = "";
	struct case_result r;
	struct session s;
	struct liar l;

	liar_init(&l);
	ck_assert(session_init(&s, &l.target, &lowered.rules, why, sizeof(why)));
	ck_assert(session_calibrate(&s, why, sizeof(why)) && !s.attach_first);
	l.lie = LIE_LONELY;
	case_run(&s, find_case("UNMAP-001/range=page"), 1, &r);
	ck_assert_int_eq(r.verdict, VERDICT_CRASH);
	ck_assert(session_calibrate(&s, why, sizeof(why)) && s.attach_first);
	s.shy = false;
	case_run(&s, find_case("UNMAP-001/range=page"), 1, &r);
	ck_assert_msg(r.verdict == VERDICT_PASS && strstr(r.remarks, "has a device on its domain"), "%s", r.reason);
	case_run(&s, find_case("ALLOC-001"), 1, &r);
	ck_assert(r.verdict == VERDICT_PASS && !strstr(r.remarks, "has a device on its domain"));
	session_free(&s);
}
END_TEST

/* A plan that maps first is turned around: alloc, map, attach becomes alloc, attach, map. */
START_TEST(attach_is_hoisted)
{
	struct rcase c = *find_case("TLB-001");
	struct step step[8], attach;
	struct plan plan = { step, c.plan[0].nsteps };
	char why[256] = "";
	struct case_result r;
	struct session s;
	struct liar l;
	unsigned int i;

	liar_init(&l);
	ck_assert(session_init(&s, &l.target, &lowered.rules, why, sizeof(why)));
	ck_assert(session_calibrate(&s, why, sizeof(why)));
	ck_assert_uint_le(plan.nsteps, 8);
	memcpy(step, c.plan[0].step, plan.nsteps * sizeof(*step));
	for (i = 0; strcmp(lowered.rules.op[step[i].op].name, "attach"); i++)
		;
	attach = step[i];
	step[i] = step[i + 1];
	step[i + 1] = attach;
	ck_assert_str_eq(lowered.rules.op[step[i].op].name, "map");
	c.plan = &plan;
	c.nplans = 1;
	l.lie = LIE_LONELY;
	case_run(&s, &c, 1, &r);
	ck_assert_int_eq(r.verdict, VERDICT_CRASH);
	s.attach_first = true;
	case_run(&s, &c, 1, &r);
	ck_assert_msg(r.verdict == VERDICT_PASS && strstr(r.remarks, "has a device on its domain"), "%s", r.reason);
	session_free(&s);
}
END_TEST

START_TEST(calibration_needs_something)
{
	char why[256] = "";
	struct liar l;

	liar_init(&l);
	liar_cannot(&l, "dma");
	ck_assert(!calibrated(&l, why, sizeof(why)));
	ck_assert_str_eq(why, "calibration of DMA on liar: the target shows none");
	liar_init(&l);
	l.desc.dev[0].translated = l.desc.dev[1].translated = false;
	ck_assert(!calibrated(&l, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "no ordinary device is behind an IOMMU"));
	liar_init(&l);
	l.lying = TARGET_MAP;
	l.kind = ANSWER_UNSUPPORTED;
	ck_assert(!calibrated(&l, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "answers unsupported: as told"));
	liar_init(&l);
	l.resets = 3;
	l.desc.ndevs = 1;
	ck_assert(!calibrated(&l, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "the target cannot be reset"));
}
END_TEST

/* A device that does not pass is not judged by its DMAs; the others are. */
START_TEST(one_blind_device)
{
	struct case_result r;
	struct session s;
	char why[256];
	struct liar l;

	liar_init(&l);
	l.lie = LIE_V1_REACHES_NOTHING;
	ck_assert(session_init(&s, &l.target, &lowered.rules, why, sizeof(why)));
	ck_assert(session_calibrate(&s, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "v1: a read of a mapped page does not reach it"));
	ck_assert_uint_eq(s.blind, 1u << 1);
	case_run(&s, find_case("DOM-003/access=read"), 1, &r);
	ck_assert_int_eq(r.verdict, VERDICT_PASS);
	s.blind = 0;
	case_run(&s, find_case("DOM-003/access=read"), 1, &r);
	ck_assert_int_eq(r.verdict, VERDICT_SKIP);
	ck_assert_str_eq(r.reason, "blocked-by ATT-001: wrong DMA");
	s.blind = 1;
	case_run(&s, find_case("DOM-003/access=read"), 1, &r);
	ck_assert_int_eq(r.verdict, VERDICT_SKIP);
	ck_assert_str_eq(r.reason, "no-oracle: the target could not tell what the DMA did");
	session_free(&s);
}
END_TEST

/* A spec that asks for what no target has. */
START_TEST(foreign_spec)
{
	struct rules r = lowered.rules;
	struct var_desc var[64];
	struct op_info op[64];
	const char *env[] = { "alloc-failure", "earthquake" };
	struct session s;
	char why[256];
	struct liar l;

	liar_init(&l);
	memcpy(op, r.op, r.nops * sizeof(*op));
	r.op = op;
	op[0].name = "levitate";
	ck_assert(!session_init(&s, &l.target, &r, why, sizeof(why)));
	ck_assert_str_eq(why, "the operation 'levitate' of the spec is none of harness/target.h");
	op[0] = lowered.rules.op[0];
	op[0].nslots++;
	ck_assert(!session_init(&s, &l.target, &r, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "has 4 operands in the spec and 3 in harness/target.h"));
	op[0] = lowered.rules.op[0];
	r.env = env;
	r.nenvs = 2;
	ck_assert(!session_init(&s, &l.target, &r, why, sizeof(why)));
	ck_assert_str_eq(why, "the environment 'earthquake' of the spec is none of harness/target.h");
	r = lowered.rules;
	memcpy(var, r.var, r.nvars * sizeof(*var));
	r.var = var;
	var[rules_var(&r, "translated")].name = "painted";
	ck_assert(!session_init(&s, &l.target, &r, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "the fact 'painted' of the spec is none that a target tells"));
	r = lowered.rules;
	r.nops = 1000;
	ck_assert(!session_init(&s, &l.target, &r, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "more than"));
	l.resets = 1;
	ck_assert(!session_init(&s, &l.target, &lowered.rules, why, sizeof(why)));
	ck_assert_str_eq(why, "liar: the target cannot be reset and looked at");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("case");
	TCase *tcase = tcase_create("case");
	int status;

	load();
	tcase_add_test(tcase, repeats);
	tcase_add_test(tcase, seeds_vary);
	tcase_add_test(tcase, groups);
	tcase_add_test(tcase, attach_is_hoisted);
	tcase_add_test(tcase, remarks);
	tcase_add_test(tcase, calibration_wants_to_see);
	tcase_add_test(tcase, calibration_finds_what_kills);
	tcase_add_test(tcase, calibration_needs_something);
	tcase_add_test(tcase, one_blind_device);
	tcase_add_test(tcase, foreign_spec);
	tcase_add_loop_test(tcase, verdict_of_row, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	suite_add_tcase(suite, tcase);
	status = unit_main(suite, NULL);
	unload();
	return status;
}
