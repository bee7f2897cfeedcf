/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uml.h - `--target uml:rockchip`: the driver's own code in a User-Mode Linux kernel. Options, beside those of wire.h and
 * kernels.h:
 *	config=identity		or config=dma, where the driver's own choice is not wanted; with -checked: KASAN, lockdep …;
 *				with -32: of 32 bits
 *	coverage=FOLDER		the configuration with -coverage; what is reached is counted there, for kernel-coverage
 *	trace=yes		each register write in the log: "reg iommu@e0000000+0x8 = 0x0"
 */
#ifndef UML_UML_H
#define UML_UML_H

#include "harness/target.h"

extern const struct target_driver uml_target;

#endif
