// SPDX-License-Identifier: GPL-2.0-only
/*
 * fake-guest - stands for QEMU and the guest in it, whatever its arguments: the reference model at the far end of its
 * standard input and output, and a console on standard error. FAKE_GUEST="MODE WORD" in the environment: a question that
 * contains WORD is answered as MODE says, for which see misbehave(). FAKE_GUEST_ONCE names a file: while that is there,
 * and it is removed by it, else never.
 */
#define _GNU_SOURCE	/* pipe2() */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

#include "harness/wire/protocol.h"
#include "harness/wire/serve.h"

extern const struct target_driver model_target;

static char mode[16], word[32];
static FILE *to_model, *from_model;

/* What the model calls clean depends on its addresses, and a guest is the same after each start. */
static void settle(char **argv)
{
	int now = personality(0xffffffff);

	if (now & ADDR_NO_RANDOMIZE || personality((unsigned int)now | ADDR_NO_RANDOMIZE) < 0)
		return;
	execv("/proc/self/exe", argv);
}

static void start_model(void)
{
	int down[2], up[2];
	struct target *t;
	char why[256];

	if (pipe2(down, O_CLOEXEC) || pipe2(up, O_CLOEXEC))
		exit(3);
	if (!fork()) {
		close(down[1]);
		close(up[0]);
		t = model_target.open(NULL, NULL, why, sizeof(why));
		_exit(t ? -serve_target(t, down[0], up[1]) : 3);
	}
	close(down[0]);
	close(up[1]);
	to_model = fdopen(down[1], "w");
	from_model = fdopen(up[0], "r");
	if (!to_model || !from_model)
		exit(3);
}

/* Pass the answer on. Of the last line only the first @most bytes. */
static void pass_answer(size_t most)
{
	char line[WIRE_LINE];
	bool last = false;

	while (!last && fgets(line, sizeof(line), from_model)) {
		last = line[strspn(line, "0123456789")] == ':';
		if (last && strlen(line) > most)
			line[most] = '\0';
		fputs(line, stdout);
	}
	fflush(stdout);
}

static void misbehave(const char *question)
{
	const char *once = getenv("FAKE_GUEST_ONCE");

	if (once)
		unlink(once);
	if (!strcmp(mode, "panics")) {
		/* QEMU exits with 0. */
		fprintf(stderr, "BUG: kernel NULL pointer dereference, address: 0000000000000008\n"
			"RIP: 0010:fake_iommu_map+0x17/0x40\nKernel panic - not syncing: Fatal exception\n");
		exit(0);
	}
	if (!strcmp(mode, "stops")) {
		fputs(question, to_model);
		fflush(to_model);
		pass_answer(4);
		exit(0);
	}
	if (!strcmp(mode, "confuses"))
		printf("%lu: 0\n", strtoul(question, NULL, 10) + 1);
	/* "sleeps" says nothing. */
	fflush(stdout);
	while (true)
		pause();
}

static bool is_due(const char *question)
{
	const char *once = getenv("FAKE_GUEST_ONCE");

	return *word && strstr(question, word) && (!once || !access(once, F_OK));
}

int main(int argc, char **argv)
{
	const char *told = getenv("FAKE_GUEST");
	char question[WIRE_LINE];

	if (argc > 1 && !strcmp(argv[1], "--version")) {
		printf("QEMU emulator version 99.1 (a fake)\n");
		return 0;
	}
	if (told && sscanf(told, "%15s %31[^\n]", mode, word) != 2)
		return 3;
	settle(argv);
	start_model();
	fprintf(stderr, "Linux version 0.0 (a fake)\n");
	while (fgets(question, sizeof(question), stdin)) {
		if (is_due(question))
			misbehave(question);
		fputs(question, to_model);
		fflush(to_model);
		pass_answer(sizeof(question));
	}
	return 0;
}
