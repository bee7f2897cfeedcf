// SPDX-License-Identifier: GPL-2.0-only
/*
 * The SMMU in the memory controller of Tegra30: two levels of 1024 entries, an address space (ASID) a group of clients,
 * a TLB, and a cache of table words (PTC). Registers and format: drivers/iommu/tegra-smmu.c, the clients' of
 * drivers/memory/tegra/tegra30.c; what is known of the caches is what the driver flushes.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum {
	CONFIG = 0x10, PTB_ASID = 0x1c, PTB_DATA = 0x20, TLB_FLUSH = 0x30, PTC_FLUSH = 0x34, CLIENT_ENABLE = 0x228,
	PTB = 0x1000,	/* not for software: what was written to PTB_DATA for each ASID */
	REGS = PTB + 16,
};

enum { ENABLE = BIT(0) };
enum { READABLE = BIT(31), WRITABLE = BIT(30), NEXT = BIT(28), ASID_ENABLE = BIT(31) };
enum { MATCH_SECTION = 2, MATCH_GROUP = 3, ASID_MATCH = BIT(31) };	/* TLB_FLUSH */
enum { PTC_ADDRESS = BIT(0) };						/* PTC_FLUSH */

#define PFN(entry)	((u64)((entry) & 0xfffff) << 12)
#define GROUP		SZ_16K		/* what a line of the TLB covers: four entries, as TLB_FLUSH says it */
#define ATOM		16		/* bytes of a line of the PTC */
#define PTC_TAG		~0u		/* words of tables are kept in the TLB too, under their address and this tag */

/* Of the clients that our masters are: where a group of them has its ASID, and where it is enabled. */
static const struct { u32 swgroup, asid, enable; } clients[] = {
	{ 1, 0x240, BIT(1) }, { 2, 0x244, BIT(2) }, { 3, 0x248, BIT(9) },
};

static void tlb_flush(struct emu_mmu *m, u32 value)
{
	u64 at = 0, size = BIT_ULL(32);
	u32 asid;

	if ((value & 3) == MATCH_SECTION)
		at = value << 12 & ~(SZ_4M - 1u), size = SZ_4M;
	else if ((value & 3) == MATCH_GROUP)
		at = value << 12 & ~(GROUP - 1u), size = GROUP;
	for (asid = 0; asid < 4; asid++)
		if (!(value & ASID_MATCH) || asid == (value >> 29 & 3))
			emu_tlb_drop_tagged(m, asid, at, size);
}

static void tegra_write(struct emu_mmu *m, u32 off, u32 value)
{
	switch (off) {
	case PTB_DATA:
		emu_set(m, PTB + (emu_reg(m, PTB_ASID) & 3) * 4, value);
		break;
	case TLB_FLUSH:
		tlb_flush(m, value);
		break;
	case PTC_FLUSH:
		if (value & PTC_ADDRESS)
			emu_tlb_drop_tagged(m, PTC_TAG, round_down(value, ATOM), ATOM);
		else
			emu_tlb_drop_tag(m, PTC_TAG);
		break;
	default:
		if (off < PTB)
			emu_set(m, off, value);
	}
}

static enum emu_route tegra_route(struct emu_mmu *m)
{
	unsigned int i;
	u32 asid;

	for (i = 0; i < ARRAY_SIZE(clients) - 1 && clients[i].swgroup != m->stream; i++)
		;
	asid = emu_reg(m, clients[i].asid);
	m->tag = asid & 3;
	if (!(emu_reg(m, CONFIG) & ENABLE) || !(asid & ASID_ENABLE) ||
	    !(emu_reg(m, CLIENT_ENABLE) & clients[i].enable))
		return EMU_PASS;
	return EMU_TRANSLATE;
}

/* A word of a table, from the PTC if it is there. */
static u32 table_word(struct emu_mmu *m, u64 paddr)
{
	const struct emu_leaf *cached = emu_tlb_find_tagged(m, PTC_TAG, paddr);

	return cached ? cached->raw : emu_word(m, paddr);
}

/* The line of the PTC that holds the word at @paddr. */
static void ptc_fill(struct emu_mmu *m, u64 paddr)
{
	u64 at = round_down(paddr, ATOM), end = at + ATOM;
	struct emu_leaf word = { .size = 4 };

	for (; at < end; at += 4) {
		word.iova = at;
		word.raw = emu_word(m, at);
		if (!emu_tlb_find_tagged(m, PTC_TAG, at))
			emu_tlb_fill_tagged(m, PTC_TAG, &word);
	}
}

static u64 pde_at(struct emu_mmu *m, u64 iova)
{
	return PFN(emu_reg(m, PTB + m->tag * 4)) + iova / SZ_4M % 1024 * 4;
}

static u64 pte_at(u32 pde, u64 iova)
{
	return PFN(pde) + iova / SZ_4K % 1024 * 4;
}

static void tegra_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	u32 allowed = emu_reg(m, PTB + m->tag * 4), size = SZ_4M, entry;

	*leaf = (struct emu_leaf) { .hole = true };
	if (iova >> 32 || !(allowed & (READABLE | WRITABLE)))
		return;
	entry = table_word(m, pde_at(m, iova));
	allowed &= entry;
	if ((entry & NEXT) && (allowed & (READABLE | WRITABLE))) {
		size = SZ_4K;
		entry = table_word(m, pte_at(entry, iova));
		allowed &= entry;
	}
	*leaf = (struct emu_leaf) {
		.iova = round_down(iova, size), .size = size, .paddr = round_down(PFN(entry), size),
		.hole = !(allowed & (READABLE | WRITABLE)), .read = allowed & READABLE, .write = allowed & WRITABLE,
		.raw = entry,
	};
}

/* The words that a walk reads come into the PTC, and if there is a table, a line of four entries into the TLB. */
static void tegra_fill(struct emu_mmu *m, const struct emu_leaf *found)
{
	u64 iova = found->iova;

	if (!found->size)
		return;
	ptc_fill(m, pde_at(m, iova));
	if (found->size != SZ_4K)
		return;
	ptc_fill(m, pte_at(table_word(m, pde_at(m, iova)), iova));
	emu_tlb_fill_line(m, iova, SZ_4K, GROUP / SZ_4K);
}

EMU_HARDWARE(tegra_smmu) = {
	.compatible = "nvidia,tegra30-mc",
	.paddr_last = 0xffffffff,
	.regs = REGS,
	.pages = true,
	.has = { "write-only" },
	.assumed = "64-bit build of a 32-bit driver; a client or a group that is not enabled bypasses; the TLB holds "
		   "lines of four entries and the PTC lines of 16 bytes of tables, invalid ones too, until they are "
		   "flushed; the permissions of all levels are combined",
	.write = tegra_write, .route = tegra_route, .walk = tegra_walk, .fill = tegra_fill,
};
