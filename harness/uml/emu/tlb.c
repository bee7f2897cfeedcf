// SPDX-License-Identifier: GPL-2.0-only
/* A TLB: filled by walks, emptied only by what the registers of the hardware invalidate. */
#include <linux/string.h>

#include "harness/uml/emu/emu.h"

void emu_tlb_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	struct emu_tlb *tlb = &m->tlb;

	tlb->leaf[tlb->next] = *leaf;
	tlb->leaf[tlb->next].tag = m->tag;
	tlb->next = (tlb->next + 1) % tlb->size;
}

const struct emu_leaf *emu_tlb_find(struct emu_mmu *m, u64 iova)
{
	struct emu_leaf *leaf;

	for (leaf = m->tlb.leaf; leaf < m->tlb.leaf + m->tlb.size; leaf++)
		if (leaf->size && leaf->tag == m->tag && iova - leaf->iova < leaf->size)
			return leaf;
	return NULL;
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

void emu_tlb_drop(struct emu_mmu *m, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	for (leaf = m->tlb.leaf; leaf < m->tlb.leaf + m->tlb.size; leaf++)
		drop_one(leaf, iova, size);
}

void emu_tlb_drop_tagged(struct emu_mmu *m, u32 tag, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	for (leaf = m->tlb.leaf; leaf < m->tlb.leaf + m->tlb.size; leaf++)
		if (leaf->tag == tag)
			drop_one(leaf, iova, size);
}

void emu_tlb_drop_later(struct emu_mmu *m, u32 tag, u32 mask, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	for (leaf = m->tlb.leaf; leaf < m->tlb.leaf + m->tlb.size; leaf++)
		if ((leaf->tag & mask) == tag && meets(leaf, iova, size))
			leaf->leaving = true;
}

void emu_tlb_sync(struct emu_mmu *m)
{
	struct emu_leaf *leaf;

	for (leaf = m->tlb.leaf; leaf < m->tlb.leaf + m->tlb.size; leaf++)
		if (leaf->leaving)
			leaf->size = 0;
}

void emu_tlb_drop_all(struct emu_mmu *m)
{
	memset(m->tlb.leaf, 0, sizeof(m->tlb.leaf));
	m->tlb.next = 0;
}

bool emu_tlb_empty(struct emu_mmu *m)
{
	struct emu_leaf *leaf;

	for (leaf = m->tlb.leaf; leaf < m->tlb.leaf + m->tlb.size; leaf++)
		if (leaf->size)
			return false;
	return true;
}
