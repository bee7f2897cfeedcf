/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uapi.h - what this folder says to /dev/iommu, VFIO devices and the mock driver, declared here because the headers of a
 * distribution can be older than the kernel that runs. Numbers and layouts are those of Linux 7.2: include/uapi/linux/
 * iommufd.h and vfio.h, drivers/iommu/iommufd/iommufd_test.h. A structure that grew is declared as it is now: what an older
 * kernel does not know of it is zero, which it takes.
 */
#ifndef HARNESS_IOMMUFD_UAPI_H
#define HARNESS_IOMMUFD_UAPI_H

#include <stdint.h>
#include <sys/ioctl.h>

/* ---- /dev/iommu: each structure begins with its own size */

#define IOFD_IO(nr)	_IO(';', nr)
#define IOFD_DESTROY		IOFD_IO(0x80)
#define IOFD_IOAS_ALLOC		IOFD_IO(0x81)
#define IOFD_IOAS_ALLOW_IOVAS	IOFD_IO(0x82)
#define IOFD_IOAS_COPY		IOFD_IO(0x83)
#define IOFD_IOAS_IOVA_RANGES	IOFD_IO(0x84)
#define IOFD_IOAS_MAP		IOFD_IO(0x85)
#define IOFD_IOAS_UNMAP		IOFD_IO(0x86)
#define IOFD_OPTION		IOFD_IO(0x87)
#define IOFD_VFIO_IOAS		IOFD_IO(0x88)
#define IOFD_HWPT_ALLOC		IOFD_IO(0x89)
#define IOFD_SET_DIRTY		IOFD_IO(0x8b)
#define IOFD_GET_DIRTY		IOFD_IO(0x8c)
#define IOFD_INVALIDATE		IOFD_IO(0x8d)
#define IOFD_FAULT_ALLOC	IOFD_IO(0x8e)
#define IOFD_VIOMMU_ALLOC	IOFD_IO(0x90)
#define IOFD_VDEVICE_ALLOC	IOFD_IO(0x91)
#define IOFD_TEST		IOFD_IO(0xa0)
#define IOFD_NO_SUCH_COMMAND	IOFD_IO(0xf0)

struct iofd_destroy { uint32_t size, id; };
struct iofd_ioas_alloc { uint32_t size, flags, out_id; };
struct iofd_range { uint64_t start, last; };
struct iofd_ranges { uint32_t size, ioas, n, reserved; uint64_t list, alignment; };
struct iofd_allow { uint32_t size, ioas, n, reserved; uint64_t list; };
enum { IOFD_FIXED = 1, IOFD_WRITEABLE = 2, IOFD_READABLE = 4 };
struct iofd_map { uint32_t size, flags, ioas, reserved; uint64_t va, length, iova; };
struct iofd_copy { uint32_t size, flags, to, from; uint64_t length, iova, source; };
struct iofd_unmap { uint32_t size, ioas; uint64_t iova, length; };
enum { IOFD_OPTION_HUGE_PAGES = 1 };
struct iofd_option { uint32_t size, option; uint16_t op, reserved; uint32_t object; uint64_t value; };
enum { IOFD_VFIO_IOAS_SET = 1, IOFD_VFIO_IOAS_CLEAR = 2 };
struct iofd_vfio_ioas { uint32_t size, ioas; uint16_t op, reserved; };
struct iofd_hwpt_alloc {
	uint32_t size, flags, dev, pt, out_id, reserved, data_type, data_len;
	uint64_t data;
	uint32_t fault_id, reserved2;
};
enum { IOFD_DIRTY_ENABLE = 1, IOFD_DIRTY_NO_CLEAR = 1 };
struct iofd_set_dirty { uint32_t size, flags, hwpt, reserved; };
struct iofd_get_dirty { uint32_t size, hwpt, flags, reserved; uint64_t iova, length, page_size, data; };
struct iofd_invalidate { uint32_t size, hwpt; uint64_t data; uint32_t data_type, entry_len, entries, reserved; };
struct iofd_viommu_alloc {
	uint32_t size, flags, type, dev, hwpt, out_id, data_len, reserved;
	uint64_t data;
};
struct iofd_vdevice_alloc { uint32_t size, viommu, dev, out_id; uint64_t number; };
enum { IOFD_HWPT_FAULT_ID = 4 };
struct iofd_fault_alloc { uint32_t size, flags, out_id, out_fd; };
struct iofd_page_request { uint32_t flags, dev, pasid, group, perm, reserved; uint64_t addr; uint32_t length, cookie; };
enum { IOFD_PAGE_SUCCESS, IOFD_PAGE_INVALID, IOFD_PAGE_NO_SUCH_CODE };
struct iofd_page_response { uint32_t cookie, code; };

/* ---- the mock driver of the self-test */

enum {
	MOCK_DOMAIN = 2, MOCK_CHECK_MAP = 3, MOCK_CREATE_ACCESS = 5, MOCK_DESTROY_ACCESS_PAGES = 6,
	MOCK_ACCESS_PAGES = 7, MOCK_ACCESS_RW = 8, MOCK_REPLACE = 10, MOCK_DOMAIN_FLAGS = 12, MOCK_DIRTY = 13,
	MOCK_CHECK_IOTLB = 14, MOCK_TRIGGER_IOPF = 15, MOCK_PASID_ATTACH = 18, MOCK_PASID_DETACH = 20,
};
enum { MOCK_WRITE = 1, MOCK_NEEDS_PIN_PAGES = 1, MOCK_WITH_PASIDS = 4, MOCK_PASIDS = 1 << 20 };

struct mock_cmd {
	uint32_t size, op, id, reserved;
	union {
		struct { uint32_t out_stdev, out_hwpt, out_idev, flags; } domain;
		struct { uint32_t pt; } replace;
		struct { uint32_t pasid, pt; } pasid;
		struct { uint64_t iova, length, va; } check_map;
		struct { uint32_t out_fd, flags; } create_access;
		struct { uint32_t pages; } destroy_access_pages;
		struct { uint32_t flags, out_pages; uint64_t iova, length, va; } access_pages;
		struct { uint64_t iova, length, va; uint32_t flags; } access_rw;
		struct { uint32_t flags; uint64_t iova, length, page_size, va, out_dirty; } dirty;
		struct { uint32_t id, iotlb; } check_iotlb;
		struct { uint32_t dev, pasid, group, perm; uint64_t addr; } page_request;
	};
	uint32_t last;
};

/* What describes a nested domain, an invalidation and a virtual IOMMU of it; its IOTLB is full of the one word. */
enum { MOCK_NESTED = 0xdead, MOCK_IOTLB = 0xbadbeef, MOCK_IOTLB_ENTRIES = 4 };
struct mock_nested { uint32_t iotlb, tables; };
#define MOCK_INVALIDATION	0xdeadbeefu
struct mock_invalidation { uint32_t flags, entry; };
#define MOCK_VIOMMU		0xdeadbeefu

/* ---- VFIO devices, and containers as /dev/iommu serves them: each structure begins with argsz */

#define VFIO_IO(nr)	_IO(';', 100 + (nr))
#define VFIO_GET_INFO		VFIO_IO(7)
#define VFIO_GET_REGION		VFIO_IO(8)
#define VFIO_MAP_DMA		VFIO_IO(13)
#define VFIO_UNMAP_DMA		VFIO_IO(14)
#define VFIO_BIND		VFIO_IO(18)
#define VFIO_ATTACH		VFIO_IO(19)
#define VFIO_DETACH		VFIO_IO(20)

enum { VFIO_FLAG_PCI = 2 };
struct vfio_info { uint32_t argsz, flags, regions, irqs, cap, pad; };
struct vfio_region { uint32_t argsz, flags, index, cap; uint64_t size, offset; };
enum { VFIO_MAP_READ = 1, VFIO_MAP_WRITE = 2 };
struct vfio_map { uint32_t argsz, flags; uint64_t va, iova, size; };
struct vfio_unmap { uint32_t argsz, flags; uint64_t iova, size; };
struct vfio_bind { uint32_t argsz, flags; int32_t iommufd; uint32_t out_dev; };
struct vfio_attach { uint32_t argsz, flags, pt; };
struct vfio_detach { uint32_t argsz, flags; };

#endif
