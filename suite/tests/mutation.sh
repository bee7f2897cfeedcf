#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# mutation.sh: every rule with a case on the model notices a mutant, and no mutant survives its rule.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

ok "every mutant is killed by its rule, every rule kills" "$top_builddir/suite/mutation"
ok "a mutant that there is not" fails 2 "$top_builddir/suite/mutation" no-such-mutant
finish
