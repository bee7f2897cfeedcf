#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fewest.sh: iommu-conform repro: few steps show what a case found, and show it again.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform
case=ATT-003
target=model:mutant/attach_replaces

steps() { grep -v '^#' "$1"; }
again() { "$cmd" repro "$case" --target "$target" --ops "$scratch/again" > "$scratch/out"; }

ok "a case that finds nothing" prints "# verdict   PASS" "$cmd" repro "$case" --target model:reference
ok "a case that finds something" fails 1 "$cmd" repro "$case" --target "$target" -o "$scratch/ops"
cat > "$scratch/wanted" <<'END'
alloc D0 for v0 with no-flags
alloc D1 for v0 with no-flags
attach v0 D1
attach v0 D0
END
ok "its steps, and no more" same "$scratch/wanted" steps "$scratch/ops"
ok "with the rule" grep -qx "# rule      ATT-003" "$scratch/ops"
ok "with the answers" grep -qx "# attach v0 D0 -> ok" "$scratch/ops"
cp "$scratch/ops" "$scratch/again"
ok "show it again" fails 1 again
ok "in the same words" cmp "$scratch/ops" "$scratch/out"
{ sed '/^#/d' "$scratch/ops"; echo "current v0"; } > "$scratch/more"
ok "end where it shows" fails 1 "$cmd" repro "$case" --target "$target" --ops "$scratch/more"
ok "are fine for another driver" "$cmd" repro "$case" --target model:reference --ops "$scratch/ops"
{ sed '/^#/d' "$scratch/ops"; printf '%s\n' "iova_to_phys D1 0x1000" "dma v0 read 0x1000" "current v0"; } > "$scratch/more"
ok "looks are steps" "$cmd" repro "$case" --target model:reference --ops "$scratch/more"

echo "attach v9 D0" > "$scratch/bad"
ok "a step of no device" fails 2 "$cmd" repro "$case" --target "$target" --ops "$scratch/bad"
echo "dance v0" > "$scratch/bad"
ok "a step that is none" fails 2 "$cmd" repro "$case" --target "$target" --ops "$scratch/bad"
yes "detach v0" | head -n 65 > "$scratch/bad"
ok "too many steps" fails 2 "$cmd" repro "$case" --target "$target" --ops "$scratch/bad"
: > "$scratch/bad"
ok "no steps" fails 2 "$cmd" repro "$case" --target "$target" --ops "$scratch/bad"
ok "no file" fails 2 "$cmd" repro "$case" --target "$target" --ops "$scratch/none"
ok "no case" fails 2 "$cmd" repro --target "$target"
ok "no such case" fails 2 "$cmd" repro ATT-003/x --target "$target"
ok "several drivers" fails 2 "$cmd" repro "$case" --target model
ok "no such driver" fails 2 "$cmd" repro "$case" --target model:none
ok "no such target" fails 2 "$cmd" repro "$case" --target none
ok "no place to write to" fails 2 "$cmd" repro "$case" --target "$target" -o "$scratch/no/file"
finish
