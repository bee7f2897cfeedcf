// SPDX-License-Identifier: GPL-2.0-only
/* A target served over a byte stream: what near ends send that mean well, and what others send. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "harness/wire/protocol.h"
#include "harness/wire/serve.h"
#include "harness/wire/wire.h"

/* ---- a target that remembers what was asked of it */

static unsigned int submitted, resets;
static bool gone;

static int small_describe(struct target *t, struct description *d)
{
	(void)t;
	*d = (struct description){
		.target = "small", .ndevs = 2, .fingerprint = 0x77, .dev[0] = { .name = "a" }, .dev[1] = { .name = "b" },
	};
	return 0;
}

static int small_reset(struct target *t)
{
	(void)t;
	return resets++ ? -EBUSY : 0;
}

static void small_submit(struct target *t, const struct request *rq, struct answer *a)
{
	(void)t;
	submitted++;
	*a = (struct answer){ .kind = gone ? ANSWER_CRASHED : ANSWER_DONE, .why = "it is gone", .log = "one\n\ntwo\n" };
	a->value = (int64_t)rq->size;
}

static enum answer_kind small_observe(struct target *t, struct sample *s)
{
	(void)t;
	for (unsigned int i = 0; i < s->n; i++)
		s->at[i].paddr = s->at[i].iova + 1;
	return gone ? ANSWER_CRASHED : ANSWER_DONE;
}

static enum answer_kind small_dma(struct target *t, struct dma *d, unsigned int n)
{
	(void)t;
	while (n--)
		d[n].result = DMA_UNSEEN;
	return gone ? ANSWER_HUNG : ANSWER_DONE;
}

static uint64_t small_digest(struct target *t)
{
	(void)t;
	return 0x77;
}

static const struct target_driver small_driver = {
	.describe = small_describe, .reset = small_reset, .submit = small_submit, .observe = small_observe,
	.dma = small_dma, .digest = small_digest,
};

/* ---- what is sent, and what comes back */

static char said[8 * WIRE_LINE];

/* Send @len bytes and then the end of the stream. Leaves what is answered in said[]; returns what serving did. */
static int send_bytes(const char *bytes, size_t len)
{
	struct target small = { &small_driver };
	int in[2], out[2], ret;
	FILE *f = tmpfile();
	ssize_t n;

	ck_assert_ptr_nonnull(f);
	out[1] = fileno(f);
	in[0] = dup(out[1]);
	ck_assert_int_eq(write(in[0], bytes, len), (ssize_t)len);
	ck_assert_int_eq(lseek(in[0], 0, SEEK_SET), 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, out), 0);
	ret = serve_target(&small, in[0], out[1]);
	close(out[1]);
	n = recv(out[0], said, sizeof(said) - 1, MSG_WAITALL);
	said[n > 0 ? n : 0] = '\0';
	close(out[0]);
	close(in[0]);
	fclose(f);
	return ret;
}

static int send_text(const char *text)
{
	return send_bytes(text, strlen(text));
}

START_TEST(every_request_is_answered)
{
	submitted = resets = 0;
	gone = false;
	ck_assert_int_eq(send_text("1 digest\n2 reset\n3 reset\n\n4 unmap D0 0x1000+0x2000\n"
				   "5 look 0x0 D0 0x1000\n6 dma v1 read 0x1000\n"), 0);
	ck_assert_ptr_nonnull(strstr(said, "1: 0x77\n2: ok\n3: EBUSY\n4| one\n4| two\n4: 0x2000\n"));
	ck_assert_ptr_nonnull(strstr(said, "5+ phys 0 0x1001\n5: ok\n6: unseen\n"));
	ck_assert_uint_eq(submitted, 1);
	ck_assert_int_eq(send_text("18446744073709551615 describe\n"), 0);
	ck_assert_ptr_nonnull(strstr(said, "18446744073709551615+ device b instance 0 group 0 driver 0\n"));
	ck_assert_ptr_nonnull(strstr(said, "18446744073709551615: ok\n"));
}
END_TEST

START_TEST(what_is_gone_is_no_result)
{
	submitted = 0;
	gone = true;
	ck_assert_int_eq(send_text("1 look 0x0\n2 dma v0 read 0x0\n3 objects\n"), 0);
	ck_assert_str_eq(said, "1: the target is gone\n2: the target is gone\n3| one\n3| two\n3: crashed: it is gone\n");
}
END_TEST

/* What is no request changes nothing, and its answer is none that a near end takes for one. */
static const struct {
	const char *line, *answer;
} refused[] = {
	{ "describe", "0: expected SEQ REQUEST" },
	{ "x describe", "0: expected SEQ REQUEST" },
	{ "7", "7: expected SEQ REQUEST" },
	{ "7:ok", "7: expected SEQ REQUEST" },
	{ "-1 reset", "0: expected SEQ REQUEST" },
	{ "7  reset", "7: expected an operation" },
	{ "7 resets", "7: expected an operation" },
	{ "7 describe it", "7: expected an operation" },
	{ "7 look", "7: expected an operation" },
	{ "7 look 0x100000000", "7: expected a mask" },
	{ "7 look 0x0 D9 0x0", "7: expected a domain" },
	{ "7 dma v0 read", "7: expected" },
	{ "7 dma v0 read 0x0 v1", "7: expected" },
	{ "7 dma v2 read 0x0", "7: no such device" },
	{ "7 dma v0 read 0x0 v7 read 0x0", "7: no such device" },
	{ "7 unmap D0 0x1000", "7: expected" },
	{ "7 unmap D0 0x1000+0x1000 twice", "7: expected" },
	{ "7 attach v2 D0", "7: no such device" },
	{ "7 attach D0 v2", "7: expected a device" },
	{ "7 objects under attach-failure(v2)", "7: no such device" },
	{ "7 objects watch v5 read 0x0", "7: no such device" },
	{ "7 objects\r", "7: expected" },
};

START_TEST(nonsense_is_refused)
{
	char text[256];

	submitted = resets = 0;
	gone = false;
	snprintf(text, sizeof(text), "%s\n9 digest\n", refused[_i].line);
	ck_assert_int_eq(send_text(text), 0);
	ck_assert_msg(!strncmp(said, refused[_i].answer, strlen(refused[_i].answer)), "'%s': %s", text, said);
	ck_assert_msg(strchr(said, '\n') && !strcmp(strchr(said, '\n'), "\n9: 0x77\n"), "'%s': %s", text, said);
	ck_assert_uint_eq(submitted + resets, 0);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_refused)
{
	static const char bytes[] = "5 reset\0junk\n6 digest\n\xff\xfe\x80\n7 \x1b[2J\n8 digest\n";

	resets = 0;
	ck_assert_int_eq(send_bytes(bytes, sizeof(bytes) - 1), 0);
	ck_assert_ptr_nonnull(strstr(said, "5: a line with a NUL in it\n6: 0x77\n0: expected SEQ REQUEST\n7: expected"));
	ck_assert_ptr_nonnull(strstr(said, "\n8: 0x77\n"));
	ck_assert_ptr_null(strchr(said, '\x1b'));
	ck_assert_uint_eq(resets, 0);
}
END_TEST

/* A line of @len bytes without its newline, then a good one. */
static int send_long(size_t len)
{
	static char line[4 * WIRE_LINE];

	memset(line, 'x', len);
	memcpy(line, "3 ", 2);
	strcpy(line + len, "\n4 digest\n");
	return send_text(line);
}

START_TEST(long_line_is_refused_once)
{
	ck_assert_int_eq(send_long(WIRE_LINE - 1), 0);
	ck_assert_int_eq(strncmp(said, "3: expected an operation", 24), 0);
	ck_assert_ptr_nonnull(strstr(said, "\n4: 0x77\n"));
	ck_assert_int_eq(send_long(WIRE_LINE), 0);
	ck_assert_str_eq(said, "3: a line without end\n4: 0x77\n");
	ck_assert_int_eq(send_long(3 * WIRE_LINE), 0);
	ck_assert_str_eq(said, "3: a line without end\n4: 0x77\n");
}
END_TEST

START_TEST(end_within_a_line_is_told)
{
	resets = 0;
	ck_assert_int_eq(send_text(""), 0);
	ck_assert_str_eq(said, "");
	ck_assert_int_eq(send_text("1 digest\n2 reset"), -EPROTO);
	ck_assert_str_eq(said, "1: 0x77\n");
	ck_assert_uint_eq(resets, 0);
	memset(said, 'x', 2 * WIRE_LINE);
	ck_assert_int_eq(send_bytes(memset(said, 'x', WIRE_LINE), WIRE_LINE), -EPROTO);
}
END_TEST

START_TEST(nobody_listens)
{
	struct target small = { &small_driver };
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(write(fds[1], "1 digest\n", 9), 9);
	ck_assert_int_eq(serve_target(&small, fds[0], -1), -EBADF);
	ck_assert_int_eq(serve_target(&small, -1, fds[1]), -EBADF);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&every_request_is_answered, &what_is_gone_is_no_result, &bytes_that_are_no_text_are_refused,
		&long_line_is_refused_once, &end_within_a_line_is_told, &nobody_listens, NULL
	};
	TCase *tc = tcase_create("nonsense");
	Suite *suite = unit_suite("serve", tests);

	tcase_add_loop_test(tc, nonsense_is_refused, 0, sizeof(refused) / sizeof(refused[0]));
	suite_add_tcase(suite, tc);
	return unit_main(suite, NULL);
}
