// SPDX-License-Identifier: GPL-2.0-only
/* What drivers tell the handlers of the suite's domains. */
#include "harness/kernel/compat.h"
#include "harness/kernel/agent.h"

static struct fault_report *listener;

/* 0 says that the fault is dealt with: where nobody does, some drivers disable the interrupt, and some panic. */
static int hear(struct iommu_domain *domain, struct device *dev, unsigned long iova, int flags, void *token)
{
	if (listener && !listener->made)
		*listener = (struct fault_report){ .made = true, .write = flags & IOMMU_FAULT_WRITE, .iova = iova };
	return 0;
}

void fault_handle(struct iommu_domain *domain)
{
	iommu_set_fault_handler(domain, hear, NULL);
}

void fault_listen(struct fault_report *report)
{
	listener = report;
}
