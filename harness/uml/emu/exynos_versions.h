/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * exynos_versions.h - where the versions of the System MMU of Exynos SoCs have their registers. Known from
 * drivers/iommu/exynos-iommu.c (struct sysmmu_variant); no manual was consulted.
 */
#ifndef UML_EXYNOS_VERSIONS_H
#define UML_EXYNOS_VERSIONS_H

#include "harness/uml/emu/emu.h"

struct exynos_version {
	u32 major, minor;
	bool wide;	/* 36 bits of physical address, a bit a right */
	bool vm;	/* registers for virtual machines, of which the driver uses the first */
	u32 pt_base, flush_all, flush_entry;
	u32 flush_range, flush_first, flush_last;	/* if wide */
	u32 int_status, int_clear;
	/* Of a read, of a write: bits of int_status, and which register tells the address. */
	u32 page_fault[2], page_fault_addr[2];
	u32 access_fault[2], access_fault_addr[2];
	u32 fault_info;	/* if vm */
};

extern const struct exynos_version exynos_version_3, exynos_version_5, exynos_version_7;

#endif
