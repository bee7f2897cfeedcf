# SPDX-License-Identifier: GPL-2.0-only
noinst_LIBRARIES += libsuite.a
SUITE_LIBS = libsuite.a $(REPORTS_LIBS) $(SPEC_LIBS) libharness.a

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
	suite/header.c suite/header.h \
	suite/isolate.c suite/isolate.h \
	suite/journal.c suite/journal.h \
	suite/outputs.c suite/output.h suite/output_summary.c suite/output_tap.c \
	suite/parcel.c suite/parcel.h \
	suite/progress.c suite/progress.h \
	suite/runner.c suite/runner.h suite/scout.c \
	suite/select.c suite/select.h \
	suite/spy.c suite/spy.h \
	suite/unknown.c suite/unknown.h \
	suite/worker.c suite/worker.h

# Its tests run a case runtime and a target that do as they are told.
RUNNER_TESTS = \
	suite/tests/campaign \
	suite/tests/expect \
	suite/tests/parcel \
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
suite_tests_parcel_SOURCES = suite/tests/parcel.c $(SUITE_FAKE)
suite_tests_parcel_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_runner_SOURCES = suite/tests/runner.c $(SUITE_FAKE)
suite_tests_runner_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_screen_SOURCES = suite/tests/screen.c $(SUITE_FAKE)
suite_tests_screen_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
suite_tests_select_SOURCES = suite/tests/select.c $(SUITE_FAKE)
suite_tests_select_LDADD = $(SUITE_LIBS) $(UNIT_LIBS)
