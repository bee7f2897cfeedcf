// SPDX-License-Identifier: GPL-2.0-only
/*
 * Apple's DART as in the T8103, with pages of 4 KiB: for each of 16 streams a control register and four table pointers,
 * each to the two-level table of a GiB. Registers: definitions and use in drivers/iommu/apple-dart.c; table format:
 * drivers/iommu/io-pgtable-dart.c (APPLE_DART). There is no public manual.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	PARAMS1 = 0x00, PARAMS2 = 0x04, STREAM_COMMAND = 0x20, STREAM_SELECT = 0x34, ERROR = 0x40, ERROR_ADDR = 0x50,
	CONFIG = 0x60, STREAMS_ENABLE = 0xfc, TCR = 0x100, TTBR = 0x200,
};

enum { BYPASS_SUPPORT = BIT(0), BUSY = BIT(2), INVALIDATE = BIT(20), TRANSLATE = BIT(7), BYPASS_DART = BIT(8) };
enum { NO_TTBR = BIT(0), NO_PMD = BIT(1), NO_PTE = BIT(2), WRITE_FAULT = BIT(3), READ_FAULT = BIT(4) };

#define PAGE_SHIFT_4K	(12u << 24)
#define STREAMS		16
#define ERROR_FLAG	BIT(31)
#define TTBR_VALID	BIT(31)
#define PTE_VALID	BIT(0)
#define PTE_NO_WRITE	BIT(7)
#define PTE_NO_READ	BIT(8)
#define BASE_OF(entry)	((entry) & GENMASK_ULL(35, 12))

static void dart_reset(struct emu_mmu *m)
{
	emu_set(m, PARAMS1, PAGE_SHIFT_4K);
	emu_set(m, PARAMS2, BYPASS_SUPPORT);
}

static void dart_command(struct emu_mmu *m, u32 command)
{
	unsigned int stream;
	bool stuck = emu_stuck(m);

	emu_set(m, STREAM_COMMAND, stuck ? command | BUSY : 0);
	if (stuck || !(command & INVALIDATE))
		return;
	for (stream = 0; stream < STREAMS; stream++)
		if (emu_reg(m, STREAM_SELECT) & BIT(stream))
			emu_tlb_drop_tag(m, stream);
}

static void dart_write(struct emu_mmu *m, u32 off, u32 value)
{
	switch (off) {
	case PARAMS1:
	case PARAMS2:
		break;
	case STREAM_COMMAND:
		dart_command(m, value);
		break;
	case ERROR:
		emu_clear(m, off, value);
		break;
	default:
		emu_set(m, off, value);
	}
}

static enum emu_route dart_route(struct emu_mmu *m)
{
	u32 tcr = emu_reg(m, TCR + m->stream * 4);

	m->tag = m->stream;
	if (!(emu_reg(m, STREAMS_ENABLE) & BIT(m->stream)))
		return EMU_STOP;
	if (tcr & TRANSLATE)
		return EMU_TRANSLATE;
	return tcr & BYPASS_DART ? EMU_PASS : EMU_STOP;
}

/* The code of the error that the walk ends with, 0 if it finds a page. */
static u32 dart_look_up(struct emu_mmu *m, u64 iova, u64 *pte)
{
	u32 ttbr = iova >> 32 ? 0 : emu_reg(m, TTBR + m->stream * 16 + iova / SZ_1G * 4);
	u64 table;

	if (!(ttbr & TTBR_VALID))
		return NO_TTBR;
	table = emu_dword(m, ((u64)(ttbr & ~TTBR_VALID) << 12) + iova / SZ_2M % 512 * 8);
	if (!(table & PTE_VALID))
		return NO_PMD;
	*pte = emu_dword(m, BASE_OF(table) + iova / SZ_4K % 512 * 8);
	return *pte & PTE_VALID ? 0 : NO_PTE;
}

static void dart_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	u64 pte = 0;
	u32 error = dart_look_up(m, iova, &pte);

	*leaf = (struct emu_leaf) {
		.iova = round_down(iova, SZ_4K), .size = SZ_4K, .paddr = BASE_OF(pte), .hole = error,
		.read = !(pte & PTE_NO_READ), .write = !(pte & PTE_NO_WRITE),
	};
}

/* The first error stays until the driver has cleared it. */
static void dart_fault(struct emu_mmu *m, u64 iova, bool write)
{
	u64 pte;
	u32 code = dart_look_up(m, iova, &pte) ?: write ? WRITE_FAULT : READ_FAULT;

	if (emu_reg(m, ERROR) & ERROR_FLAG)
		return;
	emu_set64(m, ERROR_ADDR, iova);
	emu_set(m, ERROR, ERROR_FLAG | m->stream << 24 | code);
	emu_irq(m, 0);
}

EMU_HARDWARE(apple_dart) = {
	.compatible = "apple,t8103-dart",
	.paddr_last = GENMASK_ULL(35, 0),
	.pages = true,
	.sticks = true,
	.has = { "write-only" },
	.assumed = "self-derived from the driver; pages of 4 KiB, which most DARTs do not have; a stream that neither "
		   "translates nor bypasses is stopped; the TLB caches pages of a stream, never after a fault, and loses "
		   "them by INVALIDATE only",
	.reset = dart_reset, .write = dart_write, .route = dart_route, .walk = dart_walk, .fault = dart_fault,
};
