// SPDX-License-Identifier: GPL-2.0-only
/* One interrupt controller and one reset controller for all: drivers want them, few need them to do anything. */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/of.h>
#include <linux/of_irq.h>
#include <linux/reset-controller.h>

#include "harness/uml/emu/emu.h"

static int map_irq(struct irq_domain *d, unsigned int virq, irq_hw_number_t hwirq)
{
	irq_set_chip_and_handler(virq, &dummy_irq_chip, handle_simple_irq);
	return 0;
}

static const struct irq_domain_ops irq_ops = { .map = map_irq, .xlate = irq_domain_xlate_onecell };

static int __init irq_init(void)
{
	struct device_node *np = of_find_compatible_node(NULL, NULL, "iommu-conform,intc");

	/* Where they are not sparse, UML has taken all numbers. */
	if (!IS_ENABLED(CONFIG_SPARSE_IRQ))
		irq_free_descs(NR_IRQS - 32, 32);
	if (!np || !irq_domain_create_linear(of_fwnode_handle(np), 32, &irq_ops, NULL))
		return -ENODEV;
	fwnode_dev_initialized(of_fwnode_handle(np), true);
	return 0;
}
core_initcall(irq_init);

void emu_irq(struct emu_mmu *m, unsigned int n)
{
	int virq = m->np ? of_irq_get(m->np, n) : 0;

	m->irqs |= BIT(n);
	if (virq > 0)
		generic_handle_irq_safe(virq);
}

void emu_irq_wait(struct emu_mmu *m)
{
	int n, virq;

	for (n = 0; m->np && (virq = of_irq_get(m->np, n)) > 0; n++)
		synchronize_irq(virq);
}

static int do_nothing(struct reset_controller_dev *rcdev, unsigned long id)
{
	return 0;
}

static const struct reset_control_ops reset_ops = {
	.assert = do_nothing, .deassert = do_nothing, .reset = do_nothing,
};
static struct reset_controller_dev resets = { .ops = &reset_ops, .nr_resets = 8 };

static int __init reset_init(void)
{
	resets.of_node = of_find_compatible_node(NULL, NULL, "iommu-conform,reset");
	if (!resets.of_node)
		return 0;
	fwnode_dev_initialized(of_fwnode_handle(resets.of_node), true);
	return reset_controller_register(&resets);
}
postcore_initcall(reset_init);
