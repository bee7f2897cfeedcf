/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * platform.h - what the agent needs to know of the machine that its kernel runs on: its devices, its memory, and
 * whether it can make a device perform DMA. Each platform defines all of these functions, in a folder of its own.
 */
#ifndef KERNEL_PLATFORM_H
#define KERNEL_PLATFORM_H

#include "harness/target.h"

struct device;

/* Device v@v as a master of DMA; NULL if there is none, or while it is not probed. Numbers have no gap. */
struct device *platform_device(int v);

/*
 * Fill in what the agent cannot know: target, driver, evidence, remarks, ram, free_ram; names of instances; and add to
 * can and has what this platform adds.
 */
void platform_describe(struct description *d);

/*
 * Correct what the driver tells of a domain by what the hardware behind v@v can do: the last physical address that it
 * reaches through its tables; no aperture beyond the word size that the driver was written for.
 */
void platform_limits(int v, struct domain_facts *facts);

/* Perform one DMA, filling in its results; the interrupt of a fault has been handled when it returns. */
void platform_dma(struct dma *d);

/*
 * Try @n DMAs in every intermediate state of the hardware until platform_unwatch(), filling no cache; what they meet is
 * added to @a->during.
 */
void platform_watch(const struct dma *d, unsigned int n, struct answer *a);
void platform_unwatch(void);

/* A range was mapped: where a device still reaches it, the hardware is not clean. */
void platform_mapped(uint64_t iova, uint64_t size);

/* Take device v@v away from its drivers and probe it again. Returns 0 or a negative errno; -EOPNOTSUPP: cannot be done. */
int platform_reprobe(int v);

/* Does the machine stop a device for good that does what it must not? Then what a device reserves is left alone. */
bool platform_stops(void);

/* Can the hardware be put into that trouble, one of those behind ENV_ATTACH_FAILURE? */
bool platform_can(enum env_kind kind);
/* Put it there until platform_relieve(), which returns how often it was met. */
void platform_trouble(enum env_kind kind);
uint32_t platform_relieve(void);

/* EVENT_* that the hardware has seen since it was asked last. */
uint32_t platform_events(void);

/* Is the hardware as after boot: no cached translation, no page of the suite's memory altered? */
bool platform_clean(void);
/* Make it so, the drivers having detached everything. */
void platform_reset(void);

#endif
