/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * liar.h - a target for tests of the case runtime: an IOMMU that fits on a page and keeps the contract, except for the
 * one lie that it is told to tell.
 */
#ifndef SUITE_TESTS_LIAR_H
#define SUITE_TESTS_LIAR_H

#include "harness/target.h"

enum lie {
	HONEST,
	LIE_PHYS,		/* iova_to_phys tells the next page */
	LIE_ONE_PHYS,		/* the same if it is asked for one address only */
	LIE_NEIGHBOUR,		/* a map maps the page before it too */
	LIE_ALIAS,		/* a map maps page 0 of the aperture too */
	LIE_OTHER_DOMAIN,	/* a map maps in the next domain too */
	LIE_CURRENT,		/* an attach of v0 says ok and does nothing */
	LIE_BLOCKED,		/* an attach of v0 says ok and blocks it */
	LIE_OTHER_DEVICE,	/* an attach moves v1 too, whoever was meant */
	LIE_DMA,		/* a DMA reaches the next page */
	LIE_STALE,		/* a DMA reaches what was unmapped last */
	LIE_READ_ONLY,		/* a write reaches read-only memory */
	LIE_FACTS,		/* an attach takes a page size away */
	LIE_NO_PGSIZES,		/* an allocated domain has no page sizes */
	LIE_TYPE,		/* an allocated domain is a dma domain */
	LIE_ERRNO,		/* @lying answers EBUSY and does nothing */
	LIE_OK,			/* @lying answers ok and does nothing */
	LIE_HALF,		/* a failing map leaves its page behind */
	LIE_MID,		/* a map in the upper half of the aperture answers EBUSY and does nothing */
	LIE_OUTSIDE,		/* a map outside the aperture says ok and does nothing */
	LIE_NO_MORE,		/* after a map outside the aperture every map fails */
	LIE_DIES,		/* after a map outside the aperture the next map brings the target down */
	LIE_CLOSED,		/* a failing attach leaves the device blocked, unseen by `current` */
	LIE_LEAK,		/* a failed allocation leaves an object behind */
	LIE_LEAK_SECOND,	/* the same if it was the second allocation */
	LIE_LEAK_ATTACH,	/* an attach leaves an object behind */
	LIE_SAME_PAGE,		/* a map makes all that was mapped before translate as itself */
	LIE_SLEEP,		/* a map sleeps */
	LIE_MEMORY,		/* a sanitizer reports a map */
	LIE_LOCK,		/* and a lock checker whatever is looked at */
	LIE_DURING,		/* in the middle of an attach the device reaches page 0 */
	LIE_BACK_BLOCKED,	/* a detached device is blocked, unseen by `current` */
	LIE_FITS,		/* the other driver's device can be attached */
	LIE_UNSEEN,		/* a DMA cannot be told */
	LIE_HOLE,		/* a DMA to a hole reaches page 0 */
	LIE_V1_REACHES_NOTHING,	/* no DMA of v1 has an effect */
	LIE_DMA_DIES,		/* a DMA brings the target down */
	LIE_ASSUMED,		/* all that an operation does is assumed */
	LIE_ASSUMED_DMA,	/* the same, and what a DMA does is too */
	LIE_TIMID,		/* iova_to_phys of a domain without a device brings the target down */
	LIE_LONELY,		/* the same, and a map into one too */
	LIE_BUS,		/* map_sg maps bus addresses */
	LIE_NOT_FREED,		/* free does nothing */
	LIE_NO_WARN,		/* a map outside does not warn */
	LIE_NO_REPORT,		/* no fault is reported */
	LIE_REPORT_READ,	/* every fault is reported as one of a read */
	LIE_REPORT_PAGE,	/* every fault is reported at the first byte of its page */
	LIE_REPORT_NEXT,	/* every fault is reported a page behind */
};

struct liar {
	struct target target;
	struct description desc;
	enum lie lie;
	enum target_op lying;		/* of LIE_ERRNO, LIE_OK, LIE_ASSUMED and @kind; TARGET_ALLOC: none */
	enum answer_kind kind;		/* what @lying answers instead of ANSWER_DONE */
	unsigned int allocations;	/* that one alloc makes: failure n is hit up to this one */
	unsigned int resets;		/* the n-th reset fails; 0: none */
	unsigned int blind_after;	/* the n-th look at it brings it down; 0: none */

	struct { int dom; uint64_t iova, size, paddr; uint32_t prot; } map[32];
	unsigned int nmaps;
	struct { uint64_t iova, size, paddr; } stale;
	bool there[TARGET_DOMAINS], spoilt;
	int current[TARGET_DEVICES], hw[TARGET_DEVICES];
	uint64_t pgsizes, objects;
};

/* Three devices on three instances; v2 belongs to another driver, whose attach fails with EINVAL. */
void liar_init(struct liar *l);
/* Take @name out of what the target can. */
void liar_cannot(struct liar *l, const char *name);

#endif
