# shellcheck shell=sh disable=SC2034,SC2046,SC2086,SC2154
# SPDX-License-Identifier: GPL-2.0-only
#
# agent.sh - the agent as the only program of a system: static, and cross-compiled where need be. Sourced by a script that
# has $root and, for another architecture, $cross.

agent_files="$(cd "$root" && echo harness/agent/*.[ch] harness/iommufd/*.[ch])
	harness/target.h harness/text.h harness/text.c harness/target_text.c
	harness/errno_name.c harness/uml/engine_regs.h harness/wire/protocol.h harness/wire/protocol.c
	harness/wire/serve.h harness/wire/serve.c"

# compile_agent OUT
compile_agent()
{
	(cd "$root" && "${cross:-}gcc" -std=gnu11 -O2 -static -I. -o "$1" \
		$(find $agent_files -name '*.c'))
}
