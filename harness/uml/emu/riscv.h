/* SPDX-License-Identifier: GPL-2.0-only */
/* riscv.h - registers of the RISC-V IOMMU, and what its files share. */
#ifndef EMU_RISCV_H
#define EMU_RISCV_H

#include <linux/bits.h>

#include "harness/uml/emu/emu.h"

enum {
	CAPABILITIES = 0x00, CAPABILITIES_HI = 0x04, FCTL = 0x08, DDTP = 0x10, CQB = 0x18, CQH = 0x20, CQT = 0x24,
	FQB = 0x28, FQH = 0x30, FQT = 0x34, CQCSR = 0x48, FQCSR = 0x4c, PQCSR = 0x50, IPSR = 0x54, ICVEC = 0x2f8,
};

enum { OFF, BARE, ONE_LEVEL, THREE_LEVELS = 4 };	/* the mode in DDTP */
enum { ENABLE = BIT(0), IRQ_ENABLE = BIT(1), ERRORS = GENMASK(11, 8), ON = BIT(16) };
enum { OVERFLOW = BIT(9), CMD_ILL = BIT(10), CMD_STOP = GENMASK(10, 8), FENCE_W_IP = BIT(11) };
enum { CIP, FIP };

#define CONTEXT		BIT(31)		/* the tag of a device context, with the device */
#define NO_PSCID	BIT(30)		/* the tag of what no PSCID is for */
#define PPN_TO_PHYS(x)	(((x) >> 10 & GENMASK_ULL(43, 0)) << 12)
#define PSCID(x)	((u32)((x) >> 12) & GENMASK(19, 0))

/* Entries of the queue at @base. */
static inline u32 riscv_entries(struct emu_mmu *m, u32 base)
{
	return 2u << (emu_reg(m, base) & 31);
}

/* ---- a device context: a leaf that holds fsc as its paddr and the PSCID as raw */

static inline u32 riscv_mode(const struct emu_leaf *context)
{
	return context->paddr >> 60;
}

/* Sv39 is mode 8. */
static inline u32 riscv_levels(const struct emu_leaf *context)
{
	return riscv_mode(context) - 8 + 3;
}

/*
 * Find the context of m->stream, in the TLB, or in memory, whence it comes into the TLB unless this is a peek. m->tag
 * becomes the one that it is filed under. Returns 0 or the cause of the fault.
 */
u32 riscv_context(struct emu_mmu *m, struct emu_leaf *context);

/* ---- queues */

/* Execute what is in the command queue. */
void riscv_commands(struct emu_mmu *m);
/* Put a record of a fault into the fault queue. */
void riscv_record(struct emu_mmu *m, u32 cause, u64 iova, bool write);

#endif
