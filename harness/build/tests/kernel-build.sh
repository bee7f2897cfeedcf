#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kernel-build on a tree that only looks like a kernel: no network, no kernel, no minutes.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cmd=$top_srcdir/harness/build/kernel-build
XDG_CACHE_HOME=$scratch/cache
export XDG_CACHE_HOME

# A tree whose Makefile does what kernel-build expects of one, and fails where it is told to.
tree=$scratch/linux
mkdir -p "$tree/arch/um/include" "$tree/arch/x86/include/generated" "$tree/drivers/iommu" "$tree/include/generated"
echo 'menu "UML"' > "$tree/arch/um/Kconfig"
echo 'obj-y += iommu.o' > "$tree/drivers/iommu/Makefile"
echo 'int iommu;' > "$tree/drivers/iommu/iommu.c"
echo 'CONFIG_STALE=y' > "$tree/.config"
echo 'stale' > "$tree/include/generated/stale.h"
cat > "$tree/Makefile" <<'END'
allnoconfig:
	cp $(KCONFIG_ALLCONFIG) $(O)/.config
linux:
	@echo '  CC      drivers/iommu/iommu.o'
	@if grep -q broken drivers/iommu/iommu.c; then echo 'iommu.c:1:5: error: this is broken'; exit 1; fi
	@test ! -e include/generated && test ! -e .config
	@grep -q conform/ drivers/iommu/Makefile && grep -q conform/Kconfig arch/um/Kconfig
	@test -e drivers/iommu/conform/harness/kernel/agent.c && test -e drivers/iommu/conform/Makefile
	@mkdir -p $(O)/scripts/dtc
	@printf '#!/bin/sh\nwhile [ "$$1" != -o ]; do shift; done\necho dtb > "$$2"\n' > $(O)/scripts/dtc/dtc
	@chmod +x $(O)/scripts/dtc/dtc
	@echo built >> $(O)/times
	@cat drivers/iommu/iommu.c > $(O)/linux
END

snapshot() { (cd "$tree" && find . -type f -exec ls -l --time-style=full-iso {} + -exec cat {} +); }
two_at_once() {
	"$cmd" "$tree" dma > "$scratch/one" & one=$!
	"$cmd" "$tree" dma > "$scratch/two" & two=$!
	wait $one && wait $two && cmp "$scratch/one" "$scratch/two" && [ -s "$(cat "$scratch/one")/linux" ]
}
result() { "$cmd" "$tree" identity 2>/dev/null; }

ok "tells how it is used" prints "usage: kernel-build" "$cmd" --help
ok "wants a source and a configuration" fails 2 "$cmd" debian:7.2
ok "knows its options" fails 1 "$cmd" --fast debian:7.2 identity
ok "wants a number of jobs" fails 1 "$cmd" --jobs many "$tree" identity
ok "refuses a version that is none" fails 1 "$cmd" debian:sid identity
ok "refuses a configuration that is none" fails 1 "$cmd" debian:7.2 nonsense
ok "refuses the part that all configurations share" fails 1 "$cmd" debian:7.2 base
ok "refuses a folder that is not there" fails 1 "$cmd" "$scratch/nowhere" identity
ok "refuses a folder that is no kernel" fails 1 "$cmd" "$scratch" identity
ok "finds nothing where nothing is built" fails 1 "$cmd" --path debian:7.2 identity
if command -v bc >/dev/null && command -v flex >/dev/null && command -v bison >/dev/null; then
	ok "says how to build it" prints "run $cmd debian:7.2 identity" \
		sh -c "'$cmd' --report --path debian:7.2 identity || :"
else
	ok "says what to install first" prints "apt-get install" sh -c "'$cmd' --report --path debian:7.2 identity || :"
fi
ok "refuses a part of a configuration alone" fails 1 "$cmd" debian:7.2 checked
ok "refuses a part that is none" fails 1 "$cmd" debian:7.2 identity-nonsense
ok "needs a place to write to" fails 1 env XDG_CACHE_HOME=/dev/null "$cmd" "$tree" identity

snapshot > "$scratch/before"
ok "builds a tree" "$cmd" "$tree" identity
first=$(result)
ok "does not build it again" test "$(cat "$XDG_CACHE_HOME"/iommu-conform/trees/*/obj/times)" = built
ok "finds what is built" test "$("$cmd" --path "$tree" identity)" = "$first"
ok "leaves the kernel" test -s "$first/linux"
ok "leaves a device tree for each board" test -s "$first/rockchip.dtb" -a -s "$first/omap.dtb"
ok "says what it was built from" grep -qx "$tree" "$first/source"
snapshot > "$scratch/after"
ok "does not touch the tree" cmp "$scratch/before" "$scratch/after"

echo 'int iommu = 2;' > "$tree/drivers/iommu/iommu.c"
ok "tells another kernel by its content" test "$(result)" != "$first"
ok "lets two builders at it" two_at_once

echo 'broken' > "$tree/drivers/iommu/iommu.c"
ok "fails with the compiler" fails 1 "$cmd" "$tree" identity
ok "shows the first error and the log" prints "iommu.c:1:5: error: this is broken (log: $XDG_CACHE_HOME" \
	sh -c "'$cmd' --report '$tree' identity 2>/dev/null || :"

echo 'int iommu = 7;' > "$tree/drivers/iommu/iommu.c"
mkdir "$scratch/full" "$scratch/apt"
cat > "$scratch/full/cp" <<'END'
#!/bin/sh
case $1 in */linux) echo "cp: No space left on device" >&2; exit 1 ;; esac
exec /bin/cp "$@"
END
chmod +x "$scratch/full/cp"
on_a_full_disk() { PATH=$scratch/full:$PATH "$cmd" --report "$tree" identity-checked 2>/dev/null || :; }
ok "says that the disk is full" prints "kernels: free some space or set XDG_CACHE_HOME" on_a_full_disk
ok "leaves nothing half done" sh -c "! ls -d '$XDG_CACHE_HOME'/iommu-conform/kernels/tmp.*"
cp "$tree/Makefile" "$scratch/Makefile"
sed -i 's/^linux:/linux: full\nfull:\n\t@echo "error writing to x.o: No space left on device"; exit 1\n/' "$tree/Makefile"
ok "also while it compiles" prints "error writing to x.o: No space left on device (log: $XDG_CACHE_HOME" \
	sh -c "'$cmd' --report '$tree' identity 2>/dev/null || :"
cp "$scratch/Makefile" "$tree/Makefile"

# Debian's archive as it can be: out of reach, or with a package of a name that begins like the one that is wanted.
cat > "$scratch/apt/apt-get" <<'END'
#!/bin/sh
for arg; do
	case $arg in Dir::State::lists=*) lists=${arg#*=} ;; esac
done
[ -n "$OFFLINE" ] || touch "$lists/archive_Packages"
echo "W: Could not resolve the name of the archive"
END
printf '#!/bin/sh\necho linux-source-6.12\n' > "$scratch/apt/apt-cache"
chmod +x "$scratch/apt"/*
in_archive() { PATH=$scratch/apt:$PATH OFFLINE=${2:-} "$cmd" --report "debian:$1" identity 2>/dev/null || :; }
if grep -rqs "$(. /etc/os-release && echo "${VERSION_CODENAME:-none}")" /etc/apt/sources.list /etc/apt/sources.list.d; then
	ok "says that the archive cannot be reached" \
		prints "cannot reach the Debian archive: W: Could not resolve" in_archive 6.1 yes
	ok "takes 6.12 for no 6.1" prints "no linux-source-6.1 in Debian" in_archive 6.1
else
	skip "says that the archive cannot be reached" "no apt source of this release"
fi

# The same tree with a history: revisions are built without a change to the repository or its files.
in_git() { git -C "$tree" -c user.name=x -c user.email=x@localhost "$@"; }
revision() { "$cmd" --slot "${2:-base}" "$tree@$1" identity 2>/dev/null; }
times_built() { cat "$XDG_CACHE_HOME"/iommu-conform/trees/*/obj/times | wc -l; }
with_content() { kernel=$(revision "$1") && [ "$(cat "$kernel/linux")" = "int iommu = $2;" ]; }
only_the_change() {
	exported=$(echo "$XDG_CACHE_HOME"/iommu-conform/sources/git-*-base)
	touch -d '2001-01-01' "$exported/Makefile" "$exported/drivers/iommu/iommu.c"
	GIT_INDEX_FILE=$exported.index git -C "$tree" --work-tree="$exported" update-index --refresh
	revision "$1"
	[ -n "$(find "$exported/drivers/iommu/iommu.c" -newer "$exported/Makefile")" ] || return 1
	case $(date -r "$exported/Makefile") in *2001*) ;; *) return 1 ;; esac
}
if command -v git > /dev/null; then
	git init -q "$tree"
	for i in 1 2 3; do
		echo "int iommu = $i;" > "$tree/drivers/iommu/iommu.c"
		[ $i = 3 ] || echo 'int gone;' > "$tree/drivers/iommu/gone.c"
		in_git add -A -f . && in_git commit -q -m "$i" && in_git tag "v$i"
		rm -f "$tree/drivers/iommu/gone.c"
	done
	snapshot > "$scratch/before"
	ok "builds a revision" with_content v1 1
	ok "builds another one" with_content v2 2
	times=$(times_built)
	ok "knows a revision that was built" with_content v1 1
	ok "and by any name" with_content 'HEAD~2' 1
	ok "does not build it again" test "$(times_built)" = "$times"
	ok "writes only files that changed" only_the_change v3
	ok "takes away what is gone" sh -c "! ls '$XDG_CACHE_HOME'/iommu-conform/sources/git-*-base/drivers/iommu/gone.c"
	ok "keeps a tree for each slot" revision v1 head
	ok "says which revision it was" grep -q "^git:$(in_git rev-parse --short=12 v3)$" "$(revision v3)/source"
	snapshot > "$scratch/after"
	ok "does not touch the repository" cmp "$scratch/before" "$scratch/after"
	ok "refuses a revision that is none" fails 1 "$cmd" "$tree@v9" identity
	ok "refuses a revision of no repository" fails 1 "$cmd" "$scratch@v1" identity
	ok "refuses a slot that is no name" fails 1 "$cmd" --slot ../x "$tree@v1" identity
else
	skip "builds a revision" "no git"
fi
finish
