/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sample.h - records for the tests, made up.
 */
#ifndef REPORTS_TESTS_SAMPLE_H
#define REPORTS_TESTS_SAMPLE_H

#include <stdio.h>

/*
 * Write the records of that name: "small" has a bit of everything, "hostile" tries to break every format, "big" is the
 * size of a real matrix (22 rows, 96 rules, 500 cases a row), "failing" is the same with every case a FAIL. Returns 0,
 * or -1 if there is none of that name.
 */
int sample_write(const char *name, FILE *out);

#endif
