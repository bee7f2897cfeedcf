// SPDX-License-Identifier: GPL-2.0-only
/* What the profiles have in common, see then.h. */
#include "harness/model/profiles/then.h"

static void detach(struct model *m, struct device *dev, enum dte_mode mode)
{
	const struct dte dte = { .mode = mode, .last = UINT64_MAX };
	struct domain *old = dev->domain;

	dev->drv->ops.install(m, dev, &dte);
	dev->domain = NULL;
	if (old && old->root)
		dev->drv->ops.leave(m, old, dev);
}

void then_detach_bypass(struct model *m, struct device *dev)
{
	detach(m, dev, DTE_BYPASS);
}

void then_detach_abort(struct model *m, struct device *dev)
{
	detach(m, dev, DTE_ABORT);
}

void then_detach_unknown(struct model *m, struct device *dev)
{
	detach(m, dev, DTE_UNKNOWN);
}

static int then_attach(struct model *m, struct domain *d, struct device *dev)
{
	bool back = dev->drv->shape.no_standard && d == dev->group->standard;

	if (d->facts.type == TYPE_BLOCKED || back) {
		dev->drv->ops.detach(m, dev);
		return 0;
	}
	/* No mail says how an identity domain is attached. */
	return d->facts.type == TYPE_IDENTITY ? model_unknown(m, dev->drv) : reference_attach(m, d, dev);
}

static void then_shape(struct shape *s)
{
	s->standard = TYPE_DMA;		/* for the hardware the same as any paging domain */
}

void then_no_default_domain(struct shape *s)
{
	s->no_standard = true;
}

const struct model_driver then = {
	.name = "then",
	.remarks = "the blocked domain is the driver's .detach_dev, as the patch in seed 004 has it",
	.shape = then_shape,
	.ops = { .attach = then_attach, .detach = then_detach_unknown },
};

static int unknown_alloc(struct model *m, struct device *dev, uint32_t flags, struct domain *d)
{
	return model_unknown(m, dev->drv);
}

static int unknown_attach(struct model *m, struct domain *d, struct device *dev)
{
	return model_unknown(m, dev->drv);
}

static void unknown_shape(struct shape *s)
{
	s->standard = TYPE_IDENTITY;	/* no domain can be allocated; what this one does is as unknown as all */
	s->no_standard = true;
}

const struct model_driver then_unknown = {
	.name = "then-unknown",
	.remarks = "the mail only names this driver",
	.shape = unknown_shape,
	.ops = { .alloc = unknown_alloc, .attach = unknown_attach, .detach = then_detach_unknown },
};
