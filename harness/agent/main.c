// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/agent/agent.h"

static int usage(FILE *to, int status)
{
	fprintf(to, "usage: iommu-conform-agent [--api kernel|iommufd [--device NAME,…|mock]]\n"
		"Speaks the wire protocol of iommu-conform on its standard input and output.\n");
	return status;
}

int main(int argc, char **argv)
{
	const char *api = "kernel", *device = NULL;

	if (getpid() == 1)
		init_run();
	if (argc == 2 && !strcmp(argv[1], "--help"))
		return usage(stdout, 0);
	for (; argc > 2; argc -= 2, argv += 2) {
		if (!strcmp(argv[1], "--api"))
			api = argv[2];
		else if (!strcmp(argv[1], "--device"))
			device = argv[2];
		else
			return usage(stderr, 2);
	}
	if (argc != 1)
		return usage(stderr, 2);
	return agent_serve(api, device, 0, 1) ? 2 : 0;
}
