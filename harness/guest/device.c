// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/iommu-conform: who opens it writes lines of the wire protocol, and after each write reads their answers, which
 * are all there, until a read returns 0. One at a time; what he leaves behind is put back when he closes it.
 */
#include <linux/device/driver.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "harness/guest/guest.h"
#include "harness/kernel/agent.h"
#include "harness/kernel/compat.h"
#include "harness/wire/protocol.h"

#define ANSWERS		(64 * WIRE_LINE)	/* of the lines of one write; what is more is lost, which garbles them */

static unsigned long memory = 64;
module_param(memory, ulong, 0444);
MODULE_PARM_DESC(memory, "MiB of memory that may be mapped");

static DEFINE_MUTEX(lock);
static bool started, opened;
static char in[WIRE_LINE], *out;
static size_t in_len, out_len, out_read;

/* ---- lines out */

static void say(const char *line)
{
	size_t len = strnlen(line, WIRE_LINE - 1);

	if (out_len + len + 1 > ANSWERS)
		return;
	memcpy(out + out_len, line, len);
	out_len += len;
	out[out_len++] = '\n';
}

static ssize_t conform_read(struct file *file, char __user *to, size_t n, loff_t *pos)
{
	mutex_lock(&lock);
	n = min(n, out_len - out_read);
	n -= copy_to_user(to, out + out_read, n);
	out_read += n;
	if (out_read == out_len)
		out_read = out_len = 0;
	mutex_unlock(&lock);
	return n;
}

/* ---- lines in */

static void serve(void)
{
	char *line = in, *end;

	while ((end = memchr(line, '\n', in + in_len - line))) {
		*end = '\0';
		if (*line)
			agent_line(line);
		line = end + 1;
	}
	in_len = in + in_len - line;
	memmove(in, line, in_len);
}

static ssize_t conform_write(struct file *file, const char __user *from, size_t n, loff_t *pos)
{
	ssize_t ret = n;
	size_t part;

	mutex_lock(&lock);
	for (; n && ret > 0; from += part, n -= part) {
		part = min(n, sizeof(in) - in_len);
		if (!part)
			ret = -EMSGSIZE;
		else if (copy_from_user(in + in_len, from, part))
			ret = -EFAULT;
		if (ret < 0)
			break;
		in_len += part;
		serve();
	}
	mutex_unlock(&lock);
	return ret;
}

/* ---- opened and closed */

/* What a panic says is on the console: on its way out nothing can be handed to user space. */
static void start(void)
{
	wait_for_device_probe();
	masters_settle();
	agent_start(say, NULL);
	started = true;
}

static int conform_open(struct inode *inode, struct file *file)
{
	int ret = -EBUSY;

	mutex_lock(&lock);
	if (!opened) {
		if (!started)
			start();
		in_len = out_len = out_read = 0;
		opened = true;
		ret = nonseekable_open(inode, file);
	}
	mutex_unlock(&lock);
	return ret;
}

static int conform_release(struct inode *inode, struct file *file)
{
	mutex_lock(&lock);
	agent_leave();
	opened = false;
	mutex_unlock(&lock);
	return 0;
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.open = conform_open, .release = conform_release, .read = conform_read, .write = conform_write,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR, .name = "iommu-conform", .fops = &operations, .mode = 0600,
};

/* ---- in and out */

static int __init conform_init(void)
{
	int ret;

	out = vmalloc(ANSWERS);
	ret = out ? memory_start((u64)memory << 20) : -ENOMEM;
	if (ret)
		goto no_memory;
	ret = masters_start();
	if (ret)
		goto no_masters;
	ret = misc_register(&device);
	if (!ret)
		return 0;
	masters_stop();
no_masters:
	memory_stop();
no_memory:
	vfree(out);
	return ret;
}
module_init(conform_init);

static void __exit conform_exit(void)
{
	misc_deregister(&device);
	agent_stop();
	masters_stop();
	memory_stop();
	vfree(out);
}
module_exit(conform_exit);

MODULE_DESCRIPTION("The in-kernel IOMMU API behind the wire protocol of iommu-conform");
MODULE_LICENSE("GPL");
/* Once the name of a namespace was no string. */
#ifdef CONFORM_HAS_IMPORT_NAME
MODULE_IMPORT_NS(IOMMUFD_INTERNAL);
#else
MODULE_IMPORT_NS("IOMMUFD_INTERNAL");
#endif
