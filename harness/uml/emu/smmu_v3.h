/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smmu_v3.h - what the files of Arm's SMMUv3 share. Known from the architecture specification (IHI 0070); names are as
 * in drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.h.
 */
#ifndef UML_SMMU_V3_H
#define UML_SMMU_V3_H

#include <linux/bits.h>

#include "harness/uml/emu/walk_lpae.h"

enum {
	IDR0 = 0x00, IDR1 = 0x04, IDR3 = 0x0c, IDR5 = 0x14, AIDR = 0x1c, CR0 = 0x20, CR0ACK = 0x24, GBPA = 0x44,
	IRQ_CTRL = 0x50, IRQ_CTRLACK = 0x54, GERROR = 0x60, STRTAB_BASE = 0x80, STRTAB_BASE_CFG = 0x88,
	CMDQ_BASE = 0x90, CMDQ_PROD = 0x98, CMDQ_CONS = 0x9c, EVTQ_BASE = 0xa0, EVTQ_PROD = 0x100a8, EVTQ_CONS = 0x100ac,
};

enum { SMMUEN = BIT(0), EVTQEN = BIT(2), CMDQEN = BIT(3) };

/* What a TLB entry is filed under: the ASID or VMID that its regime has, and which kind it is. */
#define V3_STAGE2	BIT(28)
#define V3_CONFIG	BIT(27)		/* says that m->state has a stream's configuration: see V3_CONFIG_KEY() */
#define V3_KIND		(V3_STAGE2 | V3_CONFIG)

/* Why a transaction is terminated: the events of the specification. */
enum {
	C_BAD_STREAMID = 0x02, C_BAD_STE = 0x04, F_STREAM_DISABLED = 0x06, C_BAD_SUBSTREAMID = 0x08, C_BAD_CD = 0x0a,
	F_TRANSLATION = 0x10, F_PERMISSION = 0x13,
};

#define V3_STREAMS	16		/* whose configuration can be cached */
#define V3_PASIDS	16		/* each of them has: substreams */
/* The iova of the TLB's entry for a configuration: those of a PASID lie in a row. */
#define V3_CONFIG_KEY(pasid, stream)	((u64)(pasid) << 32 | (stream))

/* A stream's configuration, out of its STE and CD. */
struct v3_config {
	enum emu_route route;
	u8 event;		/* what is wrong with it; 0: nothing */
	u32 tag;		/* of the translations */
	struct lpae tables;
};

/* As the cache has it, or as memory does, which then is cached unless this is a peek. */
struct v3_config smmu_v3_config(struct emu_mmu *m);
/* Execute what is in the command queue. */
void smmu_v3_commands(struct emu_mmu *m);
/* Put a record into the event queue. */
void smmu_v3_event(struct emu_mmu *m, u8 event, u64 iova, bool write, bool stage2);

#endif
