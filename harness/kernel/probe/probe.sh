#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# probe.sh SOURCE HEADER COMPILER…: compile SOURCE, see there, and write HEADER: CONFORM_HAS_NAME for each of its probes
# that draws no error. An error elsewhere is one.
LC_ALL=C
export LC_ALL
source=$1 header=$2
shift 2

said=$("$@" -fsyntax-only -fmax-errors=0 -ftrack-macro-expansion=0 -Werror=implicit-function-declaration \
	-Werror=incompatible-pointer-types -Werror=int-conversion "$source" 2>&1)
printf '%s\n' "$said" | awk -v source="${source##*/}" '
	NR == FNR {
		if (match($0, /:[0-9]+:[0-9]+: (fatal )?error: /)) {
			split(substr($0, RSTART + 1), at, ":")
			file = substr($0, 1, RSTART - 1)
			sub(/.*\//, "", file)
			if (file != source)
				at[1] = "elsewhere"
			error[at[1]] = $0
		}
		next
	}
	/^PROBE\(/ {
		name = substr($0, 7, index($0, ",") - 7)
		print (FNR in error ? "/* not " name " */" : "#define CONFORM_HAS_" name)
		delete error[FNR]
	}
	END {
		for (line in error) {
			print error[line] > "/dev/stderr"
			bad = 1
		}
		exit bad
	}' - "$source" >"$header"
