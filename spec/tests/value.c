// SPDX-License-Identifier: GPL-2.0-only
/* value.c - the algebra of values: every operation on numbers, ranges, pieces and sets, and what it does not know. */
#include <string.h>

#include "build-aux/unit.h"
#include "spec/value.h"

static struct arena arena;

static void teardown(void)
{
	arena_free(&arena);
}

#define SET(...)	v_set(&arena, sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value), \
			      (struct value[]){ __VA_ARGS__ })
#define LIST(...)	v_list(&arena, sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value), \
			       (struct value[]){ __VA_ARGS__ })
#define EMPTY		v_set(&arena, 0, NULL)
#define SPACE		((number)1 << 64)

#define is_true(v)	ck_assert_msg(v_true(v), "%s is not true", #v)
#define is_false(v) do {							\
	struct value v_ = (v);							\
										\
	ck_assert_msg(v_.kind == V_BOOL && !v_.u.num, "%s is not false", #v);	\
} while (0)
#define is_unknown(v)	ck_assert_msg((v).kind == V_UNKNOWN, "%s is known", #v)

static struct value range(number first, number size)
{
	return v_range(v_number(first), v_number(size));
}

static struct value run(number first, number size)
{
	return v_run(&arena, v_number(first), v_number(size));
}

static struct value hole(number size)
{
	return v_run(&arena, v_none(), v_number(size));
}

/* @n pieces as they come: what a state by address gives over a range. */
static struct value pieces(unsigned int n, const struct piece *p)
{
	struct piece *copy = arena_alloc(&arena, n * sizeof(*p) + 1);

	memcpy(copy, p, n * sizeof(*p));
	return (struct value){ .kind = V_PIECES, .u.pieces = { .p = copy, .n = n } };
}
#define PIECES(...)	pieces(sizeof((struct piece[]){ __VA_ARGS__ }) / sizeof(struct piece), \
			       (struct piece[]){ __VA_ARGS__ })

static const char *text(struct value v)
{
	static const char *const names[] = { "rw", "r" };
	static char buf[2][256];
	static int turn;

	turn = !turn;
	v_print(v, names, buf[turn], sizeof(buf[turn]));
	return buf[turn];
}

START_TEST(three_values)
{
	struct value t = v_bool(true), f = v_bool(false), u = v_unknown();

	is_false(v_not(t));
	is_true(v_not(f));
	is_unknown(v_not(u));
	is_unknown(v_not(v_number(1)));
	is_true(v_and(t, t));
	is_false(v_and(u, f));
	is_false(v_and(f, u));
	is_unknown(v_and(t, u));
	is_true(v_or(u, t));
	is_true(v_or(t, u));
	is_false(v_or(f, f));
	is_unknown(v_or(f, u));
	ck_assert(!v_true(v_number(1)));
}
END_TEST

START_TEST(plain_values)
{
	is_true(v_eq(v_none(), v_none()));
	is_false(v_eq(v_none(), v_number(0)));
	is_true(v_ne(v_none(), v_number(0)));
	is_true(v_eq(v_name(1), v_name(1)));
	is_false(v_eq(v_name(1), v_name(2)));
	is_false(v_eq(v_device(1), v_domain(1)));
	is_true(v_eq(v_device(1), v_device(1)));
	is_true(v_eq(v_domain(2), v_domain(2)));
	is_true(v_eq(v_bool(true), v_bool(true)));
	is_true(v_ne(v_number(1), v_number(2)));
	is_true(v_eq(range(1, 2), range(1, 2)));
	is_false(v_eq(range(1, 2), range(1, 3)));
	is_unknown(v_eq(v_unknown(), v_number(1)));
	is_unknown(v_ne(v_number(1), v_unknown()));
	is_true(v_eq(v_every(), v_number(1)));
	is_false(v_ne(v_number(1), v_every()));
}
END_TEST

START_TEST(order)
{
	is_true(v_lt(v_number(1), v_number(2)));
	is_false(v_lt(v_number(2), v_number(2)));
	is_true(v_le(v_number(2), v_number(2)));
	is_false(v_le(v_number(3), v_number(2)));
	is_true(v_lt(v_number(-1), v_number(0)));
	is_true(v_lt(v_number(SPACE - 1), v_number(SPACE)));
	is_unknown(v_lt(v_none(), v_number(1)));
	is_unknown(v_le(v_number(1), v_name(1)));
	is_true(v_lt(run(5, 10), v_number(6)));		/* a run is its first byte */
	is_false(v_lt(v_number(6), run(5, 10)));
	is_true(v_le(run(5, 10), v_number(5)));
	is_unknown(v_lt(hole(4), v_number(6)));
	is_true(v_lt(range(1, 100), v_number(2)));
}
END_TEST

/* A comparison with pieces holds if it holds for each byte. */
START_TEST(each_byte)
{
	struct value two = LIST(run(0x1000, 0x1000), run(0x5000, 0x1000));
	struct value half = LIST(run(0x1000, 0x1000), hole(0x1000));

	is_true(v_eq(run(0x1000, 0x2000), LIST(run(0x1000, 0x800), run(0x1800, 0x1800))));
	is_false(v_eq(run(0x1000, 0x2000), two));
	is_true(v_ne(run(0x3000, 0x2000), two));
	is_false(v_ne(run(0x1000, 0x2000), two));	/* its first half is the same */
	is_false(v_eq(run(0x1000, 0x1000), run(0x1000, 0x2000)));
	is_true(v_ne(run(0x1000, 0x1000), run(0x1000, 0x2000)));
	is_true(v_eq(hole(0x1000), v_none()));
	is_false(v_eq(half, v_none()));
	is_false(v_ne(half, v_none()));
	is_true(v_ne(two, v_none()));
	is_false(v_eq(run(0x1000, 2), v_number(0x1000)));	/* rises: the second byte is another */
	is_true(v_eq(run(0x1000, 1), v_number(0x1000)));
	is_true(v_ne(run(0x1000, 4), v_number(0x2000)));
	is_false(v_ne(run(0x1000, 4), v_number(0x1003)));
	is_true(v_lt(run(0, 4), run(1, 4)));
	is_false(v_lt(run(0, 4), LIST(run(1, 2), run(2, 2))));
	is_true(v_le(run(0, 4), PIECES({ 4, false, v_number(3) })));
	is_false(v_le(run(0, 4), PIECES({ 4, false, v_number(2) })));
	is_unknown(v_eq(LIST(run(0, 4), run(4, 4)), PIECES({ 4, true, v_number(0) }, { 4, false, v_unknown() })));
	is_false(v_eq(LIST(run(0, 4), run(4, 4)), PIECES({ 4, true, v_number(1) }, { 4, false, v_unknown() })));
}
END_TEST

/* Leaves of one size, side by side: at each byte stands the one in which it lies. */
START_TEST(tiles)
{
	struct value leaves = PIECES({ 0x4000, true, range(0x8000, 0x1000) });
	struct value one = PIECES({ 0x1000, false, range(0x9000, 0x1000) });

	is_true(v_eq(v_at(leaves, 0), range(0x8000, 0x1000)));
	is_true(v_eq(v_at(leaves, 0x1fff), range(0x9000, 0x1000)));
	is_true(v_eq(leaves, PIECES({ 0x1000, false, range(0x8000, 0x1000) },
				    { 0x3000, true, range(0x9000, 0x1000) })));
	is_false(v_eq(leaves, PIECES({ 0x4000, false, range(0x8000, 0x1000) })));
	is_true(v_within(leaves, range(0x8000, 0x4000)));
	is_false(v_within(leaves, range(0x8000, 0x3fff)));
	is_true(v_within(one, range(0x9000, 0x1000)));
	is_false(v_within(one, range(0x8000, 0x1800)));
	is_true(v_meets(leaves, range(0xbfff, 1)));
	is_false(v_meets(leaves, range(0xc000, 1)));
	is_true(v_within(range(0x8000, 0x4000), leaves));
	is_true(v_within(range(0x9000, 0x10), one));
}
END_TEST

START_TEST(sets)
{
	struct value abc = SET(v_name(1), v_name(2), v_name(3));

	is_true(v_in(v_name(2), abc));
	is_false(v_in(v_name(4), abc));
	is_false(v_in(v_name(2), v_complement(abc)));
	is_true(v_in(v_name(4), v_complement(abc)));
	is_false(v_in(v_name(4), EMPTY));
	is_unknown(v_in(v_unknown(), abc));
	is_unknown(v_in(v_name(1), v_unknown()));
	is_unknown(v_in(v_name(1), SET(v_name(2), v_unknown())));
	is_true(v_in(v_name(1), v_every()));
	is_true(v_in(v_name(1), v_name(1)));		/* one thing is a set of one */
	is_false(v_in(v_name(1), v_name(2)));
	is_true(v_eq(abc, SET(v_name(3), v_name(2), v_name(1))));
	is_false(v_eq(abc, SET(v_name(3), v_name(2))));
	is_true(v_ne(abc, EMPTY));
	is_true(v_eq(EMPTY, EMPTY));
	is_false(v_eq(abc, v_complement(abc)));
	is_true(v_eq(v_complement(abc), v_complement(abc)));
	ck_assert_uint_eq(SET(abc, v_name(4)).u.set.n, 4);		/* merged in */
	ck_assert_uint_eq(SET(v_complement(abc)).u.set.n, 1);		/* a complement is not */
	is_true(v_in(v_name(9), SET(v_name(1), v_complement(abc))));
	is_true(v_eq(v_element(abc, 1), v_name(2)));
	ck_assert_int_eq(v_element(abc, 3).kind, V_NONE);
	is_true(v_eq(v_element(v_name(7), 0), v_name(7)));
	ck_assert_int_eq(v_element(v_name(7), 1).kind, V_NONE);
	ck_assert_int_eq(v_complement(v_name(1)).kind, V_NAME);
}
END_TEST

/* Each byte of a run is in the set at that byte: reaches { phys, none }. */
START_TEST(bytes_in_sets)
{
	struct value memory = run(0x1000, 0x2000), half = LIST(run(0x1000, 0x1000), hole(0x1000));

	is_true(v_in(memory, SET(memory, v_none())));
	is_true(v_in(half, SET(memory, v_none())));
	is_false(v_in(half, SET(memory)));
	is_false(v_in(run(0x1004, 0x2000), SET(memory, v_none())));
	is_true(v_in(v_number(0x1800), SET(run(0x5000, 0x1000), memory)));	/* an address in one of several runs */
	is_true(v_in(v_number(0x1800), SET(range(0x1000, 0x1000))));
	is_false(v_in(v_number(0x3000), SET(memory)));
	is_true(v_in(v_number(0x1800), memory));
	is_true(v_in(v_number(5), range(4, 2)));
	is_false(v_in(v_number(6), range(4, 2)));
}
END_TEST

/* Pieces that are sets: what a cache may hold over a range. */
START_TEST(sets_by_address)
{
	struct value stale = PIECES({ 0x1000, true, SET(v_number(0x5000)) }, { 0x1000, false, EMPTY });

	is_false(v_eq(stale, EMPTY));
	is_true(v_ne(stale, v_none()));
	is_true(v_eq(PIECES({ 0x2000, false, EMPTY }), EMPTY));
	is_true(v_eq(stale, PIECES({ 0x800, true, SET(v_number(0x5000)) }, { 0x800, true, SET(v_number(0x5800)) },
				   { 0x1000, false, EMPTY })));
	is_false(v_eq(stale, PIECES({ 0x1000, true, SET(v_number(0x5001)) }, { 0x1000, false, EMPTY })));
	is_true(v_eq(PIECES({ 0x1000, true, SET(v_number(0x5000)) }), SET(run(0x5000, 0x1000))));
	is_false(v_eq(PIECES({ 0x1000, true, SET(v_number(0x5000)) }), SET(run(0x5000, 0x1000), v_none())));
	is_true(v_in(v_none(), SET(PIECES({ 0x1000, true, SET(v_number(0x5000)) }), v_none())));
}
END_TEST

START_TEST(inside_and_overlap)
{
	is_true(v_within(range(4, 4), range(4, 4)));
	is_false(v_within(range(3, 4), range(4, 4)));
	is_false(v_within(range(5, 4), range(4, 4)));
	is_true(v_within(range(4, 0), range(100, 1)));		/* nothing is inside everything */
	is_false(v_meets(range(4, 0), range(0, 100)));		/* and meets nothing */
	is_true(v_meets(range(0, 5), range(4, 4)));
	is_false(v_meets(range(0, 4), range(4, 4)));
	is_true(v_within(run(0x1000, 0x1000), SET(run(0, 0x800), run(0x800, 0x4000))));
	is_false(v_within(run(0x1000, 0x1000), SET(run(0, 0x1800), run(0x1800, 0x4000))));
	is_true(v_meets(run(0x1000, 0x1000), run(0x1fff, 1)));
	is_false(v_meets(run(0x1000, 0x1000), v_complement(SET(run(0, 0x4000)))));
	is_true(v_within(v_number(5), v_number(5)));
	is_false(v_within(v_number(5), v_number(6)));
	is_true(v_meets(range(0, 10), v_number(9)));
	is_true(v_meets(range(9, 1), v_number(9)));
	is_false(v_meets(range(0, 9), v_number(9)));
	is_false(v_meets(SET(v_number(0)), range(0, 1)));	/* a set lies nowhere */
	is_false(v_meets(v_none(), range(0, 10)));
	is_false(v_meets(range(0, 10), v_none()));
	is_unknown(v_within(v_unknown(), range(0, 1)));
	is_unknown(v_within(range(0, 1), v_unknown()));
	is_false(v_within(hole(16), range(0, 100)));
	is_true(v_meets(LIST(hole(16), run(50, 1)), range(0, 100)));
	is_true(v_within(range(SPACE - 1, 1), range(0, SPACE)));
	is_false(v_within(range(SPACE - 1, 2), range(0, SPACE)));	/* nothing wraps */
	is_false(v_meets(range(SPACE, 4), range(0, 4)));
}
END_TEST

START_TEST(arithmetic)
{
	number most = ((number)1 << 126) - 1 + ((number)1 << 126);

	is_true(v_eq(v_add(&arena, v_number(SPACE), v_number(1)), v_number(SPACE + 1)));
	is_true(v_eq(v_add(&arena, range(4, 2), v_number(1)), v_number(5)));
	is_true(v_eq(v_add(&arena, SET(v_number(1)), SET(v_number(2))), SET(v_number(2), v_number(1))));
	is_true(v_eq(v_add(&arena, SET(v_number(1)), v_number(2)), SET(v_number(1), v_number(2))));
	is_unknown(v_add(&arena, v_none(), v_number(1)));
	is_true(v_eq(v_sub(v_number(1), v_number(2)), v_number(-1)));
	is_unknown(v_sub(v_name(1), v_number(2)));
	is_true(v_eq(v_mul(v_number(3), v_number(SPACE)), v_number(3 * SPACE)));
	is_unknown(v_mul(v_number(most), v_number(2)));
	is_unknown(v_mul(v_none(), v_number(2)));
	is_true(v_eq(v_div(v_number(7), v_number(2)), v_number(3)));
	is_unknown(v_div(v_number(7), v_number(0)));
	is_true(v_eq(v_mod(run(7, 9), v_number(4)), v_number(3)));
	is_unknown(v_mod(v_number(7), v_number(0)));
	is_true(v_eq(v_align(v_number(0x1fff), v_number(0x1000)), v_number(0x1000)));
	is_true(v_eq(v_align(v_number(-5), v_number(4)), v_number(-5)));
	is_unknown(v_align(v_number(5), v_number(0)));
	is_unknown(v_align(v_none(), v_number(4)));
}
END_TEST

START_TEST(functions)
{
	struct value list = LIST(run(0x1000, 0x1000), hole(0x1000), run(0x8000, 0x800));

	is_true(v_eq(v_first(list), v_number(0x1000)));
	is_true(v_eq(v_last(list), v_number(0x87ff)));
	is_true(v_eq(v_size(list), v_number(0x2800)));
	is_true(v_eq(v_size(v_memory(&arena, list)), v_number(0x1800)));
	is_true(v_eq(v_memory(&arena, list), LIST(run(0x1000, 0x1000), run(0x8000, 0x800))));
	is_unknown(v_memory(&arena, v_none()));
	is_unknown(v_list(&arena, 1, (struct value[]){ v_number(1) }));
	is_unknown(v_first(hole(4)));
	is_unknown(v_last(hole(4)));
	is_unknown(v_last(v_memory(&arena, hole(4))));
	is_unknown(v_last(v_none()));
	is_unknown(v_size(v_name(1)));
	is_true(v_eq(v_first(range(4, 4)), v_number(4)));
	is_true(v_eq(v_last(range(4, 4)), v_number(7)));
	is_true(v_eq(v_last(v_number(4)), v_number(4)));
	is_true(v_eq(v_last(PIECES({ 4, false, v_number(9) })), v_number(9)));
	is_true(v_eq(v_size(v_number(4)), v_number(1)));
	is_true(v_eq(v_size(range(4, SPACE)), v_number(SPACE)));
	is_true(v_eq(v_min(SET(v_number(4), v_number(2), v_number(8))), v_number(2)));
	is_true(v_eq(v_max(SET(v_number(4), v_number(2), v_number(8))), v_number(8)));
	is_true(v_eq(v_max(v_number(3)), v_number(3)));
	is_unknown(v_max(EMPTY));
	is_unknown(v_min(SET(v_none())));
	is_unknown(v_min(v_complement(SET(v_number(1)))));
	is_unknown(v_range(v_none(), v_number(1)));
	is_unknown(v_range(v_number(1), v_none()));
	is_unknown(v_run(&arena, v_name(1), v_number(1)));
	is_unknown(v_run(&arena, v_number(1), v_none()));
	is_true(v_eq(v_at(list, 0x1fff), v_none()));
	is_true(v_eq(v_at(list, 0x2001), v_number(0x8001)));
	is_true(v_eq(v_at(list, 0x2800), v_none()));		/* beyond its end */
	is_true(v_eq(v_at(v_name(1), 5), v_name(1)));
	is_true(v_eq(v_at(PIECES({ 8, true, SET(v_number(1)) }), 0), SET(v_number(1))));
	is_true(v_eq(v_bits(&arena, (uint64_t)1 << 63 | 0x1000), SET(v_number((number)1 << 63), v_number(0x1000))));
	ck_assert_uint_eq(v_bits(&arena, 0).u.set.n, 0);
}
END_TEST

START_TEST(printed)
{
	char small[4];

	ck_assert_str_eq(text(v_none()), "none");
	ck_assert_str_eq(text(v_unknown()), "unknown");
	ck_assert_str_eq(text(v_every()), "any");
	ck_assert_str_eq(text(v_bool(true)), "true");
	ck_assert_str_eq(text(v_bool(false)), "false");
	ck_assert_str_eq(text(v_number(-16)), "-0x10");
	ck_assert_str_eq(text(v_number(SPACE + 1)), "0x10000000000000001");
	ck_assert_str_eq(text(v_name(1)), "r");
	ck_assert_str_eq(text(v_device(2)), "d2");
	ck_assert_str_eq(text(v_domain(1)), "blocked");
	ck_assert_str_eq(text(v_domain(4)), "D1");
	ck_assert_str_eq(text(range(0x1000, 0x2000)), "0x1000+0x2000");
	ck_assert_str_eq(text(LIST(run(0x1000, 0x1000), hole(0x10))), "0x1000+0x1000, none+0x10");
	ck_assert_str_eq(text(SET(v_none(), v_number(0))), "{ none, 0x0 }");
	ck_assert_str_eq(text(v_complement(SET(v_none()))), "not { none }");
	ck_assert_int_eq(v_print(v_name(3), NULL, small, sizeof(small)), 6);
	ck_assert_str_eq(small, "nam");
	ck_assert_int_eq(v_print(v_none(), NULL, NULL, 0), 4);
}
END_TEST

START_TEST(memory)
{
	struct arena a = { 0 };
	char *big, *small;

	arena_reset(&a);	/* of nothing */
	small = arena_alloc(&a, 10);
	ck_assert_uint_eq((uintptr_t)small % 16, 0);
	memset(small, 1, 10);
	big = arena_alloc(&a, 200 * 1024);
	ck_assert(!big[0] && !big[200 * 1024 - 1]);
	memset(big, 1, 200 * 1024);
	arena_reset(&a);
	big = arena_alloc(&a, 200 * 1024);
	ck_assert(!big[0] && !big[200 * 1024 - 1]);	/* zeroed again */
	arena_alloc(&a, 60 * 1024);
	ck_assert_ptr_null(a.spare);			/* and the same room */
	arena_free(&a);
	ck_assert_ptr_null(a.blocks);
	ck_assert_ptr_null(a.spare);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&three_values, &plain_values, &order, &each_byte, &tiles, &sets, &bytes_in_sets, &sets_by_address,
		&inside_and_overlap, &arithmetic, &functions, &printed, &memory, NULL
	};
	Suite *suite = suite_create("value");
	TCase *tcase = tcase_create("value");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	for (unsigned int i = 0; tests[i]; i++)
		tcase_add_test(tcase, *tests[i]);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}
