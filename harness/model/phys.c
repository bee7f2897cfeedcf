// SPDX-License-Identifier: GPL-2.0-only
/* The physical memory of the model, see phys.h. */
#include <stdlib.h>
#include <string.h>

#include "harness/model/phys.h"

#define CANARY_TAG	0xc5aull	/* upper 12 bits of a canary; the address below */
#define CANARY_SHIFT	52
#define POISON		0x6b6b6b6b6b6b6b6bull	/* as mm/slub.c poisons freed objects */

static uint64_t canary(uint64_t paddr)
{
	return CANARY_TAG << CANARY_SHIFT | paddr;
}

bool phys_canary_decode(uint64_t word, uint64_t *paddr)
{
	*paddr = word & ((1ull << CANARY_SHIFT) - 1);
	return word >> CANARY_SHIFT == CANARY_TAG;
}

void phys_reset(struct phys *p)
{
	p->ntables = 0;
	p->nlive = 0;
	p->ndirty = 0;
	p->fail_nth = -1;
	p->allocations = 0;
	p->failures = 0;
	p->atomic = false;
	p->slept = false;
	p->freed_walk = false;
	p->written = NULL;
}

void phys_free(struct phys *p)
{
	unsigned int i;

	for (i = 0; i < PHYS_TABLES; i++)
		free(p->table[i].page);
}

bool phys_may_alloc(struct phys *p, enum gfp_class gfp)
{
	if (p->atomic && gfp == GFP_CLASS_KERNEL)
		p->slept = true;
	p->allocations++;
	if (p->fail_nth < 0 || (p->fail_nth && p->fail_nth != p->allocations))
		return true;
	p->failures++;
	return false;
}

/* The table that @paddr lies in, or NULL. */
static struct phys_table *table_at(struct phys *p, uint64_t paddr)
{
	uint64_t n = (paddr - PHYS_TABLE_BASE) / PHYS_PAGE;

	return paddr >= PHYS_TABLE_BASE && n < p->ntables ? &p->table[n] : NULL;
}

uint64_t phys_alloc_table(struct phys *p, enum gfp_class gfp)
{
	struct phys_table *t = &p->table[p->ntables];

	if (!phys_may_alloc(p, gfp) || p->ntables == PHYS_TABLES)
		return 0;
	if (!t->page)
		t->page = malloc(sizeof(*t->page));
	if (!t->page)
		return 0;
	memset(t->page, 0, sizeof(*t->page));
	t->live = true;
	t->next = 0;
	p->nlive++;
	return PHYS_TABLE_BASE + (uint64_t)p->ntables++ * PHYS_PAGE;
}

void phys_free_table(struct phys *p, uint64_t paddr)
{
	struct phys_table *t = table_at(p, paddr);
	unsigned int i;

	if (!t || !t->live)
		return;
	t->live = false;
	p->nlive--;
	for (i = 0; i < PHYS_WORDS; i++)
		t->page->word[i] = POISON;
}

void phys_list_add(struct phys *p, struct table_list *list, uint64_t paddr)
{
	struct phys_table *t = table_at(p, paddr);

	if (!t)
		return;
	t->next = list->head;
	list->head = paddr;
}

void phys_list_splice(struct phys *p, struct table_list *to, struct table_list *from)
{
	uint64_t next;

	for (; from->head; from->head = next) {
		next = table_at(p, from->head)->next;
		phys_list_add(p, to, from->head);
	}
}

void phys_free_list(struct phys *p, struct table_list *list)
{
	uint64_t next;

	for (; list->head; list->head = next) {
		next = table_at(p, list->head)->next;
		phys_free_table(p, list->head);
	}
}

/* The word of ordinary memory at @paddr, if it was written over; else NULL. */
static struct phys_word *dirty_word(struct phys *p, uint64_t paddr)
{
	for (unsigned int i = 0; i < p->ndirty; i++)
		if (p->dirty[i].paddr == paddr)
			return &p->dirty[i];
	return NULL;
}

bool phys_read(struct phys *p, uint64_t paddr, uint64_t *word)
{
	struct phys_table *t = table_at(p, paddr);
	struct phys_word *dirty = t ? NULL : dirty_word(p, paddr);

	if (paddr >= PHYS_END)
		return false;
	if (t && !t->live)
		p->freed_walk = true;
	*word = t ? t->page->word[paddr % PHYS_PAGE / 8] : dirty ? dirty->word : canary(paddr);
	return true;
}

bool phys_write(struct phys *p, uint64_t paddr, uint64_t word)
{
	struct phys_table *t = table_at(p, paddr);
	struct phys_word *dirty;

	if (paddr >= PHYS_END)
		return false;
	if (!t) {
		dirty = dirty_word(p, paddr);
		if (!dirty && p->ndirty == PHYS_DIRTY)
			return false;
		dirty = dirty ? dirty : &p->dirty[p->ndirty++];
		*dirty = (struct phys_word){ paddr, word };
		return true;
	}
	if (!t->live)
		p->freed_walk = true;
	t->page->word[paddr % PHYS_PAGE / 8] = word;
	if (p->written)
		p->written(p->written_data);
	return true;
}

bool phys_heal(struct phys *p, uint64_t *paddr)
{
	while (p->ndirty) {
		const struct phys_word *dirty = &p->dirty[--p->ndirty];

		*paddr = dirty->paddr;
		if (dirty->word != canary(dirty->paddr))
			return true;
	}
	return false;
}
