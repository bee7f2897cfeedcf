/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pgtable.h - the page tables of the model: four levels of 512 entries in its physical memory, leaves of 4 KiB, 2 MiB
 * and 1 GiB. What a driver does with them; the hardware walks them by itself (hw.c).
 */
#ifndef HARNESS_MODEL_PGTABLE_H
#define HARNESS_MODEL_PGTABLE_H

#include "harness/model/phys.h"

#define PTE_PRESENT	1ull
#define PTE_READ	2ull
#define PTE_WRITE	4ull
#define PTE_LEAF	0x80ull		/* of level 1 and 2; an entry of level 0 is always a leaf */
#define PTE_ADDR	0x000ffffffffff000ull

#define PGT_TOP		3		/* level of the root */
#define PGT_LEAF_TOP	2		/* highest level that can hold a leaf */
#define PGT_BITS	48		/* of an I/O address */
#define PGT_SIZES	(1ull << 12 | 1ull << 21 | 1ull << 30)

/* log2 of what one entry of @level spans. */
static inline unsigned int pgt_shift(int level)
{
	return 12 + 9 * level;
}

/* Physical address of the entry for @iova in @table. */
static inline uint64_t pgt_entry(uint64_t table, int level, uint64_t iova)
{
	return table + (iova >> pgt_shift(level)) % 512 * 8;
}

/* The level whose leaves are @size bytes, or -1. */
int pgt_level(uint64_t size);

/* Leaves side by side, to be mapped. */
struct pgt_leaves {
	uint64_t iova, paddr, size;	/* of the next one */
	uint64_t count;
	uint64_t rights;		/* PTE_READ, PTE_WRITE */
};

/*
 * Map leaves; @left is what is left of them. An empty table in the place of one is unlinked into @unlinked. Returns 0,
 * -ENOMEM, -EINVAL if there is no such leaf, or -EADDRINUSE if something is mapped there.
 */
int pgt_map(struct phys *p, uint64_t root, struct pgt_leaves *left, enum gfp_class gfp, struct table_list *unlinked);
/*
 * Clear whole leaves from @iova on until @last is passed, a hole or the middle of a leaf is met. Tables that are
 * cleared as a whole are unlinked into @unlinked. Returns the bytes cleared.
 */
uint64_t pgt_unmap(struct phys *p, uint64_t root, uint64_t iova, uint64_t last, struct table_list *unlinked);
/* The leaf that maps @iova, or 0; *@size is what it spans. */
uint64_t pgt_lookup(struct phys *p, uint64_t root, uint64_t iova, uint64_t *size);
/* Clear the root; the tables below it go into @unlinked. */
void pgt_clear(struct phys *p, uint64_t root, struct table_list *unlinked);
/* Take the whole tree into @unlinked. */
void pgt_unlink(struct phys *p, uint64_t root, struct table_list *unlinked);

#endif
