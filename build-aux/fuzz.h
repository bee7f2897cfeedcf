/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fuzz.h - a fuzz target, the same source for libFuzzer (--with-fuzzer) and for build-aux/fuzz.c.
 *
 *	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
 *	{
 *		parse((const char *)data, size);
 *		return 0;
 *	}
 *
 * In the room's local.mk, with its corpus in spec/tests/parser.corpus/:
 *
 *	FUZZERS += spec/tests/parser.fuzz
 *	spec_tests_parser_fuzz_SOURCES = spec/tests/fuzz-parser.c
 *	spec_tests_parser_fuzz_LDADD = libspec.a $(FUZZ_LIBS)
 *	spec_tests_parser_fuzz_LDFLAGS = $(FUZZ_LDFLAGS)
 *	EXTRA_DIST += spec/tests/parser.corpus
 *
 * `make check` replays the corpus and a short run of mutations; `make fuzz FUZZ_TIME=600` goes on for ten minutes.
 */
#ifndef BUILD_AUX_FUZZ_H
#define BUILD_AUX_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Feed one input to the subject. Returns 0; whatever is wrong shows as a crash, a sanitizer report or a hang. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
