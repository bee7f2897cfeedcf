// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IPMMU of Renesas R-Car Gen3: a main instance holds 8 contexts, their tables and their TLB; in the others
 * micro-TLBs choose a context for a master. Registers and what they do: drivers/iommu/ipmmu-vmsa.c, its definitions and
 * comments; no manual was consulted. Tables are Arm's long descriptors (walk_lpae.c).
 */
#include <linux/bits.h>
#include <linux/of.h>

#include "harness/uml/emu/walk_lpae.h"

enum { IMCTR = 0x00, IMTTBCR = 0x08, IMTTLBR0 = 0x10, IMSTR = 0x20, IMELAR = 0x30 };
enum { MMUEN = BIT(0), FLUSH = BIT(1), INTEN = BIT(2) };
enum { TF = BIT(0), PF = BIT(1) };

#define CONTEXTS	8
#define CONTEXT_SIZE	0x40
#define IMUCTR0		0x300
#define IMUCTR32	0x600
#define UTLB_SIZE	0x10
#define EVERYTHING	0, ~0ull

static struct emu_mmu *main_of(struct emu_mmu *m)
{
	struct device_node *np = of_parse_phandle(m->np, "renesas,ipmmu-main", 0);
	struct emu_mmu *found = emu_find(np);

	of_node_put(np);
	return found ?: m;
}

static u32 utlb_control(struct emu_mmu *m)
{
	u32 n = m->stream;

	return emu_reg(m, n < 32 ? IMUCTR0 + n * UTLB_SIZE : IMUCTR32 + (n - 32) * UTLB_SIZE);
}

static u32 context_of(struct emu_mmu *m)
{
	return utlb_control(m) >> 4 & (CONTEXTS - 1);
}

/* The main instance files under the context, the others under the micro-TLB; those know which context it was. */
static void flush_context(struct emu_mmu *m, u32 context)
{
	struct emu_leaf *leaf;

	if (main_of(m) == m)
		emu_tlb_drop_later(m, context, LPAE_TAGS - 1, EVERYTHING);
	else
		emu_for_each_leaf(leaf, m)
			leaf->leaving = leaf->raw == context;
	emu_tlb_sync(m);
}

static void ipmmu_write(struct emu_mmu *m, u32 off, u32 value)
{
	bool is_utlb = off >= IMUCTR0, stuck = false;

	if (off % (is_utlb ? UTLB_SIZE : CONTEXT_SIZE) != (is_utlb ? 0 : IMCTR)) {
		emu_set(m, off, value);
		return;
	}
	if (is_utlb && value & FLUSH)
		emu_tlb_drop_tag(m, off < IMUCTR32 ? (off - IMUCTR0) / UTLB_SIZE : 32 + (off - IMUCTR32) / UTLB_SIZE);
	else if (value & FLUSH && !(stuck = emu_stuck(m)))
		flush_context(m, off / CONTEXT_SIZE);
	emu_set(m, off, stuck ? value : value & ~FLUSH);
}

static enum emu_route ipmmu_route(struct emu_mmu *m)
{
	u32 imctr = context_of(m) * CONTEXT_SIZE + IMCTR;

	m->tag = m->stream;
	if (!(utlb_control(m) & MMUEN))
		return EMU_PASS;
	return emu_reg(m, imctr) & emu_reg(main_of(m), imctr) & MMUEN ? EMU_TRANSLATE : EMU_STOP;
}

static struct lpae tables(struct emu_mmu *top, u32 context)
{
	u32 base = context * CONTEXT_SIZE, ttbcr = emu_reg(top, base + IMTTBCR);

	return (struct lpae) {
		.table = emu_reg64(top, base + IMTTLBR0),
		.bits = 32 - (ttbcr & 7), .level = 3 - (ttbcr >> 6 & 3), .out = 40,
	};
}

static void ipmmu_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	struct emu_mmu *top = main_of(m);
	struct lpae t = tables(top, context_of(m));
	const struct emu_leaf *cached = emu_tlb_find_tagged(top, context_of(m), iova);

	top->tag = context_of(m);
	if (cached)
		*leaf = *cached;
	else
		lpae_walk(top, &t, iova, leaf);
}

static void ipmmu_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	struct emu_mmu *top = main_of(m);
	struct lpae t = tables(top, context_of(m));
	struct emu_leaf here = *leaf;

	top->tag = here.raw = context_of(m);
	if (leaf->hole || !emu_tlb_find(top, leaf->iova))
		lpae_fill(top, &t, leaf);
	if (!leaf->hole)
		emu_tlb_fill(m, &here);
}

/* What is cached was found: it did not allow the access. */
static void ipmmu_fault(struct emu_mmu *m, u64 iova, bool write)
{
	u32 base = context_of(m) * CONTEXT_SIZE;
	struct emu_mmu *top = main_of(m);

	if (!emu_reg(top, base + IMSTR))
		emu_set64(top, base + IMELAR, iova);
	emu_set(top, base + IMSTR, emu_reg(top, base + IMSTR) | (emu_tlb_find(m, iova) ? PF : TF));
	if (emu_reg(top, base + IMCTR) & INTEN)
		emu_irq(top, 0);
}

EMU_HARDWARE(ipmmu_vmsa) = {
	.compatible = "renesas,ipmmu-r8a7795", .paddr_last = (1ull << 40) - 1, .tlb_size = 256, .pages = true,
	.sticks = true,
	.assumed = "a micro-TLB that is off means bypass, a context that is off stops; IMCTR.FLUSH empties its context's "
		   "TLB, micro-TLBs of the instance included; faults are never cached",
	.write = ipmmu_write, .route = ipmmu_route, .walk = ipmmu_walk, .fill = ipmmu_fill,
	.fault = ipmmu_fault,
};
