/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_mmio.h - the transport of a virtio device: registers and split rings in memory. Known from the specification,
 * "Virtual I/O Device (VIRTIO)", version 1.2: "Virtio Over MMIO" and "Split Virtqueues". No optional feature of rings is
 * offered, so a buffer is one descriptor, or a readable and a writable one.
 */
#ifndef UML_VIRTIO_MMIO_H
#define UML_VIRTIO_MMIO_H

#include "harness/uml/emu/emu.h"

enum { VIO_CONFIG = 0x100, VIO_QUEUE_SEL = 0x30, VIO_NOTIFY = 0x50, VIO_STATUS = 0x70 };

#define VIO_QUEUES	2

/* What the driver has put into a queue. */
struct vio_buffer {
	u64 out, in;		/* addresses of what the device reads, and of what it writes; 0: none */
	u32 in_size;
	u32 id;
};

void vio_reset(struct emu_mmu *m, u32 device);
u32 vio_read(struct emu_mmu *m, u32 off, u64 features);
void vio_write(struct emu_mmu *m, u32 off, u32 value);
/* Take the next buffer out of @queue. Returns false if there is none. */
bool vio_take(struct emu_mmu *m, u32 queue, struct vio_buffer *b);
/* Give it back, filled, and raise the interrupt. */
void vio_give(struct emu_mmu *m, u32 queue, const struct vio_buffer *b);

#endif
