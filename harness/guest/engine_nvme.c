// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU's nvme as a DMA engine. Its time stamp is a register of 48 bits that a command loads from memory (Set Features)
 * and another stores to memory (Get Features). Commands, and what they bring along, lie in the controller's own memory,
 * and no completion is ever written: the completion queue is full from the beginning. So the device performs the one DMA
 * that it is asked for, of 8 bytes, and no other. The time stamp counts milliseconds: its low bits are not exact.
 */
#include <linux/delay.h>
#include <linux/io-64-nonatomic-hi-lo.h>

#include "harness/guest/guest.h"

#define REG_INTMS	0x0c
#define REG_CC		0x14
#define REG_CSTS	0x1c
#define REG_AQA		0x24
#define REG_ASQ		0x28
#define REG_ACQ		0x30
#define REG_CMBLOC	0x38
#define REG_CMBSZ	0x3c
#define REG_CMBMSC	0x50
#define REG_SQ_TAIL	0x1000
#define REG_CQ_HEAD	0x1004
#define CC_ENABLE	(1 | 6 << 16 | 4 << 20)		/* entries of 64 and 16 bytes */

#define SET_FEATURES	0x09
#define GET_FEATURES	0x0a
#define TIMESTAMP	0x0e

/* Where the controller sees its own memory; what lies there of a device's address space is hidden from it. */
#define WINDOW		0x8123456000000000ull
#define DEPTH		1024				/* of the queue of commands */
#define ENTRY		64
#define COMPLETIONS	(DEPTH * ENTRY)			/* offsets in the window */
#define VALUE		(COMPLETIONS + PAGE_SIZE)	/* what is loaded */
#define RESULT		(VALUE + 8)			/* what the time stamp was in the end */
#define NOTHING_YET	(~0ull)				/* no time stamp has these upper bits */
#define NEEDED		(VALUE + PAGE_SIZE)

static int wait_ready(struct master *m, u32 ready)
{
	int ms;

	for (ms = 0; ms < 1000; ms++) {
		if ((readl(m->regs + REG_CSTS) & 1) == ready)
			return 0;
		usleep_range(500, 1000);
	}
	return -ETIMEDOUT;
}

/* No command is ever completed, and there are but DEPTH of them: then the controller begins anew. */
static int restart(struct master *m)
{
	int ret;

	writel(0, m->regs + REG_CC);
	ret = wait_ready(m, 0);
	if (ret)
		return ret;
	writel(1 << 16 | (DEPTH - 1), m->regs + REG_AQA);
	writeq(WINDOW, m->regs + REG_ASQ);
	writeq(WINDOW + COMPLETIONS, m->regs + REG_ACQ);
	writel(~0, m->regs + REG_INTMS);
	writel(CC_ENABLE, m->regs + REG_CC);
	ret = wait_ready(m, 1);
	/* Two entries, and the first one is not read yet: there is no room. */
	writel(1, m->regs + REG_CQ_HEAD);
	m->at = m->used = 0;
	return ret;
}

static int nvme_start(struct master *m)
{
	u32 location, size;

	pci_intx(m->pdev, 0);
	m->regs = pcim_iomap(m->pdev, 0, 0);
	if (!m->regs)
		return -ENODEV;
	writel(WINDOW >> 32, m->regs + REG_CMBMSC + 4);
	writel((u32)WINDOW | 3, m->regs + REG_CMBMSC);
	location = readl(m->regs + REG_CMBLOC);
	size = readl(m->regs + REG_CMBSZ);
	if (!size || location >> 12 || pci_resource_len(m->pdev, location & 7) < NEEDED)
		return -ENODEV;
	m->memory = pcim_iomap(m->pdev, location & 7, 0);
	return m->memory ? restart(m) : -ENODEV;
}

static bool is_in_bar(struct master *m, u64 iova, int bar)
{
	return iova - pci_resource_start(m->pdev, bar) < pci_resource_len(m->pdev, bar);
}

static bool nvme_can_reach(struct master *m, u64 iova)
{
	return iova - WINDOW >= SZ_1G && !is_in_bar(m, iova, 0);
}

/* Put a command into the queue. */
static void command(struct master *m, u8 opcode, u64 address)
{
	void __iomem *entry = m->memory + m->at * ENTRY;

	memset_io(entry, 0, ENTRY);
	writel(opcode | m->at << 16, entry);
	writeq(address, entry + 24);
	writel(TIMESTAMP, entry + 40);
	m->at = (m->at + 1) % DEPTH;
	m->used++;
}

/* Start what is in the queue, and wait for the last command, which tells the time stamp. */
static int perform(struct master *m, u64 *value)
{
	unsigned long us;
	u64 result;

	writeq(NOTHING_YET, m->memory + RESULT);
	command(m, GET_FEATURES, WINDOW + RESULT);
	writel(m->at, m->regs + REG_SQ_TAIL);
	for (us = 0; us < 1000000; us += 5) {
		result = readq(m->memory + RESULT);
		if (result != NOTHING_YET) {
			*value = result & (BIT_ULL(48) - 1);
			return 0;
		}
		udelay(5);
	}
	return -ETIMEDOUT;
}

static int make_room(struct master *m)
{
	return m->used + 4 > DEPTH ? restart(m) : 0;
}

static int nvme_read(struct master *m, u64 iova, u64 *value)
{
	int ret = make_room(m);

	if (ret)
		return ret;
	writeq(*value, m->memory + VALUE);
	command(m, SET_FEATURES, WINDOW + VALUE);
	command(m, SET_FEATURES, iova);
	return perform(m, value);
}

static int nvme_write(struct master *m, u64 iova, u64 value)
{
	int ret = make_room(m);

	if (ret)
		return ret;
	writeq(value, m->memory + VALUE);
	command(m, SET_FEATURES, WINDOW + VALUE);
	command(m, GET_FEATURES, iova);
	return perform(m, &value);
}

const struct engine engine_nvme = {
	.vendor = PCI_VENDOR_ID_REDHAT, .device = 0x0010,
	.start = nvme_start, .can_reach = nvme_can_reach, .read = nvme_read, .write = nvme_write,
};
