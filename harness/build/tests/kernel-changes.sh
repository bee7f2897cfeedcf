#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kernel-changes on a repository that holds no more of a kernel than it looks at.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_srcdir/harness/build/kernel-changes
tree=$scratch/linux

if ! command -v git > /dev/null; then
	skip "which drivers a change concerns" "no git"
	finish
fi

in_git() { git -C "$tree" -c user.name=x -c user.email=x@localhost "$@"; }
save() { in_git add -A . && in_git commit -q -m "$1" && in_git tag "$1"; }
# concerns NAMES: those that the change from the tag base to the files as they are concerns.
concerns() {
	"$cmd" "${platform:-uml}" "$tree@base" "$tree" > "$scratch/concerned"
	[ "$(tr '\n' ' ' < "$scratch/concerned")" = "${1:+$1 }" ] || { cat "$scratch/concerned"; return 1; }
}
# change FILE: a line more
change() {
	in_git checkout -q . && in_git clean -fdq
	mkdir -p "$(dirname "$tree/$1")"
	echo '/* changed */' >> "$tree/$1"
}

mkdir -p "$tree/drivers/iommu" "$tree/Documentation"
git init -q "$tree"
echo 'iommu_device_register(); "ti,omap4-iommu"' > "$tree/drivers/iommu/omap-iommu.c"
echo 'iommu_device_register(); "rockchip,iommu"' > "$tree/drivers/iommu/rockchip-iommu.c"
echo 'helpers of "rockchip,iommu"' > "$tree/drivers/iommu/helpers.c"
echo 'iommu_device_register(); "nobody,iommu"' > "$tree/drivers/iommu/nobody.c"
echo 'iommu_device_register(); "rockchip,iommu"' > "$tree/drivers/elsewhere.c"
echo 'words' > "$tree/Documentation/rockchip,iommu.rst"
save base

ok "the same revision concerns nobody" test -z "$("$cmd" uml "$tree@base" "$tree@base")"
ok "no change concerns nobody" concerns ""
change drivers/iommu/omap-iommu.c
ok "a driver concerns its board" concerns omap
change drivers/iommu/rockchip-iommu.c
echo '/* changed */' >> "$tree/drivers/iommu/omap-iommu.c"
ok "two drivers concern two" concerns "omap rockchip"
change Documentation/rockchip,iommu.rst
ok "documents concern nobody" concerns ""
change drivers/iommu/helpers.c
ok "what is no driver concerns anybody" concerns '*'
change drivers/iommu/nobody.c
ok "a driver without a board may concern anybody" concerns '*'
change drivers/elsewhere.c
ok "a file elsewhere concerns anybody" concerns '*'
change drivers/iommu/iommu-new.c
ok "so does a new one" concerns '*'
change drivers/iommu/omap-iommu.c
save changed
ok "two revisions" test "$("$cmd" uml "$tree@base" "$tree@changed")" = omap
ok "of two trees nobody can tell" test "$("$cmd" uml "$tree@base" "$scratch")" = '*'
ok "of a folder and a revision nobody can tell" test "$("$cmd" uml "$scratch" "$tree@base")" = '*'
ok "of a folder that is none nobody can tell" test "$("$cmd" uml "$scratch" "$scratch/none")" = '*'

# Two folders, one of them with links as those of kernel-build, and with what was built in it.
two="$scratch/the other"
in_git checkout -q base
mkdir "$two" && ln -s "$tree"/* "$two/"
own_iommu() { rm -rf "$two/drivers" && cp -r "$tree/drivers" "$two/drivers"; }
folders() {
	own_iommu && "$@"
	"$cmd" uml "$tree" "$two" | tr '\n' ' ' > "$scratch/concerned"
	cat "$scratch/concerned"
}
add_to() { echo '/* changed */' >> "$two/$1"; }
ok "folders of one content concern nobody" test -z "$(folders true)"
ok "a driver of one folder concerns its board" test "$(folders add_to drivers/iommu/omap-iommu.c)" = 'omap '
ok "a driver that is in one folder only, too" test "$(folders rm "$two/drivers/iommu/omap-iommu.c")" = 'omap '
ok "what is in one folder only concerns anybody" test "$(folders add_to drivers/new.c)" = '* '
ok "what is no driver does in folders, too" test "$(folders add_to drivers/iommu/helpers.c)" = '* '
ok "a folder of one that is a file of the other concerns anybody" \
	test "$(folders eval "rm -r '$two/drivers/iommu'; echo x > '$two/drivers/iommu'")" = '* '
echo '*.o' > "$tree/Documentation/dontdiff"
ok "what was built there concerns nobody" test -z "$(folders add_to drivers/iommu/omap-iommu.o)"
ok "of a revision that is none nobody can tell" test "$("$cmd" uml "$tree@none" "$tree" 2>/dev/null)" = '*'

# Machines: what their files name.
platform=qemu
mkdir -p "$tree/drivers/iommu/intel"
echo 'int intel;' > "$tree/drivers/iommu/intel/iommu.c"
echo 'int virtio;' > "$tree/drivers/iommu/virtio-iommu.c"
save machines && in_git tag -f base > /dev/null
change drivers/iommu/intel/iommu.c
ok "a folder concerns the machines that name it" concerns "intel intel-fs"
change drivers/iommu/virtio-iommu.c
ok "so does a file" concerns "virtio-arm64 virtio-x86"
change drivers/iommu/rockchip-iommu.c
ok "what no machine names concerns anybody" concerns '*'
ok "wants two sources" fails 2 "$cmd" uml "$tree"
finish
