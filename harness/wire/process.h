/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * process.h - a command at the other end of its standard input and output, spoken to in lines, that may die, hang or
 * flood at any moment.
 */
#ifndef WIRE_PROCESS_H
#define WIRE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "harness/wire/protocol.h"

#define PROCESS_ERR	4096	/* bytes kept of the end of what it wrote to standard error, with the NUL */

struct process {
	pid_t pid;			/* 0: none is running */
	int to, from, err;		/* its standard input, output and error; err is -1 after its end */
	char line[WIRE_LINE];		/* read but not yet handed out */
	size_t used, taken;		/* bytes in @line, and those of the line that was handed out last */
	char errtext[PROCESS_ERR];
	size_t errlen;
	char end[64];			/* how it ended: "exited with status 1", "was killed by signal 6 (Aborted)" */
};

/*
 * Start @argv, which dies with its parent, and with all that it started, and leaves no core file. Standard error is
 * kept. Returns 0 or a negative errno.
 */
int process_start(struct process *p, char *const argv[]);

enum process_event {
	PROCESS_LINE,	/* a line is there */
	PROCESS_LATE,	/* the time is over */
	PROCESS_END,	/* it closed its output; @end says how it ended, and nothing runs any more */
	PROCESS_LONG,	/* a line of WIRE_LINE bytes or more */
};

/* Now, on the clock of the deadlines, in milliseconds. */
int64_t process_now(void);

/*
 * Send @text (with its newline), unless it is NULL, and wait for the next line until @deadline. The line is without its
 * newline and valid until the next call.
 */
enum process_event process_talk(struct process *p, const char *text, int64_t deadline, const char **line);

/* For how long its threads have waited for a processor, in milliseconds, all together; 0 where the system does not tell. */
int64_t process_delay(const struct process *p);

/* Close its input, give it @grace milliseconds to end by itself, then kill it and all that it started. */
void process_stop(struct process *p, int grace);

#endif
