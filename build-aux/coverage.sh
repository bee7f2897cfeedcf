#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# coverage.sh TOP_SRCDIR LINES BRANCHES: in a build tree whose tests have run, print what they reached of the sources
# that people wrote, write coverage/index.html (and coverage/cobertura.xml where gcovr is installed), and fail when
# less than LINES % of the lines or BRANCHES % of the branches were reached.
set -eu

top=$(cd "$1" && pwd -P) min_lines=$2 min_branches=$3
mkdir -p coverage

# lcov 1.16 warns about its own Perl.
lcov() { command lcov --quiet --rc lcov_branch_coverage=1 "$@" 2> coverage/log || { cat coverage/log >&2; return 1; }; }
lcov --capture --directory . --base-directory "$PWD" --output-file coverage/all.info
lcov --extract coverage/all.info "$top/spec/*" "$top/suite/*" "$top/harness/*" "$top/reports/*" \
	--output-file coverage/rooms.info
# Away with the tests themselves, with what flex, bison and the spec compiler wrote, and with what runs in guests, where
# nobody counts.
lcov --remove coverage/rooms.info '*/tests/*' '*/spec/gen/*' '*/spec/lexer.*' '*/spec/parser.*' \
	'*/harness/agent/init.c' '*/harness/iommufd/*' \
	--output-file coverage/own.info
genhtml --quiet --rc genhtml_branch_coverage=1 --prefix "$top" --output-directory coverage coverage/own.info
if command -v gcovr >/dev/null; then
	gcovr --root "$top" --filter "$top/(spec|suite|harness|reports)/" --exclude '.*/tests/' --xml coverage/cobertura.xml .
fi

awk -v top="$top/" -v min_lines="$min_lines" -v min_branches="$min_branches" -F: '
function percent(hit, found) { return found ? 100 * hit / found : 100 }
function row(name, lh, lf, bh, bf) {
	printf "%-40s %6.1f%% of %5d lines  %6.1f%% of %5d branches\n", name, percent(lh, lf), lf, percent(bh, bf), bf
}
/^SF:/ { file = substr($2, length(top) + 1) }
/^LF:/ { lf = $2 }
/^LH:/ { lh = $2 }
/^BRF:/ { bf = $2 }
/^BRH:/ { bh = $2 }
/^end_of_record/ {
	row(file, lh, lf, bh, bf)
	LF += lf; LH += lh; BF += bf; BH += bh
	lf = lh = bf = bh = 0
}
END {
	row("all", LH, LF, BH, BF)
	low = percent(LH, LF) < min_lines || percent(BH, BF) < min_branches
	if (!LF || low)
		printf "coverage: less than the %d %% of lines and %d %% of branches that are asked for\n",
			min_lines, min_branches > "/dev/stderr"
	exit !LF || low
}' coverage/own.info
