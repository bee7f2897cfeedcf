# SPDX-License-Identifier: GPL-2.0-only
AM_YFLAGS = -d -Wno-yacc

# The spec language: text in, struct spec out, and what is wrong with it.
noinst_LIBRARIES += libspec.a
libspec_a_CPPFLAGS = $(AM_CPPFLAGS) \
	-DSPEC_RULES_DIR='"$(pkgdatadir)/rules"' -DSPEC_RULES_SRCDIR='"$(abs_top_srcdir)/spec/rules"'
libspec_a_SOURCES = \
	spec/diag.c spec/diag.h \
	spec/diag_sarif.c \
	spec/lexer.l \
	spec/load.c spec/load.h \
	spec/parser.y \
	spec/resolve.c spec/resolve.h \
	spec/resolve_body.c \
	spec/resolve_demand.c \
	spec/resolve_expr.c \
	spec/resolve_form.c \
	spec/resolve_head.c \
	spec/resolve_rule.c \
	spec/spec.h \
	spec/syntax.c spec/syntax.h

# Its checks.
libspec_a_SOURCES += \
	spec/check_guards.c \
	spec/check_names.c \
	spec/check_rules.c \
	spec/check_sources.c \
	spec/check_spec.c spec/check_spec.h \
	spec/check_states.c \
	spec/checks.c spec/checks.def spec/checks.h \
	spec/sources.c spec/sources.h

# What a spec means: values, worlds, the oracle, the planner, the emitter.
libspec_a_SOURCES += \
	spec/value.c spec/value.h

SPEC_LIBS = libspec.a $(JANSSON_LIBS) $(LIBMD_LIBS)
BUILT_SOURCES += spec/parser.h
