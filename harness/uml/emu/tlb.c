// SPDX-License-Identifier: GPL-2.0-only
/* A TLB: filled by walks, emptied only by what the registers of the hardware invalidate. */
#include <linux/minmax.h>
#include <linux/string.h>

#include "harness/uml/emu/emu.h"

/* Drivers flush after every page that they map, most often an empty TLB: what is free at its end is not looked at. */
#define for_each_leaf(leaf, m)	for (leaf = (m)->tlb.leaf; leaf < (m)->tlb.leaf + (m)->tlb.used; leaf++)

void emu_tlb_put(struct emu_mmu *m, unsigned int n, const struct emu_leaf *leaf)
{
	m->tlb.leaf[n] = *leaf;
	m->tlb.used = max(m->tlb.used, n + 1);
}

void emu_tlb_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
	struct emu_tlb *tlb = &m->tlb;

	emu_tlb_put(m, tlb->next, leaf);
	tlb->leaf[tlb->next].tag = m->tag;
	tlb->next = (tlb->next + 1) % tlb->size;
}

const struct emu_leaf *emu_tlb_find(struct emu_mmu *m, u64 iova)
{
	struct emu_leaf *leaf;

	for_each_leaf(leaf, m)
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

static void trim(struct emu_tlb *tlb)
{
	while (tlb->used && !tlb->leaf[tlb->used - 1].size)
		tlb->used--;
}

void emu_tlb_drop(struct emu_mmu *m, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	for_each_leaf(leaf, m)
		drop_one(leaf, iova, size);
	trim(&m->tlb);
}

void emu_tlb_drop_tagged(struct emu_mmu *m, u32 tag, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	for_each_leaf(leaf, m)
		if (leaf->tag == tag)
			drop_one(leaf, iova, size);
	trim(&m->tlb);
}

void emu_tlb_drop_later(struct emu_mmu *m, u32 tag, u32 mask, u64 iova, u64 size)
{
	struct emu_leaf *leaf;

	for_each_leaf(leaf, m)
		if ((leaf->tag & mask) == tag && meets(leaf, iova, size))
			leaf->leaving = true;
}

void emu_tlb_sync(struct emu_mmu *m)
{
	struct emu_leaf *leaf;

	for_each_leaf(leaf, m)
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

	for_each_leaf(leaf, m)
		if (leaf->size)
			return false;
	return true;
}
