// SPDX-License-Identifier: GPL-2.0-only
/* Mutants of the group RESET. */
#include <string.h>

#include "harness/model/mutants/mutant.h"

static int prepare_in_software(struct model *m, struct device *dev)
{
	if (dev->group && !dev->reset_depth++)
		dev->group->recovering++;
	return 0;
}

MUTANT(reset_blocks_nothing) = { .core.reset_prepare = prepare_in_software };

/* The PASIDs are forgotten. */
static int prepare_without_pasids(struct model *m, struct device *dev)
{
	struct dte kept[HW_PASIDS];
	uint32_t pasid;
	int ret;

	memcpy(kept, m->hw.pasid[dev->index], sizeof(kept));
	ret = core_reset_prepare(m, dev);
	for (pasid = 1; pasid < HW_PASIDS; pasid++)
		reference_install_pasid(m, dev, pasid, &kept[pasid]);
	return ret;
}

MUTANT(reset_leaves_the_pasids) = { .core.reset_prepare = prepare_without_pasids };

static int may_always_change(const struct group *g)
{
	return 0;
}

MUTANT(attach_does_not_mind_a_reset) = { .core.may_change = may_always_change };

static void detach_but_in_reset(struct model *m, struct device *dev)
{
	if (dev->group && !dev->group->recovering)
		core_detach_group(m, dev);
}

MUTANT(reset_keeps_from_detaching) = { .core.detach_group = detach_but_in_reset };

static void done_and_still_blocked(struct model *m, struct device *dev)
{
	if (dev->group && dev->reset_depth && !--dev->reset_depth)
		dev->group->recovering--;
}

MUTANT(device_stays_blocked_after_its_reset) = { .core.reset_done = done_and_still_blocked };

static void done_at_once(struct model *m, struct device *dev)
{
	if (dev->reset_depth)
		dev->reset_depth = 1;
	core_reset_done(m, dev);
}

MUTANT(inner_end_ends_the_reset) = { .core.reset_done = done_at_once };

static void done_unchecked(struct model *m, struct device *dev)
{
	if (dev->group && !dev->reset_depth)
		dev->group->blocking = NULL;
	if (dev->group && !dev->reset_depth)
		core_set_domain(m, dev->group, &dev->drv->blocked);
	core_reset_done(m, dev);
}

MUTANT(end_without_begin_blocks) = { .core.reset_done = done_unchecked };

static void dma_default(struct shape *s)
{
	s->standard = TYPE_DMA;
}

/* The device goes, its entry stays: it points at a domain that goes with the group. */
static void remove_and_free(struct model *m, struct device *dev)
{
	struct group *g = dev->group;

	core_forget(dev);
	if (g->ndevs || !g->standard->root)
		return;
	g->standard->users[m->hw.instance[dev->index]]--;
	reference_free(m, g->standard);
	g->standard->live = false;
	g->standard = dev->domain = NULL;
}

MUTANT(removed_device_keeps_its_entry) = { .shape = dma_default, .core.remove = remove_and_free };
