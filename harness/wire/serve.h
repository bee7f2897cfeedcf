/* SPDX-License-Identifier: GPL-2.0-only */
/* serve.h - the far end of the wire protocol in user space: any target, at the end of a byte stream. */
#ifndef WIRE_SERVE_H
#define WIRE_SERVE_H

#include "harness/target.h"

/*
 * Serve @t, which stays the caller's, to a near end that writes to @from and reads from @to, until the stream ends.
 * What is no line of the protocol is answered with one line that says why, and changes nothing. Returns 0 if the stream
 * ended between two lines, -EPROTO if within one, else the negative errno of reading or writing.
 */
int serve_target(struct target *t, int from, int to);

#endif
