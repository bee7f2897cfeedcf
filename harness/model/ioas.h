/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ioas.h - address spaces above the core API, as drivers/iommu/iommufd has them for user spaces: an IOAS has areas, each
 * of which is mapped in all its HWPTs, and HWPTs, which are domains of the core. Each function is the implementation of
 * the member of struct ioas_ops that it is named after, and is called through it, never directly.
 */
#ifndef HARNESS_MODEL_IOAS_H
#define HARNESS_MODEL_IOAS_H

#include "harness/model/model.h"

/* @page: what user memory is made of. */
uint64_t ioas_page(const struct model *m);
/* The IOVAs from the first to the last that every HWPT translates; and how they have to be aligned. */
void ioas_room(struct model *m, const struct ioas *io, uint64_t *first, uint64_t *last);
uint64_t ioas_alignment(struct model *m, const struct ioas *io);
/* The area that meets [@first, @last], the lowest one; NULL if there is none. */
struct area *ioas_meets(struct ioas *io, uint64_t first, uint64_t last);
/* Does a nested domain or a virtual IOMMU stand on @d, or is a device known to it? */
bool ioas_nests(const struct model *m, const struct domain *d);
/* The device hears the answer to its request: it may try again, or not. */
void ioas_page_response(struct model *m, struct device *dev, bool success);
/* The regions that @dev reserves and that the ranges of @io let in. */
unsigned int ioas_reserved(struct model *m, struct ioas *io, const struct device *dev);
/* HWPTs that an attach made, and that nobody uses any more, go. */
void ioas_reap(struct model *m);
/* What the domain handle of an IOAS tells. */
void ioas_facts(struct model *m, struct ioas *io, struct domain_facts *f);

int ioas_frame(struct model *m, enum target_how how);
int ioas_alloc(struct model *m, struct ioas **io);
int ioas_destroy(struct model *m, struct domain *d);
unsigned int ioas_ranges(struct model *m, struct ioas *io, unsigned int room, unsigned int *filled);
int ioas_alloc_hwpt(struct model *m, struct ioas *io, struct device *dev, uint32_t flags, struct domain **d);
int ioas_add_domain(struct model *m, struct ioas *io, struct domain *d);
int ioas_fill(struct model *m, struct domain *d, const struct area *area);
int ioas_check(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot);
int ioas_map(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot,
	     bool writable);
int ioas_charge(struct model *m, uint64_t size);
int64_t ioas_place(struct model *m, struct ioas *io, uint64_t size);
int64_t ioas_unmap(struct model *m, struct ioas *io, uint64_t iova, uint64_t size);
int ioas_copy(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot, struct ioas *from,
	      uint64_t source);
int ioas_allow(struct model *m, struct ioas *io, const struct iova_range *list, unsigned int n);
int ioas_no_large_pages(struct model *m, struct ioas *io);
int ioas_attach(struct model *m, struct device *dev, struct domain *to);
int ioas_detach(struct model *m, struct device *dev);
int ioas_attach_pasid(struct model *m, struct device *dev, uint32_t pasid, struct domain *d);
bool ioas_serves(struct model *m, struct device *dev, uint32_t pasid, const struct domain *d);
void ioas_keep_off(struct model *m, const struct device *dev, uint64_t *first, uint64_t *last);
int ioas_pin(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot);
int ioas_unpin(struct model *m, struct ioas *io, uint64_t iova, uint64_t size);
int ioas_access(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot);
int ioas_track(struct model *m, struct domain *d, bool on);
int ioas_dirty_write(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
int64_t ioas_dirty_read(struct model *m, struct domain *d, uint64_t iova, uint64_t size, uint64_t page, bool clear);
int ioas_vfio_map(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot);
int64_t ioas_vfio_unmap(struct model *m, struct ioas *io, uint64_t iova, uint64_t size);
int ioas_alloc_nested(struct model *m, struct domain *parent, struct device *dev, enum target_how how,
		      struct domain **d);
int ioas_guest_map(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
int ioas_guest_unmap(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
int ioas_invalidate(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
int ioas_invalidate_list(struct model *m, struct domain *d, uint64_t iova, enum target_how how, unsigned int *done);
int ioas_alloc_faults(struct model *m, struct ioas *io, struct device *dev, uint32_t flags, enum target_how how,
		      struct domain **d);
int ioas_page_request(struct model *m, struct device *dev, uint64_t iova);
int ioas_page_read(struct model *m, struct device *dev, enum target_how how);
int ioas_page_answer(struct model *m, struct device *dev, bool success, enum target_how how);
void ioas_page_leave(struct model *m, struct device *dev, const struct domain *from);
int ioas_alloc_viommu(struct model *m, struct domain *parent, struct device *dev, struct domain **d);
int ioas_alloc_vdevice(struct model *m, struct device *dev, uint32_t number, struct domain *viommu);

#endif
