// SPDX-License-Identifier: GPL-2.0-only
/* The seam: struct target_driver, see harness/target.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "harness/iommufd/iofd.h"

#define NODE	"/dev/iommu"
#define PAGE	4096u

int iofd_call(int fd, unsigned long nr, void *arg)
{
	int ret;

	do
		ret = ioctl(fd, nr, arg);
	while (ret < 0 && errno == EINTR);
	return ret < 0 ? -errno : ret;
}

int64_t iofd_cannot(struct answer *a, const char *why)
{
	a->kind = ANSWER_UNSUPPORTED;
	snprintf(a->why, sizeof(a->why), "%s", why);
	return 0;
}

/* ---- describe */

static const enum target_op of_the_kernel[] = {
	TARGET_ALLOC, TARGET_FREE, TARGET_ATTACH, TARGET_DETACH, TARGET_REPLACE, TARGET_MAP, TARGET_UNMAP,
};

static bool only_mock(enum target_op op)
{
	return op == TARGET_VFIO_ATTACH_PASID || (op >= TARGET_ACCESS_PIN && op <= TARGET_ACCESS_RW) ||
	       (op >= TARGET_NESTED_ALLOC && op != TARGET_HWPT_ALLOC_FAULTS);
}

static bool nobody_can(enum target_op op)
{
	return op == TARGET_GUEST_MAP || op == TARGET_GUEST_UNMAP || op >= TARGET_PAGE_WAITS;
}

static bool has_engine(const struct iofd *t)
{
	unsigned int i;

	for (i = 0; i < t->ndevs; i++)
		if (t->dev[i].engine)
			return true;
	return false;
}

static void add_can(struct iofd *t, struct description *d)
{
	unsigned int i;

	for (i = 0; i < sizeof(of_the_kernel) / sizeof(of_the_kernel[0]); i++)
		target_list_add(d->can, sizeof(d->can), target_ops[of_the_kernel[i]].name);
	for (i = TARGET_IOAS_ALLOC; i < TARGET_NR_OPS; i++)
		if (!nobody_can((enum target_op)i) && (t->mock || !only_mock((enum target_op)i)))
			target_list_add(d->can, sizeof(d->can), target_ops[i].name);
	if (t->mock)
		target_list_add(d->can, sizeof(d->can), "iova_to_phys");
	if (has_engine(t))
		target_list_add(d->can, sizeof(d->can), "dma");
	if (kmsg_start())
		target_list_add(d->can, sizeof(d->can), "warn");
}

static void describe_device(const struct iofd_device *v, struct device_desc *desc)
{
	snprintf(desc->name, sizeof(desc->name), "%s", v->name);
	desc->instance = v->instance;
	desc->group = v->group;
	desc->translated = true;
	desc->held = true;
	desc->max_pasids = v->max_pasids;
	desc->reach_first = v->reach_first;
	desc->reach_last = v->reach_last;
}

static void fill_description(struct iofd *t, struct description *d)
{
	struct utsname uts = { 0 };
	unsigned int i;

	memset(d, 0, sizeof(*d));
	uname(&uts);
	snprintf(d->target, sizeof(d->target), "iommufd");
	snprintf(d->driver, sizeof(d->driver), "%s", t->driver);
	snprintf(d->kernel, sizeof(d->kernel), "%.60s", uts.release);
	snprintf(d->evidence, sizeof(d->evidence), "real");
	snprintf(d->interface, sizeof(d->interface), "iommufd");
	snprintf(d->remarks, sizeof(d->remarks), "%s", t->mock ?
		 "the mock driver of the kernel's self-test: no hardware" :
		 "seen through iommufd, which masks much of what a driver does otherwise");
	target_list_add(d->has, sizeof(d->has), "blocked");
	d->ndevs = t->ndevs;
	for (i = 0; i < t->ndevs; i++)
		describe_device(&t->dev[i], &d->dev[i]);
	add_can(t, d);
	d->ram[0] = iofd_memory;
	d->free_ram = iofd_memory;
	d->fingerprint = t->fingerprint;
}

static int iommufd_describe(struct target *target, struct description *d)
{
	fill_description(to_iofd(target), d);
	return 0;
}

/* ---- reset, digest */

static void empty(struct iofd_handle *h)
{
	*h = (struct iofd_handle){ .access = -1 };
}

/* Destroy in an order in which nothing is in use. Returns false if something is all the same. */
static bool destroy_all(struct iofd *t)
{
	enum iofd_kind kind;
	bool ok = true;
	unsigned int i;
	int dom;

	for (i = 0; i < t->ndevs; i++)
		ok &= device_detach_pasids(t, &t->dev[i]) && !device_detach(t, &t->dev[i]);
	access_reset(t);
	ok &= nested_reset(t);
	for (dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++) {
		kind = t->handle[dom].kind;
		if (kind == IOFD_HWPT || kind == IOFD_DOMAIN)
			ok &= !iofd_destroy(t, t->handle[dom].hwpt);
		faults_leave(t, &t->handle[dom]);
	}
	for (dom = DOM_FIRST; dom < TARGET_DOMAINS; dom++) {
		kind = t->handle[dom].kind;
		if (kind == IOFD_IOAS || kind == IOFD_DOMAIN)
			ok &= !iofd_destroy(t, t->handle[dom].ioas);
		empty(&t->handle[dom]);
	}
	memory_forget();
	return ok;
}

static bool is_clean(const struct iofd *t)
{
	unsigned int i;

	for (i = DOM_FIRST; i < TARGET_DOMAINS; i++)
		if (t->handle[i].kind != IOFD_NOTHING)
			return false;
	for (i = 0; i < t->ndevs; i++)
		if (t->dev[i].on != DOM_NONE || t->dev[i].vdevice || t->dev[i].npasids)
			return false;
	return !t->npins && memory_clean() && kmsg_clean();
}

/* Closing the file frees whatever is left of it. */
static bool start_again(struct iofd *t, char *why, size_t len)
{
	int dom;

	device_unbind_all(t);
	for (dom = 0; dom < TARGET_DOMAINS; dom++)
		empty(&t->handle[dom]);
	if (t->fd >= 0)
		close(t->fd);
	t->npins = 0;
	t->fd = open(NODE, O_RDWR | O_CLOEXEC);
	if (t->fd < 0) {
		snprintf(why, len, "iommufd: " NODE ": %s: %s", strerror(errno), errno == ENOENT ?
			 "this kernel needs CONFIG_IOMMUFD (modprobe iommufd)" : "ask for permission to use it");
		return false;
	}
	return device_bind_all(t, why, len);
}

static int iommufd_reset(struct target *target)
{
	struct iofd *t = to_iofd(target);
	char why[128];

	if (!destroy_all(t) && !start_again(t, why, sizeof(why)))
		return -EIO;
	return is_clean(t) ? 0 : -EBUSY;
}

static uint64_t iommufd_digest(struct target *target)
{
	return is_clean(to_iofd(target)) ? to_iofd(target)->fingerprint : 0;
}

/* ---- operations */

static void iommufd_submit(struct target *target, const struct request *rq, struct answer *a)
{
	struct iofd *t = to_iofd(target);

	memset(a, 0, sizeof(*a));
	kmsg_begin();
	if (strchr(target_ops[rq->op].operands, 'v') && (unsigned int)rq->dev >= t->ndevs)
		iofd_cannot(a, "no such device");
	else if (strchr(target_ops[rq->op].operands, 'w') && (unsigned int)rq->dev2 >= t->ndevs)
		iofd_cannot(a, "no such device");
	else if (rq->env.kind != ENV_NONE)
		iofd_cannot(a, "nothing is injected here");
	else if (rq->op < TARGET_IOAS_ALLOC)
		a->value = ops_submit(t, rq, a);
	else if (rq->op >= TARGET_ACCESS_PIN && rq->op <= TARGET_DIRTY_SIZELESS)
		a->value = access_submit(t, rq, a);
	else if (rq->op >= TARGET_HWPT_ALLOC_FAULTS)
		a->value = faults_submit(t, rq, a);
	else if (rq->op >= TARGET_NESTED_ALLOC)
		a->value = nested_submit(t, rq, a);
	else
		a->value = space_submit(t, rq, a);
	a->events = kmsg_end(a->log, sizeof(a->log));
}

/* ---- look */

static void tell_ioas(struct iofd *t, uint32_t ioas, struct domain_facts *f)
{
	if (iofd_ranges(t, ioas, f) || !f->nranges)
		return;
	iofd_reach(t, f);
	f->force_aperture = true;
	f->paddr_last = (1ull << 52) - 1;
	f->pgsize_bitmap = f->type == TYPE_IOAS ? PAGE : f->alignment;
}

static void tell(struct iofd *t, int dom, struct domain_facts *f)
{
	const struct iofd_handle *h = &t->handle[dom];

	memset(f, 0, sizeof(*f));
	f->type = dom == DOM_DEFAULT ? TYPE_DMA : dom == DOM_BLOCKED ? TYPE_BLOCKED : TYPE_ABSENT;
	if (h->kind == IOFD_NOTHING)
		return;
	f->type = h->kind == IOFD_IOAS ? TYPE_IOAS : h->kind == IOFD_NESTED ? TYPE_NESTED :
		  h->kind == IOFD_VIOMMU ? TYPE_VIOMMU : TYPE_PAGING;
	if (f->type == TYPE_IOAS || f->type == TYPE_PAGING)
		tell_ioas(t, h->ioas, f);
}

/* Has the mock domain @hwpt the memory at @paddr there? */
static bool mock_has(struct iofd *t, uint32_t hwpt, uint64_t iova, uint64_t paddr, uint64_t unit)
{
	struct mock_cmd cmd = { .size = sizeof(cmd), .op = MOCK_CHECK_MAP, .id = hwpt };

	cmd.check_map.iova = iova;
	cmd.check_map.length = unit;
	cmd.check_map.va = (uintptr_t)memory_at(paddr, unit);
	return cmd.check_map.va && !iofd_call(t->fd, IOFD_TEST, &cmd);
}

/* The mock driver only says yes or no: ask for what should be there, then for all that was ever mapped. */
static uint64_t mock_phys(struct iofd *t, int dom, uint64_t iova, uint64_t unit)
{
	const struct iofd_handle *h = &t->handle[dom];
	const struct iofd_area *area = iofd_area_at(iofd_space(t, dom), iova);
	uint64_t at = iova & ~(unit - 1), paddr;
	unsigned int n;

	if (!h->hwpt || !unit)
		return 0;
	if (area) {
		paddr = area->paddr + (at - area->iova);
		if (mock_has(t, h->hwpt, at, paddr, unit))
			return paddr + (iova - at);
	}
	for (n = 0; n < 256 && memory_run(n, unit, &paddr); n++)
		if (mock_has(t, h->hwpt, at, paddr, unit))
			return paddr + (iova - at);
	return 0;
}

static enum answer_kind iommufd_observe(struct target *target, struct sample *s)
{
	struct iofd *t = to_iofd(target);
	struct domain_facts f[TARGET_DOMAINS];
	char log[256];
	unsigned int i;

	kmsg_begin();
	for (i = 0; i < TARGET_DOMAINS; i++) {
		tell(t, (int)i, &f[i]);
		if (s->want >> i & 1)
			s->facts[i] = f[i];
	}
	for (i = 0; i < TARGET_DEVICES; i++)
		s->current[i] = DOM_NONE;
	for (i = 0; i < s->n && i < TARGET_SAMPLES; i++)
		s->at[i].paddr = t->mock && s->at[i].dom >= DOM_FIRST ?
			mock_phys(t, s->at[i].dom, s->at[i].iova, f[s->at[i].dom].alignment) : 0;
	s->events = kmsg_end(log, sizeof(log));
	return ANSWER_DONE;
}

static enum answer_kind iommufd_dma(struct target *target, struct dma *d, unsigned int n)
{
	return dma_perform(to_iofd(target), d, n);
}

/* ---- open, close */

static void iommufd_close(struct target *target)
{
	struct iofd *t = to_iofd(target);

	destroy_all(t);
	device_unbind_all(t);
	if (t->fd >= 0)
		close(t->fd);
	safety_give_back();
	memory_end();
	free(t);
}

static const char *option(const char *const *options, const char *key)
{
	size_t n = strlen(key);

	for (; options && *options; options++)
		if (!strncmp(*options, key, n) && (*options)[n] == '=')
			return *options + n + 1;
	return NULL;
}

/* The same in every process of a run, never 0. */
static uint64_t fingerprint(const struct iofd *t)
{
	uint64_t hash = 0xcbf29ce484222325ull;
	const char *p;
	unsigned int i;

	for (i = 0; i < t->ndevs; i++)
		for (p = t->dev[i].name; *p; p++)
			hash = (hash ^ (unsigned char)*p) * 0x100000001b3ull;
	return hash | 1;
}

static struct target *iommufd_open(const char *arg, const char *const *options, char *why, size_t len)
{
	struct iofd *t = calloc(1, sizeof(*t));
	int dom;

	if (!t) {
		snprintf(why, len, "iommufd: out of memory");
		return NULL;
	}
	t->target.drv = &iommufd_target;
	t->fd = -1;
	for (dom = 0; dom < TARGET_DOMAINS; dom++)
		empty(&t->handle[dom]);
	kmsg_start();
	if (option(options, "device"))
		arg = option(options, "device");
	if (option(options, "mock") && !strcmp(option(options, "mock"), "yes"))
		arg = "mock";
	if (memory_start(why, len) && device_find(t, arg, option(options, "bind"), why, len) &&
	    start_again(t, why, len)) {
		t->fingerprint = fingerprint(t);
		return &t->target;
	}
	iommufd_close(&t->target);
	return NULL;
}

static const char *iommufd_list(unsigned int n)
{
	(void)n;
	return NULL;
}

static bool iommufd_doctor(char *why, size_t len)
{
	int fd = open(NODE, O_RDWR | O_CLOEXEC);

	if (fd < 0) {
		snprintf(why, len, NODE ": %s: %s", strerror(errno), errno == ENOENT ?
			 "this kernel needs CONFIG_IOMMUFD (modprobe iommufd)" : "ask for permission to use it");
		return false;
	}
	close(fd);
	snprintf(why, len, NODE " is there");
	return true;
}

const struct target_driver iommufd_target = {
	.name = "iommufd",
	.synopsis = "the kernel that runs, through /dev/iommu and devices of VFIO",
	.takes = "device mock bind",
	.open = iommufd_open, .list = iommufd_list, .doctor = iommufd_doctor, .describe = iommufd_describe,
	.reset = iommufd_reset, .submit = iommufd_submit, .observe = iommufd_observe, .dma = iommufd_dma,
	.digest = iommufd_digest, .close = iommufd_close,
};
