// SPDX-License-Identifier: GPL-2.0-only
/* What this process may lock of its memory, and what the kernel says that it has pinned of it. */
#include <linux/capability.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

static struct rlimit usual;
static struct __user_cap_data_struct caps[2];

static int set_caps(const struct __user_cap_data_struct *data)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };

	return (int)syscall(SYS_capset, &header, data);
}

bool locked_forbid(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct fewer[2];
	struct rlimit none;

	if (getrlimit(RLIMIT_MEMLOCK, &usual) || syscall(SYS_capget, &header, caps))
		return false;
	/* Who may lock all the same is not charged. */
	fewer[0] = caps[0];
	fewer[1] = caps[1];
	fewer[0].effective &= ~(1u << CAP_IPC_LOCK);
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = usual.rlim_max };
	if (setrlimit(RLIMIT_MEMLOCK, &none))
		return false;
	if (!set_caps(fewer))
		return true;
	locked_allow();
	return false;
}

void locked_allow(void)
{
	set_caps(caps);
	setrlimit(RLIMIT_MEMLOCK, &usual);
}

bool locked_bytes(uint64_t *bytes)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long long kib;
	bool found = false;
	char line[256];

	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, "VmPin: %llu kB", &kib) == 1;
	if (f)
		fclose(f);
	if (found)
		*bytes = kib * 1024;
	return found;
}
