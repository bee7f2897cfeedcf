// SPDX-License-Identifier: GPL-2.0-only
/* The first process of a guest. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "harness/agent/agent.h"
#include "harness/iommufd/iofd.h"

#define PORT	"iommu-conform"
#define PARAM	"iommu_conform."

static char command_line[4096];

static void complain(const char *what)
{
	fprintf(stderr, "iommu-conform-agent: %s: %s\n", what, strerror(errno));
}

/* ---- what a program needs */

static void mount_all(void)
{
	static const char *const what[][2] = {
		{ "proc", "/proc" }, { "sysfs", "/sys" }, { "devtmpfs", "/dev" }, { "debugfs", "/sys/kernel/debug" },
	};
	unsigned int i;

	for (i = 0; i < sizeof(what) / sizeof(what[0]); i++) {
		mkdir(what[i][1], 0755);
		/* A kernel may have mounted the devices by itself, and may have no debugfs. */
		if (mount(what[i][0], what[i][1], what[i][0], 0, NULL) && errno != EBUSY && errno != ENODEV)
			complain(what[i][1]);
	}
}

/* The console for what is said beside the protocol. */
static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR);
	int i;

	/* Whatever is opened later must not become one of these. */
	if (fd < 0)
		fd = open("/dev/null", O_RDWR);
	for (i = 0; fd >= 0 && i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
}

/* The first line of a small file; "" if there is none. */
static void read_line(const char *path, char *line, size_t len)
{
	FILE *f = fopen(path, "r");

	if (!f || !fgets(line, (int)len, f))
		*line = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (f)
		fclose(f);
}

/* ---- the command line of the kernel */

/* The value of the word @key=VALUE, copied to @value; @otherwise if there is none. */
static const char *told(const char *key, char *value, size_t len, const char *otherwise)
{
	const char *at = command_line;
	size_t n = strlen(key);

	for (; *at; at += strcspn(at, " "), at += strspn(at, " "))
		if (!strncmp(at, key, n) && at[n] == '=') {
			snprintf(value, len, "%.*s", (int)strcspn(at + n + 1, " "), at + n + 1);
			return value;
		}
	return otherwise;
}

/* All "iommu_conform.NAME=VALUE", as the parameters of a module. */
static void collect_params(char *params, size_t len)
{
	const char *at = command_line;
	size_t used = 0;

	*params = '\0';
	for (; *at; at += strcspn(at, " "), at += strspn(at, " "))
		if (!strncmp(at, PARAM, strlen(PARAM)) && used < len)
			used += (size_t)snprintf(params + used, len - used, "%.*s ",
						 (int)(strcspn(at, " ") - strlen(PARAM)), at + strlen(PARAM));
}

/* ---- modules */

static int is_module(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 3 && !strcmp(entry->d_name + n - 3, ".ko");
}

static void load(const char *name)
{
	char path[300], params[sizeof(command_line)] = "";
	int fd;

	if (strstr(name, "iommu_conform"))
		collect_params(params, sizeof(params));
	snprintf(path, sizeof(path), "/m/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_finit_module, fd, params, 0))
		complain(path);
	if (fd >= 0)
		close(fd);
}

static void load_all(void)
{
	struct dirent **entry;
	int i, n = scandir("/m", &entry, is_module, alphasort);

	for (i = 0; i < n; i++) {
		load(entry[i]->d_name);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

/* ---- devices for iommufd: in a guest nobody else wants them */

#define MASTERS	"/sys/bus/platform/drivers/conform-master"

/* Devices of PCI that harness/iommufd can tell to perform DMA: QEMU's edu, and its nvme. */
static const char *const engines[] = { "0x1234 0x11e8", "0x1b36 0x0010" };

static int is_engine(const struct dirent *entry)
{
	char path[300], vendor[16], device[16], id[40];
	unsigned int i;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/vendor", entry->d_name);
	read_line(path, vendor, sizeof(vendor));
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/device", entry->d_name);
	read_line(path, device, sizeof(device));
	snprintf(id, sizeof(id), "%s %s", vendor, device);
	for (i = 0; i < sizeof(engines) / sizeof(engines[0]); i++)
		if (!strcmp(engines[i], id))
			return 1;
	return 0;
}

static int is_device(const struct dirent *entry)
{
	return strchr(entry->d_name, '.') && *entry->d_name != '.';
}

static size_t list_folder(const char *folder, int (*wanted)(const struct dirent *), char *list, size_t used, size_t len)
{
	struct dirent **entry;
	int i, n = scandir(folder, &entry, wanted, alphasort);

	for (i = 0; i < n; i++) {
		if (used < len)
			used += (size_t)snprintf(list + used, len - used, "%s%s", used ? "," : "", entry[i]->d_name);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	return used;
}

/* The masters of DMA that there are, as a list: our own driver's, and those of PCI. */
static void list_masters(char *list, size_t len)
{
	size_t used;

	*list = '\0';
	used = list_folder(MASTERS, is_device, list, 0, len);
	list_folder("/sys/bus/pci/devices", is_engine, list, used, len);
}

static void give_to_vfio(const char *devices)
{
	char list[1024], *at = list, *name;

	snprintf(list, sizeof(list), "%s", devices);
	while ((name = strsep(&at, ",")))
		if (*name && strcmp(name, "mock"))
			safety_rebind(strchr(name, ':') ? "pci" : "platform", name,
				      strchr(name, ':') ? "vfio-pci" : "vfio-platform");
}

/* ---- the stream */

/* The port's other end is there a moment after the port. */
static void wait_connected(int fd)
{
	struct pollfd port = { .fd = fd, .events = POLLIN };
	int ms;

	for (ms = 0; ms < 10000 && poll(&port, 1, 0) > 0 && port.revents & POLLHUP; ms += 10)
		usleep(10000);
}

static int open_port(void)
{
	DIR *dir = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	char path[300], name[64];
	int fd = -1;

	while (dir && fd < 0 && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", entry->d_name);
		read_line(path, name, sizeof(name));
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		if (!strcmp(name, PORT))
			fd = open(path, O_RDWR | O_CLOEXEC);
	}
	if (dir)
		closedir(dir);
	if (fd >= 0)
		wait_connected(fd);
	return fd;
}

/* As it is: no echo, no translation of line ends. */
static void make_raw(int tty)
{
	struct termios mode;

	if (tcgetattr(tty, &mode))
		return;
	cfmakeraw(&mode);
	tcsetattr(tty, TCSANOW, &mode);
}

static int open_terminal(const char *path)
{
	int fd = *path ? open(path, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;

	if (fd < 0)
		return fd;
	make_raw(fd);
	/* User-Mode Linux hears of what came before only when something goes out. */
	dprintf(fd, "iommu-conform-agent is there\n");
	return fd;
}

/* The console; and the kernel keeps silent, unless it dies. */
static int take_console(void)
{
	int fd;

	fd = open("/proc/sys/kernel/printk", O_WRONLY);
	if (fd >= 0 && write(fd, "1", 1) != 1)
		complain("/proc/sys/kernel/printk");
	if (fd >= 0)
		close(fd);
	make_raw(0);
	return 0;
}

/* ---- the end */

/* A guest that starts again is one that ends, where it is told not to: every machine can do that. */
__attribute__((noreturn))
static void end_machine(bool off)
{
	tcdrain(1);
	sync();
	reboot(off ? RB_POWER_OFF : RB_AUTOBOOT);
	complain("reboot");
	_exit(1);	/* which panics */
}

void init_run(void)
{
	char api_word[32], device_word[512], masters[512], port[64], end[16];
	const char *api, *devices = NULL;
	int stream;

	mount_all();
	open_console();
	read_line("/proc/cmdline", command_line, sizeof(command_line));
	load_all();
	stream = open_terminal(told("conform_port", port, sizeof(port), ""));
	if (stream < 0)
		stream = open_port();
	if (stream < 0)
		stream = take_console();
	api = told("conform_api", api_word, sizeof(api_word), "kernel");
	if (!strcmp(api, "iommufd")) {
		list_masters(masters, sizeof(masters));
		devices = told("conform_device", device_word, sizeof(device_word), masters);
		give_to_vfio(devices);
	}
	agent_serve(api, devices, stream, stream ? stream : 1);
	end_machine(!strcmp(told("conform_end", end, sizeof(end), ""), "off"));
}
