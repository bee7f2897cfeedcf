// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz.c - main() of a fuzz target where libFuzzer is not: replays a corpus, then blind mutations of it.
 *
 * It takes the options of libFuzzer that we use: -runs=N -seed=N -max_total_time=S -artifact_prefix=P, and files or
 * folders. No coverage feedback: the corpus makes up for it. What kills the subject is left in P"crash".
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "build-aux/fuzz.h"

#define INPUT_MAX	(1 << 16)
#define CORPUS_MAX	4096
#define HANG_SECONDS	20

struct input {
	size_t size;
	uint8_t data[INPUT_MAX];
};

static struct { uint8_t *data; size_t size; } corpus[CORPUS_MAX];
static unsigned int ncorpus;
static struct input *now;	/* shared with the child that runs the subject: what it died of */
static uint64_t seed = 1;

static uint64_t rnd(uint64_t below)
{
	/* splitmix64 */
	uint64_t z = seed += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (z ^ (z >> 31)) % below;
}

static void add_file(const char *path)
{
	FILE *f = fopen(path, "r");

	if (!f || ncorpus == CORPUS_MAX) {
		fprintf(stderr, "%s: %s\n", path, f ? "more files than a corpus can have" : strerror(errno));
		exit(2);
	}
	corpus[ncorpus].data = malloc(INPUT_MAX);
	if (!corpus[ncorpus].data)
		abort();
	corpus[ncorpus].size = fread(corpus[ncorpus].data, 1, INPUT_MAX, f);
	ncorpus++;
	fclose(f);
}

static void add(const char *path)
{
	struct dirent **names;
	char file[4096];
	int i, n;

	n = scandir(path, &names, NULL, alphasort);
	if (n < 0) {
		add_file(path);
		return;
	}
	for (i = 0; i < n; i++) {
		snprintf(file, sizeof(file), "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			add_file(file);
		free(names[i]);
	}
	free(names);
}

/* Replace @del bytes at @at by @n bytes of @src, as far as there is room. */
static void splice(struct input *in, size_t at, size_t del, const uint8_t *src, size_t n)
{
	if (del > in->size - at)
		del = in->size - at;
	if (in->size - del + n > INPUT_MAX)
		return;
	memmove(in->data + at + n, in->data + at + del, in->size - at - del);
	memmove(in->data + at, src, n);
	in->size += n - del;
}

static void mutate(struct input *in)
{
	static const char *const words[] = { "0", "-1", "18446744073709551615", "0x8000000000000000", "\"", "\\u0000",
					     "\n", "\t", "{", "}", "(", ")", "[", "]", ",", "\xff\xfe", "%s" };
	const char *word = words[rnd(sizeof(words) / sizeof(*words))];
	uint8_t byte = rnd(256), copy[64];
	size_t at = rnd(in->size + 1), from, n;
	unsigned int other;

	switch (rnd(5)) {
	case 0:
		splice(in, at, 1, &byte, 1);
		break;
	case 1:
		splice(in, at, 1 + rnd(32), copy, 0);
		break;
	case 2:
		splice(in, at, rnd(2) * strlen(word), (const uint8_t *)word, strlen(word));
		break;
	case 3:		/* a piece of any file of the corpus */
		other = rnd(ncorpus);
		from = rnd(corpus[other].size + 1);
		n = rnd(corpus[other].size - from + 1);
		splice(in, at, rnd(2) * n, corpus[other].data + from, n);
		break;
	case 4:		/* a piece of itself, again */
		n = rnd(sizeof(copy));
		if (n > in->size - at)
			n = in->size - at;
		memcpy(copy, in->data + at, n);
		splice(in, rnd(in->size + 1), 0, copy, n);
		break;
	}
}

/* Each file as it is, then @runs mutations until @deadline. Returns how many inputs were run. */
static unsigned long run_all(unsigned long runs, time_t deadline)
{
	unsigned long i;

	for (i = 0; i < ncorpus + runs && (!deadline || time(NULL) < deadline); i++) {
		unsigned int which = i < ncorpus ? i : rnd(ncorpus);
		uint64_t n;

		now->size = corpus[which].size;
		memcpy(now->data, corpus[which].data, now->size);
		for (n = i < ncorpus ? 0 : 1 + rnd(8); n; n--)
			mutate(now);
		alarm(HANG_SECONDS);
		LLVMFuzzerTestOneInput(now->data, now->size);
	}
	return i;
}

static int report(int status, const char *prefix)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%scrash", prefix);
	f = fopen(path, "w");
	if (!f || fwrite(now->data, 1, now->size, f) != now->size || fclose(f))
		perror(path);
	if (WIFSIGNALED(status))
		fprintf(stderr, "killed by: %s; input kept in %s\n", strsignal(WTERMSIG(status)), path);
	else
		fprintf(stderr, "exited with %d; input kept in %s\n", WEXITSTATUS(status), path);
	return 1;
}

int main(int argc, char **argv)
{
	unsigned long runs = 0, seconds = 0;
	const char *prefix = "";
	int i, status;
	pid_t pid;

	for (i = 1; i < argc; i++) {
		if (sscanf(argv[i], "-runs=%lu", &runs) == 1 || sscanf(argv[i], "-seed=%lu", &seed) == 1 ||
		    sscanf(argv[i], "-max_total_time=%lu", &seconds) == 1)
			continue;
		if (!strncmp(argv[i], "-artifact_prefix=", 17))
			prefix = argv[i] + 17;
		else
			add(argv[i]);
	}
	now = mmap(NULL, sizeof(*now), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!ncorpus || now == MAP_FAILED) {
		fprintf(stderr, "%s: %s\n", argv[0], ncorpus ? strerror(errno) : "no input: name a corpus");
		return 2;
	}
	if (seconds && !runs)
		runs = -1ul - ncorpus;
	pid = fork();
	if (!pid) {
		fprintf(stderr, "%lu inputs\n", run_all(runs, seconds ? time(NULL) + seconds : 0));
		exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror(argv[0]);
		return 2;
	}
	return status ? report(status, prefix) : 0;
}
