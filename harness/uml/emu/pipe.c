// SPDX-License-Identifier: GPL-2.0-only
/*
 * The agent's transport in User-Mode Linux: the standard input and output of the process. There is no user space; the
 * kernel serves lines until its input ends, and then powers off.
 */
#include <linux/init.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <os.h>

#include "harness/kernel/agent.h"
#include "harness/wire/protocol.h"

static void write_all(const char *text, int len)
{
	int n;

	for (; len > 0; len -= n, text += n) {
		n = os_write_file(1, text, len);
		if (n == -EINTR)
			n = 0;
		else if (n < 0)
			machine_power_off();
	}
}

static void say(const char *line)
{
	static char out[WIRE_LINE + 1];
	int len = strscpy(out, line, sizeof(out) - 1);

	if (len < 0)
		len = sizeof(out) - 2;
	out[len] = '\n';
	write_all(out, len + 1);
}

static void serve(char *input)
{
	char *line;

	while ((line = strsep(&input, "\n")))
		if (*line)
			agent_line(line);
}

static int __init pipe_init(void)
{
	static char in[2 * WIRE_LINE];
	int used = 0, n;
	char *end;

	agent_start(say);
	while ((n = os_read_file(0, in + used, sizeof(in) - 1 - used)) > 0 || n == -EINTR) {
		used += n > 0 ? n : 0;
		in[used] = '\0';
		end = strrchr(in, '\n');
		if (!end) {
			used = used < sizeof(in) - 1 ? used : 0;
			continue;
		}
		*end++ = '\0';
		serve(in);
		used = in + used - end;
		memmove(in, end, used);
		/* Let what the operation left to others be done before the next one. */
		cond_resched();
	}
	machine_power_off();
	return 0;
}
late_initcall_sync(pipe_init);
