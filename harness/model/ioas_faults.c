// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page requests, drivers/iommu/io-pgfault.c and drivers/iommu/iommufd/eventq.c; and the device that waits for their
 * answers. See ioas.h.
 */
#include <errno.h>

#include "harness/model/core.h"
#include "harness/model/ioas.h"

int ioas_alloc_faults(struct model *m, struct ioas *io, struct device *dev, uint32_t flags, enum target_how how,
		      struct domain **d)
{
	int ret;

	if (flags & FLAG_NEST_PARENT)
		return -EOPNOTSUPP;
	if (how == HOW_UNKNOWN_ID)
		return -ENOENT;
	ret = m->user.alloc_hwpt(m, io, dev, flags, d);
	if (!ret)
		(*d)->faults = true;
	return ret;
}

void ioas_page_response(struct model *m, struct device *dev, bool success)
{
	struct dma again = { .dev = dev->index, .iova = dev->page.iova };

	dev->page.state = PAGE_ANSWERED;
	dev->page.got = success && hw_dma(&m->hw, &again, false) && again.result == DMA_REACHED;
}

int ioas_page_request(struct model *m, struct device *dev, uint64_t iova)
{
	bool heard = dev->domain && dev->domain->faults;

	dev->page = (struct page_request){ .state = PAGE_WAITS, .queue = heard ? dev->domain : NULL, .iova = iova };
	if (!heard)
		ioas_page_response(m, dev, false);
	return 0;
}

int ioas_page_read(struct model *m, struct device *dev, enum target_how how)
{
	if (how == HOW_SHORT)
		return -ESPIPE;
	if (dev->page.state != PAGE_WAITS)
		return -EAGAIN;
	if (how == HOW_ONE_LESS)
		return -EINVAL;
	dev->page.state = PAGE_READ;
	return 0;
}

int ioas_page_answer(struct model *m, struct device *dev, bool success, enum target_how how)
{
	if (how == HOW_SHORT)
		return -ESPIPE;
	if (how == HOW_UNKNOWN_ID || how == HOW_NO_SUCH_NUMBER || dev->page.state != PAGE_READ)
		return -EINVAL;
	ioas_page_response(m, dev, success);
	return 0;
}

void ioas_page_leave(struct model *m, struct device *dev, const struct domain *from)
{
	if (dev->page.state != PAGE_ANSWERED && dev->page.queue == from)
		ioas_page_response(m, dev, false);
}
