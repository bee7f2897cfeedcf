/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guest.h - the kernel side on a machine with PCI, a QEMU guest above all: its masters of DMA are PCI devices, its
 * memory is taken from the page allocator, and what a DMA did is judged by memory alone.
 */
#ifndef GUEST_GUEST_H
#define GUEST_GUEST_H

#include <linux/io.h>
#include <linux/pci.h>

#include "harness/target.h"

/* ---- masters.c: the devices that perform DMA */

struct master {
	struct pci_dev *pdev;			/* NULL while it is not probed */
	int domain, bus, devfn;			/* where it is, probed or not */
	const struct engine *engine;		/* NULL: it cannot be told to perform DMA */
	void __iomem *regs, *memory;		/* the engine's */
	u32 at, used;
};

/* Take up the driver of the masters. Returns 0 or a negative errno. */
int masters_start(void);
void masters_stop(void);
/* From now on their numbers are settled: a device that was not there gets none. */
void masters_settle(void);
/* Master v@v; NULL if there is none. */
struct master *masters_get(int v);

/* ---- engine_NAME.c: how a device is told to perform DMA. Another one is a file, and a line in masters.c */

struct engine {
	u16 vendor, device;
	/* Make it ready. @m->pdev is enabled, a master, and stays its own until it is removed. Returns 0 or an errno. */
	int (*start)(struct master *m);
	/* May the device be pointed there? Not where it would find itself. */
	bool (*can_reach)(struct master *m, u64 iova);
	/*
	 * Let the device read, or write, the 8 bytes at @iova, a multiple of 8, and have done with it. Only bits 20 to 47
	 * of the value are exact. A read that gets nothing leaves @value as it is, or makes it 0. Returns 0, or a negative
	 * errno if the device did not do it.
	 */
	int (*read)(struct master *m, u64 iova, u64 *value);
	int (*write)(struct master *m, u64 iova, u64 value);
};

extern const struct engine engine_nvme;

/* ---- memory.c: the part of memory that the suite may map; each word of it tells where it is */

extern struct seg memory_free;

/* Take @size bytes, or as much as there is in one piece. Returns 0 or -ENOMEM. */
int memory_start(u64 size);
void memory_stop(void);
/* All memory that the kernel uses, in at most @n pieces. */
void memory_list(struct seg *ram, unsigned int n);
/* What of a value an engine carries. */
u64 memory_told(u64 value);
/* Is @value what stands in a word of that memory? Then @paddr is that word. */
bool memory_is_canary(u64 value, u64 *paddr);
/* A value that is no canary, nor was one of the last thousands of marks. */
u64 memory_mark(void);
/* Find the word with @mark; devices keep the last 12 bits of an address, which are those of @iova. Puts it right. */
bool memory_find(u64 iova, u64 hint, u64 mark, u64 *paddr);
/* What stands in the word at @paddr, if that is memory at all. */
bool memory_peek(u64 paddr, u64 *value);
/* Did nobody write there but our devices? */
bool memory_clean(void);

#endif
