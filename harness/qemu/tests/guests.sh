#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# All cases on a guest, end to end: on the machine intel, or, with GUESTS=all, on every machine. Skipped where the kernel
# is not built. What is known of Linux 7.2 is in expect/: whatever differs from it fails.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_builddir/iommu-conform
IOMMU_CONFORM_EXPECTATIONS=$top_srcdir/harness/qemu/tests/expect
export IOMMU_CONFORM_EXPECTATIONS
case ${GUESTS:-} in
all) machines=$(cd "$top_srcdir/harness/qemu/machines" && ls) rules='*' user_rules='*' ;;
*) machines=intel rules='MAP-001' user_rules='OWN-007' ;;
esac

cases_of() { grep '"kind":"case"' "$scratch/$1"; }
every_case_has_a_verdict() {
	[ "$(cases_of "$1" | grep -c '"verdict":"')" -eq "$("$cmd" run --list --rule "$rules" | wc -l)" ]
}
passes_some() { [ "$(cases_of "$1" | grep -c '"verdict":"PASS"')" -gt 20 ]; }
# As a user space sees it; of that nothing is known to fail.
user_finds_nothing() {
	IOMMU_CONFORM_EXPECTATIONS=$scratch "$cmd" run --target "qemu:$machine" api=iommufd build=no --rule "$user_rules" \
		> "$scratch/user.out" 2>&1 || { tail -n 40 "$scratch/user.out"; return 1; }
}
says_the_same_again() { ! cases_of "$1" | grep '"verdict":"\(UNSTABLE\|ERROR\)"'; }

for machine in $machines; do
	started=$(date +%s) status=0
	"$cmd" run --target "qemu:$machine" build=no --rule "$rules" --records "$scratch/$machine" \
		> "$scratch/$machine.out" 2> "$scratch/$machine.err" || status=$?
	if [ $status -eq 2 ] && grep -qE 'is not built|is missing: |not fetched yet' "$scratch/$machine.err"; then
		skip "$machine" "$(tail -n 1 "$scratch/$machine.err")"
		continue
	fi
	ok "$machine: nothing unexpected" test $status -eq 0 || tail -n 40 "$scratch/$machine.out"
	ok "$machine: every case has a verdict" every_case_has_a_verdict "$machine"
	ok "$machine: which is the same again" says_the_same_again "$machine"
	ok "$machine: it can be judged" passes_some "$machine"
	[ "$machine" != intel ] || ok "$machine: nothing unexpected through /dev/iommu" user_finds_nothing
	echo "# $machine: $(cases_of "$machine" | wc -l) cases in $(($(date +%s) - started)) s"
done
finish
