# SPDX-License-Identifier: GPL-2.0-only
noinst_LIBRARIES += libsuite.a
SUITE_LIBS = libsuite.a $(REPORTS_LIBS) $(SPEC_LIBS) libharness.a
# What a program needs that runs the compiled spec.
RUN_LIBS = libsuite.a $(RULES_LIBS) $(REPORTS_LIBS) $(SPEC_LIBS) $(TARGET_LIBS)

# The runner: cases contained in children, and what becomes of their results.
expectationsdir = $(pkgdatadir)/expectations
dist_expectations_DATA = suite/expectations/README
libsuite_a_CPPFLAGS = $(AM_CPPFLAGS) -DEXPECTATIONSDIR='"$(expectationsdir)"'
libsuite_a_SOURCES = \
	suite/campaign.c suite/campaign.h \
	suite/choice.c suite/choice.h \
	suite/complain.c suite/command.h \
	suite/expect.c suite/expect.h \
	suite/finding.c suite/finding.h \
	suite/gate.c suite/gate.h \
	suite/header.c suite/header.h \
	suite/isolate.c suite/isolate.h \
	suite/journal.c suite/journal.h \
	suite/must.h \
	suite/options.c suite/options.h \
	suite/outputs.c suite/output.h suite/output_summary.c suite/output_tap.c \
	suite/parcel.c suite/parcel.h \
	suite/progress.c suite/progress.h \
	suite/repro.c suite/repro.h \
	suite/runner.c suite/runner.h suite/scout.c \
	suite/select.c suite/select.h \
	suite/simplify.c \
	suite/spy.c suite/spy.h \
	suite/store.c suite/store.h \
	suite/unknown.c suite/unknown.h \
	suite/worker.c suite/worker.h

# The case runtime: what run.h lists.
libsuite_a_SOURCES += \
	suite/bear.c suite/held.c suite/hoist.c suite/blame.c \
	suite/calibrate.c \
	suite/case.c suite/case.h \
	suite/dma.c \
	suite/during.c \
	suite/facts.c \
	suite/follow.c \
	suite/healthy.c \
	suite/judge.c \
	suite/letters.c \
	suite/observe.c \
	suite/perform.c \
	suite/points.c \
	suite/script.c suite/script.h \
	suite/possible.c \
	suite/run.h \
	suite/session.c \
	suite/sight.c \
	suite/spots.c

# Its test: a target that lies as it is told, and a spec of its own.
check_PROGRAMS += suite/tests/case
TESTS += suite/tests/case
EXTRA_DIST += suite/tests/tiny.rule
suite_tests_case_SOURCES = suite/tests/case.c suite/tests/liar.c suite/tests/liar.h
suite_tests_case_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)

# The command. A subcommand is one file here and one line in commands.c.
bin_PROGRAMS += iommu-conform
iommu_conform_SOURCES = suite/main.c suite/commands.c suite/command_script.c \
	suite/cmd_coverage.c suite/cmd_doctor.c suite/cmd_gate.c suite/cmd_kernel.c suite/cmd_list_cases.c suite/cmd_repro.c suite/cmd_matrix.c suite/cmd_rules.c suite/cmd_run.c suite/cmd_show.c
iommu_conform_LDADD = $(RUN_LIBS)

# Are the rules any good?
noinst_PROGRAMS += suite/mutation
suite_mutation_SOURCES = suite/mutation.c
suite_mutation_LDADD = $(RUN_LIBS)
.PHONY: mutation
mutation: suite/mutation
	./suite/mutation --full

BENCHES += suite/bench
suite_bench_SOURCES = suite/bench.c
suite_bench_LDADD = $(RUN_LIBS) $(CHECK_LIBS)

# The command as its users have it.
SUITE_SHELL = \
	suite/tests/cli.sh \
	suite/tests/contain.sh \
	suite/tests/coverage.sh \
	suite/tests/fewest.sh \
	suite/tests/matrix.sh \
	suite/tests/mutation.sh \
	suite/tests/planted.sh \
	suite/tests/publish.sh \
	suite/tests/reference.sh \
	suite/tests/resume.sh
TESTS += $(SUITE_SHELL)
EXTRA_DIST += $(SUITE_SHELL) suite/tests/planted-guests.sh suite/tests/planted-guests.list suite/tests/planted.list \
	suite/publish suite/detach suite/bench-selftest

check_PROGRAMS += suite/tests/check_reference
TESTS += suite/tests/check_reference
suite_tests_check_reference_SOURCES = suite/tests/check_reference.c
suite_tests_check_reference_LDADD = $(RUN_LIBS) $(UNIT_LIBS)

# The runner's tests run a case runtime and a target that do as they are told.
RUNNER_TESTS = \
	suite/tests/campaign \
	suite/tests/expect \
	suite/tests/gate \
	suite/tests/parcel \
	suite/tests/repro \
	suite/tests/runner \
	suite/tests/screen \
	suite/tests/select
check_PROGRAMS += $(RUNNER_TESTS)
TESTS += $(RUNNER_TESTS)
SUITE_FAKE = suite/tests/fake.c suite/tests/fake.h
suite_tests_campaign_SOURCES = suite/tests/campaign.c $(SUITE_FAKE)
suite_tests_campaign_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_expect_SOURCES = suite/tests/expect.c $(SUITE_FAKE)
suite_tests_expect_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_gate_SOURCES = suite/tests/gate.c $(SUITE_FAKE)
suite_tests_gate_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_parcel_SOURCES = suite/tests/parcel.c $(SUITE_FAKE)
suite_tests_parcel_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_repro_SOURCES = suite/tests/repro.c $(SUITE_FAKE)
suite_tests_repro_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_runner_SOURCES = suite/tests/runner.c $(SUITE_FAKE)
suite_tests_runner_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_screen_SOURCES = suite/tests/screen.c $(SUITE_FAKE)
suite_tests_screen_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_select_SOURCES = suite/tests/select.c $(SUITE_FAKE)
suite_tests_select_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
