/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * core.h - the core IOMMU API of the model, as drivers/iommu/iommu.c does it. Each function is the implementation of
 * the member of struct core_ops that it is named after, and is called through it, never directly.
 */
#ifndef HARNESS_MODEL_CORE_H
#define HARNESS_MODEL_CORE_H

#include "harness/model/model.h"

/* core_domain.c */
int core_alloc(struct model *m, struct device *dev, uint32_t flags, struct domain **d);
bool core_free(struct model *m, struct domain *d);
/* The domain of @type that the core makes for @dev: static, or allocated. Returns NULL if the driver cannot. */
struct domain *core_alloc_own(struct model *m, struct device *dev, enum domain_type type);

/* core_attach.c */
int core_may_attach(struct model *m, struct group *g, struct domain *d);
int core_compatible(struct model *m, struct group *g, struct domain *d);
int core_set_domain(struct model *m, struct group *g, struct domain *d);
int core_set_device_domain(struct model *m, struct device *dev, struct domain *d);
struct domain *core_own_domain(struct model *m, struct group *g);
int core_attach_group(struct model *m, struct device *dev, struct domain *d);
int core_attach_device(struct model *m, struct device *dev, struct domain *d);
void core_detach_group(struct model *m, struct device *dev);
void core_detach_device(struct model *m, struct device *dev, struct domain *d);
int core_replace(struct model *m, struct device *dev, struct domain *d);
/* core_pasid.c */
int core_attach_pasid(struct model *m, struct device *dev, uint32_t pasid, struct domain *d);
int core_replace_pasid(struct model *m, struct device *dev, uint32_t pasid, struct domain *d, uint32_t handle);
void core_detach_pasid(struct model *m, struct device *dev, uint32_t pasid);
int core_set_group_pasid(struct model *m, struct group *g, uint32_t pasid, struct domain *d, struct domain *old);

/* core_reset.c */
int core_may_change(const struct group *g);
int core_reset_prepare(struct model *m, struct device *dev);
void core_reset_done(struct model *m, struct device *dev);

/* core_own.c */
int core_claim(struct model *m, struct device *dev, const void *owner);
void core_release(struct model *m, struct device *dev);
int core_use_default_domain(struct model *m, struct device *dev);

/* core_probe.c */
int core_probe(struct model *m, struct device *dev, bool deferred);
int core_dma_api(struct model *m, struct device *dev);
/* All devices are found for the first time, and on the domain that they start with. */
void core_boot(struct model *m);
void core_map_direct(struct model *m, struct device *dev, struct domain *d);
/* @dev leaves its driver, which parks it where it does no harm. */
void core_remove(struct model *m, struct device *dev);
/* @dev is lost with the kernel that had it: the hardware stays as it is. */
void core_forget(struct device *dev);

/* core_map.c */
int core_check_map(struct model *m, const struct domain *d, enum gfp_class gfp);
int core_check_align(struct model *m, const struct domain *d, uint64_t bits);
uint64_t core_pgsize(const struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint64_t *count);
int core_map_nosync(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
		    enum gfp_class gfp);
int core_map(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
	     enum gfp_class gfp);
void core_undo_map(struct model *m, struct domain *d, uint64_t iova, uint64_t mapped);
int core_sync_map(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
int64_t core_map_sg(struct model *m, struct domain *d, uint64_t iova, const struct seg *seg, unsigned int nsegs,
		    uint32_t prot);
int64_t core_unmap_loop(struct model *m, struct domain *d, uint64_t iova, uint64_t size, struct gather *gather);
int64_t core_unmap(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
void core_gather_add(struct gather *gather, uint64_t iova, uint64_t size);
uint64_t core_iova_to_phys(struct model *m, struct domain *d, uint64_t iova);

#endif
