// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queues of the RISC-V IOMMU: "RISC-V IOMMU Architecture Specification", Version 1.0, chapter "In-memory queue
 * interface", and the interrupts that they raise.
 */
#include "harness/uml/emu/riscv.h"

enum { IOTINVAL = 1, IOFENCE, IODIR };
enum { TTYP_READ = 2, TTYP_WRITE };

static void interrupt(struct emu_mmu *m, u32 csr, unsigned int cause)
{
	u32 vectors = emu_reg(m, ICVEC);

	if (!(emu_reg(m, csr) & IRQ_ENABLE) || (emu_reg(m, IPSR) & BIT(cause)))
		return;
	emu_set(m, IPSR, emu_reg(m, IPSR) | BIT(cause));
	emu_irq(m, vectors >> cause * 4 & 15);
}

/* ---- the command queue */

static bool invalidated(const struct emu_leaf *leaf, u64 low, u64 high)
{
	bool all = !(low & BIT(10)), any_space = !(low & BIT_ULL(32));
	u64 page = high >> 10 << 12;

	if (leaf->tag & CONTEXT)
		return false;
	return (all || page - leaf->iova < leaf->size) && (any_space || leaf->tag == PSCID(low));
}

static void iotinval(struct emu_mmu *m, u64 low, u64 high)
{
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		if (invalidated(leaf, low, high))
			leaf->leaving = true;
}

static void iodir(struct emu_mmu *m, u64 low)
{
	bool all = !(low & BIT_ULL(33));
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		if ((leaf->tag & CONTEXT) && (all || leaf->tag == (CONTEXT | (u32)(low >> 40))))
			leaf->leaving = true;
}

/* What is invalidated is gone for certain at the next fence. Returns false if it is no command. */
static bool command(struct emu_mmu *m, u64 low, u64 high)
{
	switch (low & GENMASK(9, 0)) {
	case IOTINVAL:
		iotinval(m, low, high);
		return true;
	case IODIR:
		iodir(m, low);
		return true;
	case IOFENCE:
		emu_tlb_sync(m);
		if (low & BIT(10))
			emu_store(high << 2, low >> 32);
		if (low & BIT(11))
			emu_set(m, CQCSR, emu_reg(m, CQCSR) | FENCE_W_IP);
		return true;
	default:
		return false;
	}
}

void riscv_commands(struct emu_mmu *m)
{
	u32 head;
	u64 at;

	while ((emu_reg(m, CQCSR) & ON) && !(emu_reg(m, CQCSR) & CMD_STOP) && emu_reg(m, CQH) != emu_reg(m, CQT)) {
		head = emu_reg(m, CQH);
		at = PPN_TO_PHYS(emu_reg64(m, CQB)) + head * 16;
		if (command(m, emu_dword(m, at), emu_dword(m, at + 8)))
			emu_set(m, CQH, (head + 1) % riscv_entries(m, CQB));
		else
			emu_set(m, CQCSR, emu_reg(m, CQCSR) | CMD_ILL);
	}
	if (emu_reg(m, CQCSR) & ERRORS)
		interrupt(m, CQCSR, CIP);
}

/* ---- the fault queue */

void riscv_record(struct emu_mmu *m, u32 cause, u64 iova, bool write)
{
	u32 tail = emu_reg(m, FQT), next = (tail + 1) % riscv_entries(m, FQB), ttyp = write ? TTYP_WRITE : TTYP_READ;
	const u32 record[] = { cause, ttyp << 2 | m->stream << 8, 0, 0, iova, iova >> 32, 0, 0 };
	u64 at = PPN_TO_PHYS(emu_reg64(m, FQB)) + tail * sizeof(record);
	unsigned int i;

	if ((emu_reg(m, FQCSR) & (ON | ERRORS)) != ON)
		return;
	if (next == emu_reg(m, FQH)) {
		emu_set(m, FQCSR, emu_reg(m, FQCSR) | OVERFLOW);
	} else {
		for (i = 0; i < ARRAY_SIZE(record); i++)
			emu_store(at + i * 4, record[i]);
		emu_set(m, FQT, next);
	}
	interrupt(m, FQCSR, FIP);
}
