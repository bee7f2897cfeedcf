#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bootstrap, in a tree of its own where apt-get, dpkg-query, autoreconf, configure and make are stand-ins.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"

cd "$scratch" || exit 1
mkdir bin tree
cp "$top_srcdir/bootstrap" tree
PATH=$scratch/bin:$PATH

# stand_in NAME: a command that notes its arguments, then does what standard input says.
stand_in() {
	{ echo '#!/bin/sh'; echo "echo \"$1 \$*\" >> '$scratch/calls'"; cat; } > "bin/$1"
	chmod +x "bin/$1"
}
stand_in dpkg-query <<'END'
shift 3
for p; do
	[ "$p" != bison ] || [ -e "${0%/*}/installed" ] || continue
	echo "$p installed"
done
END
stand_in id <<'END'
echo 0
END
stand_in apt-get <<'END'
case $* in *" install "*) touch "${0%/*}/installed" ;; esac
END
stand_in autoreconf <<'END'
cat > configure <<'CONFIGURE'
#!/bin/sh
echo "configure $*" >> ../../calls
touch Makefile
CONFIGURE
chmod +x configure
touch Makefile.in
END
stand_in make <<'END'
printf '#!/bin/sh\necho "command $*"\n' > "$2/iommu-conform"
chmod +x "$2/iommu-conform"
case $* in
*check) printf '# TOTAL: 9\n# PASS:  3\n# SKIP:  2\n# XFAIL: %d\n# FAIL:  %d\n# XPASS: 0\n# ERROR: 0\n' "${KNOWN:-0}" "${BAD:-0}" > "$2/test-suite.log"
	exit "${BAD:-0}" ;;
esac
END
called() { grep -q "^$1" calls || { cat calls; return 1; }; }

ok "wants a command" fails 2 tree/bootstrap
ok "refuses an unknown command" fails 2 tree/bootstrap nonsense
ok "refuses two commands" fails 2 tree/bootstrap matrix check
ok "refuses an unknown option" fails 2 tree/bootstrap --nonsense matrix
ok "refuses an option without its folder" fails 2 tree/bootstrap matrix --build
ok "helps" prints "Usage: ./bootstrap" tree/bootstrap --help

echo bison > wanted
missing() { tree/bootstrap --no-install matrix || [ $? -eq 2 ]; }
ok "--no-install prints what is missing" same wanted missing
ok "--no-install exits with 2 if something is" fails 2 tree/bootstrap --no-install matrix
ok "--no-install touches nothing" test ! -e tree/build

stand_in id <<'END'
echo 1000
END
stand_in sudo <<'END'
exit 1
END
ok "without the right to install says what to run" prints "as root run: apt-get install --no-install-recommends bison" \
	sh -c 'tree/bootstrap matrix; [ $? -eq 2 ]'
stand_in sudo <<'END'
[ "$1" != -n ] || shift
exec "$@"
END
ok "installs with sudo, configures, builds, runs" prints "command matrix --output-dir build --target model" \
	tree/bootstrap --prefix /usr matrix
ok "installed what was missing, only that" called "apt-get .* install --no-install-recommends bison *$"
ok "passed the prefix on" called "configure -q --prefix=/usr"

: > calls
ok "a second run builds at once" prints "command matrix --output-dir build --target model" tree/bootstrap matrix
ok "neither installs nor configures again" sh -c '! grep -E "^(apt-get|autoreconf|configure)" calls'
ok "counts the tests" prints "3 passed, 0 failed, 2 skipped" tree/bootstrap check
ok "counts what is known to fail apart" prints "3 passed, 0 failed, 2 skipped, 1 failed as expected" \
	env KNOWN=1 tree/bootstrap check
ok "fails when a test does" fails 1 env BAD=1 tree/bootstrap check
last_line() { tree/bootstrap check 2>/dev/null | tail -n 1; }
echo "3 passed, 0 failed, 2 skipped" > wanted
ok "the count is the last line" same wanted last_line

stand_in make <<'END'
echo "spec/x.c:1: error: no such thing"
exit 2
END
ok "shows why a build failed" prints "no such thing" sh -c 'tree/bootstrap matrix; [ $? -eq 2 ]'
finish
