// SPDX-License-Identifier: GPL-2.0-only
/* Identity is treated as an unmanaged domain: an empty table, by which nothing passes. */
#include "harness/model/profiles/then.h"

/* Both come with a table in which nothing is mapped. */
static struct dte sun50i_static_dte(struct model *m, struct device *dev, enum domain_type type)
{
	return (struct dte){ .mode = DTE_ABORT };
}

static int sun50i_attach(struct model *m, struct domain *d, struct device *dev)
{
	return d->facts.type == TYPE_IDENTITY ? reference_attach(m, d, dev) : then.ops.attach(m, d, dev);
}

const struct model_driver profile_sun50i = {
	.name = "sun50i",
	.base = &then,
	.source = "seed 004, Jason Gunthorpe, 2022-05",
	.quote = "sun50i - This driver confusingly treats identity the same as unmanaged, seems wrong, no "
		 "idea.",
	.ops = { .attach = sun50i_attach, .static_dte = sun50i_static_dte },
};
