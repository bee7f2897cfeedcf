// SPDX-License-Identifier: GPL-2.0-only
/*
 * tool.c - for the tests in shell: "tool sample NAME" prints records, "tool report …" is the command under test.
 */
#include <stdio.h>
#include <string.h>

#include "reports/report.h"
#include "reports/tests/sample.h"

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "report"))
		return report_main(argc - 1, argv + 1);
	if (argc == 3 && !strcmp(argv[1], "sample") && !sample_write(argv[2], stdout))
		return 0;
	fputs("usage: tool sample small|hostile|big|failing, or tool report ...\n", stderr);
	return 2;
}
