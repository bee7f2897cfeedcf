// SPDX-License-Identifier: GPL-2.0-only
/* Instances behind their registers: what ioremap() of a driver finds. */
#include <linux/logic_iomem.h>
#include <linux/moduleparam.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/slab.h>

#include "harness/uml/emu/emu.h"

static const struct emu_hw *hardware[32];
static unsigned int nr_hardware;

static struct emu_mmu *slots[EMU_SLOTS];
void (*emu_written)(void);

int __init emu_register(const struct emu_hw *hw)
{
	if (nr_hardware == ARRAY_SIZE(hardware))
		return -ENOSPC;
	hardware[nr_hardware++] = hw;
	return 0;
}

static u32 size_of_regs(const struct emu_hw *hw)
{
	return hw->regs ?: EMU_REGS;
}

void emu_reset(struct emu_mmu *m)
{
	memset(m->reg, 0, size_of_regs(m->hw));
	if (m->state)
		memset(m->state, 0, m->hw->state);
	emu_tlb_drop_all(m);
	if (m->hw->reset)
		m->hw->reset(m);
}

u32 emu_read(struct emu_mmu *m, u32 off)
{
	if (off >= size_of_regs(m->hw) || emu_unclocked(m))
		return 0;
	return m->hw->read ? m->hw->read(m, off) : emu_reg(m, off);
}

void emu_write(struct emu_mmu *m, u32 off, u32 value)
{
	if (off >= size_of_regs(m->hw) || emu_unclocked(m))
		return;
	if (m->hw->write)
		m->hw->write(m, off, value);
	else
		emu_set(m, off, value);
}

static unsigned long mmio_read(void *priv, unsigned int off, int size)
{
	u64 value = emu_read(priv, off);

	if (size == 8)
		value |= (u64)emu_read(priv, off + 4) << 32;
	return value;
}

/* Tell of every register write: what a driver did, where an operation is to be explained. */
static bool emu_trace;
core_param(emu_trace, emu_trace, bool, 0);

static void mmio_write(void *priv, unsigned int off, int size, unsigned long value)
{
	struct emu_mmu *m = priv;

	if (emu_trace)
		pr_warn("reg %s+%#x = %#lx\n", m->np->full_name, off, value);
	emu_write(priv, off, value);
	if (size == 8)
		emu_write(priv, off + 4, value >> 32);
	if (emu_written)
		emu_written();
}

static const struct logic_iomem_ops mmio_ops = { .read = mmio_read, .write = mmio_write };

/* One region serves all instances: the offset tells which it is, where a region of its own would not. */
static long mmio_map(unsigned long offset, size_t size, const struct logic_iomem_ops **ops, void **priv)
{
	struct emu_mmu *m = slots[offset / EMU_SLOT];

	if (!m)
		return -ENODEV;
	*ops = &mmio_ops;
	*priv = m;
	return offset % EMU_SLOT;
}

static const struct logic_iomem_region_ops window_ops = { .map = mmio_map };
static struct resource window = DEFINE_RES_MEM_NAMED(EMU_WINDOW, EMU_SLOTS * EMU_SLOT, "emulated IOMMUs");

static int slot_of(struct device_node *np)
{
	struct resource res;

	if (of_address_to_resource(np, 0, &res) || res.start - EMU_WINDOW >= EMU_SLOTS * EMU_SLOT)
		return -1;
	return (res.start - EMU_WINDOW) / EMU_SLOT;
}

struct emu_mmu *emu_find(struct device_node *np)
{
	int slot = np ? slot_of(np) : -1;

	return slot < 0 ? NULL : slots[slot];
}

void emu_each(void (*fn)(struct emu_mmu *m))
{
	int slot;

	for (slot = 0; slot < EMU_SLOTS; slot++)
		if (slots[slot])
			fn(slots[slot]);
}

const struct emu_hw *emu_hardware(unsigned int n)
{
	return n < nr_hardware ? hardware[n] : NULL;
}

struct emu_mmu *emu_create(const struct emu_hw *hw)
{
	struct emu_mmu *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (m)
		m->reg = kzalloc(size_of_regs(hw), GFP_KERNEL);
	if (m && hw->state)
		m->state = kzalloc(hw->state, GFP_KERNEL);
	if (!m || !m->reg || (hw->state && !m->state))
		return NULL;
	m->hw = hw;
	m->tlb.size = hw->tlb_size ?: EMU_TLB;
	emu_reset(m);
	return m;
}

static int __init add_instance(struct device_node *np, const struct emu_hw *hw)
{
	int slot = slot_of(np);
	struct emu_mmu *m;

	if (slot < 0)
		return -EINVAL;
	m = emu_create(hw);
	if (!m)
		return -ENOMEM;
	m->np = of_node_get(np);
	slots[slot] = m;
	return 0;
}

static int __init mmio_init(void)
{
	struct device_node *np;
	unsigned int i;
	int ret;

	for (i = 0; i < nr_hardware; i++)
		for_each_compatible_node(np, NULL, hardware[i]->compatible) {
			ret = add_instance(np, hardware[i]);
			if (ret)
				return ret;
		}
	return logic_iomem_add_region(&window, &window_ops);
}
core_initcall(mmio_init);
