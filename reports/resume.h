/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * resume.h - go on with the records of a killed run.
 */
#ifndef REPORTS_RESUME_H
#define REPORTS_RESUME_H

#include "reports/record.h"

/*
 * Open the records at @path to append to the last run in them: its half-written last line is cut off, and what the file
 * holds is read into @set (zeroed before). The last of set->runs is the one to go on with: its records name the cases
 * that are done, and if it is complete, there is nothing to go on with. Returns NULL and one line of @why on failure.
 */
FILE *record_resume(const char *path, struct record_set *set, char *why, size_t len);

/* What the records of @run come to, by verdict. */
struct record_counts record_count(const struct record_run *run);

#endif
