// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU's `edu`: it moves bytes between memory and a buffer of its own, which nobody else can read, and says when it has
 * done so, not whether it could. Each transfer begins a tenth of a second late.
 */
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

#define ID		0x11e81234u	/* device and vendor, as configuration space has them */
#define BUFFER		0x40000u
#define LOADED		(BUFFER)	/* what was fetched */
#define ZEROES		(BUFFER + 0x800)	/* nothing is ever fetched to here */

enum { REG_SOURCE = 0x80, REG_TARGET = 0x88, REG_COUNT = 0x90, REG_COMMAND = 0x98 };
enum { COMMAND_START = 1, COMMAND_TO_MEMORY = 2 };
enum { BAR0 = 0, CONFIG = 7, CONFIG_COMMAND = 4, BUS_MASTER_AND_MEMORY = 6 };

static bool put(struct iofd_device *v, unsigned int reg, uint64_t value)
{
	return pwrite(v->fd, &value, sizeof(value), (off_t)(v->region + reg)) == sizeof(value);
}

static bool wait_done(struct iofd_device *v)
{
	const struct timespec ms = { .tv_nsec = 1000000 };
	uint64_t command = 0;
	int i;

	for (i = 0; i < 5000; i++) {
		if (pread(v->fd, &command, sizeof(command), (off_t)(v->region + REG_COMMAND)) != sizeof(command))
			return false;
		if (!(command & COMMAND_START))
			return true;
		nanosleep(&ms, NULL);
	}
	return false;
}

static bool take(struct iofd_device *v)
{
	struct vfio_region bar = { .argsz = sizeof(bar), .index = BAR0 };
	struct vfio_region config = { .argsz = sizeof(config), .index = CONFIG };
	uint16_t command = BUS_MASTER_AND_MEMORY;
	uint32_t id = 0;

	if (iofd_call(v->fd, VFIO_GET_REGION, &config) || iofd_call(v->fd, VFIO_GET_REGION, &bar) ||
	    pread(v->fd, &id, sizeof(id), (off_t)config.offset) != sizeof(id) || id != ID)
		return false;
	v->region = bar.offset;
	return pwrite(v->fd, &command, sizeof(command), (off_t)(config.offset + CONFIG_COMMAND)) == sizeof(command);
}

static int move(struct iofd_device *v, bool write, uint64_t iova, uint32_t *word)
{
	bool ok = put(v, REG_SOURCE, write ? *word ? LOADED : ZEROES : iova) && put(v, REG_TARGET, write ? iova : LOADED) &&
		  put(v, REG_COUNT, sizeof(*word)) &&
		  put(v, REG_COMMAND, COMMAND_START | (write ? COMMAND_TO_MEMORY : 0)) && wait_done(v);

	return ok ? 0 : -ENODEV;
}

static void leave(struct iofd_device *v)
{
	(void)v;
}

const struct iofd_engine engine_edu = { .name = "edu", .blind = true, .take = take, .move = move, .leave = leave };
