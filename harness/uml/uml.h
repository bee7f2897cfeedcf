/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uml.h - `--target uml:rockchip`: the driver's own code in a User-Mode Linux kernel. Options, beside those of wire.h:
 *	kernel=debian:7.2	the default; or kernel=FOLDER of a kernel tree, or kernel=FOLDER@REVISION
 *	slot=NAME		in which of several trees a revision is built: who goes to and fro between two wants two
 *	config=identity		or config=dma, where the driver's own choice is not wanted; with -checked: KASAN, lockdep …
 *	trace=yes		each register write in the log: "reg iommu@e0000000+0x8 = 0x0"
 *	build=no		to fail where the kernel is not built yet
 */
#ifndef UML_UML_H
#define UML_UML_H

#include "harness/target.h"

extern const struct target_driver uml_target;

/* The path of the script @name of this folder, into @path. */
void uml_script(const char *name, char *path, size_t len);

#endif
