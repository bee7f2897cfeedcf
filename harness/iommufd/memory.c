// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory that the suite may map: a part of this process's own. What the suite calls physical addresses are places
 * in it. Every word carries a canary that tells where it is, so that a DMA is seen to have reached it.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

#define BASE	0x100000000ull	/* what the suite calls the first byte */
#define MOST	(8u << 20)	/* what a user may lock where nobody raised the limit */
#define LEAST	(1u << 20)
#define CANARY	0xc5000000u
#define RUNS	64

struct seg iofd_memory;

static uint32_t *word;		/* all of it */
static unsigned int nwords;
static struct seg mapped[RUNS];
static unsigned int nmapped;

static uint32_t canary(unsigned int i)
{
	return CANARY + i;
}

/* As much as may be locked beside what it is mapped in for a second time. */
static size_t size_allowed(void)
{
	struct rlimit limit;

	if (!geteuid() || getrlimit(RLIMIT_MEMLOCK, &limit) || limit.rlim_cur == RLIM_INFINITY)
		return MOST;
	limit.rlim_cur /= 4;
	return limit.rlim_cur > MOST ? MOST : limit.rlim_cur & ~(rlim_t)0xffff;
}

bool memory_start(char *why, size_t len)
{
	size_t size = size_allowed();
	unsigned int i;

	if (size < LEAST) {
		snprintf(why, len, "iommufd: RLIMIT_MEMLOCK lets too little memory be mapped: ulimit -l 8192");
		return false;
	}
	word = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (word == MAP_FAILED) {
		snprintf(why, len, "iommufd: no memory for the suite: %s", strerror(errno));
		return false;
	}
	nwords = (unsigned int)(size / sizeof(*word));
	for (i = 0; i < nwords; i++)
		word[i] = canary(i);
	iofd_memory = (struct seg){ .paddr = BASE, .size = size };
	nmapped = 0;
	return true;
}

void memory_end(void)
{
	if (nwords)
		munmap(word, nwords * sizeof(*word));
	nwords = 0;
}

void *memory_at(uint64_t paddr, uint64_t size)
{
	uint64_t at = paddr - BASE;

	return at < iofd_memory.size && size <= iofd_memory.size - at ? (char *)word + at : NULL;
}

bool memory_find(uint32_t what, uint64_t *paddr)
{
	unsigned int i = what - CANARY;

	*paddr = BASE + i * sizeof(*word);
	return i < nwords;
}

static bool find_in(const struct seg *s, uint64_t *paddr, uint32_t *found)
{
	unsigned int i = (unsigned int)((s->paddr - BASE) / sizeof(*word));
	unsigned int end = i + (unsigned int)(s->size / sizeof(*word));

	for (; i < end && i < nwords; i++) {
		*found = *(volatile uint32_t *)&word[i];
		if (*found == canary(i))
			continue;
		word[i] = canary(i);
		*paddr = BASE + i * sizeof(*word);
		return true;
	}
	return false;
}

bool memory_find_change(uint64_t *paddr, uint32_t *found)
{
	unsigned int i;

	for (i = 0; i < nmapped; i++)
		if (find_in(&mapped[i], paddr, found))
			return true;
	return nmapped == RUNS && find_in(&iofd_memory, paddr, found);
}

void memory_mapped(uint64_t paddr, uint64_t size)
{
	unsigned int i;

	for (i = 0; i < nmapped; i++)
		if (mapped[i].paddr <= paddr && paddr + size <= mapped[i].paddr + mapped[i].size)
			return;
	if (nmapped < RUNS)
		mapped[nmapped++] = (struct seg){ .paddr = paddr, .size = size };
}

void memory_forget(void)
{
	nmapped = 0;
}

bool memory_run(unsigned int n, uint64_t unit, uint64_t *paddr)
{
	unsigned int i;

	for (i = 0; i < nmapped; i++) {
		if (n < mapped[i].size / unit) {
			*paddr = mapped[i].paddr + n * unit;
			return true;
		}
		n -= (unsigned int)(mapped[i].size / unit);
	}
	return false;
}

bool memory_clean(void)
{
	unsigned int i;

	for (i = 0; i < nwords; i++)
		if (word[i] != canary(i))
			return false;
	return true;
}
