#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What every test of this project stands on, itself tested: unit.c, tap.sh and fuzz.c tell the bad from the good.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cd "$scratch" || exit 1
liar=$top_builddir/build-aux/tests/liar
brittle=$top_builddir/build-aux/tests/brittle

cat > wanted <<'END'
1..10
ok 1 - liar:passes
not ok 2 - liar:fails
# first line
# second line
not ok 3 - liar:crashes
# after this point: Received signal 6 (Aborted)
not ok 4 - liar:leaves
# after this point: Early exit with return value 3
ok 5 - liar:lacks # SKIP no such machine
ok 6 - loop:loops
ok 7 - loop:loops[1] # SKIP not this one
not ok 8 - loop:loops[2]
# Assertion '_i != 2' failed: _i == 2, 2 == 2
ok 9 - loop:loops[3]
not ok 10 - fixture:passes
# set-up
END
without_places() { "$liar" 2>&1 >liar.out | grep -q noise && sed 's/^# [^ ]*\.c:[0-9]*: /# /' liar.out; }
ok "unit.c reports failures, crashes, exits, skips and loops" same wanted without_places
ok "unit.c exits with 1 after a failure" fails 1 "$liar"
ok "unit.c runs without forks" prints "ok 2 - loop:loops[1] # SKIP" env CK_FORK=no CK_RUN_CASE=loop sh -c "$liar || :"
ok "unit.c does not take no test for success" fails 99 "$liar" empty

cat > script.sh <<'END'
. "$top_srcdir/build-aux/tap.sh"
ok "right" true
ok "wrong" sh -c "echo why; exit 3"
ok "wrong status" fails 2 true
ok "right status" fails 2 sh -c "exit 2"
ok "lacks text" prints "b" echo "a"
skip "left out" "no reason"
finish
END
cat > wanted <<'END'
ok 1 - right
not ok 2 - wrong
# status 3 of: sh -c echo why; exit 3
# why
not ok 3 - wrong status
# status 1 of: fails 2 true
# status 0, not 2
ok 4 - right status
not ok 5 - lacks text
# status 1 of: prints b echo a
# a
# lacks: b
ok 6 - left out # SKIP no reason
1..6
END
ok "tap.sh reports failures and skips" same wanted sh script.sh
ok "tap.sh exits with 1 after a failure" fails 1 sh script.sh

mkdir corpus
echo "[1]" > corpus/list
if [ -x "$brittle" ]; then
	ok "fuzz.c passes what stands a corpus" "$brittle" corpus
	ok "fuzz.c finds a crash by mutation" fails 1 "$brittle" -runs=100000 -artifact_prefix=x- corpus
	ok "fuzz.c keeps the input that crashed" grep -q '^\[\[' x-crash
	ok "fuzz.c crashes again from that input" fails 1 "$brittle" x-crash
	ok "fuzz.c wants an input" fails 2 "$brittle"
	ok "fuzz.c wants a corpus that exists" fails 2 "$brittle" nowhere
	ok "fuzz.c stops in time" "$brittle" -max_total_time=1 script.sh
else
	skip "fuzz.c" "this tree is built with libFuzzer"
fi
finish
