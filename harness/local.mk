# SPDX-License-Identifier: GPL-2.0-only

dist_man_MANS += harness/iommu-conform-targets.7

noinst_LIBRARIES += libharness.a
libharness_a_SOURCES = \
	harness/target.h \
	harness/text.c harness/text.h \
	harness/target_text.c harness/errno_name.c

# The targets of this build. Who runs them links $(TARGET_LIBS).
noinst_LIBRARIES += libtargets.a
libtargets_a_SOURCES = harness/target_list.c
TARGET_LIBS = libtargets.a libmodel.a libiommufd.a libqemu.a libuml.a libbuild.a libwire.a libharness.a
include harness/model/local.mk
include harness/wire/local.mk
include harness/build/local.mk
include harness/iommufd/local.mk
include harness/agent/local.mk
include harness/qemu/local.mk
include harness/uml/local.mk

check_PROGRAMS += harness/tests/text
TESTS += harness/tests/text
harness_tests_text_SOURCES = harness/tests/text.c
harness_tests_text_LDADD = libharness.a $(UNIT_LIBS)
