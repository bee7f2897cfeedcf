# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Completion for iommu-conform. It knows no word itself: the program is asked for its commands, options, rules, cases.

_iommu_conform_words() {
	local prog=$1 cmd=$2 prev=$3
	case $cmd:$prev in
	*:--rule | *:-r | rules:--group | rules:-g)
		"$prog" rules | sed -E 's/^(([A-Z0-9]+)-[0-9]+).*/\1\n\2/' ;;
	*:--case | *:-c) "$prog" list-cases ;;
	*:--target | *:-t) "$prog" doctor | awk '
		/^Programs:/ { exit }
		/^(ok|missing) / { target = $2; sub(/:$/, "", target); print target }
		/^    / { for (i = 1; i <= NF; i++) print target ":" $i }' ;;
	gate:--driver) "$prog" doctor | awk '
		/^Programs:/ { exit }
		/^(ok|missing) / { uml = $2 ~ /^uml:?$/ }
		/^    / && uml { for (i = 1; i <= NF; i++) print $i }' ;;
	kernel:kernel) printf 'list\nprune\npath\n' ;;
	gate:--config) printf 'identity\ndma\n' ;;
	*:--by | *:-b) printf 'group\nrule\n' ;;
	*:--color) printf 'always\nnever\nauto\n' ;;
	report:--format | report:-f) "$prog" report --help | sed -nE 's/^ {20,}([a-z]+) .*/\1/p' ;;
	compare:--format | compare:-f) printf 'text\nmarkdown\njson\n' ;;
	run:--format | run:-f) printf 'summary\ntap\n' ;;
	show:*) "$prog" rules | cut -d ' ' -f 1 ;;
	repro:repro) "$prog" list-cases ;;
	list-cases:*) "$prog" list-cases ;;
	esac 2> /dev/null
}

_iommu_conform() {
	local prog=$1 line=${COMP_LINE:0:COMP_POINT} typed cur prev words
	# Readline breaks words at ':' and '=', which targets and cases contain; we do not.
	read -ra typed <<< "$line"
	[[ $line == *[[:space:]] ]] && typed+=("")
	cur=${typed[-1]} prev=${typed[-2]}
	if [[ $cur == --*=* ]]; then
		prev=${cur%%=*} cur=${cur#*=}
	fi
	if [ "${#typed[@]}" -eq 2 ]; then
		words=$("$prog" --help 2> /dev/null | sed -nE 's/^  ([a-z-]+) .*/\1/p'; echo --help; echo --version)
	elif [[ $cur == -* ]]; then
		words=$("$prog" "${typed[1]}" --help 2> /dev/null | grep -oE -- '(^|[ ,])--[a-z-]+' | tr -d ' ,')
	else
		words=$(_iommu_conform_words "$prog" "${typed[1]}" "$prev")
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	# What readline takes for words of their own is there already.
	[[ $cur != *[:=]* ]] || COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*[:=]}"}"}")
}

complete -o default -F _iommu_conform iommu-conform
