// SPDX-License-Identifier: GPL-2.0-only
/* A front end for the stream: the device of our kernel side, or the target that /dev/iommu is. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/agent/agent.h"
#include "harness/target.h"
#include "harness/wire/protocol.h"
#include "harness/wire/serve.h"

#define DEVICE	"/dev/iommu-conform"

extern const struct target_driver iommufd_target;

static int write_all(int fd, const char *bytes, size_t n)
{
	ssize_t done;

	for (; n; bytes += done, n -= (size_t)done) {
		done = write(fd, bytes, n);
		if (done < 0 && errno == EINTR)
			done = 0;
		if (done < 0)
			return -errno;
	}
	return 0;
}

static ssize_t read_some(int fd, char *bytes, size_t n)
{
	ssize_t got;

	do
		got = read(fd, bytes, n);
	while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

/* ---- the kernel side: what comes goes in, and then what there is comes out */

static int pump(int device, int from, int to)
{
	/* A warning that the kernel gives once may be given again; a module cannot see to that. */
	int again = open("/sys/kernel/debug/clear_warn_once", O_WRONLY | O_CLOEXEC);
	static char bytes[WIRE_LINE];
	ssize_t n, ret;

	while ((n = read_some(from, bytes, sizeof(bytes))) > 0) {
		if (again >= 0 && write(again, "1", 1) != 1)
			return -errno;
		ret = write_all(device, bytes, (size_t)n);
		while (!ret && (n = read_some(device, bytes, sizeof(bytes))) > 0)
			ret = write_all(to, bytes, (size_t)n);
		if (ret || n < 0)
			return (int)(ret ? ret : n);
	}
	return (int)n;
}

/* ---- /dev/iommu */

static int serve_iommufd(const char *device, char *why, size_t len, int from, int to)
{
	struct target *t = iommufd_target.open(device, NULL, why, len);
	int ret;

	if (!t)
		return -ENODEV;
	ret = serve_target(t, from, to);
	iommufd_target.close(t);
	return ret;
}

/* ---- no front end */

static int refuse(const char *why, int from, int to)
{
	char answer[WIRE_LINE];
	FILE *f = fdopen(dup(from), "r");
	static char line[WIRE_LINE];
	int ret = f ? 0 : -errno;

	fprintf(stderr, "iommu-conform-agent: %s\n", why);
	while (!ret && fgets(line, sizeof(line), f)) {
		snprintf(answer, sizeof(answer), "%.*s: %s\n", (int)strspn(line, "0123456789"), line, why);
		ret = write_all(to, answer, strlen(answer));
	}
	if (f)
		fclose(f);
	return ret ? ret : -ENODEV;
}

int agent_serve(const char *api, const char *name, int from, int to)
{
	char why[512] = "";
	int device, ret;

	if (!strcmp(api, "iommufd")) {
		ret = serve_iommufd(name, why, sizeof(why), from, to);
		return *why ? refuse(why, from, to) : ret;
	}
	if (strcmp(api, "kernel")) {
		snprintf(why, sizeof(why), "no front end '%.32s': there are kernel and iommufd", api);
		return refuse(why, from, to);
	}
	device = open(DEVICE, O_RDWR | O_CLOEXEC);
	if (device < 0) {
		snprintf(why, sizeof(why), "%s: %s: this kernel needs harness/guest built in, or its module loaded",
			 DEVICE, strerror(errno));
		return refuse(why, from, to);
	}
	ret = pump(device, from, to);
	if (ret)
		fprintf(stderr, "iommu-conform-agent: the stream broke: %s\n", strerror(-ret));
	close(device);
	return ret;
}
