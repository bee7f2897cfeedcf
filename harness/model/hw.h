/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hw.h - the hardware of the model: IOMMU instances with device table entries, an IOTLB and a walk cache each, and the
 * devices' DMA engines. It knows no domain and no driver: software programs entries and sends invalidations.
 *
 * Each device has two requester IDs: it reads with the one and writes with the other, and what the one has cached the
 * other does not see. The caches are filled by DMA only, remember also that nothing was there, and forget by
 * invalidation only.
 */
#ifndef HARNESS_MODEL_HW_H
#define HARNESS_MODEL_HW_H

#include "harness/model/phys.h"

#define HW_INSTANCES	3
#define HW_PASIDS	16	/* of a device that has any; 0 is none */
#define HW_TLB		512	/* entries of an IOTLB; more replace the oldest */

enum hw_stream { HW_READS, HW_WRITES, HW_STREAMS };

enum dte_mode {
	DTE_ABORT,	/* every access faults */
	DTE_BYPASS,	/* I/O addresses are physical addresses */
	DTE_TRANSLATE,
	DTE_UNKNOWN,	/* nobody knows: profiles whose source does not say */
};

struct dte {		/* device table entry, one for each requester ID */
	enum dte_mode mode;
	uint32_t domid;		/* what cache entries of the translation are tagged with */
	uint64_t root;
	uint64_t last;		/* last input address; DMA above it faults */
	bool pass_above;	/* … or passes through */
	uint64_t dummy;		/* page that stands in where an access would fault; 0: it faults */
	uint64_t stage2;	/* the root for what the tables at @root put out; 0: that is physical */
	uint32_t stage2_domid;
};

struct tlb_entry {
	uint32_t domid;
	int level;		/* of the leaf, or of the table that a walk-cache entry points at */
	uint64_t first, size;
	uint64_t pte;		/* 0: not present */
};

struct tlb {
	struct tlb_entry entry[HW_TLB];
	unsigned int n;
};

struct hw {
	struct phys *phys;
	int instance[TARGET_DEVICES];	/* which one a device is behind; -1: none */
	struct dte dte[TARGET_DEVICES][HW_STREAMS];
	struct dte pasid[TARGET_DEVICES][HW_PASIDS];	/* both requester IDs use the same */
	struct tlb leaves[HW_INSTANCES][HW_STREAMS], tables[HW_INSTANCES];

	/* Called after each write of software to the hardware; NULL while nobody watches. */
	void (*written)(void *data);
	void *written_data;
};

/* Power on: all devices are blocked, all caches empty. @instance of each of the devices. */
void hw_reset(struct hw *hw, struct phys *phys, const int *instance, unsigned int ndevs);

/* Write a device table entry. */
void hw_write_dte(struct hw *hw, int dev, enum hw_stream stream, const struct dte *dte);
/* The same for a PASID. */
void hw_write_pasid(struct hw *hw, int dev, uint32_t pasid, const struct dte *dte);
/* Drop what is cached of @domid in [@first, @last]; pointers to tables only if @tables. */
void hw_invalidate(struct hw *hw, int instance, uint32_t domid, uint64_t first, uint64_t last, bool tables);

/* Is anything cached of @domid in [@first, @last]? */
bool hw_caches(const struct hw *hw, uint32_t domid, uint64_t first, uint64_t last);

enum hw_result { HW_REACHED, HW_FAULT, HW_NO_MEMORY, HW_UNKNOWN };

/* Where @dma goes. @probe: look only, leave no trace in a cache. */
enum hw_result hw_translate(struct hw *hw, const struct dma *dma, bool probe, uint64_t *paddr);
/*
 * One DMA, judged by the canaries of memory. Fills in the answer part of @dma; a probe touches no memory and no cache.
 * Returns false if nobody knows what it does.
 */
bool hw_dma(struct hw *hw, struct dma *dma, bool probe);

#endif
