// SPDX-License-Identifier: GPL-2.0-only
/*
 * The DMA engines of the masters, for those who drive a master as a device of their own: a page of registers each, that
 * a user space reaches through VFIO. It moves a word between DATA and memory, as the master's IOMMU lets it.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/logic_iomem.h>

#include "harness/uml/emu/board.h"
#include "harness/uml/engine_regs.h"

#define WINDOW	0xe1000000u	/* where the engines are in physical memory, a page each */

static struct engine {
	u32 reg[ENGINE_REGS / 4];
} engines[BOARD_MASTERS];

static u32 *reg(struct engine *e, u32 off)
{
	return &e->reg[off / 4];
}

/* The word in memory that is meant, or NULL where there is none. */
static u32 *word_at(u64 paddr)
{
	return paddr % sizeof(u32) || !pfn_valid(PHYS_PFN(paddr)) ? NULL : phys_to_virt(paddr);
}

static u32 transfer(struct engine *e, struct board_master *master, bool write)
{
	struct dma d = { .write = write, .iova = *reg(e, ENGINE_IOVA) | (u64)*reg(e, ENGINE_IOVA_HIGH) << 32 };
	u32 *word;

	if (!master->mmu)
		return ENGINE_ABSENT;
	emu_dma(master->mmu, master->stream, &d, false);
	word = d.result == DMA_REACHED ? word_at(d.paddr) : NULL;
	if (!word)
		return ENGINE_ABORTED;
	if (write)
		WRITE_ONCE(*word, *reg(e, ENGINE_DATA));
	else
		*reg(e, ENGINE_DATA) = READ_ONCE(*word);
	return ENGINE_DONE;
}

static unsigned long engine_read(void *priv, unsigned int off, int size)
{
	return off < ENGINE_REGS && size == 4 ? *reg(priv, off) : 0;
}

static void engine_write(void *priv, unsigned int off, int size, unsigned long value)
{
	struct engine *e = priv;

	if (off >= ENGINE_REGS || size != 4)
		return;
	*reg(e, off) = value;
	if (off == ENGINE_COMMAND)
		*reg(e, ENGINE_STATUS) = transfer(e, &board_masters[e - engines], value == ENGINE_WRITE);
}

static const struct logic_iomem_ops engine_ops = { .read = engine_read, .write = engine_write };

static long engine_map(unsigned long offset, size_t size, const struct logic_iomem_ops **ops, void **priv)
{
	*ops = &engine_ops;
	*priv = &engines[offset / PAGE_SIZE];
	*reg(*priv, ENGINE_ID) = ENGINE_MAGIC;
	return offset % PAGE_SIZE;
}

static const struct logic_iomem_region_ops window_ops = { .map = engine_map };
static struct resource window = DEFINE_RES_MEM_NAMED(WINDOW, BOARD_MASTERS * PAGE_SIZE, "DMA engines");

static int __init engine_init(void)
{
	return logic_iomem_add_region(&window, &window_ops);
}
core_initcall(engine_init);
