# SPDX-License-Identifier: GPL-2.0-only
noinst_LIBRARIES += libreports.a
libreports_a_SOURCES = \
	reports/escape.c reports/escape.h \
	reports/record.c reports/record_read.c reports/record.h \
	reports/resume.c reports/resume.h \
	reports/to_json.c reports/to_json.h \
	reports/compare.c reports/compare_main.c reports/compare_write.c reports/compare.h \
	reports/difference.c reports/difference_text.c reports/difference.h \
	reports/matrix.c reports/matrix.h \
	reports/legend.c reports/legend.h \
	reports/plain.c reports/plain.h \
	reports/html.c reports/html_tables.c reports/html_rows.c reports/html_rules.c reports/html.h \
	reports/formats.c reports/format.h \
	reports/format_html.c \
	reports/format_json.c \
	reports/format_junit.c \
	reports/format_ktap.c \
	reports/format_markdown.c \
	reports/format_text.c \
	reports/report.c reports/report.h

# Style and script are written as such, and become strings.
REPORTS_INCS = reports/html_css.inc reports/html_js.inc
EXTRA_DIST += reports/html.css reports/html.js
BUILT_SOURCES += $(REPORTS_INCS)
CLEANFILES += $(REPORTS_INCS)
reports/format_html.$(OBJEXT): $(REPORTS_INCS)
reports/html_css.inc: reports/html.css
reports/html_js.inc: reports/html.js
$(REPORTS_INCS):
	$(AM_V_GEN)$(MKDIR_P) reports && name=`basename $@ .inc` && { echo "static const char $$name[] =" && \
		sed 's/["\\]/\\&/g; s/.*/"&\\n"/' $(srcdir)/reports/`echo $$name | tr _ .` && echo ';'; } > $@.tmp && \
		mv $@.tmp $@

REPORTS_LIBS = libreports.a $(JANSSON_LIBS)
dist_man_MANS += reports/iommu-conform-records.5

check_PROGRAMS += reports/tests/compare reports/tests/difference reports/tests/escape reports/tests/matrix reports/tests/records reports/tests/tool
TESTS += reports/tests/compare reports/tests/difference reports/tests/escape reports/tests/matrix reports/tests/records
reports_tests_compare_SOURCES = reports/tests/compare.c
reports_tests_compare_LDADD = $(REPORTS_LIBS) $(UNIT_LIBS)
reports_tests_difference_SOURCES = reports/tests/difference.c
reports_tests_difference_LDADD = $(REPORTS_LIBS) $(UNIT_LIBS)
reports_tests_escape_SOURCES = reports/tests/escape.c
reports_tests_escape_LDADD = $(REPORTS_LIBS) $(UNIT_LIBS)
reports_tests_matrix_SOURCES = reports/tests/matrix.c
reports_tests_matrix_LDADD = $(REPORTS_LIBS) $(UNIT_LIBS)
reports_tests_records_SOURCES = reports/tests/records.c
reports_tests_records_LDADD = $(REPORTS_LIBS) $(UNIT_LIBS)
reports_tests_tool_SOURCES = reports/tests/tool.c reports/tests/sample.c reports/tests/sample.h
reports_tests_tool_LDADD = $(REPORTS_LIBS)

TESTS += reports/tests/browser.sh reports/tests/formats.sh reports/tests/manual.sh
EXTRA_DIST += reports/tests/browser.sh reports/tests/formats.sh reports/tests/manual.sh
EXTRA_DIST += reports/tests/golden

FUZZERS += reports/tests/records.fuzz
reports_tests_records_fuzz_SOURCES = reports/tests/fuzz_records.c
reports_tests_records_fuzz_LDADD = $(REPORTS_LIBS) $(FUZZ_LIBS)
reports_tests_records_fuzz_LDFLAGS = $(FUZZ_LDFLAGS)
EXTRA_DIST += reports/tests/records.corpus
