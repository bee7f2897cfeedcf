# SPDX-License-Identifier: GPL-2.0-only

# Real drivers in a User-Mode Linux kernel.
noinst_LIBRARIES += libuml.a
libuml_a_SOURCES = harness/uml/uml.c harness/uml/uml.h
libuml_a_CPPFLAGS = $(AM_CPPFLAGS) -DUML_BUILDDIR='"$(abs_top_builddir)"' \
	-DUML_SRCDIR='"$(abs_top_srcdir)"' -DUML_DATADIR='"$(pkgdatadir)"'

# What kernel-build compiles into a kernel, installed as it lies here.
nobase_dist_pkgdata_SCRIPTS = harness/uml/kernel-build
nobase_dist_pkgdata_DATA = \
	harness/errno_name.c harness/target.h harness/target_text.c harness/text.c harness/text.h \
	harness/wire/protocol.c harness/wire/protocol.h \
	harness/kernel/agent.c harness/kernel/agent.h \
	harness/kernel/compat.h \
	harness/kernel/domains.c \
	harness/kernel/inject.c \
	harness/kernel/klog.c \
	harness/kernel/ops.c \
	harness/kernel/platform.h \
	harness/kernel/include/errno.h harness/kernel/include/libc.h harness/kernel/include/stdarg.h \
	harness/kernel/include/stdbool.h harness/kernel/include/stddef.h harness/kernel/include/stdint.h \
	harness/kernel/include/stdio.h harness/kernel/include/string.h \
	harness/uml/Kbuild harness/uml/Kconfig \
	harness/uml/boards/common.dtsi harness/uml/boards/omap.dts harness/uml/boards/rockchip.dts \
	harness/uml/config/base.config harness/uml/config/dma.config harness/uml/config/identity.config \
	harness/uml/emu/board.c harness/uml/emu/board.h \
	harness/uml/emu/dma.c \
	harness/uml/emu/emu.h \
	harness/uml/emu/memory.c \
	harness/uml/emu/mmio.c \
	harness/uml/emu/omap.c \
	harness/uml/emu/pipe.c \
	harness/uml/emu/providers.c \
	harness/uml/emu/rockchip.c \
	harness/uml/emu/tlb.c \
	harness/uml/emu/walk.c

check_PROGRAMS += harness/uml/tests/uml
TESTS += harness/uml/tests/kernel-build.sh harness/uml/tests/uml
EXTRA_DIST += harness/uml/tests/kernel-build.sh
harness_uml_tests_uml_SOURCES = harness/uml/tests/uml.c
harness_uml_tests_uml_LDADD = libuml.a libwire.a libharness.a $(UNIT_LIBS)
