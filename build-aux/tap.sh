# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# tap.sh - what a test in shell needs: sourced, it speaks TAP for `make check`.
#
#	. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
#	cmd=$top_builddir/iommu-conform
#
#	ok "says its version" "$cmd" --version
#	ok "refuses an unknown command" fails 2 "$cmd" nonsense
#	ok "prints the table" prints "DOM-001" "$cmd" rules
#	if command -v chromium >/dev/null; then
#		ok "the page loads" ...
#	else
#		skip "the page loads" "no chromium"
#	fi
#	finish
#
# top_srcdir and top_builddir are absolute; $scratch is an empty directory that goes away by itself.

: "${top_srcdir:?run it by make check}" "${top_builddir:?run it by make check}"
tap_count=0
tap_failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# ok NAME COMMAND...: a test that passes if COMMAND succeeds; what it printed is shown if it does not.
ok() {
	tap_name=$1
	shift
	tap_count=$((tap_count + 1))
	tap_status=0
	tap_output=$("$@" 2>&1 </dev/null) || tap_status=$?
	if [ $tap_status -eq 0 ]; then
		echo "ok $tap_count - $tap_name"
	else
		echo "not ok $tap_count - $tap_name"
		echo "# status $tap_status of: $*"
		printf '%s\n' "$tap_output" | sed 's/^/# /'
		tap_failed=1
	fi
}

# skip NAME WHY: a test that this machine cannot run.
skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

# finish: the last line of every script. A script that does not reach it has failed.
finish() {
	echo "1..$tap_count"
	exit $tap_failed
}

# fails STATUS COMMAND...: succeed if COMMAND exits with STATUS.
fails() {
	tap_wanted=$1
	shift
	tap_got=0
	"$@" || tap_got=$?
	[ "$tap_got" -eq "$tap_wanted" ] || { echo "status $tap_got, not $tap_wanted"; return 1; }
}

# prints TEXT COMMAND...: succeed if COMMAND succeeds and prints TEXT somewhere.
prints() {
	tap_wanted=$1
	shift
	tap_got=$("$@" 2>&1) || { printf '%s\n' "$tap_got"; return 1; }
	case $tap_got in
	*"$tap_wanted"*) ;;
	*) printf '%s\nlacks: %s\n' "$tap_got" "$tap_wanted"; return 1 ;;
	esac
}

# same WANTED COMMAND...: succeed if COMMAND prints what the file WANTED holds, and show the difference if not.
same() {
	tap_wanted=$1
	shift
	"$@" > "$scratch/same" 2>&1
	diff -u "$tap_wanted" "$scratch/same"
}
