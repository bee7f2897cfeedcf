/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compat.h - where kernels differ. Everything else is written for the newest one and calls what is supplied here. What
 * a kernel has is found by trying (probe/probes.c), never by its version: a user's tree can be any commit. What a kernel
 * cannot do is said by a COMPAT_* of 0, and left out of description.can: nothing is faked.
 */
#ifndef KERNEL_COMPAT_H
#define KERNEL_COMPAT_H

#include <linux/iommu.h>
#include <linux/kmsg_dump.h>
#include <linux/uaccess.h>
#if __has_include(<iommu-priv.h>)
#include <iommu-priv.h>
#endif

#include "conform-probes.h"

/* ---- domains */

/* Without flags: by device, or, before that, by the bus of the device. */
#ifdef CONFORM_HAS_ALLOC_FLAGS
#define COMPAT_ALLOC_FLAGS 1
#else
#define COMPAT_ALLOC_FLAGS 0
static inline struct iommu_domain *iommu_paging_domain_alloc_flags(struct device *dev, unsigned int flags)
{
	if (flags)
		return ERR_PTR(-EOPNOTSUPP);
#ifdef CONFORM_HAS_ALLOC_DEVICE
	return iommu_paging_domain_alloc(dev);
#else
	return iommu_domain_alloc(dev->bus) ?: ERR_PTR(-ENOMEM);
#endif
}
#endif

#ifdef CONFORM_HAS_STATIC_DOMAINS
#define compat_static_domain(ops, type) ((ops)->type##_domain)
#else
#define compat_static_domain(ops, type) ((void)(ops), (struct iommu_domain *)NULL)
#endif

/* Types that a kernel has not: no domain is of them. */
#ifndef IOMMU_DOMAIN_SVA
#define IOMMU_DOMAIN_SVA	(~0u)
#endif
#ifndef IOMMU_DOMAIN_NESTED
#define IOMMU_DOMAIN_NESTED	(~1u)
#endif

/* ---- attaching */

/* The parameters of attach_dev(), and how they are handed on. */
#ifdef CONFORM_HAS_ATTACH_OLD
#define COMPAT_ATTACH_PARAMS	struct iommu_domain *domain, struct device *dev, struct iommu_domain *old
#define COMPAT_ATTACH_ARGS	domain, dev, old
#else
#define COMPAT_ATTACH_PARAMS	struct iommu_domain *domain, struct device *dev
#define COMPAT_ATTACH_ARGS	domain, dev
#endif

/* Replacing: with a handle that detaching forgets, without one, or not at all. */
#ifdef CONFORM_HAS_REPLACE
#define COMPAT_REPLACE 1
#else
#ifndef CONFORM_HAS_ATTACH_HANDLE
struct iommu_attach_handle {
};
#endif

static inline void iommu_detach_group_handle(struct iommu_domain *domain, struct iommu_group *group)
{
	iommu_detach_group(domain, group);
}

static inline int iommu_replace_group_handle(struct iommu_group *group, struct iommu_domain *domain,
					     struct iommu_attach_handle *handle)
{
#ifdef CONFORM_HAS_REPLACE_DOMAIN
	return iommu_group_replace_domain(group, domain);
#else
	return -EOPNOTSUPP;
#endif
}
#ifdef CONFORM_HAS_REPLACE_DOMAIN
#define COMPAT_REPLACE 1
#else
#define COMPAT_REPLACE 0
#endif
#endif

#ifdef CONFORM_HAS_CAP_ENFORCE
#define compat_enforces(dev) device_iommu_capable(dev, IOMMU_CAP_ENFORCE_CACHE_COHERENCY)
#else
#define compat_enforces(dev) ((void)(dev), false)
#endif

/* PASIDs: with handles, or not at all; and once they could not be replaced. */
#ifdef CONFORM_HAS_PASIDS
#define COMPAT_PASIDS 1
#define compat_max_pasids(dev) ((dev)->iommu ? (dev)->iommu->max_pasids : 0)
#else
#define COMPAT_PASIDS 0
#define compat_max_pasids(dev) ((void)(dev), 0)
#define iommu_attach_device_pasid(domain, dev, pasid, handle) (-EOPNOTSUPP)
#define iommu_detach_device_pasid(domain, dev, pasid) ((void)(domain), (void)(dev))
#endif

#if defined(CONFORM_HAS_PASIDS) && defined(CONFORM_HAS_REPLACE_PASID)
#define COMPAT_REPLACE_PASID 1
#else
#define COMPAT_REPLACE_PASID 0
#define iommu_replace_device_pasid(domain, dev, pasid, handle) (-EOPNOTSUPP)
#endif

/* Let @fn stand in for the driver's; only where a driver is told what a PASID was on. */
#ifdef CONFORM_HAS_SET_PASID_OLD
#define compat_real_set_pasid(ops) ((ops)->set_dev_pasid)
#define compat_set_set_pasid(ops, fn) ((ops)->set_dev_pasid = (fn))
#else
typedef int (*compat_set_pasid_fn)(struct iommu_domain *domain, struct device *dev, u32 pasid, struct iommu_domain *old);
#define compat_real_set_pasid(ops) ((void)(ops), (compat_set_pasid_fn)NULL)
#define compat_set_set_pasid(ops, fn) ((void)(ops), (void)(fn))
#endif

/* Once it was a group that was claimed, and claimed once. */
#ifndef CONFORM_HAS_DEVICE_CLAIM
static inline int iommu_device_claim_dma_owner(struct device *dev, void *owner)
{
	return iommu_group_claim_dma_owner(dev->iommu_group, owner);
}

static inline void iommu_device_release_dma_owner(struct device *dev)
{
	iommu_group_release_dma_owner(dev->iommu_group);
}
#endif

/* Is the core told of a device's reset? */
#ifdef CONFORM_HAS_RESET
#define COMPAT_RESET 1
#else
#define COMPAT_RESET 0
#endif

/* What modules are not given: to bind a driver that uses the DMA API, and to write where it may be forbidden. */
#ifdef MODULE
#define COMPAT_BIND 0
static inline long compat_overwrite(const void *to, const void *from, size_t size)
{
	return -EPERM;
}
#else
#define COMPAT_BIND 1
static inline long compat_overwrite(const void *to, const void *from, size_t size)
{
	return copy_to_kernel_nofault((void *)to, from, size);
}
#endif

/* ---- mapping */

/* Once there was no gfp, but a function for atomic context. */
#ifdef CONFORM_HAS_MAP_GFP
#define COMPAT_MAP_GFP 1
#else
#define COMPAT_MAP_GFP 0
static inline int compat_map(struct iommu_domain *domain, unsigned long iova, phys_addr_t paddr, size_t size, int prot,
			     gfp_t gfp)
{
	return gfp == GFP_ATOMIC ? iommu_map_atomic(domain, iova, paddr, size, prot) :
				   iommu_map(domain, iova, paddr, size, prot);
}
#define iommu_map compat_map
#define iommu_map_sg(domain, iova, sgl, nents, prot, gfp) iommu_map_sg(domain, iova, sgl, nents, prot)
#endif

#ifdef CONFORM_HAS_MAP_NOSYNC
#define COMPAT_MAP_NOSYNC 1
#else
#define COMPAT_MAP_NOSYNC 0
static inline int iommu_map_nosync(struct iommu_domain *domain, unsigned long iova, phys_addr_t paddr, size_t size,
				   int prot, gfp_t gfp)
{
	return -EOPNOTSUPP;
}

static inline int iommu_sync_map(struct iommu_domain *domain, unsigned long iova, size_t size)
{
	return -EOPNOTSUPP;
}
#endif

/* Can a driver's iotlb_sync_map() fail? */
#ifdef CONFORM_HAS_SYNC_MAP_FAILS
#define COMPAT_SYNC_FAILURE 1
#define compat_set_sync_map(ops, fn) ((ops)->iotlb_sync_map = (fn))
#else
#define COMPAT_SYNC_FAILURE 0
#define compat_set_sync_map(ops, fn) ((void)(ops), (void)(fn))
#endif

/* ---- the kernel's log */

#ifdef CONFORM_HAS_DUMP_DETAIL
#define COMPAT_DUMP_PARAMS	struct kmsg_dumper *dumper, struct kmsg_dump_detail *detail
#else
#define COMPAT_DUMP_PARAMS	struct kmsg_dumper *dumper, enum kmsg_dump_reason reason
#endif

#endif
