#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# formats.sh - what `iommu-conform report` prints, compared with what it should. After a wanted change:
#	top_srcdir=$PWD top_builddir=BUILD UPDATE=1 sh reports/tests/formats.sh
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

tool=$top_builddir/reports/tests/tool
golden=$top_srcdir/reports/tests/golden
unset COLUMNS NO_COLOR
TERM=xterm
export TERM

# golden FILE COMMAND...: what COMMAND makes of the small records is FILE.
golden() {
	tap_file=$golden/$1
	shift
	[ -z "$UPDATE" ] || "$@" "$scratch/small" > "$tap_file"
	same "$tap_file" "$@" "$scratch/small"
}

# without PATTERN FILE: succeed if no line of FILE matches.
without() {
	! grep -n -i -E -e "$1" "$2"
}

# below BYTES FILE
below() {
	tap_size=$(wc -c < "$2")
	echo "$2: $tap_size bytes, at most $1"
	[ "$tap_size" -lt "$1" ]
}

# links FILE: every link of the page leads to a place in it, and no place is there twice.
links() {
	grep -o ' href="#[^"]*"' "$1" | sed 's/.*#\(.*\)"/\1/' | sort -u > "$scratch/from"
	grep -o ' id="[^"]*"' "$1" | sed 's/.*"\(.*\)"/\1/' | sort > "$scratch/to"
	[ -s "$scratch/from" ] && [ -z "$(uniq -d "$scratch/to")" ] &&
		[ -z "$(comm -23 "$scratch/from" "$scratch/to")" ]
}

for name in small hostile big failing; do
	"$tool" sample $name > "$scratch/$name"
	for format in html json junit markdown ktap text; do
		ok "$name: $format is written" "$tool" report -f $format -o "$scratch/$name.$format" "$scratch/$name"
	done
	ok "$name: the page needs no network" without '(src|href)="?([a-z]+:|//)|@import|url\(' "$scratch/$name.html"
	ok "$name: the page is below 5 MB" below 5000000 "$scratch/$name.html"
	ok "$name: the page's links lead somewhere" links "$scratch/$name.html"
done

ok "text, narrow" golden small.text "$tool" report --width=80
ok "text, wide, in colour" golden small.wide "$tool" report --width=200 --by=rule --color=always
ok "text, by group, in blocks" golden small.blocks "$tool" report --width=20 --by=group
ok "markdown" golden small.markdown "$tool" report --format=markdown
ok "json" golden small.json "$tool" report --format=json
ok "junit" golden small.junit "$tool" report --format=junit
ok "ktap" golden small.ktap "$tool" report --format=ktap
ok "records" golden small.records cat

ok "hostile: no markup in the page" without '<(img|script>document|b>-001)|onerror="|onclick=.x' "$scratch/hostile.html"
for format in text ktap markdown html junit; do
	ok "hostile: no control character in $format" without "$(printf '[\033\007\r]')" "$scratch/hostile.$format"
done
ok "hostile: no directive in ktap but ours" without '# SKIP.*# SKIP' "$scratch/hostile.ktap"
if command -v xmllint >/dev/null; then
	for name in small hostile big; do
		ok "$name: junit is XML" xmllint --noout "$scratch/$name.junit"
		# libxml2 knows HTML 4 and calls newer elements invalid; for what is not closed it has other words.
		xmllint --html --noout "$scratch/$name.html" 2>&1 | grep ' error : ' |
			grep -v 'Tag [a-z]* invalid' > "$scratch/errors"
		ok "$name: the page is well-formed" below 1 "$scratch/errors"
	done
else
	skip "junit is XML, the page is well-formed" "no xmllint"
fi

ok "auto colour is off in a file" without "$(printf '\033')" "$scratch/small.text"
if command -v script >/dev/null; then
	on_terminal() {
		env "$@" script -qec "'$tool' report '$scratch/small'" /dev/null </dev/null
	}
	ok "colour on a terminal" prints "$(printf '\033[31m')" on_terminal TERM=xterm
	on_terminal NO_COLOR=1 > "$scratch/plain"
	ok "NO_COLOR" without "$(printf '\033')" "$scratch/plain"
	on_terminal TERM=dumb > "$scratch/plain"
	ok "no colour on a dumb terminal" without "$(printf '\033')" "$scratch/plain"
else
	skip "colour on a terminal" "no script(1)"
fi
ok "COLUMNS" same "$golden/small.blocks" env COLUMNS=20 "$tool" report --by=group "$scratch/small"

head -c -10 "$scratch/small" > "$scratch/cut"
ok "a cut line is a warning" prints "cut:$(wc -l < "$scratch/small"): the last line is cut off" \
	"$tool" report "$scratch/cut"
ok "several files make one matrix" prints "of 24 rows" "$tool" report "$scratch/big" "$scratch/small"
ok "different specs are a caution" prints "2 different specs" "$tool" report "$scratch/big" "$scratch/small"
for format in html markdown; do
	ok "the same in $format" prints "2 different specs" "$tool" report -f $format "$scratch/big" "$scratch/small"
done

ok "help" prints "--format=FORMAT" "$tool" report --help
ok "unknown option" fails 2 "$tool" report --fast "$scratch/small"
ok "unknown format" fails 2 "$tool" report --format=tea "$scratch/small"
ok "unknown columns" fails 2 "$tool" report --by=moon "$scratch/small"
ok "bad width" fails 2 "$tool" report --width=wide "$scratch/small"
ok "bad colour" fails 2 "$tool" report --color=red "$scratch/small"
ok "no records named" fails 2 "$tool" report
ok "no such records" fails 2 "$tool" report "$scratch/none"
ok "no such folder" fails 2 "$tool" report -o "$scratch/none/page" "$scratch/small"
ok "full disk" fails 2 "$tool" report -o /dev/full "$scratch/small"
ok "no such sample" fails 2 "$tool" sample none
finish
