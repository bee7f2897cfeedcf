// SPDX-License-Identifier: GPL-2.0-only
/* Where the versions of the System MMU of Exynos SoCs have their registers. */
#include <linux/bits.h>

#include "harness/uml/emu/exynos_versions.h"

const struct exynos_version exynos_version_3 = {
	.major = 3, .minor = 3,
	.flush_all = 0x0c, .flush_entry = 0x10, .pt_base = 0x14, .int_status = 0x18, .int_clear = 0x1c,
	.page_fault = { BIT(0), BIT(0) }, .page_fault_addr = { 0x24, 0x24 },
	.access_fault = { BIT(5), BIT(7) }, .access_fault_addr = { 0x2c, 0x28 },
};

const struct exynos_version exynos_version_5 = {
	.major = 5, .minor = 1, .wide = true,
	.pt_base = 0x0c, .flush_all = 0x10, .flush_entry = 0x14,
	.flush_range = 0x18, .flush_first = 0x20, .flush_last = 0x24, .int_status = 0x60, .int_clear = 0x64,
	.page_fault = { BIT(1), BIT(17) }, .page_fault_addr = { 0x70, 0x80 },
	.access_fault = { BIT(3), BIT(19) }, .access_fault_addr = { 0x70, 0x80 },
};

const struct exynos_version exynos_version_7 = {
	.major = 7, .minor = 4, .wide = true, .vm = true,
	.pt_base = 0x800c, .flush_all = 0x8010, .flush_entry = 0x8014,
	.flush_range = 0x8018, .flush_first = 0x8020, .flush_last = 0x8024, .int_status = 0x60, .int_clear = 0x64,
	.page_fault = { BIT(1), BIT(1) }, .page_fault_addr = { 0x1000, 0x1000 },
	.access_fault = { BIT(2), BIT(2) }, .access_fault_addr = { 0x1000, 0x1000 }, .fault_info = 0x1004,
};
