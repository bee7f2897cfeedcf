/* SPDX-License-Identifier: GPL-2.0-only */
/* libc.h - what the C library's headers give to the files that are shared with user space. */
#ifndef KERNEL_LIBC_H
#define KERNEL_LIBC_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/sched.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include <linux/types.h>

#ifndef INT64_MAX
#define INT64_MAX	S64_MAX
#endif
#ifndef UINT32_MAX
#define UINT32_MAX	U32_MAX
#endif

static inline struct task_struct *this_task(void)
{
	return current;
}

/* harness/target.h has a member of that name: include the kernel's headers first, and say this_task(). */
#undef current

#endif
