/* SPDX-License-Identifier: GPL-2.0-only */
/* scenario.h - a little of everything, so that two drivers that differ answer differently somewhere. */
#ifndef HARNESS_MODEL_TESTS_SCENARIO_H
#define HARNESS_MODEL_TESTS_SCENARIO_H

#include "harness/target.h"

/* Play it on model:@name, the answers into @transcript, one line each. */
void scenario_play(const char *name, char *transcript, size_t size);

#endif
