// SPDX-License-Identifier: GPL-2.0-only
/* check-spec.c - the command alone, for the tests of this room. */
#include "spec/check_spec.h"

int main(int argc, char **argv)
{
	return check_spec_main(argc, argv);
}
