#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# manual.sh - iommu-conform-records(5) is well-formed, and documents every key that the writers write.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

page=$top_srcdir/reports/iommu-conform-records.5

for key in $(grep -h -o 'json_put[_a-z0-9]*([a-z]*, "[a-z_]*"\|put_u64([a-z]*, "[a-z_]*"' \
		"$top_srcdir/reports/record.c" "$top_srcdir/reports/to_json.c" | sed 's/.*"\(.*\)"/\1/' | sort -u); do
	ok "documents $key" grep -q "^\.It Cm .*\b$key\b" "$page"
done
for verdict in $(sed -n 's/^#define VERDICTS(X) //p' "$top_srcdir/reports/record.h" | tr -d 'X()'); do
	ok "documents $verdict" grep -q "^\.It Sy $verdict\b" "$page"
done
if command -v mandoc >/dev/null; then
	ok "the page is clean" mandoc -T lint -W warning "$page"
else
	skip "the page is clean" "no mandoc"
fi
finish
