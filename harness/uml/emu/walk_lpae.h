/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * walk_lpae.h - Arm's long descriptors with pages of 4 KiB (VMSAv8-64, and the long format of VMSAv7): up to four
 * levels of 512 entries, blocks of 1 GiB and 2 MiB; the first level may be a part of a table, or up to 16 in a row.
 * Known from the Arm Architecture Reference Manual (DDI 0487, "VMSAv8-64 translation table format descriptors").
 *
 * Beside translations the TLB holds table entries, as walk caches do: an invalidation of the last level leaves them.
 * The architecture lets no hole be cached.
 */
#ifndef UML_WALK_LPAE_H
#define UML_WALK_LPAE_H

#include "harness/uml/emu/emu.h"

#define LPAE_TAGS	BIT(29)	/* m->tag must be below: the walk cache files each level under a tag of its own */

struct lpae {
	u64 table;		/* of the first level */
	unsigned int bits;	/* of an input address; one that has more is a hole */
	unsigned int level;	/* where the walk starts, 0 to 3 */
	unsigned int out;	/* bits of an output address; an entry that has more is a hole */
	bool stage2;		/* its permissions are those of stage 2 */
};

/* emu_hw.walk() for these tables: translations of unprivileged data accesses. */
void lpae_walk(struct emu_mmu *m, const struct lpae *t, u64 iova, struct emu_leaf *leaf);
/* emu_hw.fill(): the translation, unless it is a hole, and the tables on the way. */
void lpae_fill(struct emu_mmu *m, const struct lpae *t, const struct emu_leaf *leaf);
/* Drop under @tag, at the next emu_tlb_sync(), what meets @size bytes from @iova on; tables too, unless only @last. */
void lpae_drop(struct emu_mmu *m, u32 tag, u64 iova, u64 size, bool last);

#endif
