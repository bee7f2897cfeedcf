// SPDX-License-Identifier: GPL-2.0-only
/*
 * The conforming driver. Choices where the contract leaves one: domains are shared between instances, a large page goes
 * as a whole when its head is unmapped, overlaps are EADDRINUSE, allocation flags are not supported.
 */
#include <errno.h>
#include <string.h>

#include "harness/model/core.h"
#include "harness/model/ioas.h"
#include "harness/model/pgtable.h"

int reference_alloc(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	const struct shape *s = &dev->drv->shape;
	int domid;

	if (flags)
		return -EOPNOTSUPP;
	domid = model_alloc_domid(m);
	if (domid < 0)
		return domid;
	d->root = phys_alloc_table(&m->phys, GFP_CLASS_KERNEL);
	if (!d->root) {
		model_free_domid(m, domid);
		return -ENOMEM;
	}
	d->domid = domid;
	d->owner = dev->drv;
	d->sizes = s->pgsizes;
	d->facts = (struct domain_facts){
		.type = TYPE_PAGING, .first = s->first, .last = s->last, .force_aperture = s->force_aperture,
		.pgsize_bitmap = s->pgsizes, .paddr_last = s->paddr_last,
	};
	return 0;
}

void reference_free(struct model *m, struct domain *d)
{
	struct table_list all = { 0 };

	phys_list_splice(&m->phys, &all, &d->gather.unlinked);
	phys_list_splice(&m->phys, &all, &d->unlinked);
	pgt_unlink(&m->phys, d->root, &all);
	phys_free_list(&m->phys, &all);
	model_free_domid(m, d->domid);
}

int reference_compatible(struct model *m, struct domain *d, struct device *dev)
{
	return d->owner == dev->drv && (!d->coherent || dev->desc->enforces) ? 0 : -EINVAL;
}

struct dte reference_static_dte(struct model *m, struct device *dev, enum domain_type type)
{
	return (struct dte){ .mode = type == TYPE_IDENTITY ? DTE_BYPASS : DTE_ABORT, .last = UINT64_MAX };
}

struct dte reference_paging_dte(struct model *m, struct domain *d, struct device *dev)
{
	struct dte dte = { .mode = DTE_TRANSLATE, .domid = d->domid, .root = d->root, .last = d->facts.last };

	if (d->parent) {
		dte.last = d->parent->facts.last;
		dte.stage2 = d->parent->root;
		dte.stage2_domid = d->parent->domid;
	}
	return dte;
}

void reference_install(struct model *m, struct device *dev, const struct dte *dte)
{
	hw_write_dte(&m->hw, dev->index, HW_READS, dte);
	hw_write_dte(&m->hw, dev->index, HW_WRITES, dte);
}

void reference_leave(struct model *m, struct domain *d, struct device *dev)
{
	int instance = m->hw.instance[dev->index];

	hw_invalidate(&m->hw, instance, d->domid, 0, UINT64_MAX, true);
	d->users[instance]--;
	if (d->parent)
		reference_leave(m, d->parent, dev);
}

/* What one more domain takes: a clock, an answer of the hardware, and on an instance that is new to it, a context. */
static int prepare_context(struct model *m, struct device *dev, bool new_instance)
{
	if (model_injected(m, ENV_ATTACH_FAILURE, dev))
		return -EINVAL;
	if (model_injected(m, ENV_CLOCK_FAILURE, NULL))
		return -EIO;
	if (model_injected(m, ENV_HARDWARE_STUCK, NULL))
		return -ETIMEDOUT;
	if (new_instance && model_injected(m, ENV_EXHAUSTED, NULL))
		return -ENOSPC;
	return !new_instance || phys_may_alloc(&m->phys, GFP_CLASS_KERNEL) ? 0 : -ENOMEM;
}

/* All that can fail comes before the hardware is touched. */
static int prepare_paging(struct model *m, struct domain *d, struct device *dev)
{
	unsigned int *users = &d->users[m->hw.instance[dev->index]];
	int ret = dev->drv->ops.compatible(m, d, dev);

	/* The core's own domains must always be possible to go back to: they have all it takes from the start. */
	if (!ret && d->facts.type == TYPE_PAGING && d != dev->group->blocking)
		ret = prepare_context(m, dev, !*users);
	if (ret)
		return ret;
	++*users;
	if (d->parent)	/* its flushes are for this device, too */
		d->parent->users[m->hw.instance[dev->index]]++;
	d->was_attached = true;
	return 0;
}

int reference_attach(struct model *m, struct domain *d, struct device *dev)
{
	bool paging = d->facts.type != TYPE_IDENTITY && d->facts.type != TYPE_BLOCKED;
	struct domain *old = dev->domain;
	struct dte dte;
	int ret = paging ? prepare_paging(m, d, dev) : 0;

	if (ret)
		return ret;
	dte = paging ? dev->drv->ops.paging_dte(m, d, dev) : dev->drv->ops.static_dte(m, dev, d->facts.type);
	dev->drv->ops.install(m, dev, &dte);
	dev->domain = d;
	if (old && old->root)
		dev->drv->ops.leave(m, old, dev);
	return 0;
}

void reference_install_pasid(struct model *m, struct device *dev, uint32_t pasid, const struct dte *dte)
{
	hw_write_pasid(&m->hw, dev->index, pasid, dte);
}

int reference_set_dev_pasid(struct model *m, struct domain *d, struct device *dev, uint32_t pasid, struct domain *old)
{
	struct dte dte;
	int ret = d->root ? prepare_paging(m, d, dev) : 0;

	if (ret)
		return ret;
	dte = d->root ? dev->drv->ops.paging_dte(m, d, dev) : dev->drv->ops.static_dte(m, dev, d->facts.type);
	dev->drv->ops.install_pasid(m, dev, pasid, &dte);
	if (old)
		dev->drv->ops.leave(m, old, dev);
	return 0;
}

int reference_check_iova(const struct domain *d, uint64_t iova, uint64_t size)
{
	uint64_t last = iova + size - 1;

	return last < iova || iova < d->facts.first || last > d->facts.last ? -ERANGE : 0;
}

int reference_check_paddr(const struct domain *d, uint64_t paddr, uint64_t size)
{
	uint64_t last = paddr + size - 1;

	return last < paddr || last > d->facts.paddr_last ? -ERANGE : 0;
}

int reference_check_prot(struct model *m, uint32_t prot)
{
	return prot & (PROT_READ_ | PROT_WRITE_) ? 0 : -EINVAL;
}

uint64_t reference_rights(uint32_t prot)
{
	return (prot & PROT_READ_ ? PTE_READ : 0) | (prot & PROT_WRITE_ ? PTE_WRITE : 0);
}

int reference_map_pages(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	const struct driver_ops *ops = &d->owner->ops;
	struct pgt_leaves left = { iova, paddr, pgsize, pgcount, ops->rights(prot) };
	uint64_t size = pgsize * pgcount;
	struct table_list unlinked = { 0 };
	int ret = ops->check_prot(m, prot);

	if (!ret)
		ret = ops->check_iova(d, iova, size);
	if (!ret)
		ret = ops->check_paddr(d, paddr, size);
	if (!ret)
		ret = pgt_map(&m->phys, d->root, &left, gfp, &unlinked);
	*mapped = left.iova - iova;
	if (unlinked.head) {	/* a large page took the place of tables that the hardware may still walk */
		ops->flush(m, d, iova, iova + *mapped - 1, true);
		phys_free_list(&m->phys, &unlinked);
	}
	return ret;
}

uint64_t reference_unmap_pages(struct model *m, struct domain *d, uint64_t iova, uint64_t pgsize, uint64_t pgcount,
			       struct gather *gather)
{
	uint64_t size = pgsize * pgcount, done;

	if (d->owner->ops.check_iova(d, iova, size))
		return 0;
	done = pgt_unmap(&m->phys, d->root, iova, iova + size - 1, &gather->unlinked);
	if (done)
		m->core.gather_add(gather, iova, done);
	return done;
}

uint64_t reference_iova_to_phys(struct model *m, struct domain *d, uint64_t iova)
{
	uint64_t size, pte;

	if (d->owner->ops.check_iova(d, iova, 1))
		return 0;
	pte = pgt_lookup(&m->phys, d->root, iova, &size);
	return pte ? (pte & PTE_ADDR & ~(size - 1)) | (iova & (size - 1)) : 0;
}

void reference_flush(struct model *m, struct domain *d, uint64_t first, uint64_t last, bool tables)
{
	int instance;

	for (instance = 0; instance < HW_INSTANCES; instance++)
		if (d->users[instance])
			hw_invalidate(&m->hw, instance, d->domid, first, last, tables);
}

int reference_iotlb_sync_map(struct model *m, struct domain *d, uint64_t iova, uint64_t size)
{
	if (model_injected(m, ENV_SYNC_FAILURE, NULL))
		return -ENOMEM;
	if (size)	/* the hardware remembers that nothing was there */
		d->owner->ops.flush(m, d, iova, iova + size - 1, false);
	return 0;
}

void reference_iotlb_sync(struct model *m, struct domain *d, struct gather *gather)
{
	if (gather->any)
		d->owner->ops.flush(m, d, gather->first, gather->last, gather->unlinked.head != 0);
	phys_free_list(&m->phys, &gather->unlinked);
	gather->any = false;
}

void reference_flush_iotlb_all(struct model *m, struct domain *d)
{
	d->owner->ops.flush(m, d, 0, UINT64_MAX, true);
	phys_free_list(&m->phys, &d->unlinked);
}

/* As an SMMUv3: what counts are the devices that are there, and those that come later are refused. */
bool reference_enforce_cache_coherency(struct model *m, struct domain *d)
{
	unsigned int i;

	for (i = 0; i < m->ndevs; i++)
		if (m->dev[i].domain == d && !m->dev[i].desc->enforces)
			return false;
	d->coherent = true;
	return true;
}

unsigned int reference_msi_windows(struct device *dev)
{
	const struct region *r;
	unsigned int n = 0;

	for (r = dev->desc->region; r < dev->desc->region + TARGET_REGIONS; r++)
		n += r->type == REGION_SW_MSI;
	return n;
}

void reference_fault(struct model *m, struct device *dev, uint64_t iova, bool write, struct fault_report *report)
{
	*report = (struct fault_report){ .made = true, .write = write, .iova = iova };
}

static void reference_shape(struct shape *s)
{
	*s = (struct shape){
		.blocked = true, .identity = true, .write_only = true, .standard = TYPE_IDENTITY,
		.last = (1ull << 40) - 1, .force_aperture = true,
		.pgsizes = PGT_SIZES, .paddr_last = (1ull << 44) - 1,
	};
}

const struct model_driver reference = {
	.name = "reference",
	.shape = reference_shape,
	.ops = {
		.alloc = reference_alloc, .free = reference_free,
		.compatible = reference_compatible, .attach = reference_attach,
		.static_dte = reference_static_dte, .paging_dte = reference_paging_dte,
		.install = reference_install, .leave = reference_leave,
		.set_dev_pasid = reference_set_dev_pasid, .install_pasid = reference_install_pasid,
		.check_iova = reference_check_iova, .check_paddr = reference_check_paddr,
		.check_prot = reference_check_prot, .rights = reference_rights,
		.map_pages = reference_map_pages, .unmap_pages = reference_unmap_pages,
		.iova_to_phys = reference_iova_to_phys,
		.flush = reference_flush, .iotlb_sync_map = reference_iotlb_sync_map,
		.iotlb_sync = reference_iotlb_sync, .flush_iotlb_all = reference_flush_iotlb_all,
		.fault = reference_fault, .msi_windows = reference_msi_windows,
		.enforce_cache_coherency = reference_enforce_cache_coherency,
	},
	.core = {
		.alloc = core_alloc, .free = core_free,
		.may_attach = core_may_attach, .compatible = core_compatible,
		.set_domain = core_set_domain, .set_device_domain = core_set_device_domain,
		.own_domain = core_own_domain,
		.attach_group = core_attach_group, .attach_device = core_attach_device,
		.detach_group = core_detach_group, .detach_device = core_detach_device,
		.replace = core_replace, .set_group_pasid = core_set_group_pasid,
		.attach_pasid = core_attach_pasid, .replace_pasid = core_replace_pasid,
		.detach_pasid = core_detach_pasid, .may_change = core_may_change,
		.reset_prepare = core_reset_prepare, .reset_done = core_reset_done, .claim = core_claim, .release = core_release,
		.use_default_domain = core_use_default_domain, .probe = core_probe, .dma_api = core_dma_api,
		.map_direct = core_map_direct, .remove = core_remove,
		.check_map = core_check_map, .check_align = core_check_align, .pgsize = core_pgsize,
		.map_nosync = core_map_nosync, .map = core_map, .undo_map = core_undo_map,
		.sync_map = core_sync_map, .map_sg = core_map_sg,
		.unmap_loop = core_unmap_loop, .unmap = core_unmap, .gather_add = core_gather_add,
		.iova_to_phys = core_iova_to_phys,
	},
	.ioas = {
		.frame = ioas_frame, .alloc = ioas_alloc, .destroy = ioas_destroy, .ranges = ioas_ranges,
		.alloc_hwpt = ioas_alloc_hwpt, .add_domain = ioas_add_domain, .fill = ioas_fill,
		.check = ioas_check, .charge = ioas_charge, .map = ioas_map, .place = ioas_place, .unmap = ioas_unmap, .copy = ioas_copy,
		.allow = ioas_allow, .no_large_pages = ioas_no_large_pages,
		.attach = ioas_attach, .detach = ioas_detach, .attach_pasid = ioas_attach_pasid,
		.serves = ioas_serves, .keep_off = ioas_keep_off,
		.pin = ioas_pin, .unpin = ioas_unpin, .access = ioas_access,
		.track = ioas_track, .dirty_write = ioas_dirty_write, .dirty_read = ioas_dirty_read,
		.vfio_map = ioas_vfio_map, .vfio_unmap = ioas_vfio_unmap,
		.alloc_nested = ioas_alloc_nested, .guest_map = ioas_guest_map, .guest_unmap = ioas_guest_unmap,
		.invalidate = ioas_invalidate, .invalidate_list = ioas_invalidate_list,
		.alloc_faults = ioas_alloc_faults, .page_request = ioas_page_request, .page_read = ioas_page_read,
		.page_answer = ioas_page_answer, .page_leave = ioas_page_leave,
		.alloc_viommu = ioas_alloc_viommu, .alloc_vdevice = ioas_alloc_vdevice,
	},
};
