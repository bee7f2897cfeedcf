# shellcheck shell=sh disable=SC2034,SC2086,SC2154
# SPDX-License-Identifier: GPL-2.0-only
#
# sources.sh - the source of a kernel: a package of Debian, a revision of a git tree, a folder. Sourced by kernel-build.
# Each use_* sets $source, its folder; $content, what stands for all of it where that is known; $label and $name, what it
# is to people and in records; $place, what its trees are known by.

# ---- a Debian source package

# fetch PACKAGE: download it from the newest suite that has it into the current folder
fetch()
{
	looked=
	for suite in unstable testing stable-backports stable oldstable-backports oldstable; do
		step "looking for $1 in Debian $suite"
		look_at "$suite" /dev/null
		case $? in
		1) continue ;;
		2) die "no apt source of this machine names its release: give a kernel tree, not debian:$version" ;;
		esac
		looked="$looked $suite"
		# To apt a name with a '.' is a pattern where there is no such package: 6.1 would be 6.12 too.
		apt-cache $apt pkgnames "$1" 2>/dev/null | grep -qxF "$1" || continue
		step "downloading $1 from Debian $suite"
		apt-get $apt download "$1" >"$cache/apt/log" 2>&1 </dev/null && return
		die "cannot download $1: $(grep -m1 '^E:' "$cache/apt/log")"
	done
	[ -n "$looked" ] || die "cannot reach the Debian archive: $(grep -m1 '^[EW]:' "$cache/apt/log")"
	die "no linux-source-$version in Debian$looked"
}

# Folders of megabytes that no kernel of ours compiles; their Kconfig and Makefile files stay. Of the self-tests that of
# iommufd stays, which make bench runs.
pruned='Documentation drivers/accel drivers/gpu drivers/infiniband drivers/media drivers/net drivers/scsi
	drivers/staging drivers/usb sound tools/testing/[!s]* tools/testing/s[!e]* tools/testing/selftests/[!i]*
	tools/testing/selftests/i[!o]*'

unpack()
{
	set -f --
	for dir in $pruned; do
		set -- "$@" --exclude="linux-source-*/$dir/*.[chSi]" --exclude="linux-source-*/$dir/*.rst" \
			--exclude="linux-source-*/$dir/*.json"
	done
	set +f
	step "unpacking linux-source-$version"
	said=$(exec 2>&1; dpkg-deb --fsys-tarfile ./*.deb | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' |
		tar -xJ -C tree --strip-components=1 --wildcards "$@") ||
		die "cannot unpack linux-source-$version in $cache: $(printf '%s\n' "$said" | head -n 1)"
	[ -e tree/Kconfig ] || die "linux-source-$version holds no kernel"
}

# Files without which it is no kernel of this platform.
needed="$kconfig drivers/iommu/Makefile"

provide_debian()
{
	[ -e "$source/Makefile" ] && return
	need apt-get dpkg-deb tar xz
	tmp=$(mktemp -d "$cache/sources/tmp.XXXXXX") || die "cannot write to $cache/sources"
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 1' HUP INT TERM
	mkdir "$tmp/tree"
	cd "$tmp" || exit 1
	fetch "linux-source-$version"
	unpack
	full=$(dpkg-deb -f ./*.deb Version)
	echo "$full" >tree/.debian-version
	# One that is there may be in use.
	[ -e "$cache/sources/linux-$full" ] || mv tree "$cache/sources/linux-$full"
	ln -sfn "linux-$full" "$source"
	cd / && rm -rf "$tmp"
	trap - EXIT
}

use_debian()
{
	version=${1#debian:}
	case $version in
	*[!0-9.]*|'') die "'$version' is not a kernel version such as 7.2" ;;
	esac
	source=$cache/sources/debian-$version
	label=$1
	if [ ! -e "$source/Makefile" ]; then
		not_built "$1"
		mkdir -p "$cache/sources" || die "cannot write to $cache: free some space or set XDG_CACHE_HOME"
		with_lock sources provide_debian
	fi
	content=$(cat "$source/.debian-version")
	label="Linux $content of Debian"
	name=debian:$content
	place="$source $content"
}

# ---- a revision of a git tree

# git in the repository of somebody, where it reads objects and writes nothing; index and files are our own.
export_git() { GIT_OPTIONAL_LOCKS=0 GIT_INDEX_FILE=$source.index git -C "$repository" --work-tree="$source" "$@"; }

# A glob, which also matches what lies below, for each kind of file that unpack() leaves out.
left_out=$(set -f; for dir in $pruned; do printf ':(exclude)%s ' "$dir/*.[chSi]" "$dir/*.rst" "$dir/*.json"; done)

# Only files that differ are written, whatever stopped the last attempt, so that make finds only those changed.
provide_revision()
{
	step "bringing $label up to date"
	mkdir -p "$source" || die "cannot write to $cache/sources"
	echo "$repository" >"$source.of"
	rm -f "$source.index.lock"
	set -f
	said=$(exec 2>&1; export_git read-tree --reset "$commit" &&
		export_git ls-files -z -- . $left_out >"$source.list" &&
		export_git checkout-index -f -u -z --stdin <"$source.list" &&
		export_git ls-files -z --others >"$source.list") ||
		die "cannot take $commit out of $repository: $(printf '%s\n' "$said" | head -n 1)"
	set +f
	(cd "$source" && xargs -0r rm -f --) <"$source.list"
	rm -f "$source.list"
}

use_revision()
{
	folder=${1%@*} revision=${1##*@}
	command -v git >/dev/null || die "'git' is missing: apt-get install git"
	repository=$(git -C "$folder" rev-parse --show-toplevel 2>/dev/null) || die "$folder: not a tree of git"
	commit=$(git -C "$repository" rev-parse --verify --quiet "$revision^{commit}") ||
		die "$folder: git knows no revision '$revision'"
	content=$(git -C "$repository" rev-parse "$commit^{tree}")
	for file in $needed; do
		git -C "$repository" cat-file -e "$commit:$file" 2>/dev/null ||
			die "$1: not a Linux kernel tree (no $file)"
	done
	mkdir -p "$cache/sources" || die "cannot write to $cache: free some space or set XDG_CACHE_HOME"
	source=$cache/sources/git-$(echo "$repository" | digest)-$slot
	label="$revision of $folder"
	name=git:$(git -C "$repository" rev-parse --short=12 "$commit")
	place=$source
}

# ---- a folder

use_folder()
{
	source=$(cd "$1" 2>/dev/null && pwd) || die "$1: no such folder: give debian:VERSION or a kernel tree"
	for file in $needed; do
		[ -e "$source/$file" ] || die "$1: not a Linux kernel tree (no $file)"
	done
	label=$source
	name=$source
	place=$source
}
