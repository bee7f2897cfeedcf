// SPDX-License-Identifier: GPL-2.0-only
/* What both generations of MediaTek's M4U do alike. */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/m4u.h"

enum { INV_RANGE = BIT(0), ALL_INVLD = BIT(1) };	/* invalidate */
enum { INVLD_EN0 = BIT(0) };				/* select: the first of two TLBs, that of our ports */
enum { INT_CLEAR = BIT(12) };				/* int_control */
enum { TRANSLATION_FAULT = BIT(0) };			/* fault, int_enable: of the first TLB */

static void invalidate(struct emu_mmu *m, const struct m4u *r, u32 command)
{
	u64 first = m4u_address(emu_reg(m, r->first), 0xfffff000), last = m4u_address(emu_reg(m, r->last), 0xfffff000);

	if (!(emu_reg(m, r->select) & INVLD_EN0) || emu_stuck(m))
		return;
	if (command & ALL_INVLD)
		emu_tlb_drop_all(m);
	else if ((command & INV_RANGE) && last >= first)
		emu_tlb_drop(m, first, last - first + SZ_4K);
	/* The drivers wait for a range only. */
	if (command & INV_RANGE)
		emu_set(m, r->done, 1);
}

void m4u_write(struct emu_mmu *m, u32 off, u32 value)
{
	const struct m4u *r = m->hw->variant;

	if (off == r->invalidate) {
		invalidate(m, r, value);
	} else if (off == r->int_control) {
		if (value & INT_CLEAR)
			emu_set(m, r->fault, 0);
		emu_set(m, off, value & ~INT_CLEAR);
	} else if (off != r->fault && off != r->fault_va && off != r->fault_pa && off != r->fault_id) {
		emu_set(m, off, value);
	}
}

void m4u_fault(struct emu_mmu *m, u32 fault_va, u32 fault_id)
{
	const struct m4u *r = m->hw->variant;

	if (emu_reg(m, r->fault) || !(emu_reg(m, r->int_enable) & TRANSLATION_FAULT))
		return;
	emu_set(m, r->fault, TRANSLATION_FAULT);
	emu_set(m, r->fault_va, fault_va);
	emu_set(m, r->fault_id, fault_id);
	emu_irq(m, 0);
}
