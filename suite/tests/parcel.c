// SPDX-License-Identifier: GPL-2.0-only
/*
 * parcel.c - messages arrive whole or not at all, whatever was written.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build-aux/unit.h"
#include "suite/parcel.h"
#include "suite/worker.h"

/* A parcel as it goes through a pipe. Returns its length. */
static size_t packed(struct parcel *p, uint8_t *buf, size_t len)
{
	ssize_t n;
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(parcel_send(p, fds[1]), 0);
	n = read(fds[0], buf, len);
	ck_assert_int_gt(n, 0);
	close(fds[0]);
	close(fds[1]);
	return n;
}

static size_t sample(uint8_t *buf, size_t len)
{
	struct parcel p = { 0 };
	size_t n;

	parcel_begin(&p, 'k');
	parcel_u64(&p, 0x123456789abcdefull);
	parcel_text(&p, "text");
	parcel_text(&p, NULL);
	parcel_text(&p, "");
	n = packed(&p, buf, len);
	parcel_free(&p);
	return n;
}

START_TEST(arrives_as_sent)
{
	struct parcel_view v;
	uint8_t buf[1024];
	size_t n = sample(buf, sizeof(buf));

	ck_assert_int_eq(parcel_open(buf, n, &v), n);
	ck_assert_int_eq(v.kind, 'k');
	ck_assert_uint_eq(parcel_get_u64(&v), 0x123456789abcdefull);
	ck_assert_str_eq(parcel_get_text(&v), "text");
	ck_assert_ptr_null(parcel_get_text(&v));
	ck_assert_str_eq(parcel_get_text(&v), "");
	ck_assert(!v.bad);
	ck_assert_uint_eq(parcel_get_u64(&v), 0);
	ck_assert(v.bad);
	ck_assert_ptr_null(parcel_get_text(&v));
}
END_TEST

START_TEST(half_of_it_is_nothing)
{
	uint8_t buf[1024], *half;
	struct parcel_view v;
	size_t n = sample(buf, sizeof(buf));

	for (size_t i = 0; i < n; i++) {
		half = malloc(i + 1);		/* so that a sanitizer sees a read behind it */
		memcpy(half, buf, i);
		ck_assert_int_eq(parcel_open(half, i, &v), 0);
		free(half);
	}
}
END_TEST

START_TEST(every_changed_byte_is_seen)
{
	struct parcel_view v;
	uint8_t buf[1024];
	size_t n = sample(buf, sizeof(buf));

	for (size_t i = 0; i < n; i++) {
		buf[i] ^= 0x41;
		ck_assert_int_le(parcel_open(buf, n, &v), 0);	/* garbage, or a length that waits for more */
		buf[i] ^= 0x41;
	}
	ck_assert_int_gt(parcel_open(buf, n, &v), 0);
}
END_TEST

START_TEST(a_text_too_long_is_cut)
{
	size_t len = 3 * PARCEL_MAX;
	char *text = malloc(len + 1);
	struct parcel p = { 0 };

	memset(text, 'x', len);
	text[len] = '\0';
	parcel_begin(&p, 'k');
	parcel_text(&p, text);
	parcel_text(&p, text);
	ck_assert_uint_le(p.len, PARCEL_MAX + 64);
	parcel_free(&p);
	free(text);
}
END_TEST

START_TEST(nobody_listens)
{
	struct parcel p = { 0 };
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	close(fds[0]);
	signal(SIGPIPE, SIG_IGN);
	parcel_begin(&p, 'k');
	ck_assert_int_eq(parcel_send(&p, fds[1]), -EPIPE);
	parcel_free(&p);
	close(fds[1]);
}
END_TEST

/* Bytes that passed for a parcel are unpacked as a result: whatever they are, nothing is read behind them. */
START_TEST(nonsense_is_no_result)
{
	unsigned int seed = 1, bad = 0;

	for (unsigned int i = 0; i < 20000; i++) {
		size_t len = rand_r(&seed) % 96;
		uint8_t *buf = malloc(len + 1);
		struct parcel_view v = { .kind = WORKER_RESULT, .at = buf, .end = buf + len };
		struct steps steps = { 0 };
		struct record r = { 0 };

		for (size_t k = 0; k < len; k++)
			buf[k] = rand_r(&seed) % 3 ? 0 : rand_r(&seed);
		bad += !worker_unpack(&v, &r, &steps);
		free(steps.step);
		free(buf);
	}
	ck_assert_uint_gt(bad, 15000);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&arrives_as_sent, &half_of_it_is_nothing, &every_changed_byte_is_seen, &a_text_too_long_is_cut,
		&nobody_listens, &nonsense_is_no_result, NULL
	};

	return unit_main(unit_suite("parcel", tests), NULL);
}
