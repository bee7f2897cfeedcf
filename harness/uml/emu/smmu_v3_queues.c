// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues of Arm's SMMUv3, rings in memory: commands are executed when the driver moves PROD, and an invalidation is
 * complete only at the CMD_SYNC after it; events are records of faults.
 */
#include <linux/minmax.h>

#include "harness/uml/emu/smmu_v3.h"

enum {
	PREFETCH_CONFIG = 0x01, PREFETCH_ADDR = 0x02, CFGI_STE = 0x03, CFGI_ALL = 0x04, CFGI_CD = 0x05,
	CFGI_CD_ALL = 0x06, TLBI_NH_ALL = 0x10, TLBI_NH_ASID = 0x11, TLBI_NH_VA = 0x12, TLBI_NH_VAA = 0x13,
	TLBI_S12_VMALL = 0x28, TLBI_S2_IPA = 0x2a, TLBI_NSNH_ALL = 0x30, CMD_SYNC = 0x46,
};

enum { CERROR_ILL = 1, GERROR_CMDQ = BIT(0), GERROR_IRQEN = BIT(0), EVTQ_IRQEN = BIT(2) };
enum { IRQ_EVTQ, IRQ_GERROR };

#define ADDRESS		GENMASK_ULL(51, 5)
#define SSV		BIT(11)
#define COMMAND_SIZE	16
#define EVENT_SIZE	32
#define EVERYTHING	0, ~0ull
#define WITHOUT_LEVEL	(LPAE_TAGS - 1)

static unsigned int log2_entries(struct emu_mmu *m, u32 base)
{
	return emu_reg(m, base) & 31;
}

/* Of a substream; of @n streams with all of theirs. */
static void drop_descriptor(struct emu_mmu *m, u32 stream, u32 pasid)
{
	emu_tlb_drop_later(m, V3_CONFIG, ~0u, V3_CONFIG_KEY(pasid, stream), 1);
}

static void drop_config(struct emu_mmu *m, u64 first, u64 n)
{
	u32 pasid;

	for (pasid = 0; pasid < V3_PASIDS; pasid++)
		emu_tlb_drop_later(m, V3_CONFIG, ~0u, V3_CONFIG_KEY(pasid, first), n);
}

/* The translations of stage 1; all have VMID 0: no stream here has both stages. */
static void drop_stage1(struct emu_mmu *m)
{
	emu_tlb_drop_later(m, 0, V3_KIND, EVERYTHING);
}

/* By address: a range where TG says so (IDR3.RIL), else a page. */
static void drop_range(struct emu_mmu *m, u32 tag, u32 mask, u64 c0, u64 c1)
{
	u64 size = 4096, leaf = c1 & 1;

	if (c1 >> 10 & 3)
		size *= ((c0 >> 12 & 31) + 1) << (c0 >> 20 & 31);
	emu_tlb_drop_later(m, tag, leaf ? mask : mask & WITHOUT_LEVEL, c1 & GENMASK_ULL(63, 12), size);
}

/* Returns false if it is no command. */
static bool command(struct emu_mmu *m, u64 c0, u64 c1)
{
	u32 asid = c0 >> 48, vmid = c0 >> 32 & 0xffff;

	switch (c0 & 0xff) {
	case PREFETCH_CONFIG:
	case PREFETCH_ADDR:
		return true;
	case CFGI_CD:
		drop_descriptor(m, c0 >> 32, c0 >> 12 & 0xfffff);
		return true;
	case CFGI_STE:
	case CFGI_CD_ALL:
		drop_config(m, c0 >> 32, 1);
		return true;
	case CFGI_ALL:		/* and CFGI_STE_RANGE */
		drop_config(m, (c0 >> 32) & ~((2ull << (c1 & 31)) - 1), 2ull << (c1 & 31));
		return true;
	case TLBI_NH_ALL:
		drop_stage1(m);
		return true;
	case TLBI_NH_ASID:
		emu_tlb_drop_later(m, asid, WITHOUT_LEVEL, EVERYTHING);
		return true;
	case TLBI_NH_VA:
		drop_range(m, asid, ~0u, c0, c1);
		return true;
	case TLBI_NH_VAA:
		drop_range(m, 0, ~0xffffu, c0, c1);
		return true;
	case TLBI_S12_VMALL:
		emu_tlb_drop_later(m, V3_STAGE2 | vmid, WITHOUT_LEVEL, EVERYTHING);
		if (!vmid)
			drop_stage1(m);
		return true;
	case TLBI_S2_IPA:
		drop_range(m, V3_STAGE2 | vmid, ~0u, c0, c1 & GENMASK_ULL(51, 0));
		return true;
	case TLBI_NSNH_ALL:
		drop_stage1(m);
		emu_tlb_drop_later(m, V3_STAGE2, V3_KIND, EVERYTHING);
		return true;
	case CMD_SYNC:
		emu_tlb_sync(m);
		return true;
	default:
		return false;
	}
}

void smmu_v3_commands(struct emu_mmu *m)
{
	u32 cons = emu_reg(m, CMDQ_CONS), prod = emu_reg(m, CMDQ_PROD), n = log2_entries(m, CMDQ_BASE);
	u64 base = emu_reg64(m, CMDQ_BASE) & ADDRESS, at;

	if (!(emu_reg(m, CR0) & CMDQEN) || emu_stuck(m))
		return;
	for (; (cons ^ prod) & (BIT(n + 1) - 1); cons = (cons + 1) & (BIT(n + 1) - 1)) {
		at = base + (cons & (BIT(n) - 1)) * COMMAND_SIZE;
		if (command(m, emu_dword(m, at), emu_dword(m, at + 8)))
			continue;
		cons |= CERROR_ILL << 24;
		emu_set(m, GERROR, emu_reg(m, GERROR) ^ GERROR_CMDQ);
		break;
	}
	emu_set(m, CMDQ_CONS, cons);
	if (cons >> 24 && emu_reg(m, IRQ_CTRL) & GERROR_IRQEN)
		emu_irq(m, IRQ_GERROR);
}

static void store(u64 paddr, u64 value)
{
	emu_store(paddr, value);
	emu_store(paddr + 4, value >> 32);
}

void smmu_v3_event(struct emu_mmu *m, u8 event, u64 iova, bool write, bool stage2)
{
	u32 prod = emu_reg(m, EVTQ_PROD), cons = emu_reg(m, EVTQ_CONS), n = log2_entries(m, EVTQ_BASE);
	u64 at = (emu_reg64(m, EVTQ_BASE) & ADDRESS) + (prod & (BIT(n) - 1)) * EVENT_SIZE;

	if (!(emu_reg(m, CR0) & EVTQEN))
		return;
	if (((prod ^ cons) & (BIT(n + 1) - 1)) == BIT(n)) {
		emu_set(m, EVTQ_PROD, (prod & ~BIT(31)) | (~cons & BIT(31)));	/* full: an overflow is noted */
		return;
	}
	store(at, event | (m->pasid ? SSV | m->pasid << 12 : 0) | (u64)m->stream << 32);
	store(at + 8, (write ? 0 : BIT_ULL(35)) | (stage2 ? BIT_ULL(39) : 0));
	store(at + 16, iova);
	store(at + 24, 0);
	emu_set(m, EVTQ_PROD, (prod & BIT(31)) | ((prod + 1) & (BIT(n + 1) - 1)));
	if (emu_reg(m, IRQ_CTRL) & EVTQ_IRQEN)
		emu_irq(m, IRQ_EVTQ);
}
