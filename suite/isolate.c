// SPDX-License-Identifier: GPL-2.0-only
/*
 * isolate.c - children and their ends, see isolate.h.
 */
#include "config.h"
#include "suite/isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "suite/must.h"

int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ll + ts.tv_nsec / 1000000;
}

int isolate_wait(struct pollfd *pfd, unsigned int n, int64_t ms)
{
	struct timespec timeout;
	sigset_t none;

	if (ms < 0)
		ms = 0;
	timeout = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
	sigemptyset(&none);
	return ppoll(pfd, n, &timeout, &none);
}

#define PARENT_FD	3	/* the child's way to its parent, and the only file of it that is left */

/* The child's surroundings: nobody's terminal, no file of ours, no core files, signals as a fresh program has them. */
static void settle(pid_t parent, int to_parent, int said)
{
	static const struct rlimit no_core;
	sigset_t none;
	int null;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setrlimit(RLIMIT_CORE, &no_core);
	null = open("/dev/null", O_RDONLY);
	dup2(null, STDIN_FILENO);
	dup2(said, STDOUT_FILENO);
	dup2(said, STDERR_FILENO);
	dup2(to_parent, PARENT_FD);
	fcntl(PARENT_FD, F_SETFD, FD_CLOEXEC);
	close_range(PARENT_FD + 1, ~0u, 0);
}

int child_start(struct child *c, void (*body)(int fd, void *arg), void *arg)
{
	pid_t parent = getpid();
	int fds[2];

	memset(c, 0, sizeof(*c));
	c->said = memfd_create("said", MFD_CLOEXEC);
	if (c->said < 0)
		return -errno;
	if (pipe2(fds, O_CLOEXEC)) {
		close(c->said);
		return -errno;
	}
	fflush(NULL);	/* or the child prints it once more */
	c->pid = fork();
	if (!c->pid) {
		settle(parent, fds[1], c->said);
		body(PARENT_FD, arg);
		exit(0);
	}
	close(fds[1]);
	c->fd = fds[0];
	if (c->pid > 0) {
		setpgid(c->pid, c->pid);	/* it does so too: whoever comes first */
		return 0;
	}
	close(c->fd);
	close(c->said);
	return -EAGAIN;
}

int child_receive(struct child *c)
{
	ssize_t n;

	if (c->taken)
		memmove(c->buf, c->buf + c->taken, c->len - c->taken);
	c->len -= c->taken;
	c->taken = 0;
	if (c->room - c->len < 65536) {
		c->room = 2 * c->room + 65536;
		c->buf = must(realloc(c->buf, c->room));
	}
	do
		n = read(c->fd, c->buf + c->len, c->room - c->len);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return -EPIPE;
	c->len += n;
	return 0;
}

int child_next(struct child *c, struct parcel_view *v)
{
	ptrdiff_t n = c->taken < c->len ? parcel_open(c->buf + c->taken, c->len - c->taken, v) : 0;

	if (n <= 0)
		return n;
	c->taken += n;
	return 1;
}

static void last_words(int fd, char *buf, size_t len)
{
	off_t size = lseek(fd, 0, SEEK_END);
	off_t from = size > (off_t)len - 1 ? size - ((off_t)len - 1) : 0;
	ssize_t n = pread(fd, buf, len - 1, from);

	buf[n > 0 ? n : 0] = '\0';
}

void child_end(struct child *c, char *how, size_t howlen, char *said, size_t saidlen)
{
	int status = 0;
	pid_t done;

	how[0] = '\0';
	kill(-c->pid, SIGKILL);		/* a child that has ended keeps its own status */
	do
		done = waitpid(c->pid, &status, 0);
	while (done < 0 && errno == EINTR);
	if (WIFSIGNALED(status))
		snprintf(how, howlen, "SIG%s", sigabbrev_np(WTERMSIG(status)) ?: "?");
	else if (WEXITSTATUS(status))
		snprintf(how, howlen, "exit status %d", WEXITSTATUS(status));
	last_words(c->said, said, saidlen);
	close(c->said);
	close(c->fd);
	free(c->buf);
	memset(c, 0, sizeof(*c));
	c->fd = -1;
}
