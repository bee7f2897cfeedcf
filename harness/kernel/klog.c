// SPDX-License-Identifier: GPL-2.0-only
/* What the kernel said while an operation ran, from its own log buffer. */
#include <linux/bug.h>
#include <linux/kmsg_dump.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/sections.h>

#include "harness/kernel/compat.h"
#include "harness/kernel/agent.h"

#define LEVEL_WARNING	4	/* what is said less loudly is news only in a panic */
#define LEVEL_ALL	7
#define MOST_LINES	150	/* of one answer: some drivers write a line for every address that is looked up */

static struct kmsg_dump_iter position;
static unsigned int said;
static bool spoilt;
static void (*say_line)(const char *text);
static void (*flush_lines)(void);

static u64 end_of_log(void)
{
	struct kmsg_dump_iter it;

	kmsg_dump_rewind(&it);
	return it.next_seq;
}

/* WARN_ON_ONCE() is not a property of the first case that meets it. A module leaves that to who talks to it. */
static void let_warn_again(void)
{
#ifndef MODULE
	memset(__start_once, 0, __end_once - __start_once);
#ifdef CONFIG_GENERIC_BUG
	generic_bug_clear_once();
#endif
#endif
}

void klog_begin(void)
{
	position.cur_seq = end_of_log();
	said = 0;
	let_warn_again();
}

static uint32_t event_of(const char *text)
{
	static const struct { const char *text; uint32_t event; } reports[] = {
		{ "BUG: KASAN: ", EVENT_MEMORY }, { "BUG: KFENCE: ", EVENT_MEMORY },
		{ "BUG: sleeping function called from invalid context", EVENT_SLEPT },
		{ "BUG: scheduling while atomic", EVENT_SLEPT },
		{ "BUG: spinlock ", EVENT_LOCK }, { "BUG: rwlock ", EVENT_LOCK },
		{ "BUG: Invalid wait context", EVENT_LOCK }, { "INFO: trying to register non-static key", EVENT_LOCK },
		{ "WARNING: possible ", EVENT_LOCK }, { "WARNING: inconsistent lock state", EVENT_LOCK },
		{ " lock order detected", EVENT_LOCK }, { "WARNING: bad unlock balance detected", EVENT_LOCK },
		{ "WARNING: held lock freed", EVENT_LOCK }, { "WARNING: suspicious RCU usage", EVENT_LOCK },
		/* What is left of them is a WARN(). */
		{ "WARNING: ", EVENT_WARN },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(reports); i++)
		if (strstr(text, reports[i].text))
			return reports[i].event;
	return 0;
}

/* A line of a call trace that the kernel only guesses at: "[<60021aa9>] ? _printk+0x0/0x57" */
static bool is_guess(const char *line)
{
	return strstr(line, ">] ? ");
}

/* A record is lines of "<LEVEL>text\n". */
static uint32_t say_record(char *record, int level)
{
	uint32_t events = 0;
	char *line;

	while ((line = strsep(&record, "\n"))) {
		if (line[0] == '<' && line[1] && line[2] == '>') {
			if (line[1] > '0' + level)
				continue;
			line += 3;
		}
		events |= event_of(line);
		if (!*line || is_guess(line))
			continue;
		if (said++ < MOST_LINES || level == LEVEL_ALL)
			say_line(line);
	}
	return events;
}

static uint32_t say_log(int level)
{
	static char record[1024];
	u64 end = end_of_log();
	uint32_t events = 0;
	size_t len;

	while (position.cur_seq < end &&
	       kmsg_dump_get_line(&position, true, record, sizeof(record) - 1, &len)) {
		record[len] = '\0';
		events |= say_record(record, level);
	}
	return events;
}

uint32_t klog_end(void)
{
	uint32_t events = say_log(LEVEL_WARNING);

	spoilt |= events & (EVENT_MEMORY | EVENT_LOCK);
	/* The kernel tells of a sleep in atomic context once a second: wait, or the next one goes unseen. */
	if (events & EVENT_SLEPT)
		schedule_timeout_uninterruptible(HZ + 1);
	return events;
}

void klog_quote(const char *what, char *text, size_t size)
{
	static char record[1024];
	struct kmsg_dump_iter it;
	size_t len;

	kmsg_dump_rewind(&it);
	while (kmsg_dump_get_line(&it, true, record, sizeof(record) - 1, &len)) {
		record[len] = '\0';
		record[strcspn(record, "\n")] = '\0';
		if (record[0] != '<' || record[1] > '0' + LEVEL_WARNING || record[2] != '>' || !strstr(record, what))
			continue;
		snprintf(text + strlen(text), size - strlen(text), "; %s", record + 3);
	}
}

bool klog_clean(void)
{
	return !spoilt;
}

static void last_words(COMPAT_DUMP_PARAMS)
{
	say_log(LEVEL_ALL);
	flush_lines();
}

static struct kmsg_dumper dumper = { .dump = last_words, .max_reason = KMSG_DUMP_PANIC };

void klog_start(void (*line)(const char *text), void (*flush)(void))
{
	say_line = line;
	flush_lines = flush;
	klog_begin();
	if (flush)
		kmsg_dump_register(&dumper);
}

void klog_stop(void)
{
	if (flush_lines)
		kmsg_dump_unregister(&dumper);
}
