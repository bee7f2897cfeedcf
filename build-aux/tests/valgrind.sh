#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A little of each command under valgrind; `make valgrind` does the same to the unit tests.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cd "$scratch" || exit 1
clean() { valgrind -q --error-exitcode=99 --leak-check=full --child-silent-after-fork=no "$top_builddir/iommu-conform" "$@"; }

if ! command -v valgrind > /dev/null; then
	skip "memory" "no valgrind"
	finish
elif nm "$top_builddir/iommu-conform" | grep -q __asan_init; then
	skip "memory" "this tree is built with AddressSanitizer, which looks itself"
	finish
fi
ok "run" clean run --target model:reference --rule MAP-001 --timeout 600 --records records.jsonl
for format in text html json markdown junit ktap; do
	ok "report as $format" clean report --format "$format" records.jsonl
done
ok "check-spec" clean check-spec "$top_srcdir"/spec/rules/*.rule
ok "show" clean show MAP-001
finish
