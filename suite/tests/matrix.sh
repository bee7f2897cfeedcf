#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# matrix.sh: one command, and there is the matrix.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform
dir=$scratch/matrix

# What can stand behind "model:".
drivers() {
	"$cmd" doctor | awk '/^[^ ]/ { model = / model:/ } model && /^    / { for (i = 1; i <= NF; i++) print $i }'
}

every_profile() {
	drivers | grep -qx omap || return
	for d in $(drivers | grep -v /); do
		grep -q "\"driver\": *\"$d\"" "$dir/matrix.json" || { echo "$d"; return 1; }
	done
}

# on_terminal VARIABLE...: a matrix as a terminal gets it, to $scratch/text.
on_terminal() {
	env "$@" script -qc "'$cmd' matrix --target model:reference --output-dir '$scratch/reference'" "$scratch/text" \
		> /dev/null
}

ok "the matrix of the model" "$cmd" matrix --target model --output-dir "$dir"
ok "every profile has a row" every_profile
ok "a page" grep -qi "<html" "$dir/matrix.html"
ok "the records can be read again" prints reference "$cmd" report "$dir/records.jsonl"
"$cmd" matrix --target model:reference --output-dir "$scratch/reference" > "$scratch/text"
ok "a terminal that is none gets no colour" fails 1 grep -q "$(printf '\033')" "$scratch/text"
if command -v script > /dev/null; then
	on_terminal TERM=xterm
	ok "a terminal gets colour" grep -q "$(printf '\033\\[[0-9]')" "$scratch/text"
	on_terminal TERM=xterm NO_COLOR=1
	ok "unless NO_COLOR says otherwise" fails 1 grep -q "$(printf '\033\\[[0-9]')" "$scratch/text"
else
	skip "a terminal gets colour" "no script"
	skip "unless NO_COLOR says otherwise" "no script"
fi
ok "columns that are none" fails 2 "$cmd" matrix --by driver
ok "a folder that is a file" fails 2 "$cmd" matrix --target model:reference --output-dir "$scratch/text"
rm "$scratch/reference/matrix.json"
mkdir "$scratch/reference/matrix.json"
ok "a file that cannot be written" fails 2 "$cmd" matrix --target model:reference --rule MAP-001 --by rule \
	--output-dir "$scratch/reference"
ok "FAILs do not make it incomplete" "$cmd" matrix --target "model:$(drivers | grep mutant/ | head -n 1)" --rule MAP \
	--output-dir "$scratch/mutant"
ok "a target that cannot run does" fails 2 "$cmd" matrix --target model:reference,model:no-such-driver \
	--output-dir "$scratch/half"
ok "but the other rows are there" grep -q '"driver": *"reference"' "$scratch/half/matrix.json"
finish
