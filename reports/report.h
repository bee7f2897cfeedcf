/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report.h - the command `iommu-conform report`.
 */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

/* argv[0] is "report". Returns the exit status: 0 written, 2 not. */
int report_main(int argc, char **argv);

#endif
