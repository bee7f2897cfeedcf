// SPDX-License-Identifier: GPL-2.0-only
/* The far end of the wire protocol: one line in, the lines of its answer out. */
#include <linux/device.h>
#include <linux/utsname.h>

#include "harness/kernel/compat.h"
#include "harness/text.h"
#include "harness/kernel/agent.h"
#include "harness/kernel/platform.h"
#include "harness/wire/protocol.h"

static void (*say)(const char *line);
static void (*flush)(void);
static unsigned long seq;
static struct description about;

/* ---- lines out */

static void say_text(char mark, const char *text)
{
	static char line[WIRE_LINE];

	snprintf(line, sizeof(line), "%lu%c %s", seq, mark, text);
	say(line);
}

static void say_log(const char *text)
{
	say_text('|', text);
}

static void say_result(const char *text)
{
	say_text(':', text);
	if (flush)
		flush();
}

static char scratch[WIRE_LINE - 32];

/* ---- describe */

static const void *instance_of(struct device *dev)
{
	return dev->iommu ? dev->iommu->iommu_dev : NULL;
}

static const void *group_of(struct device *dev)
{
	return dev->iommu_group;
}

static const void *driver_of(struct device *dev)
{
	return dev->iommu && dev->iommu->iommu_dev ? dev->iommu->iommu_dev->ops : NULL;
}

/* What @of names of device @v, numbered from 0 in the order in which the devices name something new. */
static int number_of(int v, const void *(*of)(struct device *dev))
{
	int next = 0, w, u;

	for (w = 0; w < v; w++) {
		if (of(platform_device(w)) == of(platform_device(v)))
			return number_of(w, of);
		for (u = 0; u < w && of(platform_device(u)) != of(platform_device(w)); u++)
			;
		next += u == w;
	}
	return next;
}

static void describe_regions(struct device *dev, struct region *r)
{
	static const enum region_type types[] = {
		[IOMMU_RESV_DIRECT] = REGION_DIRECT, [IOMMU_RESV_DIRECT_RELAXABLE] = REGION_DIRECT_RELAXABLE,
		[IOMMU_RESV_RESERVED] = REGION_RESERVED, [IOMMU_RESV_MSI] = REGION_MSI,
		[IOMMU_RESV_SW_MSI] = REGION_SW_MSI,
	};
	const struct region *end = r + TARGET_REGIONS;
	struct iommu_resv_region *region;
	LIST_HEAD(list);

	if (!instance_of(dev))
		return;
	iommu_get_resv_regions(dev, &list);
	list_for_each_entry(region, &list, list)
		if (r < end)
			*r++ = (struct region){ types[region->type], region->start, region->length };
	iommu_put_resv_regions(dev, &list);
}

static void describe_device(int v, struct device_desc *desc)
{
	struct device *dev = platform_device(v);

	strscpy(desc->name, dev_name(dev), sizeof(desc->name));
	desc->instance = number_of(v, instance_of);
	desc->group = number_of(v, group_of);
	desc->driver = number_of(v, driver_of);
	desc->translated = dev->iommu_group;
	describe_regions(dev, desc->region);
	desc->enforces = instance_of(dev) && compat_enforces(dev);
	desc->max_pasids = instance_of(dev) ? compat_max_pasids(dev) : 0;
}

static void can(const char *name)
{
	target_list_add(about.can, sizeof(about.can), name);
}

static void has(const char *name)
{
	target_list_add(about.has, sizeof(about.has), name);
}

/* A number that says which target this is, the same in every boot. */
static uint64_t fingerprint(void)
{
	uint64_t hash = 0xcbf29ce484222325;
	unsigned int n;
	const char *p;

	for (n = 0; description_print(&about, n, scratch, sizeof(scratch)); n++)
		for (p = scratch; *p; p++)
			hash = (hash ^ (unsigned char)*p) * 0x100000001b3;
	return hash ?: 1;
}

/* What default domains are, as the kernel was built or, where it had a choice, was told. */
static const char *default_config(void)
{
	return IS_ENABLED(CONFIG_IOMMU_DMA) && !iommu_default_passthrough() ? "dma" : "identity";
}

static void learn_about(void)
{
	strscpy(about.kernel, utsname()->release, sizeof(about.kernel));
	strscpy(about.interface, "kernel", sizeof(about.interface));
	while (about.ndevs < TARGET_DEVICES && platform_device(about.ndevs)) {
		describe_device(about.ndevs, &about.dev[about.ndevs]);
		about.ndevs++;
	}
	snprintf(about.config, sizeof(about.config), "%s%s%s%s", default_config(),
		 IS_ENABLED(CONFIG_64BIT) ? "" : "-32",
		 IS_ENABLED(CONFIG_KASAN) ? "-checked" : "", IS_ENABLED(CONFIG_GCOV_KERNEL) ? "-coverage" : "");
	ops_describe(&about);
	can("current");
	can("iova_to_phys");
	can("warn");
	if (IS_ENABLED(CONFIG_DEBUG_ATOMIC_SLEEP))
		can("slept");
	if (IS_ENABLED(CONFIG_KASAN))
		can("memory-error");
	if (IS_ENABLED(CONFIG_PROVE_LOCKING) || IS_ENABLED(CONFIG_DEBUG_SPINLOCK))
		can("lock-error");
	if (about.ndevs && domains_has(DOM_BLOCKED, 0))
		has("blocked");
	if (about.ndevs && domains_has(DOM_IDENTITY, 0))
		has("identity");
	platform_describe(&about);
	about.fingerprint = fingerprint();
}

static void describe(void)
{
	unsigned int n;

	for (n = 0; description_print(&about, n, scratch, sizeof(scratch)); n++)
		say_text('+', scratch);
	say_result("ok");
}

/* ---- look */

static struct sample sample;

static void look_up(void)
{
	struct iommu_domain *domain;
	unsigned int i;
	int dom, v;

	for (dom = 0; dom < TARGET_DOMAINS; dom++)
		if (sample.want & BIT(dom))
			domains_facts(dom, &sample.facts[dom]);
	for (v = 0; v < TARGET_DEVICES; v++)
		sample.current[v] = domains_current(v);
	for (i = 0; i < sample.n; i++) {
		domain = domains_get(sample.at[i].dom, 0);
		sample.at[i].paddr = domain ? iommu_iova_to_phys(domain, sample.at[i].iova) : 0;
	}
}

static void look(const char *text)
{
	char why[128];
	unsigned int n;

	if (look_parse(text, &sample, why, sizeof(why))) {
		say_result(why);
		return;
	}
	for (n = 0; n < sample.n; n++)
		if (!agent_can_say(sample.at[n].iova)) {
			say_result("unsupported: " AGENT_CANNOT_SAY);
			return;
		}
	klog_begin();
	look_up();
	sample.events = klog_end() | platform_events();
	for (n = 0; sample_print(&sample, n, scratch, sizeof(scratch)); n++)
		say_text('+', scratch);
	sample_result_print(&sample, scratch, sizeof(scratch));
	say_result(scratch);
}

/* ---- dma, digest, reset, operations */

static void dma(const char *text)
{
	static struct dma list[WIRE_DMAS];
	unsigned int n, i;
	char why[128];

	if (dmas_parse(text, list, &n, why, sizeof(why))) {
		say_result(why);
		return;
	}
	for (i = 0; i < n; i++) {
		fault_listen(&list[i].report);
		platform_dma(&list[i]);
	}
	fault_listen(NULL);
	dmas_result_print(list, n, scratch, sizeof(scratch));
	say_result(scratch);
}

static bool is_clean(void)
{
	return domains_clean() && platform_clean() && klog_clean();
}

static void digest(void)
{
	char number[24];

	snprintf(number, sizeof(number), "0x%llx",
		 is_clean() ? (unsigned long long)about.fingerprint : 0);
	say_result(number);
}

void agent_leave(void)
{
	domains_reset();
	platform_reset();
}

static void reset(void)
{
	klog_begin();
	agent_leave();
	platform_events();
	/* A WARN of putting things back says that they are not as they were. */
	say_result(!(klog_end() & EVENT_WARN) && is_clean() ? "ok" : "EBUSY");
}

static void operate(const char *text)
{
	static struct request rq;
	static struct answer a;
	char why[128];

	memset(&a, 0, sizeof(a));
	if (request_parse(text, &rq, why, sizeof(why))) {
		say_result(why);
		return;
	}
	klog_begin();
	ops_run(&rq, &a);
	a.events = klog_end() | platform_events();
	answer_print(&rq, &a, scratch, sizeof(scratch));
	say_result(scratch);
}

/* ---- lines in */

void agent_start(void (*say_line)(const char *line), void (*flush_lines)(void))
{
	say = say_line;
	flush = flush_lines;
	klog_start(say_log, flush);
	domains_start();
	learn_about();
}

void agent_stop(void)
{
	if (say)
		klog_stop();
}

void agent_line(const char *line)
{
	uint64_t number = 0;
	const char *text = text_scan_number(line, &number);

	seq = number;
	if (!text || *text != ' ') {
		say_result("expected SEQ REQUEST");
		return;
	}
	text++;
	if (!strcmp(text, "describe"))
		describe();
	else if (!strcmp(text, "reset"))
		reset();
	else if (!strcmp(text, "digest"))
		digest();
	else if (!strncmp(text, "look ", 5))
		look(text);
	else if (!strncmp(text, "dma ", 4))
		dma(text);
	else
		operate(text);
}
