# SPDX-License-Identifier: GPL-2.0-only

# Real drivers in a User-Mode Linux kernel.
noinst_LIBRARIES += libuml.a
libuml_a_SOURCES = harness/uml/uml.c harness/uml/uml.h

# What kernel-build compiles into a kernel, installed as it lies here.
nobase_dist_pkgdata_DATA += \
	harness/uml/platform.sh harness/uml/Kbuild harness/uml/Kconfig harness/uml/boards/list harness/uml/engine_regs.h \
	$(wildcard $(addprefix $(srcdir)/harness/uml/, boards/*.dts boards/*.dtsi config/*.config \
		coverage/*.c coverage/*.lds emu/*.[ch] \
		emu/hw/*.c emu/selftest/*.[ch] emu/wrap/*.[ch]))

check_PROGRAMS += harness/uml/tests/uml
TESTS += harness/uml/tests/selftest.sh harness/uml/tests/uml
EXTRA_DIST += harness/uml/tests/selftest.sh
harness_uml_tests_uml_SOURCES = harness/uml/tests/uml.c
harness_uml_tests_uml_LDADD = libuml.a libbuild.a libwire.a libharness.a $(UNIT_LIBS)
