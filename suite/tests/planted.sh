#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# planted.sh: the gate finds each bug of planted.list in a copy of a driver, and finds nothing where there is none. The
# tree is one of links to the source package, in which only those drivers are copies, and is kept in the cache. The
# n-th bugs of all drivers are planted together, for a driver runs alone: few kernels have to be built. PLANTED=no leaves
# them out, for a check of something else. planted-guests.sh is the same for the machines of qemu.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_builddir/iommu-conform
target=${target:-uml}
case $target in
uml) list=$top_srcdir/suite/tests/planted.list configs=identity sound=rockchip seeds='1 2 3 4 5 6 7 8 9 10' ;;
*) list=$top_srcdir/suite/tests/planted-guests.list configs='x86_64 arm64' sound=intel seeds='1 2' ;;
esac
base=debian:7.2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/iommu-conform
source=$(readlink -f "$cache/sources/debian-7.2")
tree=$cache/sources/planted-$target

for config in $configs; do
	"$top_srcdir/harness/build/kernel-build" --path $base "$config" > /dev/null 2>&1 && continue
	skip "a planted bug" "no kernel: harness/build/kernel-build $base $config"
	finish
done
if [ "${PLANTED:-}" = no ]; then
	skip "a planted bug" "left out by PLANTED=no"
	finish
fi
exec 8> "$tree.lock"
flock 8

bugs() { sed '/^#/d; /^$/d' "$list"; }

# own FOLDER: make it, and those above it, a folder of links, where it is a link.
own() {
	[ "$1" = . ] || own "$(dirname "$1")"
	[ -L "$tree/$1" ] || return 0
	rm "$tree/$1"
	mkdir "$tree/$1"
	ln -s "$source/$1"/* "$tree/$1/"
}

# As new, but for links that are right already; what is written now is newer than what was compiled of it.
link_tree() {
	[ "$(readlink "$tree/Kconfig")" = "$source/Kconfig" ] || rm -rf "$tree"
	echo 'tree of suite/tests/planted.sh' > "$tree.of"
	[ -d "$tree" ] || { mkdir "$tree" && ln -s "$source"/* "$tree/"; } || return
	for file in $(bugs | cut -d ' ' -f 2 | sort -u); do
		own "$(dirname "drivers/iommu/$file")"
		rm -f "$tree/drivers/iommu/$file"
		cp "$source/drivers/iommu/$file" "$tree/drivers/iommu/$file" || return
	done
}

# plant N: the N-th bug of each driver; $scratch/planted gets their lines, with what is wrong behind.
plant() {
	awk -v n="$1" '/^#/ { what = substr($0, 3) } /^[^#]/ && ++seen[$1] == n { print; print what }' "$list" \
		> "$scratch/planted"
	link_tree || return
	while read -r driver file rules expression && read -r _; do
		sed "$expression" "$source/drivers/iommu/$file" > "$tree/drivers/iommu/$file"
		! cmp -s "$source/drivers/iommu/$file" "$tree/drivers/iommu/$file" || {
			echo "$driver, $rules: nothing of $file matches: $expression"
			return 1
		}
	done < "$scratch/planted"
}

gate() { "$cmd" gate --base "$base" --head "$tree" "$@"; }

# catches DRIVER RULES: the gate says that the driver breaks them now, each of them. Of a guest, which is slow, it is not
# asked for more.
catches() {
	status=0 broken=$(echo "$2" | tr , ' ') only=
	# shellcheck disable=SC2086 # a list of words
	[ "$target" = uml ] || only=$(printf -- '--rule %s ' $broken)
	# shellcheck disable=SC2086 # a list of words
	gate --target "$target:$1" $only > "$scratch/report" || status=$?
	for rule in $broken; do
		grep -q "^$target:$1 $rule: \(FAIL\|CRASH\), was PASS" "$scratch/report" || { echo "not $rule"; status=0; }
	done
	[ "$status" -eq 1 ] || { cat "$scratch/report"; return 1; }
}

# What is planted concerns its drivers, and not everybody.
concerns() {
	"$top_srcdir/harness/build/kernel-changes" "$target" "$base" "$tree" > "$scratch/concerned" || return
	cut -s -d ' ' -f 1,2 "$scratch/planted" | sed -n 's/ [a-z0-9/-]*\.c$//p' | grep -vxF -f "$scratch/concerned" && return 1
	! grep -x -e '\*' -e apple-dart "$scratch/concerned"
}

# The same in every order, whatever a rule leaves open.
no_difference() {
	for seed in $seeds; do
		gate --all --target "$target:$1" --shuffle --seed "$seed" > "$scratch/report" || { cat "$scratch/report"; return 1; }
		grep -q '^Result: nothing became worse; [1-9][0-9]* cases as before' "$scratch/report" || return
	done
}

rounds=$(bugs | cut -d ' ' -f 1 | sort | uniq -c | sort -n | awk 'END { print $1 }')
for round in $(seq "$rounds"); do
	ok "round $round is planted" plant "$round"
	ok "it concerns its drivers only" concerns
	while read -r driver _ rules _ && read -r what; do
		ok "$driver, $rules: $what" catches "$driver" "$rules"
	done < "$scratch/planted"
done
ok "the drivers are as they were" link_tree
ok "no difference where nothing was planted, in any order" no_difference "$sound"
finish
