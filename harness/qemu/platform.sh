# shellcheck shell=sh disable=SC2034,SC2046,SC2086,SC2154
# SPDX-License-Identifier: GPL-2.0-only
#
# platform.sh - what kernel-build does for a machine: a kernel with the in-kernel front end, and an initial file system in
# which our agent is all there is.

arch=${config%%-*}
archs=arch/$arch image=arch/$arch/boot/Image
case $arch in
x86_64) archs=arch/x86 image=arch/x86/boot/bzImage triplet=x86_64-linux-gnu debian=amd64 ;;
arm64) triplet=aarch64-linux-gnu debian=arm64 ;;
riscv) triplet=riscv64-linux-gnu debian=riscv64 ;;
s390) image=arch/s390/boot/bzImage triplet=s390x-linux-gnu debian=s390x ;;
esac
cross='' cflags=''
tools='build-essential flex bison bc xz-utils'
[ "$(gcc -dumpmachine 2>/dev/null)" = "$triplet" ] || {
	cross=$triplet-
	tools="$tools gcc-$(echo "$triplet" | tr _ -) libc6-dev-$debian-cross"
}
kconfig=drivers/iommu/Kconfig
kbuild=harness/guest
ours="$agent_files harness/kernel harness/guest"

need_compiler()
{
	need make gcc "${cross}gcc" flex bison bc xz
	# objtool, which looks at each object of a kernel for x86, wants it.
	[ "$arch" != x86_64 ] || echo '#include <gelf.h>' | gcc -E - >/dev/null 2>&1 ||
		die "'gelf.h' is missing: apt-get install libelf-dev"
}

platform_options() { :; }

# Beside the kernel: the agent as the only program of an initial file system.
platform_result()
{
	step "compiling the agent for $arch"
	compile_agent "$1/agent" >>"$tree/log" 2>&1 ||
		die "$(grep -m1 -E 'error:|undefined reference' "$tree/log") (log: $tree/log)"
	printf '%s\n' 'dir /dev 755 0 0' 'nod /dev/console 600 0 0 c 5 1' "file /init $1/agent 755 0 0" >"$tree/initrd.list"
	"$tree/obj/usr/gen_init_cpio" "$tree/initrd.list" >"$1/initrd" 2>>"$tree/log" || die "cannot write $1/initrd"
}
