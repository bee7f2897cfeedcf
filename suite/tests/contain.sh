#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# contain.sh: drivers that crash, hang and lie. Each case has its verdict, none ends the run, none passes by it.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform

# broken DRIVER STATUS [OPTION...]: run it on rules of unmap, where it misbehaves; the records are in $scratch/DRIVER.
broken() {
	driver=$1 wanted=$2
	shift 2
	fails "$wanted" "$cmd" run --target "model:broken/$driver" --rule UNMAP --records "$scratch/$driver" "$@"
}

# verdicts DRIVER: the verdicts of its records, each once.
verdicts() {
	sed -nE 's/.*"kind":"case".*"verdict":"([A-Z]+)".*/\1/p' "$scratch/$1" | sort -u | tr '\n' ' '
}

every_case_has_a_verdict() {
	[ "$(grep -c '"kind":"case"' "$scratch/$1")" -eq "$("$cmd" run --list --rule UNMAP | wc -l)" ]
}

says_verdict() {
	case " $(verdicts "$1")" in *" $2 "*) ;; *) verdicts "$1"; return 1 ;; esac
}

never_says() {
	case " $(verdicts "$1")" in *" $2 "*) verdicts "$1"; return 1 ;; esac
}

# no_pass_with DRIVER OPERATION: no case passes that has this step.
no_pass_with() {
	! grep '"verdict":"PASS"' "$scratch/$1" | grep "\"request\":\"$2 "
}

ok "segv: the run goes on" broken segv 1
ok "segv: every case has a verdict" every_case_has_a_verdict segv
ok "segv: CRASH" says_verdict segv CRASH
ok "segv: the signal is named" grep -q '"reason":"SIGSEGV"' "$scratch/segv"
ok "segv: the step that it died of is named" grep -qE '"answer":"SIGSEGV"' "$scratch/segv"

ok "hang: the run goes on" broken hang 1 --timeout 1 --case 'UNMAP-001*'
ok "hang: CRASH" says_verdict hang CRASH
ok "hang: it says so" grep -q '"reason":"hang: no end within 1 s"' "$scratch/hang"

ok "garbage: the run goes on" broken garbage 1
ok "garbage: every case has a verdict" every_case_has_a_verdict garbage
ok "garbage: ERROR" says_verdict garbage ERROR
ok "garbage: nothing passes by it" no_pass_with garbage unmap

lies() {
	"$cmd" run --target model:broken/lies-about-dma --rule TLB --records "$scratch/lies"
	no_pass_with lies dma && never_says lies FAIL && grep -q "no-oracle" "$scratch/lies"
}
ok "lies about DMA: nothing of it is judged" lies
finish
