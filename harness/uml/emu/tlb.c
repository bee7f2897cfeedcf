// SPDX-License-Identifier: GPL-2.0-only
/* A TLB: filled by walks, emptied only by what the registers of the hardware invalidate. */
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "harness/uml/emu/emu.h"

void emu_tlb_put(struct emu_mmu *m, unsigned int n, const struct emu_leaf *leaf)
{
	m->tlb.leaf[n] = *leaf;
	m->tlb.used = max(m->tlb.used, n + 1);
}

void emu_tlb_fill_tagged(struct emu_mmu *m, u32 tag, const struct emu_leaf *leaf)
{
	struct emu_tlb *tlb = &m->tlb;

	if (!leaf->size)
		return;
	emu_tlb_put(m, tlb->next, leaf);
	tlb->leaf[tlb->next].tag = tag;
	tlb->next = (tlb->next + 1) % tlb->size;
}

void emu_tlb_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	emu_tlb_fill_tagged(m, m->tag, leaf);
}

void emu_tlb_fill_line(struct emu_mmu *m, u64 iova, u64 size, unsigned int entries)
{
	u64 at = round_down(iova, size * entries), end = at + size * entries;
	struct emu_leaf leaf;

	for (; at < end; at += size) {
		m->hw->walk(m, at, &leaf);
		if (leaf.size == size && !emu_tlb_find(m, at))
			emu_tlb_fill(m, &leaf);
	}
}

const struct emu_leaf *emu_tlb_find_tagged(struct emu_mmu *m, u32 tag, u64 iova)
{
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		if (leaf->size && leaf->tag == tag && iova - leaf->iova < leaf->size)
			return leaf;
	return NULL;
}

const struct emu_leaf *emu_tlb_find(struct emu_mmu *m, u64 iova)
{
	return emu_tlb_find_tagged(m, m->tag, iova);
}

static bool meets(const struct emu_leaf *leaf, u64 iova, u64 size)
{
	return leaf->size && (iova - leaf->iova < leaf->size || leaf->iova - iova < size);
}

static void drop_one(struct emu_leaf *leaf, u64 iova, u64 size)
{
	if (meets(leaf, iova, size))
		leaf->size = 0;
}

static void trim(struct emu_tlb *tlb)
{
	while (tlb->used && !tlb->leaf[tlb->used - 1].size)
		tlb->used--;
}

void emu_tlb_drop(struct emu_mmu *m, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		drop_one(leaf, iova, size);
	trim(&m->tlb);
}

void emu_tlb_drop_tagged(struct emu_mmu *m, u32 tag, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		if (leaf->tag == tag)
			drop_one(leaf, iova, size);
	trim(&m->tlb);
}

void emu_tlb_drop_tag(struct emu_mmu *m, u32 tag)
{
	emu_tlb_drop_tagged(m, tag, 0, U64_MAX);
}

void emu_tlb_drop_later(struct emu_mmu *m, u32 tag, u32 mask, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		if ((leaf->tag & mask) == tag && meets(leaf, iova, size))
			leaf->leaving = true;
}

void emu_tlb_sync(struct emu_mmu *m)
{
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		if (leaf->leaving)
			leaf->size = 0;
	trim(&m->tlb);
}

void emu_tlb_drop_all(struct emu_mmu *m)
{
	memset(m->tlb.leaf, 0, m->tlb.used * sizeof(*m->tlb.leaf));
	m->tlb.used = m->tlb.next = 0;
}

bool emu_tlb_empty(struct emu_mmu *m)
{
	struct emu_leaf *leaf;

	emu_for_each_leaf(leaf, m)
		if (leaf->size)
			return false;
	return true;
}
