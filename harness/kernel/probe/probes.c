// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a kernel has. Each line is tried by the compiler, against the configured tree, before anything of ours is built
 * (probe.sh): where it compiles, CONFORM_HAS_NAME is defined for compat.h. Nothing of this is ever linked. A line says
 * what the newest kernel has; what it was before stands in compat.h.
 */
#include <linux/iommu.h>
#include <linux/kmsg_dump.h>
#include <linux/module.h>
#include <linux/pci.h>
#if __has_include(<iommu-priv.h>)
#include <iommu-priv.h>
#endif

#define PROBE(name, code) void probe_##name(void); void probe_##name(void) { code; }

extern struct device *dev;
extern struct iommu_group *group;
extern struct iommu_domain *domain;
extern struct iommu_domain_ops *domain_ops;
extern const struct iommu_ops *ops;
extern struct kmsg_dumper *dumper;
extern struct pci_dev *pdev;

extern int attach(struct iommu_domain *domain, struct device *dev, struct iommu_domain *old);
extern int sync_map(struct iommu_domain *domain, unsigned long iova, size_t size);
extern int set_pasid(struct iommu_domain *domain, struct device *dev, ioasid_t pasid, struct iommu_domain *old);
extern void dump(struct kmsg_dumper *dumper, struct kmsg_dump_detail *detail);

PROBE(ALLOC_FLAGS, iommu_paging_domain_alloc_flags(dev, 0))
PROBE(ALLOC_DEVICE, iommu_paging_domain_alloc(dev))
PROBE(STATIC_DOMAINS, domain = ops->identity_domain ?: ops->blocked_domain)
PROBE(ATTACH_OLD, domain_ops->attach_dev = attach)
PROBE(ATTACH_HANDLE, struct iommu_attach_handle handle; domain = (void *)&handle)
PROBE(REPLACE, iommu_replace_group_handle(group, domain, NULL))
PROBE(REPLACE_DOMAIN, iommu_group_replace_domain(group, domain))
PROBE(PASIDS, iommu_attach_device_pasid(domain, dev, dev->iommu->max_pasids, NULL))
PROBE(REPLACE_PASID, iommu_replace_device_pasid(domain, dev, 1, NULL))
PROBE(SET_PASID_OLD, domain_ops->set_dev_pasid = set_pasid)
PROBE(CAP_ENFORCE, device_iommu_capable(dev, IOMMU_CAP_ENFORCE_CACHE_COHERENCY))
PROBE(DEVICE_CLAIM, iommu_device_claim_dma_owner(dev, &dev))
PROBE(RESET, pdev->ats_cap = pci_dev_reset_iommu_prepare(pdev))
PROBE(MAP_GFP, iommu_map(domain, 0, 0, 0, 0, GFP_KERNEL))
PROBE(MAP_NOSYNC, iommu_map_nosync(domain, 0, 0, 0, 0, GFP_KERNEL))
PROBE(SYNC_MAP_FAILS, domain_ops->iotlb_sync_map = sync_map)
PROBE(DUMP_DETAIL, dumper->dump = dump)
PROBE(IMPORT_NAME, MODULE_IMPORT_NS(IOMMUFD_INTERNAL))
