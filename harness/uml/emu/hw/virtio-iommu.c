// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio IOMMU: domains and mappings are the device's own, told of by requests; it has no tables in memory.
 * viommu.c does what the requests say, virtio_mmio.c is the transport. Known from the specification, "Virtual I/O
 * Device (VIRTIO)", version 1.2, "IOMMU Device". Offered: ranges, MMIO, a bypass that is configured; not: properties
 * of endpoints.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/viommu.h"
#include "harness/uml/emu/virtio_mmio.h"

enum { REQUESTS, EVENTS };
enum { UNATTACHED_BYPASS = VIO_CONFIG + 0x24 };

#define FEATURES	(BIT_ULL(32) | BIT(0) | BIT(1) | BIT(2) | BIT(5) | BIT(6))
#define DEVICE_IOMMU	23

static void viommu_reset(struct emu_mmu *m)
{
	vio_reset(m, DEVICE_IOMMU);
	emu_set(m, VIO_CONFIG, SZ_4K | SZ_2M | SZ_1G);
	emu_set64(m, VIO_CONFIG + 0x10, VIOMMU_INPUT_LAST);
	emu_set(m, VIO_CONFIG + 0x1c, VIOMMU_DOMAINS - 1);
	emu_set(m, UNATTACHED_BYPASS, 1);
}

static u32 viommu_read(struct emu_mmu *m, u32 off)
{
	return vio_read(m, off, FEATURES);
}

static void viommu_write(struct emu_mmu *m, u32 off, u32 value)
{
	struct vio_buffer b;

	if (off == VIO_STATUS && !value)
		emu_reset(m);
	else
		vio_write(m, off, value);
	while (off == VIO_NOTIFY && value == REQUESTS && vio_take(m, REQUESTS, &b)) {
		emu_store(b.in + b.in_size - 4, viommu_request(m, m->state, b.out));
		vio_give(m, REQUESTS, &b);
	}
}

static enum emu_route viommu_route(struct emu_mmu *m)
{
	struct viommu *v = m->state;

	if (m->stream >= VIOMMU_ENDPOINTS || !v->endpoint[m->stream].attached)
		return emu_reg(m, UNATTACHED_BYPASS) & 1 ? EMU_PASS : EMU_STOP;
	return v->bypass[v->endpoint[m->stream].domain] ? EMU_PASS : EMU_TRANSLATE;
}

static void viommu_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	struct viommu *v = m->state;
	const struct viommu_mapping *p = viommu_find(v, v->endpoint[m->stream].domain, iova);

	*leaf = (struct emu_leaf) { .hole = !p };
	if (p)
		*leaf = (struct emu_leaf) {
			.iova = p->first, .size = p->last - p->first + 1, .paddr = p->paddr,
			.read = p->flags & VIOMMU_READ, .write = p->flags & VIOMMU_WRITE,
		};
}

/* Nothing but the mappings is kept. */
static void viommu_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
}

static void viommu_fault(struct emu_mmu *m, u64 iova, bool write)
{
	struct vio_buffer b;

	if (!vio_take(m, EVENTS, &b))
		return;
	emu_store(b.in, 2);			/* no mapping */
	emu_store(b.in + 4, BIT(8) | (write ? VIOMMU_WRITE : VIOMMU_READ));
	emu_store(b.in + 8, m->stream);
	emu_store(b.in + 12, 0);
	emu_store(b.in + 16, iova);
	emu_store(b.in + 20, iova >> 32);
	vio_give(m, EVENTS, &b);
}

EMU_HARDWARE(virtio_iommu) = {
	.compatible = "virtio,mmio",
	.paddr_last = ~0ull,
	.state = sizeof(struct viommu),
	.has = { "large-pages", "write-only" },
	.assumed = "an endpoint that is not attached bypasses; nothing is cached; requests are done at once; at most 512 "
		   "mappings",
	.reset = viommu_reset, .read = viommu_read, .write = viommu_write, .route = viommu_route, .walk = viommu_walk,
	.fill = viommu_fill, .fault = viommu_fault,
};
