/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * driver.h - what can be different in the model: the operations of a driver, and the steps of the core.
 *
 * The reference implements all of them. A profile or a mutant is a struct model_driver that names a few; what it
 * leaves NULL is its base's. A replacement that wants the original calls reference_* or core_* by name.
 * Errors are negative errnos. Addresses and sizes are in bytes, ranges are [first, last].
 */
#ifndef HARNESS_MODEL_DRIVER_H
#define HARNESS_MODEL_DRIVER_H

#include "harness/model/hw.h"
#include "harness/target.h"

struct model;
struct device;
struct group;
struct domain;
struct driver;
struct gather;
struct ioas;
struct area;

struct iova_range {
	uint64_t first, last;
};

struct driver_ops {
	/* Fill in a zeroed domain for @dev: facts, number, root table. On error nothing is left behind. */
	int (*alloc)(struct model *m, struct device *dev, uint32_t flags, struct domain *d);
	/* Give back what alloc took, and all tables. */
	void (*free)(struct model *m, struct domain *d);

	/* 0, or why @dev cannot use @d: -EINVAL. */
	int (*compatible)(struct model *m, struct domain *d, struct device *dev);
	/* Move @dev to @d: ->static_dte() or ->paging_dte(), ->install(), ->leave(). On error it stays where it is. */
	int (*attach)(struct model *m, struct domain *d, struct device *dev);
	/* What the hardware is told for @dev on a domain. */
	struct dte (*static_dte)(struct model *m, struct device *dev, enum domain_type type);
	struct dte (*paging_dte)(struct model *m, struct domain *d, struct device *dev);
	/* Write the entries of all requester IDs of @dev. */
	void (*install)(struct model *m, struct device *dev, const struct dte *dte);
	/* Put @d behind @pasid of @dev, where @old was; the blocked domain takes the PASID out of use. As ->attach(). */
	int (*set_dev_pasid)(struct model *m, struct domain *d, struct device *dev, uint32_t pasid, struct domain *old);
	void (*install_pasid)(struct model *m, struct device *dev, uint32_t pasid, const struct dte *dte);
	/* @dev is off @d: flush what is cached of it. */
	void (*leave)(struct model *m, struct domain *d, struct device *dev);
	/* The old .detach_dev; NULL in the reference: detaching is attaching another domain. */
	void (*detach)(struct model *m, struct device *dev);

	/* 0, or why map_pages() refuses its arguments. */
	int (*check_iova)(const struct domain *d, uint64_t iova, uint64_t size);
	int (*check_paddr)(const struct domain *d, uint64_t paddr, uint64_t size);
	int (*check_prot)(struct model *m, uint32_t prot);
	/* PTE_READ and PTE_WRITE for PROT_*_. */
	uint64_t (*rights)(uint32_t prot);
	/* As the kernel's: *@mapped is what was mapped, also on error. */
	int (*map_pages)(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			 uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped);
	uint64_t (*unmap_pages)(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
				struct gather *gather);
	uint64_t (*iova_to_phys)(struct model *m, struct domain *d, uint64_t iova);

	/* Forget the range on all hardware that uses @d; pointers to tables only if @tables. */
	void (*flush)(struct model *m, struct domain *d, uint64_t first, uint64_t last, bool tables);
	int (*iotlb_sync_map)(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
	/* Flush what @gather asks for, free its tables, leave it empty. */
	void (*iotlb_sync)(struct model *m, struct domain *d, struct gather *gather);
	void (*flush_iotlb_all)(struct model *m, struct domain *d);

	/* Let no access through @d pass by the caches of the CPUs from now on. Returns false if that cannot be had. */
	bool (*enforce_cache_coherency)(struct model *m, struct domain *d);
	/* How many windows the kernel is to put doorbells into. */
	unsigned int (*msi_windows)(struct device *dev);
	/* The interrupt of an access that was not translated: what is told to the handler of the device's domain. */
	void (*fault)(struct model *m, struct device *dev, uint64_t iova, bool write, struct fault_report *report);
};

struct core_ops {
	/* iommu_paging_domain_alloc_flags(), iommu_domain_free() */
	int (*alloc)(struct model *m, struct device *dev, uint32_t flags, struct domain **d);
	bool (*free)(struct model *m, struct domain *d);	/* returns false if it refused */

	/* 0, or why @d cannot be put on @g: -EBUSY, -EINVAL. */
	int (*may_attach)(struct model *m, struct group *g, struct domain *d);
	int (*compatible)(struct model *m, struct group *g, struct domain *d);
	/* Move all devices of @g, or none. */
	int (*set_domain)(struct model *m, struct group *g, struct domain *d);
	int (*set_device_domain)(struct model *m, struct device *dev, struct domain *d);
	/* What a group goes back to. */
	struct domain *(*own_domain)(struct model *m, struct group *g);
	int (*attach_group)(struct model *m, struct device *dev, struct domain *d);
	int (*attach_device)(struct model *m, struct device *dev, struct domain *d);
	void (*detach_group)(struct model *m, struct device *dev);
	void (*detach_device)(struct model *m, struct device *dev, struct domain *d);
	int (*replace)(struct model *m, struct device *dev, struct domain *d);
	int (*attach_pasid)(struct model *m, struct device *dev, uint32_t pasid, struct domain *d);
	/* @handle tells one attachment from the next; the one in use is refused. */
	int (*replace_pasid)(struct model *m, struct device *dev, uint32_t pasid, struct domain *d, uint32_t handle);
	void (*detach_pasid)(struct model *m, struct device *dev, uint32_t pasid);
	/* Put all devices of @g that have PASIDs on @d, or none. */
	int (*set_group_pasid)(struct model *m, struct group *g, uint32_t pasid, struct domain *d, struct domain *old);
	int (*reset_prepare)(struct model *m, struct device *dev);
	void (*reset_done)(struct model *m, struct device *dev);
	/* 0, or why the domain of @g cannot be changed now: -EBUSY. */
	int (*may_change)(const struct group *g);
	int (*claim)(struct model *m, struct device *dev, const void *owner);
	void (*release)(struct model *m, struct device *dev);
	int (*use_default_domain)(struct model *m, struct device *dev);
	int (*probe)(struct model *m, struct device *dev, bool deferred);
	int (*dma_api)(struct model *m, struct device *dev);
	/* Map the direct regions of @dev into its default domain. */
	void (*map_direct)(struct model *m, struct device *dev, struct domain *d);
	void (*remove)(struct model *m, struct device *dev);

	int (*check_map)(struct model *m, const struct domain *d, enum gfp_class gfp);
	int (*check_align)(struct model *m, const struct domain *d, uint64_t bits);
	uint64_t (*pgsize)(const struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint64_t *count);
	int (*map_nosync)(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size,
			  uint32_t prot, enum gfp_class gfp);
	int (*map)(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t size, uint32_t prot,
		   enum gfp_class gfp);
	/* A map failed after @mapped bytes: take them back. */
	void (*undo_map)(struct model *m, struct domain *d, uint64_t iova, uint64_t mapped);
	int (*sync_map)(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
	int64_t (*map_sg)(struct model *m, struct domain *d, uint64_t iova, const struct seg *seg, unsigned int nsegs,
			  uint32_t prot);
	/* The loop that all unmaps share. */
	int64_t (*unmap_loop)(struct model *m, struct domain *d, uint64_t iova, uint64_t size, struct gather *gather);
	int64_t (*unmap)(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
	void (*gather_add)(struct gather *gather, uint64_t iova, uint64_t size);
	uint64_t (*iova_to_phys)(struct model *m, struct domain *d, uint64_t iova);
};

/* What a user space asks of /dev/iommu: see ioas.h. Errors are negative errnos. */
struct ioas_ops {
	/* A structure framed as @how says. */
	int (*frame)(struct model *m, enum target_how how);
	int (*alloc)(struct model *m, struct ioas **io);
	/* Destroy an IOAS or a HWPT; NULL: an ID that nothing has. */
	int (*destroy)(struct model *m, struct domain *d);
	/* How many ranges there are; *@filled of them fit into an array of @room. */
	unsigned int (*ranges)(struct model *m, struct ioas *io, unsigned int room, unsigned int *filled);
	int (*alloc_hwpt)(struct model *m, struct ioas *io, struct device *dev, uint32_t flags, struct domain **d);
	/* @d becomes a HWPT of @io, with all that is mapped there; fill() maps one area. */
	int (*add_domain)(struct model *m, struct ioas *io, struct domain *d);
	int (*fill)(struct model *m, struct domain *d, const struct area *area);
	/* 0, or why nothing can be mapped there. */
	int (*check)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot);
	/* @writable: the memory was pinned to be written to. */
	int (*map)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot,
		   bool writable);
	/* Charge @size bytes that are pinned to the user; -ENOMEM if he may lock none, m->poor. */
	int (*charge)(struct model *m, uint64_t size);
	/* Where @size bytes would be placed. */
	int64_t (*place)(struct model *m, struct ioas *io, uint64_t size);
	int64_t (*unmap)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size);
	int (*copy)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot, struct ioas *from,
		    uint64_t source);
	int (*allow)(struct model *m, struct ioas *io, const struct iova_range *list, unsigned int n);
	int (*no_large_pages)(struct model *m, struct ioas *io);
	/* Put @dev, which is claimed, on an IOAS or a HWPT, whatever it was on before. */
	int (*attach)(struct model *m, struct device *dev, struct domain *to);
	int (*detach)(struct model *m, struct device *dev);
	int (*attach_pasid)(struct model *m, struct device *dev, uint32_t pasid, struct domain *d);
	/* May @dev be on @d, with @pasid or, 0, without? */
	bool (*serves)(struct model *m, struct device *dev, uint32_t pasid, const struct domain *d);
	/* Leave out of [*@first, *@last] what @dev reserves. */
	void (*keep_off)(struct model *m, const struct device *dev, uint64_t *first, uint64_t *last);
	int (*pin)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot);
	int (*unpin)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size);
	int (*access)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot);
	int (*track)(struct model *m, struct domain *d, bool on);
	int (*dirty_write)(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
	/* Bytes that are dirty, in units of @page. */
	int64_t (*dirty_read)(struct model *m, struct domain *d, uint64_t iova, uint64_t size, uint64_t page, bool clear);
	int (*vfio_map)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot);
	int64_t (*vfio_unmap)(struct model *m, struct ioas *io, uint64_t iova, uint64_t size);
	/* A nested domain on @parent, described as @how says. */
	int (*alloc_nested)(struct model *m, struct domain *parent, struct device *dev, enum target_how how,
			    struct domain **d);
	/* The guest writes to its table: from @iova to the same address of the parent, or to nowhere. */
	int (*guest_map)(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
	int (*guest_unmap)(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
	/* Forget what is cached of the guest's table. */
	int (*invalidate)(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
	/* … of three pages from @iova on, one after the other; *@done of them were. */
	int (*invalidate_list)(struct model *m, struct domain *d, uint64_t iova, enum target_how how, unsigned int *done);
	/* A HWPT with a queue of page requests. */
	int (*alloc_faults)(struct model *m, struct ioas *io, struct device *dev, uint32_t flags, enum target_how how,
			    struct domain **d);
	/* @dev waits for the page at @iova. */
	int (*page_request)(struct model *m, struct device *dev, uint64_t iova);
	int (*page_read)(struct model *m, struct device *dev, enum target_how how);
	/* Answer the request of @dev that was read; well formed as @how says. */
	int (*page_answer)(struct model *m, struct device *dev, bool success, enum target_how how);
	/* @dev has left @from. */
	void (*page_leave)(struct model *m, struct device *dev, const struct domain *from);
	int (*alloc_viommu)(struct model *m, struct domain *parent, struct device *dev, struct domain **d);
	/* @viommu knows @dev as number @number from now on. */
	int (*alloc_vdevice)(struct model *m, struct device *dev, uint32_t number, struct domain *viommu);
};

struct shape {		/* what a driver offers */
	bool blocked, identity;		/* static domains */
	bool write_only;		/* a table can say write-only */
	enum domain_type standard;	/* of the default domain: TYPE_IDENTITY or TYPE_DMA */
	bool no_standard;		/* … which no device is attached to: after boot it is as after ->detach() */
	uint64_t first, last;		/* aperture */
	bool force_aperture;
	uint64_t pgsizes, paddr_last;
};

struct model_driver {
	const char *name;
	const struct model_driver *base;	/* NULL: the reference */
	const char *source;			/* of a profile: which mail of the list */
	const char *quote;			/* … and the words it is made from */
	uint64_t speaks;			/* operations that they are about: a bit for each enum target_op */
	const char *remarks;			/* assumptions, for description.remarks */
	void (*shape)(struct shape *s);		/* change what the base offers */
	struct driver_ops ops;
	struct core_ops core;
	struct ioas_ops ioas;
	/* Instead of the seam's own: drivers that break the harness. */
	void (*submit)(struct target *t, const struct request *rq, struct answer *a);
	enum answer_kind (*dma)(struct target *t, struct dma *d, unsigned int n);
};

extern const struct model_driver reference;

/* The reference, for those that change a part of it. */
int reference_alloc(struct model *m, struct device *dev, uint32_t flags, struct domain *d);
void reference_free(struct model *m, struct domain *d);
int reference_attach(struct model *m, struct domain *d, struct device *dev);
struct dte reference_static_dte(struct model *m, struct device *dev, enum domain_type type);
struct dte reference_paging_dte(struct model *m, struct domain *d, struct device *dev);
void reference_install(struct model *m, struct device *dev, const struct dte *dte);
int reference_set_dev_pasid(struct model *m, struct domain *d, struct device *dev, uint32_t pasid, struct domain *old);
void reference_install_pasid(struct model *m, struct device *dev, uint32_t pasid, const struct dte *dte);
void reference_leave(struct model *m, struct domain *d, struct device *dev);
int reference_check_iova(const struct domain *d, uint64_t iova, uint64_t size);
int reference_check_paddr(const struct domain *d, uint64_t paddr, uint64_t size);
int reference_check_prot(struct model *m, uint32_t prot);
uint64_t reference_rights(uint32_t prot);
int reference_map_pages(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped);
uint64_t reference_unmap_pages(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
			       struct gather *gather);
uint64_t reference_iova_to_phys(struct model *m, struct domain *d, uint64_t iova);
void reference_flush(struct model *m, struct domain *d, uint64_t first, uint64_t last, bool tables);
int reference_iotlb_sync_map(struct model *m, struct domain *d, uint64_t iova, uint64_t size);
void reference_iotlb_sync(struct model *m, struct domain *d, struct gather *gather);
void reference_flush_iotlb_all(struct model *m, struct domain *d);
int reference_compatible(struct model *m, struct domain *d, struct device *dev);
bool reference_enforce_cache_coherency(struct model *m, struct domain *d);
unsigned int reference_msi_windows(struct device *dev);
void reference_fault(struct model *m, struct device *dev, uint64_t iova, bool write, struct fault_report *report);

/*
 * The @n-th of all that --target model: can be followed by: the reference, then profiles, variants, broken ones and
 * mutants. Returns NULL, and NULL in *@name, behind the last one.
 */
const struct model_driver *model_driver_get(unsigned int n, const char **name);

#endif
