/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * header.h - the first line of a run's records: the whole spec as a report needs it, and who is tested.
 */
#ifndef SUITE_HEADER_H
#define SUITE_HEADER_H

#include "harness/target.h"
#include "reports/record.h"
#include "spec/rule.h"

/*
 * Fill in @h for a run of @rules against the target @d, begun now; its strings are those of the arguments, which must
 * outlive it. header_free() releases the rest.
 */
void header_init(struct record_header *h, const struct rules *rules, const struct description *d, uint64_t seed,
		 const char *command);
void header_free(struct record_header *h);

#endif
