#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# matrix.sh: one command, and there is the matrix.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform
dir=$scratch/matrix

# What can stand behind "model:".
drivers() {
	"$cmd" doctor | awk '/^Programs/ { exit } /^    / { for (i = 1; i <= NF; i++) print $i }'
}

every_profile() {
	for d in $(drivers | grep -v /); do
		grep -q "\"driver\": *\"$d\"" "$dir/matrix.json" || { echo "$d"; return 1; }
	done
}

ok "the matrix of the model" "$cmd" matrix --target model --output-dir "$dir"
ok "every profile has a row" every_profile
ok "a page" grep -qi "<html" "$dir/matrix.html"
ok "the records can be read again" prints reference "$cmd" report "$dir/records.jsonl"
"$cmd" matrix --target model:reference --output-dir "$scratch/reference" > "$scratch/text"
ok "a terminal that is none gets no colour" fails 1 grep -q "$(printf '\033')" "$scratch/text"
ok "FAILs do not make it incomplete" "$cmd" matrix --target "model:$(drivers | grep mutant/ | head -n 1)" --rule MAP \
	--output-dir "$scratch/mutant"
ok "a target that cannot run does" fails 2 "$cmd" matrix --target model:reference,model:no-such-driver \
	--output-dir "$scratch/half"
ok "but the other rows are there" grep -q '"driver": *"reference"' "$scratch/half/matrix.json"
finish
