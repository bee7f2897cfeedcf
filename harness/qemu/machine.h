/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * machine.h - a machine that QEMU emulates, as a file of machines/ declares it. A line is a word and what it says:
 *	include NAME		the lines of parts/NAME
 *	arch x86_64		whose kernel and whose QEMU: x86_64, arm64, riscv or s390
 *	driver PATH…		files or folders of the kernel that are the driver of this machine and of no other
 *	qemu ARGUMENT…		arguments of QEMU; "qemu<11 …" and "qemu>=11.1 …": of those versions of it
 *	append WORD…		words of the kernel's command line
 *	needs 10.0		the first QEMU that has this machine
 *	lacks NAME…		what it is known not to have, in the names of description.can and has
 *	note TEXT		what must be known of the emulator; travels into every verdict
 * A line that begins with '#' is a comment.
 */
#ifndef QEMU_MACHINE_H
#define QEMU_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#define MACHINE_ARGS	64	/* most arguments of QEMU */
#define MACHINE_TEXT	4096	/* bytes of all that is said of it */

/* A version of QEMU, 10.2 being 10 * VERSION_MAJOR + 2. */
#define VERSION_MAJOR	1000

struct machine {
	char name[32];
	const char *arch;
	unsigned int needs;
	/* Each is for the versions from @from until (and without) @until. */
	struct machine_arg { const char *text; unsigned int from, until; } args[MACHINE_ARGS];
	unsigned int nargs;
	char append[512], lacks[256], note[256], driver[256];
	char text[MACHINE_TEXT];	/* what the pointers point to */
	size_t used;
};

/* Reads the part that a line includes: its text, to be freed, or NULL if there is none. */
typedef char *(*machine_part_fn)(const char *name, void *ctx);

/*
 * Understand @text, that of @file, as the machine @m. On failure returns false, and one line in @why: "FILE:LINE: …".
 */
bool machine_parse(struct machine *m, const char *file, const char *text, machine_part_fn part, void *ctx, char *why,
		   size_t len);

/* "10.2.1" as a number; 0 if it is none. */
unsigned int machine_version(const char *text);

/* The machine @name of the folder @root of our files. On failure returns false, and one line in @why. */
bool machine_load(struct machine *m, const char *root, const char *name, char *why, size_t len);

/* Name the @n-th machine of the folder @root, in the order of their names; NULL behind the last. Static storage. */
const char *machine_list(const char *root, unsigned int n);

#endif
