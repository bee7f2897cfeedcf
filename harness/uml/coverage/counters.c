// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which lines of drivers/iommu were reached. gcc counts in variables that counters.lds lays side by side; here a file
 * takes their place, the same for all kernels of a run. So nothing has to be fetched or added up, and what a kernel has
 * counted is there however it ends. Later a kernel that does nothing else makes what gcov reads of that file.
 */
#include <linux/atomic.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/reboot.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include <gcov.h>
#include <os.h>

extern gcov_type __conform_counters[], __conform_counters_end[];
#define SIZE	((char *)__conform_counters_end - (char *)__conform_counters)

/* The file; and a folder: make its .gcda of the file, below drivers/iommu there, and end. */
static char *emu_counters = "", *emu_gcda = "";
core_param(emu_counters, emu_counters, charp, 0);
core_param(emu_gcda, emu_gcda, charp, 0);

static int __init open_counters(void)
{
	int fd = os_open_file(emu_counters, of_create(of_rdwr(OPENFLAGS())), 0644);

	if (fd < 0)
		panic("%s: error %d\n", emu_counters, fd);
	return fd;
}

static int __init share_counters(void)
{
	gcov_type *here;
	int fd, i;

	if (!*emu_counters || *emu_gcda)
		return 0;
	fd = open_counters();
	here = vmalloc(SIZE);
	/* No counter is so large that its last byte is not 0: this only makes a new file as long as it must be. */
	if (!here || os_seek_file(fd, SIZE - 1) < 0 || os_write_file(fd, "", 1) != 1)
		panic("%s: cannot be written\n", emu_counters);
	memcpy(here, __conform_counters, SIZE);
	if (os_map_memory(__conform_counters, fd, 0, SIZE, 1, 1, 0) < 0)
		panic("%s: cannot be mapped\n", emu_counters);
	for (i = 0; i < SIZE / sizeof(*here); i++)
		atomic_long_add(here[i], (atomic_long_t *)&__conform_counters[i]);
	vfree(here);
	os_close_file(fd);
	return 0;
}
core_initcall(share_counters);

static void __init write_gcda(struct gcov_info *info)
{
	static char path[4096] __initdata;
	const char *name = strstr(gcov_info_filename(info), "/drivers/iommu/");
	size_t len = convert_to_gcda(NULL, info);
	char *data = vmalloc(len);
	int fd;

	snprintf(path, sizeof(path), "%s%s", emu_gcda, name ?: "");
	fd = name ? os_open_file(path, of_create(of_write(OPENFLAGS())), 0644) : -1;
	if (fd < 0 || !data || convert_to_gcda(data, info) != len || os_write_file(fd, data, len) != len)
		panic("%s: cannot be written\n", path);
	os_close_file(fd);
	vfree(data);
}

static int __init write_all(void)
{
	struct gcov_info *info = NULL;

	if (!*emu_gcda)
		return 0;
	if (os_read_file(open_counters(), __conform_counters, SIZE) != SIZE)
		panic("%s: not of this kernel\n", emu_counters);
	while ((info = gcov_info_next(info)))
		write_gcda(info);
	machine_power_off();
	return 0;
}
late_initcall(write_all);
