#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# check-spec.sh: the command as a user meets it: output, options, exit status.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_builddir/spec/tests/check-spec
cd "$top_srcdir/spec/tests" || exit 99
base=checks/base.rule

# Succeed if a command that prints $2 exits with status $1.
says() {
	wanted=$1 text=$2
	shift 2
	out=$("$@" 2>&1)
	[ $? -eq "$wanted" ] && prints "$text" echo "$out"
}
# How many findings of a check there are.
count() {
	name=$1
	shift
	"$cmd" "$@" 2>&1 | grep -c "\[$name\]"
}
finds() {
	wanted=$1
	shift
	[ "$(count "$@")" -eq "$wanted" ] || { "$cmd" "$@"; return 1; }
}
no_escape() {
	! "$cmd" "$@" 2>&1 | grep -q "$(printf '\033')"
}
# Run it on a terminal.
on_terminal() {
	script -qec "$cmd $base checks/unknown-form.rule" /dev/null
}
coloured() {
	on_terminal | grep -q "$(printf '\033\\[1;31merror')"
}
plain() {
	! on_terminal | grep -q "$(printf '\033')"
}

# The rules of this program without a finding, on older kernels too, the names of their cases included.
clean() {
	[ -z "$("$cmd" -E conflicting-versions 2>&1)" ] || { "$cmd" -E conflicting-versions; return 1; }
}
# The same rules beside a list of names that has one more.
renamed() {
	dir=$(mktemp -d) && cp "$top_srcdir"/spec/rules/*.rule "$dir" &&
		{ cat "$top_srcdir/spec/rules/cases.list"; echo GONE-001; } > "$dir/cases.list" &&
		IOMMU_CONFORM_RULES=$dir "$cmd" -E case-renamed
	status=$?
	rm -rf "$dir"
	return $status
}

ok "a spec without faults" "$cmd" "$base"
ok "findings are an exit status" fails 1 "$cmd" "$base" checks/unknown-form.rule
ok "warnings are none" "$cmd" "$base" checks/long-rule.rule
ok "text, line, caret, hint" same golden/errors.txt "$cmd" "$base" golden/errors.rule
ok "-E makes an error" fails 1 "$cmd" -E long-rule "$base" checks/long-rule.rule
ok "-W makes a warning" "$cmd" -W missing-source "$base" checks/missing-source.rule
ok "-q switches off" finds 0 long-rule -q long-rule "$base" checks/long-rule.rule
ok "the last option counts" finds 1 long-rule -q long-rule -W long-rule "$base" checks/long-rule.rule
ok "an unknown check" fails 2 "$cmd" -W long-role "$base"
ok "a check that everything rests on" fails 2 "$cmd" -q syntax "$base"
ok "--list-checks" prints "long-rule          error" "$cmd" -E long-rule --list-checks
ok "--sources finds" says 1 "there is no \`iommu_att\`" "$cmd" --sources checks/sources "$base" \
	checks/symbol-not-found.rule
ok "--sources counts" prints "3 quotations looked up; 0 not" "$cmd" --sources checks/sources "$base"
ok "what is not at hand is said" prints "4 quotations looked up; 2 not" "$cmd" --sources checks/sources "$base" \
	checks/unknown-source.ok.rule
ok "a kernel tree without mails" prints "0 quotations looked up; 3 not" "$cmd" --sources checks/sources/linux "$base"
ok "--sources of nothing" fails 2 "$cmd" --sources /nowhere "$base"
ok "--format sarif" prints '"version": "2.1.0"' "$cmd" --format sarif "$base"
ok "an unknown format" fails 2 "$cmd" --format xml "$base"
ok "a missing file" says 2 "/nowhere.rule: No such file" "$cmd" /nowhere.rule
ok "a folder for a file" fails 2 "$cmd" checks
ok "the rules of this program" "$cmd"
ok "nothing to be said against them" clean
ok "a name that a user may have noted" says 1 "no case has the name GONE-001 any more" renamed
ok "IOMMU_CONFORM_RULES" says 2 "no rules" env IOMMU_CONFORM_RULES=checks/sources "$cmd"
ok "--help" prints "--list-checks" "$cmd" --help
if [ -e /dev/full ]; then
	ok "SARIF that cannot be written" fails 2 sh -c "'$cmd' --format sarif $base > /dev/full"
	ok "text that cannot be written" fails 2 sh -c "'$cmd' $base checks/long-rule.rule > /dev/full"
else
	skip "SARIF that cannot be written" "no /dev/full"
	skip "text that cannot be written" "no /dev/full"
fi
ok "no colour into a pipe" no_escape "$base" checks/unknown-form.rule
if script -qec true /dev/null >/dev/null 2>&1; then
	unset NO_COLOR
	ok "colour on a terminal" coloured
	NO_COLOR=1
	export NO_COLOR
	ok "NO_COLOR" plain
else
	skip "colour on a terminal" "no script(1)"
	skip "NO_COLOR" "no script(1)"
fi
finish
