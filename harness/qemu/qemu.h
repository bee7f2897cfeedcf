/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu.h - `--target qemu:intel`: the driver's own code on a machine that QEMU emulates, one of machines/. Options, beside
 * those of wire.h and kernels.h:
 *	api=kernel		the in-kernel API is under test; or api=iommufd, what a user space sees
 *	qemu=COMMAND		that QEMU, or one of the folder COMMAND; the default is the one on PATH, where it is new enough
 *				for the machine, else one that qemu-get fetches
 *	accel=tcg|kvm		without or with the processor's help; the default is kvm where a guest is seen to run with it
 *	config=x86_64-checked	another configuration of the kernel than the one named as the architecture
 */
#ifndef QEMU_QEMU_H
#define QEMU_QEMU_H

#include "harness/target.h"

extern const struct target_driver qemu_target;

#endif
