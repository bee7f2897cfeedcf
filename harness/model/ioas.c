// SPDX-License-Identifier: GPL-2.0-only
/* Address spaces: drivers/iommu/iommufd, from ioas.c to io_pagetable.c. See ioas.h. */
#include <errno.h>
#include <string.h>

#include "harness/model/core.h"
#include "harness/model/ioas.h"

static uint64_t lowest(uint64_t n)
{
	return n & -n;
}

uint64_t ioas_page(const struct model *m)
{
	uint64_t page = lowest(m->driver[0].shape.pgsizes);

	return page > 4096 ? page : 4096;
}

/* ---- geometry */

static bool has_hwpts(const struct ioas *io)
{
	unsigned int i;

	for (i = 0; i < IOAS_HWPTS; i++)
		if (io->hwpt[i])
			return true;
	return false;
}

static bool is_kept_off(const struct region *r, uint64_t first, uint64_t last)
{
	return r->size && r->type != REGION_DIRECT_RELAXABLE && r->first <= last && first <= r->first + r->size - 1;
}

/* An IOAS of the kernel has ranges on both sides; here it has the longer one. */
void ioas_keep_off(struct model *m, const struct device *dev, uint64_t *first, uint64_t *last)
{
	const struct region *r;
	uint64_t end;

	for (r = dev->desc->region; r < dev->desc->region + TARGET_REGIONS; r++) {
		if (!is_kept_off(r, *first, *last))
			continue;
		end = r->first + r->size - 1;
		if (r->first > *first && (end >= *last || r->first - *first > *last - end))
			*last = r->first - 1;
		else
			*first = end + 1;
	}
}

unsigned int ioas_reserved(struct model *m, struct ioas *io, const struct device *dev)
{
	const struct region *r;
	uint64_t first, last;
	unsigned int n = 0;

	ioas_room(m, io, &first, &last);
	for (r = dev->desc->region; r < dev->desc->region + TARGET_REGIONS; r++)
		n += is_kept_off(r, first, last);
	return n;
}

static void keep_off_all(struct model *m, const struct domain *d, uint64_t *first, uint64_t *last)
{
	unsigned int i;

	for (i = 0; i < m->ndevs; i++)
		if (m->dev[i].group && m->dev[i].group->domain == d)
			m->user.keep_off(m, &m->dev[i], first, last);
}

void ioas_room(struct model *m, const struct ioas *io, uint64_t *first, uint64_t *last)
{
	unsigned int i;

	*first = 0;
	*last = UINT64_MAX;
	for (i = 0; i < IOAS_HWPTS; i++) {
		if (!io->hwpt[i])
			continue;
		if (io->hwpt[i]->facts.first > *first)
			*first = io->hwpt[i]->facts.first;
		if (io->hwpt[i]->facts.last < *last)
			*last = io->hwpt[i]->facts.last;
		keep_off_all(m, io->hwpt[i], first, last);
	}
}

uint64_t ioas_alignment(struct model *m, const struct ioas *io)
{
	return io->small || has_hwpts(io) ? ioas_page(m) : 1;
}

void ioas_facts(struct model *m, struct ioas *io, struct domain_facts *f)
{
	const struct shape *s = &m->driver[0].shape;
	unsigned int filled;

	f->alignment = ioas_alignment(m, io);
	f->nranges = m->user.ranges(m, io, TARGET_RANGES, &filled);
	ioas_room(m, io, &f->first, &f->last);
	f->range[0].first = f->first;
	f->range[0].last = f->last;
	f->first = f->first > s->first ? f->first : s->first;
	f->last = f->last < s->last ? f->last : s->last;
	f->pgsize_bitmap = ioas_page(m);
	f->paddr_last = s->paddr_last;
}

unsigned int ioas_ranges(struct model *m, struct ioas *io, unsigned int room, unsigned int *filled)
{
	*filled = room ? 1 : 0;
	return 1;
}

/* ---- objects */

/* By the header of the structure alone. */
int ioas_frame(struct model *m, enum target_how how)
{
	switch (how) {
	case HOW_SHORT:
		return -EINVAL;
	case HOW_LONG:
		return -E2BIG;
	case HOW_NO_SUCH_NUMBER:
		return -ENOTTY;
	case HOW_BAD_POINTER:
		return -EFAULT;
	case HOW_UNKNOWN_FLAG: case HOW_RESERVED_SET:
		return -EOPNOTSUPP;
	case HOW_UNKNOWN_ID:
		return -ENOENT;
	default:
		return 0;
	}
}

int ioas_alloc(struct model *m, struct ioas **out)
{
	struct ioas *io = m->ioas;
	unsigned int i;

	while (io < m->ioas + MODEL_IOAS && io->live)
		io++;
	if (io == m->ioas + MODEL_IOAS || !phys_may_alloc(&m->phys, GFP_CLASS_KERNEL))
		return -ENOMEM;
	*io = (struct ioas){ .live = true, .self = { .live = true, .facts.type = TYPE_IOAS } };
	io->self.ioas = io;
	for (i = 0; i < IOAS_PINS; i++)
		io->pin[i].first = 1;
	*out = io;
	return 0;
}

static void remove_domain(struct model *m, struct domain *d)
{
	unsigned int i;

	for (i = 0; i < IOAS_HWPTS; i++)
		if (d->ioas->hwpt[i] == d)
			d->ioas->hwpt[i] = NULL;
	m->core.free(m, d);
}

static bool is_on(const struct model *m, const struct domain *d)
{
	unsigned int i;

	for (i = 0; i < m->ndevs; i++)
		if (m->dev[i].group && m->dev[i].group->domain == d)
			return true;
	return false;
}

void ioas_reap(struct model *m)
{
	unsigned int i, k;
	struct domain *d;

	for (i = 0; i < MODEL_IOAS; i++)
		for (k = 0; k < IOAS_HWPTS; k++) {
			d = m->ioas[i].hwpt[k];
			if (d && d->automatic && !is_on(m, d))
				remove_domain(m, d);
		}
}

int ioas_destroy(struct model *m, struct domain *d)
{
	if (!d)
		return -ENOENT;
	if (d->facts.type == TYPE_IOAS) {
		if (has_hwpts(d->ioas))
			return -EBUSY;
		d->ioas->live = false;
		return 0;
	}
	if (is_on(m, d) || ioas_nests(m, d))
		return -EBUSY;
	if (d->facts.type == TYPE_VIOMMU)
		d->live = false;
	else
		remove_domain(m, d);
	return 0;
}

/* ---- HWPTs */

int ioas_fill(struct model *m, struct domain *d, const struct area *area)
{
	return m->core.map(m, d, area->first, area->paddr, area->last - area->first + 1, area->prot, GFP_CLASS_KERNEL);
}

static void empty(struct model *m, struct domain *d, const struct area *area)
{
	m->core.unmap(m, d, area->first, area->last - area->first + 1);
}

/* Does all that there is lie in the aperture of @d, and is it aligned for it? */
static bool fits(struct model *m, const struct ioas *io, const struct domain *d)
{
	const uint64_t mask = ioas_page(m) - 1;
	const struct area *a;
	unsigned int i;

	for (a = io->area; a < io->area + IOAS_AREAS; a++)
		if (a->live && (a->first < d->facts.first || a->last > d->facts.last || a->first & mask ||
				(a->last + 1) & mask))
			return false;
	for (i = 0; i < io->nallowed; i++)
		if (io->allowed[i].first < d->facts.first || io->allowed[i].last > d->facts.last)
			return false;
	return true;
}

int ioas_add_domain(struct model *m, struct ioas *io, struct domain *d)
{
	unsigned int slot = 0, i;
	int ret = 0;

	while (slot < IOAS_HWPTS && io->hwpt[slot])
		slot++;
	if (slot == IOAS_HWPTS)
		return -ENOMEM;
	if (!fits(m, io, d))
		return -EADDRINUSE;
	for (i = 0; i < IOAS_AREAS && !ret; i++)
		if (io->area[i].live)
			ret = m->user.fill(m, d, &io->area[i]);
	if (ret)
		return ret;
	io->hwpt[slot] = d;
	d->ioas = io;
	return 0;
}

int ioas_alloc_hwpt(struct model *m, struct ioas *io, struct device *dev, uint32_t flags, struct domain **out)
{
	struct domain *d;
	int ret;

	if (!dev->group || !dev->group->owner)
		return -ENOENT;
	/* Dirty pages, what stands on it and PASIDs are kept track of here, whatever the driver's tables can say. */
	ret = m->core.alloc(m, dev, flags & ~(uint32_t)(FLAG_DIRTY_TRACKING | FLAG_NEST_PARENT | FLAG_PASID), &d);
	if (ret)
		return ret;
	d->tracker = flags & FLAG_DIRTY_TRACKING;
	d->nester = flags & FLAG_NEST_PARENT;
	d->for_pasids = flags & FLAG_PASID;
	ret = m->user.add_domain(m, io, d);
	if (ret)
		m->core.free(m, d);
	else
		*out = d;
	return ret;
}

/* ---- areas */

struct area *ioas_meets(struct ioas *io, uint64_t first, uint64_t last)
{
	struct area *lowest = NULL, *a;

	for (a = io->area; a < io->area + IOAS_AREAS; a++)
		if (a->live && a->first <= last && first <= a->last && (!lowest || a->first < lowest->first))
			lowest = a;
	return lowest;
}

static bool overflows(uint64_t iova, uint64_t size)
{
	return size && size - 1 > UINT64_MAX - iova;
}

int ioas_check(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot)
{
	const uint64_t mask = ioas_alignment(m, io) - 1;
	uint64_t first, last;

	if (iova == UINT64_MAX || size == UINT64_MAX)
		return -EOVERFLOW;
	if (!(prot & (PROT_READ_ | PROT_WRITE_)) || !size || size & mask || iova & mask)
		return -EINVAL;
	if (overflows(iova, size))
		return -EOVERFLOW;
	ioas_room(m, io, &first, &last);
	if (iova < first || iova + size - 1 > last)
		return -EINVAL;
	return ioas_meets(io, iova, iova + size - 1) ? -EEXIST : 0;
}

int ioas_charge(struct model *m, uint64_t size)
{
	if (m->poor)
		return -ENOMEM;
	m->charged += size;
	return 0;
}

/* Memory is pinned, and charged, as soon as a HWPT wants it. */
static int pin_area(struct model *m, struct ioas *io, struct area *a)
{
	int ret = has_hwpts(io) ? m->user.charge(m, a->last - a->first + 1) : 0;

	a->charged = has_hwpts(io) && !ret;
	return ret;
}

static void forget_area(struct model *m, struct area *a)
{
	if (a->charged)
		m->charged -= a->last - a->first + 1;
	a->live = false;
}

int ioas_map(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot,
	     bool writable)
{
	struct area *a = io->area;
	unsigned int i;
	int ret = m->user.check(m, io, iova, size, prot);

	while (a < io->area + IOAS_AREAS && a->live)
		a++;
	if (ret)
		return ret;
	if (a == io->area + IOAS_AREAS || !phys_may_alloc(&m->phys, GFP_CLASS_KERNEL))
		return -ENOMEM;
	*a = (struct area){ true, iova, iova + size - 1, paddr, prot, writable, false };
	ret = pin_area(m, io, a);
	for (i = 0; i < IOAS_HWPTS && !ret; i++)
		if (io->hwpt[i])
			ret = m->user.fill(m, io->hwpt[i], a);
	if (!ret)
		return 0;
	for (; i > 1; i--)
		if (io->hwpt[i - 2])
			empty(m, io->hwpt[i - 2], a);
	forget_area(m, a);
	return ret;
}

static uint64_t round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

/* The first place of @size bytes between @from and @last where nothing is; 0 if there is none. */
static uint64_t find_place(struct ioas *io, uint64_t from, uint64_t last, uint64_t size, uint64_t align)
{
	struct area *a;

	from = round_up(from, align);
	while (from <= last && last - from >= size - 1) {
		a = ioas_meets(io, from, from + size - 1);
		if (!a)
			return from;
		from = round_up(a->last + 1, align);
	}
	return 0;
}

int64_t ioas_place(struct model *m, struct ioas *io, uint64_t size)
{
	const uint64_t page = ioas_page(m);
	uint64_t first, last, at = 0;
	unsigned int i;

	if (!size)
		return -EINVAL;
	ioas_room(m, io, &first, &last);
	first = first < page ? page : first;
	last = last > INT64_MAX ? INT64_MAX : last;
	if (!io->nallowed)
		at = find_place(io, first, last, size, page);
	for (i = 0; i < io->nallowed && !at; i++)
		at = find_place(io, io->allowed[i].first, io->allowed[i].last, size, page);
	return at ? (int64_t)at : -ENOSPC;
}

static void drop_pins(struct ioas *io, uint64_t first, uint64_t last)
{
	unsigned int i;

	for (i = 0; i < IOAS_PINS; i++)
		if (io->pin[i].first <= last && first <= io->pin[i].last)
			io->pin[i] = (struct iova_range){ 1, 0 };
}

static void remove_area(struct model *m, struct ioas *io, struct area *a)
{
	unsigned int i;

	drop_pins(io, a->first, a->last);	/* its users are told, and give it back */
	for (i = 0; i < IOAS_HWPTS; i++)
		if (io->hwpt[i])
			empty(m, io->hwpt[i], a);
	forget_area(m, a);
}

/* Returns the bytes that went; -ENOENT when it came to an area that would be cut. */
static int64_t unmap_between(struct model *m, struct ioas *io, uint64_t first, uint64_t last)
{
	struct area *a;
	uint64_t done = 0;

	while ((a = ioas_meets(io, first, last))) {
		if (a->first < first || a->last > last)
			return -ENOENT;
		done += a->last - a->first + 1;
		remove_area(m, io, a);
	}
	return (int64_t)done;
}

int64_t ioas_unmap(struct model *m, struct ioas *io, uint64_t iova, uint64_t size)
{
	int64_t done;

	if (!iova && size == UINT64_MAX)
		return unmap_between(m, io, 0, UINT64_MAX);
	if (!size)
		return -EINVAL;
	if (iova == UINT64_MAX || size == UINT64_MAX || overflows(iova, size))
		return -EOVERFLOW;
	done = unmap_between(m, io, iova, iova + size - 1);
	return done ? done : -ENOENT;
}

int ioas_copy(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot, struct ioas *from,
	      uint64_t source)
{
	struct area *a;

	if (!size || overflows(source, size))
		return size ? -EOVERFLOW : -EINVAL;
	a = ioas_meets(from, source, source + size - 1);
	if (!a || a->first > source || a->last < source + size - 1)
		return -ENOENT;
	if (prot & PROT_WRITE_ && !a->writable)
		return -EPERM;
	return m->user.map(m, io, iova, size, a->paddr + (source - a->first), prot, a->writable);
}

int ioas_allow(struct model *m, struct ioas *io, const struct iova_range *list, unsigned int n)
{
	uint64_t first, last;
	unsigned int i;

	ioas_room(m, io, &first, &last);
	for (i = 0; i < n; i++)
		if (list[i].first >= list[i].last)
			return -EINVAL;
	if (n == 2 && list[0].first <= list[1].last && list[1].first <= list[0].last)
		return -EINVAL;
	for (i = 0; i < n; i++)
		if (list[i].first < first || list[i].last > last)
			return -EADDRINUSE;
	memcpy(io->allowed, list, n * sizeof(*list));
	io->nallowed = n;
	return 0;
}

int ioas_no_large_pages(struct model *m, struct ioas *io)
{
	const uint64_t mask = ioas_page(m) - 1;
	const struct area *a;

	if (io->small)
		return 0;
	if (has_hwpts(io) && ioas_meets(io, 0, UINT64_MAX))
		return -EINVAL;
	for (a = io->area; a < io->area + IOAS_AREAS; a++)
		if (a->live && ((a->first | (a->last + 1)) & mask))
			return -EADDRINUSE;
	io->small = true;
	return 0;
}

/* ---- devices */

/* An attach to an IOAS takes a HWPT that another attach made, if the device can use it, or makes one. */
static int attach_automatic(struct model *m, struct device *dev, struct ioas *io)
{
	struct domain *d;
	unsigned int i;
	int ret;

	for (i = 0; i < IOAS_HWPTS; i++) {
		if (!io->hwpt[i] || !io->hwpt[i]->automatic)
			continue;
		ret = m->core.replace(m, dev, io->hwpt[i]);
		if (ret != -EINVAL)
			return ret;
	}
	ret = m->user.alloc_hwpt(m, io, dev, 0, &d);
	if (ret)
		return ret;
	d->automatic = true;
	return m->core.replace(m, dev, d);
}

int ioas_attach(struct model *m, struct device *dev, struct domain *to)
{
	const struct domain *from = dev->domain;
	int ret;

	if (!dev->group || !dev->group->owner)
		return -ENODEV;
	if (!m->user.serves(m, dev, 0, to))
		return -EINVAL;
	ret = to->facts.type == TYPE_IOAS ? attach_automatic(m, dev, to->ioas) : m->core.replace(m, dev, to);
	if (!ret && dev->domain != from)
		m->user.page_leave(m, dev, from);
	return ret;
}

int ioas_detach(struct model *m, struct device *dev)
{
	const struct domain *from;

	if (!dev->group || !dev->group->owner)
		return -ENODEV;
	from = dev->domain;
	m->core.detach_group(m, dev);
	m->user.page_leave(m, dev, from);
	return 0;
}

/* What is on the device without a PASID, and what is on its PASIDs, were all made for devices with PASIDs. */
bool ioas_serves(struct model *m, struct device *dev, uint32_t pasid, const struct domain *d)
{
	const struct domain *below = dev->group->domain;

	if (!pasid)
		return d->for_pasids || !model_pasids_in_use(dev->group);
	return d->for_pasids && (!below->ioas || below->for_pasids);
}

int ioas_attach_pasid(struct model *m, struct device *dev, uint32_t pasid, struct domain *d)
{
	if (!dev->group || !dev->group->owner)
		return -ENODEV;
	return m->user.serves(m, dev, pasid, d) ? m->core.attach_pasid(m, dev, pasid, d) : -EINVAL;
}
