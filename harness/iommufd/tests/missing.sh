#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the target says on a machine that has not what it takes. Nothing here touches a device.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform

cannot_tell() { fails 2 "$cmd" run --target iommufd --rule IOAS-002 "$@"; }

ok "a device that there is not" cannot_tell --device 0000:ff:1f.7
ok "it is named" prints "0000:ff:1f.7: no such device" sh -c "'$cmd' run --target iommufd --device 0000:ff:1f.7 2>&1 || :"
ok "a node that there is not" prints "no such device of VFIO" \
	sh -c "'$cmd' run --target iommufd --device /dev/vfio/devices/vfio99 2>&1 || :"
if [ -e /dev/iommu ]; then
	skip "a machine without /dev/iommu" "this one has it"
else
	ok "without /dev/iommu nothing can be told" cannot_tell --mock
	ok "what is missing is named" prints CONFIG_IOMMUFD sh -c "'$cmd' run --target iommufd --mock 2>&1 || :"
	ok "doctor says so, too" prints /dev/iommu: "$cmd" doctor
fi
finish
