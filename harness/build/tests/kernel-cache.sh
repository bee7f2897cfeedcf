#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What is kept, and what goes, of a cache that holds one of each.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_builddir/iommu-conform
ours=$("$top_srcdir/harness/build/kernel-build" --ours dma)
ours_of_machines=$("$top_srcdir/harness/build/kernel-build" --ours x86_64)
program=$(sha256sum < "$cmd" | cut -c1-16)
XDG_CACHE_HOME=$scratch/cache
export XDG_CACHE_HOME
cache=$XDG_CACHE_HOME/iommu-conform

# kernel NAME SOURCE OURS
kernel() {
	mkdir -p "$cache/kernels/$1"
	echo "$2" > "$cache/kernels/$1/source"
	echo dma > "$cache/kernels/$1/config"
	echo "$3" > "$cache/kernels/$1/ours"
}
fill() {
	rm -rf "$cache" "$scratch/linux"
	mkdir -p "$cache/lock" "$cache/apt" "$cache/sources/linux-7.2.1" "$cache/sources/linux-7.2.2" "$scratch/linux"
	ln -s linux-7.2.2 "$cache/sources/debian-7.2"
	touch "$scratch/linux/Kconfig"
	mkdir -p "$cache/sources/git-1-base" "$cache/sources/git-2-base" "$cache/sources/tmp.1"
	echo "$scratch/linux" > "$cache/sources/git-1-base.of"
	echo "$scratch/gone" > "$cache/sources/git-2-base.of"
	touch "$cache/sources/git-2-base.index"
	mkdir -p "$cache/trees/1/src" "$cache/trees/2/src"
	ln -s "$scratch/linux/Kconfig" "$cache/trees/1/src/Kconfig"
	ln -s "$scratch/gone/Kconfig" "$cache/trees/2/src/Kconfig"
	echo "$scratch/linux dma" > "$cache/trees/1/of"
	echo "$cache/kernels/last" > "$cache/trees/1/result"
	kernel last "$scratch/linux" "$ours"
	kernel former "$scratch/linux" "$ours"
	kernel revision git:0123 "$ours"
	kernel package debian:7.2.2 "$ours"
	kernel package-before debian:7.2.1-0 "$ours"
	kernel old debian:7.2.2 0ld
	mkdir -p "$cache/records/$program" "$cache/records/0000" "$cache/qemu/backports"
	echo "a QEMU" > "$cache/qemu/backports/version"
	kernel machine debian:7.2.2 "$ours_of_machines"
	echo arm64 > "$cache/kernels/machine/config"
}
left() { (cd "$cache" && ls -d sources/* trees/* kernels/* records/* qemu/* apt) > "$scratch/left"; }
is_left() { left; grep -qx "$1" "$scratch/left"; }
is_gone() { left; ! grep -qx "$1" "$scratch/left"; }
busy() { (flock -s 8 && "$@") 8> "$cache/lock/use"; }

ok "nothing is there" prints "nothing is there" "$cmd" kernel list
fill
ok "lists" "$cmd" kernel list
"$cmd" kernel list > "$scratch/list"
ok "says what a tree is of" grep -q " $cache/trees/1  $scratch/linux dma$" "$scratch/list"
ok "says what a kernel is of" grep -q " $cache/kernels/revision  git:0123 dma$" "$scratch/list"
ok "says what a source is of" grep -q " $cache/sources/git-1-base  git: $scratch/linux, slot base$" "$scratch/list"
ok "says what serves nobody" grep -q "kernels/old .*(our part of it is out of date)$" "$scratch/list"
ok "says what a QEMU is of" grep -q " $cache/qemu/backports  a QEMU$" "$scratch/list"
ok "sums up" grep -q " MB  $cache$" "$scratch/list"

left && cp "$scratch/left" "$scratch/all"
ok "a dry run" prints "would be removed: " "$cmd" kernel prune --dry-run
left
ok "removes nothing" cmp "$scratch/all" "$scratch/left"
ok "does not disturb a build" fails 2 busy "$cmd" kernel prune
ok "prunes" prints "removed: " "$cmd" kernel prune
for thing in sources/linux-7.2.1 sources/git-2-base sources/git-2-base.index sources/tmp.1 trees/2 kernels/former \
	kernels/package-before kernels/old records/0000; do
	ok "$thing is gone" is_gone "$thing"
done
for thing in sources/linux-7.2.2 sources/debian-7.2 sources/git-1-base trees/1 kernels/last kernels/revision \
	kernels/package kernels/machine "records/$program" qemu/backports apt; do
	ok "$thing is left" is_left "$thing"
done
"$cmd" kernel prune > "$scratch/again"
ok "once more, nothing" grep -qx "removed: 0 MB" "$scratch/again"
fill
ok "prunes all" "$cmd" kernel prune --all
ok "all is gone" test -z "$(find "$cache" -mindepth 2 ! -path '*/lock/*' | grep -v '\.of$')"

ok "path of what is not built" fails 2 "$cmd" kernel path debian:7.2 dma
ok "path of nothing" fails 2 "$cmd" kernel path
ok "a word too many" fails 2 "$cmd" kernel path a b c
ok "no such thing to do" fails 2 "$cmd" kernel clean
ok "--all of a list" fails 2 "$cmd" kernel list --all
finish
