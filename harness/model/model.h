/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * model.h - what the model is made of, for its core (core.h), its drivers (driver.h) and the seam (model.c).
 *
 *	core_attach.c, core_map.c	the core IOMMU API, as drivers/iommu/iommu.c does it
 *	ioas*.c				address spaces above it, as drivers/iommu/iommufd has them
 *	reference.c			the conforming driver
 *	profiles/, mutants/		drivers and cores that do something else
 *	pgtable.c, hw.c, phys.c		tables, hardware, memory
 */
#ifndef HARNESS_MODEL_MODEL_H
#define HARNESS_MODEL_MODEL_H

#include "harness/model/driver.h"
#include "harness/model/hw.h"
#include "harness/model/phys.h"
#include "harness/target.h"

#define MODEL_DRIVERS	2	/* the one under test, and another one of whose domains it must keep its hands off */
#define MODEL_POOL	24	/* most domains at a time, those of the core included */
#define MODEL_GROUPS	TARGET_DEVICES
#define MODEL_IOAS	TARGET_DOMAINS
#define IOAS_AREAS	16	/* most of an IOAS */
#define IOAS_HWPTS	TARGET_DEVICES
#define IOAS_PINS	4
#define IOAS_DIRTY	64	/* most dirty pages that are remembered */

struct gather {		/* struct iommu_iotlb_gather */
	bool any;			/* [first, last] is to be flushed */
	uint64_t first, last;
	struct table_list unlinked;	/* to be freed after the flush */
};

struct domain {
	bool live;
	struct driver *owner;
	struct domain_facts facts;
	uint64_t sizes;			/* the page sizes it was allocated with */
	uint32_t domid;
	uint64_t root;
	unsigned int users[HW_INSTANCES];	/* devices attached, for each instance */
	bool was_attached;
	bool coherent;			/* no access of a device may pass by the caches of the CPUs */
	uint64_t priv;			/* the driver's own */
	struct gather gather;		/* the pending one of the suite */
	struct table_list unlinked;	/* of queued unmaps, to be freed by flush_all */

	struct ioas *ioas;		/* whose HWPT it is, or, of TYPE_IOAS, whose handle; else NULL */
	bool automatic;			/* a HWPT that an attach made */
	bool tracker, tracks;		/* a HWPT for dirty tracking, and is that on? */
	uint64_t dirty[IOAS_DIRTY];	/* pages that were written to */
	unsigned int ndirty;
	bool nester;			/* a HWPT that others may stand on */
	bool for_pasids;		/* … that was made for devices with PASIDs */
	struct domain *parent;		/* what a nested domain, or a virtual IOMMU, stands on */
	bool faults;			/* a HWPT that takes page requests */
};

struct area {		/* a mapping of an IOAS */
	bool live;
	uint64_t first, last, paddr;
	uint32_t prot;
	bool writable;			/* the memory was pinned to be written to */
	bool charged;			/* … and is charged to the user */
};

struct ioas {
	bool live;
	struct domain self;		/* what its handle is */
	struct area area[IOAS_AREAS];
	struct domain *hwpt[IOAS_HWPTS];
	struct iova_range allowed[2];
	unsigned int nallowed;		/* 0: placing is allowed everywhere */
	bool small;			/* no large pages */
	struct iova_range pin[IOAS_PINS];	/* of accesses; last < first: free */
};

struct driver {
	const struct model_driver *model;
	struct driver_ops ops;
	struct shape shape;
	struct domain identity, blocked;	/* the static ones */
};

struct page_request {	/* the last one of a device */
	enum { PAGE_ANSWERED, PAGE_WAITS, PAGE_READ } state;
	const struct domain *queue;	/* where it lies; NULL: none */
	uint64_t iova;
	bool got;			/* the access was tried again, and worked */
};

struct device {
	int index;
	const struct device_desc *desc;
	struct driver *drv;	/* NULL: no IOMMU */
	struct group *group;	/* NULL: no IOMMU, or given up by the core */
	struct domain *domain;	/* what the driver has it on */
	unsigned int reset_depth;	/* how often its reset was begun and not ended */
	bool deferred;		/* to be attached by the first use of the DMA API */
	struct domain *viommu;	/* the virtual IOMMU that knows it; NULL: none */
	uint32_t number;	/* … as which device of its own */
	struct page_request page;
};

struct group {
	struct device *dev[TARGET_DEVICES];
	unsigned int ndevs;
	struct domain *domain, *standard, *blocking;	/* current, default, and that of an owner */
	unsigned int recovering;	/* devices that are being reset: they are blocked, whatever @domain is */
	int handle;		/* by which the current one was asked for: default and identity can be the same */
	struct domain *pasid[HW_PASIDS];	/* NULL: not in use */
	uint32_t pasid_handle[HW_PASIDS];
	const void *owner;	/* who claimed it; NULL: drivers that use the DMA API, if anybody */
	unsigned int owners;
};

struct model {
	struct target target;	/* first, as the seam wants it */
	const struct model_driver *self;
	const char *name;	/* of @self, behind "model:" */
	struct core_ops core;
	struct ioas_ops user;
	struct driver driver[MODEL_DRIVERS];
	struct phys phys;
	struct hw hw;
	struct domain pool[MODEL_POOL];
	uint32_t domids;	/* bitmap of the domain numbers in use */
	struct device dev[TARGET_DEVICES];
	unsigned int ndevs;
	struct group group[MODEL_GROUPS];
	struct domain *handle[TARGET_DOMAINS];
	struct ioas ioas[MODEL_IOAS];
	uint64_t charged;	/* bytes that the user has pinned in them */
	uint64_t fingerprint;

	/* Of the operation that runs. */
	const struct request *request;
	struct answer *answer;
	uint32_t injected;	/* refusals; failed allocations are counted by phys */
	uint32_t warnings;
	bool poor;		/* the user may lock no memory */
	const char *unknown;	/* why nobody knows what happens */
};

/* What the kernel would print; WARN() raises the event too. */
void model_log(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
void model_warn(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* EVENT_* since the last call. */
uint32_t model_take_events(struct model *m);
/* The source does not say what @drv does here. Returns an errno that stands for any. */
int model_unknown(struct model *m, const struct driver *drv);
/* Is the failure @kind injected (for @dev, if it is about a device)? Counts it. */
bool model_injected(struct model *m, enum env_kind kind, const struct device *dev);

/* The domain behind a handle; for the constants it is @dev's, or the first device's if NULL. NULL if there is none. */
struct domain *model_find_domain(struct model *m, int dom, const struct device *dev);
/* Is a device attached to @d? */
bool model_domain_in_use(const struct domain *d);
/* Is any PASID of @g in use? */
bool model_pasids_in_use(const struct group *g);
/* A zeroed domain structure, or NULL if there is no memory. */
struct domain *model_alloc_domain(struct model *m);
/* A number that no other domain has, -ENOMEM, or -ENOSPC if none is left. */
int model_alloc_domid(struct model *m);
void model_free_domid(struct model *m, uint32_t domid);

#endif
