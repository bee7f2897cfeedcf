// SPDX-License-Identifier: GPL-2.0-only
/* Resets of a PCI device, as the core of the IOMMU API hears of them; and how many were begun and not ended. */
#include <linux/pci.h>

#include "harness/kernel/compat.h"
#include "harness/kernel/agent.h"
#include "harness/kernel/platform.h"

static unsigned int depth[TARGET_DEVICES];

#if COMPAT_RESET
/*
 * The core blocks only who caches translations himself (ATS), and asks nothing else of that. What a driver does about
 * ATS it found out when the device was probed. So one that caches none may say that it does for the time of one call;
 * but not where arm-smmu-v3 would ask again.
 */
static bool may_pretend(struct pci_dev *pdev)
{
	struct iommu_fwspec *fwspec = dev_iommu_fwspec_get(&pdev->dev);

	return !fwspec || !(fwspec->flags & IOMMU_FWSPEC_PCI_RC_ATS);
}

/* Where that capability would be told to do something, a write does nothing: the number of the device's revision. */
#define NOWHERE	(PCI_CLASS_REVISION - PCI_ATS_CTRL)

static int call(struct pci_dev *pdev, bool begin)
{
	u16 real = pdev->ats_cap;
	int ret = 0;

	pdev->ats_cap = real ?: NOWHERE;
	if (begin)
		ret = pci_dev_reset_iommu_prepare(pdev);
	else
		pci_dev_reset_iommu_done(pdev);
	pdev->ats_cap = real;
	return ret;
}

/* An untrusted device has no ATS for the core, whatever it says: the core would ignore its reset, and be right. */
static struct pci_dev *resettable(int v)
{
	struct device *dev = platform_device(v);
	struct pci_dev *pdev = dev && dev_is_pci(dev) ? to_pci_dev(dev) : NULL;

	return pdev && !pdev->untrusted && (pdev->ats_cap || may_pretend(pdev)) ? pdev : NULL;
}

int reset_prepare(int v)
{
	struct pci_dev *pdev = resettable(v);
	int ret = pdev ? call(pdev, true) : -EOPNOTSUPP;

	depth[v] += pdev && !ret;
	return ret;
}

int reset_done(int v)
{
	struct pci_dev *pdev = resettable(v);

	if (!pdev)
		return -EOPNOTSUPP;
	call(pdev, false);
	/* An end without a beginning is a bug that the suite makes. */
	depth[v] -= !!depth[v];
	return 0;
}
#else
int reset_prepare(int v)
{
	return -EOPNOTSUPP;
}

int reset_done(int v)
{
	return -EOPNOTSUPP;
}
#endif

void reset_forget(int v)
{
	depth[v] = 0;
}

void reset_end_all(void)
{
	int v;

	for (v = 0; v < TARGET_DEVICES; v++)
		while (depth[v] && !reset_done(v))
			;
}

bool reset_is_any(void)
{
	int v;

	for (v = 0; v < TARGET_DEVICES; v++)
		if (depth[v])
			return true;
	return false;
}
