#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Guests that die, hang and lie: each costs the case in which it does so and no other. A fake stands for QEMU.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_builddir/iommu-conform
fake=$top_builddir/harness/qemu/tests/fake-guest
XDG_CACHE_HOME=$scratch/cache
export XDG_CACHE_HOME
rules='--rule UNMAP'

# A tree whose Makefile does what kernel-build expects of one.
tree=$scratch/linux
mkdir -p "$tree/arch/x86/include" "$tree/drivers/iommu" "$tree/include"
touch "$tree/drivers/iommu/Makefile" "$tree/drivers/iommu/Kconfig"
cat > "$tree/Makefile" <<'END'
allnoconfig:
	cp $(KCONFIG_ALLCONFIG) $(O)/.config
bzImage:
	mkdir -p $(O)/arch/x86/boot $(O)/usr
	echo fake > $(O)/arch/x86/boot/bzImage
	printf '#!/bin/sh\ncat "$$1"\n' > $(O)/usr/gen_init_cpio
	chmod +x $(O)/usr/gen_init_cpio
END
if ! "$top_srcdir/harness/build/kernel-build" --report "$tree" x86_64 > "$scratch/kernel" 2> /dev/null; then
	skip "guests that lie" "$(tail -n 1 "$scratch/kernel")"
	finish
fi

# guest NAME STATUS TOLD [OPTION…]: run with a guest that does what FAKE_GUEST tells; the records are in $scratch/NAME.
guest() {
	name=$1 wanted=$2 told=$3
	shift 3
	# shellcheck disable=SC2086 # a list of words
	fails "$wanted" env ${told:+FAKE_GUEST="$told"} "$cmd" run --target qemu:intel --kernel "$tree" qemu="$fake" \
		accel=tcg $rules --records "$scratch/$name" "$@" 2> "$scratch/$name.err"
}

cases() { sed -nE 's/.*"kind":"case".*"name":"([^"]*)".*"verdict":"([A-Z]+)".*/\1 \2/p' "$scratch/$1" | sort; }
count() { cases "$1" | grep -c " $2\$"; }
# as_honest NAME VERDICT: but for cases of that verdict, everything is as with the honest guest.
as_honest() {
	cases "$1" > "$scratch/here"
	cases honest > "$scratch/there"
	diff "$scratch/there" "$scratch/here" | grep '^>' | grep -v " $2\$" && return 1
	[ "$(cases "$1" | wc -l)" -eq "$(cases honest | wc -l)" ]
}
# once NAME TOLD VERDICT: a guest does it in one case, and never again.
once() {
	touch "$scratch/flag"
	FAKE_GUEST_ONCE=$scratch/flag guest "$1" "$4" "$2" timeout=3 || return 1
	[ ! -e "$scratch/flag" ] || { echo "it never came to it"; return 1; }
	as_honest "$1" "$3" && [ "$(cases "$1" | diff - "$scratch/there" | grep -c '^<')" -le 1 ]
}

ok "an honest guest passes" guest honest 0 ""
ok "and is what it runs on" grep -q '"target":"qemu","driver":"intel"' "$scratch/honest"
ok "the emulator is told" grep -q '"config":"[^"]* qemu-99.1 tcg"' "$scratch/honest"

ok "one that panics costs one case" once panics "panics unmap D" UNSTABLE 1
ok "one that stops within a line costs one case" once stops "stops unmap D" UNSTABLE 1
ok "one that answers another question costs one case" once confuses "confuses unmap D" UNSTABLE 1
ok "one that hangs costs one case" once sleeps "sleeps unmap D" UNSTABLE 1

ok "one that always panics in an operation" guest always 1 "panics unmap_fast D" timeout=3
ok "costs the cases with it" as_honest always CRASH
ok "which are crashes" test "$(count always CRASH)" -gt 0
ok "of the kernel, by its own words" \
	grep -q 'kernel panic: Fatal exception in fake_iommu_map' "$scratch/always"
ok "with the end of its console" grep -q 'NULL pointer dereference, address' "$scratch/always"

ok "one that never boots ends the run" guest never 2 "sleeps describe" timeout=2
ok "and that is said" grep -q 'cannot be started: .*no answer within 2 s' "$scratch/never.err"
ok "a machine that is none" prints "no machine 'nix': the machines are amd, intel" \
	sh -c "'$cmd' run --target qemu:nix 2>&1 || :"
ok "an interface that is none" prints "api=kernel or api=iommufd" \
	sh -c "'$cmd' run --target qemu:intel api=both 2>&1 || :"
ok "a QEMU that is none" prints "/nonexistent: no QEMU, nor a folder with qemu-system-x86_64" \
	sh -c "'$cmd' run --target qemu:intel --kernel '$tree' qemu=/nonexistent 2>&1 || :"
finish
