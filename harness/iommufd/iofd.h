/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * iofd.h - the running kernel as a target, as a user space sees it: /dev/iommu, and devices of VFIO or of the mock
 * driver of the kernel's self-test.
 *
 *	target.c	the seam: describe, reset, look
 *	ops.c		operations of the kernel's own API, as far as iommufd passes them on unchanged
 *	space.c		operations on address spaces: what iommufd itself owes
 *	access.c	accesses of the mock driver, dirty tracking
 *	faults.c	HWPTs that take page requests
 *	nested.c	HWPTs and virtual IOMMUs that stand on a HWPT
 *	device.c	devices: found, bound to iommufd, attached
 *	safety.c	may this device be taken, and how it is given back
 *	dma.c		DMA by a device's engine, judged by what memory holds
 *	engine_*.c	devices that can be told to perform DMA, a file each
 *	memory.c	the memory that the suite may map
 *	locked.c	what may be pinned of it, and is
 *	kmsg.c		what the kernel says meanwhile
 */
#ifndef HARNESS_IOMMUFD_IOFD_H
#define HARNESS_IOMMUFD_IOFD_H

#include "harness/iommufd/uapi.h"
#include "harness/target.h"

#define IOFD_AREAS	32	/* most mappings of an address space that are remembered */
#define IOFD_PINS	8

struct iofd_device;

/* A device that can be told to perform DMA. A file engine_NAME.c has one; engines.c lists them. */
struct iofd_engine {
	const char *name;
	/*
	 * Nobody is told what it fetched: it keeps that, and stores it where move() writes a word that is not 0; for a
	 * word 0 it stores a word that was never fetched.
	 */
	bool blind;
	unsigned int width;	/* bytes that it moves, from an address that is a multiple of it; 0: 4 */
	/* Is the device one of these? Then make it ready; @v->engine_data is the engine's own. */
	bool (*take)(struct iofd_device *v);
	/* Read or write a word of 32 bits at @iova. Returns 0, -EIO if the device says that it cannot, or -ENODEV. */
	int (*move)(struct iofd_device *v, bool write, uint64_t iova, uint32_t *word);
	void (*leave)(struct iofd_device *v);
};
extern const struct iofd_engine *const iofd_engines[];

struct iofd_device {
	char name[TARGET_NAME];		/* 0000:01:00.0, e1000000.v0, mock0 */
	char node[128];			/* /dev/vfio/devices/vfio0; "" for one of the mock driver */
	int fd;				/* of the node, bound; -1 */
	uint32_t id;			/* of the device in iommufd */
	uint32_t mock, parked;		/* the mock device, and the empty IOAS that stands for none */
	int on;				/* handle that it is attached to, or DOM_NONE */
	uint32_t hwpt;			/* that the last attach told */
	uint32_t vdevice;		/* what it is to a virtual IOMMU; 0: nothing */
	int asked;			/* the handle where its last page request lies; DOM_NONE */
	uint32_t cookie;		/* … and what it is answered by; NO_COOKIE */
	int instance, group;
	uint64_t reach_first, reach_last;
	uint32_t max_pasids, pasid[4];	/* those that are attached */
	unsigned int npasids;
	const struct iofd_engine *engine;
	volatile void *engine_data;
	uint64_t region;		/* offset of the engine's registers in @fd */
};

struct iofd_area { uint64_t iova, size, paddr; uint32_t prot; };

/* What a domain handle stands for. */
enum iofd_kind {
	IOFD_NOTHING, IOFD_IOAS, IOFD_HWPT, IOFD_DOMAIN,	/* a domain is a HWPT with an IOAS of its own */
	IOFD_NESTED, IOFD_VIOMMU,
};
struct iofd_handle {
	enum iofd_kind kind;
	uint32_t ioas, hwpt;		/* IDs; of a virtual IOMMU @hwpt is its own */
	int of;				/* of a HWPT: the handle of its IOAS */
	struct iofd_area area[IOFD_AREAS];
	unsigned int nareas;
	int access;			/* file of the mock driver's access; -1 */
	uint32_t queue;			/* of page requests, its ID; 0: none */
	int queue_fd;
};

struct iofd_pin { int dom; uint64_t iova, size; uint32_t id; };

struct iofd {
	struct target target;		/* first */
	int fd;				/* /dev/iommu */
	bool mock;
	struct iofd_device dev[TARGET_DEVICES];
	unsigned int ndevs;
	struct iofd_handle handle[TARGET_DOMAINS];
	struct iofd_pin pin[IOFD_PINS];
	unsigned int npins;
	uint64_t fingerprint;
	char driver[TARGET_NAME];
};

static inline struct iofd *to_iofd(struct target *t)
{
	return (struct iofd *)t;
}

/* An ioctl. Returns its result, or a negative errno. */
int iofd_call(int fd, unsigned long nr, void *arg);
/* The target cannot do it: @why. Returns 0, for the handlers of operations. */
int64_t iofd_cannot(struct answer *a, const char *why);

/* ---- space.c */
int iofd_ioas_alloc(struct iofd *t, uint32_t *ioas);
int iofd_destroy(struct iofd *t, uint32_t id);
int iofd_map(struct iofd *t, uint32_t ioas, uint64_t iova, uint64_t size, const void *va, uint32_t prot,
	     uint32_t flags);
/* Unmaps; *@size in and out. */
int iofd_unmap(struct iofd *t, uint32_t ioas, uint64_t iova, uint64_t *size);
/* What the IOAS tells; at most TARGET_RANGES. */
int iofd_ranges(struct iofd *t, uint32_t ioas, struct domain_facts *f);
/* The aperture, of the ranges that @f has: what a device reserves at an edge is no part of it, attached or not. */
void iofd_reach(const struct iofd *t, struct domain_facts *f);
int iofd_hwpt_alloc(struct iofd *t, uint32_t dev, uint32_t ioas, uint32_t flags, uint32_t *hwpt);
/* The IOAS behind a handle. */
struct iofd_handle *iofd_space(struct iofd *t, int dom);
/* Note a mapping, or that all within @iova + @size are gone. */
void iofd_note_area(struct iofd_handle *h, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot);
void iofd_forget_areas(struct iofd_handle *h, uint64_t iova, uint64_t size);
const struct iofd_area *iofd_area_at(const struct iofd_handle *h, uint64_t iova);
int64_t space_submit(struct iofd *t, const struct request *rq, struct answer *a);

/* ---- access.c */
int64_t access_submit(struct iofd *t, const struct request *rq, struct answer *a);
/* Give back all that accesses have pinned, and the accesses. */
void access_reset(struct iofd *t);
void access_leave(struct iofd_handle *h);

/* ---- faults.c */
#define IOFD_NO_COOKIE	0x7ffffff0u
int64_t faults_submit(struct iofd *t, const struct request *rq, struct answer *a);
/* Close the queue of a handle whose HWPT is gone. */
void faults_leave(struct iofd *t, struct iofd_handle *h);

/* ---- nested.c */
int64_t nested_submit(struct iofd *t, const struct request *rq, struct answer *a);
/* Destroy all that stands on a HWPT. Returns false if something is in use all the same. */
bool nested_reset(struct iofd *t);

/* ---- ops.c */
int64_t ops_submit(struct iofd *t, const struct request *rq, struct answer *a);

/* ---- device.c */
/* Find the devices that @arg names (NULL: any that VFIO has); @bind names one that may be taken from its driver. */
bool device_find(struct iofd *t, const char *arg, const char *bind, char *why, size_t len);
/* Bind them to t->fd; the other way round. */
bool device_bind_all(struct iofd *t, char *why, size_t len);
void device_unbind_all(struct iofd *t);
int device_attach(struct iofd *t, struct iofd_device *v, uint32_t pt);
int device_detach(struct iofd *t, struct iofd_device *v);
/* The same for a PASID, on devices of the mock driver; at most four. */
int device_attach_pasid(struct iofd *t, struct iofd_device *v, uint32_t pasid, uint32_t pt);
bool device_detach_pasids(struct iofd *t, struct iofd_device *v);
/* What it reserves, without that which may be mapped all the same. Returns how many, or a negative errno. */
struct iofd_reserved { uint64_t first, last; };
int device_reserved(const struct iofd_device *v, struct iofd_reserved *list, unsigned int room);

/* ---- safety.c */
/*
 * Give the device @name of @bus to the VFIO driver, if nobody uses it; whatever becomes of this process, it is given
 * back when it ends.
 */
bool safety_take(const char *bus, const char *name, char *why, size_t len);
/* Is anything else of its group in use? */
bool safety_group_free(const char *bus, const char *name, char *why, size_t len);
/* Give back all that was taken, now. */
void safety_give_back(void);
/* Take it from its driver, whatever that is, and give it to @driver; "" is to whom it belongs. For guests. */
bool safety_rebind(const char *bus, const char *name, const char *driver);

/* ---- memory.c */
bool memory_start(char *why, size_t len);
void memory_end(void);
extern struct seg iofd_memory;
/* The process's own address of @paddr; NULL if @size bytes from there on are not the suite's. */
void *memory_at(uint64_t paddr, uint64_t size);
/* Where the word is that holds @word as its canary; false if there is none. */
bool memory_find(uint32_t word, uint64_t *paddr);
/* A word that is not its canary, among the pages that were mapped; the canary is put back. False if there is none. */
bool memory_find_change(uint64_t *paddr, uint32_t *word);
/* These pages were mapped somewhere since memory_forget(). */
void memory_mapped(uint64_t paddr, uint64_t size);
void memory_forget(void);
/* The @n-th run of @unit bytes that was mapped; false behind the last one. */
bool memory_run(unsigned int n, uint64_t unit, uint64_t *paddr);
bool memory_clean(void);

/* ---- locked.c */
/* This process may lock no memory until locked_allow(). Returns false, and nothing changed, if that cannot be. */
bool locked_forbid(void);
void locked_allow(void);
/* What the kernel says is pinned of this process's memory; false if it does not say. */
bool locked_bytes(uint64_t *bytes);

/* ---- dma.c */
enum answer_kind dma_perform(struct iofd *t, struct dma *d, unsigned int n);
/* A device on the domain @dom writes to a page; -ENODEV if none can. */
int dma_write_page(struct iofd *t, int dom, uint64_t iova);

/* ---- kmsg.c */
bool kmsg_start(void);
void kmsg_begin(void);
/* EVENT_* of what was said since kmsg_begin(), the text of it in @log. */
uint32_t kmsg_end(char *log, size_t len);
bool kmsg_clean(void);

extern const struct target_driver iommufd_target;

#endif
