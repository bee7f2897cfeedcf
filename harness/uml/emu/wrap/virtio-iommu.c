// SPDX-License-Identifier: GPL-2.0-only
/* Kconfig keeps the driver for the machines that have such guests; it needs nothing of them. */
#include <virtio-iommu.c>
