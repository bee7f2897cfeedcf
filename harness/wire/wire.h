/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wire.h - a target at the other end of a byte stream: `--target 'wire:ssh board agent'`, and what a target that is
 * such a command (uml) is made of: it starts the command by wire_start() and names the functions below in its driver.
 */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include "harness/target.h"

/* Options of every target of this kind, "key=value". */
#define WIRE_OPTIONS	"timeout"	/* seconds that an answer may take, 10 by default */

/*
 * Start @argv (copied), hear its description, and return it as a target of @drv. On failure returns NULL, and in @why
 * one line that begins with @label.
 */
struct target *wire_start(const struct target_driver *drv, char *const argv[], const char *label,
			  const char *const *options, char *why, size_t len);

/* Wait ten times as long for an answer: what never ends the far end notices itself, however busy the machine is. */
void wire_be_patient(struct target *t);

/* The value of option @key among @options; NULL if it is not given. */
const char *wire_option(const char *const *options, const char *key);
/* Is every key of @options among @known (ended by NULL) or WIRE_OPTIONS? If not, says which in @why. */
bool wire_options_known(const char *const *options, const char *const *known, char *why, size_t len);

/*
 * The functions of struct target_driver. From the far end's death until the next reset every answer is the one that
 * told of it: an operation submitted after a failed wire_observe() or wire_dma() says why, with the last words in its log.
 */
int wire_describe(struct target *t, struct description *d);
int wire_reset(struct target *t);
int wire_renew(struct target *t);
void wire_submit(struct target *t, const struct request *rq, struct answer *a);
enum answer_kind wire_observe(struct target *t, struct sample *s);
enum answer_kind wire_dma(struct target *t, struct dma *d, unsigned int n);
uint64_t wire_digest(struct target *t);
void wire_close(struct target *t);

extern const struct target_driver wire_target;

#endif
