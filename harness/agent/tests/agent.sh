#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The agent as a program of a machine that runs: what it says where it can do nothing.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

PATH=$top_builddir:$PATH
ask() { printf '1 describe\n22 digest\n' | iommu-conform-agent "$@" 2>err; }

reason_answers() {
	ask --api nothing >out
	[ $? -eq 2 ] && cat out && [ "$(cat out)" = "1: no front end 'nothing': there are kernel and iommufd
22: no front end 'nothing': there are kernel and iommufd" ] && grep -q "^iommu-conform-agent: no front end" err
}
missing_device_answers() {
	ask >out
	[ $? -eq 2 ] && cat out && grep -q '^22: /dev/iommu-conform: .*module' out
}
usage_is_told() {
	iommu-conform-agent --help | grep -q '^usage: ' && ! iommu-conform-agent --api 2>out && grep -q '^usage: ' out
}
near_end_says_it() {
	iommu-conform run --target 'wire:iommu-conform-agent --api nothing' 2>out
	[ $? -eq 2 ] && cat out && grep -q "no front end 'nothing'" out
}

cd "$scratch" || exit 1
ok "an unknown front end is the answer to each question" reason_answers
if [ -e /dev/iommu-conform ]; then
	skip "so is a device that is missing" "this machine has /dev/iommu-conform"
else
	ok "so is a device that is missing" missing_device_answers
fi
ok "the near end says it" near_end_says_it
ok "it tells how it is used" usage_is_told
finish
