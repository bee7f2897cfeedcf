// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the groups RES and FAULT, and of what goes on while the hardware is in trouble. */
#include "harness/model/mutants/mutant.h"

/* The driver believes that @dev is on @d; the hardware does not know. */
static int attach_in_software(struct domain *d, struct device *dev)
{
	dev->domain = d;
	return 0;
}

static int attach_believing(struct model *m, struct domain *d, struct device *dev)
{
	return model_injected(m, ENV_HARDWARE_STUCK, NULL) ? attach_in_software(d, dev) : reference_attach(m, d, dev);
}

MUTANT(timeout_is_ignored) = { .ops.attach = attach_believing };

/* Off first, then on: where the clock fails in between, it stays off. */
static int attach_via_off(struct model *m, struct domain *d, struct device *dev)
{
	const struct dte off = reference_static_dte(m, dev, TYPE_IDENTITY);

	if (d->root && model_injected(m, ENV_CLOCK_FAILURE, NULL)) {
		reference_install(m, dev, &off);
		return -EIO;
	}
	return reference_attach(m, d, dev);
}

MUTANT(failed_clock_leaves_it_off) = { .ops.attach = attach_via_off };

static int detach_with_clock(struct model *m, struct domain *d, struct device *dev)
{
	if (!d->root && model_injected(m, ENV_CLOCK_FAILURE, NULL))
		return attach_in_software(d, dev);
	return reference_attach(m, d, dev);
}

MUTANT(detach_needs_the_clock) = { .ops.attach = detach_with_clock };

static int probe_with_clock(struct model *m, struct device *dev, bool deferred)
{
	return model_injected(m, ENV_CLOCK_FAILURE, NULL) ? -EIO : core_probe(m, dev, deferred);
}

MUTANT(failed_probe_stays_in_the_group) = { .core.probe = probe_with_clock };

/* What is not powered is not told, and nobody tells it later. */
static int attach_powered(struct model *m, struct domain *d, struct device *dev)
{
	return model_injected(m, ENV_UNPOWERED, NULL) ? attach_in_software(d, dev) : reference_attach(m, d, dev);
}

MUTANT(attach_without_power_is_forgotten) = { .ops.attach = attach_powered };

static void flush_powered(struct model *m, struct domain *d, uint64_t first, uint64_t last, bool tables)
{
	if (!model_injected(m, ENV_UNPOWERED, NULL))
		reference_flush(m, d, first, last, tables);
}

MUTANT(flush_without_power_is_forgotten) = { .ops.flush = flush_powered };

static int attach_or_block(struct model *m, struct domain *d, struct device *dev, int when)
{
	const struct dte abort = { .mode = DTE_ABORT };
	int ret = reference_attach(m, d, dev);

	if (ret == when)
		reference_install(m, dev, &abort);
	return ret;
}

static int attach_with_memory(struct model *m, struct domain *d, struct device *dev)
{
	return attach_or_block(m, d, dev, -ENOMEM);
}

MUTANT(attach_without_memory_blocks) = { .ops.attach = attach_with_memory };

static int attach_with_context(struct model *m, struct domain *d, struct device *dev)
{
	return attach_or_block(m, d, dev, -ENOSPC);
}

MUTANT(exhausted_attach_blocks) = { .ops.attach = attach_with_context };

static int map_with_dummy(struct model *m, struct domain *d, uint64_t iova, uint64_t paddr, uint64_t pgsize,
			  uint64_t pgcount, uint32_t prot, enum gfp_class gfp, uint64_t *mapped)
{
	unsigned int i;
	struct dte dte;

	for (i = 0; i < m->ndevs; i++) {
		if (m->dev[i].domain != d)
			continue;
		dte = reference_paging_dte(m, d, &m->dev[i]);
		dte.dummy = 0x5000000;
		reference_install(m, &m->dev[i], &dte);
	}
	return reference_map_pages(m, d, iova, paddr, pgsize, pgcount, prot, gfp, mapped);
}

MUTANT(map_in_use_adds_a_dummy_page) = { .ops.map_pages = map_with_dummy };

static void fault_of_32_bits(struct model *m, struct device *dev, uint64_t iova, bool write,
			     struct fault_report *report)
{
	reference_fault(m, dev, (uint32_t)iova, write, report);
}

MUTANT(fault_report_is_truncated) = { .ops.fault = fault_of_32_bits };

static void fault_always_read(struct model *m, struct device *dev, uint64_t iova, bool write,
			      struct fault_report *report)
{
	reference_fault(m, dev, iova, false, report);
}

MUTANT(fault_report_says_read) = { .ops.fault = fault_always_read };
