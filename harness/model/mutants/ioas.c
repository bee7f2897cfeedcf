// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the groups IOAS, DIRTY and VFIO. */
#include "harness/model/ioas.h"
#include "harness/model/mutants/mutant.h"

static int tail_is_not_looked_at(struct model *m, enum target_how how)
{
	return how == HOW_LONG ? 0 : ioas_frame(m, how);
}

MUTANT(unknown_bytes_are_ignored) = { .ioas.frame = tail_is_not_looked_at };

static int alloc_without_large_pages(struct model *m, struct ioas **io)
{
	int ret = ioas_alloc(m, io);

	if (!ret)
		(*io)->small = true;
	return ret;
}

MUTANT(fresh_ioas_is_aligned) = { .ioas.alloc = alloc_without_large_pages };

static unsigned int ranges_that_fit(struct model *m, struct ioas *io, unsigned int room, unsigned int *filled)
{
	ioas_ranges(m, io, room, filled);
	return *filled;
}

MUTANT(ranges_are_cut_in_silence) = { .ioas.ranges = ranges_that_fit };

static int check_by_areas_alone(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot)
{
	int ret = ioas_check(m, io, iova, size, prot);
	uint64_t first, last;

	ioas_room(m, io, &first, &last);
	return ret == -EINVAL && size && (iova > last || iova < first) ? 0 : ret;
}

static int fill_what_fits(struct model *m, struct domain *d, const struct area *area)
{
	return area->last > d->facts.last || area->first < d->facts.first ? 0 : ioas_fill(m, d, area);
}

MUTANT(map_beyond_the_ranges) = { .ioas.check = check_by_areas_alone, .ioas.fill = fill_what_fits };

static int add_domain_unchecked(struct model *m, struct ioas *io, struct domain *d)
{
	unsigned int nallowed = io->nallowed;
	struct area was[IOAS_AREAS];
	int ret;

	memcpy(was, io->area, sizeof(was));
	memset(io->area, 0, sizeof(io->area));
	io->nallowed = 0;
	ret = ioas_add_domain(m, io, d);
	memcpy(io->area, was, sizeof(was));
	io->nallowed = nallowed;
	return ret;
}

MUTANT(attach_ignores_what_is_mapped) = { .ioas.add_domain = add_domain_unchecked };

static int add_domain_to_full_alone(struct model *m, struct ioas *io, struct domain *d)
{
	int ret = ioas_add_domain(m, io, d);

	return ret || ioas_meets(io, 0, UINT64_MAX) ? ret : -EADDRINUSE;
}

MUTANT(empty_space_is_taken) = { .ioas.add_domain = add_domain_to_full_alone };

static int replacing_map(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot,
			 bool writable)
{
	int ret = ioas_map(m, io, iova, size, paddr, prot, writable);

	if (ret != -EEXIST)
		return ret;
	ioas_unmap(m, io, iova, size);
	ret = ioas_map(m, io, iova, size, paddr, prot, writable);
	return ret == -EEXIST ? 0 : ret;
}

MUTANT(map_replaces_a_mapping) = { .ioas.map = replacing_map };

static int charge_nobody(struct model *m, uint64_t size)
{
	return 0;
}

MUTANT(pinned_memory_costs_nothing) = { .ioas.charge = charge_nobody };

static int charge_before_looking(struct model *m, uint64_t size)
{
	m->charged += size;
	return m->poor ? -ENOMEM : 0;
}

MUTANT(refused_map_stays_charged) = { .ioas.charge = charge_before_looking };

static int check_without_rights(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot)
{
	return ioas_check(m, io, iova, size, prot | PROT_READ_);
}

MUTANT(map_without_rights_is_taken) = { .ioas.check = check_without_rights };

static int64_t place_anywhere(struct model *m, struct ioas *io, uint64_t size)
{
	unsigned int n = io->nallowed;
	int64_t at;

	io->nallowed = 0;
	at = ioas_place(m, io, size);
	io->nallowed = n;
	return at;
}

MUTANT(placing_ignores_the_list) = { .ioas.place = place_anywhere };

static int allow_then_check(struct model *m, struct ioas *io, const struct iova_range *list, unsigned int n)
{
	int ret = ioas_allow(m, io, list, n);

	return ret == -EADDRINUSE ? 0 : ret;
}

MUTANT(reserved_range_is_allowed) = { .ioas.allow = allow_then_check };

static int fill_nothing(struct model *m, struct domain *d, const struct area *area)
{
	unsigned int i;

	for (i = 0; i < IOAS_HWPTS; i++)
		if (d->ioas && d->ioas->hwpt[i] == d)
			return ioas_fill(m, d, area);
	return 0;
}

MUTANT(later_hwpt_is_empty) = { .ioas.fill = fill_nothing };

static int64_t unmap_cuts(struct model *m, struct ioas *io, uint64_t iova, uint64_t size)
{
	struct area *a = size ? ioas_meets(io, iova, iova + size - 1) : NULL;

	if (!a || (a->first >= iova && a->last <= iova + size - 1))
		return ioas_unmap(m, io, iova, size);
	return ioas_unmap(m, io, a->first, a->last - a->first + 1);
}

MUTANT(unmap_of_a_part_takes_the_whole) = { .ioas.unmap = unmap_cuts };

static int copy_with_any_rights(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot,
				struct ioas *from, uint64_t source)
{
	struct area *a = ioas_meets(from, source, source);

	if (a)
		a->writable = true;
	return ioas_copy(m, io, iova, size, prot, from, source);
}

MUTANT(copy_adds_rights) = { .ioas.copy = copy_with_any_rights };

static int64_t unmap_keeps_the_pins(struct model *m, struct ioas *io, uint64_t iova, uint64_t size)
{
	struct iova_range was[IOAS_PINS];
	int64_t done;

	memcpy(was, io->pin, sizeof(was));
	done = ioas_unmap(m, io, iova, size);
	memcpy(io->pin, was, sizeof(was));
	return done;
}

MUTANT(unmap_tells_no_access) = { .ioas.unmap = unmap_keeps_the_pins };

static int access_with_any_rights(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot)
{
	return ioas_access(m, io, iova, size, prot & ~(uint32_t)PROT_WRITE_);
}

MUTANT(access_writes_what_is_read_only) = { .ioas.access = access_with_any_rights };

static int small_at_any_time(struct model *m, struct ioas *io)
{
	io->small = true;
	return 0;
}

MUTANT(large_pages_go_while_in_use) = { .ioas.no_large_pages = small_at_any_time };

static int destroy_with_all(struct model *m, struct domain *d)
{
	unsigned int i;

	for (i = 0; d && d->facts.type == TYPE_IOAS && i < IOAS_HWPTS; i++)
		d->ioas->hwpt[i] = NULL;
	return ioas_destroy(m, d);
}

MUTANT(ioas_in_use_is_destroyed) = { .ioas.destroy = destroy_with_all };

static int attach_to_a_new_one(struct model *m, struct device *dev, struct domain *to)
{
	struct domain *d;
	int ret;

	if (to->facts.type != TYPE_IOAS || !dev->group || !dev->group->owner)
		return ioas_attach(m, dev, to);
	ret = ioas_alloc_hwpt(m, to->ioas, dev, 0, &d);
	if (ret)
		return ret;
	d->automatic = true;
	return core_replace(m, dev, d);
}

MUTANT(each_attach_makes_a_hwpt) = { .ioas.attach = attach_to_a_new_one };

static int attach_refuses_to_replace(struct model *m, struct device *dev, struct domain *to)
{
	return dev->group && dev->group->domain && dev->group->domain->ioas ? -EBUSY : ioas_attach(m, dev, to);
}

MUTANT(second_attach_is_refused) = { .ioas.attach = attach_refuses_to_replace };

static int alloc_hwpt_without_dirty(struct model *m, struct ioas *io, struct device *dev, uint32_t flags,
				    struct domain **d)
{
	return flags & FLAG_DIRTY_TRACKING ? -EINVAL : ioas_alloc_hwpt(m, io, dev, flags, d);
}

MUTANT(dirty_hwpt_is_einval) = { .ioas.alloc_hwpt = alloc_hwpt_without_dirty };

static int track_from_before(struct model *m, struct domain *d, bool on)
{
	unsigned int n = d->ndirty;
	int ret = ioas_track(m, d, on);

	d->ndirty = n;
	return ret;
}

MUTANT(tracking_begins_dirty) = { .ioas.track = track_from_before };

static int dirty_write_untracked(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	int ret = ioas_dirty_write(m, d, iova, size);

	d->ndirty = 0;
	return ret;
}

MUTANT(write_is_not_tracked) = { .ioas.dirty_write = dirty_write_untracked };

static int64_t dirty_read_keeps(struct model *m, struct domain *d, uint64_t iova, uint64_t size, uint64_t page,
				bool clear)
{
	return ioas_dirty_read(m, d, iova, size, page, false);
}

MUTANT(reading_clears_nothing) = { .ioas.dirty_read = dirty_read_keeps };

static int64_t dirty_read_of_any_size(struct model *m, struct domain *d, uint64_t iova, uint64_t size, uint64_t page,
				      bool clear)
{
	return page ? ioas_dirty_read(m, d, iova, size, page, clear) : 0;
}

MUTANT(bitmap_without_page_size) = { .ioas.dirty_read = dirty_read_of_any_size };

static int64_t dirty_read_of_holes(struct model *m, struct domain *d, uint64_t iova, uint64_t size, uint64_t page,
				   bool clear)
{
	int64_t bytes = ioas_dirty_read(m, d, iova, size, page, clear);

	return bytes == -EINVAL && page && !(iova % page) && !(size % page) ? (int64_t)size : bytes;
}

MUTANT(holes_are_dirty) = { .ioas.dirty_read = dirty_read_of_holes };

static int track_whatever(struct model *m, struct domain *d, bool on)
{
	return d->tracker ? ioas_track(m, d, on) : 0;
}

MUTANT(tracking_without_means) = { .ioas.track = track_whatever };

static int vfio_map_as_the_core(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr,
				uint32_t prot)
{
	int ret = ioas_vfio_map(m, io, iova, size, paddr, prot);

	return ret == -EEXIST ? -EADDRINUSE : ret;
}

MUTANT(vfio_overlap_is_eaddrinuse) = { .ioas.vfio_map = vfio_map_as_the_core };

static int64_t vfio_unmap_as_native(struct model *m, struct ioas *io, uint64_t iova, uint64_t size)
{
	return ioas_unmap(m, io, iova, size);
}

MUTANT(vfio_unmap_of_nothing_fails) = { .ioas.vfio_unmap = vfio_unmap_as_native };

static int claim_opens_the_way(struct model *m, struct device *dev, const void *owner)
{
	int ret = core_claim(m, dev, owner);
	struct dte dte;

	if (!ret && dev->group->owners == 1) {
		dte = reference_static_dte(m, dev, TYPE_IDENTITY);
		reference_install(m, dev, &dte);
	}
	return ret;
}

MUTANT(open_device_passes_through) = { .core.claim = claim_opens_the_way };

static bool serves_without_asking(struct model *m, struct device *dev, uint32_t pasid, const struct domain *d)
{
	return true;
}

MUTANT(any_hwpt_serves_pasids) = { .ioas.serves = serves_without_asking };

static bool serves_whatever_is_below(struct model *m, struct device *dev, uint32_t pasid, const struct domain *d)
{
	return !pasid || d->for_pasids;
}

MUTANT(plain_hwpt_beside_pasids) = { .ioas.serves = serves_whatever_is_below };

static void keep_off_nothing(struct model *m, const struct device *dev, uint64_t *first, uint64_t *last)
{
}

MUTANT(reserved_regions_are_given_out) = { .ioas.keep_off = keep_off_nothing };
