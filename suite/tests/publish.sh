#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# publish.sh - what suite/publish withholds, on records that a stand-in for iommu-conform leaves.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

top=$scratch/top
out=$top/reports/published/linux-7.2
mkdir -p "$top/reports/published" "$top/suite"
cp "$top_srcdir/suite/publish" "$top/suite/publish"
printf '# why\nb DOM-001\nb ATT-001\n' > "$top/reports/published/withheld"

# record NAME RULE VERDICT DRIVER [ACCUSED]
record() {
	printf '{"kind":"case","name":"%s","rule":"%s","verdict":"%s","driver":"%s","accused":"%s",' "$1" "$2" "$3" "$4" "$5"
	printf '"target":"uml","kernel":"7.2","evidence":"real","reason":"secret %s","remarks":"secret %s",' "$1" "$1"
	printf '"steps":[{"request":"secret %s","answer":"ok"}],"observed":"secret %s","new":"secret %s"}\n' "$1" "$1" "$1"
}
header() {
	printf '{"kind":"header","format":"iommu-conform-records","version":1,"spec":"5eed","target":"uml","driver":"b",'
	printf '"command":"here","kernel":"7.2","evidence":"real","seed":"18446744073709551615","rules":['
	printf '{"id":"DOM-001","group":"DOM","cases":6},{"id":"MAP-001","group":"MAP","cases":2}]}\n'
}
{
	header
	record fail DOM-001 FAIL b
	record crash DOM-001 CRASH b
	record unstable DOM-001 UNSTABLE b
	record pass DOM-001 PASS b
	record driver DOM-001 FAIL c
	record rule MAP-001 FAIL b
	record accused MAP-001 FAIL b ATT-001
	record blocked MAP-001 SKIP b ATT-001
	record observed DOM-001 OBSERVED b
	record skip DOM-001 SKIP b
	printf '{"kind":"end","counts":{"CRASH":1,"FAIL":4,"UNSTABLE":1,"OBSERVED":1,"PASS":1,"SKIP":2}}\n'
} > "$scratch/records.kernel"
{
	header
	record user DOM-001 FAIL b
	printf '{"kind":"end","counts":{"FAIL":1}}\n'
	printf '{"kind":"absent","target":"uml","driver":"absent","why":"no /dev/iommu"}\n'
} > "$scratch/records.user"
sed 's/user/word/' "$scratch/records.user" > "$scratch/records.word"
grep -hv absent "$scratch/records.kernel" "$scratch/records.user" "$scratch/records.word" > "$scratch/records"

# It leaves the records where --output-dir says, with the status of a run that found failures; it reports for real.
cat > "$scratch/command" <<END
#!/bin/sh
[ "\$1" = matrix ] || exec "$top_builddir/iommu-conform" "\$@"
while [ "\$1" != --output-dir ]; do shift; done
records=$scratch/records.kernel
case \$* in
*api=iommufd*) records=$scratch/records.user ;;
*config=identity-32*) records=$scratch/records.word ;;
esac
cp "\$records" "\$2/records.jsonl"
exit 1
END
chmod +x "$scratch/command"

publish() {
	sh "$top/suite/publish" --command "$scratch/command" "$@" 7.2
}

# told NAME: the published records tell how the case came about
told() {
	xz -dc "$out/records.jsonl.xz" | grep -q "secret $1\""
}

verdicts() {
	jq -r 'select(.kind == "case") | .name, .verdict' "$@"
}

same_verdicts() {
	verdicts "$scratch/records" > "$scratch/verdicts"
	xz -dc "$out/records.jsonl.xz" > "$scratch/published"
	same "$scratch/verdicts" verdicts "$scratch/published"
}

if command -v jq > /dev/null && command -v xz > /dev/null; then
	ok "publishes what has failures" publish
	for name in fail crash unstable accused blocked observed user word; do
		ok "withholds: $name" fails 1 told "$name"
	done
	for name in pass skip driver rule; do
		ok "tells: $name" told "$name"
	done
	ok "every case keeps its verdict" same_verdicts
	ok "names the maker, not a folder of the machine" test suite/publish = \
		"$(jq -r 'select(.kind == "header").command' "$scratch/published" | sort -u)"
	ok "publishes guests" publish --guests
	ok "on a page of their own" test -s "$out/guests.md" -a -s "$out/guests.txt"
	xz -dc "$out/guests.jsonl.xz" > "$scratch/guests"
	ok "and withholds" fails 1 grep -q 'secret fail"' "$scratch/guests"
	rm "$top/reports/published/withheld"
	ok "publishes nothing without the list" fails 2 publish
else
	skip "withholds" "no jq or no xz"
fi
finish
