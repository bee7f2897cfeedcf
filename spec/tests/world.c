// SPDX-License-Identifier: GPL-2.0-only
/* world.c - the abstract state: cells, and intervals that are cut and laid beside each other. */
#include <string.h>

#include "build-aux/unit.h"
#include "spec/world.h"

enum { YES = 1, NO, MAYBE };	/* names */
enum { CUR, HAS, PAIR, PHYS, WARM, LEAF, STALE, ONE, VARS };

static const int features[] = { YES, NO };

static const struct var_desc vars[VARS] = {
	[CUR] = { .name = "cur", .nargs = 1, .dim = { WORLD_DEVICES, 1 }, .follows = -1, .with = -1 },
	[HAS] = { .name = "has", .nargs = 1, .dim = { 2, 1 }, .names = { features }, .follows = -1, .with = -1 },
	[PAIR] = { .name = "pair", .nargs = 2, .dim = { WORLD_DEVICES, 2 }, .names = { NULL, features }, .follows = -1,
		   .with = -1 },
	[PHYS] = { .name = "phys", .nargs = 2, .by_address = true, .dim = { WORLD_DOMAINS, 1 }, .follows = -1,
		   .with = -1 },
	[WARM] = { .name = "warm", .nargs = 3, .by_address = true, .dim = { WORLD_DEVICES, WORLD_DOMAINS },
		   .follows = -1, .with = -1 },
	[LEAF] = { .name = "leaf", .nargs = 2, .by_address = true, .dim = { WORLD_DOMAINS, 1 }, .follows = -1,
		   .with = -1 },
	[STALE] = { .name = "stale", .nargs = 2, .by_address = true, .plural = true, .dim = { WORLD_DEVICES, 1 },
		    .follows = -1, .with = -1 },
	[ONE] = { .name = "one", .dim = { 1, 1 }, .follows = -1, .with = -1 },
};

static unsigned int offsets[VARS + 1];
static struct world world;
static struct arena arena;

static void setup(void)
{
	for (int i = 0; i < VARS; i++)
		offsets[i + 1] = offsets[i] + vars[i].dim[0] * vars[i].dim[1];
	world_init(&world, vars, VARS, offsets);
}

static void teardown(void)
{
	world_free(&world);
	arena_free(&arena);
}

static struct value range(number first, number size)
{
	return v_range(v_number(first), v_number(size));
}

static struct value run(number first, number size)
{
	return v_run(&arena, v_number(first), v_number(size));
}

#define GET(var, ...) world_get(&world, &arena, var, sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value), \
				(struct value[]){ __VA_ARGS__ })
#define PUT(to, var, ...) world_set(&world, var, sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value), \
				    (struct value[]){ __VA_ARGS__ }, to)
#define same(a, b)	ck_assert_msg(v_true(v_eq(a, b)), "%s is not %s", #a, #b)
#define differ(a, b)	ck_assert_msg(v_true(v_ne(a, b)), "%s is %s", #a, #b)
#define D0		v_domain(3)
#define D1		v_domain(4)

START_TEST(cells)
{
	ck_assert_int_eq(GET(CUR, v_device(0)).kind, V_NONE);
	PUT(D0, CUR, v_device(2));
	same(GET(CUR, v_device(2)), D0);
	ck_assert_int_eq(GET(CUR, v_device(1)).kind, V_NONE);
	PUT(D1, CUR, v_every());
	for (int i = 0; i < WORLD_DEVICES; i++)
		same(GET(CUR, v_device(i)), D1);
	PUT(v_name(YES), HAS, v_name(NO));
	same(GET(HAS, v_name(NO)), v_name(YES));
	ck_assert_int_eq(GET(HAS, v_name(YES)).kind, V_NONE);
	PUT(v_number(7), ONE, v_none());
	same(world_get(&world, &arena, ONE, 0, NULL), v_number(7));
}
END_TEST

START_TEST(two_arguments)
{
	PUT(v_number(1), PAIR, v_device(3), v_name(NO));
	same(GET(PAIR, v_device(3), v_name(NO)), v_number(1));
	ck_assert_int_eq(GET(PAIR, v_device(3), v_name(YES)).kind, V_NONE);
	ck_assert_int_eq(GET(PAIR, v_device(2), v_name(NO)).kind, V_NONE);
	PUT(v_number(2), PAIR, v_device(3), v_every());
	same(GET(PAIR, v_device(3), v_name(YES)), v_number(2));
	PUT(v_number(3), PAIR, v_every(), v_name(YES));
	same(GET(PAIR, v_device(7), v_name(YES)), v_number(3));
	same(GET(PAIR, v_device(3), v_name(NO)), v_number(2));
}
END_TEST

START_TEST(no_such_argument)
{
	ck_assert_int_eq(GET(CUR, v_none()).kind, V_NONE);
	ck_assert_int_eq(GET(CUR, v_unknown()).kind, V_UNKNOWN);
	ck_assert_int_eq(GET(CUR, v_device(WORLD_DEVICES)).kind, V_UNKNOWN);
	ck_assert_int_eq(GET(CUR, v_device(-1)).kind, V_UNKNOWN);
	ck_assert_int_eq(GET(CUR, v_number(1)).kind, V_UNKNOWN);
	ck_assert_int_eq(GET(HAS, v_name(MAYBE)).kind, V_UNKNOWN);
	ck_assert_int_eq(GET(PHYS, D0, v_name(YES)).kind, V_UNKNOWN);
	ck_assert_int_eq(GET(PHYS, v_none(), v_number(0)).kind, V_NONE);
	PUT(v_number(1), CUR, v_device(99));	/* nothing happens */
	ck_assert_int_eq(GET(CUR, v_device(0)).kind, V_NONE);
}
END_TEST

START_TEST(intervals)
{
	PUT(run(0x9000, 0x3000), PHYS, D0, range(0x1000, 0x3000));
	same(GET(PHYS, D0, v_number(0x1234)), v_number(0x9234));
	ck_assert_int_eq(GET(PHYS, D0, v_number(0xfff)).kind, V_NONE);
	ck_assert_int_eq(GET(PHYS, D0, v_number(0x4000)).kind, V_NONE);
	ck_assert_int_eq(GET(PHYS, D1, v_number(0x1234)).kind, V_NONE);
	same(GET(PHYS, D0, range(0x1800, 0x1000)), run(0x9800, 0x1000));
	differ(GET(PHYS, D0, range(0x1000, 0x3000)), v_none());
	same(GET(PHYS, D0, range(0x8000, 0x1000)), v_none());
	ck_assert_uint_eq(GET(PHYS, D0, range(0x800, 0x4000)).u.pieces.n, 3);
	PUT(v_none(), PHYS, D0, v_every());
	same(GET(PHYS, D0, v_every()), v_none());
}
END_TEST

/* An assignment in the middle of an interval leaves its head and its tail, which go on counting. */
START_TEST(cut)
{
	PUT(run(0x10000, 0x8000), PHYS, D0, range(0, 0x8000));
	PUT(v_none(), PHYS, D0, range(0x2000, 0x1000));
	same(GET(PHYS, D0, v_number(0x1fff)), v_number(0x11fff));
	ck_assert_int_eq(GET(PHYS, D0, v_number(0x2000)).kind, V_NONE);
	ck_assert_int_eq(GET(PHYS, D0, v_number(0x2fff)).kind, V_NONE);
	same(GET(PHYS, D0, v_number(0x3000)), v_number(0x13000));
	same(GET(PHYS, D0, v_number(0x7fff)), v_number(0x17fff));
	PUT(run(0x50000, 0x2000), PHYS, D0, range(0x1000, 0x2000));	/* over an end, and over the hole */
	same(GET(PHYS, D0, range(0, 0x4000)), v_list(&arena, 3, (struct value[]){ run(0x10000, 0x1000),
		run(0x50000, 0x2000), run(0x13000, 0x1000) }));
	PUT(v_none(), PHYS, D0, range(0, 0x100000));
	ck_assert_uint_eq(world.nspans, 0);
}
END_TEST

/* A value with pieces is laid out from the first byte on; what it does not reach is left as the cell has it. */
START_TEST(pieces)
{
	struct value list = v_list(&arena, 3, (struct value[]){ run(0x5000, 0x1000), run(0x1000, 0x800),
								v_run(&arena, v_none(), v_number(0x800)) });

	PUT(list, PHYS, D0, range(0x4000, 0x2000));
	same(GET(PHYS, D0, range(0x4000, 0x2000)), list);
	same(GET(PHYS, D0, v_number(0x5000)), v_number(0x1000));
	ck_assert_int_eq(GET(PHYS, D0, v_number(0x5800)).kind, V_NONE);
	PUT(run(0x8000, 0x4000), PHYS, D0, range(0x4000, 0x1000));	/* longer than the range */
	same(GET(PHYS, D0, v_number(0x4fff)), v_number(0x8fff));
	same(GET(PHYS, D0, v_number(0x5000)), v_number(0x1000));
}
END_TEST

START_TEST(fallback)
{
	world.cell[offsets[PHYS] + 3] = v_number(42);	/* the start value of D0 */
	same(GET(PHYS, D0, v_number(5)), v_number(42));
	PUT(run(0, 0x10), PHYS, D0, range(0x10, 0x10));
	same(GET(PHYS, D0, v_number(0x10)), v_number(0));
	same(GET(PHYS, D0, range(0, 0x10)), v_number(42));
	same(GET(PHYS, D0, v_number((number)1 << 63)), v_number(42));
}
END_TEST

START_TEST(leaves)
{
	struct piece tiles = { 0x4000, true, range(0x10000, 0x1000) };
	struct value v = { .kind = V_PIECES, .u.pieces = { .p = &tiles, .n = 1 } };

	PUT(v, LEAF, D0, range(0x10000, 0x4000));
	same(GET(LEAF, D0, v_number(0x10fff)), range(0x10000, 0x1000));
	same(GET(LEAF, D0, v_number(0x13000)), range(0x13000, 0x1000));
	same(GET(LEAF, D0, range(0x11000, 0x1000)), range(0x11000, 0x1000));
	same(GET(LEAF, D0, range(0x11800, 0x1000)),
	     ((struct value){ .kind = V_PIECES, .u.pieces = { .n = 2, .p = (struct piece[]){
		{ 0x800, false, range(0x11000, 0x1000) }, { 0x800, false, range(0x12000, 0x1000) } } } }));
	tiles.v = range(0x30800, 0x1000);	/* not as aligned as it is large */
	PUT(v, LEAF, D0, range(0x30800, 0x4000));
	same(GET(LEAF, D0, range(0x31000, 0x1000)),
	     ((struct value){ .kind = V_PIECES, .u.pieces = { .n = 2, .p = (struct piece[]){
		{ 0x800, false, range(0x30800, 0x1000) }, { 0x800, false, range(0x31800, 0x1000) } } } }));
	PUT(v_none(), LEAF, D0, range(0x11000, 0x1000));
	same(GET(LEAF, D0, v_number(0x12345)), range(0x12000, 0x1000));
	same(GET(LEAF, D0, range(0x12000, 0x1000)), range(0x12000, 0x1000));
}
END_TEST

/* At one address a plural var may have several values, or none. */
START_TEST(plural)
{
	struct value empty = v_set(&arena, 0, NULL);
	struct value two[] = { run(0x1000, 0x1000), run(0x8000, 0x1000) };

	same(GET(STALE, v_device(0), v_number(5)), empty);
	same(GET(STALE, v_device(0), range(0, 0x1000)), empty);
	PUT(v_set(&arena, 2, two), STALE, v_device(0), range(0x4000, 0x1000));
	same(GET(STALE, v_device(0), v_number(0x4010)),
	     v_set(&arena, 2, (struct value[]){ v_number(0x1010), v_number(0x8010) }));
	same(GET(STALE, v_device(0), range(0x4000, 0x1000)), v_set(&arena, 2, two));
	differ(GET(STALE, v_device(0), range(0x4000, 0x2000)), v_set(&arena, 2, two));
	differ(GET(STALE, v_device(0), range(0x4000, 0x2000)), empty);
	same(GET(STALE, v_device(1), v_number(0x4010)), empty);
	PUT(v_set(&arena, 1, two), STALE, v_device(0), range(0x4800, 0x400));
	same(GET(STALE, v_device(0), v_number(0x4801)), v_set(&arena, 1, (struct value[]){ v_number(0x1001) }));
	same(GET(STALE, v_device(0), v_number(0x4c00)),
	     v_set(&arena, 2, (struct value[]){ v_number(0x1c00), v_number(0x8c00) }));
	PUT(empty, STALE, v_device(0), v_every());
	same(GET(STALE, v_device(0), v_every()), empty);
}
END_TEST

START_TEST(two_arguments_and_an_address)
{
	PUT(v_name(YES), WARM, v_device(1), D1, v_number(0x1000));
	same(GET(WARM, v_device(1), D1, v_number(0x1000)), v_name(YES));
	ck_assert_int_eq(GET(WARM, v_device(1), D1, v_number(0x1001)).kind, V_NONE);
	ck_assert_int_eq(GET(WARM, v_device(1), D0, v_number(0x1000)).kind, V_NONE);
	PUT(v_name(NO), WARM, v_every(), D1, v_number(0x1000));
	same(GET(WARM, v_device(1), D1, v_number(0x1000)), v_name(NO));
	same(GET(WARM, v_device(6), D1, v_number(0x1000)), v_name(NO));
}
END_TEST

START_TEST(copies)
{
	struct world copy = { 0 };

	PUT(D0, CUR, v_device(2));
	PUT(run(0x9000, 0x3000), PHYS, D0, range(0x1000, 0x3000));
	world_copy(&copy, &world);
	PUT(D1, CUR, v_device(2));
	PUT(v_none(), PHYS, D0, v_every());
	same(world_get(&copy, &arena, CUR, 1, (struct value[]){ v_device(2) }), D0);
	same(world_get(&copy, &arena, PHYS, 2, ((struct value[]){ D0, v_number(0x1000) })), v_number(0x9000));
	for (int i = 0; i < 100; i++)		/* more intervals than there is room for */
		PUT(v_number(i), PHYS, D0, v_number(16 * i));
	world_copy(&copy, &world);
	same(world_get(&copy, &arena, PHYS, 2, ((struct value[]){ D0, v_number(16 * 99) })), v_number(99));
	copy.nspans = 0;
	world_add_spans(&copy, NULL, 0);
	ck_assert_int_eq(world_get(&copy, &arena, PHYS, 2, ((struct value[]){ D0, v_number(0) })).kind, V_NONE);
	world_add_spans(&copy, world.span, 1);
	world_add_spans(&copy, world.span + 1, 1);
	ck_assert_uint_eq(copy.nspans, 2);
	world_free(&copy);
	ck_assert_ptr_null(copy.cell);
}
END_TEST

/* As many pieces as there are holes. */
START_TEST(many_pieces)
{
	struct value v;

	for (int i = 0; i < 40; i++)
		PUT(run(0x100000 * i, 0x800), PHYS, D0, range(0x1000 * i, 0x800));
	v = GET(PHYS, D0, range(0, 40 * 0x1000));
	ck_assert_uint_eq(v.u.pieces.n, 80);
	same(v_at(v, 0x27000), v_number(0x100000 * 39));
	same(v_at(v, 0x27800), v_none());
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&cells, &two_arguments, &no_such_argument, &intervals, &cut, &pieces, &fallback, &leaves, &plural,
		&two_arguments_and_an_address, &copies, &many_pieces, NULL
	};
	Suite *suite = suite_create("world");
	TCase *tcase = tcase_create("world");

	tcase_add_checked_fixture(tcase, setup, teardown);
	for (unsigned int i = 0; tests[i]; i++)
		tcase_add_test(tcase, *tests[i]);
	suite_add_tcase(suite, tcase);
	return unit_main(suite, NULL);
}
