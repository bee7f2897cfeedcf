// SPDX-License-Identifier: GPL-2.0-only
/*
 * far-end MODE - a far end that speaks the protocol, until it is asked for its objects: then it does what MODE says.
 * Its objects are 1 after a start, and one more after each reset that it served; 100 after it was started anew.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/wire/protocol.h"

#define KERNEL_TEXT	"Unable to handle kernel NULL pointer dereference"

static unsigned long seq;
static unsigned int objects = 1;
static bool reset_refused;

static void say(char mark, const char *text)
{
	printf("%lu%c %s\n", seq, mark, text);
	fflush(stdout);
}

static void describe(bool alone)
{
	static struct description d = {
		.target = "far", .driver = "end", .kernel = "7.2.13", .evidence = "model", .remarks = "a test",
		.ndevs = 1, .dev[0] = { .name = "dev", .translated = true },
		.ram[0] = { 0, 0x10000000, false }, .free_ram = { 0x1000000, 0x1000000, false }, .fingerprint = 0x1234,
	};
	char line[WIRE_LINE];
	unsigned int n;

	if (alone)
		d.ndevs = 0;
	target_list_add(d.can, sizeof(d.can), "map");
	target_list_add(d.can, sizeof(d.can), "dma");
	target_list_add(d.has, sizeof(d.has), "identity");
	for (n = 0; description_print(&d, n, line, sizeof(line)); n++)
		say('+', line);
	say(':', "ok");
}

static void look(const char *text)
{
	static struct sample s;
	char why[128], line[WIRE_LINE];
	unsigned int n;

	if (look_parse(text, &s, why, sizeof(why))) {
		say(':', why);
		return;
	}
	for (n = 0; n < TARGET_DEVICES; n++)
		s.current[n] = n ? DOM_NONE : DOM_DEFAULT;
	s.facts[DOM_DEFAULT].type = TYPE_IDENTITY;
	s.events = EVENT_WARN;
	for (n = 0; n < s.n; n++)
		s.at[n].paddr = s.at[n].iova + 1;
	for (n = 0; sample_print(&s, n, line, sizeof(line)); n++)
		say('+', line);
	sample_result_print(&s, line, sizeof(line));
	say(':', line);
}

static void dma(const char *text)
{
	static struct dma d[WIRE_DMAS];
	char why[128], line[WIRE_LINE];
	unsigned int n, i;

	if (dmas_parse(text, d, &n, why, sizeof(why))) {
		say(':', why);
		return;
	}
	for (i = 0; i < n; i++) {
		d[i].result = d[i].write ? DMA_NOTHING : DMA_REACHED;
		d[i].fault = d[i].write;
		d[i].paddr = d[i].iova;
	}
	dmas_result_print(d, n, line, sizeof(line));
	say(':', line);
}

static void flood(void)
{
	while (true)
		fputs("no end of it, no end of it, no end of it ", stdout);
}

static void die_by(int sig)
{
	fprintf(stderr, "%s\n", KERNEL_TEXT);
	raise(sig);
}

static void say_much(void)
{
	char line[64];
	int i;

	for (i = 0; i < 400; i++) {
		snprintf(line, sizeof(line), "line %d of a long story", i);
		say('|', line);
	}
}

static void misbehave(const char *mode)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", objects);
	if (!strcmp(mode, "good") || !strcmp(mode, "again") || objects == 100)
		say(':', number);
	else if (!strcmp(mode, "exit"))
		exit(3);
	else if (!strcmp(mode, "signal"))
		die_by(SIGABRT);
	else if (!strcmp(mode, "tell-and-die"))
		say('|', KERNEL_TEXT), exit(1);
	else if (!strcmp(mode, "panic"))
		say('|', "RIP: 0033:omap_iommu_map+0x1/0x2"),
		say('|', "Kernel panic - not syncing: Segfault"), abort();
	else if (!strcmp(mode, "panic-arm"))
		say('|', "pc : rk_iommu_map+0x1/0x2"), say('|', "Kernel panic - not syncing: Oops"), exit(1);
	else if (!strcmp(mode, "panic-console"))
		fprintf(stderr, "[    1.4] RIP: 0033:0x447c60\r\n[    1.5] RIP: 0010:viommu_sync_req+0x1/0x2\r\n"),
		fprintf(stderr, "[    1.6] Kernel panic - not syncing: Fatal exception\r\n"), exit(0);
	else if (!strcmp(mode, "panic-s390"))
		say('|', "Krnl PSW : 0704c00180000000 000003ff (s390_iommu_map+0x1/0x2)"),
		say('|', "Kernel panic - not syncing: Oops"), exit(1);
	else if (!strcmp(mode, "panic-nowhere"))
		say('|', "Kernel panic - not syncing: Oops"), exit(1);
	else if (!strcmp(mode, "panic-hang"))
		say('|', "Kernel panic - not syncing: hang: no end within 3 s"), exit(1);
	else if (!strcmp(mode, "renewed"))
		printf("0! was killed by signal 6 (Aborted)\n"), fflush(stdout), objects = 100;
	else if (!strcmp(mode, "half-line"))
		printf("%lu: 1", seq), fflush(stdout), exit(0);
	else if (!strcmp(mode, "close"))
		close(1), pause();
	else if (!strcmp(mode, "hang") || !strcmp(mode, "deaf"))
		pause();
	else if (!strcmp(mode, "hang-half"))
		printf("%lu: 1", seq), fflush(stdout), pause();
	else if (!strcmp(mode, "stubborn"))
		signal(SIGTERM, SIG_IGN), signal(SIGHUP, SIG_IGN), sleep(1000);
	else if (!strcmp(mode, "crashed"))
		say(':', "crashed: it says so itself");
	else if (!strcmp(mode, "nonsense"))
		printf("Segmentation fault\n"), fflush(stdout);
	else if (!strcmp(mode, "wrong-operation"))
		say(':', "ok");
	else if (!strcmp(mode, "trailing"))
		say(':', "1 and more");
	else if (!strcmp(mode, "old-answer"))
		seq--, say(':', number);
	else if (!strcmp(mode, "data"))
		say('+', "fact 7"), say(':', number);
	else if (!strcmp(mode, "flood"))
		flood();
	else if (!strcmp(mode, "log"))
		say('|', "WARNING: at"), say(':', "1 warn");
	else if (!strcmp(mode, "long-log"))
		say_much(), say(':', number);
}

static void serve(const char *text, const char *mode)
{
	if (!strcmp(text, "describe"))
		describe(!strcmp(mode, "no-devices"));
	else if (!strcmp(text, "digest"))
		say(':', !strcmp(mode, "bad-digest") ? "x" : "0x1234");
	else if (!strcmp(text, "again") && !strcmp(mode, "again"))
		objects = 100, say(':', "ok");
	else if (!strcmp(text, "reset") && !strcmp(mode, "reset-hangs"))
		say('|', "Kernel panic - not syncing: hang: no end within 3 s"), exit(1);
	else if (!strcmp(text, "reset") && !strcmp(mode, "again"))
		say(':', "EBUSY");
	else if (!strcmp(text, "reset") && !reset_refused)
		objects++, say(':', "ok");
	else if (!strcmp(text, "reset"))
		say(':', "EBUSY");
	else if (!strncmp(text, "look", 4) && strcmp(mode, "bad-sample"))
		look(text);
	else if (!strncmp(text, "look", 4))
		say('+', "facts D9 paging"), say(':', "ok");
	else if (!strncmp(text, "dma", 3))
		!strcmp(mode, "few-dmas") ? say(':', "0x1000") : dma(text);
	else if (!strcmp(text, "objects"))
		misbehave(mode);
	else
		say(':', "unsupported: not here");
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "good";
	static char line[WIRE_LINE];
	char *text;

	reset_refused = !strcmp(mode, "reset-refused");
	if (!strcmp(mode, "refuse"))
		return fprintf(stderr, "no such board\n"), 4;
	if (!strcmp(mode, "banner"))
		printf("Welcome to the board\n\n[    0.000000] Linux version 7.2\n"), fflush(stdout);
	while (!strcmp(mode, "endless-banner"))
		printf("Welcome to the board, you are our guest number one million\n");
	while (fgets(line, sizeof(line), stdin)) {
		seq = strtoul(line, &text, 10);
		text[strcspn(text, "\n")] = '\0';
		serve(text + (*text == ' '), !strcmp(mode, "banner") || reset_refused ? "good" : mode);
	}
	return 0;
}
