// SPDX-License-Identifier: GPL-2.0-only
/* Machine files: what is understood, and what is said of those that are not. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build-aux/unit.h"
#include "harness/qemu/machine.h"

static struct machine m;
static char why[512];

static char *read_part(const char *name, void *ctx)
{
	(void)ctx;
	if (!strcmp(name, "endless"))
		return strdup("include endless\n");
	if (!strcmp(name, "wrong"))
		return strdup("\n\nnonsense here\n");
	return strcmp(name, "pc") ? NULL : strdup("# a part\narch x86_64\nqemu -machine q35\nappend quiet\n");
}

static bool parse(const char *text)
{
	*why = '\0';
	return machine_parse(&m, "machines/test", text, read_part, NULL, why, sizeof(why));
}

START_TEST(machine_is_understood)
{
	ck_assert_msg(parse("# a comment\n\ninclude pc\ndriver drivers/iommu/x drivers/iommu/y.c\n"
			    "qemu\t-device  x,a=b \nneeds 10.2\nappend x=on\nlacks dma\nnote It is slow.\n"), "%s", why);
	ck_assert_str_eq(m.name, "test");
	ck_assert_str_eq(m.arch, "x86_64");
	ck_assert_uint_eq(m.needs, 10 * VERSION_MAJOR + 2);
	ck_assert_uint_eq(m.nargs, 4);
	ck_assert_str_eq(m.args[1].text, "q35");
	ck_assert_str_eq(m.args[3].text, "x,a=b");
	ck_assert_str_eq(m.append, "quiet x=on");
	ck_assert_str_eq(m.lacks, "dma");
	ck_assert_str_eq(m.note, "It is slow.");
	ck_assert_str_eq(m.driver, "drivers/iommu/x drivers/iommu/y.c");
}
END_TEST

START_TEST(arguments_are_of_versions)
{
	ck_assert_msg(parse("arch arm64\nqemu -a\nqemu<11 -b\nqemu>=11.1 -c\n"), "%s", why);
	ck_assert_uint_eq(m.args[0].from, 0);
	ck_assert_uint_eq(m.args[0].until, UINT_MAX);
	ck_assert_uint_eq(m.args[1].until, 11 * VERSION_MAJOR);
	ck_assert_uint_eq(m.args[2].from, 11 * VERSION_MAJOR + 1);
	ck_assert_uint_eq(machine_version("10.0.2"), 10 * VERSION_MAJOR);
	ck_assert_uint_eq(machine_version("7"), 7 * VERSION_MAJOR);
	ck_assert_uint_eq(machine_version("1000"), 0);
	ck_assert_uint_eq(machine_version("-1"), 0);
	ck_assert_uint_eq(machine_version(""), 0);
}
END_TEST

static const struct { const char *text, *why; } errors[] = {
	{ "arch x86_64\nfoo bar\n", "machines/test:2: 'foo' is no word of a machine" },
	{ "arch\n", "machines/test:1: 'arch' says nothing" },
	{ "arch vax\n", "machines/test:1: no architecture 'vax'" },
	{ "\n\nneeds new\n", "machines/test:3: 'new' is no version of QEMU" },
	{ "qemu=10 -x\n", "machines/test:1: 'qemu=10': write qemu, qemu<VERSION or qemu>=VERSION" },
	{ "qemu< -x\n", "machines/test:1: 'qemu<'" },
	{ "include nix\n", "machines/test:1: there is no part 'nix'" },
	{ "include ../machines/x\n", "machines/test:1: there is no part '../machines/x'" },
	{ "include endless\n", "parts/endless:1: parts include each other" },
	{ "include wrong\n", "parts/wrong:3: 'nonsense' is no word" },
	{ "qemu -x\n", "machines/test: a machine wants a line 'arch'" },
	{ "arch s390\n", "machines/test: a machine wants a line 'qemu'" },
	{ "", "machines/test: a machine wants a line 'arch'" },
};

START_TEST(error_says_where)
{
	ck_assert(!parse(errors[_i].text));
	ck_assert_msg(!strncmp(why, errors[_i].why, strlen(errors[_i].why)), "%s", why);
}
END_TEST

START_TEST(too_much_is_refused)
{
	static char text[20000];
	unsigned int i;

	strcpy(text, "note ");
	memset(text + 5, 'x', 600);
	ck_assert(!parse(text));
	ck_assert_str_eq(why, "machines/test:1: the line is too long");
	*text = '\0';
	for (i = 0; i < 20; i++)
		strcat(text, "note of 20 bytes, or so\n");
	ck_assert(!parse(text));
	ck_assert_msg(strstr(why, "too much of it") != NULL, "%s", why);
	strcpy(text, "arch s390\n");
	for (i = 0; i < 70; i++)
		strcat(text, "qemu -x\n");
	ck_assert(!parse(text));
	ck_assert_str_eq(why, "machines/test:66: too many arguments of QEMU");
}
END_TEST

/* All that we ship. */
START_TEST(machines_are_right)
{
	const char *root = getenv("top_srcdir") ? getenv("top_srcdir") : ".", *name;
	unsigned int n;

	for (n = 0; (name = machine_list(root, n)); n++) {
		ck_assert_msg(machine_load(&m, root, name, why, sizeof(why)), "%s", why);
		ck_assert_str_eq(m.name, name);
		ck_assert_msg(*m.driver != '\0', "%s: what is its driver?", name);
	}
	ck_assert_uint_ge(n, 9);
	ck_assert(!machine_load(&m, root, "../parts/x86", why, sizeof(why)));
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&machine_is_understood, &arguments_are_of_versions, &too_much_is_refused, &machines_are_right, NULL
	};
	Suite *suite = unit_suite("machine", tests);
	TCase *tc = tcase_create("errors");

	tcase_add_loop_test(tc, error_says_where, 0, sizeof(errors) / sizeof(errors[0]));
	suite_add_tcase(suite, tc);
	return unit_main(suite, NULL);
}
