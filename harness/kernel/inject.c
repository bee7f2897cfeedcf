// SPDX-License-Identifier: GPL-2.0-only
/* Allocations that fail: the kernel's own fault injection, driven for one operation. */
#include <linux/debugfs.h>
#include <linux/fault-inject.h>
#include <linux/fs.h>
#include <linux/sched.h>

#include "harness/kernel/agent.h"

#if defined(CONFIG_FAILSLAB) && defined(CONFIG_FAIL_PAGE_ALLOC) && defined(CONFIG_FAULT_INJECTION_DEBUG_FS)

#define ENDLESS	INT_MAX		/* so that the count tells how many failed */

static struct fault_attr *attrs[2];	/* of slab objects and of pages */

/* The variable behind a debugfs file: the attributes are static in mm/, their files are the only way to them. */
static void *knob(const char *dir, const char *name)
{
	struct dentry *parent = debugfs_lookup(dir, NULL);
	struct dentry *file = parent ? debugfs_lookup(name, parent) : NULL;
	void *variable = file ? d_inode(file)->i_private : NULL;

	dput(file);
	dput(parent);
	return variable;
}

static struct fault_attr *set_up(const char *dir)
{
	unsigned long *probability = knob(dir, "probability");
	bool *only_atomic = knob(dir, "ignore-gfp-wait");
	struct fault_attr *attr;

	if (!probability || !only_atomic)
		return NULL;
	*only_atomic = false;
	attr = container_of(probability, struct fault_attr, probability);
	attr->probability = 100;
	attr->interval = 1;
	attr->verbose = 0;
	attr->task_filter = true;
	return attr;
}

bool inject_start(void)
{
	bool *not_highmem = knob("fail_page_alloc", "ignore-gfp-highmem");
	u32 *min_order = knob("fail_page_alloc", "min-order");

	attrs[0] = set_up("failslab");
	attrs[1] = set_up("fail_page_alloc");
	if (!attrs[0] || !attrs[1] || !not_highmem || !min_order)
		return false;
	*not_highmem = false;
	*min_order = 0;
	return true;
}

void inject_begin(const struct env *env)
{
	atomic_set(&attrs[0]->times, ENDLESS);
	atomic_set(&attrs[1]->times, ENDLESS);
	if (env->n)
		this_task()->fail_nth = env->n;
	else
		this_task()->make_it_fail = 1;
}

uint32_t inject_end(void)
{
	this_task()->fail_nth = 0;
	this_task()->make_it_fail = 0;
	return 2u * ENDLESS - atomic_read(&attrs[0]->times) - atomic_read(&attrs[1]->times);
}

#else

bool inject_start(void)
{
	return false;
}

void inject_begin(const struct env *env)
{
}

uint32_t inject_end(void)
{
	return 0;
}

#endif
