/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * legend.h - how every format calls things, so that all of them say the same.
 */
#ifndef REPORTS_LEGEND_H
#define REPORTS_LEGEND_H

#include "reports/record.h"

/* printf() formats of what a reader must be told first: matrix.nspecs; matrix.nincomplete and matrix.nrows. */
#define CAUTION_SPECS		"made with %u different specs; a rule may have changed between them."
#define CAUTION_INCOMPLETE	"%u of %u rows, marked *, are of runs that did not end."
/* … and, of each of matrix.absent: target, driver, why. */
#define NOTE_ABSENT		"Could not run %s:%s: %s"

/* One character for @v: 'F' for FAIL, '.' for PASS. */
char verdict_letter(enum verdict v);
/* What @v means, a phrase. Static storage. */
const char *verdict_meaning(enum verdict v);
/* What an evidence class means, a phrase; "" if there is no such class. Static storage. */
const char *evidence_meaning(const char *evidence);
/* The place of an evidence class in a report, the strongest first. */
unsigned int evidence_rank(const char *evidence);
/* "Linux 7.2.13", or that today's contract applies where @kernel is "". Writes to @buf, returns it. */
const char *kernel_phrase(const char *kernel, char *buf, size_t len);

#endif
