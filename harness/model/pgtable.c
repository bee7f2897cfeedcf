// SPDX-License-Identifier: GPL-2.0-only
/* The page tables of the model, see pgtable.h. */
#include <errno.h>

#include "harness/model/pgtable.h"

static uint64_t pte_read(struct phys *p, uint64_t entry)
{
	uint64_t pte;

	return phys_read(p, entry, &pte) && pte & PTE_PRESENT ? pte : 0;
}

static bool pte_is_leaf(uint64_t pte, int level)
{
	return !level || pte & PTE_LEAF;
}

int pgt_level(uint64_t size)
{
	int level;

	for (level = 0; level <= PGT_LEAF_TOP; level++)
		if (size == 1ull << pgt_shift(level))
			return level;
	return -1;
}

static bool table_is_empty(struct phys *p, uint64_t table, int level)
{
	uint64_t entry, pte;

	for (entry = table; entry < table + PHYS_PAGE; entry += 8) {
		pte = pte_read(p, entry);
		if (pte && (pte_is_leaf(pte, level) || !table_is_empty(p, pte & PTE_ADDR, level - 1)))
			return false;
	}
	return true;
}

static void unlink_tree(struct phys *p, uint64_t table, int level, struct table_list *unlinked)
{
	uint64_t entry, pte;

	for (entry = table; level && entry < table + PHYS_PAGE; entry += 8) {
		pte = pte_read(p, entry);
		if (pte && !pte_is_leaf(pte, level))
			unlink_tree(p, pte & PTE_ADDR, level - 1, unlinked);
	}
	phys_list_add(p, unlinked, table);
}

void pgt_unlink(struct phys *p, uint64_t root, struct table_list *unlinked)
{
	unlink_tree(p, root, PGT_TOP, unlinked);
}

void pgt_clear(struct phys *p, uint64_t root, struct table_list *unlinked)
{
	uint64_t entry, pte;

	for (entry = root; entry < root + PHYS_PAGE; entry += 8) {
		pte = pte_read(p, entry);
		if (!pte)
			continue;
		phys_write(p, entry, 0);
		unlink_tree(p, pte & PTE_ADDR, PGT_TOP - 1, unlinked);
	}
}

/* The table below @entry, made if there is none. Returns 0 if memory is short, 1 if a leaf is in the way. */
static uint64_t table_below(struct phys *p, uint64_t entry, int level, enum gfp_class gfp)
{
	uint64_t pte = pte_read(p, entry), table;

	if (pte)
		return pte_is_leaf(pte, level) ? 1 : pte & PTE_ADDR;
	table = phys_alloc_table(p, gfp);
	if (table)
		phys_write(p, entry, table | PTE_PRESENT);
	return table;
}

static int map_leaf(struct phys *p, uint64_t entry, int level, uint64_t leaf, struct table_list *unlinked)
{
	uint64_t pte = pte_read(p, entry);

	if (pte && (pte_is_leaf(pte, level) || !table_is_empty(p, pte & PTE_ADDR, level - 1)))
		return -EADDRINUSE;
	phys_write(p, entry, leaf);
	if (pte)
		unlink_tree(p, pte & PTE_ADDR, level - 1, unlinked);
	return 0;
}

/* Map those that lie in one table. */
static int map_in_table(struct phys *p, uint64_t table, int level, struct pgt_leaves *left, struct table_list *unlinked)
{
	uint64_t entry = pgt_entry(table, level, left->iova), bits = left->rights | PTE_PRESENT | (level ? PTE_LEAF : 0);
	int ret = 0;

	for (; left->count && entry < table + PHYS_PAGE; entry += 8) {
		ret = map_leaf(p, entry, level, (left->paddr & PTE_ADDR) | bits, unlinked);
		if (ret)
			break;
		left->iova += left->size;
		left->paddr += left->size;
		left->count--;
	}
	return ret;
}

int pgt_map(struct phys *p, uint64_t root, struct pgt_leaves *left, enum gfp_class gfp, struct table_list *unlinked)
{
	int target = pgt_level(left->size), level, ret = 0;

	if (target < 0)
		return -EINVAL;
	while (left->count && !ret) {
		uint64_t table = root;

		for (level = PGT_TOP; level > target; level--) {
			table = table_below(p, pgt_entry(table, level, left->iova), level, gfp);
			if (table <= 1)
				return table ? -EADDRINUSE : -ENOMEM;
		}
		ret = map_in_table(p, table, target, left, unlinked);
	}
	return ret;
}

struct unmap {
	struct phys *p;
	uint64_t pos, last;
	struct table_list *unlinked;
};

/* Returns false when it met what stops it. */
static bool unmap_level(struct unmap *u, uint64_t table, int level)
{
	uint64_t span = 1ull << pgt_shift(level), start, entry, pte;
	uint64_t end = table + PHYS_PAGE;

	for (entry = pgt_entry(table, level, u->pos); entry < end && u->pos <= u->last; entry += 8) {
		pte = pte_read(u->p, entry);
		start = u->pos;
		if (!pte || (pte_is_leaf(pte, level) && start % span))
			return false;
		if (pte_is_leaf(pte, level)) {
			phys_write(u->p, entry, 0);
			u->pos += span;
			continue;
		}
		if (!unmap_level(u, pte & PTE_ADDR, level - 1))
			return false;
		if (u->pos == start + span) {
			phys_write(u->p, entry, 0);
			unlink_tree(u->p, pte & PTE_ADDR, level - 1, u->unlinked);
		}
	}
	return true;
}

uint64_t pgt_unmap(struct phys *p, uint64_t root, uint64_t iova, uint64_t last, struct table_list *unlinked)
{
	struct unmap u = { p, iova, last, unlinked };

	unmap_level(&u, root, PGT_TOP);
	return u.pos - iova;
}

uint64_t pgt_lookup(struct phys *p, uint64_t root, uint64_t iova, uint64_t *size)
{
	uint64_t table = root, pte;
	int level;

	for (level = PGT_TOP; ; level--) {
		pte = pte_read(p, pgt_entry(table, level, iova));
		if (!pte || pte_is_leaf(pte, level))
			break;
		table = pte & PTE_ADDR;
	}
	*size = 1ull << pgt_shift(level);
	return pte;
}
