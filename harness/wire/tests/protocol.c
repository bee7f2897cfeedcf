// SPDX-License-Identifier: GPL-2.0-only
/* Lines of the protocol: what is printed is parsed again, what is wrong is said. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "build-aux/unit.h"
#include "harness/text.h"
#include "harness/wire/protocol.h"

static char why[256], line[WIRE_LINE];

START_TEST(description_comes_back)
{
	static struct description d, again;
	unsigned int n;
	int i;

	snprintf(d.driver, sizeof(d.driver), "rockchip");
	snprintf(d.remarks, sizeof(d.remarks), "paging off means bypass");
	for (i = 0; i < TARGET_DEVICES; i++) {
		snprintf(d.dev[i].name, sizeof(d.dev[i].name), "v%d", i);
		d.dev[i].instance = i;
		d.dev[i].translated = i & 1;
		if (i % 2)
			d.dev[i].region[0] = (struct region){ i % (REGION_SW_MSI + 1), i, UINT64_MAX };
		d.dev[i].enforces = i & 1;
		d.dev[i].max_pasids = i & 4 ? 1u << 20 : 0;
		d.dev[i].held = i & 2;
		d.dev[i].reach_first = i & 2 ? 0x1000 : 0;
		d.dev[i].reach_last = i & 2 ? UINT64_MAX : 0;
	}
	d.ndevs = TARGET_DEVICES;
	snprintf(d.interface, sizeof(d.interface), "iommufd");
	for (i = 0; i < 4; i++)
		d.ram[i] = (struct seg){ .paddr = (uint64_t)i << 40, .size = 1ull << 32 };
	d.free_ram = (struct seg){ .paddr = 0x1000, .size = UINT64_MAX };
	d.fingerprint = UINT64_MAX;
	for (i = 0; i < TARGET_NR_OPS; i++)
		target_list_add(d.can, sizeof(d.can), target_ops[i].name);
	target_list_add(d.has, sizeof(d.has), "identity");
	for (n = 0; description_print(&d, n, line, sizeof(line)); n++)
		ck_assert_msg(!description_parse(line, &again, why, sizeof(why)), "%s: %s", line, why);
	ck_assert_mem_eq(&d, &again, sizeof(d));
}
END_TEST

START_TEST(list_that_is_full_says_so)
{
	static struct description d;
	int i, ret = 0;

	for (i = 0; i < 300 && !ret; i++) {
		snprintf(line, sizeof(line), "can name-%d", i);
		ret = description_parse(line, &d, why, sizeof(why));
	}
	ck_assert_int_eq(ret, -EINVAL);
	ck_assert_msg(strstr(why, "expected fewer names") != NULL, "%s", why);
}
END_TEST

static const struct { const char *line, *why; } descriptions[] = {
	{ "colour blue", "expected a fact of a target, found 'colour'" },
	{ "device v0 instance 0 group 0", "expected driver" },
	{ "device v0 instance x group 0 driver 0", "expected instance" },
	{ "device v0 instance 0 group 256 driver 0", "expected group" },
	{ "device v0 instance 0 group 0 driver 0 odd", "expected the end of the line, found 'odd'" },
	{ "device v0 instance 0 group 0 driver 0 pasids", "expected a number of PASIDs" },
	{ "device v0 instance 0 group 0 driver 0 direct 0x1", "expected FIRST+SIZE" },
	{ "device v0 instance 0 group 0 driver 0 msi 0x1+0x1 msi 0x1+0x1 msi 0x1+0x1 msi 0x1+0x1 msi 0x1+0x1",
	  "expected at most 4 regions" },
	{ "ram 0x0", "expected PADDR+SIZE" },
	{ "free-ram 0x0+0x1 0x2", "expected the end of the line" },
	{ "fingerprint x", "expected a number" },
	{ "can map unmap", "expected the end of the line" },
};

START_TEST(bad_description_is_named)
{
	static struct description d;

	ck_assert_int_eq(description_parse(descriptions[_i].line, &d, why, sizeof(why)), -EINVAL);
	ck_assert_msg(strstr(why, descriptions[_i].why) != NULL, "%s: %s", descriptions[_i].line, why);
}
END_TEST

START_TEST(too_much_is_refused)
{
	static struct description d;
	int i;

	for (i = 0; i < TARGET_DEVICES; i++)
		ck_assert_int_eq(description_parse("device v instance 0 group 0 driver 0", &d, why, sizeof(why)), 0);
	ck_assert_int_eq(description_parse("device v instance 0 group 0 driver 0", &d, why, sizeof(why)), -EINVAL);
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(description_parse("ram 0x0+0x1", &d, why, sizeof(why)), 0);
	ck_assert_int_eq(description_parse("ram 0x0+0x1", &d, why, sizeof(why)), -EINVAL);
}
END_TEST

START_TEST(look_comes_back)
{
	static const char text[] = "look 0x9 D0 0x1000 0x2000 default 0x0 D0 0xffffffffffffffff";
	static struct sample s;

	ck_assert_int_eq(look_parse(text, &s, why, sizeof(why)), 0);
	ck_assert_uint_eq(s.n, 4);
	ck_assert_int_eq(s.at[2].dom, DOM_DEFAULT);
	look_print(&s, line, sizeof(line));
	ck_assert_str_eq(line, text);
}
END_TEST

START_TEST(longest_look_fits_its_line)
{
	static struct sample s, again;
	struct text_out o = { line, sizeof(line), 0 };
	unsigned int i;
	int n;

	s.want = (1u << TARGET_DOMAINS) - 1;
	s.n = TARGET_SAMPLES;
	for (i = 0; i < s.n; i++) {
		s.at[i].dom = i & 1 ? DOM_IDENTITY : DOM_BLOCKED;
		s.at[i].iova = UINT64_MAX - i;
	}
	n = look_print(&s, line, sizeof(line));
	ck_assert_int_lt(n, WIRE_LINE - 32);
	ck_assert_int_eq(look_parse(line, &again, why, sizeof(why)), 0);
	ck_assert_uint_eq(again.at[511].iova, UINT64_MAX - 511);
	o.used = (size_t)n;
	text_put(&o, " 0x0");
	ck_assert_int_eq(look_parse(line, &again, why, sizeof(why)), -EINVAL);
}
END_TEST

START_TEST(ranges_of_an_ioas_come_back)
{
	static const char text[] = "facts D0 ioas 0x1000 0xffff 0x1000 0xfffff forced alignment 0x1 0x0 0xfff 0x2000 0xffff";
	static struct sample s;

	ck_assert_int_eq(sample_parse(text, &s, why, sizeof(why)), 0);
	ck_assert_int_eq(s.facts[DOM_FIRST].type, TYPE_IOAS);
	ck_assert_uint_eq(s.facts[DOM_FIRST].nranges, 2);
	ck_assert_uint_eq(s.facts[DOM_FIRST].range[1].first, 0x2000);
	sample_print(&s, DOM_FIRST, line, sizeof(line));
	ck_assert_str_eq(line, text);
	ck_assert_int_eq(sample_parse("facts D0 ioas 0x0 0x1 0x2 0x3", &s, why, sizeof(why)), -EINVAL);
	ck_assert_msg(strstr(why, "expected an alignment") != NULL, "%s", why);
}
END_TEST

static const struct { const char *line, *why; } looks[] = {
	{ "gaze 0x1", "expected look" },
	{ "look 0x100", "expected a mask of handles" },
	{ "look 0x1 0x1000", "expected a domain" },
	{ "look 0x1 D7", "expected a domain" },
	{ "look 0x1 D0 0x1x", "expected a number" },
};

START_TEST(bad_look_is_named)
{
	static struct sample s;

	ck_assert_int_eq(look_parse(looks[_i].line, &s, why, sizeof(why)), -EINVAL);
	ck_assert_msg(strstr(why, looks[_i].why) != NULL, "%s: %s", looks[_i].line, why);
}
END_TEST

static const struct { const char *line, *why; } samples[] = {
	{ "weather fine", "expected facts, current or phys" },
	{ "facts D9", "expected a domain" },
	{ "facts D0 round", "expected a type of domain" },
	{ "facts D0 paging 0x0 0x1 0x2", "expected a number" },
	{ "facts D0 paging 0x0 0x1 0x2 0x3 free", "expected the end of the line" },
	{ "current default", "expected a domain" },
	{ "current none none none none none none none none none", "expected the end of the line" },
	{ "phys x", "expected an index" },
	{ "phys 0 0x1 0x2 0x3", "expected as many results as addresses" },
	{ "phys 0 here", "expected a number" },
};

START_TEST(bad_sample_is_named)
{
	static struct sample s;

	s.n = 2;
	ck_assert_int_eq(sample_parse(samples[_i].line, &s, why, sizeof(why)), -EINVAL);
	ck_assert_msg(strstr(why, samples[_i].why) != NULL, "%s: %s", samples[_i].line, why);
}
END_TEST

START_TEST(sample_result_comes_back)
{
	static struct sample s;

	ck_assert_int_eq(sample_result_parse("ok warn freed-walk", &s, why, sizeof(why)), 0);
	ck_assert_uint_eq(s.events, EVENT_WARN | EVENT_FREED_WALK);
	sample_result_print(&s, line, sizeof(line));
	ck_assert_str_eq(line, "ok warn freed-walk");
	ck_assert_int_eq(sample_result_parse("EINVAL", &s, why, sizeof(why)), -EINVAL);
	ck_assert_int_eq(sample_result_parse("ok sneezed", &s, why, sizeof(why)), -EINVAL);
}
END_TEST

START_TEST(dmas_come_back)
{
	static const char text[] = "dma v0 read 0x1000 v7.15 write 0xffffffffffffffff v1 read 0x0 v1 write 0x0";
	static const char results[] = "0x8000 nothing+fault nothing+fault+read:0x0 nothing+write:0xfff";
	static struct dma d[WIRE_DMAS];
	unsigned int n;

	ck_assert_int_eq(dmas_parse(text, d, &n, why, sizeof(why)), 0);
	ck_assert_uint_eq(n, 4);
	dmas_print(d, n, line, sizeof(line));
	ck_assert_str_eq(line, text);
	ck_assert_int_eq(dmas_result_parse(results, d, n, why, sizeof(why)), 0);
	dmas_result_print(d, n, line, sizeof(line));
	ck_assert_str_eq(line, results);
}
END_TEST

START_TEST(bad_dma_is_refused)
{
	static const char *const results[] = {
		"", "0x1", "0x1 0x2 0x3", "0x1 blocked", "0x1+fault! 0x2", "0x1 nothing+", "0x1 nothing+fault+",
		"0x1 nothing+read:", "0x1 nothing+write:0x", "0x1 nothing+seek:0x1", "0x1 nothing+read:0x1,",
	};
	static struct dma d[WIRE_DMAS];
	struct text_out o = { line, sizeof(line), 0 };
	unsigned int n, i;

	ck_assert_int_eq(dmas_parse("dna v0 read 0x1", d, &n, why, sizeof(why)), -EINVAL);
	ck_assert_int_eq(dmas_parse("dma v0 read", d, &n, why, sizeof(why)), -EINVAL);
	for (i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		ck_assert_int_eq(dmas_result_parse(results[i], d, 2, why, sizeof(why)), -EINVAL);
	text_put(&o, "dma");
	for (i = 0; i <= WIRE_DMAS; i++)
		text_put(&o, " v0 read 0x1");
	ck_assert_int_eq(dmas_parse(line, d, &n, why, sizeof(why)), -EINVAL);
}
END_TEST

#define NR(a)	((int)(sizeof(a) / sizeof((a)[0])))

int main(void)
{
	static const TTest *const *const tests[] = {
		&description_comes_back, &list_that_is_full_says_so, &too_much_is_refused, &look_comes_back,
		&longest_look_fits_its_line, &ranges_of_an_ioas_come_back, &sample_result_comes_back, &dmas_come_back, &bad_dma_is_refused, NULL
	};
	Suite *suite = unit_suite("protocol", tests);
	TCase *tc = tcase_create("lines");

	tcase_add_loop_test(tc, bad_description_is_named, 0, NR(descriptions));
	tcase_add_loop_test(tc, bad_look_is_named, 0, NR(looks));
	tcase_add_loop_test(tc, bad_sample_is_named, 0, NR(samples));
	suite_add_tcase(suite, tc);
	return unit_main(suite, NULL);
}
