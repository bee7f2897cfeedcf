# SPDX-License-Identifier: GPL-2.0-only

# Kernels for the targets that boot one.
noinst_LIBRARIES += libbuild.a
libbuild_a_SOURCES = harness/build/kernels.c harness/build/kernels.h
libbuild_a_CPPFLAGS = $(AM_CPPFLAGS) -DKERNELS_BUILDDIR='"$(abs_top_builddir)"' \
	-DKERNELS_SRCDIR='"$(abs_top_srcdir)"' -DKERNELS_DATADIR='"$(pkgdatadir)"'

# What kernel-build is, and what it compiles into every kernel, installed as it lies here.
nobase_dist_pkgdata_SCRIPTS = harness/build/kernel-build harness/build/kernel-cache harness/build/kernel-changes \
	harness/build/module-build \
	harness/build/kernel-coverage harness/kernel/probe/probe.sh
nobase_dist_pkgdata_DATA = \
	harness/build/agent.sh harness/build/apt.sh harness/build/sources.sh \
	harness/errno_name.c harness/target.h harness/target_text.c harness/text.c harness/text.h \
	harness/wire/protocol.c harness/wire/protocol.h \
	$(wildcard $(addprefix $(srcdir)/harness/kernel/, *.[ch] include/*.h probe/*.c probe/Makefile.probe))

build_tests = harness/build/tests/kernel-build.sh harness/build/tests/kernel-cache.sh \
	harness/build/tests/kernel-changes.sh harness/build/tests/module-build.sh
TESTS += $(build_tests)
EXTRA_DIST += $(build_tests)
