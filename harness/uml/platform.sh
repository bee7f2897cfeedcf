# shellcheck shell=sh disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-only
#
# platform.sh - what kernel-build does for User-Mode Linux: a kernel in which IOMMUs are emulated.

[ "$(uname -m)" = x86_64 ] || die "User-Mode Linux needs an x86-64 machine, this is $(uname -m)"
arch=um
cross=
cflags=
image=linux
archs='arch/um arch/x86'
kconfig=arch/um/Kconfig
kbuild=harness/uml
boards=$root/harness/uml/boards
counters=harness/uml/coverage/counters.lds
ours='harness/target.h harness/text.h harness/text.c harness/target_text.c harness/errno_name.c
	harness/wire/protocol.h harness/wire/protocol.c harness/kernel harness/uml/emu harness/uml/boards
	harness/uml/coverage harness/uml/Kbuild harness/uml/Kconfig harness/uml/engine_regs.h'

# The linker keeps together what counts which lines are reached.
platform_hooks()
{
	hook arch/um/Makefile 'ifdef CONFIG_IOMMU_CONFORM_COVERAGE' \
		"CFLAGS_vmlinux += -Wl,--script=$tree/ours/$counters" 'endif'
}

# Debian has some headers in a folder for one word size that serve for the other, too.
case $config in
*-32|*-32-*) cflags=" -idirafter /usr/include/x86_64-linux-gnu" ;;
esac

need_compiler()
{
	need gcc make flex bison bc xz
	[ -z "$cflags" ] || printf '#include <errno.h>\nint main(void) { return 0; }' |
		gcc -m32 $cflags -x c -o /dev/null - 2>/dev/null ||
		die "gcc cannot compile for 32 bits: apt-get install libc6-dev-i386 lib32gcc-$(gcc -dumpversion)-dev"
}

# What the drivers of all boards want.
platform_options()
{
	sed '/^#/d; s/^[^ ]* *[^ ]* *//' "$boards/list" | tr ' ' '\n' | sed -n '/\//d; s/..*/CONFIG_&=y/p'
}

# The boards whose driver this kernel has not, by the first option of their line in the list or its file, and why.
absent_drivers()
{
	grep -v '^#' "$boards/list" | while read -r board _ option _; do
		case $option in
		*/*)
			[ -e "$source/$option" ] || echo "$board no such driver in this kernel: it has no $option"
			continue
			;;
		esac
		[ -n "$option" ] && ! grep -q "^CONFIG_$option=y" "$tree/obj/.config" || continue
		if grep -rqs --include='Kconfig*' "^config $option\$" "$source/drivers/iommu"; then
			echo "$board its option $option cannot be set in this configuration"
		else
			echo "$board no such driver in this kernel: it has no option $option"
		fi
	done
}

# What gcov wants to know of a kernel that counts which lines are reached.
keep_notes()
{
	grep -q '^CONFIG_IOMMU_CONFORM_COVERAGE=y' "$tree/obj/.config" || return 0
	echo "$source" >"$1/tree"
	(cd "$tree/obj" && find drivers/iommu -name '*.gcno' -exec cp --parents -t "$1" {} +) ||
		die "cannot write to $cache/kernels: free some space or set XDG_CACHE_HOME"
}

# Where there is a user space, the agent is all of it.
has_user() { case -$config- in *-user-*) ;; *) return 1 ;; esac; }
! has_user || ours="$ours $agent_files"

# Beside the kernel: the boards without a driver, a device tree blob for each board, the agent of a user space.
platform_result()
{
	! has_user || compile_agent "$1/agent" >>"$tree/log" 2>&1 || die "cannot compile the agent (log: $tree/log)"
	absent_drivers >"$1/absent"
	keep_notes "$1"
	for board in "$boards"/*.dts; do
		"$tree/obj/scripts/dtc/dtc" -q -I dts -O dtb -o "$1/$(basename "$board" .dts).dtb" "$board" ||
			die "$board: not a device tree"
	done
}
