// SPDX-License-Identifier: GPL-2.0-only
/* Arm's long descriptors, as an SMMU reads them. */
#include <linux/bits.h>

#include "harness/uml/emu/walk_lpae.h"

enum { VALID = BIT(0), TABLE = BIT(1), READABLE_S2 = BIT(6), UNPRIVILEGED = BIT(6), WRITABLE_S2 = BIT(7),
       READ_ONLY = BIT(7), ACCESSED = BIT(10) };

#define LAST_LEVEL	3
#define ENTRIES		512
#define ADDRESS		GENMASK_ULL(47, 12)

/* What an entry of that level maps, as a power of two. */
static unsigned int shift_of(unsigned int level)
{
	return 12 + 9 * (LAST_LEVEL - level);
}

static u32 tag_of(u32 tag, unsigned int level)
{
	return tag | level << 29;
}

static u64 entry_for(struct emu_mmu *m, const struct lpae *t, u64 table, unsigned int level, u64 iova)
{
	u64 index = iova >> shift_of(level);
	u64 entry = emu_dword(m, table + (level == t->level ? index : index % ENTRIES) * sizeof(u64));

	return (entry & ADDRESS) >> t->out ? 0 : entry;
}

static bool is_table(u64 entry, unsigned int level)
{
	return level < LAST_LEVEL && (entry & (VALID | TABLE)) == (VALID | TABLE);
}

/* The table of @level for @iova, if the walk cache has it. */
static const struct emu_leaf *cached_table(struct emu_mmu *m, unsigned int level, u64 iova)
{
	return emu_tlb_find_tagged(m, tag_of(m->tag, level), iova);
}

static void cache_table(struct emu_mmu *m, unsigned int level, u64 iova, u64 table)
{
	u64 size = BIT_ULL(shift_of(level - 1));
	struct emu_leaf leaf = { .iova = round_down(iova, size), .size = size, .paddr = table };

	emu_tlb_fill_tagged(m, tag_of(m->tag, level), &leaf);
}

static void set_leaf(const struct lpae *t, u64 entry, unsigned int level, struct emu_leaf *leaf)
{
	bool block = level == 1 || level == 2;

	if (!(entry & VALID) || !(entry & ACCESSED) || !(entry & TABLE) != block)
		return;
	leaf->hole = false;
	leaf->size = BIT_ULL(shift_of(level));
	leaf->iova = round_down(leaf->iova, leaf->size);
	leaf->paddr = round_down(entry & ADDRESS, leaf->size);
	leaf->read = entry & (t->stage2 ? READABLE_S2 : UNPRIVILEGED);
	leaf->write = t->stage2 ? entry & WRITABLE_S2 : leaf->read && !(entry & READ_ONLY);
}

void lpae_walk(struct emu_mmu *m, const struct lpae *t, u64 iova, struct emu_leaf *leaf)
{
	const struct emu_leaf *cached = NULL;
	unsigned int level = LAST_LEVEL;
	u64 entry, table;

	*leaf = (struct emu_leaf) { .iova = iova, .hole = true };
	if (iova >> t->bits)
		return;
	while (level > t->level && !(cached = cached_table(m, level, iova)))
		level--;
	table = cached ? cached->paddr : t->table;
	for (;;) {
		entry = entry_for(m, t, table, level, iova);
		if (!is_table(entry, level))
			break;
		table = entry & ADDRESS;
		level++;
	}
	set_leaf(t, entry, level, leaf);
}

void lpae_fill(struct emu_mmu *m, const struct lpae *t, const struct emu_leaf *leaf)
{
	u64 entry, table = t->table;
	unsigned int level;

	if (!leaf->hole)
		emu_tlb_fill(m, leaf);
	if (leaf->iova >> t->bits)
		return;
	for (level = t->level; level < LAST_LEVEL; level++) {
		const struct emu_leaf *cached = cached_table(m, level + 1, leaf->iova);

		entry = cached ? cached->paddr | VALID | TABLE : entry_for(m, t, table, level, leaf->iova);
		if (!is_table(entry, level))
			return;
		table = entry & ADDRESS;
		if (!cached)
			cache_table(m, level + 1, leaf->iova, table);
	}
}

void lpae_drop(struct emu_mmu *m, u32 tag, u64 iova, u64 size, bool last)
{
	emu_tlb_drop_later(m, tag, last ? ~0u : LPAE_TAGS - 1, iova, size);
}
