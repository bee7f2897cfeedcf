/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernels.h - kernels for targets that boot one: have them built by kernel-build, find them, tell them apart. Options of
 * such a target, beside those of wire.h:
 *	kernel=debian:7.2	the default; or kernel=FOLDER of a kernel tree, or kernel=FOLDER@REVISION; or kernel=stock:6.12,
 *				which Debian built, for this machine's architecture
 *	slot=NAME		in which of several trees a revision is built: who goes to and fro between two wants two
 *	build=no		to fail where the kernel is not built yet
 */
#ifndef BUILD_KERNELS_H
#define BUILD_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#define KERNELS_OPTIONS	"kernel slot build"
#define KERNELS_KNOWN	"kernel", "slot", "build"	/* the same, for wire_options_known() */

/* Which kernel is wished for. */
struct kernel_wish {
	const char *source, *config, *slot;
	bool build;
};

/* The wish that the options speak of, with the configuration @config. */
struct kernel_wish kernels_wish(const char *const *options, const char *config);

/* The folder of the kernel that is wished for, built if need be. On failure NULL, and one line in @why, after @label. */
const char *kernels_provide(const struct kernel_wish *w, const char *label, char *why, size_t len);

/* The same for doctor: is it there? Leaves in @why what it was built from, or why there is none. */
bool kernels_there(const struct kernel_wish *w, char *why, size_t len);

/* A word for the kernel in @folder that no other kernel has: a digest of what it was made of. */
const char *kernels_identity(const char *folder);

/* What the kernel in @folder was built from, as one word that its command line can carry. */
void kernels_source(const char *folder, char *word, size_t len);

/*
 * Can @who, a board or machine of @platform ("uml", "qemu"), behave otherwise with one kernel than with the other? True
 * where that cannot be told.
 */
bool kernels_differ(const char *platform, const char *who, const struct kernel_wish *a, const struct kernel_wish *b);

/* The folder of our files: that of the sources while we run in the build tree, else where they are installed. */
const char *kernels_root(void);
/* The path of the script @name of this folder, into @path. */
void kernels_script(const char *name, char *path, size_t len);

/* Run a script of ours and leave what it prints in @text; its standard error is ours. Returns true if it succeeds. */
bool kernels_script_prints(char *const argv[], char *text, size_t len);

#endif
