// SPDX-License-Identifier: GPL-2.0-only
/* The masters of our User-Mode Linux: a page of registers, which answers at once. See harness/uml/engine_regs.h. */
#include <errno.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"
#include "harness/uml/engine_regs.h"

static uint32_t get(struct iofd_device *v, unsigned int reg)
{
	uint32_t value = 0;

	return pread(v->fd, &value, sizeof(value), (off_t)(v->region + reg)) == sizeof(value) ? value : 0;
}

static bool put(struct iofd_device *v, unsigned int reg, uint32_t value)
{
	return pwrite(v->fd, &value, sizeof(value), (off_t)(v->region + reg)) == sizeof(value);
}

static bool take(struct iofd_device *v)
{
	struct vfio_region region = { .argsz = sizeof(region) };

	if (iofd_call(v->fd, VFIO_GET_REGION, &region) || region.size < ENGINE_REGS)
		return false;
	v->region = region.offset;
	return get(v, ENGINE_ID) == ENGINE_MAGIC;
}

static int move(struct iofd_device *v, bool write, uint64_t iova, uint32_t *word)
{
	uint32_t status;

	if (!put(v, ENGINE_IOVA, (uint32_t)iova) || !put(v, ENGINE_IOVA_HIGH, (uint32_t)(iova >> 32)) ||
	    !put(v, ENGINE_DATA, *word) || !put(v, ENGINE_COMMAND, write ? ENGINE_WRITE : ENGINE_READ))
		return -ENODEV;
	status = get(v, ENGINE_STATUS);
	if (status == ENGINE_DONE && !write)
		*word = get(v, ENGINE_DATA);
	return status == ENGINE_DONE ? 0 : status == ENGINE_ABORTED ? -EIO : -ENODEV;
}

static void leave(struct iofd_device *v)
{
	(void)v;
}

const struct iofd_engine engine_conform = { .name = "conform", .take = take, .move = move, .leave = leave };
