// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams of Arm's SMMUv3: the stream table, linear or of two levels, its entries (STE), and context descriptors (CD).
 * The configuration of a stream is cached until a CFGI command says otherwise; one that is not valid never is.
 */
#include "harness/uml/emu/smmu_v3.h"

enum { STE_BYPASS = 4, STE_STAGE1 = 5, STE_STAGE2 = 6 };

#define VALID		BIT(0)
#define CD_VALID	BIT(31)
#define CD_EPD0		BIT(14)
#define AA64_CD		BIT_ULL(41)
#define AA64_S2		BIT_ULL(51)
#define POINTER		GENMASK_ULL(51, 6)
#define ENTRY_SIZE	64

enum { S1DSS_TERMINATE, S1DSS_BYPASS, S1DSS_SSID0 };

/* Where the STE of that stream is; 0 if it has none. */
static u64 ste_address(struct emu_mmu *m, u32 sid)
{
	u64 base = emu_reg64(m, STRTAB_BASE) & POINTER, first;
	u32 cfg = emu_reg(m, STRTAB_BASE_CFG), split = cfg >> 6 & 31, low, span;

	if (sid >> (cfg & 63))
		return 0;
	if (!(cfg >> 16 & 3))
		return base + sid * ENTRY_SIZE;
	low = sid & (BIT(split) - 1);
	first = emu_dword(m, base + (sid >> split) * sizeof(first));
	span = first & 31;
	return span && low < BIT(span - 1) ? (first & POINTER) + low * ENTRY_SIZE : 0;
}

static unsigned int address_bits(u64 size)
{
	static const u8 bits[8] = { 32, 36, 40, 42, 44, 48, 48, 48 };

	return bits[size & 7];
}

static struct v3_config bad(u8 event)
{
	return (struct v3_config) { .route = EMU_STOP, .event = event };
}

/* Only tables of 4 KiB pages and AArch64 are known here: none of others was offered by the ID registers. */
static struct v3_config descriptor(struct emu_mmu *m, u64 cd)
{
	u64 d0 = emu_dword(m, cd), d1 = emu_dword(m, cd + 8);
	struct v3_config c = {
		.route = EMU_TRANSLATE, .tag = d0 >> 48,
		.tables = { .table = d1 & GENMASK_ULL(51, 4), .bits = 64 - (d0 & 63), .out = address_bits(d0 >> 32) },
	};

	if (!(d0 & CD_VALID) || !(d0 & AA64_CD) || d0 & (CD_EPD0 | GENMASK(7, 6)) || c.tables.bits - 25 > 48 - 25)
		return bad(C_BAD_CD);
	c.tables.level = 4 - DIV_ROUND_UP(c.tables.bits - 12, 9);
	return c;
}

/* A linear table of descriptors, one a substream; what has no substream goes by S1DSS where there are any. */
static struct v3_config stage1(struct emu_mmu *m, u64 ste)
{
	u64 d0 = emu_dword(m, ste);
	u32 cdmax = d0 >> 59;

	if (m->pasid >> cdmax)
		return bad(C_BAD_SUBSTREAMID);
	if (!m->pasid && cdmax) {
		switch (emu_dword(m, ste + 8) & 3) {
		case S1DSS_TERMINATE:
			return bad(F_STREAM_DISABLED);
		case S1DSS_BYPASS:
			return (struct v3_config) { .route = EMU_PASS };
		case S1DSS_SSID0:
			break;
		default:
			return bad(C_BAD_STE);
		}
	}
	return descriptor(m, (d0 & POINTER) + m->pasid * ENTRY_SIZE);
}

static struct v3_config stage2(struct emu_mmu *m, u64 ste)
{
	u64 d2 = emu_dword(m, ste + 16), d3 = emu_dword(m, ste + 24);
	struct v3_config c = {
		.route = EMU_TRANSLATE, .tag = V3_STAGE2 | (d2 & 0xffff),
		.tables = {
			.table = d3 & GENMASK_ULL(51, 4), .bits = 64 - (d2 >> 32 & 63), .level = 2 - (d2 >> 38 & 3),
			.out = address_bits(d2 >> 48), .stage2 = true,
		},
	};

	if (!(d2 & AA64_S2) || d2 & GENMASK_ULL(47, 46) || c.tables.bits - 25 > 48 - 25 || c.tables.level > 2)
		return bad(C_BAD_STE);
	return c;
}

static struct v3_config fetch(struct emu_mmu *m)
{
	u64 ste = ste_address(m, m->stream), d0 = ste ? emu_dword(m, ste) : 0;

	if (!ste)
		return bad(C_BAD_STREAMID);
	if (!(d0 & VALID))
		return bad(C_BAD_STE);
	switch (d0 >> 1 & 7) {
	case 0 ... 3:
		return bad(0);
	case STE_BYPASS:
		return m->pasid ? bad(C_BAD_SUBSTREAMID) : (struct v3_config) { .route = EMU_PASS };
	case STE_STAGE1:
		return stage1(m, ste);
	case STE_STAGE2:
		return m->pasid ? bad(C_BAD_SUBSTREAMID) : stage2(m, ste);
	default:
		return bad(C_BAD_STE);
	}
}

struct v3_config smmu_v3_config(struct emu_mmu *m)
{
	struct v3_config *cache = (struct v3_config *)m->state + m->pasid * V3_STREAMS, c;
	struct emu_leaf entry = { .iova = V3_CONFIG_KEY(m->pasid, m->stream), .size = 1 };

	m->tag = V3_CONFIG;
	if (m->stream < V3_STREAMS && emu_tlb_find(m, entry.iova))
		return cache[m->stream];
	c = fetch(m);
	if (m->stream < V3_STREAMS && !m->peek && !c.event) {
		cache[m->stream] = c;
		emu_tlb_fill(m, &entry);
	}
	return c;
}
