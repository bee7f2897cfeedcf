# SPDX-License-Identifier: GPL-2.0-only

noinst_LIBRARIES += libharness.a
libharness_a_SOURCES = \
	harness/target.h \
	harness/text.c harness/text.h \
	harness/target_text.c harness/errno_name.c
