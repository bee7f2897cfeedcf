#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# cli.sh: what a user types, and what he gets for a slip of the pen.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform

# says TEXT STATUS COMMAND...: it ends with STATUS and says TEXT, to whomever.
says() {
	says_text=$1 says_status=$2
	shift 2
	says_got=0
	says_out=$("$@" 2>&1) || says_got=$?
	printf '%s\n' "$says_out"
	[ "$says_got" -eq "$says_status" ] || { echo "status $says_got, not $says_status"; return 1; }
	case $says_out in *"$says_text"*) ;; *) echo "lacks: $says_text"; return 1 ;; esac
}

to_full() {
	"$@" > /dev/full
}

only_group_map() {
	"$cmd" rules --group MAP > "$scratch/rules"
	grep -q '^MAP-001 ' "$scratch/rules" && ! grep -v '^MAP-' "$scratch/rules"
}

show_each() {
	for r in $("$cmd" rules | cut -d ' ' -f 1); do
		"$cmd" show "$r" > /dev/null || return
	done
}

all_shards() {
	for i in 1 2 3; do
		"$cmd" run --list --shard "$i/3"
	done | sort
}

ok "--version" prints "iommu-conform 0." "$cmd" --version
ok "--help" prints "check-spec" "$cmd" --help
ok "no command" says "Usage: iommu-conform" 2 "$cmd"
ok "an unknown command" says "did you mean 'matrix'?" 2 "$cmd" matrx
ok "a command like none" says "'iommu-conform --help' lists them" 2 "$cmd" xyzzyxyzzy
for c in matrix run gate repro coverage rules show list-cases report compare check-spec kernel doctor; do
	ok "$c --help" prints "Usage: iommu-conform $c" "$cmd" "$c" --help
	ok "$c with an unknown option" fails 2 "$cmd" "$c" --no-such-option
done
ok "help COMMAND" prints "Usage: iommu-conform run" "$cmd" help run

ok "rules" prints "MAP-001" "$cmd" rules
ok "rules of a group" only_group_map
ok "rules of no group" says "did you mean 'MAP'?" 2 "$cmd" rules --group MAPP
ok "show" prints "source " "$cmd" show MAP-001
ok "show prints the block" prints "rule MAP-001" "$cmd" show MAP-001
ok "show knows relatives" prints "MAP-002" "$cmd" show MAP-001
ok "show without a rule" says "which rule?" 2 "$cmd" show
ok "show of no rule" says "did you mean 'MAP-001'?" 2 "$cmd" show MAP-0O1
ok "every rule can be shown" show_each
ok "a case shows its rule" prints "source " "$cmd" show "$("$cmd" list-cases | head -n 1)"

"$cmd" list-cases > "$scratch/cases"
"$cmd" list-cases MAP-001 > "$scratch/map-001"
ok "list-cases" test "$(wc -l < "$scratch/cases")" -gt 100
ok "list-cases of a rule" test "$(grep -c '^MAP-001[/.]' "$scratch/map-001")" -eq "$(wc -l < "$scratch/map-001")"
ok "case names are unique" test -z "$(sort "$scratch/cases" | uniq -d)"
ok "list-cases of a glob" prints "MAP-001" "$cmd" list-cases '*-001*'
ok "list-cases of nothing" says "'iommu-conform list-cases' lists them" 2 "$cmd" list-cases 'nothing-like-it'
ok "run --list is the same list" same "$scratch/cases" "$cmd" run --list
sort "$scratch/cases" > "$scratch/sorted"
ok "shards are a partition" same "$scratch/sorted" all_shards

ok "doctor" prints "ok       model" "$cmd" doctor
ok "an unknown target" says "did you mean 'model'?" 2 "$cmd" run --target modle
ok "an unknown driver" says "model:no-such-driver" 2 "$cmd" run --target model:no-such-driver
ok "a bad number" says "--jobs is a number from 1 to 256" 2 "$cmd" run --jobs 0
ok "a bad shard" says "I of --shard I/N" 2 "$cmd" run --shard 4/3
ok "an argument that is none" says "neither an option nor key=value" 2 "$cmd" run MAP-001
ok "a shard without N" says "--shard wants I/N" 2 "$cmd" run --shard 4
# shellcheck disable=SC2046 # a list of options
ok "too many patterns" says "more than 64 patterns" 2 "$cmd" run $(yes -- "--case *" | head -n 70)
# shellcheck disable=SC2046
ok "too many options of the target" says "more than 64 key=value" 2 "$cmd" run $(yes "k=v" | head -n 70)
ok "an option that no target takes" says "takes 'kernle=7.2'" 2 "$cmd" run --target model:reference kernle=7.2
ok "no such expectations" says "No such file" 2 "$cmd" run --target model:reference --rule MAP-001 --expect /no/file
"$cmd" run --target model:reference --rule MAP-001 --records "$scratch/records" > /dev/null
sed 's/"kernel":""/"kernel":"6.1"/g; s/"PASS"/"FAIL"/g' "$scratch/records" > "$scratch/6.1"
sed 's/"kernel":""/"kernel":"7.2"/g' "$scratch/records" > "$scratch/7.2"
ok "compare" prints "MAP-001: kept since 7.2, was broken on 6.1" "$cmd" compare "$scratch/7.2" "$scratch/6.1"
ok "compare one kernel" says "no driver was run on two kernels" 2 "$cmd" compare "$scratch/records"
ok "compare nothing" says "which records?" 2 "$cmd" compare
ok "compare what is not there" says "No such file" 2 "$cmd" compare /no/file
ok "compare in no format" says "text, markdown or json" 2 "$cmd" compare -f yaml "$scratch/records"
ok "gate without a base" says "which --base?" 2 "$cmd" gate
ok "gate on its way with git bisect" says "which --base?" 129 "$cmd" gate --bisect
ok "gate does not resume" says "gate keeps none" 2 "$cmd" gate --base x --resume
ok "coverage keeps no records" says "coverage keeps none" 2 "$cmd" coverage --resume
mkdir "$scratch/bin"
ln -s "$(command -v dirname)" "$(command -v sh)" "$(command -v env)" "$scratch/bin/"
ok "coverage without lcov" says "'lcov' is missing: apt-get install lcov" 2 \
	env PATH="$scratch/bin" "$cmd" coverage --output-dir "$scratch/coverage"
if command -v lcov > /dev/null; then
	ok "coverage of what is no real driver" says "no target that was chosen takes 'coverage=" 2 \
		"$cmd" coverage --target model:reference --output-dir "$scratch/coverage"
else
	skip "coverage of what is no real driver" "no lcov"
fi
ok "a case alone" prints "model:reference: 1 PASS" "$cmd" run --target model:reference --timeout 100 \
	--case "$(head -n 1 "$scratch/cases")"
ok "TAP" prints "1..$(wc -l < "$scratch/map-001")" "$cmd" run --target model:reference --rule MAP-001 -f tap
ok "--resume without --records" says "name it" 2 "$cmd" run --resume
ok "an unknown format" says "summary or tap" 2 "$cmd" run --format yaml
if [ -c /dev/full ]; then
	ok "standard output is full" says "standard output: " 2 to_full "$cmd" rules
else
	skip "standard output is full" "no /dev/full"
fi
finish
