/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * m4u.h - what both generations of MediaTek's M4U do alike: invalidation, and a fault that is told. Known from
 * drivers/iommu/mtk_iommu.c and mtk_iommu_v1.c, their definitions and what they do with them; no manual was consulted.
 */
#ifndef UML_M4U_H
#define UML_M4U_H

#include "harness/uml/emu/emu.h"

/* Where the registers are: the variant of the hardware. */
struct m4u {
	u32 invalidate, first, last, select, done;	/* of a range of pages, or of all */
	u32 int_control, int_enable;
	u32 fault, fault_va, fault_pa, fault_id;	/* for software to read */
};

/* Addresses of more than 32 bits have the high ones in the lowest bits of a register. */
static inline u64 m4u_address(u32 reg, u32 low_mask)
{
	return (reg & low_mask) | (u64)(reg & 7) << 32;
}

void m4u_write(struct emu_mmu *m, u32 off, u32 value);
/* Note a fault, as those two registers show it, and raise the interrupt: one at a time. */
void m4u_fault(struct emu_mmu *m, u32 fault_va, u32 fault_id);

#endif
