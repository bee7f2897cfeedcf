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
	spec/check_conflicts.c \
	spec/check_guards.c \
	spec/check_names.c \
	spec/check_outcomes.c \
	spec/check_rules.c \
	spec/check_search.c \
	spec/check_sources.c \
	spec/check_spec.c spec/check_spec.h \
	spec/check_states.c \
	spec/checks.c spec/checks.def spec/checks.h \
	spec/explore.c spec/explore.h \
	spec/sources.c spec/sources.h

# What a spec means: values, worlds, the oracle. The compiled rules need no more than this.
noinst_LIBRARIES += liboracle.a
liboracle_a_SOURCES = \
	spec/bind.c spec/bind.h \
	spec/compiled.h \
	spec/oracle.c spec/oracle.h spec/oracle_inner.h \
	spec/oracle_effect.c \
	spec/oracle_match.c \
	spec/rule.c spec/rule.h \
	spec/value.c spec/value.h \
	spec/world.c spec/world.h

# The planner and the emitter.
libspec_a_SOURCES += \
	spec/cases.c spec/cases.h \
	spec/emit.c spec/emit.h \
	spec/emit_expr.c spec/emit_expr.h \
	spec/eval.c spec/eval.h \
	spec/expr.c spec/expr.h \
	spec/lower.c spec/lower.h spec/lower_inner.h \
	spec/lower_candidates.c \
	spec/lower_dims.c \
	spec/lower_expr.c \
	spec/lower_vocabulary.c \
	spec/plan.c spec/plan.h spec/plan_inner.h \
	spec/plan_aim.c \
	spec/plan_apply.c \
	spec/plan_cover.c \
	spec/plan_hash.c \
	spec/plan_memory.c \
	spec/plan_moves.c \
	spec/plan_replay.c \
	spec/plan_search.c \
	spec/plan_state.c \
	spec/specimen.c spec/specimen.h

# The language and its checks under test.
check_PROGRAMS += spec/tests/check-spec spec/tests/each-check spec/tests/language spec/tests/sarif
TESTS += spec/tests/each-check spec/tests/check-spec.sh spec/tests/language spec/tests/sarif
spec_tests_check_spec_SOURCES = spec/tests/check-spec.c
spec_tests_check_spec_LDADD = $(SPEC_LIBS)
spec_tests_each_check_SOURCES = spec/tests/checks.c
spec_tests_each_check_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_language_SOURCES = spec/tests/language.c
spec_tests_language_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_sarif_SOURCES = spec/tests/sarif.c
spec_tests_sarif_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)

# What a spec means, under test.
MEANING_TESTS = spec/tests/bind spec/tests/compiled spec/tests/lower spec/tests/oracle spec/tests/plan spec/tests/value spec/tests/world
check_PROGRAMS += $(MEANING_TESTS)
TESTS += $(MEANING_TESTS)
SMALL_SPEC = spec/tests/small.c spec/tests/small.h
spec_tests_bind_SOURCES = spec/tests/bind.c $(SMALL_SPEC)
spec_tests_bind_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_compiled_SOURCES = spec/tests/compiled.c
spec_tests_compiled_LDADD = $(RULES_LIBS) $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_lower_SOURCES = spec/tests/lower.c $(SMALL_SPEC)
spec_tests_lower_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_plan_SOURCES = spec/tests/plan.c $(SMALL_SPEC)
spec_tests_plan_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_oracle_SOURCES = spec/tests/oracle.c $(SMALL_SPEC)
spec_tests_oracle_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_value_SOURCES = spec/tests/value.c
spec_tests_value_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)
spec_tests_world_SOURCES = spec/tests/world.c
spec_tests_world_LDADD = $(SPEC_LIBS) $(UNIT_LIBS)

FUZZERS += spec/tests/spec.fuzz
spec_tests_spec_fuzz_SOURCES = spec/tests/fuzz-spec.c
spec_tests_spec_fuzz_LDADD = $(SPEC_LIBS) $(FUZZ_LIBS)
spec_tests_spec_fuzz_LDFLAGS = $(FUZZ_LDFLAGS)
EXTRA_DIST += spec/tests/check-spec.sh spec/tests/checks spec/tests/golden spec/tests/spec.corpus

dist_man_MANS += spec/iommu-conform-spec.5

SPEC_LIBS = libspec.a liboracle.a $(JANSSON_LIBS) $(LIBMD_LIBS)
BUILT_SOURCES += spec/parser.h
spec/libspec_a-lexer.$(OBJEXT): spec/parser.h

# The spec itself, and the C that is made of it. A file of rules more is one word more here, and one below.
RULES = spec/rules/vocabulary.rule \
	spec/rules/alloc.rule spec/rules/attach.rule spec/rules/coherency.rule spec/rules/concurrency.rule \
	spec/rules/dirty.rule spec/rules/domain.rule spec/rules/fault.rule spec/rules/geometry.rule \
	spec/rules/ioas.rule spec/rules/iopf.rule spec/rules/iova_to_phys.rule spec/rules/map.rule \
	spec/rules/nesting.rule spec/rules/own.rule spec/rules/pasid.rule spec/rules/reserved.rule \
	spec/rules/reset.rule spec/rules/resources.rule spec/rules/tlb.rule spec/rules/unmap.rule spec/rules/vfio.rule
rulesdir = $(pkgdatadir)/rules
dist_rules_DATA = $(RULES) spec/rules/cases.list

noinst_PROGRAMS += speccompile
speccompile_SOURCES = spec/compile.c
speccompile_LDADD = $(SPEC_LIBS)

noinst_LIBRARIES += librules.a
librules_a_SOURCES = \
	spec/gen/vocabulary.c spec/gen/vocabulary.h \
	spec/gen/alloc.c spec/gen/attach.c spec/gen/coherency.c spec/gen/concurrency.c spec/gen/dirty.c \
	spec/gen/domain.c spec/gen/fault.c spec/gen/geometry.c spec/gen/ioas.c spec/gen/iopf.c \
	spec/gen/iova_to_phys.c spec/gen/map.c spec/gen/nesting.c spec/gen/own.c spec/gen/pasid.c \
	spec/gen/reserved.c spec/gen/reset.c spec/gen/resources.c spec/gen/tlb.c spec/gen/unmap.c spec/gen/vfio.c
RULES_LIBS = librules.a liboracle.a
BUILT_SOURCES += spec/gen/vocabulary.h
CLEANFILES += $(librules_a_SOURCES) spec/gen/stamp

# The recipe makes make look at the files' new times; and a file that somebody deleted comes back.
$(librules_a_SOURCES): spec/gen/stamp
	@test -f $@ || { rm -f spec/gen/stamp && $(MAKE) $(AM_MAKEFLAGS) spec/gen/stamp; }
spec/gen/stamp: $(RULES) speccompile$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) spec/gen && out=`pwd`/spec/gen && tool=`pwd`/speccompile$(EXEEXT) && \
		(cd $(srcdir) && "$$tool" -o "$$out" $(RULES)) && touch $@

# The names of the cases are committed: a rule that renames one shows it.
.PHONY: update-cases
update-cases: speccompile$(EXEEXT)
	tool=`pwd`/speccompile$(EXEEXT) && cd $(srcdir) && "$$tool" $(RULES) > spec/rules/cases.list
