/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * target.h - the one seam: what the suite asks of anything that behaves like an IOMMU.
 *
 * A target executes and observes; it never judges and knows no rule. What it cannot do or see it leaves out of
 * @can of its description; the suite then skips the case with that reason. Addresses and sizes are in bytes;
 * nothing here is page-aligned unless the suite made it so, because misaligned calls are part of the contract.
 *
 * The same requests and answers have a text form, one line each (target_text.c): it is the wire protocol of targets
 * at the far end of a byte stream, and the notation of steps in records.
 */
#ifndef HARNESS_TARGET_H
#define HARNESS_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define TARGET_DEVICES	8	/* most devices that a target shows */
#define TARGET_DOMAINS	8	/* domain handles: three that always exist, then the slots of the suite */
#define TARGET_SEGS	8	/* most segments of a map_sg list */
#define TARGET_RANGES	8	/* most ranges that an IOAS tells */
#define TARGET_WATCHES	32	/* most DMA probes armed during one operation */
#define TARGET_NAME	64	/* longest name of anything, with its NUL */
#define TARGET_LOG	4096	/* kernel messages kept of one operation, with the NUL */

/* Domain handles. The first three exist in every target; the suite allocates into DOM_FIRST and above. */
enum dom { DOM_NONE = -1, DOM_DEFAULT, DOM_BLOCKED, DOM_IDENTITY, DOM_FIRST };

/*
 * Operations: identifier, name in the text form and in the spec, operands, result.
 * Operands: v device, D domain, R run of IOVAs (first byte, size), P physical address, L list of physical segments,
 * p protection, F allocation flags, g gfp class, k PASID; w, E, S a second device, domain, run of IOVAs; h one of
 * TARGET_HOW. Results: e errno (0 or negative), b bytes (or a negative errno where the kernel's function has one), n nothing, u
 * unsigned number.
 *
 * From IOAS_ALLOC on: what a user space asks of /dev/iommu and of VFIO. There a domain handle is an IOAS, a HWPT or a
 * virtual IOMMU.
 */
#define TARGET_OPS(X) \
	X(ALLOC,	"alloc",	"DvF",	'e')	/* iommu_paging_domain_alloc_flags() into handle D */ \
	X(FREE,		"free",		"D",	'n')	/* iommu_domain_free() */ \
	X(NARROW,	"narrow",	"D",	'n')	/* take the largest size but one page size left out of pgsize_bitmap */ \
	X(ATTACH,	"attach",	"vD",	'e')	/* iommu_attach_group(D, group of v) */ \
	X(ATTACH_DEVICE, "attach_device", "vD",	'e')	/* iommu_attach_device(D, v) */ \
	X(DETACH,	"detach",	"v",	'n')	/* iommu_detach_group(current domain, group of v) */ \
	X(DETACH_DEVICE, "detach_device", "vD",	'n')	/* iommu_detach_device(D, v); D may be the wrong one */ \
	X(REPLACE,	"replace",	"vD",	'e')	/* iommu_group_replace_domain() or its equivalent; D may be a constant */ \
	X(MAP,		"map",		"DRPp",	'e')	/* iommu_map(.., GFP_KERNEL) */ \
	X(MAP_GFP,	"map_gfp",	"DRPpg", 'e')	/* iommu_map() with that gfp */ \
	X(MAP_NOSYNC,	"map_nosync",	"DRPp",	'e')	/* iommu_map_nosync() */ \
	X(SYNC_MAP,	"sync_map",	"DR",	'e')	/* iommu_sync_map() */ \
	X(MAP_SG,	"map_sg",	"DRLp",	'b')	/* iommu_map_sg() at the first byte of R */ \
	X(UNMAP,	"unmap",	"DR",	'b')	/* iommu_unmap() */ \
	X(UNMAP_FAST,	"unmap_fast",	"DR",	'b')	/* iommu_unmap_fast() into the one pending gather of D */ \
	X(UNMAP_QUEUED,	"unmap_queued",	"DR",	'b')	/* the same with gather->queued set: a flush_all is owed */ \
	X(SYNC,		"sync",		"D",	'n')	/* iommu_iotlb_sync() of the pending gather of D */ \
	X(FLUSH_ALL,	"flush_all",	"D",	'n')	/* ops->flush_iotlb_all() */ \
	X(CLAIM,	"claim",	"v",	'e')	/* iommu_device_claim_dma_owner() */ \
	X(CLAIM_OTHER,	"claim_other",	"v",	'e')	/* the same by another owner */ \
	X(CLAIM_NOBODY,	"claim_nobody",	"v",	'e')	/* the same with owner NULL */ \
	X(RELEASE,	"release",	"v",	'n')	/* iommu_device_release_dma_owner() */ \
	X(BIND,		"bind",		"v",	'e')	/* a DMA-API driver binds: iommu_device_use_default_domain() */ \
	X(REPROBE,	"reprobe",	"v",	'e')	/* device leaves its IOMMU driver and is probed again */ \
	X(REPROBE_DEFERRED, "reprobe_deferred", "v", 'e') /* the same as a kdump kernel does it: attach is deferred */ \
	X(ATTACH_PASID,	"attach_pasid",	"vkD",	'e')	/* iommu_attach_device_pasid(D, v, k) */ \
	X(REPLACE_PASID, "replace_pasid", "vkD", 'e')	/* iommu_replace_device_pasid(D, v, k) */ \
	X(REPLACE_PASID_REUSED, "replace_pasid_reused", "vkD", 'e') /* the same with the handle that k has already */ \
	X(DETACH_PASID,	"detach_pasid",	"vk",	'n')	/* iommu_detach_device_pasid(current domain of k, v, k) */ \
	X(RESET_PREPARE, "reset_prepare", "v",	'e')	/* pci_dev_reset_iommu_prepare() */ \
	X(RESET_DONE,	"reset_done",	"v",	'n')	/* pci_dev_reset_iommu_done() */ \
	X(ENFORCE_COHERENCY, "enforce_coherency", "D",	'e')	/* ops->enforce_cache_coherency(): EOPNOTSUPP where it is false */ \
	X(MSI_WINDOWS,	"msi_windows",	"v",	'u')	/* IOMMU_RESV_SW_MSI regions that iommu_get_resv_regions() tells */ \
	X(DMA_API,	"dma_api",	"v",	'e')	/* first use of the DMA API: performs a deferred attach */ \
	X(OBJECTS,	"objects",	"",	'u')	/* live table pages, domain numbers and domain structures */ \
	X(IOAS_ALLOC,	"ioas_alloc",	"D",	'e')	/* IOMMU_IOAS_ALLOC into handle D */ \
	X(HWPT_ALLOC,	"hwpt_alloc",	"DvEF",	'e')	/* IOMMU_HWPT_ALLOC of IOAS E into handle D */ \
	X(DESTROY,	"destroy",	"D",	'e')	/* IOMMU_DESTROY; of an ID that nothing has, if D is absent */ \
	X(IOAS_MAP,	"ioas_map",	"DRPp",	'e')	/* IOMMU_IOAS_MAP with FIXED_IOVA */ \
	X(IOAS_PLACE,	"ioas_place",	"DR",	'b')	/* … without, of as many bytes as R has; tells the IOVA, unmaps */ \
	X(IOAS_MAP_POOR, "ioas_map_poor", "DRPp", 'e')	/* ioas_map by one who may lock no memory: RLIMIT_MEMLOCK is 0 */ \
	X(IOAS_MAP_OWED, "ioas_map_owed", "DRPp", 'u')	/* … and how many bytes more the kernel says it has pinned of his */ \
	X(IOAS_UNMAP,	"ioas_unmap",	"DR",	'b')	/* IOMMU_IOAS_UNMAP */ \
	X(IOAS_COPY,	"ioas_copy",	"DRpES", 'e')	/* IOMMU_IOAS_COPY with FIXED_IOVA from S of E */ \
	X(IOAS_ALLOW,	"ioas_allow",	"DR",	'e')	/* IOMMU_IOAS_ALLOW_IOVAS with one entry */ \
	X(IOAS_ALLOW_BOTH, "ioas_allow_both", "DRS", 'e') /* … with two */ \
	X(IOAS_SMALL,	"ioas_small",	"D",	'e')	/* IOMMU_OPTION, HUGE_PAGES = 0 */ \
	X(IOAS_RANGES,	"ioas_ranges",	"Dh",	'e')	/* IOMMU_IOAS_IOVA_RANGES into an array as large as h says */ \
	X(IOAS_RANGES_TOLD, "ioas_ranges_told", "Dh", 'u') /* … and how many it says that there are */ \
	X(IOAS_RANGES_FILLED, "ioas_ranges_filled", "Dh", 'u') /* … and how many of the array it filled in, in order */ \
	X(IOCTL,	"ioctl",	"h",	'e')	/* IOMMU_IOAS_ALLOC or IOMMU_DESTROY, framed as h says */ \
	X(VFIO_ATTACH,	"vfio_attach",	"vD",	'e')	/* VFIO_DEVICE_ATTACH_IOMMUFD_PT */ \
	X(VFIO_DETACH,	"vfio_detach",	"v",	'e')	/* VFIO_DEVICE_DETACH_IOMMUFD_PT */ \
	X(VFIO_ATTACH_PASID, "vfio_attach_pasid", "vkD", 'e') /* VFIO_DEVICE_ATTACH_IOMMUFD_PT of the PASID k */ \
	X(IOAS_RESERVED, "ioas_reserved", "vD",	'u')	/* regions that v reserves and the ranges of IOAS D let in */ \
	X(SAME_HWPT,	"same_hwpt",	"vw",	'u')	/* 1 if the last attach of both told the same HWPT, else 0 */ \
	X(ACCESS_PIN,	"access_pin",	"DRp",	'e')	/* iommufd_access_pin_pages(), to write where p has w */ \
	X(ACCESS_UNPIN,	"access_unpin",	"DR",	'e')	/* … given back; ENOENT if nothing is pinned */ \
	X(ACCESS_RW,	"access_rw",	"DRp",	'e')	/* iommufd_access_rw() */ \
	X(DIRTY_ON,	"dirty_on",	"D",	'e')	/* IOMMU_HWPT_SET_DIRTY_TRACKING */ \
	X(DIRTY_OFF,	"dirty_off",	"D",	'e') \
	X(DIRTY_WRITE,	"dirty_write",	"DR",	'e')	/* a device on HWPT D writes to R */ \
	X(DIRTY_READ,	"dirty_read",	"DR",	'b')	/* IOMMU_HWPT_GET_DIRTY_BITMAP: bytes that are dirty */ \
	X(DIRTY_PEEK,	"dirty_peek",	"DR",	'b')	/* … with NO_CLEAR */ \
	X(DIRTY_SIZELESS, "dirty_sizeless", "DR", 'b')	/* … with a page size of 0 */ \
	X(VFIO_MAP,	"vfio_map",	"DRPp",	'e')	/* VFIO_IOMMU_MAP_DMA of a type 1 container on IOAS D */ \
	X(VFIO_UNMAP,	"vfio_unmap",	"DR",	'b')	/* VFIO_IOMMU_UNMAP_DMA, type 1 v2 */ \
	X(NESTED_ALLOC,	"nested_alloc",	"DvEh",	'e')	/* IOMMU_HWPT_ALLOC of HWPT E into D, described as h says */ \
	X(GUEST_MAP,	"guest_map",	"vR",	'e')	/* the guest's table of the nested HWPT that v is on leads from R to R */ \
	X(GUEST_UNMAP,	"guest_unmap",	"vR",	'e')	/* … to nowhere; neither invalidates */ \
	X(NESTED_INVALIDATE, "nested_invalidate", "DR", 'e') /* IOMMU_HWPT_INVALIDATE of R */ \
	X(INVALIDATE_LIST, "invalidate_list", "DRh", 'e') /* … of three pages from R on, framed as h says */ \
	X(INVALIDATE_DONE, "invalidate_done", "DRh", 'u') /* … and how many it says were done */ \
	X(NESTED_CACHED, "nested_cached", "DR",	'b')	/* bytes of R that an IOTLB holds for nested HWPT D */ \
	X(VIOMMU_ALLOC,	"viommu_alloc",	"DvE",	'e')	/* IOMMU_VIOMMU_ALLOC on HWPT E into handle D */ \
	X(VDEVICE_ALLOC, "vdevice_alloc", "vkD", 'e')	/* IOMMU_VDEVICE_ALLOC: the virtual IOMMU D knows v by the number k */ \
	X(HWPT_ALLOC_FAULTS, "hwpt_alloc_faults", "DvEFh", 'e') /* hwpt_alloc with FAULT_ID_VALID, and a queue for D alone */ \
	X(PAGE_REQUEST,	"page_request",	"vR",	'e')	/* v asks for the page at R, to read it, and waits */ \
	X(PAGE_READ,	"page_read",	"vh",	'e')	/* read from the queue where v asked last; EAGAIN: nothing is there */ \
	X(PAGE_SUCCESS,	"page_success",	"v",	'e')	/* answer what was read of v last, IOMMUFD_PAGE_RESP_SUCCESS */ \
	X(PAGE_INVALID,	"page_invalid",	"v",	'e')	/* … IOMMUFD_PAGE_RESP_INVALID */ \
	X(PAGE_ANSWER,	"page_answer",	"vh",	'e')	/* … with success, framed as h says */ \
	X(PAGE_WAITS,	"page_waits",	"v",	'u')	/* 1 while v waits for an answer, else 0 */ \
	X(PAGE_GOT,	"page_got",	"v",	'u')	/* 1 if the last answer let v try again, and it could read; else 0 */

enum target_op {
#define X(id, name, operands, result) TARGET_##id,
	TARGET_OPS(X)
#undef X
	TARGET_NR_OPS
};

struct op_desc {
	const char *name;	/* "map" */
	const char *operands;	/* "DRPp" */
	char result;		/* 'e', 'b', 'n' or 'u' */
};
extern const struct op_desc target_ops[TARGET_NR_OPS];

/* Find an operation by its name. Returns TARGET_NR_OPS if there is none. */
enum target_op target_op_find(const char *name);

/* Protection bits: the values of include/linux/iommu.h. */
enum { PROT_READ_ = 1, PROT_WRITE_ = 2, PROT_CACHE_ = 4, PROT_NOEXEC_ = 8, PROT_MMIO_ = 16, PROT_PRIV_ = 32 };

/* Allocation flags: those of iommufd that the kernel API takes, and one bit that nobody has defined. */
enum { FLAG_NEST_PARENT = 1, FLAG_DIRTY_TRACKING = 2, FLAG_PASID = 8, FLAG_UNKNOWN = 1u << 31 };

/* gfp classes of map_gfp. Those after GFP_CLASS_ATOMIC are caller bugs. */
enum gfp_class { GFP_CLASS_KERNEL, GFP_CLASS_ATOMIC, GFP_CLASS_DMA32, GFP_CLASS_HIGHMEM, GFP_CLASS_COMP };

/* How something is asked for: identifier, name. */
#define TARGET_HOW(X) \
	X(NO_ROOM, "no-room")		/* the array has no entry */ \
	X(ONE_LESS, "one-less")		/* … one less than there are ranges */ \
	X(EXACT, "exact") \
	X(ONE_MORE, "one-more") \
	X(WELL_FORMED, "well-formed")	/* the structure of IOMMU_IOAS_ALLOC as it should be */ \
	X(SHORT, "short")		/* … it ends before its first version did */ \
	X(LONG_ZEROES, "long-zeroes")	/* … it is longer than the kernel knows, and zero there */ \
	X(LONG, "long")			/* … and not zero */ \
	X(NO_SUCH_NUMBER, "no-such-number") /* a command that there is not */ \
	X(BAD_POINTER, "bad-pointer") \
	X(UNKNOWN_FLAG, "unknown-flag") \
	X(RESERVED_SET, "reserved-set")	/* a reserved member is not zero */ \
	X(UNKNOWN_ID, "unknown-id")	/* an object that there is not */ \
	X(FIRST_BAD, "first-bad")	/* of three entries, one is nonsense */ \
	X(SECOND_BAD, "second-bad")

enum target_how {
#define X(id, name) HOW_##id,
	TARGET_HOW(X)
#undef X
	TARGET_NR_HOW
};
extern const char *const target_how[TARGET_NR_HOW];

struct seg {		/* a piece of physical memory, in bytes */
	uint64_t paddr, size;
	bool bus;	/* a bus address (P2P) that map_sg skips */
};

/*
 * What is wrong while one operation runs. Those after ENV_ATTACH_FAILURE are troubles of the hardware: clocks cannot be
 * enabled; no command completes; no device is powered; no number or context for one more domain is left.
 */
enum env_kind {
	ENV_NONE, ENV_ALLOC_FAILURE, ENV_SYNC_FAILURE, ENV_ATTACH_FAILURE,
	ENV_CLOCK_FAILURE, ENV_HARDWARE_STUCK, ENV_UNPOWERED, ENV_EXHAUSTED
};
struct env {
	enum env_kind kind;
	uint32_t n;	/* alloc-failure: the n-th allocation fails, from 1; 0: every one */
	int dev;	/* attach-failure: the device that the driver refuses */
};

/* What a driver told the handler of a domain about a DMA that was not translated. */
struct fault_report {
	bool made;
	bool write;
	uint64_t iova;
};

/* One DMA by a device; @result and what follows are the answer. */
enum dma_result { DMA_NOTHING, DMA_REACHED, DMA_UNSEEN };
struct dma {
	int dev;
	uint32_t pasid;		/* 0: none */
	bool write;
	uint64_t iova;
	enum dma_result result;	/* DMA_NOTHING: no effect; DMA_UNSEEN: the target could not tell */
	uint64_t paddr;		/* DMA_REACHED: the byte that was read or written */
	bool fault;		/* the platform recorded a fault for it */
	struct fault_report report;	/* report_iommu_fault() */
	bool assumed;		/* as in struct answer */
};

struct request {
	enum target_op op;
	int dev;		/* operand v */
	int dom;		/* operand D, an enum dom or a slot */
	uint32_t pasid;		/* operand k */
	uint64_t iova, size;	/* operand R */
	uint64_t paddr;		/* operand P */
	struct seg seg[TARGET_SEGS];	/* operand L */
	unsigned int nsegs;
	uint32_t prot;		/* operand p, PROT_*_ */
	uint32_t flags;		/* operand F, FLAG_* */
	enum gfp_class gfp;	/* operand g */
	int dev2;		/* operand w */
	int dom2;		/* operand E */
	uint64_t iova2, size2;	/* operand S */
	enum target_how how;	/* operand h */
	struct env env;
	struct dma watch[TARGET_WATCHES];	/* tried in every intermediate state of the hardware; fills no cache */
	unsigned int nwatch;
};

/*
 * ANSWER_DONE: executed, the result is valid. ANSWER_UNSUPPORTED: the target cannot do it, @why says what is missing.
 * ANSWER_UNKNOWN: a model whose source does not say what happens, @why says which. ANSWER_CRASHED: the far end died or
 * reported an oops; ANSWER_HUNG: it did not answer in time; ANSWER_GARBLED: it answered nonsense. After the last three
 * the target must be reset before anything else.
 */
enum answer_kind { ANSWER_DONE, ANSWER_UNSUPPORTED, ANSWER_UNKNOWN, ANSWER_CRASHED, ANSWER_HUNG, ANSWER_GARBLED };

/*
 * Bits of answer.events. The last two are reports of a sanitizer (KASAN) and of the lock checkers: the target is not
 * clean after them, its digest says so.
 */
enum { EVENT_WARN = 1, EVENT_SLEPT = 2, EVENT_FREED_WALK = 4, EVENT_MEMORY = 8, EVENT_LOCK = 16 };

struct answer {
	enum answer_kind kind;
	int64_t value;		/* per op_desc.result; the raw value, not cleaned up */
	bool assumed;		/* a model whose source does not speak of this: it did what the reference does */
	uint32_t injected;	/* how often the injected failure was really hit */
	uint32_t events;	/* EVENT_* seen since the last answer */
	unsigned int nduring;	/* what the watches saw: distinct (watch, result, paddr), at most TARGET_WATCHES * 2 */
	struct { unsigned int watch; enum dma_result result; uint64_t paddr; } during[TARGET_WATCHES * 2];
	char why[128];
	char log[TARGET_LOG];	/* what the kernel said meanwhile, "" if nothing */
};

enum domain_type { TYPE_ABSENT, TYPE_PAGING, TYPE_IDENTITY, TYPE_BLOCKED, TYPE_DMA, TYPE_DMA_FQ, TYPE_NESTED, TYPE_SVA,
		   TYPE_IOAS, TYPE_VIOMMU };

/*
 * What the domain says of itself. For a type that is neither PAGING nor IOAS only @type is valid. The aperture of an IOAS
 * is what all devices reach of it, its page size the one that the suite is to map with.
 */
struct domain_facts {
	enum domain_type type;
	uint64_t first, last;	/* aperture, both inclusive */
	bool force_aperture;
	uint64_t pgsize_bitmap;
	uint64_t paddr_last;	/* last physical address that a table entry can hold */
	uint64_t alignment;	/* of an IOAS: what IOVA_RANGES tells, in order */
	unsigned int nranges;
	struct { uint64_t first, last; } range[TARGET_RANGES];
};

/* A sample of everything that can be looked at without DMA. In: @want, @iova. Out: the rest. One round trip. */
#define TARGET_SAMPLES 512
struct sample {
	uint32_t want;				/* bit i: facts of handle i */
	struct domain_facts facts[TARGET_DOMAINS];	/* TYPE_ABSENT where there is no such domain */
	int current[TARGET_DEVICES];		/* iommu_get_domain_for_dev(): a handle, or DOM_NONE */
	unsigned int n;
	struct { int dom; uint64_t iova, paddr; } at[TARGET_SAMPLES];	/* iova_to_phys, the raw result */
	uint32_t events;
};

/* Reserved regions: the types of include/linux/iommu.h. */
#define TARGET_REGIONS	4
enum region_type { REGION_NONE, REGION_DIRECT, REGION_DIRECT_RELAXABLE, REGION_RESERVED, REGION_MSI, REGION_SW_MSI };
struct region {
	enum region_type type;
	uint64_t first, size;	/* I/O addresses, in bytes */
};

struct device_desc {
	char name[TARGET_NAME];
	int instance;		/* which IOMMU it is behind */
	int group;		/* devices of one group share a number */
	int driver;		/* which IOMMU driver; 0 is the one under test */
	bool translated;	/* it is behind an IOMMU at all */
	struct region region[TARGET_REGIONS];	/* the first ones; REGION_NONE ends them */
	bool enforces;		/* IOMMU_CAP_ENFORCE_CACHE_COHERENCY */
	uint32_t max_pasids;	/* its PASIDs are below; 0: it has none */
	bool held;		/* it is claimed for the suite before any case, and stays so */
	uint64_t reach_first, reach_last;	/* IOVAs that no attach of it can take out of its IOMMU's; 0, 0: not known */
};

struct description {
	char target[TARGET_NAME];	/* "model", "uml" */
	char driver[TARGET_NAME];	/* "reference", "rockchip" */
	char kernel[TARGET_NAME];	/* "7.2.13"; "" for a model: today's contract applies */
	char evidence[16];		/* "real", "hardware" or "model" */
	char interface[16];		/* through which the driver is seen: "kernel", "iommufd"; "" for a model */
	char config[TARGET_NAME];	/* what else must be known to repeat it; may be "" */
	unsigned int ndevs;
	struct device_desc dev[TARGET_DEVICES];
	/* Names, each NUL-terminated, the list ended by an empty one. */
	char can[2048];		/* operations by name; "dma", "dma_pasid", "current", "iova_to_phys"; "alloc-failure",
				 * "sync-failure", "attach-failure", "clock-failure", "hardware-stuck", "unpowered",
				 * "exhausted"; "during"; "warn", "slept", "freed-walk", "memory-error", "lock-error";
				 * "fault-record" */
	char has[256];		/* "blocked", "identity": the driver has that static domain; "write-only", "large-pages" … */
	char remarks[512];	/* assumptions that travel into every verdict, for example "64-bit build of a 32-bit driver" */
	struct seg ram[4];	/* physical memory that a device can reach; size 0 ends it */
	struct seg free_ram;	/* the part that the suite may map and whose pages carry canaries */
	uint64_t fingerprint;	/* of the clean state, see digest() */
};

/* The first region of that type; NULL if the device has none. */
const struct region *device_region(const struct device_desc *d, enum region_type type);

struct target;
struct target_driver {
	const char *name;	/* "model": what stands before the ':' of --target */
	const char *synopsis;	/* one line for doctor and --help */
	const char *takes;	/* keys of the options of open(), with blanks between; NULL: it takes none */
	bool watched;		/* what never ends is noticed, whatever else the machine does: be patient */

	/*
	 * Start a target. @arg is what stands behind the ':' of --target, or NULL; @options are "key=value" strings ended
	 * by NULL (for example "kernel=debian:7.2"). On failure returns NULL and writes one line, what is wrong and what
	 * to do, to @why.
	 */
	struct target *(*open)(const char *arg, const char *const *options, char *why, size_t len);
	/* Name the @n-th thing that can stand behind the ':' (a driver or a profile); NULL ends the list. */
	const char *(*list)(unsigned int n);
	/* Optional: can @driver be asked through /dev/iommu as well, with the option "api=iommufd"? */
	bool (*user)(const char *driver);
	/* One line why this target cannot run here and how to get it, into @why. Returns true if it can. */
	bool (*doctor)(char *why, size_t len);
	/* Fill in @d. Returns 0 or a negative errno. */
	int (*describe)(struct target *t, struct description *d);
	/*
	 * Back to the state after boot: no domain of the suite, nothing claimed. Returns 0 or a negative errno;
	 * -ETIMEDOUT: it is back there, but only by a start: to undo what was done would never have ended.
	 */
	int (*reset)(struct target *t);
	/* Optional: as if just started, whatever was done to it. Returns 0; -EOPNOTSUPP: that takes a start; or why not. */
	int (*renew)(struct target *t);
	/* Execute one operation. Always fills in *@a. */
	void (*submit)(struct target *t, const struct request *rq, struct answer *a);
	/* Look. Returns ANSWER_DONE or why not. */
	enum answer_kind (*observe)(struct target *t, struct sample *s);
	/* Perform @n DMAs in that order. Returns ANSWER_DONE or why not. */
	enum answer_kind (*dma)(struct target *t, struct dma *d, unsigned int n);
	/* A number that is the description's fingerprint if, and only if, the target is as clean as after boot. */
	uint64_t (*digest)(struct target *t);
	void (*close)(struct target *t);
	/*
	 * Optional: provide what open() will need with the same arguments, where that can take minutes; it stands for
	 * all open() in this process and its children. Progress goes to standard error. Returns true, or false and one
	 * line in @why.
	 */
	bool (*prepare)(const char *arg, const char *const *options, char *why, size_t len);
	/*
	 * Optional: write to @word what stands for all that the target executes with these arguments, after prepare():
	 * where it is the same, records of one run serve for the next. Returns false if nothing does.
	 */
	bool (*identity)(const char *arg, const char *const *options, char *word, size_t len);
	/*
	 * Optional: can the target do otherwise with the options @after than with @before? True also where nobody can
	 * tell; without this function nobody can.
	 */
	bool (*differs)(const char *arg, const char *const *before, const char *const *after);
};

struct target {			/* first member of every target's own structure */
	const struct target_driver *drv;
};

/* All targets of this build, ended by NULL. Adding one is a line in target_list.c. */
extern const struct target_driver *const target_drivers[];

/* True if @name is in the name list @list (description.can, description.has). */
bool target_list_has(const char *list, const char *name);
/* Append @name to the name list @list of @size bytes. Returns false if it does not fit. */
bool target_list_add(char *list, size_t size, const char *name);

/*
 * The text form (target_text.c). Each printer writes one line without its newline to @buf and returns its length, as
 * snprintf() does; each parser returns 0, or -EINVAL with one line of reason in @why.
 */
int request_print(const struct request *rq, char *buf, size_t len);
int request_parse(const char *line, struct request *rq, char *why, size_t whylen);
int answer_print(const struct request *rq, const struct answer *a, char *buf, size_t len);
int answer_parse(const char *line, const struct request *rq, struct answer *a, char *why, size_t whylen);
int dma_print(const struct dma *d, char *buf, size_t len);
/* The name of @err, "EINVAL" for EINVAL or -EINVAL; a decimal number where it has no name. Static storage. */
const char *errno_name(int64_t err);
/* The errno that @name stands for, positive; 0 if none. */
int errno_find(const char *name);
/* The name of a domain handle: "default", "blocked", "identity", "D0" … Static storage. */
const char *dom_name(int dom);
/* The handle that @name stands for; DOM_NONE if none. */
int dom_find(const char *name);

#endif
