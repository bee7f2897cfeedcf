#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fuzz.sh ROOM/NAME.fuzz: feed the target its corpus, ROOM/NAME.corpus, and mutations of it; one TAP result.
# FUZZ_RUNS (default 10000) inputs, or FUZZ_TIME seconds of them. A crash leaves NAME.fuzz-crash* in the build tree.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

corpus=$top_srcdir/${1%.fuzz}.corpus
if [ -n "$FUZZ_TIME" ]; then
	limit=-max_total_time=$FUZZ_TIME
else
	limit=-runs=${FUZZ_RUNS:-10000}
fi

# libFuzzer writes what it learns to the first folder, which fuzz.c takes for an empty one.
ok "$(basename "$1") survives" "./$1" "$limit" -seed=1 -artifact_prefix="$1-" "$scratch" "$corpus"
finish
