// SPDX-License-Identifier: GPL-2.0-only
/*
 * command_script.c - commands that a script does.
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/build/kernels.h"
#include "suite/command.h"

/* The script has said what is wrong; whatever it is, it is no verdict. */
int command_script(char *const argv[])
{
	char path[4200];
	int status = -1;
	pid_t pid;

	kernels_script(argv[0], path, sizeof(path));
	pid = fork();
	if (!pid) {
		execv(path, argv);
		_exit(complain("%s: %s", path, strerror(errno)));
	}
	if (pid < 0)
		return complain("cannot start a process: %s", strerror(errno));
	waitpid(pid, &status, 0);
	return status ? STATUS_UNABLE : STATUS_DONE;
}
