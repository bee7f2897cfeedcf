// SPDX-License-Identifier: GPL-2.0-only
/* The transport of a virtio device. */
#include <linux/bits.h>

#include "harness/uml/emu/virtio_mmio.h"

enum {
	MAGIC = 0x00, VERSION = 0x04, DEVICE = 0x08, FEATURES = 0x10, FEATURES_SEL = 0x14, NUM_MAX = 0x34, NUM = 0x38,
	READY = 0x44, IRQ_STATUS = 0x60, IRQ_ACK = 0x64, DESC = 0x80, AVAIL = 0x90, USED = 0xa0, USED_HIGH = 0xa4,
	TAKEN = 0xf0,		/* not for software: buffers of a queue that were taken, and given back */
	GIVEN = 0xf4,
};

enum { DESC_NEXT = 1, DESC_WRITE = 2 };
enum { IRQ_USED = BIT(0) };

#define MOST_BUFFERS	256
#define QUEUE(q)	(0x800 + (q) * 0x100)	/* what VIO_QUEUE_SEL selects, at its own offset from here */

void vio_reset(struct emu_mmu *m, u32 device)
{
	emu_set(m, MAGIC, 0x74726976);
	emu_set(m, VERSION, 2);
	emu_set(m, DEVICE, device);
}

static u32 selected(struct emu_mmu *m, u32 off)
{
	return QUEUE(emu_reg(m, VIO_QUEUE_SEL)) + off;
}

static bool is_of_queue(u32 off)
{
	return off == NUM || off == READY || (off >= DESC && off <= USED_HIGH);
}

u32 vio_read(struct emu_mmu *m, u32 off, u64 features)
{
	switch (off) {
	case FEATURES:
		return emu_reg(m, FEATURES_SEL) ? features >> 32 : features;
	case NUM_MAX:
		return emu_reg(m, VIO_QUEUE_SEL) < VIO_QUEUES ? MOST_BUFFERS : 0;
	default:
		return emu_reg(m, is_of_queue(off) ? selected(m, off) : off);
	}
}

void vio_write(struct emu_mmu *m, u32 off, u32 value)
{
	if (off == IRQ_ACK)
		emu_clear(m, IRQ_STATUS, value);
	else if (off == VIO_QUEUE_SEL)
		emu_set(m, off, value < VIO_QUEUES ? value : VIO_QUEUES);
	else if (is_of_queue(off))
		emu_set(m, selected(m, off), value);
	else if (off > DEVICE && off < VIO_CONFIG && off != IRQ_STATUS)
		emu_set(m, off, value);
}

static u64 ring(struct emu_mmu *m, u32 queue, u32 off)
{
	return emu_reg64(m, QUEUE(queue) + off);
}

static u32 half(struct emu_mmu *m, u64 paddr)
{
	return emu_word(m, paddr) >> paddr % 4 * 8 & 0xffff;
}

/* Returns the descriptor behind it, or -1. */
static int descriptor(struct emu_mmu *m, u32 queue, u32 n, struct vio_buffer *b)
{
	u64 at = ring(m, queue, DESC) + n * 16;
	u32 flags = half(m, at + 12);

	if (flags & DESC_WRITE) {
		b->in = emu_dword(m, at);
		b->in_size = emu_word(m, at + 8);
	} else {
		b->out = emu_dword(m, at);
	}
	return flags & DESC_NEXT ? half(m, at + 14) : -1;
}

bool vio_take(struct emu_mmu *m, u32 queue, struct vio_buffer *b)
{
	u32 num = emu_reg(m, QUEUE(queue) + NUM), taken = emu_reg(m, QUEUE(queue) + TAKEN);
	u64 avail = ring(m, queue, AVAIL);
	int next;

	if (!emu_reg(m, QUEUE(queue) + READY) || !num || half(m, avail + 2) == (taken & 0xffff))
		return false;
	*b = (struct vio_buffer) { .id = half(m, avail + 4 + taken % num * 2) };
	next = descriptor(m, queue, b->id, b);
	if (next >= 0)
		descriptor(m, queue, next, b);
	emu_set(m, QUEUE(queue) + TAKEN, taken + 1);
	return true;
}

void vio_give(struct emu_mmu *m, u32 queue, const struct vio_buffer *b)
{
	u32 num = emu_reg(m, QUEUE(queue) + NUM), given = emu_reg(m, QUEUE(queue) + GIVEN);
	u64 used = ring(m, queue, USED);

	emu_store(used + 4 + given % num * 8, b->id);
	emu_store(used + 8 + given % num * 8, b->in_size);
	emu_store(used, (given + 1) << 16);
	emu_set(m, QUEUE(queue) + GIVEN, given + 1);
	emu_set(m, IRQ_STATUS, emu_reg(m, IRQ_STATUS) | IRQ_USED);
	emu_irq(m, 0);
}
