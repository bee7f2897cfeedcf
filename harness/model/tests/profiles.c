// SPDX-License-Identifier: GPL-2.0-only
/* The profiles do what the mails say, and say "unknown" where the mails do. */
#include <string.h>

#include "build-aux/unit.h"
#include "harness/model/model.h"
#include "harness/model/ops.h"
#include "harness/model/tests/script.h"

#define D0_MAPPED "alloc D0 for v0 with no-flags", "ok", "map D0 0x1000+0x1000 -> 0x200000000 rw", "ok"
#define ATTACHED  "attach v0 D0", "ok", "dma v0 read 0x1000", "0x200000000"

/* Ask the lines and compare with the answers behind each; only the start of an answer counts. */
static void converse(const char *name, const char *const *line)
{
	struct target *t = script_open(name);
	const char *got;

	for (; *line; line += 2) {
		got = script_ask(t, line[0]);
		ck_assert_msg(!strncmp(got, line[1], strlen(line[1])), "%s: %s: %s, not %s", name, line[0], got,
			      line[1]);
	}
	t->drv->close(t);
}

START_TEST(detach_that_passes_through)
{
	static const char *const names[] = { "exynos", "ipmmu-vmsa", "mtk", "mtk_v1", "fsl_pamu" };
	static const char *const lines[] = {
		D0_MAPPED, ATTACHED, "detach v0", "done", "dma v0 read 0x1000", "0x1000",
		"claim v0", "ok", "dma v0 read 0x1000", "0x1000", "release v0", "done", NULL
	};
	unsigned int i;

	for (i = 0; i < 5; i++)
		converse(names[i], lines);
}
END_TEST

START_TEST(detach_that_blocks)
{
	static const char *const names[] = { "intel", "apple-dart", "tegra-gart" };
	static const char *const lines[] = {
		D0_MAPPED, ATTACHED, "detach v0", "done", "dma v0 read 0x1000", "nothing",
		"claim v0", "ok", "dma v0 read 0x1000", "nothing", NULL
	};
	unsigned int i;

	for (i = 0; i < 3; i++)
		converse(names[i], lines);
}
END_TEST

START_TEST(detach_that_nobody_knows)
{
	static const char *const names[] = {
		"rockchip", "sprd", "sun50i", "amd", "qcom", "s390", "virtio-iommu", "arm-smmu", "arm-smmu-v3",
	};
	static const char *const lines[] = {
		D0_MAPPED, ATTACHED, "detach v0", "done", "dma v0 read 0x1000", "unknown", "attach v0 D0", "ok",
		"dma v0 read 0x1000", "0x200000000", NULL
	};
	unsigned int i;

	for (i = 0; i < 9; i++)
		converse(names[i], lines);
}
END_TEST

START_TEST(identity)
{
	static const char *const unknown[] = { "replace v0 identity", "unknown: rkt - No idea", NULL };
	static const char *const unmanaged[] = { "replace v0 identity", "ok", "dma v0 read 0x1000", "nothing", NULL };
	static const char *const known[] = { "replace v0 identity", "ok", "dma v0 read 0x1000", "0x1000", NULL };

	converse("rockchip", unknown);
	converse("sun50i", unmanaged);
	converse("virtio-iommu", known);
}
END_TEST

START_TEST(no_blocked_domain_yet)
{
	static const char *const lines[] = {
		"replace v0 blocked", "unsupported", "claim v0", "ok", "current v0", "blocked",
		"dma v0 read 0x1000", "nothing", NULL
	};

	converse("arm-smmu", lines);
	converse("arm-smmu-v3", lines);
}
END_TEST

START_TEST(drivers_of_which_only_the_name_is_known)
{
	static const char *const lines[] = {
		"alloc D0 for v0 with no-flags", "unknown: These doesn't support default domains",
		"replace v0 blocked", "unknown", "claim v0", "unknown", "dma v0 read 0x1000", "unknown", NULL
	};

	converse("msm", lines);
	converse("tegra-smmu", lines);
}
END_TEST

START_TEST(tegra_gart_forgets)
{
	static const char *const lines[] = { D0_MAPPED, ATTACHED, "detach v0", "done", "phys D0 0x1000", "0x0", NULL };

	converse("tegra-gart", lines);
}
END_TEST

START_TEST(omap_needs_a_device)
{
	static const char *const lines[] = {
		"dma v0 read 0x1000", "unknown", "alloc D0 for v0 with no-flags", "ok",
		"map D0 0x1000+0x1000 -> 0x200000000 rw", "EINVAL", "phys D0 0x1000", "0x0", "attach v0 D0", "ok",
		"map D0 0x1000+0x1000 -> 0x200000000 rw", "ok", "dma v0 read 0x1000", "0x200000000",
		"detach v0", "done", "phys D0 0x1000", "unknown", "attach v0 D0", "ok",
		"dma v0 read 0x1000", "unknown", NULL
	};

	converse("omap", lines);
}
END_TEST

START_TEST(virtio_learns_at_attach)
{
	static const char *const lines[] = {
		"alloc D0 for v0 with no-flags", "ok", "facts D0", "paging 0x0-0x0 0x40201000",
		"map D0 0x1000+0x1000 -> 0x200000000 rw", "ok",
		"map D0 0x10000000000+0x1000 -> 0x200000000 rw", "unknown",
		ATTACHED, "facts D0", "paging 0x0-0xffffffffff force",
		"map D0 0x10000000000+0x1000 -> 0x200000000 rw", "ERANGE", NULL
	};

	converse("virtio-iommu", lines);
}
END_TEST

START_TEST(what_no_mail_speaks_of_is_assumed)
{
	struct request rq = { .op = TARGET_REPLACE, .dom = DOM_BLOCKED };
	struct target *t = script_open("omap");
	static struct answer a;
	struct dma d = { .iova = 0x1000 };

	script_ask(t, "alloc D0 for v0 with no-flags");
	script_ask(t, "attach v0 D0");
	ck_assert_int_eq(t->drv->dma(t, &d, 1), ANSWER_DONE);
	ck_assert(d.assumed);
	t->drv->submit(t, &rq, &a);
	ck_assert(a.assumed);
	rq = (struct request){ .op = TARGET_MAP, .dom = DOM_FIRST, .size = 0x1000, .prot = PROT_READ_ };
	t->drv->submit(t, &rq, &a);
	ck_assert(!a.assumed);
	t->drv->close(t);
	t = script_open("reference");
	ck_assert_int_eq(t->drv->dma(t, &d, 1), ANSWER_DONE);
	ck_assert(!d.assumed);
	t->drv->submit(t, &rq, &a);
	ck_assert(!a.assumed);
	t->drv->close(t);
}
END_TEST

START_TEST(each_profile_cites_its_mail)
{
	const char *name;
	const struct model_driver *driver;
	struct description d;
	struct target *t;
	unsigned int n, cited = 0;

	for (n = 1; (driver = model_driver_get(n, &name)) && driver->quote; n++) {
		ck_assert_msg(driver->source && !strncmp(driver->source, "seed 00", 7), "%s", name);
		ck_assert_uint_gt(strlen(driver->quote), 10);
		t = script_open(name);
		ck_assert_int_eq(t->drv->describe(t, &d), 0);
		ck_assert_msg(*d.remarks, "%s", name);
		t->drv->close(t);
		cited++;
	}
	ck_assert_uint_eq(cited, 20);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&detach_that_passes_through, &detach_that_blocks, &detach_that_nobody_knows, &identity,
		&no_blocked_domain_yet, &drivers_of_which_only_the_name_is_known, &tegra_gart_forgets,
		&omap_needs_a_device, &virtio_learns_at_attach, &what_no_mail_speaks_of_is_assumed,
		&each_profile_cites_its_mail, NULL
	};

	return unit_main(unit_suite("profiles", tests), NULL);
}
