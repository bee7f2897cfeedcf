#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# browser.sh - matrix.html in a real browser: what it makes of the page, with and without script.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

tool=$top_builddir/reports/tests/tool
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
	skip "the page in a browser" "environment: no chromium"
	finish
}

# load FILE[#FRAGMENT]: print the document as the browser sees it after loading.
load() {
	HOME=$scratch timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
		--user-data-dir="$scratch/profile" --dump-dom "file://$scratch/$1" 2>"$scratch/stderr" ||
		cat "$scratch/stderr"
}

# holds COUNT PATTERN FILE: succeed if PATTERN occurs COUNT times.
holds() {
	tap_found=$(grep -o -E -e "$2" "$3" | wc -l)
	echo "$tap_found times, not $1: $2"
	[ "$tap_found" -eq "$1" ]
}

for name in small hostile; do
	"$tool" sample $name > "$scratch/$name"
	"$tool" report -f html -o "$scratch/$name.html" "$scratch/$name"
done
handler='<[a-z]+( [a-z-]+="[^"]*")* on[a-z]+='
cell='<details class="cell" data-row="rockchip" data-has="FAIL PASS" open'
echo "<title>whole</title><body><script>document.title='broken'</script><img alt=x onerror=x>" > "$scratch/control.html"

load control.html > "$scratch/dom"
ok "a script would show" holds 1 '<title>broken</title>' "$scratch/dom"
ok "a handler would show" holds 1 "$handler" "$scratch/dom"

load small.html > "$scratch/dom"
ok "both tables have all rows" holds 8 '<tr data-row="(reference|tegra-gart|rockchip|omap)"' "$scratch/dom"
ok "every row says its evidence" holds 8 '<th scope="row">.*<b class="e (real|model)">' "$scratch/dom"
ok "every rule is there" holds 6 '<details class="rule"' "$scratch/dom"
ok "the filter appears" holds 1 '<form id="filter">' "$scratch/dom"
ok "the accused rule is a link" holds 7 '<dt>accused</dt><dd><a href="#MAP-007">' "$scratch/dom"
ok "nothing is open" holds 0 '<details[^>]* open' "$scratch/dom"

load small.html#rockchip-real-7.2.13-MAP-001 > "$scratch/dom"
ok "a link opens its cell" holds 1 "$cell" "$scratch/dom"
ok "and nothing but the cell and its rule" holds 2 '<details[^>]* open' "$scratch/dom"

sed '/^<script>$/,/^<\/script>$/d' "$scratch/small.html" > "$scratch/scriptless.html"
load scriptless.html#rockchip-real-7.2.13-MAP-001 > "$scratch/dom"
ok "without script: there is none" holds 0 '<script' "$scratch/dom"
ok "without script: all rows" holds 8 '<tr data-row=' "$scratch/dom"
ok "without script: no filter that does nothing" holds 1 '<form id="filter" hidden' "$scratch/dom"
ok "without script: a link opens its cell" holds 1 "$cell" "$scratch/dom"

load hostile.html > "$scratch/dom"
ok "hostile: nobody changed the title" holds 1 '<title>IOMMU domain conformance</title>' "$scratch/dom"
ok "hostile: no element but ours" holds 0 '<img|<b>-001|<script>document' "$scratch/dom"
ok "hostile: one script" holds 1 '<script' "$scratch/dom"
ok "hostile: no handler" holds 0 "$handler" "$scratch/dom"
ok "hostile: all rows" holds 6 '<tr data-row=' "$scratch/dom"
ok "hostile: all cells" holds 3 '<details class="cell"' "$scratch/dom"
finish
