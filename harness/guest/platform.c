// SPDX-License-Identifier: GPL-2.0-only
/* The platform of the agent on a machine with PCI. */
#include <linux/iommu.h>
#include <linux/kallsyms.h>
#include <linux/moduleparam.h>

#include "harness/guest/guest.h"
#include "harness/kernel/agent.h"
#include "harness/kernel/platform.h"

/* What only those know who started this machine. */
static char *target = "machine", *machine = "", *source = "", *remarks = "", *evidence = "real";
module_param(target, charp, 0444);
module_param(machine, charp, 0444);
module_param(source, charp, 0444);
module_param(remarks, charp, 0444);
module_param(evidence, charp, 0444);
static bool aliases;
module_param(aliases, bool, 0444);
MODULE_PARM_DESC(aliases, "the emulator ignores the bits of an address above those that its tables resolve");
static uint mixes;
module_param(mixes, uint, 0444);
MODULE_PARM_DESC(mixes, "the bit of an address from which on the emulator's TLB mixes it with the number of the device");
static bool stops;
module_param(stops, bool, 0444);
MODULE_PARM_DESC(stops, "the machine stops a device whose DMA was not translated");
static bool no_napot;
module_param(no_napot, bool, 0444);
MODULE_PARM_DESC(no_napot, "the emulator does not know the entries of RISC-V that stand for 64 KiB");
static uint pa_bits;
module_param(pa_bits, uint, 0444);
MODULE_PARM_DESC(pa_bits, "bits of a physical address in tables, where the machine has fewer than the driver could take");

/* ---- what drivers do not tell of themselves */

static const struct driver {
	const char *probe;	/* its probe_device() */
	const char *name;
	unsigned int pa_bits;	/* of an address in its tables, by the specification of the hardware */
} drivers[] = {
	{ "intel_iommu_probe_device", "intel", 52 },
	{ "amd_iommu_probe_device", "amd", 52 },
	{ "viommu_probe_device", "virtio-iommu", 64 },
	{ "arm_smmu_probe_device", "arm-smmu-v3", 48 },
	{ "riscv_iommu_probe_device", "riscv", 56 },
	{ "s390_iommu_probe_device", "s390", 64 },
};

static const struct driver *driver_of(int v)
{
	struct device *dev = platform_device(v);
	char name[KSYM_SYMBOL_LEN];
	unsigned int i;

	if (!dev || !dev->iommu || !dev->iommu->iommu_dev)
		return NULL;
	snprintf(name, sizeof(name), "%ps", dev->iommu->iommu_dev->ops->probe_device);
	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (!strcmp(name, drivers[i].probe))
			return &drivers[i];
	return NULL;
}

void platform_limits(int v, struct domain_facts *facts)
{
	const struct driver *driver = driver_of(v);
	unsigned int bits = pa_bits ?: driver ? driver->pa_bits : 64;

	facts->paddr_last = bits < 64 ? BIT_ULL(bits) - 1 : U64_MAX;
}

/* ---- DMA */

/* A write there is an interrupt, not a DMA. */
static bool is_msi(struct device *dev, u64 iova)
{
	struct iommu_resv_region *region;
	bool msi = false;
	LIST_HEAD(list);

	iommu_get_resv_regions(dev, &list);
	list_for_each_entry(region, &list, list)
		msi |= (region->type == IOMMU_RESV_MSI || region->type == IOMMU_RESV_SW_MSI) &&
		       iova - region->start < region->length;
	iommu_put_resv_regions(dev, &list);
	return msi;
}

/* Does @value stand at @paddr? Foreign memory may look like a canary, above all text. */
static bool stands_at(u64 paddr, u64 value)
{
	u64 there;

	return memory_peek(paddr, &there) && memory_told(there) == memory_told(value);
}

/*
 * The device got @value, which no other word tells of: nothing, or what stands at @paddr, be it ours or not. There is
 * no telling a 0 that was read from one that stands for nothing.
 */
static void judge_stranger(struct dma *d, u64 paddr, u64 value, u64 unread)
{
	bool nothing = !memory_told(value) || memory_told(value) == memory_told(unread);
	bool there = stands_at(paddr, value);

	if (there && !nothing) {
		d->result = DMA_REACHED;
		d->paddr = paddr;
	} else if (there || !nothing) {
		d->result = DMA_UNSEEN;
	}
}

static void try_read(struct master *m, struct dma *d, u64 hint)
{
	u64 unread = memory_mark(), value = unread, at = round_down(d->iova, 8);

	if (m->engine->read(m, at, &value))
		d->result = DMA_UNSEEN;
	else if (memory_is_canary(value, &d->paddr) && !stands_at(hint ?: at, value))
		d->result = DMA_REACHED;
	else
		judge_stranger(d, hint ?: at, value, unread);
	if (d->result == DMA_REACHED)
		d->paddr = round_down(d->paddr, 8) + d->iova % 8;
}

static void try_write(struct master *m, struct dma *d, u64 hint)
{
	u64 mark = memory_mark(), at = round_down(d->iova, 8);

	if (m->engine->write(m, at, mark))
		d->result = DMA_UNSEEN;
	else if (memory_find(at, round_down(hint, 8), mark, &d->paddr))
		d->result = DMA_REACHED;
	if (d->result == DMA_REACHED)
		d->paddr += d->iova % 8;
}

/* The domain that the device is on; NULL where that is none that is known to live: the suite frees them in use, too. */
static struct iommu_domain *domain_of(int v)
{
	int dom = domains_current(v);

	return dom == DOM_NONE ? NULL : domains_get(dom, v);
}

/* Where the domain says it goes: the place to look at first, nothing more. */
static u64 hint_of(struct iommu_domain *domain, u64 iova)
{
	return domain && domain->type != IOMMU_DOMAIN_BLOCKED ? iommu_iova_to_phys(domain, iova) : iova;
}

/*
 * Did it arrive where it would without its upper bits, the driver knowing of nothing there? Where the emulator is known to
 * ignore them, that tells nothing of the driver.
 */
static bool is_alias(struct iommu_domain *domain, const struct dma *d)
{
	unsigned int bits;

	if (!aliases || !domain || !(domain->type & __IOMMU_DOMAIN_PAGING) || iommu_iova_to_phys(domain, d->iova))
		return false;
	for (bits = 20; bits < 64; bits++)
		if (d->iova >> bits && iommu_iova_to_phys(domain, d->iova & (BIT_ULL(bits) - 1)) == d->paddr)
			return true;
	return false;
}

/* Did it arrive at the address that such an entry has, which is not the page's: the 8 in it says that it stands for 16? */
static bool is_napot(struct iommu_domain *domain, const struct dma *d)
{
	u64 phys = no_napot && domain && domain->type & __IOMMU_DOMAIN_PAGING ? iommu_iova_to_phys(domain, d->iova) : 0;

	return phys && d->paddr == ((phys & ~0xf000ull) | 0x8000);
}

/* Does @v reach something at an address, but @skip, that the TLB takes for @key? */
static bool is_taken_for(int v, u64 key, u64 skip)
{
	struct iommu_domain *domain = domain_of(v);
	u64 bits = (u64)pci_dev_id(masters_get(v)->pdev) << mixes, some = bits, at;

	if (bits & ~key || !domain || !(domain->type & __IOMMU_DOMAIN_PAGING))
		return false;
	do {
		some = (some - 1) & bits;
		at = (key & ~bits) | some;
		if (at != skip && iommu_iova_to_phys(domain, at))
			return true;
	} while (some != bits);
	return false;
}

/* Where the emulator's TLB cannot tell what the device is to reach from something else that is mapped. */
static bool is_mixed_up(const struct dma *d)
{
	u64 iova = round_down(d->iova, SZ_4K), key = iova | (u64)pci_dev_id(masters_get(d->dev)->pdev) << mixes;
	int v;

	for (v = 0; mixes && masters_get(v); v++)
		if (masters_get(v)->pdev && is_taken_for(v, key, v == d->dev ? iova : key + 1))
			return true;
	return false;
}

void platform_dma(struct dma *d)
{
	struct master *m = masters_get(d->dev);
	struct iommu_domain *domain = m && m->pdev ? domain_of(d->dev) : NULL;

	d->result = DMA_UNSEEN;
	d->paddr = 0;
	if (!m || !m->pdev || !m->engine || !m->engine->can_reach(m, d->iova) || is_mixed_up(d) ||
	    is_msi(&m->pdev->dev, d->iova))
		return;
	d->result = DMA_NOTHING;
	if (d->write)
		try_write(m, d, hint_of(domain, d->iova));
	else
		try_read(m, d, hint_of(domain, d->iova));
	if (d->result == DMA_REACHED && (is_alias(domain, d) || is_napot(domain, d)))
		d->result = DMA_UNSEEN;
	if (d->result != DMA_REACHED)
		d->paddr = 0;
}

/* ---- what cannot be done from within the machine: nobody stops its hardware between two register writes */

void platform_watch(const struct dma *d, unsigned int n, struct answer *a)
{
}

void platform_unwatch(void)
{
}

bool platform_stops(void)
{
	return stops;
}

bool platform_can(enum env_kind kind)
{
	return false;
}

void platform_trouble(enum env_kind kind)
{
}

uint32_t platform_relieve(void)
{
	return 0;
}

uint32_t platform_events(void)
{
	return 0;
}

/* ---- clean, or not */

static u64 mapped[16];		/* what was mapped last: some drivers leave it in a table that the next domain gets too */
static unsigned int nr_mapped;
static u64 at_start[TARGET_DEVICES];

void platform_mapped(uint64_t iova, uint64_t size)
{
	mapped[nr_mapped++ % ARRAY_SIZE(mapped)] = iova;
}

/* What a device gets to see of our memory at @iova; U64_MAX if nothing. */
static u64 sight(int v, u64 iova)
{
	struct dma d = { .dev = v, .iova = iova };

	platform_dma(&d);
	return d.result == DMA_REACHED && d.paddr - memory_free.paddr < memory_free.size ? d.paddr : U64_MAX;
}

static bool is_as_at_start(int v)
{
	unsigned int i, n = min(nr_mapped, (unsigned int)ARRAY_SIZE(mapped));

	if (sight(v, memory_free.paddr) != at_start[v])
		return false;
	for (i = 0; i < n; i++)
		if (mapped[i] - memory_free.paddr >= memory_free.size && sight(v, mapped[i]) != U64_MAX)
			return false;
	return true;
}

bool platform_clean(void)
{
	int v;

	for (v = 0; masters_get(v); v++)
		if (!is_as_at_start(v))
			return false;
	nr_mapped = 0;
	return memory_clean();
}

void platform_reset(void)
{
}

/* ---- description */

/* An engine that reaches nothing, or everything, on the default domain is not one: calibration of the suite sees that. */
static bool any_engine(void)
{
	int v;

	for (v = 0; masters_get(v); v++)
		if (masters_get(v)->engine)
			return true;
	return false;
}

void platform_describe(struct description *d)
{
	const struct driver *driver = driver_of(0);
	char config[sizeof(d->config)];
	int v;

	strscpy(d->target, target, sizeof(d->target));
	strscpy(d->evidence, evidence, sizeof(d->evidence));
	strscpy(d->driver, *machine ? machine : driver ? driver->name : "unknown", sizeof(d->driver));
	strscpy(d->remarks, remarks, sizeof(d->remarks));
	strscpy(config, d->config, sizeof(config));
	snprintf(d->config, sizeof(d->config), "%s %s", source, config);
	memory_list(d->ram, ARRAY_SIZE(d->ram));
	d->free_ram = memory_free;
	for (v = 0; masters_get(v); v++)
		at_start[v] = sight(v, memory_free.paddr);
	if (any_engine())
		target_list_add(d->can, sizeof(d->can), "dma");
}
