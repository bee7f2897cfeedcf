/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * html.h - the parts of matrix.html, and the one way in which they print: strangers' text cannot but be escaped.
 */
#ifndef REPORTS_HTML_H
#define REPORTS_HTML_H

#include "reports/matrix.h"

struct page {
	const struct matrix *m;
	FILE *out;
	char **row_ids;		/* fragment of each row: "rockchip-real-7.2.13" */
	char **rule_ids;	/* fragment of each rule: "MAP-001"; of a cell: "rockchip-real-7.2.13-MAP-001" */
	char **group_ids;	/* fragment of each group: "MAP" */
};

/* Print markup: %s is escaped, %u and %c are as in printf(), nothing else is understood. */
void html(const struct page *p, const char *fmt, ...);

/* "FAIL 3, PASS 40": the counts of @c, worst first. */
void html_counts(const struct page *p, const struct record_counts *c);
/* An attribute that names the verdicts in @c, for the filter: data-has="FAIL PASS". */
void html_has(const struct page *p, const struct record_counts *c);

/* html_tables.c: rows by groups of rules, and rows by rules. */
void html_tables(const struct page *p);
/* html_rows.c: each row, what it comes to in each group. */
void html_rows(const struct page *p);
/* html_rules.c: each rule, and the cases of each row. */
void html_rules(const struct page *p);

#endif
