/* SPDX-License-Identifier: GPL-2.0-only */
/* Of Arm: what it declares, drivers that are wrapped find in their wrapper. */
