// SPDX-License-Identifier: GPL-2.0-only
/* Tables of 32-bit entries, of one level or of two: what differs between formats is how an entry is decoded. */
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

static u32 entry_at(struct emu_mmu *m, const struct emu_level *level, u64 table, u64 iova)
{
	return emu_word(m, table + (iova >> level->shift) % level->entries * 4);
}

static const struct emu_leaf *cached_first(struct emu_mmu *m, const struct emu_words *words, u64 iova)
{
	return words->cached_as ? emu_tlb_find_tagged(m, words->cached_as, iova) : NULL;
}

void emu_walk_words(struct emu_mmu *m, const struct emu_words *words, u64 base, u64 iova, struct emu_leaf *leaf)
{
	const struct emu_leaf *first = cached_first(m, words, iova);
	const struct emu_level *level = words->level;
	enum emu_entry entry = EMU_TABLE;

	*leaf = (struct emu_leaf) { .paddr = base, .hole = true };
	if (iova >> 32)
		return;
	for (; entry == EMU_TABLE; level++, first = NULL) {
		leaf->raw = first ? first->raw : entry_at(m, level, leaf->paddr, iova);
		leaf->size = 1ull << level->shift;
		entry = level->decode(m, leaf->raw, leaf);
	}
	leaf->hole = entry == EMU_HOLE;
	leaf->iova = round_down(iova, leaf->size);
	leaf->paddr = leaf->hole ? 0 : round_down(leaf->paddr, leaf->size);
}

void emu_cache_first(struct emu_mmu *m, const struct emu_words *words, u64 base, u64 iova)
{
	u64 size = 1ull << words->level[0].shift;
	struct emu_leaf leaf = { .iova = round_down(iova, size), .size = size };

	if (iova >> 32 || cached_first(m, words, iova))
		return;
	leaf.raw = entry_at(m, &words->level[0], base, iova);
	emu_tlb_fill_tagged(m, words->cached_as, &leaf);
}

enum emu_entry emu_short_first(u32 entry)
{
	static const enum emu_entry kinds[] = { EMU_HOLE, EMU_TABLE, EMU_LEAF, EMU_HOLE };

	return kinds[entry & 3];
}

enum emu_entry emu_short_second(u32 entry, struct emu_leaf *leaf)
{
	if ((entry & 3) == 1)
		leaf->size = SZ_64K;
	return entry & 3 ? EMU_LEAF : EMU_HOLE;
}
