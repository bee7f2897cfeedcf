# SPDX-License-Identifier: GPL-2.0-only
noinst_LIBRARIES += libreports.a
libreports_a_SOURCES = \
	reports/escape.c reports/escape.h \
	reports/record.c reports/record_read.c reports/record.h \
	reports/resume.c reports/resume.h

REPORTS_LIBS = libreports.a $(JANSSON_LIBS)

check_PROGRAMS += reports/tests/records
TESTS += reports/tests/records
reports_tests_records_SOURCES = reports/tests/records.c
reports_tests_records_LDADD = $(REPORTS_LIBS) $(UNIT_LIBS)
