#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# planted-guests.sh: planted.sh for the drivers of servers, in guests of QEMU.
target=qemu
. "${top_srcdir:?run it by make check-planted-guests}/suite/tests/planted.sh"
