#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What no compiler looks at: manual pages, scripts, and whether the manual knows every command and option.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

PATH=$top_builddir:$PATH
cd "$top_srcdir" || exit 1

# Quiet unless there is something; that a page we install is not installed yet is nothing.
page_is_clean() { ! mandoc -T lint -W style "$1" | grep -v 'referenced manual not found'; }

for page in suite/*.1 spec/*.5 reports/*.5 harness/*.7; do
	if ! command -v mandoc > /dev/null; then
		skip "$page" "no mandoc"
	else
		ok "$page" page_is_clean "$page"
	fi
done
if command -v shellcheck > /dev/null; then
	for script in bootstrap .ci/run suite/iommu-conform.bash suite/publish suite/detach \
		harness/build/kernel-build harness/build/kernel-cache harness/build/kernel-changes harness/build/module-build \
		harness/build/kernel-coverage harness/qemu/qemu-get \
		$(find build-aux harness spec suite reports -name '*.sh' ! -name tap-driver.sh | sort); do
		ok "$script" shellcheck -x -S warning "$script"
	done
else
	skip "scripts" "no shellcheck"
fi

commands() { iommu-conform --help | sed -nE 's/^  ([a-z-]+) .*/\1/p'; }
options() { iommu-conform "$1" --help | grep -oE -- '(^|[ ,])--[a-z-]+' | tr -d ' ,' | grep -vE -- '--(help|usage|version)$'; }
in_manual() { mandoc -T ascii suite/iommu-conform.1 | col -b | grep -qwF -e "$1" || { echo "not in iommu-conform(1): $1"; return 1; }; }
manual_has_all() {
	status=0
	for word in $1 $(options "$1"); do
		in_manual "$word" || status=1
	done
	return "$status"
}
for command in $(commands); do
	if command -v mandoc > /dev/null; then
		ok "the manual has all of $command" manual_has_all "$command"
	else
		skip "the manual has all of $command" "no mandoc"
	fi
done
finish
