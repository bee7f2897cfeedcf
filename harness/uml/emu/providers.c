// SPDX-License-Identifier: GPL-2.0-only
/* One interrupt controller and one reset controller for all: drivers want them, few need them to do anything. */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/of.h>
#include <linux/of_irq.h>
#include <linux/reset-controller.h>
#include <linux/workqueue.h>

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

static void find_irqs(struct emu_mmu *m)
{
	unsigned int n;

	for (n = 0; n < EMU_IRQS; n++)
		m->virq[n] = of_irq_get(m->np, n);
}

static int __init irqs_init(void)
{
	emu_each(find_irqs);
	return 0;
}
postcore_initcall(irqs_init);

static void deliver(struct emu_mmu *m)
{
	u32 pending = m->pending;

	m->pending = 0;
	for (; pending; pending &= pending - 1)
		if (m->virq[__ffs(pending)] > 0)
			generic_handle_irq_safe(m->virq[__ffs(pending)]);
}

static void deliver_all(struct work_struct *work)
{
	emu_each(deliver);
}

static DECLARE_WORK(delivery, deliver_all);

/* Where interrupts are off, a driver's lock may be held that its handler takes: the interrupt has to wait. */
void emu_irq(struct emu_mmu *m, unsigned int n)
{
	m->irqs |= BIT(n);
	m->pending |= BIT(n);
	if (irqs_disabled())
		schedule_work(&delivery);
	else
		deliver(m);
}

void emu_irq_status(struct emu_mmu *m, u32 status, u32 enable, u32 bits)
{
	emu_set(m, status, emu_reg(m, status) | bits);
	if (emu_reg(m, enable) & bits)
		emu_irq(m, 0);
}

void emu_irq_wait(struct emu_mmu *m)
{
	unsigned int n;

	flush_work(&delivery);
	for (n = 0; n < EMU_IRQS; n++)
		if (m->virq[n] > 0)
			synchronize_irq(m->virq[n]);
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
