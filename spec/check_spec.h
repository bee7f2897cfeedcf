/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check_spec.h - the command `iommu-conform check-spec`.
 */
#ifndef SPEC_CHECK_SPEC_H
#define SPEC_CHECK_SPEC_H

/* Returns the exit status: 0 nothing wrong, 1 there are errors, 2 the spec could not be read or the usage is wrong. */
int check_spec_main(int argc, char **argv);

#endif
