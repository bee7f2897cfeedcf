# SPDX-License-Identifier: GPL-2.0-only

# Real drivers in a User-Mode Linux kernel.
noinst_LIBRARIES += libuml.a
libuml_a_SOURCES = harness/uml/uml.c harness/uml/uml.h
libuml_a_CPPFLAGS = $(AM_CPPFLAGS) -DUML_BUILDDIR='"$(abs_top_builddir)"' \
	-DUML_SRCDIR='"$(abs_top_srcdir)"' -DUML_DATADIR='"$(pkgdatadir)"'

# What kernel-build compiles into a kernel, installed as it lies here.
nobase_dist_pkgdata_SCRIPTS = harness/uml/kernel-build harness/uml/kernel-cache harness/uml/kernel-changes harness/kernel/probe/probe.sh
nobase_dist_pkgdata_DATA = \
	harness/errno_name.c harness/target.h harness/target_text.c harness/text.c harness/text.h \
	harness/wire/protocol.c harness/wire/protocol.h \
	harness/uml/Kbuild harness/uml/Kconfig harness/uml/boards/list \
	$(wildcard $(addprefix $(srcdir)/harness/, kernel/*.[ch] kernel/include/*.h kernel/probe/*.c \
		uml/boards/*.dts uml/boards/*.dtsi uml/config/*.config uml/emu/*.[ch] \
		uml/emu/hw/*.c uml/emu/selftest/*.[ch] uml/emu/wrap/*.[ch]))

check_PROGRAMS += harness/uml/tests/uml
TESTS += harness/uml/tests/kernel-build.sh harness/uml/tests/kernel-cache.sh harness/uml/tests/kernel-changes.sh \
	harness/uml/tests/selftest.sh harness/uml/tests/uml
EXTRA_DIST += harness/uml/tests/kernel-build.sh harness/uml/tests/kernel-cache.sh harness/uml/tests/kernel-changes.sh \
	harness/uml/tests/selftest.sh
harness_uml_tests_uml_SOURCES = harness/uml/tests/uml.c
harness_uml_tests_uml_LDADD = libuml.a libwire.a libharness.a $(UNIT_LIBS)
