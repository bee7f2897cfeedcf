#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# coverage.sh: iommu-conform coverage tells what cases reach of a driver, and what not; what a kernel counted counts
# however it ended.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_builddir/iommu-conform
scripts=$top_srcdir/harness/build
pages=$scratch/pages

if ! kernel=$("$scripts/kernel-build" --path debian:7.2 identity-coverage 2> /dev/null); then
	skip "coverage" "no kernel: harness/build/kernel-build debian:7.2 identity-coverage"
	finish
elif ! command -v lcov > /dev/null; then
	skip "coverage" "no lcov"
	finish
fi

# reached FUNCTION, unreached FUNCTION: of the last report
reached() { grep -qx "FNDA:[1-9][0-9]*,$1" "$pages/coverage.info"; }
unreached() { grep -qx "FNDA:0,$1" "$pages/coverage.info"; }
said() { grep -E "$1" "$scratch/said" || { cat "$scratch/said"; return 1; }; }

cover() { "$cmd" coverage -t uml:rockchip --output-dir "$pages" "$@" > "$scratch/said"; }
ok "cases are run" cover -c 'MAP-001/*' build=no
number='[0-9]+ of +[0-9]+'
ok "a line is told of the driver" said "^rockchip +rockchip-iommu.c +$number lines +$number functions +$number branches$"
ok "what they reach is counted" reached rk_iommu_map
ok "what they do not reach is not" unreached rk_iommu_shutdown
ok "there is a page of the driver" test -s "$pages/iommu/rockchip-iommu.c.gcov.html"
ok "our own files are not among them" sh -c "! grep '^SF:.*conform/harness' '$pages/coverage.info'"

# A kernel that is killed when it has attached.
killed() {
	"$scripts/kernel-coverage" begin "$pages" || return
	mkfifo "$scratch/in" "$scratch/out"
	setarch -R "$kernel/linux" mem=192M emu_ram=96M "dtb=$kernel/rockchip.dtb" fw_devlink=off time-travel=inf-cpu \
		con=null con0=null ssl=null panic=-1 uml_dir=/dev/null/ \
		"emu_counters=$pages/counters/rockchip.${kernel##*/}" < "$scratch/in" > "$scratch/out" 2> /dev/null &
	exec 3> "$scratch/in" 4< "$scratch/out"
	printf '1 alloc D0 for v0 with no-flags\n2 attach v0 D0\n' >&3
	while read -r answer <&4; do
		case $answer in 2:*) break ;; esac
	done
	kill -9 $! && wait $!
	exec 3>&- 4<&-
	"$scripts/kernel-coverage" report "$pages" > "$scratch/said"
}
ok "a kernel is killed" killed
ok "what it had reached is counted" reached rk_iommu_attach_device
ok "what it had not reached is not" unreached rk_iommu_map
ok "nothing run is no report" fails 1 "$scripts/kernel-coverage" report "$pages"
finish
