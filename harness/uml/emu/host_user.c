// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host's side of host.h, compiled against libc. Physical memory is a file that the kernel maps as shared memory, so
 * a fork alone would be no copy: copies have a file of their own, mapped wherever the old one was, and put back to what
 * the old one holds before the next of them.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "host.h"

/* Exit statuses of a copy. */
enum { AGAIN = 98, NO_COPY, STUCK };

#define PAGE	4096

static int memory, copy;
static char *before, *after;	/* what is in them */
static const char *notice;
static struct stat memory_stat;

/* The kernel's own stack is in the memory that changes hands: who does it stands elsewhere. */
static ucontext_t kernel, keeper;
static char keeper_stack[65536];

/* Both files of memory, as it was when the copies began and as the last one has left it. */
static int map_both(void)
{
	size_t size = (size_t)memory_stat.st_size;

	copy = memfd_create("memory", MFD_CLOEXEC);
	if (copy < 0 || ftruncate(copy, memory_stat.st_size))
		return -1;
	before = mmap(NULL, size, PROT_READ, MAP_SHARED, memory, 0);
	after = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, copy, 0);
	return before == MAP_FAILED || after == MAP_FAILED ? -1 : 0;
}

/* Most of it is as it was, and to see that is cheaper than to write it again. */
static void put_pages_back(off_t at, off_t end)
{
	for (; at < end; at += PAGE)
		if (memcmp(after + at, before + at, PAGE))
			memcpy(after + at, before + at, PAGE);
}

static int put_back(void)
{
	const off_t size = memory_stat.st_size;
	off_t at, data, end;

	for (at = 0; at < size; at = end) {
		data = lseek(memory, at, SEEK_DATA);
		if (data < 0)
			data = size;
		if (data > at && fallocate(copy, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at, data - at))
			return -1;
		end = data < size ? lseek(memory, data, SEEK_HOLE) : size;
		if (end < 0)
			return -1;
		put_pages_back(data, end);
	}
	return 0;
}

/* A line of /proc/self/maps: if it is of the old file, map the new one there. */
static int map_again(const char *line)
{
	unsigned long start, end, offset, inode;
	unsigned int major, minor;
	char r, w, x;

	if (sscanf(line, "%lx-%lx %c%c%c%*c %lx %x:%x %lu", &start, &end, &r, &w, &x, &offset, &major, &minor,
		   &inode) != 9 || inode != memory_stat.st_ino)
		return 0;
	return mmap((void *)start, end - start,
		    (r == 'r' ? PROT_READ : 0) | (w == 'w' ? PROT_WRITE : 0) | (x == 'x' ? PROT_EXEC : 0),
		    MAP_SHARED | MAP_FIXED, memory, (off_t)offset) == MAP_FAILED ? -1 : 0;
}

static int map_all_again(void)
{
	static char maps[65536];
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n;
	char *line;

	while (fd >= 0 && (n = read(fd, maps + used, sizeof(maps) - 1 - used)) > 0)
		used += (size_t)n;
	close(fd);
	maps[used] = '\0';
	if (!used || used == sizeof(maps) - 1)
		return -1;
	for (line = strtok(maps, "\n"); line; line = strtok(NULL, "\n"))
		if (map_again(line))
			return -1;
	return 0;
}

__attribute__((noreturn))
static void fail(void)
{
	perror("copy of the kernel");
	_exit(NO_COPY);
}

static void become_copy(pid_t original)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* A kernel that panics kills its process group. */
	setpgid(0, 0);
	if (getppid() != original)
		_exit(NO_COPY);
	if (munmap(before, (size_t)memory_stat.st_size) || munmap(after, (size_t)memory_stat.st_size) ||
	    dup2(copy, memory) < 0 || close(copy) || map_all_again())
		fail();
	setcontext(&kernel);
}

static void tell_end(int status)
{
	if (WIFSIGNALED(status))
		dprintf(1, "%s was killed by signal %d (%s)\n", notice, WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) == STUCK)
		dprintf(1, "%s did not come to the end of its panic\n", notice);
	else
		dprintf(1, "%s exited with status %d\n", notice, WEXITSTATUS(status));
}

static void keep(void)
{
	const pid_t self = getpid();
	int status;
	pid_t pid;

	while (true) {
		if (put_back())
			fail();
		pid = fork();
		if (!pid)
			become_copy(self);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			_exit(1);
		if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == NO_COPY))
			_exit(WEXITSTATUS(status));
		if (!WIFEXITED(status) || WEXITSTATUS(status) != AGAIN)
			tell_end(status);
	}
}

void host_copies(int fd, const char *text)
{
	memory = fd;
	notice = text;
	if (fstat(memory, &memory_stat) || map_both() || getcontext(&keeper))
		return;
	keeper.uc_stack.ss_sp = keeper_stack;
	keeper.uc_stack.ss_size = sizeof(keeper_stack);
	makecontext(&keeper, keep, 0);
	swapcontext(&kernel, &keeper);
}

void host_again(void)
{
	_exit(AGAIN);
}

/* ---- the watch */

#define TICKS	8	/* into which the time is divided */

#ifdef __x86_64__
#define REG_IP	REG_RIP
#else
#define REG_IP	REG_EIP
#endif

static void (*too_late)(unsigned long ip);
static volatile unsigned int ticks_left;	/* 0: nobody is waited for */
static bool panicking;

static void tick(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *c = context;

	(void)sig;
	(void)info;
	if (!ticks_left || --ticks_left)
		return;
	/* What has overwritten memory may not even panic. */
	if (panicking)
		_exit(STUCK);
	panicking = true;
	ticks_left = TICKS / 4;
	too_late(c->uc_mcontext.gregs[REG_IP]);
}

void host_watch(unsigned int seconds, void (*late)(unsigned long ip))
{
	const struct timespec part = { seconds / TICKS, seconds % TICKS * (1000000000l / TICKS) };
	const struct itimerspec each = { part, part };
	/* Not deferred: too_late() is not returned from. */
	struct sigaction action = { .sa_sigaction = tick, .sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGXCPU };
	timer_t timer;

	too_late = late;
	sigemptyset(&action.sa_mask);
	sigaction(SIGXCPU, &action, NULL);
	if (!timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer))
		timer_settime(timer, 0, &each, NULL);
}

void host_busy(int quick)
{
	ticks_left = 1 + (quick ? TICKS / 4 : TICKS);
}

void host_idle(void)
{
	ticks_left = 0;
}
