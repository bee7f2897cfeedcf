// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device directory of the RISC-V IOMMU: "RISC-V IOMMU Architecture Specification", Version 1.0, chapter "Data
 * structures"; contexts of the base format.
 */
#include "harness/uml/emu/riscv.h"

enum { DDT_INVALID = 258, DDT_MISCONFIGURED, TTYP_BLOCKED };

/* Read the device's context. Returns 0 or the cause of the fault. */
static u32 read_context(struct emu_mmu *m, struct emu_leaf *context)
{
	u32 depth = (emu_reg(m, DDTP) & 15) - ONE_LEVEL, did = m->stream;
	u64 at = PPN_TO_PHYS(emu_reg64(m, DDTP)), entry;

	if (did >> (depth == 2 ? 24 : 7 + 9 * depth))
		return TTYP_BLOCKED;
	for (; depth; depth--) {
		entry = emu_dword(m, at + (did >> (7 + 9 * (depth - 1))) % 512 * 8);
		if (!(entry & 1))
			return DDT_INVALID;
		at = PPN_TO_PHYS(entry);
	}
	at += did % 128 * 32;
	entry = emu_dword(m, at);
	*context = (struct emu_leaf) { .size = 1, .raw = PSCID(emu_dword(m, at + 16)), .paddr = emu_dword(m, at + 24) };
	if (!(entry & 1))
		return DDT_INVALID;
	/* Nothing but V can be said of the one stage that there is. */
	if (entry != 1 || emu_dword(m, at + 8))
		return DDT_MISCONFIGURED;
	return !riscv_mode(context) || riscv_levels(context) - 3 < 3 ? 0 : DDT_MISCONFIGURED;
}

u32 riscv_context(struct emu_mmu *m, struct emu_leaf *context)
{
	const struct emu_leaf *cached;
	u32 cause;

	m->tag = CONTEXT | m->stream;
	cached = emu_tlb_find(m, 0);
	if (cached) {
		*context = *cached;
		return 0;
	}
	cause = read_context(m, context);
	if (!cause && !m->peek)
		emu_tlb_fill(m, context);
	return cause;
}
