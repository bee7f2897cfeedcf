// SPDX-License-Identifier: GPL-2.0-only
/*
 * The GART in the memory controller of Tegra20: a window of addresses, an entry a page of it, which it keeps itself.
 * Registers: drivers/iommu/tegra-gart.c of Linux 6.1; where the window is: arch/arm/boot/dts/tegra20.dtsi.
 */
#include <linux/bits.h>
#include <linux/sizes.h>

#include "harness/uml/emu/emu.h"

enum { CONFIG = 0x24, ENTRY_ADDR = 0x28, ENTRY_DATA = 0x2c };
enum { ENABLE = BIT(0) };

#define FIRST	0x58000000u
#define SIZE	SZ_32M
#define VALID	BIT(31)

/* The entry for @iova; NULL where there is none. */
static u32 *entry(struct emu_mmu *m, u64 iova)
{
	return iova - FIRST < SIZE ? (u32 *)m->state + (iova - FIRST) / SZ_4K : NULL;
}

static u32 gart_read(struct emu_mmu *m, u32 off)
{
	const u32 *named = entry(m, emu_reg(m, ENTRY_ADDR));

	return off == ENTRY_DATA ? named ? *named : 0 : emu_reg(m, off);
}

static void gart_write(struct emu_mmu *m, u32 off, u32 value)
{
	u32 *named = entry(m, emu_reg(m, ENTRY_ADDR));

	if (off != ENTRY_DATA)
		emu_set(m, off, value);
	else if (named)
		*named = value;
}

static enum emu_route gart_route(struct emu_mmu *m)
{
	return EMU_TRANSLATE;
}

static void gart_walk(struct emu_mmu *m, u64 iova, struct emu_leaf *leaf)
{
	const u32 *named = entry(m, iova);
	u64 page = round_down(iova, (u64)SZ_4K);

	*leaf = (struct emu_leaf) {
		.iova = page, .size = SZ_4K, .paddr = named ? *named & GENMASK(30, 12) : page,
		.hole = named && !((emu_reg(m, CONFIG) & ENABLE) && (*named & VALID)), .read = true, .write = true,
	};
}

/* There is nothing between a DMA and the entries. */
static void gart_fill(struct emu_mmu *m, const struct emu_leaf *leaf)
{
}

EMU_HARDWARE(tegra_gart) = {
	.compatible = "nvidia,tegra20-mc-gart",
	.paddr_last = GENMASK(30, 0),
	.state = SIZE / SZ_4K * sizeof(u32),
	.assumed = "64-bit build of a 32-bit driver; an address outside of the window passes; inside, an entry that is "
		   "not valid stops a DMA, and all do while the GART is disabled; an entry is in force once it is "
		   "written",
	.read = gart_read, .write = gart_write, .route = gart_route, .walk = gart_walk,
	.fill = gart_fill,
};
