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

/* The driver of the device in the folder @dir; "" if it has none. */
static void driver_in(const char *dir, char *driver, size_t len)
{
	char path[PATH_MAX + 16], target[PATH_MAX], *last;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/driver", dir);
	n = readlink(path, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	last = strrchr(target, '/');
	snprintf(driver, len, "%.*s", (int)len - 1, last ? last + 1 : "");
}

static void driver_of(const char *bus, const char *name, char *driver, size_t len)
{
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "/sys/bus/%s/devices/%s", bus, name);
	driver_in(dir, driver, len);
}

/* The first line of an attribute of the device; "" if it has not that one. */
static void attribute_of(const char *bus, const char *name, const char *attribute, char *text, size_t len)
{
	char path[PATH_MAX];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/%s", bus, name, attribute);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, text, len - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

/* ---- in use? */

/*
 * Folders that any device may have. Another one is something that its driver made (a disk, a network interface, a
 * virtio device with those below it), and nobody can tell from here that it is not in use.
 */
static const char *const ordinary[] = { ".", "..", "power", "msi_irqs", "link", "wakeup" };

/* Links to those who would go with it: virtual functions, which a guest may have, and devices that need it. */
static const char *const dependants[] = { "virtfn", "consumer:" };

static bool is_use(const struct dirent *entry)
{
	unsigned int i;

	for (i = 0; i < sizeof(dependants) / sizeof(dependants[0]); i++)
		if (!strncmp(entry->d_name, dependants[i], strlen(dependants[i])))
			return true;
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
	attribute_of(bus, name, "boot_vga", path, sizeof(path));
	if (!found && !strcmp(path, "1")) {
		found = true;
		snprintf(use, len, "screen");
	}
	return found;
}

/* Drivers that leave the DMA of a device to others. */
static bool is_harmless(const char *driver)
{
	return !*driver || !strncmp(driver, "vfio-", 5) || !strcmp(driver, "pcieport") || !strcmp(driver, "pci-stub");
}

bool safety_group_free(const char *bus, const char *name, char *why, size_t len)
{
	char path[PATH_MAX], member[PATH_MAX + 264], driver[128];
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
		/* It may be on another bus. */
		snprintf(member, sizeof(member), "%s/%s", path, entry->d_name);
		driver_in(member, driver, sizeof(driver));
		ok = is_harmless(driver);
		if (!ok)
			snprintf(why, len, "iommufd: %s: %s of the same group is in use by %s: nothing is done", name,
				 entry->d_name, driver);
	}
	closedir(dir);
	return ok;
}

/* ---- taking */

static bool set_override(const char *bus, const char *name, const char *override)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/driver_override", bus, name);
	return put(path, *override ? override : "\n");
}

static bool unbind(const char *bus, const char *name)
{
	char path[PATH_MAX], driver[128];

	driver_of(bus, name, driver, sizeof(driver));
	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s/unbind", bus, driver);
	return !*driver || put(path, name);
}

/* The override comes first: where it is not allowed nothing is done, and no third driver comes in between. */
bool safety_rebind(const char *bus, const char *name, const char *override)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/bus/%s/drivers_probe", bus);
	return set_override(bus, name, override) && unbind(bus, name) && put(path, name);
}

/* What a device had before it was taken. */
struct had {
	const char *bus, *name;
	char driver[128], override[128];	/* "" if none */
	char vfio[64];				/* and what it was given to */
};

/*
 * Who has it now? If it is another driver, somebody bound it since, or it is another device, plugged in where ours was:
 * that is not ours to touch. Without a driver before it gets none now.
 */
static void put_back(const struct had *had)
{
	char path[PATH_MAX], driver[128];

	driver_of(had->bus, had->name, driver, sizeof(driver));
	if (*driver && strcmp(driver, had->vfio) && strcmp(driver, had->driver))
		return;
	set_override(had->bus, had->name, had->override);
	if (!strcmp(driver, had->driver))
		return;
	unbind(had->bus, had->name);
	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s/bind", had->bus, had->driver);
	if (*had->driver)
		put(path, had->name);
}

/* Wait until nobody has the other end of the pipe any more; then put things back. */
__attribute__((noreturn))
static void keep(int from, const struct had *had)
{
	char byte;
	ssize_t n;

	setsid();
	do
		n = read(from, &byte, 1);
	while (n > 0 || (n < 0 && errno == EINTR));
	put_back(had);
	_exit(0);
}

/* Whatever comes from the terminal or from init is for the others: it is blocked before the keeper is there. */
static bool start_keeper(const struct had *had)
{
	sigset_t all, before;
	int ends[2];

	if (pipe(ends))
		return false;
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	keeper = fork();
	if (!keeper) {
		close(ends[1]);
		keep(ends[0], had);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(ends[0]);
	held = ends[1];
	return keeper > 0;
}

static void note(struct had *had)
{
	driver_of(had->bus, had->name, had->driver, sizeof(had->driver));
	attribute_of(had->bus, had->name, "driver_override", had->override, sizeof(had->override));
	if (!strcmp(had->override, "(null)"))
		*had->override = '\0';
	snprintf(had->vfio, sizeof(had->vfio), "vfio-%s", had->bus);
}

/* Why it is left alone, into @why; false if it may be taken. */
static bool is_taboo(const struct had *had, char *why, size_t len)
{
	char path[PATH_MAX], use[64];

	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s", had->bus, had->vfio);
	if (held >= 0)
		snprintf(why, len, "iommufd: %s: one device at a time is taken from its driver", had->name);
	else if (!strncmp(had->driver, "vfio-", 5))
		snprintf(why, len, "iommufd: %s: %s has it already, but not as /dev/vfio/devices/…: this kernel needs "
			 "CONFIG_VFIO_DEVICE_CDEV", had->name, had->driver);
	else if (use_of(had->bus, had->name, use, sizeof(use)))
		snprintf(why, len, "iommufd: %s: it may be in use: %s has its '%s'; nothing is done", had->name,
			 *had->driver ? had->driver : "somebody", use);
	else if (access(path, F_OK))
		snprintf(why, len, "iommufd: %s: this kernel has no driver %s: modprobe it", had->name, had->vfio);
	else
		return false;
	return true;
}

bool safety_take(const char *bus, const char *name, char *why, size_t len)
{
	struct had had = { .bus = bus, .name = name };

	note(&had);
	if (is_taboo(&had, why, len))
		return false;
	if (!start_keeper(&had) || !safety_rebind(bus, name, had.vfio)) {
		snprintf(why, len, "iommufd: %s cannot be given to %s: %s", name, had.vfio, strerror(errno));
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
	while (keeper > 0 && waitpid(keeper, NULL, 0) < 0 && errno == EINTR)
		;
}
