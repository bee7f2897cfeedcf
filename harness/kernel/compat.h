/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compat.h - where kernels differ. Everything else is written for the newest one. What a kernel has is decided by the
 * shape of its headers, never by its version: a user's tree can be any commit.
 */
#ifndef KERNEL_COMPAT_H
#define KERNEL_COMPAT_H

#include <linux/iommu.h>

#include <iommu-priv.h>

#endif
