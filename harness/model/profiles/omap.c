// SPDX-License-Identifier: GPL-2.0-only
/* "mis-designed to store the pgd in the omap_iommu": no table without a device; nobody says what a detach leaves. */
#include "harness/model/profiles/then.h"

static void omap_leave(struct model *m, struct domain *d, struct device *dev)
{
	reference_leave(m, d, dev);
	d->priv = true;	/* left once */
}

static struct dte omap_dte(struct model *m, struct domain *d, struct device *dev)
{
	struct dte dte = reference_paging_dte(m, d, dev);

	dte.mode = d->priv ? DTE_UNKNOWN : dte.mode;
	return dte;
}

static int omap_map_pages(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			  uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	*mapped = 0;
	return !model_domain_in_use(d) ? -EINVAL :
	       reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

static uint64_t omap_phys(struct model *m, struct domain *d, uint64_t iova)
{
	if (d->priv)
		model_unknown(m, d->owner);
	return reference_iova_to_phys(m, d, iova);
}

const struct model_driver profile_omap = {
	.name = "omap", .base = &then, .shape = then_no_default_domain, .speaks = THEN_MAPS,
	.source = "seed 000, Robin Murphy, 2023-09-25",
	.quote = "unable to handle an actual mapping without knowing which instance(s) that needs to interact with",
	.remarks = "the mail does not say with which errno a map fails: EINVAL is assumed",
	.ops = { .leave = omap_leave, .paging_dte = omap_dte, .map_pages = omap_map_pages, .iova_to_phys = omap_phys },
};
