#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# reference.sh: the conforming driver keeps every rule, in any order, with any seed, by any number of processes.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform

run() {
	"$cmd" run --target model:reference "$@"
}

# verdicts FILE: name, verdict and reason of each case, in order.
verdicts() {
	sed -nE 's/.*"kind":"case","name":"([^"]*)".*"verdict":"([A-Z]+)","reason":"([^"]*)".*/\1 \2 \3/p' "$1" | sort
}

same_verdicts() {
	verdicts "$scratch/one" > "$scratch/a"
	verdicts "$scratch/$1" > "$scratch/b"
	[ -s "$scratch/a" ] && diff "$scratch/a" "$scratch/b"
}

# Every fortieth case, for they cost a process each.
alone() {
	"$cmd" list-cases | awk 'NR % 40 == 1' | while read -r name; do
		run --case "$name" --records "$scratch/case" > /dev/null 2>&1
		verdicts "$scratch/case" > "$scratch/a"
		verdicts "$scratch/one" | awk -v name="$name" '$1 == name' > "$scratch/b"
		diff "$scratch/a" "$scratch/b" || return
	done
}

ok "keeps every rule" run --jobs 1 --records "$scratch/one"
ok "keeps every rule in another order, by three processes" run --shuffle --jobs 3 --records "$scratch/shuffled"
ok "the same verdicts in any order" same_verdicts shuffled
ok "keeps every rule with ten other seeds" run --seed 1000 --repeat 10
# Drivers that conform in another way than the reference does: a rule that fails one demands too much.
for v in $("$cmd" doctor | grep -oE 'variant/[^ ]+'); do
	ok "model:$v keeps every rule" "$cmd" run --target "model:$v"
done

ok "each case alone has the verdict that it has in company" alone
finish
