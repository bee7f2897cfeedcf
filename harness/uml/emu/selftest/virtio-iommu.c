// SPDX-License-Identifier: GPL-2.0-only
/* The virtio IOMMU, without its driver: rings and requests by hand. */
#include "harness/uml/emu/selftest/selftest.h"

enum {
	MAGIC = 0x00, DEVICE = 0x08, FEATURES = 0x10, FEATURES_SEL = 0x14, QUEUE_SEL = 0x30, NUM = 0x38, READY = 0x44,
	NOTIFY = 0x50, IRQ_STATUS = 0x60, IRQ_ACK = 0x64, STATUS = 0x70, DESC = 0x80, AVAIL = 0x90, USED = 0xa0,
};

enum { REQUESTS, EVENTS };
enum { DESC_NEXT = 1, DESC_WRITE = 2 };
enum { ATTACH = 1, DETACH, MAP, UNMAP };
enum { OK, INVAL = 4, RANGE, NOENT };
enum { F_READ = 1, F_WRITE = 2, F_BYPASS = 1 };
enum { BUFFERS = 6 };		/* table behind the rings of both queues */

#define SIZE	8
#define WRITTEN	(st_table(BUFFERS) + 0x800)

static u32 sent;

static void __init start_queue(u32 queue)
{
	st_write(QUEUE_SEL, queue);
	EXPECT_REG(READY, 0);
	st_write(NUM, SIZE);
	st_writeq(DESC, st_table(queue * 3));
	st_writeq(AVAIL, st_table(queue * 3 + 1));
	st_writeq(USED, st_table(queue * 3 + 2));
	st_write(READY, 1);
}

/* Offer descriptor 0 of that queue. */
static void __init offer(u32 queue, u32 n)
{
	st_word(st_table(queue * 3 + 1) + 4 + n % SIZE * 2 / 4 * 4, 0);
	st_word(st_table(queue * 3 + 1), (n + 1) << 16);
	st_write(NOTIFY, queue);
}

/* A request of @words is in the buffer; @status is what must come back. */
static void __init request(u32 words, u32 status)
{
	st_dword(st_table(0), st_table(BUFFERS));
	st_dword(st_table(0) + 8, words * 4 | (u64)DESC_NEXT << 32 | 1ull << 48);
	st_dword(st_table(0) + 16, WRITTEN);
	st_dword(st_table(0) + 24, 4 | (u64)DESC_WRITE << 32);
	st_word(WRITTEN, ~0u);
	offer(REQUESTS, sent++);
	EXPECT_WORD(WRITTEN, status);
	EXPECT_WORD(st_table(2), sent << 16);
	EXPECT_IRQS(BIT(0));
	EXPECT_REG(IRQ_STATUS, 1);
	st_write(IRQ_ACK, 1);
	EXPECT_REG(IRQ_STATUS, 0);
}

static void __init attach(u32 type, u32 domain, u32 endpoint, u32 flags, u32 status)
{
	st_word(st_table(BUFFERS), type);
	st_word(st_table(BUFFERS) + 4, domain);
	st_word(st_table(BUFFERS) + 8, endpoint);
	st_word(st_table(BUFFERS) + 12, flags);
	request(5, status);
}

static void __init map(u32 type, u32 domain, u64 first, u64 last, u64 paddr, u32 flags, u32 status)
{
	st_word(st_table(BUFFERS), type);
	st_word(st_table(BUFFERS) + 4, domain);
	st_dword(st_table(BUFFERS) + 8, first);
	st_dword(st_table(BUFFERS) + 16, last);
	st_dword(st_table(BUFFERS) + 24, paddr);
	st_word(st_table(BUFFERS) + 32, flags);
	request(type == MAP ? 9 : 7, status);
}

static void __init translation(void)
{
	map(MAP, 9, 0x1000, 0x1fff, st_page(0), F_READ, NOENT);
	map(MAP, 3, 0x1000, 0x4fff, st_page(0), F_READ | F_WRITE, OK);
	map(MAP, 3, 0x5000, 0x5fff, st_page(9), F_READ, OK);
	map(MAP, 3, 0x4000, 0x4fff, st_page(0), F_READ, INVAL);
	map(MAP, 3, 0x6000, 0x67ff, st_page(0), F_READ, RANGE);
	EXPECT_REACHES(WRITE, 0x4123, st_page(3) + 0x123);
	EXPECT_REACHES(READ, 0x5fff, st_page(9) + 0xfff);
	map(UNMAP, 3, 0x1000, 0x1fff, 0, 0, RANGE);
	EXPECT_REACHES(READ, 0x1000, st_page(0));
	map(UNMAP, 3, 0x1000, 0x4fff, 0, 0, OK);
	map(UNMAP, 3, 0x1000, 0x4fff, 0, 0, OK);
}

/* What is not mapped is told of through the other queue. */
static void __init faults(void)
{
	EXPECT_FAULT(READ, 0x1000);
	EXPECT_IRQS(0);
	st_dword(st_table(3), WRITTEN);
	st_dword(st_table(3) + 8, 24 | (u64)DESC_WRITE << 32);
	offer(EVENTS, 0);
	EXPECT_FAULT(WRITE, 0x5123);
	EXPECT_WORD(WRITTEN, 2);
	EXPECT_WORD(WRITTEN + 4, BIT(8) | F_WRITE);
	EXPECT_WORD(WRITTEN + 8, 5);
	EXPECT_WORD(WRITTEN + 16, 0x5123);
	EXPECT_WORD(st_table(5), 1 << 16);
	EXPECT_IRQS(BIT(0));
}

EMU_SELFTEST(virtio_iommu, "virtio,mmio")
{
	sent = 0;
	EXPECT_REG(MAGIC, 0x74726976);
	EXPECT_REG(DEVICE, 23);
	st_write(FEATURES_SEL, 1);
	EXPECT_REG(FEATURES, 1);
	start_queue(REQUESTS);
	start_queue(EVENTS);
	st_stream(5);
	EXPECT_REACHES(READ, 0x1000, 0x1000);
	attach(ATTACH, 3, 5, 0, OK);
	attach(ATTACH, 3, 99, 0, NOENT);
	attach(ATTACH, 3, 5, 2, INVAL);
	EXPECT_FAULT(READ, 0x1000);
	translation();
	faults();
	/* Its last endpoint takes a domain's mappings along. */
	attach(ATTACH, 4, 5, F_BYPASS, OK);
	EXPECT_REACHES(READ, 0x5000, 0x5000);
	attach(ATTACH, 3, 5, 0, OK);
	EXPECT_FAULT(READ, 0x5000);
	attach(DETACH, 4, 5, 0, INVAL);
	attach(DETACH, 3, 5, 0, OK);
	EXPECT_REACHES(READ, 0x5000, 0x5000);
	st_write(STATUS, 0);
	EXPECT_REG(READY, 0);
}
