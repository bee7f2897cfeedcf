// SPDX-License-Identifier: GPL-2.0-only
/* The masters of DMA: PCI devices that were given to our driver, by their numbers or by somebody's driver_override. */
#include <linux/dma-mapping.h>
#include <linux/module.h>

#include "harness/guest/guest.h"
#include "harness/kernel/platform.h"

static struct master masters[TARGET_DEVICES];
static bool settled;

static const struct engine *const engines[] = { &engine_nvme };

static const struct pci_device_id ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_REDHAT, 0x0010) },
	{ }
};
MODULE_DEVICE_TABLE(pci, ids);

/* Where a device could be told to perform one untranslated DMA, and no other, it is none. */
static const struct engine *engine_of(const struct pci_dev *pdev)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(engines) && !platform_stops(); i++)
		if (engines[i]->vendor == pdev->vendor && engines[i]->device == pdev->device)
			return engines[i];
	return NULL;
}

static bool is_at(const struct master *m, const struct pci_dev *pdev)
{
	return m->domain == pci_domain_nr(pdev->bus) && m->bus == pdev->bus->number && m->devfn == pdev->devfn;
}

static bool is_taken(const struct master *m)
{
	return m->bus >= 0;
}

/* Its place, or a free one. */
static struct master *place_of(const struct pci_dev *pdev)
{
	struct master *m;

	for (m = masters; m < masters + TARGET_DEVICES && is_taken(m); m++)
		if (is_at(m, pdev))
			return m;
	return m < masters + TARGET_DEVICES && !settled ? m : NULL;
}

static int master_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct master *m = place_of(pdev);
	int ret = m ? pcim_enable_device(pdev) : -EBUSY;

	if (ret)
		return ret;
	*m = (struct master){ .pdev = pdev, .domain = pci_domain_nr(pdev->bus), .bus = pdev->bus->number,
			      .devfn = pdev->devfn, .engine = engine_of(pdev) };
	pci_set_master(pdev);
	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (m->engine && m->engine->start(m)) {
		pci_warn(pdev, "it cannot be told to perform DMA\n");
		m->engine = NULL;
	}
	pci_set_drvdata(pdev, m);
	return 0;
}

static void master_remove(struct pci_dev *pdev)
{
	struct master *m = pci_get_drvdata(pdev);

	pci_clear_master(pdev);
	m->pdev = NULL;
}

static struct pci_driver driver = {
	.name = "iommu-conform",
	.id_table = ids,
	.probe = master_probe,
	.remove = master_remove,
	.driver_managed_dma = true,
};

int masters_start(void)
{
	int v;

	for (v = 0; v < TARGET_DEVICES; v++)
		masters[v].bus = -1;
	return pci_register_driver(&driver);
}

void masters_stop(void)
{
	pci_unregister_driver(&driver);
}

void masters_settle(void)
{
	settled = true;
}

struct master *masters_get(int v)
{
	return v >= 0 && v < TARGET_DEVICES && is_taken(&masters[v]) ? &masters[v] : NULL;
}

struct device *platform_device(int v)
{
	struct master *m = masters_get(v);

	return m && m->pdev ? &m->pdev->dev : NULL;
}

int platform_reprobe(int v)
{
	struct master *m = masters_get(v);
	struct pci_bus *bus = m->pdev->bus;

	pci_stop_and_remove_bus_device_locked(m->pdev);
	pci_lock_rescan_remove();
	pci_rescan_bus(bus);
	pci_unlock_rescan_remove();
	return m->pdev && m->pdev->dev.iommu_group ? 0 : -ENODEV;
}
