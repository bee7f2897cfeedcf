// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio IOMMU: domains and mappings are the device's own, told of by requests; it has no tables in memory.
 * Known from the specification, "Virtual I/O Device (VIRTIO)", version 1.2, "IOMMU Device"; virtio_mmio.c is the
 * transport. Offered: ranges, MMIO, a bypass that is configured; not: properties of endpoints.
 */
#include <linux/bits.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "harness/uml/emu/virtio_mmio.h"

enum { ATTACH = 1, DETACH, MAP, UNMAP };
enum { OK, UNSUPP = 2, INVAL = 4, RANGE, NOENT, NOMEM = 8 };
enum { REQUESTS, EVENTS };
enum { F_READ = BIT(0), F_WRITE = BIT(1), F_MMIO = BIT(2), F_BYPASS = BIT(0) };
enum { UNATTACHED_BYPASS = VIO_CONFIG + 0x24 };

#define FEATURES	(BIT_ULL(32) | BIT(0) | BIT(1) | BIT(2) | BIT(5) | BIT(6))
#define DEVICE_IOMMU	23
#define INPUT_LAST	GENMASK_ULL(47, 0)
#define ENDPOINTS	8
#define DOMAINS		64
#define MAPPINGS	512

struct viommu {
	struct { bool attached; u32 domain; } endpoint[ENDPOINTS];
	bool bypass[DOMAINS];
	struct mapping { bool used; u64 first, last, paddr; u32 domain, flags; } mapping[MAPPINGS];
};

static void viommu_reset(struct emu_mmu *m)
{
	memset(m->state, 0, sizeof(struct viommu));
	vio_reset(m, DEVICE_IOMMU);
	emu_set(m, VIO_CONFIG, SZ_4K | SZ_2M | SZ_1G);
	emu_set(m, VIO_CONFIG + 0x10, (u32)INPUT_LAST);
	emu_set(m, VIO_CONFIG + 0x14, INPUT_LAST >> 32);
	emu_set(m, VIO_CONFIG + 0x1c, DOMAINS - 1);
	emu_set(m, UNATTACHED_BYPASS, 1);
}

static bool exists(struct viommu *v, u32 domain)
{
	unsigned int i;

	for (i = 0; i < ENDPOINTS; i++)
		if (v->endpoint[i].attached && v->endpoint[i].domain == domain)
			return true;
	return false;
}

/* A domain that the last endpoint leaves is gone, and its mappings with it. */
static void leave(struct viommu *v, u32 endpoint)
{
	u32 domain = v->endpoint[endpoint].domain;
	struct mapping *p;

	v->endpoint[endpoint].attached = false;
	for (p = v->mapping; !exists(v, domain) && p < v->mapping + MAPPINGS; p++)
		if (p->domain == domain)
			p->used = false;
}

static u32 attach(struct viommu *v, u32 domain, u32 endpoint, u32 flags)
{
	bool bypass = flags & F_BYPASS;

	if (endpoint >= ENDPOINTS || domain >= DOMAINS)
		return endpoint >= ENDPOINTS ? NOENT : RANGE;
	if (flags & ~F_BYPASS || (exists(v, domain) && v->bypass[domain] != bypass))
		return INVAL;
	if (v->endpoint[endpoint].attached && v->endpoint[endpoint].domain != domain)
		leave(v, endpoint);
	v->endpoint[endpoint].attached = true;
	v->endpoint[endpoint].domain = domain;
	v->bypass[domain] = bypass;
	return OK;
}

static u32 detach(struct viommu *v, u32 domain, u32 endpoint)
{
	if (endpoint >= ENDPOINTS)
		return NOENT;
	if (!v->endpoint[endpoint].attached || v->endpoint[endpoint].domain != domain)
		return INVAL;
	leave(v, endpoint);
	return OK;
}

/* The first mapping of the domain that meets the range, behind @p; NULL if there is none. */
static struct mapping *next_in(struct viommu *v, struct mapping *p, u32 domain, u64 first, u64 last)
{
	for (p = p ? p + 1 : v->mapping; p < v->mapping + MAPPINGS; p++)
		if (p->used && p->domain == domain && p->first <= last && first <= p->last)
			return p;
	return NULL;
}

static u32 map(struct viommu *v, const struct mapping *new)
{
	struct mapping *p = v->mapping;

	if (!exists(v, new->domain))
		return NOENT;
	if ((new->first | (new->last + 1) | new->paddr) % SZ_4K || new->last > INPUT_LAST || new->first > new->last)
		return RANGE;
	if (new->flags & ~(F_READ | F_WRITE | F_MMIO) || v->bypass[new->domain] ||
	    next_in(v, NULL, new->domain, new->first, new->last))
		return INVAL;
	while (p < v->mapping + MAPPINGS && p->used)
		p++;
	if (p == v->mapping + MAPPINGS)
		return NOMEM;
	*p = *new;
	return OK;
}

/* A mapping is removed as a whole, or the request fails and nothing is. */
static u32 unmap(struct viommu *v, u32 domain, u64 first, u64 last)
{
	struct mapping *p = NULL;

	if (!exists(v, domain))
		return NOENT;
	if (v->bypass[domain])
		return INVAL;
	while ((p = next_in(v, p, domain, first, last)))
		if (p->first < first || p->last > last)
			return RANGE;
	while ((p = next_in(v, p, domain, first, last)))
		p->used = false;
	return OK;
}

static u32 request(struct emu_mmu *m, u64 at)
{
	struct mapping new = {
		.used = true, .first = emu_dword(m, at + 8), .last = emu_dword(m, at + 16), .paddr = emu_dword(m, at + 24),
		.domain = emu_word(m, at + 4), .flags = emu_word(m, at + 32),
	};

	switch (emu_word(m, at)) {
	case ATTACH:
		return attach(m->state, new.domain, emu_word(m, at + 8), emu_word(m, at + 12));
	case DETACH:
		return detach(m->state, new.domain, emu_word(m, at + 8));
	case MAP:
		return map(m->state, &new);
	case UNMAP:
		return unmap(m->state, new.domain, new.first, new.last);
	default:
		return UNSUPP;
	}
}

static u32 viommu_read(struct emu_mmu *m, u32 off)
{
	return vio_read(m, off, FEATURES);
}

static void viommu_write(struct emu_mmu *m, u32 off, u32 value)
{
	struct vio_buffer b;

	if (off == VIO_STATUS && !value)
		viommu_reset(m);
	else
		vio_write(m, off, value);
	while (off == VIO_NOTIFY && value == REQUESTS && vio_take(m, REQUESTS, &b)) {
		emu_store(b.in + b.in_size - 4, request(m, b.out));
		vio_give(m, REQUESTS, &b);
	}
}

static enum emu_route viommu_route(struct emu_mmu *m)
{
	struct viommu *v = m->state;

	if (m->stream >= ENDPOINTS || !v->endpoint[m->stream].attached)
		return emu_reg(m, UNATTACHED_BYPASS) & 1 ? EMU_PASS : EMU_STOP;
	return v->bypass[v->endpoint[m->stream].domain] ? EMU_PASS : EMU_TRANSLATE;
}

static void viommu_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	struct viommu *v = m->state;
	struct mapping *p = next_in(v, NULL, v->endpoint[m->stream].domain, iova, iova);

	*leaf = (struct emu_leaf) { .hole = !p };
	if (p)
		*leaf = (struct emu_leaf) {
			.iova = p->first, .size = p->last - p->first + 1, .paddr = p->paddr,
			.read = p->flags & F_READ, .write = p->flags & F_WRITE,
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
	emu_store(b.in + 4, BIT(8) | (write ? F_WRITE : F_READ));
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
