/*
 * Attach the domain; nothing else is
 * touched by it.
 */
int iommu_attach(struct iommu_domain *domain)
{
	return -EBUSY;
}
