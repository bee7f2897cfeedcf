// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU's nvme: its time stamp, a register of 48 bits, is loaded from memory by one command and stored to memory by another.
 * How that is used says harness/guest/engine_nvme.c. It counts milliseconds, so that the low word is not exact; but the low
 * bits of the canary behind it, which are loaded with it, are.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

#define ID		0x00101b36u	/* device and vendor */
enum { REG_INTMS = 0x0c, REG_CC = 0x14, REG_CSTS = 0x1c, REG_AQA = 0x24, REG_ASQ = 0x28, REG_ACQ = 0x30,
       REG_CMBLOC = 0x38, REG_CMBSZ = 0x3c, REG_CMBMSC = 0x50, REG_SQ_TAIL = 0x1000, REG_CQ_HEAD = 0x1004 };
#define CC_ENABLE	(1 | 6 << 16 | 4 << 20)
enum { SET_FEATURES = 0x09, GET_FEATURES = 0x0a, TIMESTAMP = 0x0e };
enum { CONFIG = 7, CONFIG_COMMAND = 4, BUS_MASTER_AND_MEMORY = 6 };

#define WINDOW		0x8123456000000000ull	/* where the controller sees its own memory */
#define DEPTH		1024u
#define ENTRY		64u
#define COMPLETIONS	(DEPTH * ENTRY)
#define VALUE		(COMPLETIONS + 4096)
#define RESULT		(VALUE + 8)
#define NEEDED		(VALUE + 4096)
#define NOTHING_YET	UINT64_MAX
#define STAMP		((1ull << 48) - 1)

struct nvme {
	volatile unsigned char *regs, *memory;
	size_t regs_size, memory_size;
	unsigned int at, used;
};

static struct nvme controllers[TARGET_DEVICES];
static unsigned int ncontrollers;

static void put32(volatile unsigned char *at, uint32_t value)
{
	*(volatile uint32_t *)at = value;
}

static void put64(volatile unsigned char *at, uint64_t value)
{
	put32(at + 4, (uint32_t)(value >> 32));
	put32(at, (uint32_t)value);
}

static uint32_t get32(volatile unsigned char *at)
{
	return *(volatile uint32_t *)at;
}

static int wait_ready(struct nvme *n, uint32_t ready)
{
	const struct timespec ms = { .tv_nsec = 1000000 };
	int i;

	for (i = 0; i < 1000; i++) {
		if ((get32(n->regs + REG_CSTS) & 1) == ready)
			return 0;
		nanosleep(&ms, NULL);
	}
	return -ETIMEDOUT;
}

static int restart(struct nvme *n)
{
	int ret;

	put32(n->regs + REG_CC, 0);
	ret = wait_ready(n, 0);
	if (ret)
		return ret;
	put32(n->regs + REG_AQA, 1 << 16 | (DEPTH - 1));
	put64(n->regs + REG_ASQ, WINDOW);
	put64(n->regs + REG_ACQ, WINDOW + COMPLETIONS);
	put32(n->regs + REG_INTMS, ~0u);
	put32(n->regs + REG_CC, CC_ENABLE);
	ret = wait_ready(n, 1);
	put32(n->regs + REG_CQ_HEAD, 1);
	n->at = n->used = 0;
	return ret;
}

/* A region of the device in this process; NULL if it cannot be had. */
static volatile unsigned char *map_region(struct iofd_device *v, unsigned int index, size_t *size)
{
	struct vfio_region r = { .argsz = sizeof(r), .index = index };
	void *at;

	if (iofd_call(v->fd, VFIO_GET_REGION, &r) || !r.size)
		return NULL;
	at = mmap(NULL, r.size, PROT_READ | PROT_WRITE, MAP_SHARED, v->fd, (off_t)r.offset);
	*size = r.size;
	return at == MAP_FAILED ? NULL : at;
}

static bool is_one(struct iofd_device *v)
{
	struct vfio_region config = { .argsz = sizeof(config), .index = CONFIG };
	uint16_t command = BUS_MASTER_AND_MEMORY;
	uint32_t id = 0;

	return !iofd_call(v->fd, VFIO_GET_REGION, &config) &&
	       pread(v->fd, &id, sizeof(id), (off_t)config.offset) == sizeof(id) && id == ID &&
	       pwrite(v->fd, &command, sizeof(command), (off_t)(config.offset + CONFIG_COMMAND)) == sizeof(command);
}

static void leave(struct iofd_device *v)
{
	struct nvme *n = (struct nvme *)v->engine_data;

	if (n && n->regs)
		munmap((void *)n->regs, n->regs_size);
	if (n && n->memory)
		munmap((void *)n->memory, n->memory_size);
	if (n)
		n->regs = n->memory = NULL;
}

static bool take(struct iofd_device *v)
{
	struct nvme *n = v->engine_data ? (struct nvme *)v->engine_data : &controllers[ncontrollers % TARGET_DEVICES];
	uint32_t location;

	if (!is_one(v))
		return false;
	ncontrollers += !v->engine_data;
	v->engine_data = n;
	n->regs = map_region(v, 0, &n->regs_size);
	if (!n->regs)
		return false;
	put32(n->regs + REG_CMBMSC + 4, (uint32_t)(WINDOW >> 32));
	put32(n->regs + REG_CMBMSC, (uint32_t)WINDOW | 3);
	location = get32(n->regs + REG_CMBLOC);
	if (get32(n->regs + REG_CMBSZ) && !(location >> 12))
		n->memory = map_region(v, location & 7, &n->memory_size);
	if (n->memory && n->memory_size >= NEEDED && !restart(n))
		return true;
	leave(v);
	return false;
}

static void command(struct nvme *n, unsigned int opcode, uint64_t address)
{
	volatile unsigned char *entry = n->memory + n->at * ENTRY;
	unsigned int i;

	for (i = 0; i < ENTRY; i += 4)
		put32(entry + i, 0);
	put32(entry, opcode | n->at << 16);
	put64(entry + 24, address);
	put32(entry + 40, TIMESTAMP);
	n->at = (n->at + 1) % DEPTH;
	n->used++;
}

static int perform(struct nvme *n, uint64_t *value)
{
	const struct timespec us = { .tv_nsec = 20000 };
	uint64_t result;
	int i;

	put64(n->memory + RESULT, NOTHING_YET);
	command(n, GET_FEATURES, WINDOW + RESULT);
	put32(n->regs + REG_SQ_TAIL, n->at);
	for (i = 0; i < 50000; i++) {
		/* In one go: the controller may write it at any moment. */
		result = *(volatile uint64_t *)(n->memory + RESULT);
		*value = result & STAMP;
		if (result != NOTHING_YET)
			return 0;
		nanosleep(&us, NULL);
	}
	return -ENODEV;
}

/* The canary that was loaded: its neighbour's low bits are exact, its own have gone on by some milliseconds. */
static uint32_t exact(uint64_t stamp)
{
	uint32_t low = (uint32_t)stamp, index = (uint32_t)(stamp >> 32) - 1;

	return low - (uint16_t)(low - index);
}

static int move(struct iofd_device *v, bool write, uint64_t iova, uint32_t *word)
{
	struct nvme *n = (struct nvme *)v->engine_data;
	uint64_t value = *word | (uint64_t)(uint16_t)(*word + 1) << 32;
	int ret = n->used + 4 > DEPTH ? restart(n) : 0;

	if (ret)
		return -ENODEV;
	put64(n->memory + VALUE, value);
	command(n, SET_FEATURES, WINDOW + VALUE);
	command(n, write ? GET_FEATURES : SET_FEATURES, iova);
	ret = perform(n, &value);
	if (!ret && !write)
		*word = exact(value);
	return ret;
}

const struct iofd_engine engine_nvme = { .name = "nvme", .width = 8, .take = take, .move = move, .leave = leave };
