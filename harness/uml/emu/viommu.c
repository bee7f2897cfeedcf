// SPDX-License-Identifier: GPL-2.0-only
/* The requests of a virtio IOMMU, on its endpoints, domains and mappings. */
#include <linux/sizes.h>

#include "harness/uml/emu/viommu.h"

enum { ATTACH = 1, DETACH, MAP, UNMAP };
enum { OK, UNSUPP = 2, INVAL = 4, RANGE, NOENT, NOMEM = 8 };
enum { F_BYPASS = BIT(0) };

static bool exists(struct viommu *v, u32 domain)
{
	unsigned int i;

	for (i = 0; i < VIOMMU_ENDPOINTS; i++)
		if (v->endpoint[i].attached && v->endpoint[i].domain == domain)
			return true;
	return false;
}

/* A domain that the last endpoint leaves is gone, and its mappings with it. */
static void leave(struct viommu *v, u32 endpoint)
{
	u32 domain = v->endpoint[endpoint].domain;
	struct viommu_mapping *p;

	v->endpoint[endpoint].attached = false;
	for (p = v->mapping; !exists(v, domain) && p < v->mapping + VIOMMU_MAPPINGS; p++)
		if (p->domain == domain)
			p->used = false;
}

static u32 attach(struct viommu *v, u32 domain, u32 endpoint, u32 flags)
{
	bool bypass = flags & F_BYPASS;

	if (endpoint >= VIOMMU_ENDPOINTS || domain >= VIOMMU_DOMAINS)
		return endpoint >= VIOMMU_ENDPOINTS ? NOENT : RANGE;
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
	if (endpoint >= VIOMMU_ENDPOINTS)
		return NOENT;
	if (!v->endpoint[endpoint].attached || v->endpoint[endpoint].domain != domain)
		return INVAL;
	leave(v, endpoint);
	return OK;
}

/* The first mapping of the domain that meets the range, behind @p; NULL if there is none. */
static struct viommu_mapping *next_in(struct viommu *v, struct viommu_mapping *p, u32 domain, u64 first, u64 last)
{
	for (p = p ? p + 1 : v->mapping; p < v->mapping + VIOMMU_MAPPINGS; p++)
		if (p->used && p->domain == domain && p->first <= last && first <= p->last)
			return p;
	return NULL;
}

static u32 map(struct viommu *v, const struct viommu_mapping *new)
{
	struct viommu_mapping *p = v->mapping;

	if (!exists(v, new->domain))
		return NOENT;
	if ((new->first | (new->last + 1) | new->paddr) % SZ_4K || new->last > VIOMMU_INPUT_LAST ||
	    new->first > new->last)
		return RANGE;
	if (new->flags & ~(VIOMMU_READ | VIOMMU_WRITE | VIOMMU_MMIO) || v->bypass[new->domain] ||
	    next_in(v, NULL, new->domain, new->first, new->last))
		return INVAL;
	while (p < v->mapping + VIOMMU_MAPPINGS && p->used)
		p++;
	if (p == v->mapping + VIOMMU_MAPPINGS)
		return NOMEM;
	*p = *new;
	return OK;
}

/* A mapping is removed as a whole, or the request fails and nothing is. */
static u32 unmap(struct viommu *v, u32 domain, u64 first, u64 last)
{
	struct viommu_mapping *p = NULL;

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

const struct viommu_mapping *viommu_find(struct viommu *v, u32 domain, u64 iova)
{
	return next_in(v, NULL, domain, iova, iova);
}

u32 viommu_request(struct emu_mmu *m, struct viommu *v, u64 at)
{
	struct viommu_mapping new = {
		.used = true, .domain = emu_word(m, at + 4), .flags = emu_word(m, at + 32),
		.first = emu_dword(m, at + 8), .last = emu_dword(m, at + 16), .paddr = emu_dword(m, at + 24),
	};

	switch (emu_word(m, at)) {
	case ATTACH:
		return attach(v, new.domain, emu_word(m, at + 8), emu_word(m, at + 12));
	case DETACH:
		return detach(v, new.domain, emu_word(m, at + 8));
	case MAP:
		return map(v, &new);
	case UNMAP:
		return unmap(v, new.domain, new.first, new.last);
	default:
		return UNSUPP;
	}
}
