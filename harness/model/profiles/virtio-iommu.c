// SPDX-License-Identifier: GPL-2.0-only
/* The first attach tells the domain its geometry; what was mapped before is kept, and replayed then. */
#include "harness/model/profiles/then.h"

static int virtio_alloc(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	int ret = reference_alloc(m, dev, flags, d);

	d->facts.last = d->facts.force_aperture = 0;
	return ret;
}

static int virtio_attach(struct model *m, struct domain *d, struct device *dev)
{
	d->facts.force_aperture = true;
	d->facts.last = dev->drv->shape.last;	/* "Properly initialize the domain now that we know which viommu" */
	return d->facts.type == TYPE_IDENTITY ? reference_attach(m, d, dev) : then.ops.attach(m, d, dev);
}

static int virtio_check_iova(const struct domain *d, uint64_t iova, uint64_t size)
{
	return iova + size - 1 < iova || iova + size - 1 > d->owner->shape.last ? -ERANGE : 0;
}

static int virtio_map_pages(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			    uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	int ret = reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);

	/* "all is sort of guessing and hoping it doesn't explode on replay" */
	return ret == -ERANGE && !d->was_attached ? model_unknown(m, d->owner) : ret;
}

const struct model_driver profile_virtio_iommu = {
	.name = "virtio-iommu", .base = &then, .speaks = 1ull << TARGET_ALLOC | THEN_MAPS,
	.source = "seed 000, and the patch in 001, Jason Gunthorpe, 2023-09-25",
	.quote = "Well it can't quite do that since it doesn't know the geometry",
	.ops = { .alloc = virtio_alloc, .attach = virtio_attach, .check_iova = virtio_check_iova,
		 .map_pages = virtio_map_pages },
};
