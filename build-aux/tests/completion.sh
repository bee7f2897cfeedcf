#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The bash completion, asked as readline asks it.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

PATH=$top_builddir:$PATH

# complete LINE: what a Tab at the end of LINE offers.
complete_line() {
	bash -c '
		. "$1"
		COMP_LINE=$2 COMP_POINT=${#2}
		_iommu_conform iommu-conform
		printf "%s\n" "${COMPREPLY[@]}"' bash "$top_srcdir/suite/iommu-conform.bash" "$1"
}

# offers LINE WORD: WORD is among what a Tab offers.
offers() { complete_line "$1" > "$scratch/offered"; grep -qxF -e "$2" "$scratch/offered" || { cat "$scratch/offered"; return 1; }; }

# offers_only LINE WORD: WORD is all that it offers.
offers_only() { offers "$1" "$2" && [ "$(wc -l < "$scratch/offered")" -eq 1 ]; }

if ! command -v bash > /dev/null; then
	skip "completion" "no bash"
	finish
fi
case=$(iommu-conform list-cases MAP-001 | grep "=" | head -n 1)

ok "commands" offers "iommu-conform " list-cases
ok "a command begun" offers_only "iommu-conform doc" doctor
ok "options of a command" offers "iommu-conform run --" --timeout
ok "rules" offers "iommu-conform show MAP-00" MAP-001
ok "groups of rules" offers "iommu-conform run --rule M" MAP
ok "rules behind an equals sign" offers "iommu-conform run --rule=MAP-00" MAP-001
ok "cases, from the last sign that readline breaks at" \
	offers "iommu-conform run --case $case" "${case##*[:=]}"
ok "targets" offers "iommu-conform matrix --target " model
ok "drivers of a target, from the colon" offers "iommu-conform run --target model:ref" reference
ok "formats of a report" offers "iommu-conform report --format " html
ok "formats of a run" offers "iommu-conform run -f " tap
ok "drivers of the gate" offers_only "iommu-conform gate --driver omap" omap
ok "what to do with kernels" offers "iommu-conform kernel " prune
ok "nothing for nonsense" offers_only "iommu-conform nonsense --" ""
finish
