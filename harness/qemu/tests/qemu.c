// SPDX-License-Identifier: GPL-2.0-only
/*
 * Real drivers in guests of QEMU, driven through the seam: the machine intel, or, where GUESTS=all is in the environment,
 * all machines. Skipped where the kernel is not built.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "harness/build/kernels.h"
#include "harness/qemu/machine.h"
#include "harness/qemu/qemu.h"

static char why[512];
static struct target *t;
static struct description about;
static struct machine machine;

static const char *machine_name(int i)
{
	const char *guests = getenv("GUESTS");

	if (guests && !strcmp(guests, "all"))
		return qemu_target.list(i);
	return i ? NULL : "intel";
}

/* False, and why in @why, where that cannot be here. */
static bool boot(const char *name)
{
	static const char *const options[] = { "build=no", NULL };

	ck_assert_msg(machine_load(&machine, kernels_root(), name, why, sizeof(why)), "%s", why);
	t = qemu_target.open(name, options, why, sizeof(why));
	if (!t && (strstr(why, "is not built") || strstr(why, " is missing: ") || strstr(why, "not fetched yet")))
		return false;
	ck_assert_msg(t != NULL, "%s", why);
	ck_assert_int_eq(t->drv->describe(t, &about), 0);
	return true;
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

/* A line with an address of the suite's memory in it. */
static const char *at_ram(const char *format, uint64_t offset)
{
	static char line[256];

	snprintf(line, sizeof(line), format, (unsigned long long)(about.free_ram.paddr + offset));
	return line;
}

static void expect_dma(bool write, uint64_t iova, enum dma_result result, uint64_t offset)
{
	struct dma d = { .dev = 0, .write = write, .iova = iova };

	if (!target_list_has(about.can, "dma"))
		return;
	ck_assert_int_eq(t->drv->dma(t, &d, 1), ANSWER_DONE);
	ck_assert_msg(d.result == result, "%s of 0x%llx: %d", write ? "write" : "read", (unsigned long long)iova,
		      d.result);
	if (result == DMA_REACHED)
		ck_assert_uint_eq(d.paddr, about.free_ram.paddr + offset);
}

/* What machines of servers have, and what the file of this one says that it has not. */
static void expect_known(const char *list, const char *const *names)
{
	char padded[sizeof(machine.lacks) + 2], word[TARGET_NAME + 2];

	snprintf(padded, sizeof(padded), " %s ", machine.lacks);
	for (; *names; names++) {
		snprintf(word, sizeof(word), " %s ", *names);
		ck_assert_msg(target_list_has(list, *names) == !strstr(padded, word), "%s %s '%s'", machine.name,
			      target_list_has(list, *names) ? "has, but its file says that it lacks," :
			      "lacks, and its file does not say so,", *names);
	}
}

START_TEST(machine_translates)
{
	static const char *const can[] = { "map", "unmap", "attach", "claim", "current", "iova_to_phys", "dma", "warn",
					   "alloc-failure", NULL };
	static const char *const has[] = { "blocked", "identity", NULL };

	if (!boot(machine_name(_i)))
		unit_skip(why);
	ck_assert_str_eq(about.target, "qemu");
	ck_assert_str_eq(about.driver, machine.name);
	ck_assert_str_eq(about.evidence, "real");
	ck_assert_ptr_nonnull(strstr(about.config, " qemu-"));
	ck_assert_uint_ge(about.ndevs, 2);
	expect_known(about.can, can);
	expect_known(about.has, has);
	expect("alloc D0 for v0 with no-flags", 0);
	expect("claim v0", 0);
	expect("attach v0 D0", 0);
	/* Above all memory of every machine: what is read below may be zeroes of memory, or nothing. */
	expect_dma(false, 0x140101008, DMA_NOTHING, 0);
	expect(at_ram("map D0 0x140100000+0x2000 -> 0x%llx rw", 0x5000), 0);
	expect_dma(false, 0x140101008, DMA_REACHED, 0x6008);
	expect_dma(true, 0x140100ff8, DMA_REACHED, 0x5ff8);
	expect("unmap D0 0x140100000+0x2000", 0x2000);
	expect_dma(true, 0x140101008, DMA_NOTHING, 0);
	expect("detach v0", 0);
	expect("release v0", 0);
	expect("free D0", 0);
	ck_assert_int_eq(t->drv->reset(t), 0);
	ck_assert_uint_eq(t->drv->digest(t), about.fingerprint);
	t->drv->close(t);
}
END_TEST

int main(void)
{
	static const TTest *const *const none[] = { NULL };
	Suite *suite = unit_suite("qemu", none);
	TCase *tc = tcase_create("machines");
	int n = 0;

	while (machine_name(n))
		n++;
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, machine_translates, 0, n);
	suite_add_tcase(suite, tc);
	return unit_main(suite, NULL);
}
