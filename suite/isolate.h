/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * isolate.h - a child process that may die, hang or talk nonsense, and what it managed to say before.
 */
#ifndef SUITE_ISOLATE_H
#define SUITE_ISOLATE_H

#include <poll.h>
#include <sys/types.h>

#include "suite/parcel.h"

struct child {
	pid_t pid;		/* leader of a process group of its own */
	int fd;			/* where its parcels arrive; -1 after its end */
	int said;		/* file with its standard output and error */
	uint8_t *buf;		/* received and not taken yet: from @taken to @len */
	size_t taken, len, room;
	int64_t deadline;	/* milliseconds of now_ms(); whoever waits looks at it */
};

/* Milliseconds of a clock that never jumps. */
int64_t now_ms(void);

/* poll() for @ms milliseconds at most; signals that the caller blocks are let in meanwhile, and end it with -1. */
int isolate_wait(struct pollfd *pfd, unsigned int n, int64_t ms);

/*
 * Run @body in a child; what it sends to @fd arrives here. The child exits with 0 when @body returns, and dies with us.
 * Returns 0 or a negative errno.
 */
int child_start(struct child *c, void (*body)(int fd, void *arg), void *arg);
/* Receive what is there; waits if nothing is. Returns 0, or -EPIPE when the child has closed its end. */
int child_receive(struct child *c);
/* The next parcel received. Returns 1, 0 if there is none, -EBADMSG for garbage. Valid until child_receive(). */
int child_next(struct child *c, struct parcel_view *v);
/*
 * Kill what is left of the child and everything that it started, and reap it. Puts how it had ended by itself into
 * @how: "" for a clean exit, else "SIGSEGV" or "exit status 3"; what it printed at last into @said, "" if nothing.
 */
void child_end(struct child *c, char *how, size_t howlen, char *said, size_t saidlen);

#endif
