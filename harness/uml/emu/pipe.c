// SPDX-License-Identifier: GPL-2.0-only
/*
 * The agent's transport in User-Mode Linux: the standard input and output of the process. The kernel serves lines until
 * its input ends, and then powers off, without ever having a user space.
 */
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/oom.h>
#include <linux/panic.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/string.h>
#include <linux/timer.h>

#include <mem.h>
#include <os.h>

#include "harness/kernel/agent.h"
#include "harness/text.h"
#include "harness/uml/emu/host.h"
#include "harness/wire/protocol.h"

/* The lines of one answer go out in one write. */
static char out[4 * WIRE_LINE];
static int out_len;

static void flush(void)
{
	int at, n;

	for (at = 0; at < out_len; at += n) {
		n = os_write_file(1, out + at, out_len - at);
		if (n == -EINTR)
			n = 0;
		else if (n < 0)
			machine_power_off();
	}
	out_len = 0;
}

static void say(const char *line)
{
	int len = strnlen(line, WIRE_LINE - 1);

	if (out_len + len + 1 > sizeof(out))
		flush();
	memcpy(out + out_len, line, len);
	out_len += len;
	out[out_len++] = '\n';
}

/*
 * Seconds of CPU time after which an operation that has not ended never will: the longest that end, on drivers that
 * flush after each of a million pages, take one; with checkers, some.
 */
static unsigned int emu_patience = IS_ENABLED(CONFIG_KASAN) ? 15 : 3;
core_param(emu_patience, emu_patience, uint, 0);

/* The stack of the operation follows by itself. */
static void late(unsigned long ip)
{
	pr_emerg("RIP: %pS\n", (void *)ip);
	panic(WIRE_HANG "no end within %u s of CPU time", emu_patience);
}

/*
 * Who waits for what never comes uses no time of the processor, while the kernel's own flies: a day of it in a second.
 * Hours are more than any hardware is waited for.
 */
#define HOURS	3

static struct task_struct *server;	/* who serves a line now */

static void overslept(struct timer_list *timer)
{
	if (!server || !is_idle_task(this_task()))
		return;
	sched_show_task(server);
	panic(WIRE_HANG "asleep for %d hours of its own time", HOURS);
}

static DEFINE_TIMER(sleep_timer, overslept);

static void begin(bool quick)
{
	server = this_task();
	mod_timer(&sleep_timer, jiffies + HOURS * 3600 * HZ);
	host_busy(quick);
}

static void end(void)
{
	host_idle();
	server = NULL;
}

/* A copy of the kernel has not the shadow memory of KASAN; and what it counted for gcov would be gone. */
static const bool copies = !IS_ENABLED(CONFIG_KASAN) && !IS_ENABLED(CONFIG_GCOV_KERNEL);

static void start_over(void)
{
	unsigned long long offset;

	if (copies)
		host_copies(phys_mapping(__pa(high_memory - 1), &offset), WIRE_DIED);
	host_watch(emu_patience, late);
}

static bool is_word(const char *line, const char *word)
{
	uint64_t seq;
	const char *text = text_scan_number(line, &seq);

	return text && *text == ' ' && !strcmp(text + 1, word);
}

static void serve_line(char *line)
{
	if (!copies || !is_word(line, WIRE_AGAIN)) {
		/* What puts things back has little to do. */
		begin(is_word(line, "reset"));
		agent_line(line);
		end();
		return;
	}
	strcpy(strchr(line, ' '), ": ok");
	say(line);
	flush();
	host_again();
}

static void serve(char *input)
{
	char *line;

	while ((line = strsep(&input, "\n")))
		if (*line)
			serve_line(line);
}

/* Whose API is under test: the kernel's, or "iommufd", which a user space serves. */
static char *conform_api = "kernel";
core_param(conform_api, conform_api, charp, 0);

static int __init pipe_init(void)
{
	static char in[2 * WIRE_LINE];
	int used = 0, n;
	char *rest;

	if (strcmp(conform_api, "kernel"))
		return 0;
	/* There is nobody whose end would free memory: an allocation for which none is left fails. */
	oom_killer_disable(0);
	agent_start(say, flush);
	start_over();
	while ((n = os_read_file(0, in + used, sizeof(in) - 1 - used)) > 0 || n == -EINTR) {
		used += n > 0 ? n : 0;
		in[used] = '\0';
		rest = strrchr(in, '\n');
		if (!rest) {
			used = used < sizeof(in) - 1 ? used : 0;
			continue;
		}
		*rest++ = '\0';
		serve(in);
		used = in + used - rest;
		memmove(in, rest, used);
		/* Let what the operation left to others be done before the next one. */
		cond_resched();
	}
	machine_power_off();
	return 0;
}
late_initcall_sync(pipe_init);
