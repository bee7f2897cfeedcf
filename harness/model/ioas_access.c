// SPDX-License-Identifier: GPL-2.0-only
/* Who uses an IOAS other than by DMA: accesses of the kernel, dirty tracking, a VFIO container. See ioas.h. */
#include <errno.h>
#include <string.h>

#include "harness/model/core.h"
#include "harness/model/ioas.h"

/* ---- accesses */

int ioas_access(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot)
{
	const struct area *a;
	uint64_t at = iova, last = iova + size - 1;

	if (!size)
		return -EINVAL;
	if (last < iova)
		return -EOVERFLOW;
	for (;; at = a->last + 1) {
		a = ioas_meets(io, at, last);
		if (!a || a->first > at)
			return -ENOENT;
		if (prot & PROT_WRITE_ && !(a->prot & PROT_WRITE_))
			return -EPERM;
		if (a->last >= last)
			return 0;
	}
}

int ioas_pin(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint32_t prot)
{
	int ret = m->user.access(m, io, iova, size, prot);
	unsigned int i = 0;

	while (i < IOAS_PINS && io->pin[i].first <= io->pin[i].last)
		i++;
	if (!ret && i == IOAS_PINS)
		return -ENOMEM;
	if (!ret)
		io->pin[i] = (struct iova_range){ iova, iova + size - 1 };
	return ret;
}

int ioas_unpin(struct model *m, struct ioas *io, uint64_t iova, uint64_t size)
{
	unsigned int i;

	for (i = 0; i < IOAS_PINS; i++)
		if (io->pin[i].first == iova && io->pin[i].last == iova + size - 1) {
			io->pin[i] = (struct iova_range){ 1, 0 };
			return 0;
		}
	return -ENOENT;
}

/* ---- dirty tracking */

int ioas_track(struct model *m, struct domain *d, bool on)
{
	if (!d->tracker)
		return -EOPNOTSUPP;
	d->tracks = on;
	if (on)
		d->ndirty = 0;
	return 0;
}

static bool is_dirty(const struct domain *d, uint64_t page, unsigned int *i)
{
	for (*i = 0; *i < d->ndirty; ++*i)
		if (d->dirty[*i] == page)
			return true;
	return false;
}

int ioas_dirty_write(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	const uint64_t page = ioas_page(m);
	unsigned int i;

	if (!d->tracks || iova % page || size % page || !size)
		return -EINVAL;
	for (; size; iova += page, size -= page)
		if (!is_dirty(d, iova / page, &i) && d->ndirty < IOAS_DIRTY)
			d->dirty[d->ndirty++] = iova / page;
	return 0;
}

static int check_bitmap(struct model *m, const struct domain *d, uint64_t iova, uint64_t size, uint64_t page)
{
	const uint64_t mask = ioas_alignment(m, d->ioas) - 1;
	uint64_t last = iova + size - 1;

	if (size && last < iova)
		return -EOVERFLOW;
	if (iova & mask || (last + 1) & mask || !page || iova & (page - 1) || (last + 1) & (page - 1))
		return -EINVAL;
	return m->user.access(m, d->ioas, iova, size, PROT_READ_) == -ENOENT ? -EINVAL : 0;
}

int64_t ioas_dirty_read(struct model *m, struct domain *d, uint64_t iova, uint64_t size, uint64_t page, bool clear)
{
	int ret = check_bitmap(m, d, iova, size, page);
	uint64_t at, bytes = 0;
	unsigned int i;

	if (ret)
		return ret;
	for (at = iova; at - iova < size; at += page) {
		if (!is_dirty(d, at / page, &i))
			continue;
		bytes += page;
		if (clear)
			d->dirty[i] = d->dirty[--d->ndirty];
	}
	return (int64_t)bytes;
}

/* ---- a VFIO container of type 1 */

int ioas_vfio_map(struct model *m, struct ioas *io, uint64_t iova, uint64_t size, uint64_t paddr, uint32_t prot)
{
	return m->user.map(m, io, iova, size, paddr, prot, prot & PROT_WRITE_);
}

int64_t ioas_vfio_unmap(struct model *m, struct ioas *io, uint64_t iova, uint64_t size)
{
	if (size && iova + size - 1 >= iova && !ioas_meets(io, iova, iova + size - 1))
		return 0;
	return m->user.unmap(m, io, iova, size);
}
