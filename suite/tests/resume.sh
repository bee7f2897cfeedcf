#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# resume.sh: runs that are killed, interrupted, out of disk: what was written stays, and --resume goes on.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform
all="--target model:reference --repeat 20 --rule MAP --jobs 2"
total=$(($("$cmd" run --list --rule MAP | wc -l) * 20))

# What identifies a case: its name and its seed, one line each.
cases() {
	sed -nE 's/.*"kind":"case","name":"([^"]*)".*"seed":"([0-9]+)".*/\1 \2/p' "$1" | sort
}

# is_whole FILE: every case is there once, and the run is closed.
is_whole() {
	[ "$(cases "$1" | uniq | wc -l)" -eq "$total" ] && [ "$(cases "$1" | wc -l)" -eq "$total" ] &&
		tail -n 1 "$1" | grep -q '"kind":"end"'
}

# wait_for_lines FILE N
wait_for_lines() {
	until [ -f "$1" ] && [ "$(wc -l < "$1")" -ge "$2" ]; do sleep 0.02; done
}

# killed SIGNAL STATUS: start a run, send it SIGNAL in the middle, resume it.
killed() {
	rm -f "$scratch/$1"
	# shellcheck disable=SC2086 # a list of options
	env --default-signal "$cmd" run $all --records "$scratch/$1" > /dev/null 2> "$scratch/$1.says" &
	pid=$!
	wait_for_lines "$scratch/$1" 30
	kill -s "$1" "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq "$2" ] || { echo "status $status, not $2"; return 1; }
	! is_whole "$scratch/$1" || { echo "it was through already"; return 1; }
	cp "$scratch/$1" "$scratch/before"
	# shellcheck disable=SC2086
	"$cmd" run $all --records "$scratch/$1" --resume > /dev/null || return
	head -n "$(wc -l < "$scratch/before")" "$scratch/$1" > "$scratch/head"
	head -n "$(wc -l < "$scratch/before")" "$scratch/before" | cmp - "$scratch/head"
}

while read -r name signal status; do
	ok "$name, and resumed" killed "$signal" "$status"
	ok "$name: nothing is lost, nothing twice" is_whole "$scratch/$signal"
	[ "$signal" != KILL ] || continue
	ok "$name: it says what is kept" \
		grep -qE "stopped by SIG$signal; [0-9]+ of $total cases are kept in .*--resume" "$scratch/$signal.says"
done << END
kill-9 KILL 137
SIGTERM TERM 143
Ctrl-C INT 130
END
ok "no child outlives it" fails 1 pgrep -f "records $scratch/"

# A disk that fills up. The first line alone has the whole spec.
header=$(head -n 1 "$scratch/KILL" | wc -c)
full() {
	(
		ulimit -f $((header / 512 + 40))
		# shellcheck disable=SC2086
		"$cmd" run $all --records "$scratch/full"
	)
}
ok "a full disk ends it" fails 2 full
"$cmd" run --target model:reference --rule MAP-001 --records /dev/full 2> "$scratch/says" > /dev/null
ok "a full disk: it says so" grep -q "No space left on device" "$scratch/says"
ok "a full disk: what was written is whole" test -z "$(tail -c 1 "$scratch/full")"
# shellcheck disable=SC2086
ok "a full disk: resumed" "$cmd" run $all --records "$scratch/full" --resume
ok "a full disk: nothing is lost, nothing twice" is_whole "$scratch/full"

# Three drivers, stopped in the run of the third: the first two are not begun again.
three="--target model:reference,model:rockchip,model:sprd --rule ALLOC"
three_resumed() {
	# shellcheck disable=SC2086
	"$cmd" run $three --records "$scratch/three" > /dev/null || return
	head -n -5 "$scratch/three" > "$scratch/cut"
	# shellcheck disable=SC2086
	"$cmd" run $three --records "$scratch/cut" --resume > /dev/null || return
	[ "$(wc -l < "$scratch/cut")" -eq "$(wc -l < "$scratch/three")" ] &&
		"$cmd" report --output /dev/null "$scratch/cut" && cp "$scratch/cut" "$scratch/again" || return
	# shellcheck disable=SC2086
	"$cmd" run $three --records "$scratch/again" --resume > /dev/null && cmp "$scratch/cut" "$scratch/again"
}
ok "several drivers: the one that was stopped goes on, what is whole stays as it is" three_resumed

sed -E '1s/"spec":"[0-9a-f]+"/"spec":"beef"/' "$scratch/KILL" > "$scratch/other"
ok "records of another spec are not mixed in" \
	fails 2 "$cmd" run --target model:reference --records "$scratch/other" --resume
finish
