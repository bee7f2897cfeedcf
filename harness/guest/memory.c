// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory that the suite may map: the longest piece that the page allocator gives. Every word of it carries a canary
 * that tells where it is, so a device that reads one tells where it was; one that writes leaves its mark there.
 */
#include <linux/mm.h>
#include <linux/sort.h>
#include <linux/vmalloc.h>

#include "harness/guest/guest.h"

/* All that tells anything is in bits 20 to 47: that much an engine carries. */
#define SHIFT		20
#define INDEX_BITS	24
#define CANARY		0x6ull		/* bits 44 to 47 of what is in memory, and of what devices write */
#define MARK		0xaull
#define BLOCK		(PAGE_SIZE << MAX_PAGE_ORDER)

struct seg memory_free;
static bool spoilt;

static u64 tagged(u64 tag, u64 index)
{
	return (tag << INDEX_BITS | (index & (BIT_ULL(INDEX_BITS) - 1))) << SHIFT;
}

u64 memory_told(u64 value)
{
	return value << 16 >> (16 + SHIFT);
}

static u64 index_of(u64 value)
{
	return memory_told(value) & (BIT_ULL(INDEX_BITS) - 1);
}

static u64 canary(u64 paddr)
{
	return tagged(CANARY, (paddr - memory_free.paddr) / sizeof(u64));
}

static u64 *word_at(u64 paddr)
{
	return phys_to_virt(round_down(paddr, sizeof(u64)));
}

bool memory_is_canary(u64 value, u64 *paddr)
{
	*paddr = memory_free.paddr + index_of(value) * sizeof(u64);
	return memory_told(value) >> INDEX_BITS == CANARY && index_of(value) < memory_free.size / sizeof(u64);
}

u64 memory_mark(void)
{
	static u64 serial;

	return tagged(MARK, ++serial);
}

static bool take_mark(u64 paddr, u64 mark)
{
	u64 found = READ_ONCE(*word_at(paddr)), expected = canary(round_down(paddr, sizeof(u64)));
	bool ours = memory_told(found) == memory_told(mark);

	if (found == expected)
		return false;
	/* What is neither is somebody else's doing. */
	spoilt |= !ours;
	WRITE_ONCE(*word_at(paddr), expected);
	return ours;
}

static bool is_ours(u64 paddr)
{
	return paddr - memory_free.paddr < memory_free.size;
}

bool memory_find(u64 iova, u64 hint, u64 mark, u64 *paddr)
{
	const u64 step = 4096;
	u64 at = memory_free.paddr + iova % step, end = memory_free.paddr + memory_free.size;

	*paddr = hint;
	if (is_ours(hint) && take_mark(hint, mark))
		return true;
	for (; at < end; at += step) {
		*paddr = at;
		if (take_mark(at, mark))
			return true;
	}
	return false;
}

bool memory_peek(u64 paddr, u64 *value)
{
	if (region_intersects(paddr, 1, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) != REGION_INTERSECTS)
		return false;
	*value = READ_ONCE(*word_at(paddr));
	return true;
}

bool memory_clean(void)
{
	return !spoilt;
}

/* ---- taking it */

static int by_address(const void *a, const void *b)
{
	u64 pa = page_to_phys(*(struct page **)a), pb = page_to_phys(*(struct page **)b);

	return pa < pb ? -1 : pa > pb;
}

/* The longest run of blocks that follow each other, at most @most of them. Returns its length. */
static unsigned int longest_run(struct page **block, unsigned int n, unsigned int most, unsigned int *first)
{
	unsigned int i, run = 0, best = 0;

	for (i = 0; i < n && best < most; i++) {
		run = run && page_to_phys(block[i]) == page_to_phys(block[i - 1]) + BLOCK ? run + 1 : 1;
		if (run > best) {
			best = run;
			*first = i + 1 - run;
		}
	}
	return best;
}

/* Emulated processors spend more of a guest's start here than anywhere else: the next canary is one more. */
static void stamp(void)
{
	u64 *word = word_at(memory_free.paddr), *end = word_at(memory_free.paddr + memory_free.size);
	u64 value = canary(memory_free.paddr);

	for (; word < end; value += tagged(0, 1))
		*word++ = value;
}

/* Twice as much is taken as is wanted, for what is free seldom is in one piece; the rest goes back. */
int memory_start(u64 size)
{
	unsigned int most = min(size, BIT_ULL(INDEX_BITS) * sizeof(u64)) / BLOCK, n = 0, run, first = 0, i;
	struct page **block = vmalloc_array(2 * most, sizeof(*block));

	if (!block)
		return -ENOMEM;
	while (n < 2 * most && (block[n] = alloc_pages(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN, MAX_PAGE_ORDER)))
		n++;
	sort(block, n, sizeof(*block), by_address, NULL);
	run = longest_run(block, n, most, &first);
	if (run) {
		memory_free.paddr = page_to_phys(block[first]);
		memory_free.size = run * BLOCK;
	}
	for (i = 0; i < n; i++)
		if (i < first || i >= first + run)
			__free_pages(block[i], MAX_PAGE_ORDER);
	vfree(block);
	stamp();
	return run ? 0 : -ENOMEM;
}

void memory_stop(void)
{
	u64 at;

	for (at = 0; at < memory_free.size; at += BLOCK)
		__free_pages(pfn_to_page(PHYS_PFN(memory_free.paddr + at)), MAX_PAGE_ORDER);
	memory_free.size = 0;
}

/* ---- all of it */

void memory_list(struct seg *ram, unsigned int n)
{
	const struct resource *r;

	for (r = iomem_resource.child; r && n; r = r->sibling)
		if ((r->flags & IORESOURCE_SYSTEM_RAM) == IORESOURCE_SYSTEM_RAM) {
			*ram++ = (struct seg){ .paddr = r->start, .size = resource_size(r) };
			n--;
		}
}
