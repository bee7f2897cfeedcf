# shellcheck shell=sh disable=SC2086,SC2154
# SPDX-License-Identifier: GPL-2.0-only
#
# apt.sh - packages of other releases of Debian, into our cache: nothing of the machine's own apt is changed. Sourced by
# a script that has die, step and $cache.

codename() { (. /etc/os-release && echo "${VERSION_CODENAME:-}"); }

# sources_for SUITES FILE: the machine's own stanza for its release, said of those suites: whatever mirror and key it
# names stays. Prints the name of the list.
sources_for()
{
	codename=$(codename)
	[ -n "$codename" ] || return 1
	for f in /etc/apt/sources.list.d/*.sources; do
		[ -e "$f" ] || continue
		awk -v RS= -v from="$codename" -v to="$1" '
			!done && match($0, "(^|\n)Suites:([^\n]*[ \t])?" from "([ \t\n]|$)") {
				sub(/(^|\n)Suites:[^\n]*/, "\nSuites: " to)
				print
				done = 1
			}' "$f" | grep -v '^#' >"$2.sources"
		[ -s "$2.sources" ] && { echo "$2.sources"; return; }
	done
	for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -e "$f" ] && awk -v from="$codename" -v to="$1" '
			/^deb / && !/cdrom:/ && match($0, "[ \t]" from "[ \t]") {
				n = split(to, suites, " ")
				for (i = 1; i <= n; i++)
					print substr($0, 1, RSTART) suites[i] substr($0, RSTART + RLENGTH - 1)
				exit
			}' "$f" && break
	done >"$2.list"
	[ -s "$2.list" ] && echo "$2.list"
}

# look_at SUITES STATUS: have lists of these suites alone; leaves in $apt the options with which apt-get knows no others.
# STATUS is the file that says what is installed.
# Returns 1 if the archive cannot be reached, what apt said being in $cache/apt/log; 2 if this machine names no source.
look_at()
{
	mkdir -p "$cache/apt/lists/partial" "$cache/apt/cache"
	list=$(sources_for "$1" "$cache/apt/suite") || return 2
	apt="-o Dir::Etc::sourcelist=$list -o Dir::Etc::sourceparts=- -o Dir::State::lists=$cache/apt/lists
		-o Dir::State::status=$2 -o Dir::Cache=$cache/apt/cache -o Acquire::Languages=none -o Acquire::Retries=1
		-o APT::Sandbox::User= -qq"
	rm -f "$cache"/apt/lists/*_Packages*
	apt-get $apt update >"$cache/apt/log" 2>&1 </dev/null
	# Its status is that of success where only the network is missing.
	ls "$cache"/apt/lists/*_Packages* >/dev/null 2>&1 || return 1
}
