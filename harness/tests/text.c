// SPDX-License-Identifier: GPL-2.0-only
/* The text form of requests and answers: what is written is read again, what is wrong is said. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "build-aux/unit.h"
#include "harness/target.h"
#include "harness/text.h"

static char why[256], buf[4096];

static const char *const requests[] = {
	"alloc D0 for v0 with no-flags",
	"alloc D4 for v7 with flags+nest-parent+dirty-tracking+pasid+unknown-bit+0x40",
	"free D0",
	"attach v0 identity",
	"attach_device v1 D1",
	"replace v0 blocked under attach-failure(v3)",
	"detach_device v0 default",
	"map D0 0x100000+0x1000 -> 0x8000000 rw",
	"map D0 0x1+0xffffffffffffffff -> 0xffffffffffffffff no-rights under alloc-failure(2)",
	"map D0 0x100000+0x1000 -> 0x8000000 r+cache+noexec+mmio+priv+0x40 under alloc-failure(all)",
	"map_gfp D0 0x100000+0x1000 -> 0x8000000 w GFP_ATOMIC",
	"map_sg D0 0x100000+0x3000 -> 0x8000000+0x1000,bus:0x9000000+0x2000 rw under sync-failure",
	"map_sg D0 0x0+0x0 -> nothing rw",
	"unmap D0 0x100000+0x1000 watch v0 read 0x100000 watch v1 write 0x0",
	"reprobe v2",
	"objects",
	"replace v0 D1 under clock-failure",
	"replace v0 D1 under hardware-stuck watch v0 read 0x0",
	"detach v1 under unpowered",
	"alloc D4 for v1 with no-flags under exhausted",
	"claim_other v2",
	"claim_nobody v2",
	"bind v2",
	"attach_pasid v0 1 D0",
	"replace_pasid_reused v7 4294967295 D4 under attach-failure(v0)",
	"detach_pasid v0 0 watch v0.1 read 0x0 watch v7.4294967295 write 0x1",
	"hwpt_alloc D1 for v0 of D0 with flags+dirty-tracking",
	"ioas_copy D0 0x100000+0x1000 rw of D1 0x200000+0x1000",
	"ioas_allow_both D0 0x0+0x1 0x1+0xffffffffffffffff",
	"ioas_ranges D0 one-less",
	"ioctl no-such-number",
	"same_hwpt v0 v7",
	"dirty_sizeless D4 0x0+0x1000",
};

START_TEST(request_comes_back)
{
	struct request rq;

	ck_assert_msg(!request_parse(requests[_i], &rq, why, sizeof(why)), "%s: %s", requests[_i], why);
	ck_assert_int_eq(request_print(&rq, buf, sizeof(buf)), (int)strlen(requests[_i]));
	ck_assert_str_eq(buf, requests[_i]);
}
END_TEST

START_TEST(request_has_its_values)
{
	struct request rq;

	ck_assert_int_eq(request_parse(requests[11], &rq, why, sizeof(why)), 0);
	ck_assert_int_eq(rq.op, TARGET_MAP_SG);
	ck_assert_int_eq(rq.dom, DOM_FIRST);
	ck_assert_uint_eq(rq.iova, 0x100000);
	ck_assert_uint_eq(rq.size, 0x3000);
	ck_assert_uint_eq(rq.nsegs, 2);
	ck_assert(!rq.seg[0].bus && rq.seg[1].bus);
	ck_assert_uint_eq(rq.seg[1].paddr, 0x9000000);
	ck_assert_uint_eq(rq.prot, PROT_READ_ | PROT_WRITE_);
	ck_assert_int_eq(rq.env.kind, ENV_SYNC_FAILURE);
	ck_assert_int_eq(request_parse(requests[13], &rq, why, sizeof(why)), 0);
	ck_assert_uint_eq(rq.nwatch, 2);
	ck_assert(rq.watch[1].write && rq.watch[1].dev == 1);
}
END_TEST

static const struct { const char *line, *why; } nonsense[] = {
	{ "", "expected an operation, found the end of the line" },
	{ "munmap D0", "expected an operation, found 'munmap'" },
	{ "free", "expected a domain: default, blocked, identity or D0 to D4, found the end of the line" },
	{ "free D5", "expected a domain: default, blocked, identity or D0 to D4, found 'D5'" },
	{ "free D0 D1", "expected the end of the line, found 'D1'" },
	{ "attach v8 D0", "expected a device, v0 to v7, found 'v8'" },
	{ "attach 0 D0", "expected a device, v0 to v7, found '0'" },
	{ "alloc D0 v0 with no-flags", "expected 'for', found 'v0'" },
	{ "alloc D0 for v0 no-flags", "expected 'with', found 'no-flags'" },
	{ "alloc D0 for v0 with flags+", "expected no-flags or flags+NAME…, found 'flags+'" },
	{ "alloc D0 for v0 with flags+x+pasid", "expected no-flags or flags+NAME…, found 'flags+x'" },
	{ "unmap D0 0x1000", "expected a range IOVA+SIZE, found '0x1000'" },
	{ "unmap D0 0x1000+0x10000000000000000", "expected a range IOVA+SIZE, found '0x1000+0x10000000000000000'" },
	{ "map D0 0x0+0x1000 0x0 rw", "expected '->', found '0x0'" },
	{ "map D0 0x0+0x1000 -> rw", "expected a number, found 'rw'" },
	{ "map D0 0x0+0x1000 -> 0x0 wr", "expected a protection such as rw or r+cache, found 'wr'" },
	{ "map_gfp D0 0x0+0x1000 -> 0x0 rw GFP_USER", "expected a gfp such as GFP_KERNEL, found 'GFP_USER'" },
	{ "map_sg D0 0x0+0x1 -> 0x0 rw", "expected segments PADDR+SIZE,…, found '0x0'" },
	{ "map_sg D0 0x0+0x1 -> 1+1,1+1,1+1,1+1,1+1,1+1,1+1,1+1,1+1 rw", "expected at most 8 segments" },
	{ "free D0 under bad-weather", "expected an environment such as alloc-failure(N), " },
	{ "free D0 under alloc-failure", "expected an environment such as alloc-failure(N), " },
	{ "free D0 under alloc-failure(x)", "expected an environment such as alloc-failure(N), " },
	{ "free D0 under attach-failure(v9)", "expected an environment such as alloc-failure(N), " },
	{ "free D0 under attach-failure(0)", "expected an environment such as alloc-failure(N), " },
	{ "free D0 under clock-failure(v0)", "expected an environment such as alloc-failure(N), " },
	{ "free D0 watch v0 look 0x0", "expected read or write, found 'look'" },
	{ "hwpt_alloc D1 for v0 on D0 with no-flags", "expected 'of', found 'on'" },
	{ "ioas_ranges D0 few", "expected how it is asked for, such as exact, found 'few'" },
	{ "same_hwpt v0 w0", "expected a device" },
	{ "attach_pasid v0 D0", "expected a PASID, found 'D0'" },
	{ "attach_pasid v0 4294967296 D0", "expected a PASID, found '4294967296'" },
	{ "free D0 watch v0.0 read 0x0", "expected a PASID behind the device, found 'v0.0'" },
	{ "free D0 watch v0. read 0x0", "expected a PASID behind the device, found 'v0.'" },
	{ "free \x01\x7f", "expected a domain: default, blocked, identity or D0 to D4, found '  '" },
};

START_TEST(nonsense_is_named)
{
	struct request rq;

	ck_assert_int_eq(request_parse(nonsense[_i].line, &rq, why, sizeof(why)), -EINVAL);
	ck_assert_msg(!strncmp(why, nonsense[_i].why, strlen(nonsense[_i].why)), "%s: %s", nonsense[_i].line, why);
}
END_TEST

START_TEST(watches_have_a_limit)
{
	struct text_out o = { buf, sizeof(buf), 0 };
	struct request rq;
	int i;

	text_put(&o, "free D0");
	for (i = 0; i < TARGET_WATCHES; i++)
		text_put(&o, " watch v0 read 0x%x", i);
	ck_assert_int_eq(request_parse(buf, &rq, why, sizeof(why)), 0);
	ck_assert_uint_eq(rq.nwatch, TARGET_WATCHES);
	text_put(&o, " watch v0 read 0x0");
	ck_assert_int_eq(request_parse(buf, &rq, why, sizeof(why)), -EINVAL);
}
END_TEST

/* An operation, its answer; NULL where the answer must be refused. */
static const struct { enum target_op op; const char *line; int64_t value; bool good; } answers[] = {
	{ TARGET_MAP, "ok", 0, true },
	{ TARGET_MAP, "EINVAL", -EINVAL, true },
	{ TARGET_MAP, "EPROBE_DEFER", -517, true },
	{ TARGET_MAP, "-4095", -4095, true },
	{ TARGET_MAP, "17", 17, true },
	{ TARGET_MAP, "ENOMEM injected 1 warn slept freed-walk memory-error lock-error", -ENOMEM, true },
	{ TARGET_MAP, "ok during 0:0x8000 0:nothing 1:unseen", 0, true },
	{ TARGET_UNMAP, "0x0", 0, true },
	{ TARGET_UNMAP, "0x200000 warn", 0x200000, true },
	{ TARGET_MAP_SG, "EIO", -EIO, true },
	{ TARGET_SYNC, "done", 0, true },
	{ TARGET_OBJECTS, "12", 12, true },
	{ TARGET_MAP, "", 0, false },
	{ TARGET_MAP, "0", 0, false },
	{ TARGET_MAP, "done", 0, false },
	{ TARGET_MAP, "EWHAT", 0, false },
	{ TARGET_MAP, "-0", 0, false },
	{ TARGET_MAP, "ok EINVAL", 0, false },
	{ TARGET_MAP, "ok injected warn", 0, false },
	{ TARGET_MAP, "ok slept warn slept maybe", 0, false },
	{ TARGET_MAP, "ok during", 0, false },
	{ TARGET_MAP, "ok during 2:nothing", 0, false },
	{ TARGET_MAP, "ok during 0:everything", 0, false },
	{ TARGET_UNMAP, "ok", 0, false },
	{ TARGET_UNMAP, "4096", 0, false },
	{ TARGET_SYNC, "ok", 0, false },
	{ TARGET_OBJECTS, "EINVAL", 0, false },
	{ TARGET_OBJECTS, "0x12", 0, false },
};

START_TEST(answer_comes_back)
{
	const struct request rq = { .op = answers[_i].op, .nwatch = 2 };
	static struct answer a;
	int ret = answer_parse(answers[_i].line, &rq, &a, why, sizeof(why));

	ck_assert_msg(!ret == answers[_i].good, "%s: %s", answers[_i].line, why);
	if (ret)
		return;
	ck_assert_int_eq(a.kind, ANSWER_DONE);
	ck_assert_int_eq(a.value, answers[_i].value);
	answer_print(&rq, &a, buf, sizeof(buf));
	ck_assert_str_eq(buf, answers[_i].line);
}
END_TEST

START_TEST(answer_has_its_values)
{
	const struct request rq = { .op = TARGET_MAP, .nwatch = 2 };
	static struct answer a;

	answer_parse("ENOMEM injected 3 warn slept during 1:0x8000 0:nothing", &rq, &a, why, sizeof(why));
	ck_assert_uint_eq(a.injected, 3);
	ck_assert_uint_eq(a.events, EVENT_WARN | EVENT_SLEPT);
	ck_assert_uint_eq(a.nduring, 2);
	ck_assert_uint_eq(a.during[0].watch, 1);
	ck_assert_int_eq(a.during[0].result, DMA_REACHED);
	ck_assert_uint_eq(a.during[0].paddr, 0x8000);
	ck_assert_int_eq(a.during[1].result, DMA_NOTHING);
}
END_TEST

START_TEST(no_answer_says_why)
{
	static const char *const lines[] = {
		"unsupported: no PASIDs here", "unknown: the mail does not say", "crashed: it panicked",
		"hung: no answer within 10 s", "garbled: not a line of the protocol: 'x'",
	};
	const struct request rq = { .op = TARGET_MAP };
	static struct answer a;
	unsigned int i;

	for (i = 0; i < 5; i++) {
		ck_assert_int_eq(answer_parse(lines[i], &rq, &a, why, sizeof(why)), 0);
		ck_assert_int_eq(a.kind, (int)(ANSWER_UNSUPPORTED + i));
		answer_print(&rq, &a, buf, sizeof(buf));
		ck_assert_str_eq(buf, lines[i]);
	}
	snprintf(a.why, sizeof(a.why), "two\nlines\x1b[m");
	answer_print(&rq, &a, buf, sizeof(buf));
	ck_assert_str_eq(buf, "garbled: two lines [m");
}
END_TEST

START_TEST(dma_is_written)
{
	struct dma d = { .dev = 1, .write = true, .iova = 0x1000, .result = DMA_REACHED, .paddr = 0x8000 };

	ck_assert_int_eq(dma_print(&d, buf, sizeof(buf)), 29);
	ck_assert_str_eq(buf, "dma v1 write 0x1000 -> 0x8000");
	d.result = DMA_NOTHING;
	d.fault = true;
	dma_print(&d, buf, sizeof(buf));
	ck_assert_str_eq(buf, "dma v1 write 0x1000 -> nothing fault");
	d.report = (struct fault_report){ .made = true, .write = true, .iova = 0x1000 };
	dma_print(&d, buf, sizeof(buf));
	ck_assert_str_eq(buf, "dma v1 write 0x1000 -> nothing fault reported write 0x1000");
	d = (struct dma){ .dev = 1, .pasid = 3 };
	dma_print(&d, buf, sizeof(buf));
	ck_assert_str_eq(buf, "dma v1.3 read 0x0 -> nothing");
}
END_TEST

START_TEST(short_buffer_is_not_overrun)
{
	struct request rq;
	char small[8];

	request_parse(requests[9], &rq, why, sizeof(why));
	ck_assert_int_eq(request_print(&rq, small, sizeof(small)), (int)strlen(requests[9]));
	ck_assert_str_eq(small, "map D0 ");
	ck_assert_int_eq(request_print(&rq, NULL, 0), (int)strlen(requests[9]));
}
END_TEST

START_TEST(errnos_have_names)
{
	int i;

	ck_assert_str_eq(errno_name(EINVAL), "EINVAL");
	ck_assert_str_eq(errno_name(-EINVAL), "EINVAL");
	ck_assert_str_eq(errno_name(-EAGAIN), "EAGAIN");
	ck_assert_str_eq(errno_name(-524), "ENOTSUPP");
	ck_assert_str_eq(errno_name(-600), "-600");
	ck_assert_str_eq(errno_name(0), "0");
	ck_assert_int_eq(errno_find("EWOULDBLOCK"), EAGAIN);
	ck_assert_int_eq(errno_find("ENOTSUP"), EOPNOTSUPP);
	ck_assert_int_eq(errno_find("EPROBE_DEFER"), 517);
	ck_assert_int_eq(errno_find("einval"), 0);
	for (i = 1; i <= 133; i++)
		if (i != 41 && i != 58)		/* unassigned */
			ck_assert_int_eq(errno_find(errno_name(i)), i);
}
END_TEST

START_TEST(handles_and_operations_have_names)
{
	int dom;
	unsigned int op;

	for (dom = 0; dom < TARGET_DOMAINS; dom++)
		ck_assert_int_eq(dom_find(dom_name(dom)), dom);
	ck_assert_str_eq(dom_name(DOM_NONE), "none");
	ck_assert_str_eq(dom_name(TARGET_DOMAINS), "none");
	ck_assert_int_eq(dom_find("D5"), DOM_NONE);
	for (op = 0; op < TARGET_NR_OPS; op++)
		ck_assert_uint_eq(target_op_find(target_ops[op].name), op);
	ck_assert_uint_eq(target_op_find("fly"), TARGET_NR_OPS);
}
END_TEST

START_TEST(name_lists_grow_to_their_size)
{
	char list[12] = "";

	ck_assert(!target_list_has(list, "map"));
	ck_assert(target_list_add(list, sizeof(list), "map"));
	ck_assert(target_list_add(list, sizeof(list), "unmap"));
	ck_assert(!target_list_add(list, sizeof(list), "x"));
	ck_assert(!target_list_add(list, sizeof(list), ""));
	ck_assert(target_list_has(list, "map") && target_list_has(list, "unmap"));
	ck_assert(!target_list_has(list, "un") && !target_list_has(list, "x"));
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&request_has_its_values, &watches_have_a_limit, &answer_has_its_values, &no_answer_says_why,
		&dma_is_written, &short_buffer_is_not_overrun, &errnos_have_names, &handles_and_operations_have_names,
		&name_lists_grow_to_their_size, NULL
	};
	Suite *suite = unit_suite("text", tests);
	TCase *tc = tcase_create("lines");

	tcase_add_loop_test(tc, request_comes_back, 0, sizeof(requests) / sizeof(requests[0]));
	tcase_add_loop_test(tc, nonsense_is_named, 0, sizeof(nonsense) / sizeof(nonsense[0]));
	tcase_add_loop_test(tc, answer_comes_back, 0, sizeof(answers) / sizeof(answers[0]));
	suite_add_tcase(suite, tc);
	return unit_main(suite, NULL);
}
