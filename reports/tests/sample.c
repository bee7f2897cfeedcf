// SPDX-License-Identifier: GPL-2.0-only
/*
 * sample.c - records for the tests, made up. No driver did any of this.
 */
#include "reports/tests/sample.h"

#include <stdlib.h>
#include <string.h>

#include "reports/record.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

/* A row of records in the making: fill in, write, count. */
struct making {
	FILE *out;
	struct record_header header;
	struct record_counts counts;
};

static const char *const dom_source[] = { "code iommu.h \"All DMA is blocked, can be used to isolate devices\"", NULL };
static const char *const geo_source[] = {
	"mail Gunthorpe 2023-09-25 \"Calling map_pages with an IOVA outside the aperture should be a caller bug\"", NULL
};
static const char *const map_source[] = {
	"mail Gunthorpe 2023-09-25 \"Regardless of the attachment status\"", "code core:3213-3218", NULL
};
static const struct record_rule small_rules[] = {
	{ .id = "DOM-003", .group = "DOM", .consensus = "settled", .core = true, .cases = 3,
	  .sentence = "Identity means passthrough: a device reaches exactly the physical address that it asks for.",
	  .where = "spec/rules/dom.rule:20",
	  .text = "rule DOM-003 core settled\n  given   cur(v) = identity, A is an address of ram\n"
		  "  when    dma v { read, write } A\n  then    reaches A" },
	{ .id = "DOM-006", .group = "DOM", .consensus = "settled", .core = true, .cases = 2,
	  .sentence = "Blocked means fault: no DMA of a device on a blocking domain has any effect.",
	  .where = "spec/rules/dom.rule:41", .sources = dom_source,
	  .text = "rule DOM-006 core settled\n  given   cur(v) = blocked, A is any address" },
	{ .id = "DOM-011", .group = "DOM", .consensus = "disputed", .unchecked = true,
	  .sentence = "An SVA domain follows the page table of its process.", .where = "spec/rules/dom.rule:70",
	  .text = "rule DOM-011 disputed\n  unchecked" },
	{ .id = "GEO-003", .group = "GEO", .consensus = "settled", .core = true, .cases = 2,
	  .sentence = "Mapping a range that is not wholly inside the aperture is a caller bug.",
	  .where = "spec/rules/geo.rule:9", .sources = geo_source,
	  .text = "rule GEO-003 core settled\n  given   D is paging\n          R is not inside D" },
	{ .id = "MAP-001", .group = "MAP", .consensus = "settled", .core = true, .cases = 4, .since = "6.12",
	  .sentence = "A map of a free range inside the aperture succeeds whether or not a device is attached.",
	  .text = "rule MAP-001 core settled\n  given   D is paging\n          attached(D) in { never, now, before }",
	  .where = "spec/rules/map.rule:3", .sources = map_source },
	{ .id = "MAP-007", .group = "MAP", .consensus = "disputed", .cases = 1, .until = "9.0",
	  .sentence = "A map over a mapped page is refused.", .text = "rule MAP-007 disputed",
	  .where = "spec/rules/map.rule:90" },
};

static const struct record_step small_steps[] = {
	{ "alloc D0 for v0 with no-flags", "ok", NULL },
	{ "map D0 0x100000+0x1000 -> 0x8000000 rw", "EINVAL",
	  "WARNING: CPU: 0 at drivers/iommu/iommu.c:2689\nCall trace:" },
};

static void begin(struct making *m, const char *driver)
{
	m->header.driver = driver;
	m->counts = (struct record_counts){ 0 };
	record_write_header(m->out, &m->header);
}

static struct record blank(const struct making *m, const char *name)
{
	static char rule[32];

	snprintf(rule, sizeof(rule), "%.*s", (int)strcspn(name, "/"), name);
	return (struct record){
		.name = name, .rule = rule, .target = m->header.target, .driver = m->header.driver,
		.kernel = m->header.kernel, .evidence = m->header.evidence, .reason = "", .duration_us = 12,
	};
}

static void put(struct making *m, const struct record *r)
{
	m->counts.n[r->verdict]++;
	record_write(m->out, r);
}

static void pass(struct making *m, const char *name)
{
	struct record r = blank(m, name);

	r.verdict = VERDICT_PASS;
	put(m, &r);
}

static void other(struct making *m, const char *name, enum verdict verdict, const char *reason)
{
	struct record r = blank(m, name);

	r.verdict = verdict;
	r.reason = reason;
	if (verdict_unexpected(verdict)) {
		r.steps = small_steps;
		r.nsteps = LEN(small_steps);
		r.accused = "MAP-007";
		r.expected = "ok, phys(D, R) = P";
		r.observed = "EINVAL";
		r.repeat = "iommu-conform run --target uml:rockchip --case MAP-001/attached=never/range=first-page";
	}
	put(m, &r);
}

static void end(struct making *m)
{
	record_write_end(m->out, &m->counts);
}

static void small_model(struct making *m)
{
	begin(m, "reference");
	pass(m, "DOM-003/access=read");
	pass(m, "DOM-003/access=write");
	other(m, "DOM-003/access=last", VERDICT_SKIP, "missing-capability: dma");
	pass(m, "DOM-006/access=read");
	pass(m, "DOM-006/access=write");
	pass(m, "GEO-003/range=behind-end");
	pass(m, "GEO-003/range=before-start");
	pass(m, "MAP-001/attached=never/range=first-page");
	pass(m, "MAP-001/attached=never/range=last-page");
	pass(m, "MAP-001/attached=now/range=first-page");
	pass(m, "MAP-001/attached=before/range=first-page");
	pass(m, "MAP-007/attached=never");
	end(m);

	begin(m, "tegra-gart");
	other(m, "DOM-003/access=read", VERDICT_UNKNOWN, "the mail says \"No idea\"");
	other(m, "DOM-006/access=read", VERDICT_DEGRADED, "closed");
	other(m, "GEO-003/range=behind-end", VERDICT_XFAIL, "aliases modulo 2^25");
	other(m, "MAP-001/attached=never/range=first-page", VERDICT_XPASS, "expected to fail until 7.3");
	other(m, "MAP-007/attached=never", VERDICT_UNSTABLE, "2 of 3 times");
	end(m);
}

static void absent(struct making *m, const char *driver, const char *why)
{
	record_write_absent(m->out, &(struct record_absent){ .target = "uml", .driver = driver, .why = why });
}

/* Its second run was killed. */
static void small_real(struct making *m)
{
	begin(m, "rockchip");
	other(m, "DOM-003/access=read", VERDICT_SKIP, "not-applicable");
	other(m, "DOM-006/access=read", VERDICT_ERROR, "calibration failed");
	other(m, "DOM-006/access=write", VERDICT_CRASH, "oops");
	other(m, "GEO-003/range=behind-end", VERDICT_OBSERVED, "before its time");
	other(m, "MAP-001/attached=never/range=first-page", VERDICT_FAIL, "not an allowed outcome");
	other(m, "MAP-001/attached=never/range=last-page", VERDICT_FAIL, "not an allowed outcome");
	pass(m, "MAP-001/attached=now/range=first-page");
	end(m);

	begin(m, "omap");
	pass(m, "DOM-003/access=read");
	absent(m, "omap", "was run all the same");
	absent(m, "vsi", "no such driver in `this` kernel");
	absent(m, "vsi", "no such driver in `this` kernel");
}

static void write_small(FILE *out)
{
	struct making m = {
		.out = out,
		.header = {
			.spec_hash = "5eed", .version = "0.1", .target = "model", .driver = "", .kernel = "",
			.evidence = "model", .config = "", .remarks = "", .started = "2025-01-01T00:00:00Z",
			.command = "iommu-conform run", .rules = small_rules, .nrules = LEN(small_rules),
		},
	};

	small_model(&m);
	m.header.target = "uml";
	m.header.kernel = "7.2.13";
	m.header.evidence = "real";
	m.header.config = "kernel=debian:7.2";
	m.header.remarks = "64-bit build of a 32-bit driver";
	small_real(&m);
}

#define MARKUP "</td></pre></script><script>document.title='broken'</script>" \
	       "<img src=x onerror=\"document.title='broken'\">"
#define NASTY "\" onclick='x' & ]]> | `*_[](x)@you \x1b[31m\a\r\n\xff\xc3\x28\xe2\x80\xae gnol # SKIP"

static void write_hostile(FILE *out)
{
	static const struct record_step steps[] = { { MARKUP, NASTY, MARKUP "\n" NASTY }, { NASTY, MARKUP, NULL } };
	static const char *const sources[] = { MARKUP, NASTY, NULL };
	static const struct record_rule rule = {
		.id = "A\"><b>-001", .group = MARKUP, .sentence = MARKUP NASTY, .consensus = MARKUP, .core = true,
		.since = NASTY, .until = MARKUP, .text = MARKUP "\n" NASTY, .where = MARKUP,
		.sources = sources, .cases = 9,
	};
	struct making m = {
		.out = out,
		.header = {
			.spec_hash = MARKUP, .version = MARKUP, .target = MARKUP, .kernel = NASTY, .evidence = "real",
			.remarks = NASTY, .started = MARKUP, .command = MARKUP,
			.rules = &rule, .nrules = 1,
		},
	};

	for (int i = 0; i < 3; i++) {
		struct record r;

		m.header.config = i < 2 ? MARKUP : NASTY;	/* the last row differs from the one before in this only */
		begin(&m, i ? NASTY : MARKUP);
		r = blank(&m, i ? "A\"><b>-001/" NASTY : "A\"><b>-001/" MARKUP);
		r.rule = rule.id;
		r.verdict = i ? VERDICT_SKIP : VERDICT_FAIL;
		r.reason = r.accused = r.expected = r.reported = MARKUP;
		r.observed = r.remarks = r.repeat = NASTY;
		r.steps = steps;
		r.nsteps = LEN(steps);
		put(&m, &r);
		end(&m);
	}
}

static const char *const drivers[] = {
	"reference", "virtio-iommu", "omap", "tegra-gart", "tegra-smmu", "apple-dart", "exynos", "ipmmu-vmsa", "mtk_v1",
	"mtk", "rockchip", "sprd", "sun50i", "amd", "arm-smmu", "arm-smmu-v3", "qcom", "intel", "fsl_pamu", "msm",
	"s390", "riscv",
};
static const struct { const char *name; unsigned int rules; } groups[] = {
	{ "DOM", 13 }, { "ALLOC", 8 }, { "GEO", 11 }, { "MAP", 19 }, { "UNMAP", 12 }, { "I2P", 5 }, { "TLB", 9 },
	{ "ATT", 19 },
};
#define NR_BIG 96
#define CASES 500

/* The same numbers on every machine. */
static unsigned int dice(unsigned int sides)
{
	static unsigned long long state = 1;

	state = state * 6364136223846793005ull + 1442695040888963407ull;
	return (state >> 33) % sides;
}

static void make_big_rules(struct record_rule *rules)
{
	static char ids[NR_BIG][16];
	unsigned int n = 0;

	for (unsigned int i = 0; i < LEN(groups); i++) {
		for (unsigned int j = 1; j <= groups[i].rules; j++, n++) {
			snprintf(ids[n], sizeof(ids[n]), "%s-%03u", groups[i].name, j);
			rules[n] = small_rules[n % LEN(small_rules)];
			rules[n].id = ids[n];
			rules[n].group = groups[i].name;
			rules[n].core = !!strstr("MAP-001 GEO-003 DOM-006 DOM-003", ids[n]);
			rules[n].unchecked = dice(24) == 0 && !rules[n].core;
			rules[n].cases = rules[n].unchecked ? 0 : CASES / NR_BIG + (n < CASES % NR_BIG);
		}
	}
}

static enum verdict big_verdict(unsigned int row)
{
	unsigned int n = dice(100);

	if (!row || n < 70)
		return VERDICT_PASS;
	return n < 74 ? VERDICT_FAIL : n < 75 ? VERDICT_DEGRADED : n < 80 ? VERDICT_UNKNOWN : n < 99 ? VERDICT_SKIP :
	       VERDICT_CRASH;
}

static const struct record_step big_steps[] = {
	{ "alloc D0 for v0 with no-flags", "ok", NULL }, { "alloc D1 for v1 with no-flags", "ok", NULL },
	{ "attach v0 D0", "ok", NULL }, { "map D0 0x100000+0x1000 -> 0x8000000 rw", "ok", NULL },
	{ "map D0 0x101000+0x200000 -> 0x8400000 rw", "ok", NULL }, { "attach v1 D0", "ok", NULL },
	{ "unmap D0 0x100000+0x1000", "0x1000", NULL },
	{ "map D0 0xfffffffff000+0x1000 -> 0x9000000 rw under alloc-failure(1)", "ENOMEM [injected 1]",
	  "WARNING: CPU: 0 PID: 1 at drivers/iommu/io-pgtable-arm.c:597 __arm_lpae_map+0x1c/0x240" },
};

/* What a case looks like that ended with @v. */
static void make_big(struct record *r, enum verdict v)
{
	r->verdict = v;
	r->nsteps = v == VERDICT_SKIP ? 0 : LEN(big_steps);
	r->steps = big_steps;
	if (v == VERDICT_SKIP)
		r->reason = "missing-capability: dma";
	if (!verdict_unexpected(v))
		return;
	r->reason = "not an allowed outcome";
	r->expected = "ok, phys(D, R) = P";
	r->observed = "EINVAL";
	r->repeat = "iommu-conform run --target model --case C";
}

static void write_big(FILE *out, int failing)
{
	static const char *const ranges[] = {
		"first-page", "last-page", "whole-aperture", "behind-end", "largest-leaf", "mixed",
	};
	static struct record_rule rules[NR_BIG];
	struct making m = {
		.out = out,
		.header = {
			.spec_hash = "b16b00b5c0ffee", .version = "0.1", .target = "model", .kernel = "",
			.evidence = "model", .rules = rules, .nrules = NR_BIG,
		},
	};

	make_big_rules(rules);
	for (unsigned int row = 0; row < LEN(drivers); row++) {
		begin(&m, drivers[row]);
		for (unsigned int i = 0; i < NR_BIG; i++) {
			for (unsigned int j = 0; j < rules[i].cases; j++) {
				char name[128];
				struct record r;

				snprintf(name, sizeof(name), "%s/attached=never/range=%s/prot=rw", rules[i].id,
					 ranges[j % LEN(ranges)]);
				r = blank(&m, name);
				make_big(&r, failing ? VERDICT_FAIL : big_verdict(row));
				put(&m, &r);
			}
		}
		end(&m);
	}
}

int sample_write(const char *name, FILE *out)
{
	if (!strcmp(name, "small"))
		write_small(out);
	else if (!strcmp(name, "hostile"))
		write_hostile(out);
	else if (!strcmp(name, "big") || !strcmp(name, "failing"))
		write_big(out, *name == 'f');
	else
		return -1;
	return 0;
}
