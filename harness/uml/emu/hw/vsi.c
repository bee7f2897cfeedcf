// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IOMMU of Verisilicon video decoders: an array of directories, of which the first is used, directories of 1024
 * entries, tables of 1024 entries, pages of 4 KiB at addresses of 40 bits. Registers and table format:
 * drivers/iommu/vsi-iommu.c; no manual was consulted. The codes of exceptions are those of the MMU of the same maker's
 * graphics processors (VIVS_MMUv2_STATUS_EXCEPTION in drivers/gpu/drm/etnaviv/state_hi.xml.h).
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum { FLUSH = 0x184, PAGE_FAULT_ADDR = 0x380, STATUS = 0x384, CONTROL = 0x388, ARRAY = 0x38c };

enum { FLUSH_TLB = BIT(4) };
enum { ENABLE = BIT(0) };
enum { PAGE_NOT_PRESENT = 2, WRITE_VIOLATION = 3 };

enum { VALID = BIT(0), WRITABLE = BIT(2) };

static void vsi_write(struct emu_mmu *m, u32 off, u32 value)
{
	emu_set(m, off, value);
	if (off == FLUSH && value & FLUSH_TLB)
		emu_tlb_drop_all(m);
}

static enum emu_route vsi_route(struct emu_mmu *m)
{
	return emu_reg(m, CONTROL) & ENABLE ? EMU_TRANSLATE : EMU_PASS;
}

static enum emu_entry vsi_directory(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = round_down(entry, 64);
	return entry & VALID ? EMU_TABLE : EMU_HOLE;
}

static enum emu_entry vsi_page(struct emu_mmu *m, u32 entry, struct emu_leaf *leaf)
{
	leaf->paddr = (u64)(entry >> 4 & 0xff) << 32 | round_down(entry, SZ_4K);
	leaf->read = true;
	leaf->write = entry & WRITABLE;
	return entry & VALID ? EMU_LEAF : EMU_HOLE;
}

static void vsi_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	static const struct emu_words words = { { { 22, 1024, vsi_directory }, { 12, 1024, vsi_page } } };
	u64 directory = emu_dword(m, emu_reg(m, ARRAY)) & GENMASK(31, 10);

	emu_walk_words(m, &words, directory, iova, leaf);
}

static void vsi_fault(struct emu_mmu *m, u64 iova, bool write)
{
	struct emu_leaf leaf;

	vsi_walk(m, iova, &leaf);
	emu_set(m, PAGE_FAULT_ADDR, iova);
	emu_set(m, STATUS, leaf.hole ? PAGE_NOT_PRESENT : WRITE_VIOLATION);
	emu_irq(m, 0);
}

EMU_HARDWARE(vsi) = {
	.compatible = "verisilicon,iommu-1.2",
	.paddr_last = GENMASK_ULL(39, 0),
	.pages = true,
	.assumed = "enable clear means bypass; no entry denies reads; the TLB holds invalid entries too, and loses "
		   "them by FLUSH only; any exception raises the interrupt",
	.write = vsi_write, .route = vsi_route, .walk = vsi_walk, .fill = emu_tlb_fill,
	.fault = vsi_fault,
};
