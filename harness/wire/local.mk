# SPDX-License-Identifier: GPL-2.0-only

# A target at the other end of a byte stream.
noinst_LIBRARIES += libwire.a
libwire_a_SOURCES = \
	harness/wire/process.c harness/wire/process.h \
	harness/wire/protocol.c harness/wire/protocol.h \
	harness/wire/serve.c harness/wire/serve.h \
	harness/wire/wire.c harness/wire/wire.h

check_PROGRAMS += harness/wire/tests/far-end harness/wire/tests/protocol harness/wire/tests/serve harness/wire/tests/wire
TESTS += harness/wire/tests/protocol harness/wire/tests/serve harness/wire/tests/wire
harness_wire_tests_far_end_SOURCES = harness/wire/tests/far-end.c
harness_wire_tests_far_end_LDADD = libwire.a libharness.a
harness_wire_tests_protocol_SOURCES = harness/wire/tests/protocol.c
harness_wire_tests_protocol_LDADD = libwire.a libharness.a $(UNIT_LIBS)
harness_wire_tests_serve_SOURCES = harness/wire/tests/serve.c
harness_wire_tests_serve_LDADD = libwire.a libharness.a $(UNIT_LIBS)
harness_wire_tests_wire_SOURCES = harness/wire/tests/wire.c
harness_wire_tests_wire_LDADD = libwire.a libharness.a $(UNIT_LIBS)

# Lines of the protocol as somebody hostile writes them.
FUZZERS += harness/wire/tests/protocol.fuzz
harness_wire_tests_protocol_fuzz_SOURCES = harness/wire/tests/fuzz-protocol.c
harness_wire_tests_protocol_fuzz_LDADD = libwire.a libharness.a $(FUZZ_LIBS)
harness_wire_tests_protocol_fuzz_LDFLAGS = $(FUZZ_LDFLAGS)
EXTRA_DIST += harness/wire/tests/protocol.corpus
