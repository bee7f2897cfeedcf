// SPDX-License-Identifier: GPL-2.0-only
/* What everything in the model leans on: log and warnings, injected failures, structures and numbers. See model.h. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "harness/model/model.h"

static void vlog(struct model *m, const char *format, va_list ap)
{
	size_t used;

	if (!m->answer)		/* at boot nobody listens */
		return;
	used = strlen(m->answer->log);
	if (used && used < TARGET_LOG - 1)
		m->answer->log[used++] = '\n';
	vsnprintf(m->answer->log + used, TARGET_LOG - used, format, ap);
}

void model_log(struct model *m, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vlog(m, format, ap);
	va_end(ap);
}

void model_warn(struct model *m, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vlog(m, format, ap);
	va_end(ap);
	m->warnings++;
}

uint32_t model_take_events(struct model *m)
{
	uint32_t events = (m->warnings ? EVENT_WARN : 0) | (m->phys.slept ? EVENT_SLEPT : 0) |
			  (m->phys.freed_walk ? EVENT_FREED_WALK : 0);

	m->warnings = 0;
	m->phys.slept = m->phys.freed_walk = false;
	return events;
}

int model_unknown(struct model *m, const struct driver *drv)
{
	m->unknown = drv->model->quote ? drv->model->quote : "the source does not say";
	return -ENODATA;
}

bool model_injected(struct model *m, enum env_kind kind, const struct device *dev)
{
	const struct env *env = m->answer ? &m->request->env : NULL;

	if (!env || env->kind != kind || (dev && env->dev != dev->index))
		return false;
	m->injected++;
	return true;
}

struct domain *model_find_domain(struct model *m, int dom, const struct device *dev)
{
	struct driver *drv = dev && dev->drv ? dev->drv : &m->driver[0];
	struct group *g = dev && dev->group ? dev->group : m->dev[0].group;

	switch (dom) {
	case DOM_DEFAULT:
		return g ? g->standard : NULL;
	case DOM_BLOCKED:
		return drv->shape.blocked ? &drv->blocked : NULL;
	case DOM_IDENTITY:
		return drv->shape.identity ? &drv->identity : NULL;
	default:
		return dom >= 0 && dom < TARGET_DOMAINS ? m->handle[dom] : NULL;
	}
}

bool model_domain_in_use(const struct domain *d)
{
	int instance;

	for (instance = 0; instance < HW_INSTANCES; instance++)
		if (d->users[instance])
			return true;
	return false;
}

bool model_pasids_in_use(const struct group *g)
{
	uint32_t pasid;

	for (pasid = 0; pasid < HW_PASIDS; pasid++)
		if (g->pasid[pasid])
			return true;
	return false;
}

struct domain *model_alloc_domain(struct model *m)
{
	unsigned int i;

	for (i = 0; i < MODEL_POOL && m->pool[i].live; i++)
		;
	if (!phys_may_alloc(&m->phys, GFP_CLASS_KERNEL) || i == MODEL_POOL)
		return NULL;
	m->pool[i] = (struct domain){ .live = true };
	return &m->pool[i];
}

int model_alloc_domid(struct model *m)
{
	int domid;

	if (model_injected(m, ENV_EXHAUSTED, NULL))
		return -ENOSPC;
	if (!phys_may_alloc(&m->phys, GFP_CLASS_KERNEL) || m->domids == UINT32_MAX)
		return -ENOMEM;
	domid = __builtin_ctz(~m->domids);
	m->domids |= 1u << domid;
	return domid;
}

void model_free_domid(struct model *m, uint32_t domid)
{
	m->domids &= ~(1u << domid);
}
