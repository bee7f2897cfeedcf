/* SPDX-License-Identifier: GPL-2.0-only */
/* script.h - the model asked in the text form, for its tests. */
#ifndef HARNESS_MODEL_TESTS_SCRIPT_H
#define HARNESS_MODEL_TESTS_SCRIPT_H

#include "harness/target.h"

/* Open model:@name; the test fails if that cannot be done. */
struct target *script_open(const char *name);
/*
 * What @t answers to @line, until the next call: an operation of the text form, or
 *	dma v0 read 0x1000	where it went: "0x1000", "nothing", "unseen", "unknown"; "fault" behind it
 *	report v0 read 0x1000	the same DMA, and what its fault handler was told: "read 0x1000" or "nothing"
 *	phys D0 0x1000		iova_to_phys
 *	facts D0		"paging 0x0-0xffffffffff force 0x40201000 0xfffffffffff"
 *	current v0		"default", "D0", "none"
 *	reset			"clean", or "dirty" if the digest says so
 */
const char *script_ask(struct target *t, const char *line);

#endif
