// SPDX-License-Identifier: GPL-2.0-only
/* Devices: found in sysfs, bound to /dev/iommu, attached. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

#define MOCKS	3

static const char *const buses[] = { "pci", "platform" };

/* ---- sysfs */

/* The last part of what the link @link of device @name is a link to; "" if there is none. */
static void link_name(const char *bus, const char *name, const char *link, char *out, size_t len)
{
	char path[PATH_MAX], target[PATH_MAX];
	ssize_t n;
	char *last;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/%s", bus, name, link);
	n = readlink(path, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	last = strrchr(target, '/');
	snprintf(out, len, "%.*s", (int)len - 1, last ? last + 1 : target);
}

static const char *bus_of(const char *name)
{
	char path[PATH_MAX];
	unsigned int i;

	for (i = 0; i < sizeof(buses) / sizeof(buses[0]); i++) {
		snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s", buses[i], name);
		if (!access(path, F_OK))
			return buses[i];
	}
	return NULL;
}

/* The node that VFIO has for the device; false if VFIO has it not. */
static bool vfio_node(const char *bus, const char *name, char *node, size_t len)
{
	char path[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/vfio-dev", bus, name);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir))) {
		found = !strncmp(entry->d_name, "vfio", 4);
		if (found)
			snprintf(node, len, "/dev/vfio/devices/%.64s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

/* The other way round: the device that a node is of. */
static bool device_of_node(const char *node, char *name, size_t len)
{
	const char *last = strrchr(node, '/');
	char path[PATH_MAX], real[PATH_MAX], *end;

	snprintf(path, sizeof(path), "/sys/class/vfio-dev/%s/device", last ? last + 1 : node);
	if (!realpath(path, real))
		return false;
	end = strrchr(real, '/');
	snprintf(name, len, "%.*s", (int)len - 1, end ? end + 1 : real);
	return true;
}

/* The driver of the IOMMU that the device is behind, as its own device tells; else what the IOMMU is called. */
static void driver_of(const char *bus, const char *name, char *driver, size_t len)
{
	char path[PATH_MAX], target[PATH_MAX], iommu[128], *last;
	ssize_t n;

	link_name(bus, name, "iommu", iommu, sizeof(iommu));
	snprintf(path, sizeof(path), "/sys/class/iommu/%s/device/driver", iommu);
	n = readlink(path, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	last = strrchr(target, '/');
	if (!strncmp(iommu, "dmar", 4))
		snprintf(driver, len, "intel");
	else if (!strncmp(iommu, "ivhd", 4))
		snprintf(driver, len, "amd");
	else
		snprintf(driver, len, "%.63s", last ? last + 1 : iommu);
}

/* ---- finding */

/* Of each device a word; which of the devices before it has the same? Numbers count what is new. */
static int number(char (*words)[128], unsigned int n)
{
	unsigned int i, k;
	int next = 0;

	for (i = 0; i < n; i++) {
		if (!strcmp(words[i], words[n])) {
			for (k = 0, next = 0; k < i; k++) {
				unsigned int u = 0;

				while (u < k && strcmp(words[u], words[k]))
					u++;
				next += u == k;
			}
			return next;
		}
		for (k = 0; k < i && strcmp(words[k], words[i]); k++)
			;
		next += k == i;
	}
	return next;
}

static bool add(struct iofd *t, const char *asked, const char *bind, char *why, size_t len)
{
	static char iommu[TARGET_DEVICES][128], group[TARGET_DEVICES][128];
	struct iofd_device *v = &t->dev[t->ndevs];
	char name[TARGET_NAME];
	const char *bus;

	snprintf(name, sizeof(name), "%s", asked);
	if (*asked == '/' && !device_of_node(asked, name, sizeof(name))) {
		snprintf(why, len, "iommufd: %s: no such device of VFIO", asked);
		return false;
	}
	bus = bus_of(name);
	if (!bus) {
		snprintf(why, len, "iommufd: %s: no such device: give a PCI address such as 0000:01:00.0, or its node",
			 asked);
		return false;
	}
	link_name(bus, name, "iommu_group", group[t->ndevs], sizeof(group[0]));
	link_name(bus, name, "iommu", iommu[t->ndevs], sizeof(iommu[0]));
	if (!*group[t->ndevs]) {
		snprintf(why, len, "iommufd: %s: it is behind no IOMMU that this kernel uses", name);
		return false;
	}
	if (!safety_group_free(bus, name, why, len))
		return false;
	*v = (struct iofd_device){ .fd = -1, .on = DOM_NONE, .asked = DOM_NONE };
	if (!vfio_node(bus, name, v->node, sizeof(v->node)) && bind && !strcmp(bind, name) &&
	    !safety_take(bus, name, why, len))
		return false;
	if (!vfio_node(bus, name, v->node, sizeof(v->node))) {
		snprintf(why, len, "iommufd: %s: VFIO does not have it as /dev/vfio/devices/…: bind it to vfio-%s, "
			 "or let that be done with --bind %s", name, bus, name);
		return false;
	}
	memcpy(v->name, name, sizeof(v->name));
	v->instance = number(iommu, t->ndevs);
	v->group = number(group, t->ndevs);
	if (!t->ndevs)
		driver_of(bus, name, t->driver, sizeof(t->driver));
	t->ndevs++;
	return true;
}

static bool add_listed(struct iofd *t, const char *arg, const char *bind, char *why, size_t len)
{
	char list[1024], *at = list, *name;

	snprintf(list, sizeof(list), "%s", arg);
	while ((name = strsep(&at, ",")))
		if (t->ndevs == TARGET_DEVICES || !add(t, name, bind, why, len))
			return false;
	return true;
}

/* All that VFIO has. */
static bool add_all(struct iofd *t, char *why, size_t len)
{
	struct dirent **entry;
	char node[300];
	int i, n = scandir("/dev/vfio/devices", &entry, NULL, alphasort);

	for (i = 0; i < n; i++) {
		snprintf(node, sizeof(node), "/dev/vfio/devices/%s", entry[i]->d_name);
		if (*entry[i]->d_name != '.' && t->ndevs < TARGET_DEVICES)
			add(t, node, NULL, why, len);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	if (t->ndevs)
		return true;
	if (!*why || n <= 0)
		snprintf(why, len, "iommufd: VFIO has no device: name one with --device, and let it be bound with --bind; "
			 "or use --mock");
	return false;
}

bool device_find(struct iofd *t, const char *arg, const char *bind, char *why, size_t len)
{
	t->mock = arg && !strcmp(arg, "mock");
	if (!t->mock)
		return arg && *arg ? add_listed(t, arg, bind, why, len) :
		       bind ? add(t, bind, bind, why, len) : add_all(t, why, len);
	for (; t->ndevs < MOCKS; t->ndevs++) {
		struct iofd_device *v = &t->dev[t->ndevs];

		*v = (struct iofd_device){ .fd = -1, .on = DOM_NONE, .asked = DOM_NONE, .group = (int)t->ndevs };
		snprintf(v->name, sizeof(v->name), "mock%u", t->ndevs);
	}
	snprintf(t->driver, sizeof(t->driver), "iommufd-mock");
	return true;
}

/* ---- binding */

static int bind_mock(struct iofd *t, struct iofd_device *v)
{
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_DOMAIN_FLAGS };
	int ret = iofd_ioas_alloc(t, &v->parked);

	if (ret)
		return ret;
	cmd.id = v->parked;
	cmd.domain.flags = MOCK_WITH_PASIDS;
	ret = iofd_call(t->fd, IOFD_TEST, &cmd);
	v->max_pasids = ret ? 0 : MOCK_PASIDS;
	if (ret) {
		cmd = (struct mock_cmd){ .size = sizeof(cmd), .op = MOCK_DOMAIN, .id = v->parked };
		ret = iofd_call(t->fd, IOFD_TEST, &cmd);
	}
	v->mock = cmd.domain.out_stdev;
	v->id = cmd.domain.out_idev;
	return ret;
}

static int bind_vfio(struct iofd *t, struct iofd_device *v)
{
	struct vfio_bind cmd = { .argsz = sizeof(cmd), .iommufd = t->fd };
	int ret;

	v->fd = open(v->node, O_RDWR | O_CLOEXEC);
	if (v->fd < 0)
		return -errno;
	ret = iofd_call(v->fd, VFIO_BIND, &cmd);
	v->id = cmd.out_dev;
	return ret;
}

/* What an empty IOAS still tells with the device on it. */
static int learn_reach(struct iofd *t, struct iofd_device *v)
{
	struct domain_facts f = { 0 };
	uint32_t ioas = v->parked;
	int ret = t->mock ? 0 : iofd_ioas_alloc(t, &ioas);

	if (!ret && !t->mock)
		ret = device_attach(t, v, ioas);
	if (!ret)
		ret = iofd_ranges(t, ioas, &f);
	if (!ret && f.nranges) {
		v->reach_first = f.range[0].first;
		v->reach_last = f.range[f.nranges - 1].last;
	}
	if (!t->mock) {
		device_detach(t, v);
		iofd_destroy(t, ioas);
	}
	return ret;
}

static void find_engine(struct iofd_device *v)
{
	const struct iofd_engine *const *e;

	v->engine = NULL;
	for (e = iofd_engines; v->fd >= 0 && *e && !v->engine; e++)
		if ((*e)->take(v))
			v->engine = *e;
}

static const char *hint(const struct iofd *t, int err)
{
	switch (err) {
	case EBUSY:
		return "somebody uses it";
	case EACCES: case EPERM:
		return "ask for permission to use its node; or its interrupts are not isolated, and "
		       "iommufd.allow_unsafe_interrupts=1 is for those who accept that";
	case ENOTTY:
		return t->mock ? "this kernel needs CONFIG_IOMMUFD_TEST" : "this kernel needs CONFIG_VFIO_DEVICE_CDEV";
	default:
		return t->mock ? "the mock driver of another kernel?" : "iommufd refuses it";
	}
}

bool device_bind_all(struct iofd *t, char *why, size_t len)
{
	unsigned int i;
	int ret;

	for (i = 0; i < t->ndevs; i++) {
		ret = t->mock ? bind_mock(t, &t->dev[i]) : bind_vfio(t, &t->dev[i]);
		if (!ret)
			ret = learn_reach(t, &t->dev[i]);
		if (ret) {
			snprintf(why, len, "iommufd: %s cannot be bound: %s: %s", t->dev[i].name, strerror(-ret),
				 hint(t, -ret));
			return false;
		}
		find_engine(&t->dev[i]);
	}
	return true;
}

void device_unbind_all(struct iofd *t)
{
	unsigned int i;

	for (i = 0; i < t->ndevs; i++) {
		struct iofd_device *v = &t->dev[i];

		if (v->engine)
			v->engine->leave(v);
		v->engine = NULL;
		if (v->fd >= 0)
			close(v->fd);
		v->fd = -1;
		v->on = DOM_NONE;
		v->vdevice = 0;
		v->npasids = 0;
		v->asked = DOM_NONE;
	}
}

/* ---- attaching */

int device_attach(struct iofd *t, struct iofd_device *v, uint32_t pt)
{
	struct mock_cmd replace = { .size = sizeof(replace), .op = MOCK_REPLACE, .id = v->mock };
	struct vfio_attach attach = { .argsz = sizeof(attach), .pt = pt };
	int ret;

	replace.replace.pt = pt;
	ret = t->mock ? iofd_call(t->fd, IOFD_TEST, &replace) : iofd_call(v->fd, VFIO_ATTACH, &attach);
	if (!ret)
		v->hwpt = t->mock ? replace.replace.pt : attach.pt;
	return ret;
}

int device_detach(struct iofd *t, struct iofd_device *v)
{
	struct vfio_detach cmd = { .argsz = sizeof(cmd) };
	int ret = 0;

	/* A mock device is never on nothing: an empty IOAS of its own stands for that. */
	if (t->mock && v->mock && v->on != DOM_NONE)
		ret = device_attach(t, v, v->parked);
	else if (!t->mock && v->fd >= 0)
		ret = iofd_call(v->fd, VFIO_DETACH, &cmd);
	if (!ret)
		v->on = DOM_NONE;
	return ret;
}

int device_attach_pasid(struct iofd *t, struct iofd_device *v, uint32_t pasid, uint32_t pt)
{
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_PASID_ATTACH, .id = v->mock };
	int ret;

	cmd.pasid.pasid = pasid;
	cmd.pasid.pt = pt;
	ret = iofd_call(t->fd, IOFD_TEST, &cmd);
	if (!ret)
		v->pasid[v->npasids++] = pasid;
	return ret;
}

bool device_detach_pasids(struct iofd *t, struct iofd_device *v)
{
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_PASID_DETACH, .id = v->mock };
	bool ok = true;

	while (v->npasids) {
		cmd.pasid.pasid = v->pasid[--v->npasids];
		ok &= !iofd_call(t->fd, IOFD_TEST, &cmd);
	}
	return ok;
}

/* ---- reserved */

static bool is_alone(const char *bus, const char *name)
{
	char path[PATH_MAX];
	unsigned int n = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/iommu_group/devices", bus, name);
	dir = opendir(path);
	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n == 3;		/* ".", "..", and itself */
}

/* Of a group sysfs tells what any of its devices reserves; an IOAS keeps off what those reserve that are attached. */
int device_reserved(const struct iofd_device *v, struct iofd_reserved *list, unsigned int room)
{
	const char *bus = bus_of(v->name);
	unsigned long long first, last;
	char path[PATH_MAX], type[32];
	unsigned int n = 0;
	FILE *f;

	if (!bus || !is_alone(bus, v->name))
		return -EBUSY;
	snprintf(path, sizeof(path), "/sys/bus/%s/devices/%s/iommu_group/reserved_regions", bus, v->name);
	f = fopen(path, "re");
	if (!f)
		return -errno;
	while (n < room && fscanf(f, "%llx %llx %31s", &first, &last, type) == 3)
		if (strcmp(type, "direct-relaxable"))
			list[n++] = (struct iofd_reserved){ first, last };
	fclose(f);
	return (int)n;
}
