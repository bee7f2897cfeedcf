// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether a device may be taken, on a machine that somebody works on; and how it is given back. What was changed is
 * kept by a process of its own, the keeper, which puts it back when this one has let go of it, however it ended.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

static int held = -1;		/* our end of the keeper's pipe */
static pid_t keeper;

/* ---- sysfs */

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

static void driver_of(const char *bus, const char *name, char *driver, size_t len)
{
	char path[PATH_MAX], target[PATH_MAX];
	ssize_t n;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/driver", bus, name);
	n = readlink(path, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	snprintf(driver, len, "%.*s", (int)len - 1, n > 0 ? strrchr(target, '/') + 1 : "");
}

/* ---- in use? */

/*
 * Folders that any device may have. Another one is something that its driver made (a disk, a network interface, a virtio
 * device with those below it), and nobody can tell from here that it is not in use.
 */
static const char *const ordinary[] = { ".", "..", "power", "msi_irqs", "link", "wakeup" };

static bool is_use(const struct dirent *entry)
{
	unsigned int i;

	for (i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++)
		if (!strcmp(entry->d_name, ordinary[i]))
			return false;
	return entry->d_type == DT_DIR;
}

/* What of the device is in use, or may be, into @use; false if nothing is. */
static bool use_of(const char *bus, const char *name, char *use, size_t len)
{
	char path[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/", bus, name);
	dir = opendir(path);
	if (!dir) {
		snprintf(use, len, "folder in sysfs");
		return true;
	}
	while (!found && (entry = readdir(dir))) {
		found = is_use(entry);
		if (found)
			snprintf(use, len, "%.60s", entry->d_name);
	}
	closedir(dir);
	return found;
}

/* Drivers that leave the DMA of a device to others. */
static bool is_harmless(const char *driver)
{
	return !*driver || !strncmp(driver, "vfio-", 5) || !strcmp(driver, "pcieport") || !strcmp(driver, "pci-stub");
}

bool safety_group_free(const char *bus, const char *name, char *why, size_t len)
{
	char path[PATH_MAX], driver[128];
	struct dirent *entry;
	bool ok = true;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/iommu_group/devices", bus, name);
	dir = opendir(path);
	if (!dir) {
		snprintf(why, len, "iommufd: %s: who is in its group cannot be read (%s): nothing is done", name,
			 strerror(errno));
		return false;
	}
	while (ok && (entry = readdir(dir))) {
		if (*entry->d_name == '.' || !strcmp(entry->d_name, name))
			continue;
		driver_of(bus, entry->d_name, driver, sizeof(driver));
		ok = is_harmless(driver);
		if (!ok)
			snprintf(why, len, "iommufd: %s: %s of the same group is in use by %s: nothing is done", name,
				 entry->d_name, driver);
	}
	closedir(dir);
	return ok;
}

/* ---- taking */

bool safety_rebind(const char *bus, const char *name, const char *override)
{
	char path[PATH_MAX], driver[128];
	bool ok;

	driver_of(bus, name, driver, sizeof(driver));
	if (*driver) {
		snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s/unbind", bus, driver);
		if (!put(path, name))
			return false;
	}
	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/driver_override", bus, name);
	ok = put(path, *override ? override : "\n");
	snprintf(path, sizeof(path), "/sys/bus/%s/drivers_probe", bus);
	return put(path, name) && ok;
}

/* Wait until nobody has the other end of the pipe any more; then put things back. */
__attribute__((noreturn))
static void keep(int from, const char *bus, const char *name, const char *driver)
{
	char byte, path[PATH_MAX];
	ssize_t n;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	setsid();
	do
		n = read(from, &byte, 1);
	while (n > 0 || (n < 0 && errno == EINTR));
	safety_rebind(bus, name, "");
	/* Without an override a device may find another driver than it had, or one where it had none. */
	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s/bind", bus, driver);
	if (*driver)
		put(path, name);
	_exit(0);
}

static bool start_keeper(const char *bus, const char *name, const char *driver)
{
	int ends[2];

	if (pipe(ends))
		return false;
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	keeper = fork();
	if (!keeper) {
		close(ends[1]);
		keep(ends[0], bus, name, driver);
	}
	close(ends[0]);
	held = ends[1];
	return keeper > 0;
}

bool safety_take(const char *bus, const char *name, char *why, size_t len)
{
	char driver[128], vfio[64], use[64];

	driver_of(bus, name, driver, sizeof(driver));
	if (use_of(bus, name, use, sizeof(use))) {
		snprintf(why, len, "iommufd: %s: it may be in use: %s has its '%s'; nothing is done", name, driver, use);
		return false;
	}
	if (held >= 0) {
		snprintf(why, len, "iommufd: %s: one device at a time is taken from its driver", name);
		return false;
	}
	snprintf(vfio, sizeof(vfio), "vfio-%s", bus);
	if (!start_keeper(bus, name, driver) || !safety_rebind(bus, name, vfio)) {
		snprintf(why, len, "iommufd: %s cannot be given to %s: %s: be allowed to, and modprobe %s", name, vfio,
			 strerror(errno), vfio);
		safety_give_back();
		return false;
	}
	return true;
}

void safety_give_back(void)
{
	if (held < 0)
		return;
	close(held);
	held = -1;
	while (waitpid(keeper, NULL, 0) < 0 && errno == EINTR)
		;
}
