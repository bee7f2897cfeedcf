// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plain registers: what surrounds an IOMMU (an arbiter, a system controller) and only has to hold what is written to
 * it. A node gets them by naming "iommu-conform,registers" as the last of its compatibles.
 */
#include "harness/uml/emu/emu.h"

static enum emu_route pass(struct emu_mmu *m)
{
	return EMU_PASS;
}

EMU_HARDWARE(registers) = { .compatible = "iommu-conform,registers", .route = pass };
