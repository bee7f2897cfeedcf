/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * phys.h - the physical memory of the model: sparse, so that 1 GiB pages and addresses over 4 GiB cost nothing.
 *
 * Every 64-bit word of ordinary memory holds a canary, its own address, until somebody writes over it: only then does it
 * take any room. Page tables live in a region of their own. A freed table is poisoned and never used again before
 * phys_reset(), so that whoever still reads it is found out.
 */
#ifndef HARNESS_MODEL_PHYS_H
#define HARNESS_MODEL_PHYS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/target.h"

#define PHYS_PAGE	4096u
#define PHYS_WORDS	(PHYS_PAGE / 8)
#define PHYS_END	(1ull << 46)	/* nothing answers from here on */
#define PHYS_TABLE_BASE	(1ull << 45)	/* where the memory of page tables starts */
#define PHYS_TABLES	2048		/* most table pages between two resets */
#define PHYS_DIRTY	4		/* most ordinary words written over at a time */

struct phys_page {
	uint64_t word[PHYS_WORDS];
};

struct phys_word {
	uint64_t paddr, word;
};

struct phys_table {
	struct phys_page *page;		/* kept over phys_reset() */
	bool live;
	uint64_t next;			/* in a struct table_list */
};

struct table_list {	/* unlinked tables that wait for the flush after which they may be freed; 0 ends it */
	uint64_t head;
};

struct phys {
	struct phys_table table[PHYS_TABLES];
	unsigned int ntables, nlive;
	struct phys_word dirty[PHYS_DIRTY];
	unsigned int ndirty;

	/* Allocation failures: the n-th of the allocations from now on fails, 0: every one; < 0: none. */
	int64_t fail_nth;
	uint32_t allocations, failures;

	bool atomic;			/* the caller must not sleep */
	bool slept, freed_walk;		/* what went wrong since somebody last cleared it */

	/* Called after each write to a table; NULL while nobody watches. */
	void (*written)(void *data);
	void *written_data;
};

/* Forget everything that was written, allocated or freed. Costs nothing when that is little. */
void phys_reset(struct phys *p);
void phys_free(struct phys *p);

/* Account for one allocation of whatever kind. Returns false if it is made to fail. */
bool phys_may_alloc(struct phys *p, enum gfp_class gfp);
/* A zeroed table page, or 0 if there is no memory. */
uint64_t phys_alloc_table(struct phys *p, enum gfp_class gfp);
void phys_free_table(struct phys *p, uint64_t paddr);

/* Take the table at @paddr into @list, for phys_free_list(). */
void phys_list_add(struct phys *p, struct table_list *list, uint64_t paddr);
/* Move all of @from to @to. */
void phys_list_splice(struct phys *p, struct table_list *to, struct table_list *from);
void phys_free_list(struct phys *p, struct table_list *list);

/* Read or write the aligned word at @paddr. Returns false if no memory answers there. */
bool phys_read(struct phys *p, uint64_t paddr, uint64_t *word);
bool phys_write(struct phys *p, uint64_t paddr, uint64_t word);

/* The address whose canary @word is. Returns false if it is no canary. */
bool phys_canary_decode(uint64_t word, uint64_t *paddr);
/* Find a word of ordinary memory that is no canary and make it one again. Returns false if all is well. */
bool phys_heal(struct phys *p, uint64_t *paddr);

#endif
