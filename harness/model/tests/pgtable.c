// SPDX-License-Identifier: GPL-2.0-only
/* Page tables: leaves of each size, conflicts, holes, tables unlinked and given back. */
#include <errno.h>
#include <stdlib.h>

#include "build-aux/unit.h"
#include "harness/model/pgtable.h"

#define K4	(1ull << 12)
#define M2	(1ull << 21)
#define G1	(1ull << 30)
#define MID	(1ull << 39)
#define RW	(PTE_READ | PTE_WRITE)

static struct phys *p;
static uint64_t root;
static struct table_list unlinked;

static void setup(void)
{
	p = calloc(1, sizeof(*p));
	ck_assert_ptr_nonnull(p);
	phys_reset(p);
	root = phys_alloc_table(p, GFP_CLASS_KERNEL);
	unlinked.head = 0;
}

static void teardown(void)
{
	phys_free(p);
	free(p);
}

static int map(uint64_t iova, uint64_t paddr, uint64_t size)
{
	struct pgt_leaves leaf = { iova, paddr, size, 1, RW };

	return pgt_map(p, root, &leaf, GFP_CLASS_KERNEL, &unlinked);
}

/* The physical address that @iova translates to, 0 if none. */
static uint64_t look(uint64_t iova)
{
	uint64_t size, pte = pgt_lookup(p, root, iova, &size);

	return pte ? (pte & PTE_ADDR) + (iova & (size - 1)) : 0;
}

static unsigned int count(const struct table_list *list)
{
	struct table_list rest = *list;
	unsigned int before = p->nlive;

	phys_free_list(p, &rest);
	return before - p->nlive;
}

START_TEST(each_size_is_one_leaf)
{
	static const uint64_t sizes[] = { K4, M2, G1 };
	uint64_t size;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		uint64_t iova = MID + i * 4 * G1;

		ck_assert_int_eq(pgt_level(sizes[i]), i);
		ck_assert_int_eq(map(iova, 8 * G1, sizes[i]), 0);
		ck_assert_uint_eq(look(iova), 8 * G1);
		ck_assert_uint_eq(look(iova + sizes[i] - 1), 8 * G1 + sizes[i] - 1);
		ck_assert_uint_eq(look(iova + sizes[i]), 0);
		ck_assert_uint_eq(look(iova - 1), 0);
		pgt_lookup(p, root, iova, &size);
		ck_assert_uint_eq(size, sizes[i]);
		ck_assert_uint_eq(pgt_unmap(p, root, iova, iova, &unlinked), sizes[i]);
		ck_assert_uint_eq(look(iova), 0);
	}
	ck_assert_int_eq(pgt_level(1ull << 39), -1);
	ck_assert_int_eq(map(MID, 0, 1 << 16), -EINVAL);
}
END_TEST

START_TEST(rights_are_kept)
{
	struct pgt_leaves leaf = { 0, 0, K4, 1, PTE_WRITE };
	uint64_t size;

	ck_assert_int_eq(pgt_map(p, root, &leaf, GFP_CLASS_KERNEL, &unlinked), 0);
	ck_assert_uint_eq(pgt_lookup(p, root, 0, &size) & RW, PTE_WRITE);
}
END_TEST

START_TEST(many_leaves_stop_at_what_is_in_the_way)
{
	struct pgt_leaves left = { MID + M2 - 3 * K4, 5 * K4, K4, 9, RW };

	ck_assert_int_eq(map(MID + M2 + 2 * K4, G1, K4), 0);
	ck_assert_int_eq(pgt_map(p, root, &left, GFP_CLASS_KERNEL, &unlinked), -EADDRINUSE);
	ck_assert_uint_eq(left.iova, MID + M2 + 2 * K4);
	ck_assert_uint_eq(left.count, 4);
	for (unsigned int i = 0; i < 5; i++)	/* across two tables */
		ck_assert_uint_eq(look(MID + M2 + i * K4 - 3 * K4), (5 + i) * K4);
	ck_assert_uint_eq(look(MID + M2 + 2 * K4), G1);
	ck_assert_uint_eq(look(MID + M2 + 3 * K4), 0);
	left.iova += K4;
	ck_assert_int_eq(pgt_map(p, root, &left, GFP_CLASS_KERNEL, &unlinked), 0);
	ck_assert_uint_eq(left.count, 0);
	ck_assert_uint_eq(look(MID + M2 + 6 * K4), 13 * K4);
}
END_TEST

START_TEST(what_is_mapped_is_in_the_way)
{
	ck_assert_int_eq(map(MID, G1, M2), 0);
	ck_assert_int_eq(map(MID, 2 * G1, M2), -EADDRINUSE);
	ck_assert_int_eq(map(MID + K4, 2 * G1, K4), -EADDRINUSE);
	ck_assert_int_eq(map(MID, 2 * G1, G1), -EADDRINUSE);
	ck_assert_uint_eq(look(MID + K4), G1 + K4);
	ck_assert_uint_eq(unlinked.head, 0);
}
END_TEST

START_TEST(an_empty_table_gives_way)
{
	ck_assert_int_eq(map(MID, G1, K4), 0);
	ck_assert_uint_eq(pgt_unmap(p, root, MID, MID, &unlinked), K4);
	ck_assert_uint_eq(unlinked.head, 0);
	ck_assert_int_eq(map(MID, 2 * G1, G1), 0);
	ck_assert_uint_eq(look(MID + M2), 2 * G1 + M2);
	ck_assert_uint_eq(count(&unlinked), 2);
}
END_TEST

START_TEST(no_memory_leaves_nothing_mapped)
{
	p->fail_nth = 2;
	ck_assert_int_eq(map(MID, G1, K4), -ENOMEM);
	p->fail_nth = -1;
	ck_assert_uint_eq(look(MID), 0);
	ck_assert_int_eq(map(MID, G1, K4), 0);
}
END_TEST

START_TEST(unmap_stops_at_a_hole)
{
	ck_assert_int_eq(map(MID, G1, K4), 0);
	ck_assert_int_eq(map(MID + 2 * K4, G1, K4), 0);
	ck_assert_uint_eq(pgt_unmap(p, root, MID, MID + 3 * K4 - 1, &unlinked), K4);
	ck_assert_uint_ne(look(MID + 2 * K4), 0);
	ck_assert_uint_eq(pgt_unmap(p, root, MID + 8 * G1, MID + 9 * G1, &unlinked), 0);
}
END_TEST

START_TEST(unmap_takes_whole_leaves_only)
{
	ck_assert_int_eq(map(MID, G1, M2), 0);
	ck_assert_int_eq(map(MID + M2, 2 * G1, M2), 0);
	ck_assert_uint_eq(pgt_unmap(p, root, MID + K4, MID + 2 * M2 - 1, &unlinked), 0);
	ck_assert_uint_eq(pgt_unmap(p, root, MID, MID + K4 - 1, &unlinked), M2);
	ck_assert_uint_eq(look(MID), 0);
	ck_assert_uint_eq(look(MID + M2), 2 * G1);
}
END_TEST

START_TEST(a_table_cleared_as_a_whole_is_unlinked)
{
	uint64_t at;

	for (at = 0; at < M2 + K4; at += K4)
		ck_assert_int_eq(map(MID + at, G1 + at, K4), 0);
	ck_assert_uint_eq(pgt_unmap(p, root, MID, MID + M2 + K4 - 1, &unlinked), M2 + K4);
	ck_assert_uint_eq(count(&unlinked), 1);
	ck_assert_int_eq(map(MID, 2 * G1, M2), 0);
	ck_assert_uint_eq(look(MID), 2 * G1);
}
END_TEST

START_TEST(clear_and_unlink_give_all_tables_back)
{
	ck_assert_int_eq(map(0, G1, K4), 0);
	ck_assert_int_eq(map(MID, G1, K4), 0);
	ck_assert_uint_eq(p->nlive, 7);
	pgt_clear(p, root, &unlinked);
	ck_assert_uint_eq(count(&unlinked), 6);
	ck_assert_uint_eq(look(MID), 0);
	unlinked.head = 0;
	ck_assert_int_eq(map(MID, G1, K4), 0);
	pgt_unlink(p, root, &unlinked);
	ck_assert_uint_eq(count(&unlinked), 4);
	ck_assert_uint_eq(p->nlive, 0);
}
END_TEST

int main(void)
{
	static const TTest *const *const tests[] = {
		&each_size_is_one_leaf, &rights_are_kept, &many_leaves_stop_at_what_is_in_the_way,
		&what_is_mapped_is_in_the_way, &an_empty_table_gives_way, &no_memory_leaves_nothing_mapped,
		&unmap_stops_at_a_hole, &unmap_takes_whole_leaves_only,
		&a_table_cleared_as_a_whole_is_unlinked, &clear_and_unlink_give_all_tables_back,
	};
	Suite *s = suite_create("pgtable");
	TCase *tc = tcase_create("pgtable");
	unsigned int i;

	tcase_add_checked_fixture(tc, setup, teardown);
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_test(tc, *tests[i]);
	suite_add_tcase(s, tc);
	return unit_main(s, NULL);
}
