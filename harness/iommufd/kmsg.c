// SPDX-License-Identifier: GPL-2.0-only
/* What the kernel says while an operation runs: /dev/kmsg, where we may read it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

static int fd = -1;
static bool tainted;

/* The next message without its prefix; NULL if there is none now. */
static char *next(char *buf, size_t size)
{
	ssize_t n;
	char *text;

	do
		n = read(fd, buf, size - 1);
	while (n < 0 && (errno == EPIPE || errno == EINTR));	/* some were lost */
	if (n <= 0)
		return NULL;
	buf[n] = '\0';
	text = strchr(buf, ';');
	text = text ? text + 1 : buf;
	text[strcspn(text, "\n")] = '\0';
	return text;
}

bool kmsg_start(void)
{
	fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	tainted = false;
	return fd >= 0;
}

void kmsg_begin(void)
{
	char buf[2048];

	while (fd >= 0 && next(buf, sizeof(buf)))
		;
}

uint32_t kmsg_end(char *log, size_t len)
{
	uint32_t events = 0;
	char buf[2048], *text;
	size_t used = 0;

	*log = '\0';
	while (fd >= 0 && (text = next(buf, sizeof(buf)))) {
		events |= strstr(text, "WARNING: ") ? EVENT_WARN : 0;
		events |= strstr(text, "BUG: KASAN") ? EVENT_MEMORY : 0;
		if (used < len)
			used += (size_t)snprintf(log + used, len - used, "%s\n", text);
	}
	tainted |= events & EVENT_MEMORY;
	return events;
}

bool kmsg_clean(void)
{
	return !tainted;
}
