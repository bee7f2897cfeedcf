// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the self-tests of all emulated hardware, where the kernel's command line says conform_selftest: TAP on standard
 * output, then power off. Hardware that has none is an expected failure.
 */
#include <linux/io.h>
#include <linux/moduleparam.h>
#include <linux/reboot.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <os.h>

#include "harness/kernel/platform.h"
#include "harness/uml/emu/selftest/selftest.h"

#define TABLES	SZ_1M	/* bytes for tables, at the beginning of the suite's memory; half way are the pages */

static const struct selftest *tests[32];
static unsigned int nr_tests;

static struct emu_mmu *mmu;	/* of the test that runs */
static u32 stream, pasid;
static unsigned int failures;

static bool wanted;
core_param(conform_selftest, wanted, bool, 0);

int __init st_register(const struct selftest *test)
{
	if (nr_tests == ARRAY_SIZE(tests))
		return -ENOSPC;
	tests[nr_tests++] = test;
	return 0;
}

static __printf(1, 2) void say(const char *format, ...)
{
	char line[256];
	va_list ap;
	int len;

	va_start(ap, format);
	len = vscnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	os_write_file(1, line, len);
}

#define fail(line, format, ...)						\
	do {								\
		failures++;						\
		say("# line %d: " format "\n", line, ##__VA_ARGS__);	\
	} while (0)

u64 st_table(unsigned int n)
{
	return emu_free_ram.paddr + n * PAGE_SIZE;
}

u64 st_page(unsigned int n)
{
	return emu_free_ram.paddr + emu_free_ram.size / 2 / SZ_16M * SZ_16M + n * PAGE_SIZE;
}

void st_word(u64 paddr, u32 value)
{
	emu_store(paddr, value);
}

void st_dword(u64 paddr, u64 value)
{
	emu_store(paddr, value);
	emu_store(paddr + 4, value >> 32);
}

void st_write(u32 off, u32 value)
{
	emu_write(mmu, off, value);
}

void st_writeq(u32 off, u64 value)
{
	emu_write(mmu, off, value);
	emu_write(mmu, off + 4, value >> 32);
}

void st_stream(u32 n)
{
	stream = n;
}

void st_pasid(u32 n)
{
	pasid = n;
}

static enum emu_route always_translate(struct emu_mmu *m)
{
	return EMU_TRANSLATE;
}

void st_let_through(void)
{
	static struct emu_hw open;

	open = *mmu->hw;
	open.route = always_translate;
	mmu->hw = &open;
}

static const char *const results[] = { [DMA_NOTHING] = "nothing", [DMA_REACHED] = "reached", [DMA_UNSEEN] = "unseen" };

void st_dma(int line, int access, u64 iova, enum dma_result result, u64 paddr, bool fault, bool peek)
{
	struct dma d = { .pasid = pasid, .write = access == WRITE, .iova = iova };

	/* Some hardware keeps no record of what it did not translate. */
	fault &= mmu->hw->fault != NULL;
	emu_dma(mmu, stream, &d, peek);
	if (d.result != result || d.fault != fault)
		fail(line, "%s 0x%llx: %s%s, expected %s%s", d.write ? "write" : "read", iova, results[d.result],
		     d.fault ? " fault" : "", results[result], fault ? " fault" : "");
	else if (result == DMA_REACHED && d.paddr != paddr)
		fail(line, "%s 0x%llx: reached 0x%llx, expected 0x%llx", d.write ? "write" : "read", iova, d.paddr,
		     paddr);
}

void st_expect_reg(int line, u32 off, u32 mask, u32 value)
{
	u32 found = emu_read(mmu, off);

	if ((found & mask) != value)
		fail(line, "register 0x%x: 0x%x, expected 0x%x in 0x%x", off, found, value, mask);
}

void st_expect_word(int line, u64 paddr, u32 value)
{
	u32 found = emu_word(mmu, paddr);

	if (found != value)
		fail(line, "word at 0x%llx: 0x%x, expected 0x%x", paddr, found, value);
}

void st_expect_freed(int line, u64 paddr, bool freed)
{
	platform_events();
	emu_word(mmu, paddr);
	if (!(platform_events() & EVENT_FREED_WALK) == freed)
		fail(line, "%#llx %s said to be freed", paddr, freed ? "is not" : "is");
}

void st_expect_irqs(int line, u32 bits)
{
	if (mmu->irqs != bits)
		fail(line, "interrupts 0x%x, expected 0x%x", mmu->irqs, bits);
	mmu->irqs = 0;
}

static const struct selftest *__init test_of(const struct emu_hw *hw)
{
	unsigned int i;

	for (i = 0; i < nr_tests; i++)
		if (!strcmp(tests[i]->compatible, hw->compatible))
			return tests[i];
	return NULL;
}

static void __init run(const struct emu_hw *hw, unsigned int n)
{
	const struct selftest *test = test_of(hw);

	memset(phys_to_virt(emu_free_ram.paddr), 0, TABLES);
	mmu = emu_create(hw);
	stream = pasid = 0;
	failures = 0;
	if (test && mmu)
		test->run();
	else
		failures++;
	say("%s %u - %s%s\n", failures ? "not ok" : "ok", n + 1, hw->compatible, test ? "" : " has no self-test");
}

static int __init selftest_init(void)
{
	unsigned int n;

	if (!wanted)
		return 0;
	if (emu_free_ram.size < SZ_64M)
		say("Bail out! emu_ram= is missing, or too little\n");
	for (n = 0; emu_free_ram.size >= SZ_64M && emu_hardware(n); n++)
		run(emu_hardware(n), n);
	say("1..%u\n", n);
	kernel_power_off();
	return 0;
}
late_initcall(selftest_init);
