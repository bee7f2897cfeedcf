/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - from rule files to a spec: what spec_load() does, in pieces.
 */
#ifndef SPEC_LOAD_H
#define SPEC_LOAD_H

#include "spec/diag.h"

/*
 * The rule files of @dir in alphabetical order, an allocated list ended by NULL; NULL with errno if it has none. @dir
 * NULL: $IOMMU_CONFORM_RULES, or else the rules of the source tree, or else those that were installed.
 */
char **spec_rule_files(const char *dir);
void spec_files_free(char **files);

/* Add @file to @diag. Returns 0; -1 with errno if it cannot be read. */
int spec_read(const char *file, struct diag *diag);

/*
 * Parse and resolve all files of @diag as one spec. Always returns one, for the checks: what has errors, which are in
 * @diag, is left out of it. Only one without errors is fit for anything else.
 */
struct spec *spec_resolve(struct diag *diag);

#endif
