// SPDX-License-Identifier: GPL-2.0-only
/* Real drivers in a kernel of their own, driven through the seam. Skipped where the kernel is not built. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "harness/uml/uml.h"

static char why[512];
static struct target *t;
static struct description about;

/* Start @driver on the kernel that the one option names; false, and why in @why, where that is not built or has no such. */
static bool boot_with(const char *driver, const char *option)
{
	const char *const options[] = { "build=no", option, NULL };

	t = uml_target.open(driver, options, why, sizeof(why));
	if (!t && (strstr(why, "is not built") || strstr(why, "has no driver") || strstr(why, "does not run in")))
		return false;
	ck_assert_msg(t != NULL, "%s", why);
	ck_assert_int_eq(t->drv->describe(t, &about), 0);
	return true;
}

static bool boot(const char *driver)
{
	return uml_target.doctor(why, sizeof(why)) && boot_with(driver, NULL);
}

/* One operation in its text form. */
static struct answer act(const char *line)
{
	static struct request rq;
	struct answer a;

	ck_assert_msg(!request_parse(line, &rq, why, sizeof(why)), "%s: %s", line, why);
	t->drv->submit(t, &rq, &a);
	return a;
}

static void expect(const char *line, int64_t value)
{
	struct answer a = act(line);

	ck_assert_msg(a.kind == ANSWER_DONE && a.value == value, "%s: kind %d value %lld %s\n%s", line, a.kind,
		      (long long)a.value, a.why, a.log);
}

static struct dma dma(int dev, bool write, uint64_t iova)
{
	struct dma d = { .dev = dev, .write = write, .iova = iova };

	ck_assert_int_eq(t->drv->dma(t, &d, 1), ANSWER_DONE);
	return d;
}

static void expect_reached(int dev, bool write, uint64_t iova, uint64_t paddr)
{
	struct dma d = dma(dev, write, iova);

	ck_assert_int_eq(d.result, DMA_REACHED);
	ck_assert_uint_eq(d.paddr, paddr);
}

/* A line with the address of the suite's memory in it. */
static const char *at_ram(const char *format, uint64_t offset)
{
	static char line[256];

	snprintf(line, sizeof(line), format, (unsigned long long)(about.free_ram.paddr + offset));
	return line;
}

static enum domain_type default_type(void)
{
	struct sample s = { .want = 1u << DOM_DEFAULT };

	ck_assert_int_eq(t->drv->observe(t, &s), ANSWER_DONE);
	return s.facts[DOM_DEFAULT].type;
}

/* What is to be seen of a driver that has no hardware. */
static void expect_maps(void)
{
	struct sample s = { .n = 2, .at = { { DOM_FIRST, 0x1001008, 0 }, { DOM_FIRST, 0x1002000, 0 } } };

	expect("alloc D0 for v0 with no-flags", 0);
	expect("attach v0 D0", 0);
	expect(at_ram("map D0 0x1000000+0x2000 -> 0x%llx rw", 0x5000), 0);
	ck_assert_int_eq(t->drv->observe(t, &s), ANSWER_DONE);
	ck_assert_uint_eq(s.at[0].paddr, about.free_ram.paddr + 0x6008);
	ck_assert_uint_eq(s.at[1].paddr, 0);
	expect("unmap D0 0x1000000+0x2000", 0x2000);
	expect("detach v0", 0);
	expect("free D0", 0);
	ck_assert_uint_eq(t->drv->digest(t), about.fingerprint);
	t->drv->close(t);
}

/* An operation on two pages of D0 low in its aperture, which need not begin at 0. */
static const char *at_low(const char *format, uint64_t iova)
{
	static char line[256];

	snprintf(line, sizeof(line), format, (unsigned long long)iova, (unsigned long long)(about.free_ram.paddr + 0x5000));
	return line;
}

static uint64_t low_iova(void)
{
	struct sample s = { .want = 1u << DOM_FIRST };

	ck_assert_int_eq(t->drv->observe(t, &s), ANSWER_DONE);
	return s.facts[DOM_FIRST].first + 0x100000;
}

/* Whatever was done: the next one finds the target as booted. */
static void expect_back_as_booted(void)
{
	ck_assert_int_eq(t->drv->reset(t), 0);
	ck_assert_uint_eq(t->drv->digest(t), about.fingerprint);
}

/* What is mapped is reached while it is mapped, and then nothing is left. */
static void expect_translation(void)
{
	uint64_t low;

	expect("alloc D0 for v0 with no-flags", 0);
	expect("attach v0 D0", 0);
	low = low_iova();
	ck_assert_int_eq(dma(0, false, low).result, DMA_NOTHING);
	expect(at_low("map D0 0x%llx+0x2000 -> 0x%llx rw", low), 0);
	expect_reached(0, false, low + 0x1008, about.free_ram.paddr + 0x6008);
	expect_reached(0, true, low + 0xffb, about.free_ram.paddr + 0x5ffb);
	expect(at_low("unmap D0 0x%llx+0x2000", low), 0x2000);
	ck_assert_int_eq(dma(0, true, low + 0x1008).result, DMA_NOTHING);
	expect("detach v0", 0);
	expect("free D0", 0);
	expect_back_as_booted();
	t->drv->close(t);
}

START_TEST(driver_translates)
{
	if (!boot(uml_target.list(_i)))
		unit_skip(why);
	ck_assert_str_eq(about.evidence, "real");
	ck_assert_str_eq(about.driver, uml_target.list(_i));
	ck_assert_str_ne(about.kernel, "");
	if (!strcmp(about.driver, "iommufd-mock")) {
		ck_assert(!target_list_has(about.can, "dma") && !target_list_has(about.can, "during"));
		expect_maps();
		return;
	}
	ck_assert(target_list_has(about.can, "dma") && target_list_has(about.can, "during"));
	if (default_type() == TYPE_IDENTITY)
		expect_reached(0, false, about.free_ram.paddr + 0x1000, about.free_ram.paddr + 0x1000);
	expect_translation();
}
END_TEST

START_TEST(older_kernel_translates)
{
	static const char *const boards[] = { "rockchip", "tegra-gart" };

	if (!boot_with(boards[_i], "kernel=debian:6.1"))
		unit_skip(why);
	ck_assert(!strncmp(about.kernel, "6.1.", 4));
	expect_translation();
}
END_TEST

/* It is of the type that callers allocate, and none of theirs. */
START_TEST(default_domain_of_arm_is_one_for_dma)
{
	if (!boot_with("mtk_v1", "kernel=debian:6.1"))
		unit_skip(why);
	ck_assert_uint_eq(default_type(), TYPE_DMA);
	t->drv->close(t);
}
END_TEST

START_TEST(reset_undoes_everything)
{
	if (!boot(uml_target.list(_i)))
		unit_skip(why);
	expect("alloc D0 for v0 with no-flags", 0);
	expect("alloc D1 for v1 with no-flags", 0);
	expect("attach v0 D0", 0);
	expect(at_ram("map D0 0x100000+0x1000 -> 0x%llx rw", 0), 0);
	dma(0, false, 0x100000);
	expect("claim v1", 0);
	ck_assert_uint_eq(t->drv->digest(t), 0);
	expect_back_as_booted();
	expect("alloc D0 for v0 with no-flags", 0);
	t->drv->close(t);
}
END_TEST

START_TEST(kernel_in_ruins_is_started_again)
{
	struct sample s = { .want = 1 };

	if (!boot("rockchip"))
		unit_skip(why);
	expect("alloc D0 for v0 with no-flags", 0);
	expect("attach v0 D0", 0);
	/* The driver warns, and the hardware walks what is freed. */
	ck_assert_uint_eq(act("free D0").events & EVENT_WARN, EVENT_WARN);
	dma(0, false, 0x100000);
	ck_assert_int_eq(t->drv->observe(t, &s), ANSWER_DONE);
	ck_assert_uint_eq(s.events & EVENT_FREED_WALK, EVENT_FREED_WALK);
	expect_back_as_booted();
	t->drv->close(t);
}
END_TEST

START_TEST(panic_is_contained)
{
	struct sample s = { .n = 1, .at[0] = { DOM_FIRST, 0x1000, 0 } };
	struct answer a;

	if (!boot("omap"))
		unit_skip(why);
	/* iova_to_phys of a domain that was never attached: a NULL pointer of the driver. */
	expect("alloc D0 for v0 with no-flags", 0);
	if (t->drv->observe(t, &s) == ANSWER_DONE)
		unit_skip("this omap driver has learnt to look into an unattached domain");
	a = act("free D0");
	ck_assert_int_eq(a.kind, ANSWER_CRASHED);
	ck_assert_ptr_nonnull(strstr(a.log, "Kernel panic"));
	ck_assert_ptr_nonnull(strstr(a.why, " in omap_iommu_iova_to_phys"));
	expect_back_as_booted();
	expect("alloc D0 for v0 with no-flags", 0);
	t->drv->close(t);
}
END_TEST

/* It unmaps page by page to the end of the address space: no time that anybody has is enough. */
START_TEST(hang_is_told)
{
	struct answer a;

	if (!boot_with("exynos", "timeout=1"))
		unit_skip(why);
	expect("alloc D0 for v0 with no-flags", 0);
	a = act("unmap D0 0x2000+0xfffffffffffff000");
	ck_assert_int_eq(a.kind, ANSWER_HUNG);
	ck_assert_str_eq(a.why, "no end within 1 s of CPU time");
	ck_assert_ptr_nonnull(strstr(a.log, "RIP: "));
	expect_back_as_booted();
	t->drv->close(t);
}
END_TEST

/* It waits for what never comes, and uses no time of the processor: its own tells, and who waits where. */
START_TEST(sleep_without_end_is_told)
{
	struct answer a;

	if (!boot("mtk-mt8192"))
		unit_skip(why);
	a = act("reprobe v0");
	ck_assert_int_eq(a.kind, ANSWER_HUNG);
	ck_assert_str_eq(a.why, "asleep for 3 hours of its own time");
	ck_assert_ptr_nonnull(strstr(a.log, "do_reprobe+"));
	expect_back_as_booted();
	t->drv->close(t);
}
END_TEST

/* What was done to one kernel is not there in the next, and what is done to this one does not reach the one after. */
START_TEST(renewed_kernel_is_as_booted)
{
	int i;

	if (!boot("sun50i"))
		unit_skip(why);
	for (i = 0; i < 3; i++) {
		expect("alloc D0 for v0 with no-flags", 0);
		expect("attach v0 D0", 0);
		expect(at_ram("map D0 0x100000+0x1000 -> 0x%llx rw", 0), 0);
		expect_reached(0, true, 0x100000, about.free_ram.paddr);
		ck_assert_uint_eq(t->drv->digest(t), 0);
		ck_assert_int_eq(t->drv->renew(t), 0);
		ck_assert_uint_eq(t->drv->digest(t), about.fingerprint);
		expect_reached(0, false, 0x100000, 0x100000);
	}
	t->drv->close(t);
}
END_TEST

START_TEST(cache_keeps_what_is_not_invalidated)
{
	struct answer a;

	if (!boot("rockchip"))
		unit_skip(why);
	expect("alloc D0 for v0 with no-flags", 0);
	expect("attach v0 D0", 0);
	expect(at_ram("map D0 0x100000+0x1000 -> 0x%llx rw", 0), 0);
	expect_reached(0, false, 0x100000, about.free_ram.paddr);
	/* The entry is cleared before the cache is told: in between, the cached page is still met. */
	a = act("unmap D0 0x100000+0x1000 watch v0 read 0x100000");
	ck_assert_int_eq(a.value, 0x1000);
	ck_assert_uint_eq(a.nduring, 1);
	ck_assert_int_eq(a.during[0].result, DMA_NOTHING);
	t->drv->close(t);
}
END_TEST

START_TEST(allocations_fail_on_demand)
{
	struct answer a;

	if (!boot("rockchip"))
		unit_skip(why);
	a = act("alloc D0 for v0 with no-flags under alloc-failure(1)");
	ck_assert_int_eq(a.value, -ENOMEM);
	ck_assert_uint_eq(a.injected, 1);
	expect("alloc D0 for v0 with no-flags", 0);
	a = act(at_ram("map D0 0x100000+0x1000 -> 0x%llx rw under alloc-failure(all)", 0));
	ck_assert_int_eq(a.value, -ENOMEM);
	ck_assert_uint_ge(a.injected, 1);
	a = act(at_ram("map D0 0x100000+0x1000 -> 0x%llx rw under alloc-failure(9)", 0));
	ck_assert_int_eq(a.value, 0);
	ck_assert_uint_eq(a.injected, 0);
	t->drv->close(t);
}
END_TEST

START_TEST(drivers_fail_on_demand)
{
	struct answer a;

	if (!boot("rockchip"))
		unit_skip(why);
	expect("alloc D0 for v1 with no-flags", 0);
	a = act("attach v1 D0 under attach-failure(v2)");
	ck_assert_int_lt(a.value, 0);
	ck_assert_uint_eq(a.injected, 1);
	expect("attach v1 D0", 0);
	a = act(at_ram("map D0 0x100000+0x1000 -> 0x%llx rw under sync-failure", 0));
	ck_assert_int_lt(a.value, 0);
	ck_assert_uint_eq(a.injected, 1);
	ck_assert_int_eq(dma(1, false, 0x100000).result, DMA_NOTHING);
	t->drv->close(t);
}
END_TEST

START_TEST(hardware_fails_on_demand)
{
	struct answer a;

	if (!boot("rockchip"))
		unit_skip(why);
	expect("alloc D0 for v0 with no-flags", 0);
	expect("alloc D1 for v0 with no-flags", 0);
	expect(at_ram("map D0 0x100000+0x1000 -> 0x%llx rw", 0), 0);
	expect("claim v0", 0);
	a = act("attach v0 D0 under unpowered");
	ck_assert_int_eq(a.value, 0);
	ck_assert_uint_ge(a.injected, 1);
	expect_reached(0, false, 0x100000, about.free_ram.paddr);
	a = act("replace v0 D1 under exhausted");
	ck_assert_int_eq(a.value, 0);
	ck_assert_uint_eq(a.injected, 0);
	expect("replace v0 D0", 0);
	a = act("replace v0 D1 under hardware-stuck");
	ck_assert_int_eq(a.value, -ETIMEDOUT);
	ck_assert_uint_ge(a.injected, 1);
	ck_assert_int_eq(t->drv->reset(t), 0);
	expect("alloc D0 for v0 with no-flags", 0);
	a = act("attach v0 D0 under clock-failure");
	ck_assert_int_eq(a.value, -EIO);
	ck_assert_uint_ge(a.injected, 1);
	expect("attach v0 D0", 0);
	t->drv->close(t);
}
END_TEST

static void expect_report(struct dma d, bool write, uint64_t iova)
{
	ck_assert_int_eq(d.result, DMA_NOTHING);
	ck_assert(d.fault && d.report.made);
	ck_assert_int_eq(d.report.write, write);
	ck_assert_uint_eq(d.report.iova, iova);
}

START_TEST(faults_are_reported)
{
	static const struct { const char *driver; bool tells_writes; } all[] = { { "rockchip", true }, { "omap", false } };

	if (!boot(all[_i].driver))
		unit_skip(why);
	expect("alloc D0 for v0 with no-flags", 0);
	expect("attach v0 D0", 0);
	expect_report(dma(0, false, 0x101234), false, 0x101234);
	expect_report(dma(0, true, 0x105678), all[_i].tells_writes, 0x105678);
	expect(at_ram("map D0 0x100000+0x2000 -> 0x%llx rw", 0), 0);
	ck_assert(!dma(0, false, 0x101234).report.made);
	t->drv->close(t);
}
END_TEST

START_TEST(owners_come_and_go)
{
	if (!boot("rockchip"))
		unit_skip(why);
	expect("bind v1", 0);
	expect("bind v2", 0);
	expect("claim v1", -EPERM);
	expect("claim v0", 0);
	expect("claim_other v0", -EPERM);
	expect("bind v0", -EBUSY);
	expect("claim_nobody v0", -EINVAL);
	ck_assert_int_eq(t->drv->reset(t), 0);
	expect("claim v1", 0);
	expect("claim v2", 0);
	expect("release v1", 0);
	expect("bind v2", -EBUSY);
	ck_assert_uint_ne(t->drv->digest(t), about.fingerprint);
	expect("release v2", 0);
	expect("release v2", 0);
	ck_assert_uint_eq(t->drv->digest(t), about.fingerprint);
	t->drv->close(t);
}
END_TEST

START_TEST(warning_is_given_each_time)
{
	struct answer a;
	int i;

	if (!boot("rockchip"))
		unit_skip(why);
	expect("alloc D0 for v0 with no-flags", 0);
	for (i = 0; i < 2; i++) {
		a = act(at_ram("map_gfp D0 0x100000+0x1000 -> 0x%llx rw GFP_COMP", 0));
		ck_assert_int_eq(a.value, -EINVAL);
		ck_assert_uint_eq(a.events, EVENT_WARN);
		ck_assert_ptr_nonnull(strstr(a.log, "WARNING: "));
	}
	t->drv->close(t);
}
END_TEST

START_TEST(register_writes_are_traced)
{
	static const char *const options[] = { "build=no", "trace=yes", NULL };
	struct answer a;

	if (!uml_target.doctor(why, sizeof(why)))
		unit_skip(why);
	t = uml_target.open("rockchip", options, why, sizeof(why));
	ck_assert_msg(t != NULL, "%s", why);
	expect("alloc D0 for v0 with no-flags", 0);
	a = act("attach v0 D0");
	/* It enables paging: command 0. */
	ck_assert_ptr_nonnull(strstr(a.log, "reg iommu@e0000000+0x8 = 0x0\n"));
	ck_assert_uint_eq(a.events, 0);
	t->drv->close(t);
}
END_TEST

/* An address that has more bits than the functions take is not asked about. */
START_TEST(a_driver_has_its_word_size)
{
	struct sample low = { .n = 1, .at[0] = { DOM_FIRST, 0xffffffff, 0 } };
	struct sample high = { .n = 1, .at[0] = { DOM_FIRST, 0x100000000, 0 } };

	if (!boot("omap"))
		unit_skip(why);
	ck_assert_ptr_nonnull(strstr(about.remarks, "64-bit build of a 32-bit driver"));
	t->drv->close(t);
	if (!boot_with("omap", "config=identity-32"))
		unit_skip(why);
	ck_assert_ptr_nonnull(strstr(about.config, "identity-32"));
	ck_assert_ptr_null(strstr(about.remarks, "64-bit"));
	ck_assert(target_list_has(about.can, "dma"));
	expect("alloc D0 for v0 with no-flags", 0);
	expect("attach v0 D0", 0);
	ck_assert_int_eq(t->drv->observe(t, &low), ANSWER_DONE);
	ck_assert_int_eq(t->drv->observe(t, &high), ANSWER_UNSUPPORTED);
	ck_assert_int_eq(act("map D0 0x100000000+0x1000 -> 0x1000 rw").kind, ANSWER_UNSUPPORTED);
	t->drv->close(t);
}
END_TEST

/* A domain that is freed while a device is on it. */
START_TEST(checkers_report)
{
	struct answer a;

	if (!boot_with("rockchip", "config=identity-checked"))
		unit_skip(why);
	ck_assert(target_list_has(about.can, "memory-error") && target_list_has(about.can, "lock-error"));
	ck_assert_ptr_nonnull(strstr(about.config, "identity-checked"));
	expect("alloc D0 for v0 with no-flags", 0);
	expect("attach v0 D0", 0);
	act("free D0");
	a = act("detach v0");
	ck_assert_uint_eq(a.events & EVENT_MEMORY, EVENT_MEMORY);
	ck_assert_ptr_nonnull(strstr(a.log, "BUG: KASAN: "));
	ck_assert_uint_eq(t->drv->digest(t), 0);
	expect_back_as_booted();
	t->drv->close(t);
}
END_TEST

START_TEST(what_cannot_run_says_why)
{
	static const char *const no_kernel[] = { "kernel=/nonexistent", NULL }, *const typo[] = { "kernal=x", NULL };
	static const char *const no_config[] = { "config=none", "build=no", NULL };

	ck_assert_ptr_null(uml_target.open("riscvv", NULL, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "uml: no driver 'riscvv': the drivers are rockchip, "));
	ck_assert_ptr_null(uml_target.open("rockchip", no_kernel, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "/nonexistent: no such folder"));
	ck_assert_ptr_null(uml_target.open("rockchip", no_config, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "no configuration 'none'"));
	ck_assert_ptr_null(uml_target.open("rockchip", typo, why, sizeof(why)));
	ck_assert_str_eq(why, "unknown option 'kernal=x'");
}
END_TEST

START_TEST(what_is_prepared_stands)
{
	static const char *const no_build[] = { "build=no", NULL };

	ck_assert(!uml_target.prepare("riscvv", NULL, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "no driver 'riscvv'"));
	if (!uml_target.prepare("rockchip", no_build, why, sizeof(why)))
		unit_skip(why);
	/* Where kernel-build finds no cache any more, the same kernel is still there. */
	setenv("XDG_CACHE_HOME", "/nonexistent", 1);
	ck_assert(uml_target.prepare("omap", no_build, why, sizeof(why)));
	t = uml_target.open("rockchip", no_build, why, sizeof(why));
	ck_assert_msg(t != NULL, "%s", why);
	t->drv->close(t);
}
END_TEST

START_TEST(driver_that_did_not_probe_is_told)
{
	static const char *const options[] = { "config=identity", "build=no", NULL };

	ck_assert_ptr_null(uml_target.open("sprd", options, why, sizeof(why)));
	if (strstr(why, "is not built"))
		unit_skip(why);
	ck_assert_ptr_nonnull(strstr(why, "uml: the driver sprd does not run in Linux "));
	ck_assert_ptr_nonnull(strstr(why, ", configuration 'identity': it did not probe its IOMMU"));
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&kernel_in_ruins_is_started_again, &panic_is_contained,
		&renewed_kernel_is_as_booted, &cache_keeps_what_is_not_invalidated,
		&allocations_fail_on_demand, &drivers_fail_on_demand, &hardware_fails_on_demand, &owners_come_and_go,
		&warning_is_given_each_time,
		&what_cannot_run_says_why, &what_is_prepared_stands,
		&driver_that_did_not_probe_is_told, &register_writes_are_traced, &a_driver_has_its_word_size,
		&checkers_report, NULL
	};
	Suite *suite = unit_suite("uml", tests);
	TCase *tc = tcase_create("drivers");
	int n = 0;

	while (uml_target.list(n))
		n++;
	tcase_add_loop_test(tc, driver_translates, 0, n);
	tcase_add_loop_test(tc, reset_undoes_everything, 0, n);
	tcase_add_loop_test(tc, faults_are_reported, 0, 2);
	tcase_add_loop_test(tc, older_kernel_translates, 0, 2);
	tcase_add_test(tc, default_domain_of_arm_is_one_for_dma);
	/* A second of CPU time, whatever else wants the machine. */
	tcase_set_timeout(tc, 100);
	tcase_add_test(tc, hang_is_told);
	tcase_add_test(tc, sleep_without_end_is_told);
	suite_add_tcase(suite, tc);
	return unit_main(suite, NULL);
}
