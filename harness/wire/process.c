// SPDX-License-Identifier: GPL-2.0-only
/* A command at the other end of its standard input and output. */
#define _GNU_SOURCE	/* pipe2(), close_range() */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/wire/process.h"

int64_t process_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

__attribute__((noreturn))
static void run_command(char *const argv[], int in, int out, int err, pid_t keeper)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (getppid() == keeper && dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2)
		execvp(argv[0], argv);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* Returns the status of @command when it has ended, or that of one that was killed when SIGTERM says that it shall. */
static int wait_command(pid_t command, const sigset_t *told)
{
	int status = 0;
	pid_t pid;

	while (true) {
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			if (pid == command)
				return status;
		if (pid < 0 || sigwaitinfo(told, NULL) == SIGTERM)
			return SIGKILL;
	}
}

/* What is killed leaves its children to us, so again until there are none. */
static void kill_children(void)
{
	FILE *f;
	int pid;

	do {
		f = fopen("/proc/thread-self/children", "re");
		if (!f)
			return;
		while (fscanf(f, "%d", &pid) == 1)
			kill(pid, SIGKILL);
		fclose(f);
	} while (waitpid(-1, NULL, 0) > 0);
}

/*
 * A command may start others, and these may leave its process group, as User-Mode Linux does behind a shell. So
 * between us and it is a process that adopts all of them: when the command has ended, or whoever started it has, none
 * of them is left.
 */
__attribute__((noreturn))
static void keep(char *const argv[], int in, int out, int err, pid_t parent)
{
	static const struct rlimit no_core;
	const pid_t self = getpid();
	sigset_t told;
	pid_t command;
	int status;

	setpgid(0, 0);
	sigemptyset(&told);
	sigaddset(&told, SIGCHLD);
	sigaddset(&told, SIGTERM);
	sigprocmask(SIG_SETMASK, &told, NULL);
	signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	setrlimit(RLIMIT_CORE, &no_core);
	command = getppid() == parent ? fork() : -1;
	if (!command)
		run_command(argv, in, out, err, self);
	/* Nobody shall wait for the end of a stream because of us. */
	close_range(0, ~0u, 0);
	status = command < 0 ? 127 << 8 : wait_command(command, &told);
	kill_children();
	if (WIFSIGNALED(status)) {
		signal(WTERMSIG(status), SIG_DFL);
		sigemptyset(&told);
		sigprocmask(SIG_SETMASK, &told, NULL);
		kill(self, WTERMSIG(status));
	}
	_exit(WEXITSTATUS(status));
}

/* Its input is a socket: a write to what is dead must not raise SIGPIPE in a program that is not ours alone. */
int process_start(struct process *p, char *const argv[])
{
	int in[2], out[2] = { -1, -1 }, err[2] = { -1, -1 };
	pid_t parent = getpid();
	int ret = 0;

	memset(p, 0, sizeof(*p));
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in))
		return -errno;
	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		ret = -errno;
	p->pid = ret ? -1 : fork();
	if (p->pid == 0)
		keep(argv, in[0], out[1], err[1], parent);
	if (p->pid < 0) {
		ret = ret ? ret : -errno;
		p->pid = 0;
		close(in[1]);
		close(out[0]);
		close(err[0]);
	} else {
		setpgid(p->pid, p->pid);
		p->to = in[1];
		p->from = out[0];
		p->err = err[0];
		fcntl(p->err, F_SETFL, O_NONBLOCK);
	}
	close(in[0]);
	close(out[1]);
	close(err[1]);
	return ret;
}

/* A console may end its lines as a terminal does. Returns how many bytes are left. */
static size_t drop_returns(char *bytes, size_t n)
{
	size_t kept = 0, i;

	for (i = 0; i < n; i++)
		if (bytes[i] != '\r')
			bytes[kept++] = bytes[i];
	return kept;
}

/* Keep the end of what it says on standard error. */
static void read_err(struct process *p)
{
	char chunk[1024];
	ssize_t n = read(p->err, chunk, sizeof(chunk));
	size_t over;

	if (n < 0)
		return;
	if (n == 0) {
		close(p->err);
		p->err = -1;
		return;
	}
	n = (ssize_t)drop_returns(chunk, (size_t)n);
	over = p->errlen + (size_t)n;
	over = over < PROCESS_ERR ? 0 : over - (PROCESS_ERR - 1);
	memmove(p->errtext, p->errtext + over, p->errlen - over);
	p->errlen -= over;
	memcpy(p->errtext + p->errlen, chunk, (size_t)n);
	p->errlen += (size_t)n;
	p->errtext[p->errlen] = '\0';
}

/* Its last words; others may hold the pipe open, so not for long. */
static void read_last_err(struct process *p)
{
	struct pollfd fd = { p->err, POLLIN, 0 };
	int64_t until = process_now() + 100;

	while (p->err >= 0 && process_now() < until && poll(&fd, 1, 10) > 0)
		read_err(p);
}

static void note_end(struct process *p, int status)
{
	if (WIFEXITED(status))
		snprintf(p->end, sizeof(p->end), "exited with status %d", WEXITSTATUS(status));
	else
		snprintf(p->end, sizeof(p->end), "was killed by signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
}

/* Wait until it ends, at most @grace milliseconds. */
static bool wait_end(struct process *p, int grace)
{
	int64_t until = process_now() + grace;
	struct timespec pause = { 0, 1000000 };
	int status = 0;
	pid_t pid;

	while (true) {
		pid = waitpid(p->pid, &status, WNOHANG);
		if (pid == p->pid)
			note_end(p, status);
		/* The child of another process of ours cannot be waited for. */
		if (pid == p->pid || (pid < 0 && errno == ECHILD))
			return true;
		if (process_now() >= until)
			return false;
		nanosleep(&pause, NULL);
	}
}

void process_stop(struct process *p, int grace)
{
	if (!p->pid)
		return;
	close(p->to);
	if (!wait_end(p, grace)) {
		kill(p->pid, SIGTERM);
		wait_end(p, 1000);
	}
	/* If its keeper could not do it. */
	kill(-p->pid, SIGKILL);
	read_last_err(p);
	close(p->from);
	if (p->err >= 0)
		close(p->err);
	p->pid = 0;
}

/* Hand out the next whole line of what was read. */
static bool take_line(struct process *p, const char **line)
{
	char *newline;

	p->used -= p->taken;
	memmove(p->line, p->line + p->taken, p->used);
	p->taken = 0;
	newline = memchr(p->line, '\n', p->used);
	if (!newline)
		return false;
	*newline = '\0';
	p->taken = (size_t)(newline - p->line) + 1;
	*line = p->line;
	return true;
}

/* Read more of its output. Returns false at the end. */
static bool read_more(struct process *p)
{
	ssize_t n = read(p->from, p->line + p->used, sizeof(p->line) - p->used);

	if (n > 0)
		p->used += (size_t)n;
	return n > 0 || (n < 0 && errno == EINTR);
}

static const char *send_some(struct process *p, const char *text)
{
	ssize_t n = send(p->to, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n > 0)
		text += n;
	else if (n < 0 && errno != EINTR && errno != EAGAIN)
		return NULL;	/* it will be found dead, or late */
	return *text ? text : NULL;
}

/* The second number of such a file is the time for which the thread was kept waiting, in nanoseconds. */
static int64_t delay_in(const char *path)
{
	FILE *f = fopen(path, "re");
	unsigned long long ns = 0;

	if (f && fscanf(f, "%*u %llu", &ns) != 1)
		ns = 0;
	if (f)
		fclose(f);
	return (int64_t)(ns / 1000000);
}

static int64_t delay_of(int pid)
{
	struct dirent *thread;
	char path[300];
	int64_t ms = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	while (dir && (thread = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/schedstat", pid, thread->d_name);
		ms += *thread->d_name == '.' ? 0 : delay_in(path);
	}
	if (dir)
		closedir(dir);
	return ms;
}

int64_t process_delay(const struct process *p)
{
	char path[64];
	int64_t ms = 0;
	FILE *f;
	int pid;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)p->pid, (int)p->pid);
	f = fopen(path, "re");
	while (f && fscanf(f, "%d", &pid) == 1)
		ms += delay_of(pid);
	if (f)
		fclose(f);
	return ms;
}

enum process_event process_talk(struct process *p, const char *text, int64_t deadline, const char **line)
{
	struct pollfd fds[3];
	int64_t left;

	/* Most often there is room for all of it. */
	if (text)
		text = send_some(p, text);
	while (!take_line(p, line)) {
		if (p->used == sizeof(p->line))
			return PROCESS_LONG;
		left = deadline - process_now();
		if (left <= 0)
			return PROCESS_LATE;
		fds[0] = (struct pollfd){ p->from, POLLIN, 0 };
		fds[1] = (struct pollfd){ p->err, POLLIN, 0 };
		fds[2] = (struct pollfd){ text ? p->to : -1, POLLOUT, 0 };
		if (poll(fds, 3, (int)left) <= 0)
			continue;
		if (fds[1].revents)
			read_err(p);
		if (fds[2].revents)
			text = send_some(p, text);
		if (fds[0].revents && !read_more(p)) {
			process_stop(p, 100);
			return PROCESS_END;
		}
	}
	return PROCESS_LINE;
}
