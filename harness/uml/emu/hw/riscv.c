// SPDX-License-Identifier: GPL-2.0-only
/*
 * The RISC-V IOMMU, version 1.0, with what its specification asks for at least: one stage (Sv39), contexts of the base
 * format, wired interrupts. Registers, directory, queues and commands: "RISC-V IOMMU Architecture Specification",
 * Version 1.0. Its caches: an entry of the TLB is filed under the PSCID, or is the device context of a device.
 */
#include <linux/minmax.h>

#include "harness/uml/emu/riscv.h"

enum { VERSION_1_0 = 0x10, SV39 = BIT(9), ONLY_WIRES = BIT(28), PAS_56 = 56 };
enum { WSI = BIT(1) };
enum { MOST_ENTRIES = 15 };	/* of a queue: 2^16 */
enum { READ_FAULT = 13, WRITE_FAULT = 15 };

static void riscv_reset(struct emu_mmu *m)
{
	emu_set(m, CAPABILITIES, VERSION_1_0 | SV39 | ONLY_WIRES);
	emu_set(m, CAPABILITIES_HI, PAS_56);
	emu_set(m, FCTL, WSI);
}

/* A queue that is switched on is empty: the index that the hardware owns is 0. Errors are cleared by writing 1. */
static void control_queue(struct emu_mmu *m, u32 csr, u32 index, u32 value)
{
	u32 errors = emu_reg(m, csr) & ERRORS & ~value;

	if ((value & ENABLE) && !(emu_reg(m, csr) & ON))
		emu_set(m, index, 0);
	emu_set(m, csr, (value & (ENABLE | IRQ_ENABLE)) | (value & ENABLE ? ON : 0) | errors);
}

static void riscv_write(struct emu_mmu *m, u32 off, u32 value)
{
	switch (off) {
	case DDTP:
		if ((value & 15) <= THREE_LEVELS)
			emu_set(m, off, value & (GENMASK(31, 10) | 15));
		break;
	case CQB:
	case FQB:
		emu_set(m, off, (value & GENMASK(31, 10)) | min_t(u32, value & 31, MOST_ENTRIES));
		break;
	case CQCSR:
		control_queue(m, off, CQH, value);
		riscv_commands(m);
		break;
	case FQCSR:
		control_queue(m, off, FQT, value);
		break;
	case IPSR:
		emu_clear(m, off, value);
		break;
	case CQT:
		emu_set(m, off, value % riscv_entries(m, CQB));
		riscv_commands(m);
		break;
	case DDTP + 4:
	case CQB + 4:
	case FQB + 4:
	case FQH:
	case ICVEC:
		emu_set(m, off, value);
		break;
	}
}

static enum emu_route riscv_route(struct emu_mmu *m)
{
	struct emu_leaf context;
	u32 cause;

	switch (emu_reg(m, DDTP) & 15) {
	case OFF:
		return EMU_STOP;
	case BARE:
		return EMU_PASS;
	}
	cause = riscv_context(m, &context);
	m->tag = cause ? NO_PSCID : context.raw;
	return !cause && !riscv_mode(&context) ? EMU_PASS : EMU_TRANSLATE;
}

static void riscv_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	struct emu_leaf context;
	u32 tag = m->tag;

	*leaf = (struct emu_leaf) { .hole = true };
	if (!riscv_context(m, &context))
		emu_walk_sv(m, (context.paddr & GENMASK_ULL(43, 0)) << 12, riscv_levels(&context), iova, leaf);
	m->tag = tag;
}

static void riscv_fault(struct emu_mmu *m, u64 iova, bool write)
{
	struct emu_leaf context;

	riscv_record(m, riscv_context(m, &context) ?: write ? WRITE_FAULT : READ_FAULT, iova, write);
}

EMU_HARDWARE(riscv) = {
	.compatible = "riscv,iommu",
	.paddr_last = GENMASK_ULL(55, 0),
	.pages = true,
	.has = { "large-pages" },
	.assumed = "only leaves and device contexts are cached, never one that is not valid; an invalidation is "
		   "complete only at the fence after it; no directory and no inner table is cached; switching a queue or "
		   "the directory keeps the caches",
	.reset = riscv_reset, .write = riscv_write, .route = riscv_route, .walk = riscv_walk,
	.fault = riscv_fault,
};
