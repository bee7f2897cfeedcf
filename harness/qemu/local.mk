# SPDX-License-Identifier: GPL-2.0-only

# Real drivers in guests of QEMU.
noinst_LIBRARIES += libqemu.a
libqemu_a_SOURCES = \
	harness/qemu/folder.c \
	harness/qemu/machine.c harness/qemu/machine.h \
	harness/qemu/program.c harness/qemu/program.h \
	harness/qemu/qemu.c harness/qemu/qemu.h

nobase_dist_pkgdata_SCRIPTS += harness/qemu/qemu-get
nobase_dist_pkgdata_DATA += harness/qemu/platform.sh \
	$(wildcard $(addprefix $(srcdir)/harness/qemu/, config/*.config machines/* parts/*))

check_PROGRAMS += harness/qemu/tests/machine harness/qemu/tests/fake-guest
TESTS += harness/qemu/tests/machine harness/qemu/tests/lies.sh
EXTRA_DIST += harness/qemu/tests/lies.sh harness/qemu/tests/machine.corpus
harness_qemu_tests_machine_SOURCES = harness/qemu/tests/machine.c
harness_qemu_tests_machine_LDADD = libqemu.a $(UNIT_LIBS)
harness_qemu_tests_fake_guest_SOURCES = harness/qemu/tests/fake-guest.c
harness_qemu_tests_fake_guest_LDADD = libmodel.a libwire.a libharness.a

# A machine file as somebody hostile writes it.
FUZZERS += harness/qemu/tests/machine.fuzz
harness_qemu_tests_machine_fuzz_SOURCES = harness/qemu/tests/fuzz-machine.c
harness_qemu_tests_machine_fuzz_LDADD = libqemu.a $(FUZZ_LIBS)
harness_qemu_tests_machine_fuzz_LDFLAGS = $(FUZZ_LDFLAGS)

# One guest in `make check`; all machines, and all cases on them, in `make check-guests`; bugs in their drivers, for which
# kernels are built, in `make check-planted-guests`.
check_PROGRAMS += harness/qemu/tests/qemu
TESTS += harness/qemu/tests/qemu harness/qemu/tests/guests.sh
EXTRA_DIST += harness/qemu/tests/guests.sh $(wildcard $(srcdir)/harness/qemu/tests/expect/*.expect)
harness_qemu_tests_qemu_SOURCES = harness/qemu/tests/qemu.c
harness_qemu_tests_qemu_LDADD = libqemu.a libbuild.a libwire.a libharness.a $(UNIT_LIBS)
check-guests:
	GUESTS=all $(MAKE) check TESTS='harness/qemu/tests/qemu harness/qemu/tests/guests.sh'
check-planted-guests:
	$(MAKE) check TESTS=suite/tests/planted-guests.sh
.PHONY: check-guests check-planted-guests
