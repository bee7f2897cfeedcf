#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Our kernel side as a module: what module-build refuses, and how it compiles for headers that are there.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

build=$top_srcdir/harness/build/module-build
XDG_CACHE_HOME=$scratch/cache
export XDG_CACHE_HOME

says() {
	status=$1 text=$2
	shift 2
	said=$("$@" 2>&1)
	[ $? -eq "$status" ] && echo "$said" && echo "$said" | grep -q -e "$text"
}

# A makefile in the place of a kernel's: it is told where our files are, which are all there.
make_kernel() {
	mkdir -p "$scratch/headers"
	printf 'modules:\n\t@test -e "$(M)/Makefile" && test -e "$(M)/harness/guest/device.c" && %s\n' "$1" \
		>"$scratch/headers/Makefile"
}
compiles() { make_kernel 'touch "$(M)/iommu_conform.ko"' && "$build" "$scratch/headers" "$scratch/out" && [ -e "$scratch/out/iommu_conform.ko" ]; }
error_is_told() { make_kernel 'echo "device.c:1: error: no such thing"; false' && says 1 'device.c:1: error: no such thing (log: ' "$build" "$scratch/headers" "$scratch/out"; }

ok "says how it is used" says 0 '^usage: ' "$build" --help
ok "wants to be told what to do" says 2 '^usage: ' "$build"
ok "refuses what is no version" says 1 "'six' is not a kernel version" "$build" stock:six x86_64
ok "refuses what this machine is not" says 1 "no stock kernel for 'z80' on this machine" "$build" stock:6.12 z80
ok "tells that there is none yet" says 1 "stock:6.12 is not built for 'x86_64' yet: run " "$build" --path stock:6.12 x86_64
ok "refuses a folder without headers" says 1 'no headers of a kernel: apt-get install' "$build" "$scratch" "$scratch/out"
ok "compiles in the folder that it is given" compiles
ok "tells the first error" error_is_told
finish
