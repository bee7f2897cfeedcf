/* SPDX-License-Identifier: GPL-2.0-only */
/* program.h - the QEMU that runs a machine: which one, what version, and whether it can use the processor's help. */
#ifndef QEMU_PROGRAM_H
#define QEMU_PROGRAM_H

#include "harness/qemu/machine.h"

struct program {
	char path[4096];
	char version[32];	/* "10.0.2" */
	unsigned int number;	/* the same as machine_version() has it */
};

/*
 * The QEMU for @m: @wanted (the program, or a folder of such), else the one on PATH if it is new enough, else one that
 * qemu-get has put into our cache; with @get it may fetch it. On failure returns false, and one line in @why.
 */
bool program_find(const struct machine *m, const char *wanted, bool get, struct program *p, char *why, size_t len);

/*
 * "kvm" if a guest of these arguments, which has "tcg" as its second, starts to speak soon with that instead; else
 * "tcg". The answer is kept until this machine boots again: /dev/kvm can be there and hang, within another guest.
 */
const char *program_accelerator(const struct program *p, const struct machine *m, char *const argv[]);

#endif
